"""Which unanswered red flags could still change the answer: computed from the rules themselves.

A flag is open when some set of answers to the unanswered questions, it among them, would raise the
rung, and would not without it. The smallest such sets are found by multiplying the conditions out:
a set of answers is one integer, a bit for each step of each question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sciatic.triage.readings import Readings
from sciatic.triage.rule_book import RuleBook
from sciatic.triage.rule_files import EMERGENCY

FEW = 80  # above so many sets, comparing each with each costs more than it saves


@dataclass(frozen=True, slots=True)
class OpenFlag:
    """A question whose answer could raise the rung.

    Attributes:
        path: the finding asked for.
        reaches: the height of the highest rung that it could help to bring.
        together: how many answers it takes, itself included.
    """

    path: str
    reaches: int
    together: int


def open_flags(book: RuleBook, readings: Readings, level: int) -> tuple[OpenFlag, ...]:
    """Every flag that could raise the rung above ``level``, the most dangerous first.

    The order: the rung it could bring, how few answers that takes, then the order of the rules.
    """
    sets = _Sets(book, readings)
    found: dict[int, tuple[int, int, int]] = {}
    ways: dict[int, int] = {}
    waiting = sum(sets.bits.values())
    for height in range(EMERGENCY, level, -1):
        sets.add_ways(ways, height)
        for mask in sorted(ways, key=int.bit_count):
            for question in sets.questions(mask & waiting):
                if sets.decides(question, mask, ways):
                    found[question] = (-height, len(sets.questions(mask)), ways[mask])
                    waiting &= ~sets.bits[question]
    flags: dict[str, OpenFlag] = {}
    for question in sorted(found, key=lambda question: (found[question], question)):
        slot = book.slots[question]
        path = "age_years" if slot.kind == "person" else slot.path
        height, together, _ = found[question]
        flags.setdefault(path, OpenFlag(path, -height, together))
    return tuple(flags.values())


class _Sets:
    """The sets of answers that make conditions true, for one case.

    ``bits`` gives each open question its bits, one for every step above what is known.
    """

    def __init__(self, book: RuleBook, readings: Readings) -> None:
        self._book = book
        self._readings = readings
        self._course = book.slot_number("course")
        self._known: dict[int, frozenset[int]] = {}
        self._first: dict[int, int] = {}
        self._question: list[int] = []
        self.bits: dict[int, int] = {}
        used = 0
        for number, is_open in enumerate(readings.open):
            if is_open:
                steps = book.slots[number].top - readings.ranks[number]
                self._first[number] = used
                self._question += [number] * steps
                self.bits[number] = ((1 << steps) - 1) << used
                used += steps

    def add_ways(self, ways: dict[int, int], height: int) -> None:
        """Add the sets of answers that reach one rung, each with the number of its rule."""
        for number, rule in enumerate(self._book.rules):
            for rung in rule.rungs:
                if rung.height == height:
                    for mask in self._node(rung.node):
                        ways.setdefault(mask, number)

    def questions(self, mask: int) -> list[int]:
        """The questions that a set of answers touches."""
        touched = []
        while mask:
            question = self._question[(mask & -mask).bit_length() - 1]
            touched.append(question)
            mask &= ~self.bits[question]
        return touched

    def decides(self, question: int, mask: int, ways: Mapping[int, int]) -> bool:
        """True where the set is a way to the rung, and no part of it is without this answer."""
        parts = [0]
        for other in self.questions(mask & ~self.bits[question]):
            answer = mask & self.bits[other]
            first = self._first[other]
            steps = [((1 << n) - 1) << first for n in range((answer >> first).bit_length() + 1)]
            parts = [part | step for part in parts for step in steps]
        return not any(part in ways for part in parts)

    def _node(self, number: int) -> frozenset[int]:
        if number not in self._known:
            self._known[number] = self._sets_of(self._book.nodes[number])
        return self._known[number]

    def _sets_of(self, node: Sequence[Any]) -> frozenset[int]:
        kind = node[0]
        if kind == "=":
            return self._atom(node[1], node[2])
        if kind == "&":
            return _product(self._node(child) for child in node[1])
        if kind == "|":
            return _union(self._node(child) for child in node[1])
        chosen = combinations(node[2], node[1])
        return _union(_product(self._node(child) for child in some) for some in chosen)

    def _atom(self, slot: int, rank: int) -> frozenset[int]:
        start = self._readings.ranks[slot]
        if start >= rank:
            return frozenset({0})
        if self._readings.follows[slot]:
            slot = self._course
        if slot not in self.bits or rank > self._book.slots[slot].top:
            return frozenset()
        return frozenset({((1 << (rank - start)) - 1) << self._first[slot]})


def _union(parts: Iterable[frozenset[int]]) -> frozenset[int]:
    joined: set[int] = set()
    for part in parts:
        if 0 in part:
            return frozenset({0})
        joined |= part
    return frozenset(_minimal(joined))


def _product(parts: Iterable[frozenset[int]]) -> frozenset[int]:
    made = {0}
    for part in sorted(parts, key=len):
        if not part:
            return frozenset()
        if part != {0}:
            made = _minimal({one | other for one in made for other in part})
    return frozenset(made)


def _minimal(sets: set[int]) -> set[int]:
    """Without those that contain another, where there are few enough to compare."""
    if len(sets) > FEW:
        return sets
    ordered = sorted(sets, key=int.bit_count)
    kept: list[int] = []
    for one in ordered:
        left_out = ~one
        if not any(other & left_out == 0 for other in kept):
            kept.append(one)
    return set(kept)
