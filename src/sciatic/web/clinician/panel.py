"""What the page says of a case, part by part: what is quick first, so that it follows the keys.

Each part is a template; ``stages`` gives it again whenever it has more to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import e, log10
from typing import Any, Final

from sciatic.assessment import Assessment
from sciatic.assessment.for_and_against import ForAndAgainst, for_and_against
from sciatic.assessment.intervals import (
    Interval,
    condition_intervals,
    level_intervals,
    root_intervals,
)
from sciatic.assessment.outcomes import outcomes
from sciatic.assessment.undecided import NONE, Undecided, sides, undecided
from sciatic.findings.wording import finding_words, split_path
from sciatic.triage.open_flags import OpenFlag
from sciatic.triage.rule_book import rule_book
from sciatic.triage.rule_files import RUNGS
from sciatic.web.clinician.next_tests import Question, questions, shown_questions
from sciatic.web.result_view import action
from sciatic.web.words import Words

MOST_ROWS: Final = 6
MOST_CAUSES: Final = 8
EXPLAINED: Final = 3
MOST_REASONS: Final = 5
LEAST_SHOWN: Final = 0.05
LEAST_CAUSE: Final = 0.01
LEAST_SHARE: Final = 0.05  # of a reason, in natural logs: a fifth of a deciban
MOST_FLAGS: Final = 8
MOST_RULES: Final = 4
DECIBANS_PER_NAT: Final = 10 * log10(e)
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that holds: its id, the findings behind it in words, its sources."""

    id: str
    because: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """How urgent it is, and what is still open.

    Attributes:
        rung: the rung to act on; it gives the card its colour and icon.
        heading: what to do, and besides; ``{number}`` still in it.
        rules: what decided it.
        open: the first few open red flags, as pairs of field and flag.
        n_open: how many there are in all.
    """

    rung: str
    heading: str
    still: str
    rules: tuple[Rule, ...]
    open: tuple[tuple[str, OpenFlag], ...]
    n_open: int

    @property
    def alone(self) -> tuple[tuple[str, OpenFlag], ...]:
        """Those shown of which one answer alone would bring the highest rung that any could."""
        most = max((flag.reaches for _, flag in self.open), default=0)
        return tuple(one for one in self.open if one[1].together == 1 and one[1].reaches == most)

    @property
    def others(self) -> tuple[tuple[str, OpenFlag], ...]:
        """The other ones shown."""
        alone = self.alone
        return tuple(one for one in self.open if one not in alone)

    @property
    def n_more(self) -> int:
        """How many open flags are not shown."""
        return self.n_open - len(self.open)


