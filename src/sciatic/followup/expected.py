"""The course that published cohorts describe, and whether a person is on it.

Where a danger sign is open, or the rung is above ``routine``, nothing here reassures: then the
course is not said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sciatic.evidence import probability, read_table
from sciatic.followup.changes import (
    BETTER,
    GONE,
    NEW,
    UNKNOWN_BEFORE,
    UNKNOWN_NOW,
    WORSE,
    Change,
    told_worse,
)
from sciatic.followup.topics import days, limits
from sciatic.followup.visits import Visit
from sciatic.guidance.facts import facts_of
from sciatic.triage import RUNGS, Urgency

HIGHEST_TO_REASSURE: Final = "routine"
WORSE_THAN_EXPECTED: Final = "getting_worse"
STANDINGS: Final[Mapping[str, str]] = {
    "not_said": "No outlook is given while a danger sign is open or a doctor needs to see you.",
    "other_cause": "Your answers do not fit a pressed nerve root best, so no usual course is said.",
    WORSE_THAN_EXPECTED: "Getting worse is not the usual course. Have it looked at.",
    "easing": "You are on the usual course: it is easing.",
    "easing_late": "It is easing, later than for most people.",
    "early": "No clear change yet. That is common in the first weeks.",
    "within": "No clear change yet. Most people begin to feel better about now.",
    "slower": "It has not eased after 6 weeks. Talk over the next step with a doctor.",
    "unknown": "How long it has lasted is not known, so we can't say where you stand.",
}
"""Where a person stands, in words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a published cohort found.

    Attributes:
        id: its name.
        about: pain, numbness or weakness.
        share: of how many; None where the source gives none.
        text: the sentence that a person reads.
        sources: keys of the table of sources.
    """

    id: str
    about: str
    share: float | None
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """The usual course, and where this person stands.

    Attributes:
        standing: a key of ``STANDINGS``.
        days: how long it has lasted; None where that is not known.
        facts: what is known of the usual course; empty where nothing may reassure.
        sources: of the limits between early, usual and late.
    """

    standing: str
    days: float | None
    facts: tuple[Fact, ...]
    sources: tuple[str, ...]

    @property
    def text(self) -> str:
        """Where the person stands, in words."""
        return STANDINGS[self.standing]

    def to_dict(self) -> dict[str, Any]:
        """The part ``expected`` of ``sciatic.comparison/1``."""
        return {
            "standing": self.standing,
            "text": self.text,
            "days": self.days,
            "facts": [
                {"id": fact.id, "text": fact.text, "share": fact.share,
                 "sources": list(fact.sources)}
                for fact in self.facts
            ],
            "sources": list(self.sources),
        }  # fmt: skip


@cache
def facts() -> tuple[Fact, ...]:
    """Every row of ``expected.csv``."""

    def parse(cells: Mapping[str, str]) -> Fact:
        share = probability(cells, "share") if cells["share"] else None
        sources = tuple(cells["source"].split(";"))
        return Fact(cells["id"], cells["about"], share, cells["text"], sources)

    return read_table("followup", "expected", parse)


def expected(
    visits: Sequence[Visit],
    rows: Sequence[Change],
    urgency: Urgency,
    chances: Mapping[str, float],
) -> Expected:
    """The usual course and where a person stands.

    Args:
        visits: the oldest first.
        rows: what changed between the last two.
        urgency: of the newest, with what the visits tell together.
        chances: P(condition | newest case) by condition id.
    """
    lasted = duration(visits)
    sources = tuple(dict.fromkeys((*limits()["early_days"][1], *limits()["usual_days"][1])))
    holding = facts_of(visits[-1].case, chances).holding
    standing = _standing(rows, lasted, told_worse(visits[-1].case))
    if urgency.reassurance_blocked or RUNGS.index(urgency.act_on) > RUNGS.index(
        HIGHEST_TO_REASSURE
    ):
        silent = standing if standing == WORSE_THAN_EXPECTED else "not_said"
        return Expected(silent, lasted, (), sources)
    if "fits_nerve_root" not in holding or "serious_possible" in holding:
        return Expected("other_cause", lasted, (), sources)
    topics = {"pain"} | ({"numbness"} & holding_topics(holding)) | (
        {"weakness"} & holding_topics(holding)
    )  # fmt: skip
    told = tuple(fact for fact in facts() if fact.about in topics and _fits(fact, rows))
    return Expected(standing, lasted, told, sources)


def holding_topics(holding: frozenset[str]) -> set[str]:
    """What of numbness and weakness the newest case still has."""
    pairs = {"numbness": ("numb", "tingling"), "weakness": ("weak_leg",)}
    return {topic for topic, names in pairs.items() if holding & set(names)}


def duration(visits: Sequence[Visit]) -> float | None:
    """How long it has lasted: told now, or told before and counted on; the longest of them."""
    told = []
    for visit in visits:
        lasted, since = visit.case.get("duration_days"), visit.days_to(visits[-1])
        if isinstance(lasted, int | float) and since is not None:
            told.append(float(lasted) + since)
    now = visits[-1].case.get("duration_days")
    if isinstance(now, int | float):
        told.append(float(now))
    return max(told, default=None)


def _fits(fact: Fact, rows: Sequence[Change]) -> bool:
    """Leave out what is not about this person: numbness is not "left behind" while it hurts."""
    if fact.id != "painless":
        return True
    return any(row.topic == "pain" and row.kind in (BETTER, GONE) for row in rows)


def _unsettled(row: Change) -> bool:
    """True for something dangerous that only one of the two visits tells: nothing is said to ease.

    Silence is never gone, and what was not asked before may have grown.
    """
    if row.topic not in ("saddle", "bladder", "weakness", "numbness", "danger"):
        return False
    then, now = row.kind == UNKNOWN_NOW, row.kind == UNKNOWN_BEFORE
    return (then and row.was_there) or (now and row.is_there)


def _standing(rows: Sequence[Change], lasted: float | None, worse: Sequence[str]) -> str:
    watched = [row for row in rows if row.topic not in ("pattern", "person", "other")]
    if worse or any(row.kind in (NEW, WORSE) for row in watched):
        return WORSE_THAN_EXPECTED
    if lasted is None:
        return "unknown"
    eased = any(row.kind in (BETTER, GONE) for row in watched)
    if eased and not any(_unsettled(row) for row in watched):
        return "easing" if lasted <= days("usual_days") else "easing_late"
    if lasted < days("early_days"):
        return "early"
    return "within" if lasted <= days("usual_days") else "slower"
