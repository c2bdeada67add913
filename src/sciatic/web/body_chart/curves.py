"""Smooth curves through hand-placed points.

A curve is written as ``"135 0 waist, 150 40, 164 90 hip"``: points in order, a name where another
curve meets it. A name alone stands for a point that another curve places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Final

Point = tuple[float, float]
"""x to the right and y down, in the units of its view."""

_STEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Bend:
    """A cubic Bézier piece: two ends, two handles."""

    start: Point
    leaving: Point
    arriving: Point
    end: Point

    def reversed(self) -> Bend:
        """The same piece, walked the other way."""
        return Bend(self.end, self.arriving, self.leaving, self.start)

    def points(self) -> tuple[Point, ...]:
        """Points along it, its start first and its end left out."""
        return tuple(self._at(step / _STEPS) for step in range(_STEPS))

    def _at(self, t: float) -> Point:
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        ends = (self.start, self.leaving, self.arriving, self.end)
        x = sum(weight * place[0] for weight, place in zip(weights, ends, strict=True))
        return x, sum(weight * place[1] for weight, place in zip(weights, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Knot:
    """A point of a curve; ``name`` is empty where no other curve meets it."""

    name: str
    at: Point


def read_curves(written: Mapping[str, str]) -> dict[str, tuple[Knot, ...]]:
    """The points of every curve of a view, the names looked up.

    Raises:
        ValueError: a name is placed twice, or nowhere.
    """
    split = {name: [part.split() for part in text.split(",")] for name, text in written.items()}
    placed: dict[str, Point] = {}
    for parts in (part for curve in split.values() for part in curve if len(part) == 3):
        if parts[2] in placed:
            raise ValueError(f"the point {parts[2]!r} is placed twice")
        placed[parts[2]] = (float(parts[0]), float(parts[1]))
    missing = {part[0] for curve in split.values() for part in curve if len(part) == 1} - {*placed}
    if missing:
        raise ValueError(f"no curve places the points {', '.join(sorted(missing))}")
    return {name: tuple(_knot(part, placed) for part in curve) for name, curve in split.items()}


def smooth(points: Iterable[Point]) -> tuple[Bend, ...]:
    """A centripetal Catmull-Rom curve through the points, as Bézier pieces.

    Centripetal, so that unevenly placed points make neither loops nor overshoots (Yuksel and
    others 2011). A curve that ends where it starts is closed smoothly.
    """
    through = list(points)
    if len(through) == 2:
        return (_straight(through[0], through[1]),)
    if through[0] == through[-1]:
        before, after = through[-2], through[1]
    else:
        before = _beyond(through[0], through[1], through[2])
        after = _beyond(through[-1], through[-2], through[-3])
    row = [before, *through, after]
    return tuple(_piece(*row[at : at + 4]) for at in range(len(row) - 3))


def _knot(part: list[str], placed: Mapping[str, Point]) -> Knot:
    if len(part) == 1:
        return Knot(part[0], placed[part[0]])
    if len(part) not in (2, 3):
        raise ValueError(f"{' '.join(part)!r} is no point: write 'x y', 'x y name' or 'name'")
    return Knot(part[2] if len(part) == 3 else "", (float(part[0]), float(part[1])))


def _beyond(end: Point, next_to: Point, third: Point) -> Point:
    """A point beyond the end that keeps the bend of the curve there."""
    bend = tuple(a - 2 * b + c for a, b, c in zip(end, next_to, third, strict=True))
    return 2 * end[0] - next_to[0] + bend[0] / 2, 2 * end[1] - next_to[1] + bend[1] / 2


def _straight(start: Point, end: Point) -> Bend:
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    leaving = (start[0] + third[0], start[1] + third[1])
    return Bend(start, _rounded(leaving), _rounded((end[0] - third[0], end[1] - third[1])), end)


def _piece(before: Point, start: Point, end: Point, after: Point) -> Bend:
    spans = [_root_of_distance(*pair) for pair in ((before, start), (start, end), (end, after))]
    leaving = _handle(start, end, before, spans[1], spans[0])
    arriving = _handle(end, start, after, spans[1], spans[2])
    return Bend(start, _rounded(leaving), _rounded(arriving), end)


def _handle(near: Point, far: Point, behind: Point, span: float, back: float) -> Point:
    weight = 3 * back * (back + span)
    return (
        _along(near[0], far[0], behind[0], span, back) / weight,
        _along(near[1], far[1], behind[1], span, back) / weight,
    )


def _along(near: float, far: float, behind: float, span: float, back: float) -> float:
    own = 2 * back * back + 3 * back * span + span * span
    return back * back * far - span * span * behind + own * near


def _root_of_distance(one: Point, other: Point) -> float:
    return max(sqrt(hypot(one[0] - other[0], one[1] - other[1])), 1e-3)


def _rounded(at: Point) -> Point:
    return round(at[0], 1), round(at[1], 1)
