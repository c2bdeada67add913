"""The facts of a case that advice hangs on: "the foot is numb", "a bone may have slipped".

``facts.csv`` has one test a row; a fact holds when any of its tests does. Unknown never holds:
a line that would harm in an unknown state says so in its own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from sciatic.evidence import read_table
from sciatic.guidance.limits import limit

if TYPE_CHECKING:
    from sciatic.findings import Case

TESTS: Final = ("is", "at_least", "below", "skin", "weak", "chance", "fact")
_WORD: Final = MappingProxyType({True: "yes", False: "no"})
_TOUCH: Final = ("light_touch", "pinprick")


class FactTest(NamedTuple):
    """One way in which a fact can hold.

    Attributes:
        fact: the fact's name.
        says: its words as a reason, empty where no line gives it as one.
        when: ``is`` (a finding has one of ``values``), ``at_least`` or ``below`` (a number),
            ``skin`` (a region of ``subject`` is marked or examined so), ``weak`` (a muscle of MRC
            grade ``values`` or less), ``chance`` (the causes together reach a named limit),
            ``fact`` (all these facts hold).
        subject: finding, regions (``*`` for any ending), muscles or causes.
        values: the answers, number, grade, limit or facts.
    """

    fact: str
    says: str
    when: str
    subject: tuple[str, ...]
    values: tuple[str, ...]


class Facts(NamedTuple):
    """Which facts hold, and how each is said as a reason."""

    holding: frozenset[str]
    says: Mapping[str, str]


class _Seen(NamedTuple):
    """A case laid out for the tests: answers by finding, each with its item."""

    answers: Mapping[str, tuple[tuple[str | None, object], ...]]
    skin: frozenset[tuple[str, str]]
    chances: Mapping[str, float]


@cache
def known_facts() -> frozenset[str]:
    """The name of every fact in the table."""
    return frozenset(test.fact for test in _tests())


def spoken() -> tuple[str, ...]:
    """Every fact that a line gives as a reason, in its words."""
    return tuple(dict.fromkeys(test.says for test in _tests() if test.says))


def facts_of(case: Case, chances: Mapping[str, float]) -> Facts:
    """The facts that hold in a case.

    Args:
        case: what is known of the person.
        chances: probability of each condition, by id; those not named count as 0.
    """
    seen = _seen(case, chances)
    holding: set[str] = set()
    says: dict[str, str] = {}
    for test in _tests():
        if test.says:
            says[test.fact] = test.says
        if test.fact not in holding and _holds(test, seen, holding):
            holding.add(test.fact)
    return Facts(frozenset(holding), says)


def _holds(test: FactTest, seen: _Seen, holding: set[str]) -> bool:
    match test.when:
        case "fact":
            return holding.issuperset(test.values)
        case "chance":
            chance = sum(seen.chances.get(cause, 0.0) for cause in test.subject)
            return chance >= limit(test.values[0])
        case "skin":
            return any(
                sensation in test.values and _matches(region, test.subject)
                for region, sensation in seen.skin
            )
        case "weak":
            grade = float(test.values[0])
            return any(
                _matches(str(muscle), test.subject) and number <= grade
                for muscle, number in _numbers(seen, ("strength", "strength_group"))
            )
        case "at_least":
            floor = float(test.values[0])
            return any(number >= floor for _, number in _numbers(seen, test.subject))
        case "below":
            top = float(test.values[0])
            return any(number < top for _, number in _numbers(seen, test.subject))
    answers = (value for name in test.subject for _, value in seen.answers.get(name, ()))
    return any(_word(value) in test.values for value in answers)


def _numbers(seen: _Seen, findings: Iterable[str]) -> list[tuple[str | None, float]]:
    found = [pair for finding in findings for pair in seen.answers.get(finding, ())]
    return [
        (item, float(value))
        for item, value in found
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]


def _word(value: object) -> str:
    return _WORD[value] if isinstance(value, bool) else str(value)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _seen(case: Case, chances: Mapping[str, float]) -> _Seen:
    answers: dict[str, tuple[tuple[str | None, object], ...]] = {}
    for found in case.observations():
        answers[found.finding] = (*answers.get(found.finding, ()), (found.item, found.value))
    for finding, answer in case.history.items():
        if answer == "not_sure" or (isinstance(answer, Mapping) and "not_sure" in answer.values()):
            answers[finding] = (*answers.get(finding, ()), (None, "not_sure"))
    felt = {(mark.region, mark.sensation) for mark in case.marks}
    touched = {
        (str(region), str(value)) for test in _TOUCH for region, value in answers.get(test, ())
    }
    return _Seen(answers, frozenset(felt | touched), chances)


@cache
def _tests() -> tuple[FactTest, ...]:
    return read_table("guidance", "facts", _parse)


def _parse(cells: Mapping[str, str]) -> FactTest:
    if cells["when"] not in TESTS:
        raise ValueError(f"when is {cells['when']!r}; write one of {', '.join(TESTS)}")
    subject = tuple(part for part in cells["subject"].split(";") if part)
    values = tuple(cells["values"].split(";"))
    return FactTest(cells["fact"], cells["says"], cells["when"], subject, values)
