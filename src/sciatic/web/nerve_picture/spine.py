"""The spine from behind and a little to the side, T12 to the tail bone, opened to show its nerves.

From the first lumbar vertebra down the arches are taken away, as a surgeon would see it: bodies
and discs in front, the cut pedicles, the dural sac with the cauda equina in it, each root below
its pedicle. All of it is drawn as seen from the left and mirrored for the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sciatic.anatomy import LEVELS, ROOTS
from sciatic.web.nerve_picture.curves import MIDDLE, Curve, Point, closed_path, mirrored


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing drawn: its look by the class, its line by the path; ``fade`` names a gradient."""

    look: str
    path: str
    fade: str = ""


@dataclass(frozen=True, slots=True)
class Bone:
    """A vertebra: centre of its body, width and height of the body, half span of its processes."""

    name: str
    y: float
    width: float
    height: float
    reach: float
    lean: float
    """How far the curve of the back carries the body towards the viewer's side."""


BONES = (
    Bone("T12", 44, 42, 26, 27, 0.0),
    Bone("L1", 79, 44, 27, 37, -1.0),
    Bone("L2", 115, 46, 28, 41, -2.0),
    Bone("L3", 152, 48, 28, 46, -2.6),
    Bone("L4", 190, 50, 28, 43, -2.4),
    Bone("L5", 228, 52, 27, 45, -1.0),
)
SIDE_FACE = 8.0
SACRUM_TOP = 250.0
SAC_HALF = 12.5
CONUS_Y = 101.0
_SAC = ((20.0, 13.0), (60, 13.5), (100, 13), (170, 12.5), (222, 12), (252, 10.5), (276, 8),
        (298, 4.5), (310, 0.8))  # fmt: skip
_CORD = ((20.0, 7.0), (50, 7.4), (70, 7.2), (84, 5.8), (94, 3.4), (CONUS_Y, 0.6))
_START_Y = dict(
    zip(ROOTS, (8.0, 22.0, 34.0, 46.0, 57.0, 66.0, 75.0, 82.0, 88.0, 93.0, 97.0), strict=True)
)
FORAMINA = {"S1": (162.0, 280.0), "S2": (163.5, 303.0), "S3": (165.5, 324.0), "S4": (168.0, 343.0),
            "S5": (171.0, 362.0)}  # fmt: skip


def level_y(level: str) -> float:
    """The height of a disc."""
    upper = next(bone for bone in BONES if bone.name == level.split("/")[0])
    lower = next((bone for bone in BONES if bone.name == level.split("/")[1]), None)
    top = upper.y + upper.height / 2
    return (top + (lower.y - lower.height / 2 if lower else SACRUM_TOP)) / 2


def zone_place(level: str, zone: str | None) -> Point:
    """Where a lesion of a zone presses on the left."""
    away, up = {
        "central": (5.0, 0.0), "subarticular": (12.5, 1.0), "foraminal": (27.0, -7.0),
        "extraforaminal": (38.0, -2.0),
    }.get(zone or "subarticular", (12.5, 0.0))  # fmt: skip
    return MIDDLE - away, level_y(level) + up


def root_points(root: str) -> tuple[Point, ...]:
    """The way of a left root from the cord, down the sac and out below its pedicle."""
    rank = ROOTS.index(root)
    start = _START_Y[root]
    leave = _leaves_at(root)
    lane = max(1.2, 11.2 - 1.15 * rank)
    points = [(MIDDLE - _half(_CORD, start) * 0.9, start)]
    for share in (0.3, 0.6, 0.85):
        y = start + (leave - start) * share
        wide = lane + (SAC_HALF - 1.5 - lane) * max(0.0, share - 0.45) / 0.55
        points.append((MIDDLE - min(wide, _half(_SAC, y) - 1.2), y))
    points.append((MIDDLE - _half(_SAC, leave), leave))
    if root in FORAMINA:
        return (*points, FORAMINA[root])
    bone = next(bone for bone in BONES if bone.name == root)
    return (*points, (MIDDLE - 19.5, bone.y - 1), (MIDDLE - 27, bone.y + 7),
            (MIDDLE - 37, bone.y + 18))  # fmt: skip


def _leaves_at(root: str) -> float:
    """Where a root leaves the sac: over the upper edge of its own vertebra, sacral ones higher."""
    for bone in BONES:
        if bone.name == root:
            return bone.y - bone.height / 2 - 3
    return {"S1": 250.0, "S2": 276.0, "S3": 292.0, "S4": 300.0, "S5": 306.0}[root]


