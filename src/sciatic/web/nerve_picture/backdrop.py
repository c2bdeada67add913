"""The body behind the nerves: outline, pelvis, bones of the leg, and the sole beside the foot."""

from __future__ import annotations

from collections.abc import Sequence

from sciatic.web.nerve_picture.course import body
from sciatic.web.nerve_picture.curves import Curve, Point, closed_path, mirrored
from sciatic.web.nerve_picture.spine import Shape

_PELVIS = ("ilium", "ischium")
_LEG = ("femur", "tibia", "fibula", "heel")


def legs(sides: Sequence[str], soles: Sequence[str]) -> list[Shape]:
    """The legs that have a nerve to show in full; of another only the flank and the pelvis."""
    shapes: list[Shape] = []
    for side in ("left", "right"):
        full = side in sides
        shapes += _skin(side, full, len(sides) == 1)
        look = "bone" if full else "bone far"
        for name in (*_PELVIS, *(_LEG if full else ())):
            hole = body()["holes"].get(name)
            rings = [body()["bones"][name], *([hole] if hole else [])]
            path = "".join(closed_path(_side(ring, side)) for ring in rings)
            shapes.append(Shape(f"{look} {name}", path))
        if full:
            shapes += [Shape("crease", Curve(_side(one, side)).path) for one in body()["creases"]]
            shapes += [Shape("crease", Curve(_side(one, side)).path) for one in body()["toes"]]
        if side in soles:
            shapes.append(Shape("sole", closed_path(_side(body()["sole"], side))))
            shapes += [Shape("crease", Curve(_side(one, side)).path) for one in body()["sole_toes"]]
    return shapes


def _skin(side: str, full: bool, alone: bool) -> list[Shape]:
    outer = _side(body()["outer"], side)
    if not full:
        return [Shape("outline far", Curve(outer[:9]).path)]
    inner = _side(body()["inner"], side)
    foot = _side(body()["foot"], side)
    ring = [*outer, *foot[1:-1], *reversed(inner)]
    line = Curve(tuple(ring))
    return [
        Shape("flesh", f"{line.path}L180,430L180,20Z", f"fade-{side}" if alone else ""),
        Shape("outline", line.path),
    ]


def _side(points: Sequence[Sequence[float]], side: str) -> tuple[Point, ...]:
    line = tuple((float(x), float(y)) for x, y in points)
    return line if side == "left" else mirrored(line)
