"""The way of a strand in the picture: the stations of the route put on the drawn leg."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from sciatic.assessment.nerve_route import Strand
from sciatic.web.nerve_picture.curves import MIDDLE, Curve, Point, between, closed_path, mirrored
from sciatic.web.nerve_picture.spine import root_points


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch of skin: its outline on the left, whether on the far side or on the sole."""

    points: tuple[Point, ...]
    front: bool
    inset: bool

    @property
    def middle(self) -> Point:
        """The centre of its points."""
        n = len(self.points)
        return sum(x for x, _ in self.points) / n, sum(y for _, y in self.points) / n

    def path(self, side: str) -> str:
        """Its closed outline."""
        return closed_path(self.points if side == "left" else mirrored(self.points))


def drawing(name: str) -> dict[str, Any]:
    """A file of points."""
    source = files("sciatic.web.nerve_picture").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def body() -> dict[str, Any]:
    """Outline, bones and creases."""
    return drawing("body")


@cache
def _course() -> dict[str, Any]:
    return drawing("course")


@cache
def patches() -> dict[str, Patch]:
    """Every region's patch, and the bellies of the muscles, on which a traced way may end."""
    found = {}
    for region, row in (drawing("skin") | drawing("muscle")).items():
        points = _on_leg(*row["leg"]) if "leg" in row else tuple((x, y) for x, y in row["shape"])
        found[region] = Patch(points, row.get("front", False), row.get("inset", False))
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """A strand drawn: its line, and the place of each station among the line's points."""

    curve: Curve
    stations: dict[str, int]


def course_of(strand: Strand) -> Course:
    """The line of a strand on its own side."""
    nodes = [stop.node for stop in strand.stops]
    points = list(root_points(strand.root))
    stations = {nodes[0]: 0, nodes[1]: len(points) - 1}
    ways, places = _course()["way"], _course()["place"]
    for parent, child, after in zip(nodes[1:-2], nodes[2:-1], nodes[3:], strict=True):
        way = f"{parent}>{child}"
        points += _pairs(ways.get(f"{way}>{after}", ways.get(way, [])))
        place = places.get(f"{child}>{after}", places.get(child))
        if place is not None:
            points += _pairs([place])
            stations[child] = len(points) - 1
    twigs = _course()["twig"]
    last = f"{nodes[-2]}>{nodes[-1]}"
    if last in twigs or strand.stops[-1].kind == "skin":
        points += _pairs(twigs.get(last, twigs.get(nodes[-2], [])))
    points.append(patches()[nodes[-1]].middle)
    stations[nodes[-1]] = len(points) - 1
    line = tuple(points) if strand.side == "left" else mirrored(points)
    return Course(Curve(line), stations)


def on_side(point: Point, side: str) -> Point:
    """A point of the left leg, on the side asked for."""
    return point if side == "left" else (2 * MIDDLE - point[0], point[1])


def _pairs(rows: list[list[float]]) -> list[Point]:
    return [(float(x), float(y)) for x, y in rows]


def _edge(line: list[list[float]], y: float) -> float:
    """x of an outline at a height."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if y0 <= y <= y1:
            return float(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    return float(line[0][0] if y < line[0][1] else line[-1][0])


def _on_leg(top: float, low: float, outer: float, inner: float) -> tuple[Point, ...]:
    """A stretch of the leg with rounded corners."""

    def at(y: float, share: float) -> Point:
        ends = (_edge(body()["outer"], y), y), (_edge(body()["inner"], y), y)
        return between(*ends, share)

    span, wide = low - top, inner - outer
    rows = ((0.0, 0.3), (0.12, 0.03), (0.5, 0.0), (0.88, 0.03), (1.0, 0.3))
    left = [at(top + span * down, outer + wide * inset) for down, inset in rows]
    right = [at(top + span * down, inner - wide * inset) for down, inset in reversed(rows)]
    return (*left, *right)
