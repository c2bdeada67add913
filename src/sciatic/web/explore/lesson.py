"""A lesson: a lesion and a posture, read from an address and written into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from sciatic.anatomy import LEVELS, ZONES, level
from sciatic.errors import UnknownTermError, nearest
from sciatic.pathology import POSTURES, SEVERITIES, conditions
from sciatic.pathology.choosing import LEG_SIDES, ZONE_SYNONYMS
from sciatic.pathology.offering import ANY, KINDS, MAY_BE_OPEN, Settled, settle
from sciatic.pathology.states import subtypes

FIELDS: Final[Mapping[str, str]] = {
    "condition": "condition",
    "subtype": "form",
    "level": "level",
    "zone": "zone",
    "side": "side",
    "severity": "severity",
    "posture": "posture",
}
"""What a lesson has, and its name in an address."""
FIRST: Final[Mapping[str, str]] = {
    "condition": "disc_herniation",
    "level": "L4/L5",
    "zone": "subarticular",
    "side": "left",
    "severity": "moderate",
}
"""The lesson of a page that was opened without one: the commonest sciatica."""
LONGEST: Final = 60
MOST_NAMED: Final = 12
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word of an address that means nothing: where it stands and what is nearest to it."""

    field: str
    word: str
    near: tuple[str, ...]


class UnknownWordsError(Exception):
    """An address with words that mean nothing; ``words`` has each."""

    def __init__(self, words: Iterable[Unknown]) -> None:
        self.words = tuple(words)
        super().__init__(", ".join(one.field for one in self.words))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesion that the model has, in a posture; None is what acts over days."""

    settled: Settled
    posture: str | None

    @property
    def chosen(self) -> Mapping[str, str | None]:
        """What is chosen, the posture too; ``any`` where it is left open."""
        return {**self.settled.chosen, "posture": self.posture}

    @property
    def lesion(self) -> Mapping[str, str | None]:
        """The lesion as the model takes it."""
        return self.settled.description

    def query(self, prefix: str = "") -> dict[str, str]:
        """The fields of its address."""
        return {
            f"{prefix}{FIELDS[kind]}": word
            for kind, word in self.chosen.items()
            if word is not None
        }

    def address(self) -> str:
        """Where it is shown."""
        return f"/explore?{written(self.query())}"


def written(fields: Mapping[str, str]) -> str:
    """Fields as the end of an address; the stroke of "L4/L5" stays readable."""
    return urlencode(fields, safe="/")


def read_lesson(query: Query, prefix: str = "") -> Lesson:
    """The lesson of an address; what it does not say is the commonest.

    Raises:
        UnknownWordsError: words that mean nothing, all of them.
    """
    told = {kind: query.get(f"{prefix}{name}", "").strip() for kind, name in FIELDS.items()}
    told = told if any(told.values()) else {**told, **FIRST}
    wrong = tuple(_unknown(told, prefix))
    if wrong:
        raise UnknownWordsError(wrong)
    told["condition"] = told["condition"] or FIRST["condition"]
    settled = settle({kind: told[kind] or None for kind in KINDS})
    return Lesson(settled, told["posture"] or None)


def _unknown(told: Mapping[str, str], prefix: str) -> Iterable[Unknown]:
    known: Mapping[str, Iterable[str]] = {
        "condition": conditions(),
        "subtype": subtypes(),
        "level": LEVELS,
        "zone": (*ZONES, *ZONE_SYNONYMS),
        "side": LEG_SIDES,
        "severity": SEVERITIES,
        "posture": POSTURES,
    }
    for kind, word in told.items():
        if not word or word in known[kind] or (word == ANY and kind in MAY_BE_OPEN):
            continue
        if kind == "level" and _is_level(word):
            continue
        short = word[:LONGEST]
        near = nearest(short, known[kind]) or tuple(known[kind])[:MOST_NAMED]
        yield Unknown(f"{prefix}{FIELDS[kind]}", short, near)


def _is_level(word: str) -> bool:
    """Whether a level is written in another way, such as L5/1 or L5-S1."""
    try:
        level(word)
    except UnknownTermError:
        return False
    return True


def texts(query: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a request as text, the first of each."""
    return {str(name): str(value) for name, value in query.items()}
