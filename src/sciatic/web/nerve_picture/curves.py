"""Smooth lines through points: as SVG paths, and as places along them.

Coordinates are those of the picture: x to the right, y down, one unit about 1 mm at the pelvis.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import dist

Point = tuple[float, float]
MIDDLE = 180.0
"""x of the spine; a left leg lies left of it and is mirrored for the right."""
_FLAT = 10
LINES_KEPT = 1024
"""Lines whose bends are kept: body, bones and skin are the same in every picture."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through ``points``, rounded evenly (centripetal Catmull-Rom)."""

    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The ``d`` of an SVG path."""
        return _open_path(self.points)

    def below(self, place: int) -> str:
        """The ``d`` of the part from one of the points to the end, bent as it is in the whole."""
        return _written(self.points[place], bends_through(self.points)[place:])

    def flat(self) -> list[Point]:
        """Many points along the line."""
        return list(_flat(self.points))


class Ruler:
    """Places along a line, by their share of its length."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = list(points)
        steps = [dist(one, two) for one, two in zip(self.points, self.points[1:], strict=False)]
        self.lengths = [0.0, *accumulate(steps)]

    def at(self, share: float) -> Point:
        """The place at a share of the length, 0 to 1."""
        goal = min(max(share, 0.0), 1.0) * self.lengths[-1]
        n = max(1, bisect_left(self.lengths, goal))
        span = self.lengths[n] - self.lengths[n - 1] or 1.0
        return between(self.points[n - 1], self.points[n], (goal - self.lengths[n - 1]) / span)

    def nearest(self, point: Point) -> float:
        """The share of the length at which the line passes nearest to a point."""
        n = min(range(len(self.points)), key=lambda n: dist(self.points[n], point))
        return self.lengths[n] / self.lengths[-1]

    def direction(self, share: float) -> Point:
        """The way the line runs there, of length 1."""
        one, two = self.at(share - 0.004), self.at(share + 0.004)
        span = dist(one, two) or 1.0
        return (two[0] - one[0]) / span, (two[1] - one[1]) / span


def between(one: Point, two: Point, share: float) -> Point:
    """A point on the straight line from one to the other."""
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def mirrored(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same points on the other side of the spine."""
    return tuple((2 * MIDDLE - x, y) for x, y in points)


def closed_path(points: Sequence[Point]) -> str:
    """A rounded closed shape through the points."""
    return _closed_path(tuple(points))


@lru_cache(maxsize=LINES_KEPT)
def _closed_path(points: tuple[Point, ...]) -> str:
    n = len(points)
    ring = [points[(place - 1) % n] for place in range(n + 3)]
    return _written(points[0], bends_through(ring)[1:-1]) + "z"


@lru_cache(maxsize=LINES_KEPT)
def _open_path(points: tuple[Point, ...]) -> str:
    return _written(points[0], bends_through(points))


@lru_cache(maxsize=LINES_KEPT)
def _flat(points: tuple[Point, ...]) -> tuple[Point, ...]:
    found = [points[0]]
    start = points[0]
    for one, two, end in bends_through(points):
        found += [_bezier(start, one, two, end, n / _FLAT) for n in range(1, _FLAT + 1)]
        start = end
    return tuple(found)


def bends_through(points: Sequence[Point]) -> list[tuple[Point, Point, Point]]:
    """Bezier handles and end of every stretch between two neighbours."""
    found = []
    for n in range(len(points) - 1):
        before = points[n - 1] if n else points[n]
        after = points[n + 2] if n + 2 < len(points) else points[n + 1]
        found.append(_handles(before, points[n], points[n + 1], after))
    return found


def _handles(p0: Point, p1: Point, p2: Point, p3: Point) -> tuple[Point, Point, Point]:
    """Centripetal Catmull-Rom as a Bezier: no loops, no overshoot where points lie close."""
    d1, d2, d3 = (dist(one, two) ** 0.5 for one, two in ((p0, p1), (p1, p2), (p2, p3)))
    one = two = (0.0, 0.0)
    if d1 > 0:
        a, b, c = d1 * d1, d2 * d2, 2 * d1 * d1 + 3 * d1 * d2 + d2 * d2
        one = _weighed(a, p2, -b, p0, c, p1, 3 * d1 * (d1 + d2))
    else:
        one = between(p1, p2, 1 / 3)
    if d3 > 0:
        a, b, c = d3 * d3, d2 * d2, 2 * d3 * d3 + 3 * d3 * d2 + d2 * d2
        two = _weighed(a, p1, -b, p3, c, p2, 3 * d3 * (d3 + d2))
    else:
        two = between(p2, p1, 1 / 3)
    return one, two, p2


def _weighed(
    a: float, one: Point, b: float, two: Point, c: float, three: Point, over: float
) -> Point:
    """A weighted sum of three points."""
    x, y = (a * one[n] + b * two[n] + c * three[n] for n in (0, 1))
    return x / over, y / over


def _bezier(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    s = 1 - t
    w = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    x, y = (w[0] * p0[n] + w[1] * p1[n] + w[2] * p2[n] + w[3] * p3[n] for n in (0, 1))
    return x, y


def _written(start: Point, bends: Sequence[tuple[Point, Point, Point]]) -> str:
    """Bends as a path in tenths of a unit, each relative to the one before, to be short."""
    x, y = (round(10 * value) for value in start)
    steps: list[int] = []
    for bend in bends:
        points = [(round(10 * px), round(10 * py)) for px, py in bend]
        steps += [value for px, py in points for value in (px - x, py - y)]
        x, y = points[-1]
    told = ",".join(_tenths(value) for value in steps).replace(",-", "-")
    return f"M{start[0]:.1f},{start[1]:.1f}" + (f"c{told}" if told else "")


def _tenths(value: int) -> str:
    whole, part = divmod(abs(value), 10)
    text = f"{whole or ''}.{part}" if part else f"{whole}"
    return f"-{text}" if value < 0 else text
