"""The slots that rules read, and the rank of every answer in its worry order.

A slot is one thing that can be known: an answer on one side, a sign, a date, a course, a fact about
the person. This module is used where the rule files are compiled, not where a case is graded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sciatic.errors import EvidenceError, UnknownTermError
from sciatic.findings import Finding, vocabulary

SIDES: Final = ("left", "right", "unsure")
DERIVED: Final = {
    "numbness_grown_slowly": [["yes"], ["no", "unknown"]],
    "past_six_weeks": [["no"], ["yes", "unknown"]],
}
SILENT: Final = ("unknown", "not_sure")


class Slots:
    """Numbers the slots as the rules name them.

    Args:
        order: ``worry_order.toml``.
        when: the table ``when`` of ``red_flags.toml``; its day limits make the ranks of dates.
    """

    def __init__(self, order: Mapping[str, Any], when: Mapping[str, Any]) -> None:
        self._order = order
        self._asked = frozenset(order["asked"]["findings"])
        self._by_leg = frozenset(order["dated"]["by_the_leg"])
        self._orders = {name: ranks_of(scale) for name, scale in order["orders"].items()}
        self.rows: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}
        self.day_limits = sorted(_limits(when), reverse=True)

    def scale(self, name: str) -> Mapping[str, int]:
        """The rank of every answer to a finding, sign or fact, 0 the least worrying."""
        if name in DERIVED:
            return ranks_of(DERIVED[name])
        if name in self._order["person"]:
            return self._orders["sourced_fact"]
        if name in self._order["signs"]:
            return self._orders[self._order["signs"][name]["order"]]
        return self._orders[self._order["findings"].get(name, "yes_no")]

    def check(self, name: str) -> None:
        """Refuse a name that is no finding, sign or fact.

        Raises:
            UnknownTermError: the nearest known names are given.
        """
        known = [*vocabulary(), *self._order["signs"], *self._order["person"], *DERIVED]
        if name not in known:
            raise UnknownTermError("finding of a red flag", name, known)

    def rank(self, name: str, value: str) -> int:
        """The rank of a value of a finding."""
        scale = self.scale(name)
        if value not in scale:
            raise UnknownTermError(f"answer to {name}", value, scale)
        return scale[value]

    def above(self, name: str, value: str) -> int:
        """The rank just above a value: the least that is more worrying than it."""
        return self.rank(name, value) + 1

    def sides_of(self, name: str) -> Sequence[str]:
        """The sides a name is answered on; one empty side where it has none."""
        finding = vocabulary().get(name)
        sided = name in self._order["signs"] or (finding is not None and finding.per_side)
        return SIDES if sided else ("",)

    def has_timing(self, name: str) -> bool:
        """True where a date and course mean something: answers and signs, not facts."""
        return name not in self._order["person"] and name not in DERIVED

    def answer(self, name: str, side: str) -> tuple[int, int]:
        """The slot of an answer, and the rank from which it counts as present."""
        scale = self.scale(name)
        path = f"{name}.{side}" if side else name
        kind = _kind(name, self._order)
        asked = name in self._asked and side != "unsure"
        if kind == "person":
            asked = name != "woman" and "age_years" in self._asked
        slot = self._slot(path, kind, name, side, scale, asked)
        return slot, max(scale[word] for word in SILENT if word in scale) + 1

    def days(self, path: str, limit: int) -> tuple[int, int]:
        """The slot of a date, and the rank of "no more than so many days ago"."""
        scale = {str(days): rank for rank, days in enumerate(self.day_limits, start=1)}
        scale |= {"older": 0, "unknown": len(self.day_limits)}
        return self._timing(path, "days", scale), scale[str(limit)]

    def course(self, path: str, value: str) -> tuple[int, int]:
        """The slot of a course, and the rank of a value of it."""
        scale = self._orders["course"]
        return self._timing(path, "course", scale), scale[value]

    def _timing(self, path: str, kind: str, scale: Mapping[str, int]) -> int:
        name, _, side = path.partition(".")
        shown = self._order["signs"].get(name, {}).get("stands_for", name)
        if path == "episode":
            return self._slot(f"episode:{kind}", kind, "episode", "", scale, False)
        return self._slot(f"{path}:{kind}", kind, shown, side, scale, False)

    def _slot(
        self, path: str, kind: str, name: str, side: str, scale: Mapping[str, int], asked: bool
    ) -> int:
        if path not in self._numbers:
            self._numbers[path] = len(self.rows)
            self.rows.append(
                {
                    "path": path,
                    "kind": kind,
                    "finding": name,
                    "side": side,
                    "by_leg": name in self._by_leg or name == "episode",
                    "scale": dict(scale),
                    "silence": scale["unknown"],
                    "top": max(scale.values()),
                    "asked": asked,
                }
            )
        return self._numbers[path]


def ranks_of(scale: Sequence[str | Sequence[str]]) -> dict[str, int]:
    """Each word's rank in a worry order; words in one inner list share theirs."""
    ranks: dict[str, int] = {}
    for rank, words in enumerate(scale):
        for word in [words] if isinstance(words, str) else words:
            if word in ranks:
                raise EvidenceError(f"triage/data/worry_order.toml: {word!r} stands twice")
            ranks[word] = rank
    return ranks


def polarity_problems(order: Mapping[str, Any], findings: Mapping[str, Finding]) -> list[str]:
    """What is wrong with the worry orders: an answer without a rank, an order without silence."""
    problems = []
    for name, finding in findings.items():
        scale = ranks_of(order["orders"][order["findings"].get(name, "yes_no")])
        if "unknown" not in scale:
            problems.append(f"{name}: its order has no place for silence")
        words = [word for word in finding.values if isinstance(word, str)]
        read = finding.item_kind is None and name in order["findings"]
        problems += [f"{name}: {word} has no rank" for word in words if read and word not in scale]
    return problems


def _kind(name: str, order: Mapping[str, Any]) -> str:
    if name in DERIVED:
        return "derived"
    if name in order["signs"]:
        return "sign"
    return "person" if name in order["person"] else "answer"


def _limits(what: Any) -> set[int]:
    """Every number of days that a table of dates mentions."""
    if isinstance(what, str):
        return {int(what.split()[-1])} if what.startswith("days") else set()
    parts = what.values() if isinstance(what, Mapping) else what
    return {limit for part in parts for limit in _limits(part)}
