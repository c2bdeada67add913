"""A walk with a rest after it, and what each posture does, as curves and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sciatic.assessment.predict import courses_of
from sciatic.assessment.predicted import PosturePoint, TimelinePoint
from sciatic.web.explore.lesson import Lesson
from sciatic.web.explore.words import Say

WIDE: Final = 300.0
TALL: Final = 56.0
ALIKE: Final = 0.8
"""Postures that press at least this share of the hardest press alike; as ``sciatic predict``."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One quantity over the minutes: its line, its top with a unit, and where it starts and ends.

    ``before``, ``worst`` and ``after`` are the figures to be read aloud.
    """

    title: str
    path: str
    top: str
    before: str
    worst: str
    after: str


@dataclass(frozen=True, slots=True)
class Course:
    """The curves of a walk, the minutes it takes, and the postures.

    ``curves`` are none where walking and sitting press alike."""

    curves: tuple[Curve, ...]
    walk_minutes: int
    minutes: int
    walk_x: float
    postures: tuple[PosturePoint, ...]
    highest_mmhg: float


def course_of(chosen: Lesson, _: Say) -> Course | None:
    """The course of a lesson; None where no posture makes a difference."""
    postures, points = courses_of(chosen.lesion)
    highest = max((one.mmhg for one in postures), default=0.0)
    if not points or min(one.mmhg for one in postures) >= ALIKE * highest:
        return None
    walk = max(one.minute for one in points if one.activity == "walking")
    end = points[-1].minute
    pressure = [one.mmhg for one in points]
    touch = [100 * one.touch_blocked for one in points]
    tingling = [100 * one.irritation for one in points]
    curves = (
        _curve(_("Pressure on the nerve"), points, pressure, "mmHg", _round_up(max(pressure))),
        _curve(_("Touch signals lost"), points, touch, "%", 100),
        _curve(_("People who feel it tingle"), points, tingling, "%", 100),
    )
    return Course(
        curves=curves if min(pressure) < ALIKE * max(pressure) else (),
        walk_minutes=walk,
        minutes=end,
        walk_x=round(WIDE * walk / end, 1),
        postures=postures,
        highest_mmhg=highest,
    )


def _curve(
    title: str, points: Sequence[TimelinePoint], values: Sequence[float], unit: str, top: float
) -> Curve:
    last = points[-1].minute
    spots = [
        (WIDE * point.minute / last, TALL * (1 - value / top))
        for point, value in zip(points, values, strict=True)
    ]
    path = f"M{spots[0][0]:.1f},{spots[0][1]:.1f}"
    for x, y in spots[1:]:  # a pressure is held from one moment to the next; its effects grow
        path += f"V{y:.1f}H{x:.1f}" if unit == "mmHg" else f"L{x:.1f},{y:.1f}"

    def said(value: float) -> str:
        return f"{value:.0f} {unit}"

    return Curve(title, path, said(top), said(values[0]), said(max(values)), said(values[-1]))


def _round_up(value: float) -> float:
    return max(20.0, 20.0 * -(-value // 20))