@dataclass(frozen=True, slots=True)
class Place:
    """A root, a level or a side: its words, its probability, its interval where it is known."""

    words: str
    p: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Where the lesion lies, and what the findings can't tell apart."""

    sides: tuple[Place, ...]
    roots: tuple[Place, ...]
    levels: tuple[Place, ...]
    undecided: tuple[Undecided, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause, and, of the first few, what speaks for and against it in decibans."""

    id: str
    label: str
    p: float
    interval: Interval | None
    supporting: tuple[tuple[str, float], ...]
    opposing: tuple[tuple[str, float], ...]


def stages(one: Assessment, words: Words) -> Iterator[tuple[str, Shown]]:
    """The parts as (name of the template, what it shows), the quick ones first.

    A stage that takes its time begins with the name ``pause``: whoever waits for more may stop.
    """
    yield "card", {"card": card(one, words)}
    yield "where", {"where": where(one, words)}
    quick = causes(one, words)
    yield "causes", {"causes": quick}
    yield "bar", {"causes": quick, "card": card(one, words)}
    yield "pause", {}
    yield "causes", {"causes": causes(one, words, spread=True)}
    yield "where", {"where": where(one, words, spread=True)}
    yield "pause", {}
    asked = shown_questions(one.next_questions)
    rows: list[Mapping[str, Any]] = [
        {"finding": row.finding, "would_change": row.would_change} for row in one.next_questions
    ]
    told: list[Question] = list(questions(one, asked, words))
    yield "next", {"questions": told, "complete": not told}
    yield "where", {"where": where(one, words, rows, spread=True)}
    for place, question in enumerate(told):
        (outcome,) = outcomes(one, [question.path])
        told[place] = question.with_outcomes(one, outcome, words)
        rows = [
            {**row, "outcomes": outcome.to_dict()} if row["finding"] == question.path else row
            for row in rows
        ]
        yield "next", {"questions": told, "complete": place == len(told) - 1}
    yield "where", {"where": where(one, words, rows, spread=True)}


def card(one: Assessment, words: Words) -> Card:
    """How urgent it is. What the advice asks for counts too, as on the person's page."""
    urgency = one.urgency
    heading, besides = action(urgency.act_on, *one.calls, words)
    values = {seen.path: seen.value for seen in one.case.observations()}
    rules = tuple(
        Rule(
            reason.rule,
            "; ".join(_with_value(path, values, words) for path in reason.findings[:4])
            or words.say(reason.text),
            reason.sources[:3],
        )
        for reason in urgency.reasons[:MOST_RULES]
    )
    flags = tuple((f"e.{flag.path}", flag) for flag in urgency.open_flags)
    return Card(urgency.act_on, heading, besides, rules, flags[:MOST_FLAGS], len(flags))


def _with_value(path: str, values: Mapping[str, object], words: Words) -> str:
    value = values.get(path)
    is_plain = isinstance(value, str | int | float)
    return finding_words(f"{path}={value}" if is_plain else path, words.say)


def spoken(one: Assessment, words: Words) -> Shown:
    """What the templates of all parts need to put ids into words."""
    labels = one.found.model.condition_labels
    headings = rule_book().headings
    return {
        "cause_label": lambda name: words.say(labels[name]),
        "flag_label": lambda path: finding_words(path, words.say),
        "could_be": lambda flag: words.say(headings[RUNGS[flag.reaches]]),
        "finding_words": lambda path: finding_words(path, words.say),
    }


def where(
    one: Assessment,
    words: Words,
    asked: list[Mapping[str, Any]] | None = None,
    *,
    spread: bool = False,
) -> Where:
    """Sides, roots and levels; with their intervals where ``spread`` is set."""
    of_root = root_intervals(one.found) if spread else {}
    of_level = level_intervals(one.found) if spread else {}
    say = words.gettext
    return Where(
        tuple(Place(side, p) for side, p in sides(one.found) if p >= LEAST_SHOWN),
        tuple(
            Place(f"{root} {say(side)}", p, of_root.get((side, root)))
            for side, root, p, _ in one.roots
            if p >= LEAST_SHOWN
        )[:MOST_ROWS],
        tuple(
            Place(f"{level} {'' if side == NONE else say(side)}", p, of_level.get((level, side)))
            for level, side, p, _ in one.found.levels()
            if p >= LEAST_SHOWN
        )[:MOST_ROWS],
        tuple(undecided(one, asked or ())),
    )


def causes(one: Assessment, words: Words, *, spread: bool = False) -> tuple[Cause, ...]:
    """The differential; the first causes with their reasons."""
    shown = [row for row in one.conditions if row[1] >= LEAST_CAUSE][:MOST_CAUSES]
    names = [name for name, _ in shown[:EXPLAINED]]
    reasons = {row.condition: row for row in for_and_against(one.found, names)}
    of_cause = condition_intervals(one.found) if spread else {}
    labels = one.found.model.condition_labels
    none = ForAndAgainst("", 0.0, (), ())
    return tuple(
        Cause(
            name,
            words.say(labels[name]),
            p,
            of_cause.get(name),
            _told(reasons.get(name, none).supporting, words),
            _told(reasons.get(name, none).opposing, words),
        )
        for name, p in shown
    )


def _told(rows: tuple[tuple[str, float], ...], words: Words) -> tuple[tuple[str, float], ...]:
    strong = [(finding, share) for finding, share in rows if abs(share) >= LEAST_SHARE]
    return tuple(
        (_reason(finding, words), share * DECIBANS_PER_NAT)
        for finding, share in strong[:MOST_REASONS]
    )


def _reason(finding: str, words: Words) -> str:
    """A reason in words; what was read from silence or from the whole chart says so."""
    name, side, item, value = split_path(finding)
    if name == "chart" and item is None:
        about = words.gettext("painted skin")
        told = words.gettext((value or "").replace("_", " "))
        return f"{about}, {words.gettext(side or '')}: {told}"
    return finding_words(finding, words.say)
