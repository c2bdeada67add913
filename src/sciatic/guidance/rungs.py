"""The five rungs of urgency, and which of them a person acts on."""

from __future__ import annotations

from typing import Final, Protocol

from sciatic.errors import UnknownTermError

RUNGS: Final = ("self_care", "routine", "within_2_weeks", "same_day", "emergency_now")


class UrgencyLike(Protocol):
    """What guidance needs of an urgency; ``triage`` gives one."""

    @property
    def level(self) -> str:
        """The rung that the known facts trigger."""

    @property
    def reassurance_blocked(self) -> bool:
        """True while a red flag that could change the answer is unanswered."""

    @property
    def until_answered(self) -> str | None:
        """The rung to act on until then, or None when nothing is unanswered."""

    @property
    def call(self) -> bool:
        """True where an ambulance must come."""

    @property
    def stay_still(self) -> bool:
        """True where moving may harm until it comes."""


def height(rung: str) -> int:
    """Where a rung stands, 0 (self-care) to 4 (emergency).

    Raises:
        UnknownTermError: no such rung.
    """
    if rung not in RUNGS:
        raise UnknownTermError("rung of urgency", rung, RUNGS)
    return RUNGS.index(rung)


def acting_rung(urgency: UrgencyLike) -> str:
    """The rung to act on now: the higher of ``level`` and ``until_answered``."""
    rungs = [urgency.level, urgency.until_answered or urgency.level]
    return max(rungs, key=height)
