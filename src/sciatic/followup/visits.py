"""A visit, and the visits of one person in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sciatic.findings import Case

SCHEMA: Final = "sciatic.course/1"


@dataclass(frozen=True, slots=True)
class Visit:
    """What was known of a person on one day.

    Attributes:
        case: the answers of that day.
        on: the day; None where it is not known.
    """

    case: Case
    on: date | None = None

    def days_to(self, other: Visit) -> int | None:
        """The days from this visit to another; None where a date is not known."""
        if self.on is None or other.on is None:
            return None
        return (other.on - self.on).days


@dataclass(frozen=True, slots=True)
class Series:
    """The visits of one person, the oldest first; every visit has its day.

    Attributes:
        id: its name; nothing that identifies the person.
        visits: at least one.
    """

    id: str
    visits: tuple[Visit, ...]

    @property
    def newest(self) -> Visit:
        """The last visit."""
        return self.visits[-1]

    def with_visit(self, visit: Visit) -> Series:
        """The series with one visit more; visits of later days than it are not lost.

        A visit of the same day comes after those that are there.
        """
        day = visit.on or date.max
        before = tuple(one for one in self.visits if (one.on or date.min) <= day)
        return Series(self.id, (*before, visit, *self.visits[len(before) :]))

    def to_dict(self) -> dict[str, Any]:
        """The series as a document of ``sciatic.course/1``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "visits": [
                {"date": visit.on.isoformat() if visit.on else None, "case": visit.case.to_dict()}
                for visit in self.visits
            ],
        }