def ganglion(root: str) -> Point | None:
    """Where the swelling of a root lies."""
    bone = next((bone for bone in BONES if bone.name == root), None)
    if bone is not None:
        return MIDDLE - 28.5, bone.y + 8.5
    return {"S1": (164.5, 270.0), "S2": (167.0, 293.0)}.get(root)


def _half(profile: tuple[tuple[float, float], ...], y: float) -> float:
    """Half the width of the sac or the cord at a height."""
    for (y0, w0), (y1, w1) in pairwise(profile):
        if y <= y1:
            return w0 + (w1 - w0) * max(0.0, (y - y0) / (y1 - y0))
    return profile[-1][1]


def bones_behind() -> list[Shape]:
    """Bodies, discs, processes, sacrum: what the nerves lie on."""
    shapes = [Shape("bone", _transverse(bone, side)) for bone in BONES for side in (-1, 1)]
    shapes += [Shape("bone", _rib(side)) for side in (-1, 1)]
    shapes += _sacrum()
    for bone in BONES:
        shapes += _body(bone)
    shapes += [shape for level in ("T12/L1", *LEVELS) for shape in _disc(level)]
    shapes += [Shape("cut", _pedicle(bone, side)) for bone in BONES[1:] for side in (-1, 1)]
    return shapes


def sac(pressed_y: float | None = None) -> list[Shape]:
    """The dural sac and the end of the cord in it; narrowed where its middle is pressed."""
    return [Shape("sac", _tube(_narrowed(pressed_y))), Shape("cord", _tube(_CORD))]


def _narrowed(y: float | None) -> tuple[tuple[float, float], ...]:
    if y is None:
        return _SAC
    kept = [row for row in _SAC if abs(row[0] - y) > 15]
    near = [(y + away, _half(_SAC, y + away) - less) for away, less in
            ((-14.0, 0.0), (-6.0, 3.2), (0.0, 5.0), (6.0, 3.2), (14.0, 0.0))]  # fmt: skip
    return tuple(sorted([*kept, *near]))


def bones_before() -> list[Shape]:
    """The arch of the last thoracic vertebra, left whole: one sees that it is a back."""
    y = BONES[0].y
    arch = [(-17, -14), (-20, -4), (-16, 6), (-9, 9), (-5, 16), (0, 26), (5, 16), (9, 9), (16, 6),
            (20, -4), (17, -14), (9, -9), (0, -13), (-9, -9)]  # fmt: skip
    ridge = [(0.0, -8.0), (-2.2, 6.0), (-2.6, 19.0), (0.0, 25.0), (2.6, 19.0), (2.2, 6.0)]
    return [
        Shape("arch", closed_path([(MIDDLE + dx, y + dy) for dx, dy in arch])),
        Shape("ridge", closed_path([(MIDDLE + dx, y + dy) for dx, dy in ridge])),
    ]


def _tube(profile: tuple[tuple[float, float], ...]) -> str:
    left = [(MIDDLE - half, y) for y, half in profile]
    right = [(MIDDLE + half, y) for y, half in reversed(profile)]
    first, second = Curve(tuple(left)).path, Curve(tuple(right)).path
    return f"{first}L{second[1:]}Z"


def _corners(bone: Bone) -> tuple[float, float, float, float]:
    x = MIDDLE + bone.lean
    return (
        x - bone.width / 2,
        x + bone.width / 2,
        bone.y - bone.height / 2,
        bone.y + bone.height / 2,
    )


def _body(bone: Bone) -> list[Shape]:
    x0, x1, y0, y1 = _corners(bone)
    waist, r, mid = 3.2, 2.5, bone.y
    middle = MIDDLE + bone.lean
    front = (
        f"M{x0 + r:.1f},{y0:.1f}Q{middle:.1f},{y0 + 2:.1f} {x1 - r:.1f},{y0:.1f}"
        f"Q{x1:.1f},{y0:.1f} {x1:.1f},{y0 + r:.1f}"
        f"Q{x1 - waist * 2:.1f},{mid:.1f} {x1:.1f},{y1 - r:.1f}"
        f"Q{x1:.1f},{y1:.1f} {x1 - r:.1f},{y1:.1f}Q{middle:.1f},{y1 - 2:.1f} {x0 + r:.1f},{y1:.1f}"
        f"Q{x0:.1f},{y1:.1f} {x0:.1f},{y1 - r:.1f}"
        f"Q{x0 + waist * 2:.1f},{mid:.1f} {x0:.1f},{y0 + r:.1f}"
        f"Q{x0:.1f},{y0:.1f} {x0 + r:.1f},{y0:.1f}Z"
    )
    s = SIDE_FACE
    side = (
        f"M{x0 + r:.1f},{y0:.1f}L{x0 - s:.1f},{y0 + 2.5:.1f}Q{x0 - s + waist * 2.2:.1f},{mid:.1f} "
        f"{x0 - s:.1f},{y1 - 2:.1f}L{x0 + r:.1f},{y1:.1f}Q{x0:.1f},{y1:.1f} {x0:.1f},{y1 - r:.1f}"
        f"Q{x0 + waist * 2:.1f},{mid:.1f} {x0:.1f},{y0 + r:.1f}Z"
    )
    return [Shape("side-face", side), Shape("bone", front)]


