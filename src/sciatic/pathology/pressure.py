"""How hard a nerve is pressed: mmHg by mechanism, severity and posture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, probability, read_table
from sciatic.pathology.free_values import cached_unless_set, value_of

SEVERITIES = ("irritation", "mild", "moderate", "severe")
POSTURES = ("lying", "sitting", "standing", "walking", "bent_forward", "leaning_back")
SUSTAINED = "sustained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A severity of one mechanism: its share of cases and its reference pressure."""

    family: str
    severity: str
    share: float
    mmhg: float


@cached_unless_set
def grades() -> Mapping[tuple[str, str], Grade]:
    """Every (family, severity): the families are disc, stenosis, foraminal and entrapment."""
    rows = read_table(
        "pathology",
        "severity",
        lambda cells: Grade(
            family=cells["family"],
            severity=cells["severity"],
            share=probability(cells, "share"),
            mmhg=bounded(cells, "mmhg", 0, 400),
        ),
    )
    found = {}
    for family in dict.fromkeys(grade.family for grade in rows):
        own = [grade for grade in rows if grade.family == family]
        shares = [value_of(f"severity.{family}.{one.severity}", one.share) for one in own]
        for grade, share in zip(own, shares, strict=True):
            found[family, grade.severity] = replace(grade, share=share / sum(shares))
    return found


@cache
def posture_factors() -> Mapping[tuple[str, str], float]:
    """Pressure in a posture over the family's reference pressure."""
    rows = read_table(
        "pathology",
        "posture",
        lambda cells: ((cells["family"], cells["posture"]), bounded(cells, "factor", 0, 4)),
    )
    return dict(rows)


@cache
def posture_minutes() -> float:
    """How long a posture has been held when its effect is told, in minutes."""
    rows = read_table(
        "pathology",
        "durations",
        lambda cells: (cells["duration"], bounded(cells, "minutes", 0, 1e6)),
    )
    return dict(rows)["posture"]


def pressure_mmhg(family: str, severity: str, posture: str = SUSTAINED) -> float:
    """Pressure on the pressed nerve, in mmHg.

    Args:
        family: the mechanism: disc, stenosis, foraminal or entrapment.
        severity: irritation, mild, moderate or severe.
        posture: one of ``POSTURES``, or "sustained" for what acts over days.

    Raises:
        UnknownTermError: a severity or posture that is not in the tables.
    """
    if severity not in SEVERITIES:
        raise UnknownTermError("severity", severity, SEVERITIES)
    if (family, posture) not in posture_factors():
        raise UnknownTermError("posture", posture, POSTURES)
    return grades()[family, severity].mmhg * posture_factors()[family, posture]
