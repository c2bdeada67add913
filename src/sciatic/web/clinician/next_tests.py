"""What to examine, ask or test next, and what each answer would do, in few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from sciatic.assessment import Assessment
from sciatic.assessment.asking import NextQuestion
from sciatic.assessment.outcomes import Outcome, QuestionOutcomes
from sciatic.findings import Case
from sciatic.findings.wording import finding_words, split_path, value_words
from sciatic.web.clinician.sheet import sheet
from sciatic.web.words import Words

LEAST_BITS: Final = 0.01
MOST: Final = {"clinician": 4, "patient": 2, "test": 2}
"""How many questions are shown of those that each can answer; the examiner's first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer, or several alike, would lead to.

    Attributes:
        words: the answer: "absent", "0 to 3".
        chance: how likely it is; None where that is not known.
        cause: the first cause afterwards.
        low, high: its probability, the least and the most of the answers that are alike.
        act_on: the rung to act on afterwards; empty where it stays.
        other_cause: True where it is another cause than now.
    """

    words: str
    chance: float | None
    cause: str
    low: float
    high: float
    act_on: str
    other_cause: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question worth asking.

    Attributes:
        path: the finding.
        who: ``clinician``, ``patient`` or ``test``.
        words: the finding in words.
        field: the field of the sheet, where there is one.
        bits: how much it tells on average.
        would_change: what the two likeliest answers would do, until all are worked out.
        answers: what each answer would do.
    """

    path: str
    who: str
    words: str
    field: str
    bits: float
    would_change: str
    answers: tuple[Answer, ...] = ()

    def with_outcomes(self, now: Assessment, told: QuestionOutcomes, words: Words) -> Question:
        """The question with what each answer would do."""
        return replace(self, answers=tuple(_answers(now, told, words)))


def shown_questions(rows: Sequence[NextQuestion]) -> tuple[NextQuestion, ...]:
    """The most telling of those that each can answer; left and right count as one."""
    shown: list[NextQuestion] = []
    for who, most in MOST.items():
        seen: set[tuple[str, str | None]] = set()
        for row in sorted(rows, key=lambda one: -one.expected_bits):
            name, _, item, _ = split_path(row.finding)
            if row.who != who or row.expected_bits < LEAST_BITS or len(seen) >= most:
                continue
            if (name, item) not in seen:
                seen.add((name, item))
                shown.append(row)
    return tuple(shown)


def questions(now: Assessment, rows: Sequence[NextQuestion], words: Words) -> Iterator[Question]:
    """The questions in words, without their outcomes yet; a muscle is asked for by its movement."""
    there = _fields(now.case, words)
    for row in rows:
        field, label = there.get(row.finding, ("", ""))
        yield Question(
            row.finding,
            row.who,
            label or finding_words(row.finding, words.say),
            field,
            row.expected_bits,
            row.would_change,
        )


def _fields(case: Case, words: Words) -> Mapping[str, tuple[str, str]]:
    """The field of the sheet where a finding is answered, and its label, by the path."""
    found: dict[str, tuple[str, str]] = {}
    for group in sheet(case):
        for line in group.lines:
            label = words.say(line.label)
            for cell in line.cells:
                sided = f"{label}, {words.gettext(cell.side)}" if cell.side else label
                found.update(dict.fromkeys(cell.paths, (cell.name, sided)))
    return found


def _answers(now: Assessment, told: QuestionOutcomes, words: Words) -> Iterator[Answer]:
    """Answers that stand side by side and lead to the same are put together."""
    labels = now.found.model.condition_labels
    for (condition, act_on), group in groupby(told.answers, key=lambda o: (o.condition, o.act_on)):
        alike = list(group)
        chances = [one.chance for one in alike if one.chance is not None]
        yield Answer(
            _together(alike, words),
            sum(chances) if len(chances) == len(alike) else None,
            words.say(labels[condition]),
            min(one.probability for one in alike),
            max(one.probability for one in alike),
            "" if act_on == now.urgency.act_on else act_on,
            condition != now.conditions[0][0],
        )


def _together(alike: Sequence[Outcome], words: Words) -> str:
    told = [value_words(one.answer, say=words.say) for one in alike]
    if len(told) > 1 and all(one.answer.isdigit() for one in alike):
        return words.gettext("{first} to {last}").format(first=told[0], last=told[-1])
    return ", ".join(told)
