"""How old a finding is and how it goes, as the rules read it.

An unknown date counts as the newest, an unknown course as unknown. Only findings of the leg take
the date, onset and course of the leg trouble; everything else has its own or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sciatic.triage.rule_book import RuleBook, Slot

if TYPE_CHECKING:
    from sciatic.findings import Case

LEGS: Final = ("left", "right", "unsure")


class Dates:
    """The dates and courses of one case."""

    def __init__(self, book: RuleBook, case: Case) -> None:
        self._case = case
        self._limits = book.day_limits
        self._spec = book.reading["dated"]
        self._onset = case.history.get("onset")
        self._days = number(case.history.get("duration_days"))
        self._course = _word(case.history.get("course"))

    def follows(self, slot: Slot) -> bool:
        """True where a finding's course is that of the whole trouble."""
        return slot.by_leg and self._own(slot)[1] is None

    def undated(self, slot: Slot) -> bool:
        """True where the date of a finding is not known."""
        if slot.finding == "episode":
            return None in self._episode_days()
        return self._own(slot)[0] is None and not (slot.by_leg and self._leg_days() is not None)

    def newness(self, slot: Slot) -> int:
        """How new a finding is: 0 older than every limit of the rules."""
        if slot.finding == "episode":
            return max(self._rank_of(days) for days in self._episode_days())
        own = self._own(slot)[0]
        if own is None and slot.by_leg:
            own = self._leg_days()
        return self._rank_of(own)

    def course(self, slot: Slot) -> str:
        """How a finding goes, or ``unknown``."""
        if slot.finding == "episode":
            return max(self._episode_courses(), key=slot.scale.__getitem__)
        own = self._own(slot)[1]
        if own is None and slot.by_leg:
            own = self._course
        return own or "unknown"

    def past_six_weeks(self) -> str:
        """Whether the leg trouble is six weeks old, or ``unknown``."""
        if self._days is None:
            return "unknown"
        return "yes" if self._days >= self._spec["six_weeks_days"] else "no"

    def grown_slowly(self) -> str:
        """Whether numbness, on whichever leg, has come on over months."""
        return "yes" if all(self._slow(days) for days in self._numb_days()) else "no"

    def _own(self, slot: Slot) -> tuple[float | None, str | None]:
        """The finding's own date and course, where it has them."""
        timing = self._case.timing.get(f"{slot.finding}.{slot.side}" if slot.side else slot.finding)
        return (timing.since_days, timing.course) if timing else (None, None)

    def _leg_days(self) -> float | None:
        """How old the leg trouble is: an onset without a clear start is older than 14 days."""
        if self._days is None and self._onset in self._spec["undated_onset_is_old"]:
            return float(self._spec["newest_days_of_an_old_onset"])
        return self._days

    def _episode_days(self) -> Iterator[float | None]:
        """The ages of the trouble: of the leg, and of each finding of it that has its own date."""
        yield self._leg_days()
        for path, timing in self._case.timing.items():
            if path.partition(".")[0] in self._spec["by_the_leg"]:
                yield timing.since_days if timing.since_days is not None else self._leg_days()

    def _episode_courses(self) -> Iterator[str]:
        yield self._course or "unknown"
        for path, timing in self._case.timing.items():
            if timing.course and path.partition(".")[0] in self._spec["by_the_leg"]:
                yield timing.course

    def _rank_of(self, days: float | None) -> int:
        if days is None:
            return len(self._limits)
        return sum(days <= limit for limit in self._limits)

    def _numb_days(self) -> Iterator[float | None]:
        """The age of the numbness on each leg; None where no date is known."""
        for side in LEGS:
            timing = self._case.timing.get(f"limb_numbness.{side}")
            own = timing.since_days if timing else None
            yield own if own is not None else self._days

    def _slow(self, days: float | None) -> bool:
        if days is None:
            return self._onset in self._spec["undated_onset_is_slow"]
        return days >= float(self._spec["slow_pattern_from_days"])


def number(said: object) -> float | None:
    """A number that was said, or None."""
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else None


def _word(said: object) -> str | None:
    return said if isinstance(said, str) and said != "not_sure" else None
