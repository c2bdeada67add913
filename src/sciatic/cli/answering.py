"""What a person types, as an answer: pure functions from words to values of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatic.findings import Finding

NOT_SURE = "not_sure"
YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no", "none", "neither"})
UNSURE = frozenset({"?", "not sure", "notsure", "don't know", "dont know", "unknown"})
STOP = frozenset({"q", "quit", "stop", "exit"})
COURSES = ("improving", "stable", "fluctuating", "worsening", "rapidly_worsening")
DAYS_OF = {"h": 1 / 24, "d": 1, "w": 7, "m": 30.4, "y": 365.25}
MOST_DAYS = 50_000  # a long life; also the most metres or days that anyone types


class StoppedError(Exception):
    """The person wants to stop; what was said so far is kept."""


class NotUnderstoodError(ValueError):
    """What was typed is no answer; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as it is put: its words and the answers it takes."""

    question: str
    choices: tuple[str, ...]


def choices_of(finding: Finding) -> tuple[str, ...]:
    """The answers to offer, in words; "not sure" is always the last."""
    if finding.per_side and finding.kind == "boolean":
        return ("[l]eft", "[r]ight", "[b]oth", "[n]either", "[?] not sure")
    if finding.kind == "boolean":
        return ("[y]es", "[n]o", "[?] not sure")
    if finding.kind == "choice":
        words = (str(value).replace("_", " ") for value in finding.values)
        listed = (f"[{number}] {word}" for number, word in enumerate(words, start=1))
        return (*listed, "[?] not sure")
    return ("a number", "[?] not sure")


def read_answer(finding: Finding, typed: str) -> object:
    """The value of one answer.

    Returns:
        A bool, word or number; for a yes-or-no finding with sides a dict by side; ``not_sure``.

    Raises:
        StoppedError: the person typed "q".
        NotUnderstoodError: what was typed is no answer.
    """
    word = typed.strip().lower()
    if word in STOP:
        raise StoppedError
    if word in UNSURE:
        return NOT_SURE
    if finding.kind == "boolean":
        return _sides(word) if finding.per_side else _yes_or_no(word)
    if finding.kind == "choice":
        return _one_of(word, tuple(str(value) for value in finding.values))
    return _number(finding, word)


def _yes_or_no(word: str) -> bool:
    if word in YES | NO:
        return word in YES
    raise NotUnderstoodError("type y, n, or ? for not sure")


def _sides(word: str) -> dict[str, bool]:
    if word in NO:
        return {"left": False, "right": False}
    for side, other in (("left", "right"), ("right", "left")):
        if word in (side, side[0]):
            return {side: True, other: False}
    if word in {"b", "both", *YES}:
        return {"left": True, "right": True}
    raise NotUnderstoodError("type l, r, b (both), n (neither), or ? for not sure")


def _one_of(word: str, values: tuple[str, ...]) -> str:
    if word.isdecimal() and 1 <= int(word) <= len(values):
        return values[int(word) - 1]
    spelled = word.replace(" ", "_")
    close = [value for value in values if value.startswith(spelled)]
    if spelled in values:
        return spelled
    if len(close) == 1:
        return close[0]
    raise NotUnderstoodError(f"type a number from 1 to {len(values)}, or ? for not sure")


def _number(finding: Finding, word: str) -> float | int:
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        raise NotUnderstoodError("type a number, or ? for not sure") from None
    low = finding.low if finding.low is not None else float("-inf")
    high = finding.high if finding.high is not None else MOST_DAYS
    if not low <= value <= high:
        upper = "" if finding.high is None else f" to {high:g}"
        raise NotUnderstoodError(f"type a number from {low:g}{upper}, or ? for not sure")
    return int(value) if value.is_integer() else value


def read_days(typed: str) -> float | None:
    """How long ago, in days, from words such as "3", "3 days", "2 weeks"; None when not known."""
    word = typed.strip().lower()
    if word in STOP:
        raise StoppedError
    if word in UNSURE:
        return None
    if word in {"today", "now"}:
        return 0
    if word == "yesterday":
        return 1
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz ").strip()
    unit = word[len(digits) :].strip()[:1] or "d"
    try:
        days = float(digits.replace(",", ".")) * DAYS_OF[unit]
    except (ValueError, KeyError):
        raise NotUnderstoodError("type for instance 3 days, 2 weeks, or ? for not sure") from None
    if not 0 <= days <= MOST_DAYS:
        raise NotUnderstoodError("type how long ago, for instance 3 days")
    return round(days, 2)


def read_course(typed: str) -> str | None:
    """A course by its number or word; None when not known."""
    word = typed.strip().lower()
    if word in STOP:
        raise StoppedError
    if word in UNSURE:
        return None
    plain = {"better": 0, "same": 1, "comes and goes": 2, "worse": 3, "fast": 4}
    return COURSES[plain[word]] if word in plain else _one_of(word, COURSES)


def read_places(typed: str, names: tuple[str, ...]) -> list[int]:
    """The places chosen by number: "1 4 7" or "1,4-7"; indices into ``names``."""
    word = typed.strip().lower()
    if word in STOP:
        raise StoppedError
    if word in UNSURE | NO:
        return []
    chosen: list[int] = []
    for part in word.replace(",", " ").split():
        first, _, last = part.partition("-")
        if not first.isdecimal() or not (last or first).isdecimal():
            raise NotUnderstoodError("type numbers, such as 1 4 7, or n for none")
        chosen += range(int(first), int(last or first) + 1)
    if any(not 1 <= number <= len(names) for number in chosen):
        raise NotUnderstoodError(f"the numbers run from 1 to {len(names)}")
    return [number - 1 for number in dict.fromkeys(chosen)]
