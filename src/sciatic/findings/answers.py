"""Read one answer strictly: its type, its range and its words, and say what would be right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sciatic.errors import Problem, nearest
from sciatic.findings.documents import keys_twice
from sciatic.findings.places import (
    LEVELS,
    OWN_FINDING,
    ZONE_SYNONYMS,
    ZONES,
    is_item,
    items,
    level_spellings,
)
from sciatic.findings.vocabulary import NOT_SURE, SIDES, Finding, movements

MRI_FINDINGS: Final = ("bulge", "herniation", "stenosis", "slip", "fracture", "tumour", "infection")
MRI_WORDS: Final = MappingProxyType(
    {
        "level": LEVELS,
        "zone": ZONES,
        "side": ("left", "right", "both", "unsure"),
        "finding": (*MRI_FINDINGS, "none"),
    }
)
# 4+ and 4- are finer than the model: both are a 4, in hyphen or minus sign.
GRADE_SPELLINGS: Final = MappingProxyType({"4+": 4, "4-": 4, "4−": 4})
LARGEST_NUMBER: Final = 1_000_000
MOST_LOOKED_UP: Final = 20
"""So many words of one document that mean nothing are answered with the nearest that do."""
_SYNONYMS: Final = {"level": level_spellings(), "zone": ZONE_SYNONYMS}


@dataclass(slots=True)
class Problems:
    """Everything wrong with one case, collected while it is read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, path: str, value: object, message: str) -> None:
        """Note one problem."""
        self.found.append(Problem(path, value, message))

    def mapping(self, path: str, value: object, example: str) -> Mapping[object, object]:
        """The value as a mapping; where it is none, a problem and an empty one."""
        if isinstance(value, Mapping):
            for key in keys_twice(value):
                self.add(below(path, key), value[key], "is given twice; keep one")
            return value
        self.add(path, value, f"{shown(value)} where {example} is expected")
        return {}

    def word(self, path: str, value: object, known: Iterable[str], what: str) -> str | None:
        """The value where it is a known word; else a problem that names the nearest ones."""
        words = tuple(known)
        if isinstance(value, str) and value in words:
            return value
        self.add(path, value, f"{shown(value)} is no {what}. {self.hint(value, words)}")
        return None

    def hint(self, value: object, words: tuple[str, ...]) -> str:
        """The words that would be right; the nearest are looked for beside the first problems only.

        Looking takes milliseconds: a file made of thousands of wrong words would take minutes.
        """
        return hint(value if len(self.found) < MOST_LOOKED_UP else None, words)


def read_answer(finding: Finding, value: object, path: str, problems: Problems) -> object | None:
    """The answer to one finding as it is kept, or None where nothing (legal) is in it."""
    if finding.kind == "mri":
        return _read_mri(value, path, problems)
    if finding.per_side:
        return _read_sides(finding, value, path, problems)
    return _read_side(finding, value, path, problems)


def read_value(finding: Finding, value: object, path: str, problems: Problems) -> object | None:
    """One value without sides or items."""
    if value is None:
        rest = f", or write {NOT_SURE}" if finding.may_be_not_sure else ""
        problems.add(path, value, f"null is no answer; leave the key out if it is unknown{rest}")
    elif isinstance(value, str) and value == NOT_SURE:
        if finding.may_be_not_sure:
            return NOT_SURE
        problems.add(path, value, f"{NOT_SURE} answers only history questions; leave the key out")
    elif isinstance(value, Mapping):
        what = "one value for each side" if finding.per_side else "one value, without sides"
        problems.add(path, value, f"an object where {what} is expected: {_legal(finding)}")
    elif finding.kind == "boolean":
        return _read_boolean(value, path, problems)
    elif finding.kind == "choice":
        return problems.word(path, value, map(str, finding.values), f"answer to {finding.id}")
    elif finding.kind == "grade":
        return _read_grade(finding, value, path, problems)
    else:
        return read_number(finding, value, path, problems)
    return None


def read_number(
    finding: Finding, value: object, path: str, problems: Problems
) -> int | float | None:
    """A number inside the finding's range; whole where the finding says so."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        quoted = " (take the quotes away)" if _is_numeric(value) else ""
        problems.add(path, value, f"{shown(value)} is not a number{quoted}: {_legal(finding)}")
    elif isinstance(value, float) and not math.isfinite(value):
        problems.add(path, value, f"{value} is not a number that can be measured")
    elif not _low(finding) <= value <= _high(finding):
        problems.add(path, value, f"{shown(value)} is out of range: {_legal(finding, value)}")
    elif finding.kind == "integer":
        if value == int(value):
            return int(value)
        problems.add(path, value, f"{value} is not whole: {_legal(finding)}")
    else:
        return value
    return None


def below(path: str, key: object) -> str:
    """The path one step down; a key that can't be printed is escaped."""
    name = key if isinstance(key, str) and key.isprintable() else repr(key).strip("'\"")
    name = name if len(name) <= 60 else name[:57] + "..."
    return f"{path}.{name}" if path else name


