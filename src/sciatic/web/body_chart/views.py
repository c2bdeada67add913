"""The views of the body chart: what is drawn where.

One half of each view is drawn by hand in ``web/data/body_chart``; the other is its mirror.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from sciatic.anatomy import regions
from sciatic.web.body_chart.curves import Bend, Point, read_curves, smooth
from sciatic.web.body_chart.faces import Edge, Face, edges_of, faces_of

VIEWS: Final = (
    "front",
    "back",
    "inner",
    "outer",
    "foot_top",
    "foot_sole",
    "foot_inner",
    "foot_outer",
    "saddle",
)
"""Every view, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a view: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """One region as one view shows it."""

    region: str
    face: Face


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One drawing: a half by hand, and its mirror about ``axis``.

    Attributes:
        id: one of ``VIEWS``.
        drawn_side: whose half is drawn by hand; the other side is the mirror.
        axis: the x of the mirror.
        box: what is shown when both sides are.
        half: what is shown when zoomed to the side drawn by hand.
        shapes: the regions.
        outline: the contour, open where the drawing is cut off.
        lines: fine lines that help the eye (nails, folds), parts of no region.
        silhouette: the whole contour, closed.
        joined: the two halves meet in the midline.
        line_width: of the outline, in units of the view.
        zooms: the regions that a tap zooms to, because they are small here.
        foot: the view of the foot that this one zooms to, or None.
    """

    id: str
    drawn_side: str
    axis: float
    box: Box
    half: Box
    shapes: tuple[Shape, ...]
    outline: tuple[tuple[Bend, ...], ...]
    lines: tuple[tuple[Bend, ...], ...]
    silhouette: tuple[Bend, ...]
    joined: bool
    line_width: float
    foot: str | None
    zooms: frozenset[str]

    def box_of(self, side: str) -> Box:
        """What is shown when zoomed to one side."""
        if side == self.drawn_side:
            return self.half
        left = 2 * self.axis - self.half.x - self.half.width
        return Box(left, self.half.y, self.half.width, self.half.height)


@cache
def views() -> Mapping[str, View]:
    """Every view by its id, in the order of ``VIEWS``."""
    return MappingProxyType({name: _view(name) for name in VIEWS})


def seen_in(region: str) -> tuple[str, ...]:
    """The views that show a region."""
    return tuple(
        view.id for view in views().values() if any(s.region == region for s in view.shapes)
    )


def _view(name: str) -> View:
    path = files("sciatic.web").joinpath("data", "body_chart", f"{name}.toml")
    cells = tomllib.loads(path.read_text("utf-8"))
    try:
        return _read_view(name, cells)
    except (KeyError, ValueError) as why:
        raise ValueError(f"web/data/body_chart/{name}.toml: {why}") from why


def _read_view(name: str, cells: Mapping[str, Any]) -> View:
    written = {curve: _flat(text) for curve, text in cells["curves"].items()}
    edges = edges_of(read_curves(written))
    faces = faces_of(edges)
    drawn = read_curves({line: _flat(text) for line, text in cells.get("lines", {}).items()})
    outside = [face for face in faces if face.area < 0]
    if len(outside) != 1:
        raise ValueError(f"the curves fall apart into {len(outside)} drawings")
    shapes = _shapes([face for face in faces if face.area > 0], cells["regions"])
    low = cells.get("foot_from", float("inf"))
    fine = [smooth(knot.at for knot in knots) for knots in drawn.values()]
    fine += [edge.bends for edge in edges if edge.curve in cells.get("drawn", ())]
    return View(
        id=name,
        drawn_side=cells["drawn_side"],
        axis=cells["axis"],
        box=Box(*cells["box"]),
        half=Box(*cells["half"]),
        shapes=shapes,
        outline=_outline(outside[0].edges, set(cells.get("cut", ()))),
        lines=tuple(fine),
        silhouette=tuple(bend for edge in outside[0].edges for bend in edge.bends),
        joined="midline" in cells["curves"],
        line_width=cells["line_width"],
        foot=cells.get("foot"),
        zooms=frozenset(shape.region for shape in shapes if _middle(shape) > low),
    )


def _flat(text: str) -> str:
    return " ".join(text.split()).rstrip(",")


def _shapes(faces: Iterable[Face], seeds: Mapping[str, list[float]]) -> tuple[Shape, ...]:
    shapes = []
    for face in faces:
        held = [region for region, at in seeds.items() if face.holds(_point(at))]
        if len(held) != 1:
            where = ", ".join(dict.fromkeys(edge.start for edge in face.edges))
            raise ValueError(f"the area between {where} holds {held or 'no region'}")
        if held[0] not in regions():
            raise ValueError(f"{held[0]!r} is no region")
        shapes.append(Shape(held[0], face))
    drawn = [shape.region for shape in shapes]
    if missing := [region for region in seeds if region not in drawn]:
        raise ValueError(f"nothing is drawn round {', '.join(missing)}")
    order = list(regions())
    return tuple(sorted(shapes, key=lambda shape: order.index(shape.region)))


def _middle(shape: Shape) -> float:
    return sum(y for _, y in shape.face.polygon) / len(shape.face.polygon)


def _point(at: list[float]) -> Point:
    return float(at[0]), float(at[1])


def _outline(edges: tuple[Edge, ...], cut: set[str]) -> tuple[tuple[Bend, ...], ...]:
    """The contour in strokes that are as long as can be, without the curves that are cut off."""
    start = next((at for at, edge in enumerate(edges) if edge.curve in cut), 0)
    strokes: list[list[Bend]] = [[]]
    for edge in (*edges[start:], *edges[:start]):
        if edge.curve in cut:
            strokes.append([])
        else:
            strokes[-1] += edge.bends
    return tuple(tuple(stroke) for stroke in strokes if stroke)
