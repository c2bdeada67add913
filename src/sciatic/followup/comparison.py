"""Two or more cases of one person over time: what changed, how urgent it is now, what to expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from sciatic.assessment.assess import NOT_A_DIAGNOSIS, Assessment, assess
from sciatic.findings import Case, load_case
from sciatic.followup.changes import KINDS, UNKNOWN_NOW, Change, changes, told_worse
from sciatic.followup.expected import Expected, expected
from sciatic.followup.measures import Measures, measures
from sciatic.followup.promises import Promise, promise
from sciatic.followup.turns import Told, Turn, turned
from sciatic.followup.visits import Series, Visit
from sciatic.triage import RUNGS, Reason, Urgency, red_flags

SCHEMA: Final = "sciatic.comparison/1"
OTHER_SEX: Final = "The sex at birth differs between the two. Are they of one person?"
YOUNGER: Final = "The age is lower than before. Are they of one person?"
Source = Visit | Case | Mapping[str, Any] | str | Path


@dataclass(frozen=True)
class Comparison:
    """What two visits say together, the earlier ones behind them.

    Attributes:
        visits: every visit, the oldest first; the last two are compared.
        changes: finding by finding, the most dangerous first.
        turns: the dates and courses that only the visits together tell.
        weighed: the newest case with them, as the red flags read it.
    """

    visits: tuple[Visit, ...]
    changes: tuple[Change, ...]
    turns: tuple[Turn, ...]
    weighed: Case

    @property
    def before(self) -> Visit:
        """The visit that the newest is compared with."""
        return self.visits[-2]

    @property
    def after(self) -> Visit:
        """The newest visit."""
        return self.visits[-1]

    @cached_property
    def alone(self) -> Urgency:
        """The urgency of the newest case by itself, by the red flags."""
        return red_flags(self.after.case)

    @cached_property
    def red_flags(self) -> Urgency:
        """The urgency by the red flags with what the visits tell together, at least ``alone``."""
        return never_below(self.alone, red_flags(self.weighed))

    @cached_property
    def assessment(self) -> Assessment:
        """The assessment of the newest case with what the visits tell together."""
        return assess(self.weighed, today=self.after.on)

    @cached_property
    def urgency(self) -> Urgency:
        """The urgency of it all; never below that of the newest case alone."""
        return never_below(assess(self.after.case).urgency, self.assessment.urgency)

    @cached_property
    def raised_by(self) -> tuple[Reason, ...]:
        """The reasons that hold only because several visits were compared."""
        then = {(reason.rule, reason.rung) for reason in self.alone.reasons}
        return tuple(
            one for one in self.red_flags.reasons if (one.rule, one.rung) not in then
        )  # fmt: skip

    @cached_property
    def expected(self) -> Expected:
        """The usual course, and where the person stands."""
        return expected(
            self.visits, self.changes, self.urgency, dict(self.assessment.conditions)
        )  # fmt: skip

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What was advised before with a date, and whether that date has passed."""
        made = promise(self.before, self._rungs[-2][1], self.after.on)
        return () if made is None else (made,)

    @cached_property
    def measures(self) -> tuple[Measures, ...]:
        """Each visit in a few numbers, for a timeline."""
        return measures(self.visits, self._rungs)

    @cached_property
    def _rungs(self) -> tuple[tuple[str, str], ...]:
        """``level`` and ``act_on`` of each visit, beside the visits that were before it."""
        told, ends = Told(self.visits), range(1, len(self.visits))
        then = [red_flags(turned(self.visits[:end], told)[0]) for end in ends]
        return tuple((one.level, one.act_on) for one in (*then, self.red_flags))

    @property
    def silent(self) -> tuple[Change, ...]:
        """What was wrong before and is not answered now: neither gone nor there."""
        return tuple(
            one for one in self.changes if one.kind == UNKNOWN_NOW and one.was_there
        )  # fmt: skip

    def told_by_person(self, urgency: Mapping[str, Any]) -> dict[str, Any]:
        """An urgency document without what was derived among the findings of its reasons."""
        ours = {turn.path for turn in self.turns}
        reasons = [
            {**one, "findings": [path for path in one["findings"] if path not in ours]}
            for one in urgency["reasons"]
        ]
        return {**urgency, "reasons": reasons}

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the visits may not be of one person."""
        one, other = self.before.case.person, self.after.case.person
        found = []
        sexes = (one.get("sex"), other.get("sex"))
        if None not in sexes and sexes[0] != sexes[1]:
            found.append(OTHER_SEX)
        ages = (one.get("age_years"), other.get("age_years"))
        if isinstance(ages[0], int) and isinstance(ages[1], int) and ages[1] < ages[0]:
            found.append(YOUNGER)
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """The document ``sciatic.comparison/1``."""
        kinds = [one.kind for one in self.changes]
        return {
            "schema": SCHEMA,
            "before": _told(self.before, red_flags(self.before.case)),
            "after": _told(self.after, self.alone),
            "days_between": self.before.days_to(self.after),
            "visits": len(self.visits),
            "counts": {kind: kinds.count(kind) for kind in KINDS},
            "changes": [one.to_dict() for one in self.changes],
            "not_answered_now": [one.path for one in self.silent],
            "told_worse": list(told_worse(self.after.case)),
            "derived": [one.to_dict() for one in self.turns],
            "urgency": {
                **self.urgency.to_dict(),
                "newest_alone": self.alone.level,
                "raised_by_comparing": [
                    {**one.to_dict(), "rung": one.rung} for one in self.raised_by
                ],
            },
            "expected": self.expected.to_dict(),
            "advised_before": [one.to_dict() for one in self.promises],
            "measures": [one.to_dict() for one in self.measures],
            "doubts": list(self.doubts),
            "model": self.assessment.to_dict()["model"],
            "not_a_diagnosis": NOT_A_DIAGNOSIS,
        }


def compare(
    before: Source,
    after: Source,
    *,
    before_on: date | None = None,
    after_on: date | None = None,
    earlier: Sequence[Visit] = (),
) -> Comparison:
    """Set two cases of one person side by side.

    Args:
        before: the earlier: a visit, a case, its document or the path of its file.
        after: the later, likewise.
        before_on, after_on: their days, where they are not given as visits. Without them nothing is
            said of rates, and worse counts as worsening.
        earlier: visits before the two, the oldest first; a turn for the worse is looked for in all.

    Raises:
        CaseError: a case that can't be read.
        ValueError: the later day is before the earlier.
    """
    visits = (*earlier, _visit(before, before_on), _visit(after, after_on))
    dated = [visit.on for visit in visits if visit.on is not None]
    for day, later in pairwise(dated):
        if later < day:
            raise ValueError(f"{later} is before {day}; name the earlier case first")
    weighed, turns = turned(visits)
    return Comparison(visits, changes(visits[-2].case, visits[-1].case), turns, weighed)


def compare_series(series: Series) -> Comparison | None:
    """The newest visit of a series beside the one before it; None where there is only one."""
    if len(series.visits) < 2:
        return None
    *earlier, before, after = series.visits
    return compare(before, after, earlier=earlier)


def never_below(least: Urgency, urgency: Urgency) -> Urgency:
    """An urgency, or the least it may be where it would be lower; that would be a fault of ours."""
    heights = [(RUNGS.index(one.level), RUNGS.index(one.act_on)) for one in (least, urgency)]
    level, act_on = (now >= low for low, now in zip(*heights, strict=True))
    return urgency if level and act_on else least.raised(urgency.level, urgency.reasons)


def _visit(source: Source, on: date | None) -> Visit:
    if isinstance(source, Visit):
        return source
    return Visit(load_case(source), on)


def _told(visit: Visit, urgency: Urgency) -> dict[str, Any]:
    return {
        "date": visit.on.isoformat() if visit.on else None,
        "case_id": visit.case.id,
        "level": urgency.level,
        "act_on": urgency.act_on,
    }
