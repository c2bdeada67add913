"""How the answers of each finding are set side by side: its topic, and which answer is worse.

The tables are ``data/compared.toml`` and ``data/least_change.csv``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sciatic.errors import EvidenceError
from sciatic.evidence import bounded, data_text, read_table
from sciatic.findings import Finding, find, vocabulary
from sciatic.findings.vocabulary import SIDES

CHART: Final = "chart"
APART: Final = -1
"""The rank of an answer that is neither better nor worse than any but none."""
_WORSE: Final = ("higher", "lower", "grade", "places")


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of findings.

    Attributes:
        id: its name.
        title: its title as a person reads it.
        findings: what belongs to it, the most telling first; ``chart`` is the painted skin.
        tracks: True where a turn for the worse dates and grades a finding for the red flags.
    """

    id: str
    title: str
    findings: tuple[str, ...]
    tracks: bool


@dataclass(frozen=True, slots=True)
class LeastChange:
    """How large a change of a number must be to count, and which way is worse."""

    worse: str
    least: float


@cache
def _tables() -> Mapping[str, Any]:
    return MappingProxyType(tomllib.loads(data_text("followup", "compared.toml")))


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, the most dangerous first."""
    rows = _tables()["topic"]
    return tuple(
        Topic(row["id"], row["title"], tuple(row["findings"]), row.get("tracks", False))
        for row in rows
    )


@cache
def _places() -> Mapping[str, tuple[Topic, int]]:
    """The topic of each finding, and its place in the order of all."""
    listed = [(name, topic) for topic in topics() for name in topic.findings]
    places = {name: (topic, place) for place, (name, topic) in enumerate(listed)}
    wrong = set(places) ^ {*vocabulary(), CHART}
    if wrong or len(listed) != len(places):
        raise EvidenceError(f"followup/data/compared.toml: not once in a topic: {sorted(wrong)}")
    return places


def topic_of(finding: str) -> Topic:
    """The topic of a finding."""
    return _places()[finding][0]


def place_of(finding: str) -> int:
    """Where a finding stands in the clinical order, 0 the most pressing."""
    return _places()[finding][1]


def topic_place(topic: str) -> int:
    """Where a topic stands, 0 the most dangerous."""
    return [one.id for one in topics()].index(topic)


@cache
def least_changes() -> Mapping[str, LeastChange]:
    """The least change that counts, by finding; ``chart`` is a number of places."""

    def parse(cells: Mapping[str, str]) -> tuple[str, LeastChange]:
        if cells["worse"] not in _WORSE:
            raise ValueError(f"worse is {cells['worse']!r}; write one of {', '.join(_WORSE)}")
        return cells["finding"], LeastChange(cells["worse"], bounded(cells, "least", 0, 1000))

    return MappingProxyType(dict(read_table("followup", "least_change", parse)))


@cache
def limits() -> Mapping[str, tuple[float, tuple[str, ...]]]:
    """The named numbers of days of ``limits.csv``, each with its sources."""

    def parse(cells: Mapping[str, str]) -> tuple[str, tuple[float, tuple[str, ...]]]:
        return cells["name"], (bounded(cells, "value", 0, 365), tuple(cells["source"].split(";")))

    return MappingProxyType(dict(read_table("followup", "limits", parse)))


def days(name: str) -> float:
    """A limit in days."""
    return limits()[name][0]


def told_only(finding: str) -> bool:
    """True where a change of the answer is told but is neither better nor worse."""
    table = _tables()["told_only"]
    return finding in table["findings"] or topic_of(finding).id in table["topics"]


@cache
def ranks(finding: str) -> Mapping[str, int] | None:
    """The rank of each answer of a finding, 0 for nothing wrong; None where it has no order."""
    entry = find(finding)
    if told_only(finding) or entry.kind in ("number", "integer", "mri"):
        return None
    return _scale(_order_of(entry))


def _order_of(entry: Finding) -> str:
    named: str | None = _tables()["order_of"].get(entry.id)
    if named is not None:
        return named
    if entry.kind == "boolean":
        return "yes_no"
    words = {f"{value}" for value in entry.values}
    for name in _tables()["orders"]:
        if words <= set(_scale(name)):
            return str(name)
    raise EvidenceError(f"followup/data/compared.toml: no order for the answers of {entry.id}")


@cache
def _scale(name: str) -> Mapping[str, int]:
    order: Sequence[str | Sequence[str]] = _tables()["orders"][name]
    scale = {
        word: rank
        for rank, words in enumerate(order)
        for word in ([words] if isinstance(words, str) else words)
    }
    return MappingProxyType(scale | dict.fromkeys(_tables()["apart"].get(name, ()), APART))


def word_of(value: object) -> str:
    """An answer as its order names it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value}"


def is_marked(finding: str, value: object) -> bool:
    """True where a loss has reached the grade that the rules call marked."""
    from_word = _tables()["marked"].get(finding)
    scale = ranks(finding)
    return from_word is not None and scale is not None and scale[word_of(value)] >= scale[from_word]


def stands_for(source: str) -> str:
    """The finding whose date and course an examined or painted loss shares."""
    return str(_tables()["stands_for"][source])


def split(path: str) -> tuple[str, str, str]:
    """A path as finding, side and item; what it does not name is empty."""
    finding, *parts = path.split(".")
    side = parts.pop(0) if parts and parts[0] in SIDES else ""
    return finding, side, ".".join(parts)
