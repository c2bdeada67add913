"""What we know so far: the answers of a case, by topic, each of which can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sciatic.findings import Case, Finding, vocabulary
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.findings.wording import finding_words, plain_label, value_words
from sciatic.web.topics import choice_words, choices, topic_of, topics
from sciatic.web.words import Words

SIDED: Final[Mapping[tuple[object, ...], str]] = {
    (True, True): "both",
    (True, False): "left",
    (False, True): "right",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its finding, what it is about, and the answer in words."""

    id: str
    label: str
    words: str
    is_no: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one topic."""

    title: str
    answers: tuple[Answer, ...]

    @property
    def n_no(self) -> int:
        """How many of them are no."""
        return sum(answer.is_no for answer in self.answers)

    @property
    def only_no(self) -> bool:
        """True where all of them are no."""
        return self.n_no == len(self.answers)


def known(case: Case, words: Words) -> tuple[Group, ...]:
    """The answers that a person gave, by topic."""
    told: dict[str, list[Answer]] = {}
    for finding in vocabulary().values():
        answer = case.section(finding.section).get(finding.id)
        if finding.who == "patient" and answer is not None:
            line = Answer(
                finding.id,
                plain_label(finding.id, words.say),
                _said(finding, answer, words),
                _no(finding, answer),
            )
            told.setdefault(topic_of(finding.id).id, []).append(line)
    return tuple(
        Group(words.gettext(topic.title), tuple(told[topic.id]))
        for topic in topics()
        if topic.id in told
    )


def examined(case: Case, words: Words) -> tuple[str, ...]:
    """What was found on examination and by tests, in the words of a clinic."""
    return tuple(
        finding_words(f"{one.path}={one.value}", words.say)
        for one in case.observations()
        if vocabulary()[one.finding].who == "clinician" and isinstance(one.value, str | int | float)
    )


def _no(finding: Finding, answer: object) -> bool:
    """True where the answer is no on every side, or a number of which 0 means no."""
    told = list(answer.values()) if isinstance(answer, Mapping) else [answer]
    if "0" in choices().get(finding.id, {}):
        return all(one == 0 for one in told)
    return all(one is False or one in ("none", "no") for one in told)


def _said(finding: Finding, answer: object, words: Words) -> str:
    if not isinstance(answer, Mapping):
        return _word(finding, answer, words)
    sides = {side: answer.get(side) for side in ("left", "right")}
    if finding.kind == "boolean" and (legs := SIDED.get(tuple(sides.values()))):
        return words.gettext(legs)
    told = [value for value in sides.values() if value is not None]
    if len(told) == 2 and told[0] == told[1]:
        return _word(finding, told[0], words)
    parts = [
        f"{words.gettext(side)}: {_word(finding, value, words)}"
        for side, value in answer.items()
        if value is not None
    ]
    return "; ".join(parts)


def _word(finding: Finding, value: object, words: Words) -> str:
    if value != NOT_SURE and finding.id in choices():
        text = words.gettext(choice_words(finding.id, str(value)))
        return text[:1].lower() + text[1:]
    return value_words(f"{value}", finding.id, words.say)
