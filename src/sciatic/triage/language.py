"""The rule files read once, into one formula: what the evaluator runs and what z3 proves.

A condition becomes a node of a graph whose leaves ask "is this slot at least this worrying?". A
slot is one thing that can be known: an answer on a side, a date, a course, a sign. There is no
"not" among the nodes: an exemption ("at most") is turned round while it is read, so that raising
an answer in the worry order can only make more conditions true. The proof (``proof.py``) does not
take this on trust.

The result is plain data. ``python -m sciatic.triage.language`` writes it to ``data/compiled.json``,
which is read in a millisecond; where the rule files are newer, ``rule_book`` comes back here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sciatic.errors import EvidenceError
from sciatic.evidence.tables import check_passport
from sciatic.triage.rule_files import COMPILED, FILES, RUNGS, source_texts, stamp
from sciatic.triage.slots import SIDES, Slots

ATOM: Final = re.compile(r"^(\w+)( both)?(?: (>=|<=) (\w+))?(?: when (\w+))?$")
READING: Final = (
    "fits",
    "dated",
    "numbers",
    "person",
    "signs",
    "grades",
    "also_yes",
    "regions",
)
Node = list[Any]
Condition = str | Mapping[str, Any] | Sequence[Any]


class Graph:
    """Conditions as nodes, each kept once; children come before their parents."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[str, int] = {}

    def _add(self, node: Node) -> int:
        key = json.dumps(node)
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
        return self._known[key]

    def at_least(self, slot: int, rank: int) -> int:
        """The slot ranks at least here."""
        return self._add(["=", slot, rank])

    def every(self, children: Iterable[int]) -> int:
        """All of them hold; true where there are none."""
        return self._join("&", children)

    def some(self, children: Iterable[int]) -> int:
        """One of them holds; false where there are none."""
        return self._join("|", children)

    def count(self, least: int, children: Iterable[int]) -> int:
        """So many of them hold."""
        return self._add(["#", least, list(children)])

    def broken_not(self, child: int) -> int:
        """A negation, which no rule may have: only for showing that the proof catches one."""
        return self._add(["!", child])

    def _join(self, kind: str, children: Iterable[int]) -> int:
        unique = list(dict.fromkeys(children))
        return unique[0] if len(unique) == 1 else self._add([kind, unique])


class Reader:
    """Reads the conditions of one set of rule files.

    Args:
        order: ``worry_order.toml``.
        flags: ``red_flags.toml``.
        lenient: lets an exemption say "at least", as a careless author would; for tests.
    """

    def __init__(
        self, order: Mapping[str, Any], flags: Mapping[str, Any], *, lenient: bool = False
    ) -> None:
        self.slots = Slots(order, flags["when"])
        self.graph = Graph()
        self._when = flags["when"]
        self._is = flags["is"]
        self._exempt = flags["exempt"]
        self._lenient = lenient

    def rung(self, entry: Mapping[str, Any]) -> int:
        """The node of one rung: all of ``if``, and no exemption of ``unless`` in full."""
        parts = [self.condition(part, None, None) for part in entry["if"]]
        for name in entry.get("unless", ()):
            parts.append(self.graph.some(self._broken(line) for line in self._exempt[name]))
        return self.graph.every(parts)

    def condition(self, what: Condition, side: str | None, when: str | None) -> int:
        """The node of a condition, on one side or on any (None)."""
        if isinstance(what, str):
            return self._atom(what, side, when)
        if not isinstance(what, Mapping):
            return self.graph.every(self.condition(part, side, when) for part in what)
        if "same_side" in what:
            return self.graph.some(self.condition(what["same_side"], leg, when) for leg in SIDES)
        if "at_least" in what:
            parts = [self.condition(part, side, when) for part in what["of"]]
            return self.graph.count(int(what["at_least"]), parts)
        if "all" in what:
            return self.condition(what["all"], side, when)
        if "any" in what:
            return self.graph.some(self.condition(part, side, when) for part in what["any"])
        raise EvidenceError(f"triage/data/red_flags.toml: {what!r} is no condition")

    def _broken(self, line: Condition) -> int:
        """The node for: this line of an exemption does not hold."""
        if isinstance(line, Mapping) and "any" in line:
            return self.graph.every(self._broken(part) for part in line["any"])
        if not isinstance(line, str):
            raise EvidenceError(f"triage/data/red_flags.toml: {line!r} is no line of an exemption")
        name, both, sign, value, when = self._parts(line)
        if sign != "<=" or both:
            if self._lenient:
                return self.graph.broken_not(self.condition(line, None, None))
            raise EvidenceError(
                f"triage/data/red_flags.toml: {line!r} in an exemption; it may only say "
                '"at most", as in "relieved_sitting <= yes"'
            )
        if value == "unknown":
            return self.condition(name, None, when)
        return self._present(name, None, when, self.slots.above(name, value))

    def _atom(self, text: str, side: str | None, when: str | None) -> int:
        name, both, sign, value, own_when = self._parts(text)
        if sign == "<=":
            raise EvidenceError(
                f'triage/data/red_flags.toml: {text!r} says "at most"; only an exemption may'
            )
        when = own_when or when
        if both:
            legs = [self._present(name, leg, when, None) for leg in ("left", "right")]
            return self.graph.every(legs)
        rank = self.slots.rank(name, value) if value else None
        return self._present(name, side, when, rank)

    def _present(self, name: str, side: str | None, when: str | None, rank: int | None) -> int:
        if name in self._is:
            return self.condition(self._is[name], side, when)
        if name == "episode":
            return self._dated("episode", when)
        legs = self.slots.sides_of(name)
        chosen = [leg for leg in legs if side is None or leg in ("", side)]
        return self.graph.some(self._leaf(name, leg, when, rank) for leg in chosen)

    def _leaf(self, name: str, side: str, when: str | None, rank: int | None) -> int:
        path = f"{name}.{side}" if side else name
        slot, present = self.slots.answer(name, side)
        parts = [self.graph.at_least(slot, present if rank is None else rank)]
        if when and self.slots.has_timing(name):
            parts.append(self._dated(path, when))
        return self.graph.every(parts)

    def _dated(self, path: str, when: str | None) -> int:
        return self._timing(self._when[when], path) if when else self.graph.every(())

    def _timing(self, what: Condition, path: str) -> int:
        if isinstance(what, Mapping):
            joined = [self._timing(part, path) for part in what.get("any", what.get("all", ()))]
            return self.graph.some(joined) if "any" in what else self.graph.every(joined)
        if not isinstance(what, str):
            return self.graph.every(self._timing(part, path) for part in what)
        kind, sign, value = what.split()
        if (kind, sign) == ("days", "<="):
            return self.graph.at_least(*self.slots.days(path, int(value)))
        if (kind, sign) == ("course", ">="):
            return self.graph.at_least(*self.slots.course(path, value))
        raise EvidenceError(f"triage/data/red_flags.toml: {what!r} is no date or course")

    def _parts(self, text: str) -> tuple[str, bool, str, str, str | None]:
        found = ATOM.match(text)
        if not found:
            raise EvidenceError(f"triage/data/red_flags.toml: can't read the condition {text!r}")
        name, both, sign, value, when = found.groups()
        if when and when not in self._when:
            raise EvidenceError(f"triage/data/red_flags.toml: no [when] is called {when!r}")
        if name not in self._is and name != "episode":
            self.slots.check(name)
        return name, bool(both), sign or "", value or "", when


