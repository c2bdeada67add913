"""What pressure does to the signals of a fibre."""

from sciatic.physiology.dose_response import (
    CHRONIC_MINUTES,
    UNHARMED,
    DoseResponse,
    FibreEffect,
    dose_response,
)

__all__ = ["CHRONIC_MINUTES", "UNHARMED", "DoseResponse", "FibreEffect", "dose_response"]
