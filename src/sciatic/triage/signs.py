"""What chart and examination show: they answer a red flag with yes, never with no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sciatic.triage.dates import number
from sciatic.triage.rule_book import RuleBook, Slot

if TYPE_CHECKING:
    from sciatic.findings import Case

EXAMPLES: Final = 3  # as many painted or tested patches as a reason names


class Signs:
    """The signs of one case, by the tables ``signs`` and ``also_yes`` of ``worry_order.toml``."""

    def __init__(self, book: RuleBook, case: Case) -> None:
        self._case = case
        self._spec = book.reading
        self._marks = [(mark.side, mark.region, mark.sensation) for mark in case.marks]

    def sign(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        """The rank of a sign on one leg, and the paths that show it."""
        spec = self._spec["signs"][slot.finding]
        if "muscles" in spec:
            return self._weakness(slot, spec)
        shown = tuple(path for path in self._shown(spec) if f".{slot.side}." in path)
        return slot.scale["yes" if shown else "unknown"], shown[:EXAMPLES]

    def also_yes(self, finding: str) -> tuple[str, ...]:
        """The paths of chart and examination that answer a question with yes."""
        spec = self._spec["also_yes"].get(finding)
        return tuple(self._shown(spec))[:EXAMPLES] if spec else ()

    def _weakness(self, slot: Slot, spec: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
        grades = [*self._grades("strength", slot.side, spec["muscles"])]
        grades += self._grades("strength_group", slot.side, spec.get("groups", ()))
        limits = self._spec["grades"]
        weak = sorted((grade, path) for grade, path in grades if grade <= limits["mild_to"])
        if not weak:
            return slot.silence, ()
        word = "marked" if weak[0][0] <= limits["marked_to"] else "mild"
        return slot.scale[word], tuple(path for _, path in weak)[:EXAMPLES]

    def _grades(self, finding: str, side: str, names: Any) -> Iterator[tuple[int, str]]:
        sides = self._case.exam.get(finding)
        answers = sides.get(side) if isinstance(sides, Mapping) else None
        if isinstance(answers, Mapping):
            for name in names:
                if isinstance(answers.get(name), int):
                    yield answers[name], f"{finding}.{side}.{name}"

    def _shown(self, spec: Mapping[str, Any]) -> Iterator[str]:
        for side, region, sensation in self._marks:
            if sensation in spec.get("marks", ()) and self._inside(region, spec["regions"]):
                yield f"chart.{side}.{region}"
        for finding in ("light_touch", "pinprick") if "touch" in spec else ():
            for path, region, value in self._by_item(finding):
                if value in spec["touch"] and self._inside(region, spec["regions"]):
                    yield path
        yield from self._lost(spec)
        yield from self._other_yes(spec)

    def _lost(self, spec: Mapping[str, Any]) -> Iterator[str]:
        for path, name, value in self._by_item("reflex"):
            lost = name in spec.get("lost_reflexes", ()) and value == "absent"
            if lost or (name in spec.get("reflexes", ()) and value in spec["reflex"]):
                yield path
        for path, name, value in self._by_item("strength") if "weak_muscles" in spec else ():
            if name in spec["weak_muscles"] and value <= self._spec["grades"]["mild_to"]:
                yield path

    def _other_yes(self, spec: Mapping[str, Any]) -> Iterator[str]:
        for finding, values in spec.get("signs", {}).items():
            sides = self._case.exam.get(finding)
            for side, value in sides.items() if isinstance(sides, Mapping) else ():
                if value in values:
                    yield f"{finding}.{side}"
        for finding in spec.get("numbers", ()):
            measured = number(self._case.exam.get(finding))
            if measured is not None and measured >= self._spec["numbers"][finding]["at_least"]:
                yield finding

    def _by_item(self, finding: str) -> Iterator[tuple[str, str, Any]]:
        sides = self._case.exam.get(finding)
        for side, answers in sides.items() if isinstance(sides, Mapping) else ():
            for name, value in answers.items():
                yield f"{finding}.{side}.{name}", name, value

    def _inside(self, region: str, where: str) -> bool:
        regions = self._spec["regions"]
        if where == "outside_saddle":
            return region not in regions["saddle"]
        if where == "below_buttock":
            return region not in regions["saddle"] and region not in regions["not_below_buttock"]
        return where == "anywhere" or region in regions[where]