def compile_rules(
    order: Mapping[str, Any],
    flags: Mapping[str, Any],
    rungs: Mapping[str, Any],
    *,
    lenient: bool = False,
) -> dict[str, Any]:
    """The rule files as plain data: slots, nodes, rules and words.

    Raises:
        EvidenceError: a condition that can't be read, or reads a finding both ways.
    """
    _check_passports(order, flags)
    reader = Reader(order, flags, lenient=lenient)
    heights = [rung["id"] for rung in rungs["rung"]]
    rules = [_rule(rule, reader, heights) for rule in flags["rule"]]
    episode = [reader.slots.days("episode", 14), reader.slots.course("episode", "worsening")]
    return {
        "slots": reader.slots.rows,
        "nodes": reader.graph.nodes,
        "rules": rules,
        "episode": episode,
        "days": reader.slots.day_limits,
        "reading": {name: order[name] for name in READING},
        "self_care": flags["self_care"],
        "blocked": flags["blocked"],
        "headings": {rung["id"]: rung["heading"] for rung in rungs["rung"]},
        "words": rungs["other"],
    }


def _rule(rule: Mapping[str, Any], reader: Reader, heights: Sequence[str]) -> dict[str, Any]:
    kept = {key: rule[key] for key in ("id", "flag", "question", "target", "source", "note")}
    rungs = [
        [
            heights.index(rung["to"]),
            reader.rung(rung),
            rung["text"],
            bool(rung.get("call")),
            bool(rung.get("still")),
        ]
        for rung in rule["rung"]
    ]
    return {**kept, "gives_way_to": rule.get("gives_way_to", []), "rungs": rungs}


def _check_passports(order: Mapping[str, Any], flags: Mapping[str, Any]) -> None:
    """Refuse a rule or a threshold that does not say where it comes from."""
    for rule in (*flags["rule"], flags["self_care"], flags["blocked"]):
        check_passport(f"triage/data/red_flags.toml {rule['id']}", rule)
    for table in ("fits", "numbers", "person"):
        for name, row in order[table].items():
            check_passport(f"triage/data/worry_order.toml {table}.{name}", row)
    for table in ("dated", "grades"):
        check_passport(f"triage/data/worry_order.toml {table}", order[table])


def compiled(texts: Mapping[str, str], *, lenient: bool = False) -> dict[str, Any]:
    """The rules of these texts as plain data, with their checksum."""
    order, flags, rungs, chances = (tomllib.loads(texts[name]) for name in FILES)
    _check_thresholds(chances["threshold"])
    rules = compile_rules(order, flags, rungs, lenient=lenient)
    return {"stamp": stamp(texts), "thresholds": chances["threshold"], **rules}


def _check_thresholds(rows: Iterable[Mapping[str, Any]]) -> None:
    """Refuse a threshold without source or reason, a chance outside 0 to 1, an unknown rung."""
    for row in rows:
        here = f"triage/data/posterior_thresholds.toml {row['condition']}"
        check_passport(here, row)
        if not isinstance(row["at"], float) or not 0 < row["at"] <= 1:
            raise EvidenceError(f"{here}: at is {row['at']!r}, not a chance above 0 and up to 1")
        if row["to"] not in RUNGS:
            raise EvidenceError(f"{here}: to is {row['to']!r}; write one of {', '.join(RUNGS)}")


def main() -> None:
    """Write ``data/compiled.json`` anew."""
    text = json.dumps(compiled(source_texts()), ensure_ascii=False, separators=(",", ":"))
    with open(str(COMPILED), "w", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main()
