"""A case, read as the rules read it: each slot at its rank in the worry order.

Silence stands at the rank of "unknown". An unknown date counts as the newest and an unknown course
as unknown; only the leg's own findings take the date and course of the leg trouble. Chart and
examination answer a question with yes, never with no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sciatic.triage.rule_book import RuleBook, Slot

if TYPE_CHECKING:
    from sciatic.findings import Case

LEGS: Final = ("left", "right", "unsure")
SHOWN_PATHS: Final = 3  # as many examples of a painted or tested patch as a reason names


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
    reader = _CaseReader(book, case)
    read = [reader.slot(slot) for slot in book.slots]
    return Readings(
        ranks=tuple(rank for rank, _ in read),
        paths=tuple(paths for _, paths in read),
        open=tuple(
            slot.asked and slot.silence <= rank < slot.top and reader.unanswered(slot)
            for slot, (rank, _) in zip(book.slots, read, strict=True)
        ),
        follows=tuple(slot.kind == "course" and reader.follows(slot) for slot in book.slots),
        undated=tuple(slot.kind == "days" and reader.undated(slot) for slot in book.slots),
    )


class _CaseReader:
    """Reads the slots of one case; keeps what several slots share."""

    def __init__(self, book: RuleBook, case: Case) -> None:
        self._case = case
        self._limits = book.day_limits
        self._spec = book.reading
        self._dated = book.reading["dated"]
        self._signs: dict[str, list[str]] = {}
        self._onset = case.history.get("onset")
        self._days = _number(case.history.get("duration_days"))
        self._course = _word(case.history.get("course"))
        self._marks = [(mark.side, mark.region, mark.sensation) for mark in case.marks]

    def slot(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        """The rank of a slot, and the paths of what was said."""
        if slot.kind == "answer":
            return self._answer(slot)
        if slot.kind == "sign":
            return self._sign(slot)
        if slot.kind == "days":
            return self._days_rank(slot), ()
        if slot.kind == "course":
            return slot.scale[self._course_word(slot)], ()
        if slot.kind == "person":
            return self._person(slot)
        return slot.scale[self._derived(slot.finding)], ()

    def unanswered(self, slot: Slot) -> bool:
        """True where the person has not said yes, no or how much, and the question fits them."""
        if slot.kind == "person":
            return _number(self._case.person.get("age_years")) is None
        said = self._said(slot)
        return said in (None, "not_sure") and self._fits(slot.finding)

    def follows(self, slot: Slot) -> bool:
        """True where a finding's course is that of the whole trouble."""
        return slot.by_leg and self._timed(slot)[1] is None

    def undated(self, slot: Slot) -> bool:
        """True where the date of a finding is not known."""
        if slot.finding == "episode":
            return None in self._episode_days()
        return self._timed(slot)[0] is None and not (slot.by_leg and self._leg_days() is not None)

    # -------------------------------------------------------------- answers

    def _said(self, slot: Slot) -> object:
        answers = self._case.history if slot.finding in self._case.history else self._case.exam
        answer = answers.get(slot.finding)
        if slot.side:
            return answer.get(slot.side) if isinstance(answer, Mapping) else answer
        return answer

    def _answer(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        said = self._said(slot)
        rank = slot.silence
        paths: tuple[str, ...] = ()
        if said is not None:
            rank = slot.scale[self._as_word(slot.finding, said, slot.scale)]
            paths = (slot.path,)
        also = self._spec["also_yes"].get(slot.finding)
        if also and rank < slot.top:
            shown = tuple(self._shown(also))
            if shown:
                return slot.top, shown[:SHOWN_PATHS]
        return rank, paths

    def _as_word(self, finding: str, said: object, scale: Mapping[str, int]) -> str:
        if said == "not_sure":
            return "not_sure" if "not_sure" in scale else "unknown"
        if isinstance(said, bool):
            return "yes" if said else "no"
        if isinstance(said, int | float):
            return "yes" if said >= self._spec["numbers"][finding]["at_least"] else "no"
        return str(said)

    def _fits(self, finding: str) -> bool:
        fits = self._spec["fits"].get(finding)
        if fits is None:
            return True
        age = _number(self._case.person.get("age_years"))
        if self._case.person.get("sex") == fits["not_sex"]:
            return False
        return age is None or fits["from_age"] <= age <= fits["to_age"]

    # -------------------------------------------------------------- chart and examination

    def _sign(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        spec = self._spec["signs"][slot.finding]
        if "muscles" in spec:
            return self._weakness(slot, spec)
        shown = tuple(path for path in self._shown(spec) if f".{slot.side}." in path)
        word = "yes" if shown else "unknown"
        return slot.scale[word], shown[:SHOWN_PATHS]

    def _weakness(self, slot: Slot, spec: Mapping[str, Any]) -> tuple[int, tuple[str, ...]]:
        grades = list(self._items("strength", slot.side, spec["muscles"]))
        grades += self._items("strength_group", slot.side, spec.get("groups", ()))
        limits = self._spec["grades"]
        weak = [(grade, path) for grade, path in grades if grade <= limits["mild_to"]]
        if not weak:
            return slot.silence, ()
        least = min(weak)[0]
        word = "marked" if least <= limits["marked_to"] else "mild"
        paths = tuple(path for grade, path in sorted(weak))
        return slot.scale[word], paths[:SHOWN_PATHS]

    def _items(self, finding: str, side: str, names: object) -> Iterator[tuple[int, str]]:
        sides = self._case.exam.get(finding)
        answers = sides.get(side) if isinstance(sides, Mapping) else None
        if isinstance(answers, Mapping) and isinstance(names, list | tuple):
            for name in names:
                if isinstance(answers.get(name), int):
                    yield answers[name], f"{finding}.{side}.{name}"

    def _shown(self, spec: Mapping[str, Any]) -> Iterator[str]:
        """The paths of everything on chart and in the examination that says yes."""
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
            number = _number(self._case.exam.get(finding))
            if number is not None and number >= self._spec["numbers"][finding]["at_least"]:
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

    # -------------------------------------------------------------- dates

    def _timed(self, slot: Slot) -> tuple[float | None, str | None]:
        """The finding's own date and course, where it has them."""
        path = f"{slot.finding}.{slot.side}" if slot.side else slot.finding
        timing = self._case.timing.get(path)
        return (timing.since_days, timing.course) if timing else (None, None)

    def _days_rank(self, slot: Slot) -> int:
        if slot.finding == "episode":
            return max(self._rank_of(days) for days in self._episode_days())
        own = self._timed(slot)[0]
        if own is not None or not slot.by_leg:
            return self._rank_of(own)
        return self._rank_of(self._leg_days())

    def _leg_days(self) -> float | None:
        """How old the leg trouble is: an onset without a clear start is older than 14 days."""
        if self._days is None and self._onset in self._dated["undated_onset_is_old"]:
            return float(self._dated["newest_days_of_an_old_onset"])
        return self._days

    def _episode_days(self) -> Iterator[float | None]:
        """The ages of the trouble: of the leg, and of each finding of it that has its own date."""
        yield self._leg_days()
        for path, timing in self._case.timing.items():
            if path.partition(".")[0] in self._dated["by_the_leg"]:
                yield timing.since_days if timing.since_days is not None else self._leg_days()

    def _rank_of(self, days: float | None) -> int:
        """How new: 0 older than every limit of the rules; unknown as new as can be."""
        if days is None:
            return len(self._limits)
        return sum(days <= limit for limit in self._limits)

    def _course_word(self, slot: Slot) -> str:
        if slot.finding == "episode":
            words = [self._course] + [
                timing.course
                for path, timing in self._case.timing.items()
                if timing.course and path.partition(".")[0] in self._dated["by_the_leg"]
            ]
            return max((word or "unknown" for word in words), key=slot.scale.__getitem__)
        own = self._timed(slot)[1]
        if own is not None or not slot.by_leg:
            return own or "unknown"
        return self._course or "unknown"

    def _derived(self, name: str) -> str:
        days = self._days
        if name == "past_six_weeks":
            if days is None:
                return "unknown"
            return "yes" if days >= self._dated["six_weeks_days"] else "no"
        return "yes" if all(self._slow(days) for days in self._numb_days()) else "no"

    def _numb_days(self) -> Iterator[float | None]:
        """The age of the numbness on each leg; None where no date is known."""
        for side in LEGS:
            timing = self._case.timing.get(f"limb_numbness.{side}")
            own = timing.since_days if timing else None
            yield own if own is not None else self._days

    def _slow(self, days: float | None) -> bool:
        if days is None:
            return self._onset in self._dated["undated_onset_is_slow"]
        return days >= float(self._dated["slow_pattern_from_days"])

    # -------------------------------------------------------------- the person

    def _person(self, slot: Slot) -> tuple[int, tuple[str, ...]]:
        spec = self._spec["person"][slot.finding]
        age, sex = _number(self._case.person.get("age_years")), self._case.person.get("sex")
        if "unless_sex" in spec:
            return slot.scale["no" if sex == spec["unless_sex"] else "yes"], ("sex",)
        if age is None:
            return slot.silence, ()
        above = spec.get("above_age", 0)
        if sex == "female":
            above = spec.get("above_age_if_female", above)
        true = age < spec["below_age"] if "below_age" in spec else age > above
        return slot.scale["yes" if true else "no"], ("age_years",)


def _number(said: object) -> float | None:
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def _word(said: object) -> str | None:
    return said if isinstance(said, str) and said != "not_sure" else None
