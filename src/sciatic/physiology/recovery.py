"""The course after release: ischaemia goes in minutes, myelin in weeks, axons in months."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.pressure_constants import MINUTES_PER_DAY, constant
from sciatic.physiology.pressure_law import SegmentState, follow


@dataclass(frozen=True, slots=True)
class RecoveryPoint:
    """One moment after release.

    Attributes:
        days: time since release.
        state: the segment then; its ``axon_loss`` counts fibres that have not yet reached what
            they serve.
    """

    days: float
    state: SegmentState


def recovery_course(
    state: SegmentState, days: Iterable[float], segment: Segment
) -> tuple[RecoveryPoint, ...]:
    """The state at each of ``days`` after the pressure has gone.

    Energy, oedema, myelin and nodes go back as in ``follow`` at 0 mmHg. Lost axons come back by a
    front that leaves after clearing and runs along ``segment.route_mm`` at about 1 mm a day, faster
    in some fibres than in others; a share never does. ``follow`` itself takes the way back of
    axons as one exponential, which is enough under a pressure and too early after release.

    Args:
        state: the state at release.
        days: times since release in days, 0 or more, in any order.
        segment: what was pressed.

    Raises:
        ValueError: a negative time.
    """
    points = []
    for day in days:
        if not day >= 0:
            raise ValueError(f"days holds {day:g}; a time since release is 0 or more")
        later = follow(state, 0.0, day * MINUTES_PER_DAY, segment)
        back = regrown(day, segment.route_mm) * (1.0 - constant("lasting_share"))
        kept = state.axon_loss - back * state.worst_loss
        lasting = min(state.axon_loss, constant("lasting_share") * state.worst_loss)
        points.append(RecoveryPoint(day, replace(later, axon_loss=max(lasting, kept))))
    return tuple(points)


def regrown(days: float, route_mm: float) -> float:
    """Share of regrowing axons that have covered ``route_mm`` after ``days``, 0 to 1.

    The speed is log-normal from fibre to fibre around its published mean.
    """
    grown_mm = (days - constant("regrowth_delay_days")) * constant("regrowth_mm_per_day")
    if grown_mm <= 0:
        return 0.0
    if math.isinf(grown_mm):
        return 1.0
    z = math.log(grown_mm / route_mm) / constant("regrowth_spread")
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