def _disc(level: str) -> list[Shape]:
    y = level_y(level)
    upper = next(bone for bone in BONES if bone.name == level.split("/")[0])
    x0, x1, _, y_up = _corners(upper)
    h = (y - y_up) * 2 - 1.2
    s = SIDE_FACE
    top, low = y - h / 2, y + h / 2
    side = (
        f"M{x0:.1f},{top:.1f}L{x0 - s:.1f},{top + 0.5:.1f}Q{x0 - s - 3:.1f},{y:.1f} "
        f"{x0 - s:.1f},{low + 0.8:.1f}L{x0:.1f},{low:.1f}Z"
    )
    face = (
        f"M{x0 + 1:.1f},{top:.1f}Q{MIDDLE:.1f},{top + 1.6:.1f} {x1 - 1:.1f},{top:.1f}"
        f"Q{x1 + 2.5:.1f},{y:.1f} {x1 - 1:.1f},{low:.1f}Q{MIDDLE:.1f},{low - 1.6:.1f} "
        f"{x0 + 1:.1f},{low:.1f}Q{x0 - 2.5:.1f},{y:.1f} {x0 + 1:.1f},{top:.1f}Z"
    )
    return [Shape("disc disc-side", side), Shape("disc", face)]


def _pedicle(bone: Bone, side: int) -> str:
    x, y = MIDDLE + side * 17.5, bone.y - 5.5
    ring = [(x - 3.6, y), (x - 2.4, y - 6), (x + 2.4, y - 6), (x + 3.6, y), (x + 2.4, y + 6),
            (x - 2.4, y + 6)]  # fmt: skip
    return closed_path(ring)


def _transverse(bone: Bone, side: int) -> str:
    y = bone.y - 5
    thick = 5.2 if bone.name == "L5" else 3.8
    lift = {"T12": 4.0, "L1": 0.0, "L2": -1.0, "L3": -2.0, "L4": -5.0, "L5": -4.0}[bone.name]
    r = bone.reach
    low = thick - 1.4 + lift
    ring = [(14.0, -6.0), (r * 0.7, -thick + lift * 0.5), (r - 2, -thick + 0.8 + lift), (r, lift),
            (r - 2, low), (r * 0.7, thick * 0.8 + lift * 0.5), (14.0, 7.0)]  # fmt: skip
    return closed_path([(MIDDLE + side * dx, y + dy) for dx, dy in ring])


def _rib(side: int) -> str:
    ring = [
        (20, 36),
        (34, 40),
        (52, 52),
        (68, 70),
        (71, 75),
        (66, 74),
        (50, 58),
        (34, 47),
        (20, 43),
    ]
    return closed_path([(MIDDLE + side * dx, float(y)) for dx, y in ring])


def _sacrum() -> list[Shape]:
    half = [(180.0, SACRUM_TOP), (158, SACRUM_TOP - 0.5), (150, 256), (134, 260), (133, 270),
            (140, 292), (148, 310), (158, 336), (166, 358), (172, 370), (180, 374)]  # fmt: skip
    plate = closed_path([*half[:-1], (180.0, 374.0), *reversed(mirrored(half[1:-1]))])
    shapes = [Shape("bone", plate)]
    tail = [(176.0, 375.0), (175.5, 382), (177, 390), (179, 398), (181, 402), (183, 398),
            (184, 390), (184.5, 382), (184, 375)]  # fmt: skip
    shapes.append(Shape("bone", closed_path(tail)))
    for x, y in list(FORAMINA.values())[:4]:
        for place in ((x, y), *mirrored([(x, y)])):
            px, py = place
            hole = [
                (px - 3.6, py),
                (px - 1, py - 3),
                (px + 2.8, py - 1.6),
                (px + 3, py + 1.6),
                (px, py + 3),
            ]
            shapes.append(Shape("hole", closed_path(hole)))
    return shapes
