"""What a timeline shows of each visit: pain, numb area, strength and the rung to act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sciatic.anatomy import regions
from sciatic.findings import Case, find
from sciatic.followup.changes import felt, rank_of
from sciatic.followup.visits import Visit
from sciatic.triage.rule_book import rule_book

NUMB: Final = frozenset({"numb", "tingling"})
WEAKNESS: Final = "reported_weakness"


@dataclass(frozen=True, slots=True)
class Measures:
    """One visit in a few numbers, None where it says nothing of them.

    Attributes:
        on: the day.
        leg_pain, back_pain: 0 to 10, of the worse leg.
        numb_share: the numb or tingling skin as a share of all skin marked at any visit, by area.
        weakness: 0 none, 1 mild, 2 marked, 3 can't move; told or examined, whichever is worse.
        level: the rung of the known facts.
        act_on: the rung to act on.
    """

    on: date | None
    leg_pain: float | None
    back_pain: float | None
    numb_share: float | None
    weakness: int | None
    level: str
    act_on: str

    def to_dict(self) -> dict[str, Any]:
        """The visit as it stands in ``sciatic.comparison/1``."""
        return {
            "date": self.on.isoformat() if self.on else None,
            "leg_pain": self.leg_pain,
            "back_pain": self.back_pain,
            "numb_share": self.numb_share,
            "weakness": self.weakness,
            "level": self.level,
            "act_on": self.act_on,
        }


def measures(visits: Sequence[Visit], rungs: Iterable[tuple[str, str]]) -> tuple[Measures, ...]:
    """The measures of each visit.

    Args:
        visits: the oldest first.
        rungs: ``level`` and ``act_on`` of each.
    """
    ever = {place for visit in visits for place, said in felt(visit.case).items() if said & NUMB}
    return tuple(
        Measures(
            visit.on,
            _pain(visit.case, "leg_pain"),
            _pain(visit.case, "back_pain"),
            _share(visit.case, ever),
            _weakness(visit.case),
            *rung,
        )
        for visit, rung in zip(visits, rungs, strict=True)
    )


def _pain(case: Case, name: str) -> float | None:
    """The severity told; 0 where the person has no such pain."""
    severity = case.get(f"{name}_severity")
    told = severity.values() if isinstance(severity, Mapping) else [severity]
    numbers = [float(one) for one in told if isinstance(one, int | float)]
    if numbers:
        return max(numbers)
    answer = case.get(name)
    said = list(answer.values()) if isinstance(answer, Mapping) else [answer]
    sides = 2 if find(name).per_side else 1
    return 0.0 if said.count(False) == sides else None


def _share(case: Case, ever: set[tuple[str, str]]) -> float | None:
    """The numb area now, of all that was ever numb; None where the skin was not painted."""
    if not ever or not (case.marks or case.chart_complete):
        return None
    now = {place for place, said in felt(case).items() if said & NUMB}
    return _area(now) / _area(ever)


def _area(places: Iterable[tuple[str, str]]) -> float:
    return sum(regions()[region].area_cm2 for _, region in places)


def _weakness(case: Case) -> int | None:
    """The worst weakness told or examined, on the scale of what is told."""
    told = case.sides(WEAKNESS).values()
    found = [rank for one in told if one != "not_sure" and (rank := rank_of(WEAKNESS, one))
             is not None]  # fmt: skip
    limits = rule_book().reading["grades"]
    grades = [one.value for one in case.observations() if one.finding in GRADED]
    for grade in grades:
        assert isinstance(grade, int)
        found.append(
            3 if grade == 0 else 2 if grade <= limits["marked_to"]
            else 1 if grade <= limits["mild_to"] else 0
        )  # fmt: skip
    return max(found, default=None)


GRADED: Final = ("strength", "strength_group")
