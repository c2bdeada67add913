"""What pressure does to the signals of a fibre.

The dose-response that the diagnosis stands on needs nothing but Python. The simulation behind it
(``conduct``, ``watch`` and what they take) is imported when first asked for, and needs numba:
``pip install 'sciatic[physiology]'``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sciatic.physiology.dose_response import (
    CHRONIC_MINUTES,
    UNHARMED,
    DoseResponse,
    FibreEffect,
    dose_response,
)

if TYPE_CHECKING:
    from sciatic.physiology.conduction import Conduction, Film, Settings, conduct, watch
    from sciatic.physiology.ectopic import spikes_for_one, spontaneous_spikes
    from sciatic.physiology.fibres import Lesion, MyelinatedFibre
    from sciatic.physiology.populations import Population, population
    from sciatic.physiology.unmyelinated import conduct_unmyelinated

_ON_USE = {
    "Conduction": "conduction",
    "Film": "conduction",
    "Lesion": "fibres",
    "MyelinatedFibre": "fibres",
    "Population": "populations",
    "Settings": "conduction",
    "conduct": "conduction",
    "conduct_unmyelinated": "unmyelinated",
    "population": "populations",
    "spikes_for_one": "ectopic",
    "spontaneous_spikes": "ectopic",
    "watch": "conduction",
}

__all__ = [
    "CHRONIC_MINUTES",
    "UNHARMED",
    "Conduction",
    "DoseResponse",
    "FibreEffect",
    "Film",
    "Lesion",
    "MyelinatedFibre",
    "Population",
    "Settings",
    "conduct",
    "conduct_unmyelinated",
    "dose_response",
    "population",
    "spikes_for_one",
    "spontaneous_spikes",
    "watch",
]


def __getattr__(name: str) -> Any:
    if name not in _ON_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ON_USE[name]}"), name)
