"""A question as a page puts it: its words, the answers to choose from, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciatic.assessment.interview import asked_by_side
from sciatic.findings import Case, Finding, find
from sciatic.findings.observations import Timing
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.triage.asking import follow_up_question, follow_ups
from sciatic.web.topics import choice_words, choices

SIDES: Final = ("left", "right")
SIDE_TITLES: Final = {"left": "Left leg", "right": "Right leg"}
YES_NO: Final = {"yes": "Yes", "no": "No", NOT_SURE: "Not sure"}
WHICH_SIDE: Final = {
    "left": "Left",
    "right": "Right",
    "both": "Both",
    "neither": "No",
    NOT_SURE: "Not sure",
}
BOTH_LEGS: Final = {
    "left": (True, False),
    "right": (False, True),
    "both": (True, True),
    "neither": (False, False),
}
UNITS: Final = {
    "days": "days ago",
    "weeks": "weeks ago",
    "months": "months ago",
    "years": "years ago",
}
DAYS_OF: Final = {"days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}
COURSE: Final = "course"
Slips = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: its value in the form, its words, and whether it is the answer now."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One control of a question; a question of each leg has two, with the leg as title."""

    name: str
    title: str
    control: str  # "choice", "number" or "ago"
    choices: tuple[Choice, ...] = ()
    value: str = ""
    unit: str = "days"
    unknown: bool = False
    zero: str = ""
    is_zero: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question on a page.

    Attributes:
        id: its finding.
        words: the question.
        parts: its controls.
        dates: the controls that date a yes; they show once a yes is chosen.
        plain_no: True where "no" is an answer, so that one button may answer the rest with no.
        slip: True where something typed was not understood.
    """

    id: str
    words: str
    parts: tuple[Part, ...]
    dates: tuple[Part, ...] = ()
    plain_no: bool = False
    slip: bool = False


def questions(case: Case, findings: Sequence[str], slips: Slips) -> tuple[Question, ...]:
    """The questions of one screen, each with what the case answers already.

    Args:
        case: what is known.
        findings: what the screen asks.
        slips: what was typed and not understood, by the name of its field; it is shown again.
    """
    return tuple(_question(case, find(name), slips) for name in findings)


def _question(case: Case, finding: Finding, slips: Slips) -> Question:
    names = [f"a.{finding.id}", *(f"a.{finding.id}.{side}" for side in SIDES)]
    names.append(f"since.{finding.id}")
    return Question(
        finding.id,
        finding.question,
        _parts(case, finding, slips),
        tuple(_date_part(case, finding.id, part, slips) for part in follow_ups(finding.id)),
        takes_no(finding),
        any(name in slips for name in names),
    )


def takes_no(finding: Finding) -> bool:
    """True where "no" answers the question, or a number of it means no."""
    yes_or_no = finding.kind == "boolean" or "none" in finding.values or "no" in finding.values
    return yes_or_no or "0" in choices().get(finding.id, {})


def _parts(case: Case, finding: Finding, slips: Slips) -> tuple[Part, ...]:
    if asked_by_side(finding):
        return tuple(_part(case, finding, side, slips) for side in SIDES)
    if finding.per_side:
        now = _side_answer(case.sides(finding.id))
        return (Part(f"a.{finding.id}", "", "choice", _choices(WHICH_SIDE, now)),)
    return (_part(case, finding, "", slips),)


def _part(case: Case, finding: Finding, side: str, slips: Slips) -> Part:
    path = f"{finding.id}.{side}" if side else finding.id
    name, title, answer = f"a.{path}", SIDE_TITLES.get(side, ""), case.get(path)
    if finding.kind == "boolean":
        now = {True: "yes", False: "no", None: ""}.get(answer, str(answer))  # type: ignore[call-overload]
        return Part(name, title, "choice", _choices(YES_NO, now))
    if finding.kind == "choice":
        words = {str(value): choice_words(finding.id, str(value)) for value in finding.values}
        if finding.may_be_not_sure:
            words[NOT_SURE] = YES_NO[NOT_SURE]
        return Part(name, title, "choice", _choices(words, str(answer)))
    unknown = answer == NOT_SURE
    if finding.id == "duration_days":
        value, unit = _ago(None if unknown else answer)
        value = slips.get(name, value)
        return Part(name, title, "ago", (), value, unit, unknown)
    value = "" if answer is None or unknown else f"{answer:g}"
    value = slips.get(name, value)
    zero = choices().get(finding.id, {}).get("0", "")
    is_zero = bool(zero) and answer == 0
    return Part(name, title, "number", (), "" if is_zero else value, "", unknown, zero, is_zero)


def _date_part(case: Case, finding: str, part: str, slips: Slips) -> Part:
    dated = case.timing.get(finding) or Timing(None, None)
    title = follow_up_question(part)
    if part == COURSE:
        words = {value: choice_words(COURSE, value) for value in map(str, find(COURSE).values)}
        now = str(dated.course)
        return Part(f"course.{finding}", title, "choice", _choices(words, now))
    name = f"since.{finding}"
    value, unit = _ago(dated.since_days)
    return Part(name, title, "ago", (), slips.get(name, value), unit)


def _choices(words: Mapping[str, str], now: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, text, value == now) for value, text in words.items())


def _side_answer(sides: Mapping[str, object]) -> str:
    """The answer of both legs as one word; empty where it is not known or not one of them."""
    told = tuple(sides.get(side) for side in SIDES)
    if told == (NOT_SURE, NOT_SURE):
        return NOT_SURE
    return next((word for word, legs in BOTH_LEGS.items() if legs == told), "")


def _ago(days: object) -> tuple[str, str]:
    """A number of days as it was told: "2" weeks, where it is a whole number of them."""
    if not isinstance(days, int | float):
        return "", "days"
    for unit in ("years", "months", "weeks"):
        count = days / DAYS_OF[unit]
        if count >= 1 and abs(count - round(count)) < 0.01:
            return f"{round(count)}", unit
    return f"{days:g}", "days"
