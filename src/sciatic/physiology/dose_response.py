"""From pressure on a nerve and its duration to what its fibres still do.

A saturating curve in pressure (Hill form) and a first-order approach in time, per fibre class.
Each constant is a row of ``data/dose_response.csv`` with its source. The fibre simulation takes
this place later: whatever offers ``DoseResponse`` will do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from sciatic.evidence import bounded, read_table

CHRONIC_MINUTES = math.inf


@dataclass(frozen=True, slots=True)
class FibreEffect:
    """What a lesion does to the fibres that pass it: shares from 0 to 1.

    ``touch``, ``movement`` and ``pinprick`` are the shares blocked; ``irritation`` is the share
    that fires by itself (tingling, root pain).
    """

    touch: float
    movement: float
    pinprick: float
    irritation: float


UNHARMED = FibreEffect(0.0, 0.0, 0.0, 0.0)


class DoseResponse(Protocol):
    """Anything that turns a pressure and its duration into an effect on fibres."""

    def effect(self, pressure_mmhg: float, minutes: float = CHRONIC_MINUTES) -> FibreEffect:
        """The effect of a constant pressure that has lasted ``minutes``."""
        ...

    def follow(self, steps: Iterable[tuple[float, float]]) -> list[FibreEffect]:
        """The effect after each of a row of (pressure in mmHg, minutes) steps."""
        ...


@dataclass(frozen=True, slots=True)
class _Course:
    half_mmhg: float
    exponent: float
    ceiling: float
    onset_minutes: float
    recovery_minutes: float

    def settled(self, pressure_mmhg: float) -> float:
        part: float = (pressure_mmhg / self.half_mmhg) ** self.exponent
        return self.ceiling * part / (1.0 + part)

    def after(self, start: float, pressure_mmhg: float, minutes: float) -> float:
        goal = self.settled(pressure_mmhg)
        tau = self.onset_minutes if goal > start else self.recovery_minutes
        return goal + (start - goal) * math.exp(-minutes / tau)


class HillDoseResponse:
    """The sourced curve of this package; see the module's text."""

    def __init__(self, courses: Mapping[str, _Course]) -> None:
        self._courses = dict(courses)

    def effect(self, pressure_mmhg: float, minutes: float = CHRONIC_MINUTES) -> FibreEffect:
        """Shares blocked and firing under a constant pressure.

        Args:
            pressure_mmhg: pressure on the nerve, 0 or more, in mmHg.
            minutes: how long it has lasted; infinite means settled, as in a lesion of days.

        Raises:
            ValueError: a negative pressure or duration.
        """
        return self.follow([(pressure_mmhg, minutes)])[0]

    def follow(self, steps: Iterable[tuple[float, float]]) -> list[FibreEffect]:
        """Walk through (pressure in mmHg, minutes) steps from an unharmed nerve."""
        now = dict.fromkeys(self._courses, 0.0)
        seen = []
        for pressure_mmhg, minutes in steps:
            if pressure_mmhg < 0 or minutes < 0:
                raise ValueError("a pressure and a duration are 0 or more")
            now = {
                name: course.after(now[name], pressure_mmhg, minutes)
                for name, course in self._courses.items()
            }
            seen.append(FibreEffect(**now))
        return seen


@cache
def dose_response() -> HillDoseResponse:
    """The curve that the package uses, read once from its table."""
    rows = read_table(
        "physiology",
        "dose_response",
        lambda cells: ((cells["parameter"], cells["fibre"]), bounded(cells, "value", 0, 1000)),
    )
    value = dict(rows)
    courses = {
        fibre: _Course(
            value["half_block", fibre],
            value["steepness", fibre],
            1.0,
            value["onset_minutes", fibre],
            value["recovery_minutes", fibre],
        )
        for fibre in ("touch", "movement", "pinprick")
    }
    courses["irritation"] = _Course(
        value["half_irritation", "all"],
        value["steepness_irritation", "all"],
        value["ceiling_irritation", "all"],
        value["onset_minutes", "all"],
        value["recovery_minutes", "all"],
    )
    return HillDoseResponse(courses)
