"""The guidance part of an assessment, as frozen dataclasses and as a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One line of advice: its id, its words and the keys of its sources."""

    id: str
    text: str
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in ``sciatic.assessment/1``."""
        return {"id": self.id, "text": self.text, "sources": list(self.sources)}


@dataclass(frozen=True, slots=True)
class See:
    """Whom to see, by when and why; ``by_date`` is None where today was not given."""

    who: str
    by: str
    why: str
    by_date: date | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in ``sciatic.assessment/1``."""
        return {
            "who": self.who,
            "by": self.by,
            "why": self.why,
            "by_date": _iso(self.by_date),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What to do from one day to another; days count from today as 0."""

    id: str
    when: str
    text: str
    first_day: int
    last_day: int
    first_date: date | None
    last_date: date | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in ``sciatic.assessment/1``."""
        return {
            "id": self.id,
            "when": self.when,
            "text": self.text,
            "first_day": self.first_day,
            "last_day": self.last_day,
            "first_date": _iso(self.first_date),
            "last_date": _iso(self.last_date),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class CheckAgain:
    """When to answer the warning-sign questions again."""

    text: str
    next_date: date | None
    daily_until: date | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in ``sciatic.assessment/1``."""
        return {
            "text": self.text,
            "next_date": _iso(self.next_date),
            "daily_until": _iso(self.daily_until),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class TreatmentOptions:
    """What a doctor may examine, order and offer, if this is the cause.

    Attributes:
        condition: its id.
        suspected: level and side, only for the most likely cause that has a level.
        examine, order, offer: the lines.
    """

    condition: str
    suspected: str | None
    examine: tuple[Item, ...]
    order: tuple[Item, ...]
    offer: tuple[Item, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in ``sciatic.assessment/1``; what may be offered stands under ``options``."""
        return {
            "condition": self.condition,
            "suspected": self.suspected,
            "examine": [item.to_dict() for item in self.examine],
            "order": [item.to_dict() for item in self.order],
            "options": [item.to_dict() for item in self.offer],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What a person does now, and what a doctor may do.

    At ``emergency_now`` there is only what to do now, what not to do on the way, and, for the
    clinician, the treatment options: no plan, no self-care, no explanation.

    Attributes:
        rung: the rung of urgency acted on.
        do, avoid: what to do and what to leave.
        see: whom to see, by when and why.
        return_at_once_if: go to an emergency department at once if, most dangerous first.
        ring_same_day_if: speak to a doctor the same day if.
        check_again: when to answer the questions again; None at ``emergency_now``.
        plan: day by day and week by week.
        explain: what is good to know; what reassures is left out while a red flag is open.
        treatment_options: by cause, most likely first.
    """

    rung: str
    do: tuple[Item, ...]
    avoid: tuple[Item, ...]
    see: See
    return_at_once_if: tuple[Item, ...]
    ring_same_day_if: tuple[Item, ...]
    check_again: CheckAgain | None
    plan: tuple[PlanStep, ...]
    explain: tuple[Item, ...]
    treatment_options: tuple[TreatmentOptions, ...]

    def to_dict(self) -> dict[str, Any]:
        """The ``guidance`` object of ``sciatic.assessment/1``."""
        return {
            "rung": self.rung,
            "do": [item.to_dict() for item in self.do],
            "avoid": [item.to_dict() for item in self.avoid],
            "see": self.see.to_dict(),
            "return_at_once_if": [item.to_dict() for item in self.return_at_once_if],
            "ring_same_day_if": [item.to_dict() for item in self.ring_same_day_if],
            "check_again": self.check_again.to_dict() if self.check_again else None,
            "plan": [step.to_dict() for step in self.plan],
            "explain": [item.to_dict() for item in self.explain],
            "treatment_options": [options.to_dict() for options in self.treatment_options],
        }


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
