"""What now: what to do and leave, whom to see by when, when to go back, and what a doctor may do.

The lines people read lie in ``data/``, each with its source; when a line fits, and when it would
do harm, is data too (``facts.csv``). Needs no numpy and gets the posterior as plain numbers.
"""

from sciatic.guidance.advise import advise
from sciatic.guidance.document import (
    CheckAgain,
    Guidance,
    Item,
    PlanStep,
    See,
    TreatmentOptions,
)
from sciatic.guidance.rungs import RUNGS, UrgencyLike, acting_rung

__all__ = [
    "RUNGS",
    "CheckAgain",
    "Guidance",
    "Item",
    "PlanStep",
    "See",
    "TreatmentOptions",
    "UrgencyLike",
    "acting_rung",
    "advise",
]
