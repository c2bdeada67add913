"""A comparison as the result page shows it, between the urgency and the causes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from sciatic.findings.wording import value_words
from sciatic.followup import Comparison
from sciatic.followup.timeline import NARROW, WIDE, described, timeline
from sciatic.followup.words import Section, sections, turn_words, turns_to_tell
from sciatic.triage.rule_book import rule_book
from sciatic.web.judged import Judged
from sciatic.web.topics import choice_words, choices
from sciatic.web.words import Words

BETTER: Final = ("better", "gone")
WORSE: Final = ("new", "worse")


@dataclass(frozen=True, slots=True)
class Advised:
    """An appointment that was advised before: when, what, by when, and whether that has passed."""

    made: str
    what: str
    by: str
    passed: bool


@dataclass(frozen=True, slots=True)
class CheckInView:
    """What a check-in says beside the visits before it.

    Attributes:
        since: the day of the visit before, in words.
        days: how long ago that was.
        n_worse, n_better: how many things are new or worse, better or gone.
        sections: what changed by topic, the most dangerous first.
        turns: why dates or courses were derived, in sentences.
        alone: what today's answers alone would have said, where comparing raised it; else empty.
        silent: True where something that was there is not answered.
        doubts: why the visits may not be of one person.
        advised: what was advised before, with its day.
        expected: where the person stands on the usual course.
        facts: what is known of the usual course; empty where nothing may reassure.
        described: the timeline in sentences.
        wide, narrow: the timeline, for two widths of the page.
    """

    since: str
    days: int
    n_worse: int
    n_better: int
    sections: tuple[Section, ...]
    turns: tuple[str, ...]
    alone: str
    silent: bool
    doubts: tuple[str, ...]
    advised: tuple[Advised, ...]
    expected: str
    facts: tuple[str, ...]
    described: tuple[str, ...]
    wide: Markup
    narrow: Markup


def check_in_view(judged: Judged, words: Words) -> CheckInView | None:
    """What the result page says of the visits before; None where there are none."""
    told = judged.comparison
    if told is None:
        return None
    say = words.say
    changed = sections(told.changes, say, words_of_answer(words))
    kinds = [line.kind for section in changed for line in section.lines]
    return CheckInView(
        since=words.day(told.before.on) if told.before.on else "",
        days=told.before.days_to(told.after) or 0,
        n_worse=sum(kind in WORSE for kind in kinds),
        n_better=sum(kind in BETTER for kind in kinds),
        sections=changed,
        turns=tuple(turn_words(turn, say, words.day) for turn in turns_to_tell(told.turns)),
        alone=_alone(told, words),
        silent=bool(told.silent),
        doubts=tuple(map(say, told.doubts)),
        advised=_advised(told, words),
        expected=say(told.expected.text),
        facts=tuple(say(fact.text) for fact in told.expected.facts),
        described=tuple(described(told.measures, say, words.day)),
        **_timelines(told, words),
    )


def words_of_answer(words: Words) -> Callable[[str, str], str]:
    """How an answer is said to the person: in the words of the questions."""

    def spell(finding: str, value: str) -> str:
        if value in choices().get(finding, {}):
            text = words.gettext(choice_words(finding, value))
            return text[:1].lower() + text[1:] if text[1:2] not in (" ", "'") else text
        return value_words(value, finding, words.say)

    return spell


def _alone(told: Comparison, words: Words) -> str:
    if told.alone.act_on == told.red_flags.act_on:
        return ""
    return words.say(rule_book().headings[told.alone.act_on])


def _advised(told: Comparison, words: Words) -> tuple[Advised, ...]:
    headings = rule_book().headings
    return tuple(
        Advised(words.day(one.made), words.say(headings[one.rung]), words.day(one.by), one.passed)
        for one in told.promises
    )


def _timelines(told: Comparison, words: Words) -> dict[str, Markup]:
    def day(when: date) -> str:
        return words.day(when)

    sizes: Sequence[tuple[str, int]] = (("wide", WIDE), ("narrow", NARROW))
    return {
        name: Markup(  # made by us, every text in it escaped
            timeline(told.measures, words.say, day, width=width, name=f"timeline-{name}")
        )
        for name, width in sizes
    }
