"""What each answer to a question would change: the first-ranked cause and the rung, exactly.

Every answer is put into the case and judged by inference and triage anew. That takes some tens of
milliseconds an answer, so it is done only when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from sciatic.assessment.asking import bands_in_words
from sciatic.assessment.assess import Assessment, judged
from sciatic.assessment.differential import Differential
from sciatic.findings import vocabulary
from sciatic.findings.vocabulary import Finding

MARKS = ("numb", "tingling")
Legal = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer would lead to.

    Attributes:
        answer: the answer in words, a band for a number.
        value: the answer that was tried; of a band, a value inside it.
        chance: P(answer | case); None for numbers and for a patch of skin.
        condition: the first-ranked cause afterwards.
        probability: its probability.
        level: the rung that the known facts trigger afterwards.
        act_on: the rung to act on afterwards.
    """

    answer: str
    value: object
    chance: float | None
    condition: str
    probability: float
    level: str
    act_on: str


@dataclass(frozen=True, slots=True)
class QuestionOutcomes:
    """The outcomes of a question, one for each answer, beside what holds now."""

    finding: str
    answers: tuple[Outcome, ...]
    would_change_urgency: bool
    would_change_first_cause: bool

    def to_dict(self) -> dict[str, Any]:
        """The part ``outcomes`` of a question in ``sciatic.assessment/1``."""
        return {
            "would_change_urgency": self.would_change_urgency,
            "would_change_first_cause": self.would_change_first_cause,
            "answers": [
                {name: getattr(one, name) for name in Outcome.__slots__} for one in self.answers
            ],
        }


def outcomes(assessment: Assessment, paths: Sequence[str]) -> tuple[QuestionOutcomes, ...]:
    """The outcomes of the questions at these paths.

    Args:
        assessment: what is known now.
        paths: findings that the case does not answer, as in its next questions.
    """
    return tuple(_of_question(assessment, path) for path in paths)


def with_outcomes(assessment: Assessment, paths: Sequence[str] | None = None) -> dict[str, Any]:
    """The document ``sciatic.assessment/1``, its next questions with their ``outcomes``.

    Args:
        assessment: what is known now.
        paths: the questions that get them; None: every one.
    """
    document = assessment.to_dict()
    asked = [row["finding"] for row in document["next_questions"]]
    told = {one.finding: one for one in outcomes(assessment, asked if paths is None else paths)}
    for row in document["next_questions"]:
        if row["finding"] in told:
            row["outcomes"] = told[row["finding"]].to_dict()
    return document


def _of_question(now: Assessment, path: str) -> QuestionOutcomes:
    told: list[Outcome] = []
    evidence: list[float] = []
    legal, counted = _answers(now.found, path)
    for words, value in legal:
        case = now.case.with_answer(path, value)
        found, urgency = judged(
            now.found.model, case, now.setting, other_leg_silence=now.other_leg_silence
        )
        condition, p = found.conditions()[0]
        evidence.append(found.belief.log_evidence())
        told.append(Outcome(words, value, None, condition, p, urgency.level, urgency.act_on))
    chances = _chances(evidence) if counted else [None] * len(told)
    first = now.conditions[0][0]
    return QuestionOutcomes(
        path,
        tuple(_with_chance(one, chance) for one, chance in zip(told, chances, strict=True)),
        any(one.act_on != now.urgency.act_on for one in told),
        any(one.condition != first for one in told),
    )


def _with_chance(one: Outcome, chance: float | None) -> Outcome:
    return Outcome(
        one.answer, one.value, chance, one.condition, one.probability, one.level, one.act_on
    )


def _chances(evidence: Sequence[float]) -> list[float | None]:
    """P(answer | case) from each answer's log evidence: one of them is given, and they exclude."""
    weights = np.exp(np.array(evidence) - max(evidence))
    return [float(weight) for weight in weights / weights.sum()]


def _answers(found: Differential, path: str) -> tuple[Legal, bool]:
    """The answers to try, in words and as values, and whether they exhaust what can be said."""
    name = path.partition(".")[0]
    if name == "chart":
        return tuple((mark, mark) for mark in MARKS), False
    finding = vocabulary()[name]
    if finding.kind == "boolean":
        return (("yes", True), ("no", False)), True
    if finding.kind in ("choice", "grade"):
        return tuple((str(value), value) for value in finding.values), True
    edges = _edges(found, name)
    return tuple(zip(bands_in_words(edges), _inside(edges, finding), strict=True)), False


def _edges(found: Differential, name: str) -> tuple[float, ...]:
    """Where the bands of a number meet."""
    tables = found.model.tables
    p = tables.parameters
    if name == "post_void_residual_ml":
        return (p["residual_low_ml"], p["residual_high_ml"])
    if name == "hours_without_urine":
        return (p["no_urine_hours"],)
    return tables.numbers[name].edges


def _inside(edges: tuple[float, ...], finding: Finding) -> Iterator[float]:
    """A value inside each band, whole where the finding is."""
    first, last = edges[0], edges[-1]
    gap = edges[1] - first if len(edges) > 1 else first
    high = last if finding.high is None else finding.high
    spots = [
        max(first / 2, first - gap / 2),
        *((low + up) / 2 for low, up in pairwise(edges)),
        min(last + gap / 2, high),
    ]
    for spot in spots:
        yield round(spot) if finding.kind == "integer" else round(spot, 2)