def shown(value: object) -> str:
    """A value as a message quotes it: short, on one line, never an object's inside."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    if isinstance(value, str | int | float):
        text = repr(value)
        return text if len(text) <= 60 else text[:57] + "..."
    return f"a {type(value).__name__}"


def hint(value: object, words: tuple[str, ...]) -> str:
    """The words that would be right: all of them where they are few, else the nearest."""
    if not words:
        return "Nothing is expected here"
    if len(words) <= 12:
        return "Known: " + ", ".join(words)
    near = nearest(value[:80], words) if isinstance(value, str) else ()
    return f"Nearest: {', '.join(near)}" if near else f"Such as {', '.join(words[:4])}"


def _read_sides(finding: Finding, value: object, path: str, problems: Problems) -> object | None:
    example = '{"left": ...} or {"right": ...}, each side by itself,'
    sides = problems.mapping(path, value, example)
    answers: dict[str, object] = {}
    for side, of_side in sides.items():
        here = below(path, side)
        if problems.word(here, side, SIDES, "side") is None:
            continue
        answer = _read_side(finding, of_side, here, problems)
        if answer is not None:
            answers[str(side)] = answer
    if "unsure" in sides and len(sides) > 1:
        problems.add(
            path,
            value,
            "unsure means one side, not known which: it can't stand beside another side",
        )
    return {side: answers[side] for side in SIDES if side in answers} or None


def _read_side(finding: Finding, value: object, path: str, problems: Problems) -> object | None:
    if finding.item_kind is None:
        return read_value(finding, value, path, problems)
    kind = finding.item_kind
    answers: dict[str, object] = {}
    for name, of_item in problems.mapping(path, value, f'{{"{kind} id": ...}}').items():
        here = below(path, name)
        names = _item_names(finding, name, here, problems)
        answer = read_value(finding, of_item, here, problems) if names else None
        for item in names if answer is not None else ():
            if answers.setdefault(item, answer) != answer:
                problems.add(here, of_item, f"{item} is given twice, with another value")
    return answers or None


def _item_names(finding: Finding, name: object, path: str, problems: Problems) -> tuple[str, ...]:
    """The item, or the muscles of a movement, that a key stands for; none is a problem."""
    kind = str(finding.item_kind)
    if finding.item_kind == "group":
        known: Iterable[str] = finding.groups
    elif isinstance(name, str) and name in is_item(kind):
        return (name,)
    elif isinstance(name, str) and kind == "level" and name in level_spellings():
        return (level_spellings()[name],)
    elif isinstance(name, str) and kind == "reflex" and name in OWN_FINDING:
        problems.add(path, name, f"is a finding of its own: write {OWN_FINDING[name]}")
        return ()
    elif finding.id == "strength":
        if isinstance(name, str) and name in movements():
            return movements()[name].muscles
        known = (*items("muscle"), *movements())
        kind = "muscle or movement"
    else:
        known = items(kind)
    word = problems.word(path, name, known, kind)
    return (word,) if word else ()


def _read_boolean(value: object, path: str, problems: Problems) -> bool | None:
    if isinstance(value, bool):
        return value
    plain = isinstance(value, str) and value.lower() in ("true", "false", "yes", "no")
    how = "write true or false, without quotes" if plain else "write true or false"
    problems.add(path, value, f"{shown(value)} is neither true nor false: {how}")
    return None


def _read_grade(finding: Finding, value: object, path: str, problems: Problems) -> int | None:
    if isinstance(value, str) and value in GRADE_SPELLINGS:
        return GRADE_SPELLINGS[value]
    if not isinstance(value, bool) and isinstance(value, int | float) and value in finding.values:
        return int(value)
    quoted = " (take the quotes away)" if _is_numeric(value) else ""
    message = (
        f"{shown(value)} is no MRC grade{quoted}. Known: {', '.join(map(str, finding.values))}"
    )
    problems.add(path, value, f"{message}; 4+ and 4- are read as 4")
    return None


def _read_mri(value: object, path: str, problems: Problems) -> object | None:
    if not isinstance(value, list | tuple):
        problems.add(path, value, f"{shown(value)} where a list of readings is expected")
        return None
    readings = []
    for number, reading in enumerate(value):
        here = f"{path}[{number}]"
        given = problems.mapping(here, reading, '{"finding": ..., "level": ...}')
        if isinstance(reading, Mapping) and "finding" not in given:
            problems.add(here, reading, "has no finding. " + hint("", MRI_WORDS["finding"]))
        readings.append(_read_reading(given, here, problems))
    return readings or None


def _read_reading(given: Mapping[object, object], path: str, problems: Problems) -> dict[str, str]:
    words: dict[str, str] = {}
    for key, value in given.items():
        here = below(path, key)
        name = problems.word(here, key, MRI_WORDS, "part of an MRI reading")
        if name is None:
            continue
        same = _SYNONYMS.get(name, {})
        plain = same.get(value, value) if isinstance(value, str) else value
        word = problems.word(here, plain, MRI_WORDS[name], name)
        if word is not None:
            words[name] = word
    return {name: words[name] for name in MRI_WORDS if name in words}


def _low(finding: Finding) -> float:
    return 0.0 if finding.low is None else finding.low


def _high(finding: Finding) -> float:
    return LARGEST_NUMBER if finding.high is None else finding.high


def _legal(finding: Finding, value: float | None = None) -> str:
    """What a number (or a word) must be, with the likely slip where one can be seen."""
    if finding.kind == "boolean":
        return "true or false"
    if finding.values:
        return ", ".join(map(str, finding.values))
    whole = "a whole number" if finding.kind == "integer" else "a number"
    text = f"{whole} from {_low(finding):.10g} to {_high(finding):.10g}"
    if finding.id == "temperature_c":
        text += " in degrees Celsius"
        if value is not None and _low(finding) <= (value - 32) * 5 / 9 <= _high(finding):
            text += f"; {value:g} F is {(value - 32) * 5 / 9:.1f} C"
    return text


def _is_numeric(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False
