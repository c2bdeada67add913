"""The vocabulary: every finding that a person can tell or an examiner can elicit.

It is the table ``findings/data/findings.csv``, read once. The order of the table is the order of
the vocabulary; reasons, questions and observations keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, TypeVar

from sciatic.errors import UnknownTermError
from sciatic.evidence import read_table

Section = Literal["person", "history", "exam", "tests"]
Kind = Literal["boolean", "choice", "grade", "integer", "number", "mri"]
Who = Literal["patient", "clinician"]
Word = TypeVar("Word", bound=str)

SECTIONS: Final[tuple[Section, ...]] = ("person", "history", "exam", "tests")
SIDES: Final = ("left", "right", "unsure")
SENSATIONS: Final = ("numb", "tingling", "burning", "pain", "rash")
NOT_SURE: Final = "not_sure"
_ITEM_KINDS: Final = {
    "muscle id": "muscle",
    "reflex id": "reflex",
    "region id": "region",
    "nerve id": "nerve",
    "level": "level",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that can be observed, as the table of findings has it.

    Attributes:
        id: its name in a case.
        section: the part of a case where it stands.
        kind: what an answer is: ``boolean``, ``choice`` (one of ``values``), ``grade`` (MRC, an
            int of ``values``), ``integer``, ``number`` or ``mri`` (a list of readings).
        values: every legal answer of a boolean, choice or grade; empty for numbers.
        low, high: the range of a number, both ends legal; ``high`` None has no upper end.
        who: who can answer it.
        per_side: True where left and right are answered apart.
        item_kind: ``muscle``, ``reflex``, ``region``, ``nerve``, ``level`` or ``group`` where it
            is answered item by item, else None.
        groups: the items of a ``group``.
        label: its name for a clinician.
        question: the plain question to the person; empty where only a clinician can answer.
        red_flag: True where a rule of triage reads it.
        note: how the side is meant, where that is not plain.
    """

    id: str
    section: Section
    kind: Kind
    values: tuple[str | int | bool, ...]
    who: Who
    per_side: bool
    item_kind: str | None
    label: str
    question: str
    red_flag: bool
    low: float | None = None
    high: float | None = None
    groups: tuple[str, ...] = ()
    note: str = ""

    @property
    def may_be_not_sure(self) -> bool:
        """True where ``not_sure`` is a legal answer: every history question."""
        return self.section == "history"


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement that is tested as one, and the muscles that take its grade."""

    id: str
    label: str
    muscles: tuple[str, ...]


@cache
def vocabulary() -> Mapping[str, Finding]:
    """Every finding by its id, in the order of the table."""
    rows = read_table("findings", "findings", _finding, sourced=False)
    return MappingProxyType({finding.id: finding for finding in rows})


@cache
def movements() -> Mapping[str, Movement]:
    """Every movement that ``strength`` takes in place of a muscle, by its id."""
    rows = read_table("findings", "movements", _movement, sourced=False)
    return MappingProxyType({movement.id: movement for movement in rows})


def find(name: str) -> Finding:
    """The finding with this id.

    Raises:
        UnknownTermError: no finding has this id; the nearest ones are named.
    """
    try:
        return vocabulary()[name]
    except KeyError:
        raise UnknownTermError("finding", name, vocabulary()) from None


def _movement(cells: Mapping[str, str]) -> Movement:
    return Movement(cells["movement"], cells["label"], tuple(cells["muscles"].split(";")))


def _finding(cells: Mapping[str, str]) -> Finding:
    text, _, note = cells["values"].partition(" (")
    item_kind: str | None = None
    groups: tuple[str, ...] = ()
    if not text.startswith("list of"):
        text, _, items = text.partition(" by ")
        item_kind, groups = _items(items)
    kind, values, low, high = _answers(text)
    return Finding(
        id=cells["id"],
        section=_one_of(cells["section"], SECTIONS),
        kind=kind,
        values=values,
        who=_one_of(cells["who"], ("patient", "clinician")),
        per_side=_one_of(cells["per_side"], ("yes", "no")) == "yes",
        item_kind=item_kind,
        label=cells["label"],
        question=cells["question"],
        red_flag=_one_of(cells["red_flag"], ("yes", "no")) == "yes",
        low=low,
        high=high,
        groups=groups,
        note=note.removesuffix(")"),
    )


def _items(text: str) -> tuple[str | None, tuple[str, ...]]:
    """What the answers are given by: "muscle id", or the words of a group."""
    if not text:
        return None, ()
    if "|" in text:
        return "group", tuple(text.split("|"))
    if text not in _ITEM_KINDS:
        raise ValueError(f"values are by {text!r}; write one of {', '.join(_ITEM_KINDS)}")
    return _ITEM_KINDS[text], ()


def _answers(
    text: str,
) -> tuple[Kind, tuple[str | int | bool, ...], float | None, float | None]:
    """Kind, legal values and range of the column ``values`` without its items and note."""
    if text == "true|false":
        return "boolean", (False, True), None, None
    if text.startswith("list of"):
        return "mri", (), None, None
    if text.startswith("MRC "):
        return "grade", tuple(int(grade) for grade in text[4:].split("|")), None, None
    if "|" in text:
        return "choice", tuple(text.split("|")), None, None
    kind: Kind = "integer" if text.startswith("integer ") else "number"
    text = text.removeprefix("integer ").removeprefix("number ")
    if text.startswith(">="):
        return kind, (), float(text[2:]), None
    low, _, high = text.partition("-")
    return kind, (), float(low), float(high)


def _one_of(word: str, words: tuple[Word, ...]) -> Word:
    for known in words:
        if word == known:
            return known
    raise ValueError(f"{word!r} is not one of {', '.join(words)}")
