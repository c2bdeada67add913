"""Needle electromyography, muscle by muscle, by the time since onset."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from sciatic.anatomy import length_mm, muscles
from sciatic.evidence import read_table
from sciatic.findings.nerve_lesions import BEFORE_PLEXUS, test_constants, tolls
from sciatic.findings.nerve_studies import Scene
from sciatic.findings.regeneration import fibrillating


@dataclass(frozen=True, slots=True, kw_only=True)
class Needle:
    """What a needle finds in one muscle.

    Attributes:
        fibrillations: fibrillations and positive waves, 0 to 3 (3+).
        recruitment: "normal", "reduced", "much reduced", "none", "poor effort" (a lesion of
            cord or brain, or no effort: few units, slowly firing) or, in the paraspinals, which
            are not made to work in the test, "not judged".
        units: "normal" or "large, polyphasic".
    """

    side: str
    muscle: str
    label: str
    nerve: str
    fibrillations: int
    recruitment: str
    units: str

    @property
    def denervated(self) -> bool:
        """Whether the muscle shows spontaneous activity."""
        return self.fibrillations > 0

    @property
    def abnormal(self) -> bool:
        """Whether anything at all is out of the ordinary."""
        return (
            self.denervated
            or self.units != "normal"
            or self.recruitment not in ("normal", "poor effort", "not judged")
        )


@cache
def screened_muscles() -> tuple[str, ...]:
    """The muscles of the needle examination, in order."""
    return read_table("findings", "needle_muscles", lambda cells: cells["muscle"])


def needle(scene: Scene, side: str, muscle: str) -> Needle:
    """The needle's finding in one muscle."""
    at, judged = length_mm(muscle), muscle != BEFORE_PLEXUS
    present, central = 1.0, 0.0
    innervated, units_left = 1.0, 1.0
    for toll in tolls(scene.leg, muscle, "movement", at):
        if toll.from_foramen_mm == -math.inf:
            central = toll.blocked
            continue
        present *= 1 - min(1.0, toll.lost + toll.blocked)
        units_left *= 1 - min(1.0, toll.lost)
        innervated *= 1 - min(1.0, toll.lost) * fibrillating(scene.weeks, at, toll.creeping)
    return Needle(
        side=side,
        muscle=muscle,
        label=muscles()[muscle].label,
        nerve=muscles()[muscle].nerve,
        fibrillations=_grade(1 - innervated),
        recruitment=_recruitment(1 - present, central) if judged else "not judged",
        units=_units(1 - units_left, scene.weeks) if judged else "normal",
    )


def _grade(share: float) -> int:
    c = test_constants()
    return sum(share >= c[f"fibrillation_{grade}"] for grade in (1, 2, 3))


def _recruitment(missing: float, central: float) -> str:
    c = test_constants()
    if missing >= c["recruitment_none"]:
        return "none"
    if missing >= c["recruitment_much_reduced"]:
        return "much reduced"
    if missing >= c["recruitment_reduced"]:
        return "reduced"
    return "poor effort" if central >= c["recruitment_reduced"] else "normal"


def _units(lost: float, weeks: float) -> str:
    c = test_constants()
    grown = weeks >= c["units_enlarged_weeks"] and lost >= c["units_enlarged_lost"]
    return "large, polyphasic" if grown else "normal"
