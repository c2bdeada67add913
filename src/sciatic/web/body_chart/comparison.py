"""The predicted areas beside the painted ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sciatic.web.body_chart.marks import SIDES, Painted

STEPS: Final = (0.3, 0.5, 0.75)
"""From which chance on an area is shown as possible, more likely than not, and very likely.

Steps of the drawing, chosen to be told apart by eye; nothing is decided by them.
"""

SHOWN_AS_NUMB: Final = ("numb", "tingling")
"""The painted sensations that a prediction of reduced feeling is set beside."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One region of one side, predicted beside painted.

    Attributes:
        side: whose.
        region: which.
        kind: ``both``, ``predicted`` or ``painted`` (by whom it is said).
        step: 0 where not predicted, else 1 to 3, by ``STEPS``.
    """

    side: str
    region: str
    kind: str
    step: int


def step_of(chance: float) -> int:
    """How strongly a chance is drawn, from 0 (not at all) to 3."""
    return sum(chance >= least for least in STEPS)


def compare(painted: Painted, predicted: Mapping[tuple[str, str], float]) -> tuple[Compared, ...]:
    """Every region that is painted numb or tingling, or predicted to be numb.

    A mark on a side that is not known is compared with nothing.
    """
    said = {
        (mark.side, mark.region)
        for mark in painted.marks
        if mark.side in SIDES and mark.sensation in SHOWN_AS_NUMB
    }
    found = []
    for (side, region), chance in predicted.items():
        step = step_of(chance)
        here = (side, region) in said
        if step or here:
            kind = "both" if step and here else "predicted" if step else "painted"
            found.append(Compared(side, region, kind, step))
    unseen = sorted(said - {*predicted})
    return (*found, *(Compared(side, region, "painted", 0) for side, region in unseen))
