"""What was advised at an earlier visit with a date, and whether that date has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sciatic.followup.visits import Visit
from sciatic.guidance.limits import days

EMERGENCY = "emergency_now"


@dataclass(frozen=True, slots=True)
class Promise:
    """An appointment that a visit advised.

    Attributes:
        made: the day of that visit.
        rung: the rung that it acted on.
        by: the last day to be seen.
        passed: True where that day lies before the newest visit.
    """

    made: date
    rung: str
    by: date
    passed: bool

    def to_dict(self) -> dict[str, Any]:
        """The row of ``advised_before`` in ``sciatic.comparison/1``."""
        return {
            "made": self.made.isoformat(),
            "rung": self.rung,
            "by": self.by.isoformat(),
            "passed": self.passed,
        }


def promise(visit: Visit, rung: str, now: date | None) -> Promise | None:
    """What a visit advised by the rung it acted on; None where a day is not known."""
    if visit.on is None or now is None:
        return None
    within = 0 if rung == EMERGENCY else days(f"{rung}_by")
    by = visit.on + timedelta(days=within)
    return Promise(visit.on, rung, by, by < now)
