"""Which names stand beside the picture, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sciatic.assessment.nerve_route import NerveRoute, Strand
from sciatic.web.nerve_picture import spine, words
from sciatic.web.nerve_picture.course import Course, patches
from sciatic.web.nerve_picture.curves import MIDDLE, Point, Ruler
from sciatic.web.nerve_picture.labels import BETWEEN, BOLD, LEG, SPINE, Wanted, broken, set_in
from sciatic.web.nerve_picture.parts import WIDTH, Label
from sciatic.web.nerve_picture.words import Say

NAMED_DOWN = {
    "sciatic": 0.4,
    "tibial": 0.25,
    "common_fibular": 0.5,
    "superficial_fibular": 0.3,
    "deep_fibular": 0.45,
    "sural": 0.35,
    "saphenous": 0.45,
    "femoral": 0.6,
    "posterior_femoral_cutaneous": 0.5,
}
"""Nerves that are named, and how far down their own stretch the line points."""
LOW_DOWN = {"sciatic": 0.9, "common_fibular": 0.7}
"""The same where there are two legs: the names stand between the knees."""
NAMED_OF_TWO = (
    "sciatic",
    "tibial",
    "common_fibular",
    "superficial_fibular",
    "deep_fibular",
    "sural",
)
Row = tuple[Strand, Course, Point | None]


def labels_of(
    route: NerveRoute, rows: Sequence[Row], soles: Sequence[str], say: Say
) -> list[Label]:
    """Every label: vertebrae, what is pressed, nerves, the skin at the end."""
    main = route.main.side
    flip = main == "right" and len(route.sides) == 1
    found = [_bone(bone, flip) for bone in spine.BONES]
    upper, lower = _wanted(route, rows, say)
    side_column = SPINE.mirrored() if flip else SPINE
    found += set_in(side_column, upper)
    column = LEG.mirrored() if flip else LEG
    found += set_in(BETWEEN if len(route.sides) == 2 else column, lower)
    found += _sole(soles, say)
    found += _end(route, say)
    return found


def _bone(bone: spine.Bone, flip: bool) -> Label:
    lift = {"T12": -8.0, "L5": 3.0, "L4": -2.0}.get(bone.name, 1.0)
    reach = 44.0 if bone.name == "T12" else bone.reach + 4
    x = MIDDLE - reach if flip else MIDDLE + reach
    return Label((bone.name,), x, bone.y + lift, "end" if flip else "start", "vertebra")


def _wanted(route: NerveRoute, rows: Sequence[Row], say: Say) -> tuple[list[Wanted], list[Wanted]]:
    """Words beside the spine, and words beside the leg."""
    upper: list[Wanted] = []
    lower: list[Wanted] = []
    head, what = words.press_words(route, say)
    place = _press_place(route, rows)
    if head and place:
        (upper if place[1] < 400 else lower).append(Wanted(place, what, head, "pressed"))
    if route.kind in ("none", "long_fibres", "nerve", "traced"):
        away = 9.0 if route.main.side == "left" else -9.0
        sac = say("nerve roots in their sac (cauda equina)")
        upper.append(Wanted((MIDDLE + away, 170.0), sac))
    names: dict[str, Wanted] = {}
    both = len(route.sides) == 2
    for strand, course, _ in rows:
        if strand.side != route.main.side:
            continue
        for node, point in _named(strand, course, LOW_DOWN if both else {}):
            if not both or (point[1] > 500 and node in NAMED_OF_TWO):
                names.setdefault(node, Wanted(point, words.nerve_word(node, say)))
    if route.kind == "nerve":
        names = {node: want for node, want in names.items() if want.text not in what}
    for want in names.values():
        (upper if want.target[1] < 400 else lower).append(want)
    end = patches()[route.main.region].middle
    if end[1] < 796 and not patches()[route.main.region].inset:
        where = end if route.main.side == "left" else (2 * MIDDLE - end[0], end[1])
        skin = Wanted(
            where, words.skin_word(route.main.region, say), _skin_head(route, say), "skin-name"
        )
        (upper if where[1] < 400 else lower).append(skin)
    return upper, lower


def _press_place(route: NerveRoute, rows: Sequence[Row]) -> Point | None:
    if route.kind == "cauda":
        return MIDDLE + 12, spine.level_y(route.level or "L4/L5")
    if route.kind == "cord":
        return MIDDLE, 112.0
    return next((pressed for strand, _, pressed in rows if strand == route.main), None)


def _named(strand: Strand, course: Course, lower: Mapping[str, float]) -> list[tuple[str, Point]]:
    """The nerves of a strand that are named, and the point of its line that the name points to."""
    nodes = [stop.node for stop in strand.stops]
    points = course.curve.points
    flat = course.curve.flat()
    found = []
    for node, down in NAMED_DOWN.items():
        if node not in course.stations:
            continue
        after = next(
            (course.stations[n] for n in nodes[nodes.index(node) + 1 :] if n in course.stations),
            len(points) - 1,
        )
        part = flat[course.stations[node] * 10 : after * 10 + 1]
        if len(part) > 1:
            found.append((node, Ruler(part).at(lower.get(node, down))))
    return found


def _skin_head(route: NerveRoute, say: Say) -> str:
    told = (route.main.side, route.main.region) in route.told
    return say("You marked") if told and route.kind != "traced" else say("Ends here")


def _end(route: NerveRoute, say: Say) -> list[Label]:
    """The name of the skin at the end of the main strand, below the foot."""
    patch = patches()[route.main.region]
    x, y = patch.middle
    if y < 796 and not patch.inset:
        return []
    right = route.main.side == "right"
    text = f"{_skin_head(route, say)}: {words.skin_word(route.main.region, say)}"
    if route.kind == "long_fibres":
        text = ": ".join(words.press_words(route, say))
    x = 2 * MIDDLE - x if right else x
    at = WIDTH - 4.0 if right else 4.0
    leader = f"M{x:.1f},{y + 4:.1f}L{x:.1f},929"
    lines = broken(text, (WIDTH - 8) / BOLD)
    return [Label(lines, at, 944.0, "end" if right else "start", "skin-name", leader)]


def _sole(soles: Sequence[str], say: Say) -> list[Label]:
    if len(soles) == 2:
        return [Label((say("soles"),), MIDDLE, 838.0, "middle", "vertebra")]
    places = {"left": (170.0, "start"), "right": (2 * MIDDLE - 170.0, "end")}
    return [
        Label((say("sole"),), places[side][0], 838.0, places[side][1], "vertebra") for side in soles
    ]
