"""From curves that meet in named points to the areas between them.

Every piece of curve is shared by the two areas beside it, so areas tile by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2

from sciatic.web.body_chart.curves import Bend, Knot, Point, smooth


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of curve between two named points, walked one way."""

    curve: str
    start: str
    end: str
    bends: tuple[Bend, ...]

    def reversed(self) -> Edge:
        """The same piece, walked the other way."""
        back = tuple(bend.reversed() for bend in reversed(self.bends))
        return Edge(self.curve, self.end, self.start, back)

    def points(self) -> tuple[Point, ...]:
        """Points along it, the last left out."""
        return tuple(point for bend in self.bends for point in bend.points())


@dataclass(frozen=True, slots=True)
class Face:
    """An area: the edges round it, and the same as a polygon."""

    edges: tuple[Edge, ...]
    polygon: tuple[Point, ...]

    @property
    def area(self) -> float:
        """In square units of the view; negative for the outside, walked the other way."""
        return signed_area(self.polygon)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return inside(self.polygon, point)


def edges_of(curves: Mapping[str, Sequence[Knot]]) -> tuple[Edge, ...]:
    """Every curve, cut where others meet it."""
    return tuple(edge for name, knots in curves.items() for edge in _cut(name, knots))


def faces_of(edges: Iterable[Edge]) -> tuple[Face, ...]:
    """Every area that the edges enclose; the outside is the one with a negative area.

    Raises:
        ValueError: an edge has a loose end.
    """
    walks = [way for edge in edges for way in (edge, edge.reversed())]
    leaving: dict[str, list[Edge]] = {}
    for way in walks:
        leaving.setdefault(way.start, []).append(way)
    loose = sorted(name for name, ways in leaving.items() if len(ways) == 1)
    if loose:
        raise ValueError(f"only one edge ends in {', '.join(loose)}")
    for ways in leaving.values():
        ways.sort(key=_heading)
    found, seen = [], set()
    for first in walks:
        if _key(first) not in seen:
            found.append(_face(first, leaving))
            seen |= {_key(way) for way in found[-1].edges}
    return tuple(found)


def signed_area(polygon: Sequence[Point]) -> float:
    """Area of a polygon; positive where it is walked clockwise as seen on the screen."""
    turned = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in turned) / 2


def inside(polygon: Sequence[Point], point: Point) -> bool:
    """Whether a point lies in a polygon (even-odd rule)."""
    x, y = point
    heights = [at[1] for at in polygon]
    if not min(heights) <= y <= max(heights):
        return False
    odd = False
    for (ax, ay), (bx, by) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def _cut(name: str, knots: Sequence[Knot]) -> list[Edge]:
    bends = smooth(knot.at for knot in knots)
    cuts = [at for at, knot in enumerate(knots) if knot.name]
    if not cuts or cuts[0] != 0 or cuts[-1] != len(knots) - 1:
        raise ValueError(f"the curve {name!r} starts or ends in a point without a name")
    return [
        Edge(name, knots[start].name, knots[end].name, bends[start:end])
        for start, end in pairwise(cuts)
    ]


def _face(first: Edge, leaving: Mapping[str, list[Edge]]) -> Face:
    walked = [first]
    while True:
        way = _next(walked[-1], leaving)
        if _key(way) == _key(first):
            break
        walked.append(way)
    return Face(tuple(walked), tuple(point for way in walked for point in way.points()))


def _next(way: Edge, leaving: Mapping[str, list[Edge]]) -> Edge:
    """At its end, the edge that turns most sharply to the right."""
    ways = leaving[way.end]
    back = next(at for at, out in enumerate(ways) if _key(out) == _key(way.reversed()))
    return ways[back - 1]


def _heading(way: Edge) -> float:
    points = way.points()
    (ax, ay), (bx, by) = points[0], points[3]
    return atan2(by - ay, bx - ax)


def _key(way: Edge) -> tuple[str, str, str, Point]:
    return way.curve, way.start, way.end, way.bends[0].leaving
