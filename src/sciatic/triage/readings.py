"""A case, read as the rules read it: each slot at its rank in the worry order.

Silence stands at the rank of "unknown". Dates are read in ``dates.py``, chart and examination in
``signs.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sciatic.triage.dates import Dates, number
from sciatic.triage.rule_book import RuleBook, Slot
from sciatic.triage.signs import Signs

if TYPE_CHECKING:
    from sciatic.findings import Case


@dataclass(frozen=True, slots=True)
class Readings:
    """What a case says to each slot, by the slot's number.

    Attributes:
        ranks: the rank of each slot in its worry order.
        paths: the paths of the answers behind it; empty where nothing was said.
        open: True where a person could still answer it: asked for, fitting, not yes or no.
        follows: True for a course that stands for the course of the whole trouble.
        undated: True for a date that is not known, and counts as the newest.
    """

    ranks: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]
    open: tuple[bool, ...]
    follows: tuple[bool, ...]
    undated: tuple[bool, ...]


def read_case(book: RuleBook, case: Case) -> Readings:
    """Read every slot of the rules from a case."""
    reader, dates = _CaseReader(book, case), Dates(book, case)
    read = [reader.slot(slot, dates) for slot in book.slots]
    return Readings(
        ranks=tuple(rank for rank, _ in read),
        paths=tuple(paths for _, paths in read),
        open=tuple(
            slot.asked and slot.silence <= rank < slot.top and reader.unanswered(slot)
            for slot, (rank, _) in zip(book.slots, read, strict=True)
        ),
        follows=tuple(slot.kind == "course" and dates.follows(slot) for slot in book.slots),
        undated=tuple(slot.kind == "days" and dates.undated(slot) for slot in book.slots),
    )


class _CaseReader:
    """Reads the slots of one case."""

    def __init__(self, book: RuleBook, case: Case) -> None:
        self._case = case
        self._spec = book.reading
        self._signs = Signs(book, case)
        self._age = number(case.person.get("age_years"))
        self._sex = case.person.get("sex")

    def slot(self, slot: Slot, dates: Dates) -> tuple[int, tuple[str, ...]]:
        """The rank of a slot, and the paths of what was said."""
        if slot.kind == "answer":
            return self._answer(slot)
        if slot.kind == "sign":
            return self._signs.sign(slot)
        if slot.kind == "days":
            return dates.newness(slot), ()
        if slot.kind == "course":
            return slot.scale[dates.course(slot)], ()
        if slot.kind == "person":
            return self._person(slot)
        if slot.finding == "numbness_grown_slowly":
            return slot.scale[dates.grown_slowly()], ()
        dated = self._case.history.get("duration_days") not in (None, "not_sure")
        return slot.scale[dates.past_six_weeks()], ("duration_days",) if dated else ()

    def unanswered(self, slot: Slot) -> bool:
        """True where the person has not said yes, no or how much, and the question fits them."""
        if slot.kind == "person":
            return self._age is None
        return self._said(slot) in (None, "not_sure") and self._fits(slot.finding)

    def _said(self, slot: Slot) -> object:
        parts = (self._case.history, self._case.exam, self._case.tests)
        answer = next((part[slot.finding] for part in parts if slot.finding in part), None)
        if slot.side:
            return answer.get(slot.side) if isinstance(answer, Mapping) else answer
        return answer

    def _answer(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        said = self._said(slot)
        rank = slot.silence if said is None else self._rank(slot, said)
        shown = self._signs.also_yes(slot.finding) if rank < slot.top else ()
        if shown:
            return slot.top, shown
        return rank, () if said is None else (slot.path,)

    def _rank(self, slot: Slot, said: object) -> int:
        if isinstance(said, tuple):  # what a scan shows, the most worrying of it
            return max((slot.scale[seen["finding"]] for seen in said), default=slot.silence)
        return slot.scale[self._as_word(slot, said)]

    def _as_word(self, slot: Slot, said: object) -> str:
        if isinstance(said, bool):
            return "yes" if said else "no"
        if isinstance(said, int | float):
            limit = self._spec["numbers"][slot.finding]
            reached = said <= limit["at_most"] if "at_most" in limit else said >= limit["at_least"]
            return "yes" if reached else "no"
        return str(said)

    def _fits(self, finding: str) -> bool:
        fits = self._spec["fits"].get(finding)
        if fits is None:
            return True
        if self._sex == fits["not_sex"]:
            return False
        return self._age is None or fits["from_age"] <= self._age <= fits["to_age"]

    def _person(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        spec = self._spec["person"][slot.finding]
        if "unless_sex" in spec:
            return slot.scale["no" if self._sex == spec["unless_sex"] else "yes"], ("sex",)
        if self._age is None:
            return slot.silence, ()
        above = spec.get("above_age", 0)
        if self._sex == "female":
            above = spec.get("above_age_if_female", above)
        below = spec.get("below_age")
        true = self._age > above if below is None else self._age < below
        return slot.scale["yes" if true else "no"], ("age_years",)
