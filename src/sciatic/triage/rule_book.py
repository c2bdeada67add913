"""The compiled rules as they are used: slots, a graph of conditions, and the rules on it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from sciatic.triage.rule_files import COMPILED, source_texts, stamp


@dataclass(frozen=True)
class Slot:
    """One thing that a rule reads.

    Attributes:
        path: its name, such as ``leg_pain.left`` or ``leg_pain.left:days``.
        kind: ``answer``, ``sign``, ``days``, ``course``, ``person`` or ``derived``.
        finding: whose answer, date or course it is.
        side: left, right, unsure, or empty.
        by_leg: True where the date and course of the leg trouble stand in for its own.
        scale: the rank of each answer, 0 the least worrying.
        silence: the rank of an answer that was not given.
        top: the rank of the most worrying answer.
        asked: True where a person can answer it and silence about it may block reassurance.
    """

    path: str
    kind: str
    finding: str
    side: str
    by_leg: bool
    scale: Mapping[str, int]
    silence: int
    top: int
    asked: bool


@dataclass(frozen=True)
class RungOfRule:
    """One rung of a rule: where it leads, the node that decides it, and what the person reads."""

    height: int
    node: int
    text: str
    call: bool
    still: bool


@dataclass(frozen=True)
class Rule:
    """A red flag.

    Attributes:
        id, flag: its number and name.
        question: what it asks, in plain words.
        target: how fast, in the words of a clinic.
        note: what its sources disagree on, and what is our own.
        sources: keys of the table of sources.
        gives_way_to: rules that say the same more urgently.
        rungs: where it leads, the highest first.
    """

    id: str
    flag: str
    question: str
    target: str
    note: str
    sources: tuple[str, ...]
    gives_way_to: tuple[str, ...]
    rungs: tuple[RungOfRule, ...]


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules, compiled. ``nodes`` lists each condition after the conditions it is made of.

    A node is ``["=", slot, rank]`` (ranks at least so), ``["&", nodes]``, ``["|", nodes]`` or
    ``["#", n, nodes]`` (n of them hold).
    """

    slots: tuple[Slot, ...]
    nodes: Sequence[Sequence[Any]]
    rules: tuple[Rule, ...]
    day_limits: tuple[int, ...]
    episode: tuple[tuple[int, int], tuple[int, int]]
    reading: Mapping[str, Any]
    self_care: Mapping[str, str]
    blocked: Mapping[str, str]
    headings: Mapping[str, str]
    words: Mapping[str, str]
    thresholds: Sequence[Mapping[str, Any]]

    def slot_number(self, path: str) -> int:
        """The number of the slot with this path.

        Raises:
            KeyError: no rule reads it.
        """
        for number, slot in enumerate(self.slots):
            if slot.path == path:
                return number
        raise KeyError(path)

    def findings_of(self, rule: Rule) -> tuple[str, ...]:
        """The ids of the findings that a rule reads, signs of chart and examination included."""
        found: dict[str, None] = {}
        waiting = [rung.node for rung in rule.rungs]
        seen = set(waiting)
        while waiting:
            node = self.nodes[waiting.pop()]
            if node[0] == "=":
                found |= dict.fromkeys(self._findings(self.slots[node[1]]))
                continue
            fresh = [child for child in node[-1] if child not in seen]
            seen.update(fresh)
            waiting += fresh
        return tuple(found)

    def _findings(self, slot: Slot) -> tuple[str, ...]:
        if slot.kind == "days":
            return ("duration_days", "onset") if slot.by_leg else ()
        if slot.kind == "course":
            return ("course",) if slot.by_leg else ()
        if slot.kind == "person":
            return ("age_years", "sex")
        if slot.kind == "derived":
            return ("duration_days", "onset")
        if slot.kind == "sign":
            spec = self.reading["signs"][slot.finding]
            return _behind_sign(spec)
        spec = self.reading["also_yes"].get(slot.finding, {})
        return (slot.finding, *_behind_sign(spec), *spec.get("numbers", ()), *spec.get("signs", ()))


def _behind_sign(spec: Mapping[str, Any]) -> tuple[str, ...]:
    parts = {
        "touch": ("light_touch", "pinprick"),
        "muscles": ("strength",),
        "weak_muscles": ("strength",),
        "groups": ("strength_group",),
        "reflex": ("reflex",),
        "lost_reflexes": ("reflex",),
    }
    return tuple(finding for key, names in parts.items() if key in spec for finding in names)


def book_of(data: Mapping[str, Any]) -> RuleBook:
    """The rule book of compiled data (``language.compiled``)."""
    return RuleBook(
        slots=tuple(Slot(**row) for row in data["slots"]),
        nodes=data["nodes"],
        rules=tuple(
            Rule(
                id=row["id"],
                flag=row["flag"],
                question=row["question"],
                target=row["target"],
                note=row["note"],
                sources=tuple(row["source"].split(";")),
                gives_way_to=tuple(row["gives_way_to"]),
                rungs=tuple(RungOfRule(*rung) for rung in row["rungs"]),
            )
            for row in data["rules"]
        ),
        day_limits=tuple(data["days"]),
        episode=(tuple(data["episode"][0]), tuple(data["episode"][1])),
        reading=data["reading"],
        self_care=data["self_care"],
        blocked=data["blocked"],
        headings=MappingProxyType(data["headings"]),
        words=MappingProxyType(data["words"]),
        thresholds=data["thresholds"],
    )


@cache
def rule_book() -> RuleBook:
    """The rules of this package, read once; rule files newer than the compiled are compiled."""
    texts = source_texts()
    if COMPILED.is_file():
        data = json.loads(COMPILED.read_text("utf-8"))
        if data["stamp"] == stamp(texts):
            return book_of(data)
    from sciatic.triage import language

    return book_of(language.compiled(texts))


def holds(nodes: Sequence[Sequence[Any]], ranks: Sequence[int]) -> list[bool]:
    """Which conditions hold where each slot has this rank; one entry a node."""
    values: list[bool] = []
    keep = values.append
    for node in nodes:
        kind = node[0]
        if kind == "=":
            keep(ranks[node[1]] >= node[2])
        elif kind == "&":
            keep(False not in [values[child] for child in node[1]])
        elif kind == "|":
            keep(True in [values[child] for child in node[1]])
        elif kind == "#":
            keep(sum([values[child] for child in node[2]]) >= node[1])
        else:  # "!", which only a deliberately broken rule book has
            keep(not values[node[1]])
    return values
