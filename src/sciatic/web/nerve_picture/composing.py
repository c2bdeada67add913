"""From the description of a route to a picture: lines, patches, signals, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, degrees, dist

from sciatic.anatomy import ROOTS
from sciatic.assessment.nerve_route import NerveRoute, Strand
from sciatic.assessment.route_steps import Step
from sciatic.web.nerve_picture import spine, words
from sciatic.web.nerve_picture.backdrop import legs
from sciatic.web.nerve_picture.course import Course, course_of, on_side, patches
from sciatic.web.nerve_picture.curves import MIDDLE, Curve, Point, Ruler, closed_path, mirrored
from sciatic.web.nerve_picture.naming import labels_of
from sciatic.web.nerve_picture.parts import (
    HEIGHT,
    WIDTH,
    Dot,
    Line,
    NervePicture,
    PatchDrawn,
    Squeeze,
    Still,
)
from sciatic.web.nerve_picture.words import Say, failing

DOT_EVERY = 24.0
"""One signal on this length of a line; the module has the same figure."""
GOLDEN = 0.6180339887
FADE_FROM_END = 0.1
"""Where signals of long fibres stop, as a share of the way from the skin: near the ends."""
SAC_GAP, NEAR = 9.0, 14.0
SHOWN_LOSS = 0.08
SOLE_LOSS = 0.25
"""A patch that loses less than this at the worst step is left out of the picture."""


@dataclass(frozen=True)
class Drawn:
    """A strand with its line and the place where it is pressed, if any."""

    strand: Strand
    course: Course
    at: int | None
    pressed: Point | None

    @cached_property
    def ruler(self) -> Ruler:
        """Places along the line, from the skin to the cord."""
        return Ruler(self.course.curve.flat()[::-1])


def compose(route: NerveRoute, say: Say) -> NervePicture:
    """The picture of a route, in the reader's language."""
    drawn = [_drawn(route, strand) for strand in route.strands]
    heads = _heads(drawn)
    regions = _regions(route)
    soles = _soles(route)
    regions = [place for place in regions if place[0] in soles or not patches()[place[1]].inset]
    flip = route.sides == ("right",)
    steps = tuple(_row(route, step, say) for step in route.steps)
    return NervePicture(
        kind=route.kind,
        title=words.heading(route, say),
        description=words.description(route, say),
        heading=words.heading(route, say),
        caption=words.caption(route, say),
        width=WIDTH,
        height=HEIGHT,
        backdrop=tuple(legs(route.sides, soles)),
        spine=tuple(_turned(spine.bones_behind(), flip)),
        sac=tuple(spine.sac(_narrow(route))),
        rootlets=tuple(_rootlets()),
        arch=tuple(spine.bones_before()),
        lines=tuple(_line(route, one, one in heads) for one in drawn),
        beads=tuple(_beads(route)),
        patches=tuple(_patch(route, side, region) for side, region in regions),
        squeezes=tuple(_squeezes(route, drawn)),
        bulges=tuple(_bulges(route)),
        labels=tuple(labels_of(route, [(one.strand, one.course, one.pressed) for one in drawn],
                               soles, say)),
        steps=steps,
        ticks=tuple((n, words.severity_word(step.name, say))
                    for n, step in enumerate(route.steps) if step.name),
        likely=route.likely,
        stills=tuple(_stills(route, heads, steps)),
        scale_name=words.scale_name(route, say),
    )  # fmt: skip


def _drawn(route: NerveRoute, strand: Strand) -> Drawn:
    course = course_of(strand)
    if strand.pressed is None:
        return Drawn(strand, course, None, None)
    if route.kind in ("root", "cauda") and route.level is not None:
        zone = route.zone if route.kind == "root" else "central"
        goal = on_side(spine.zone_place(route.level, zone), strand.side)
        return _pressed_near(strand, course, goal)
    at = course.stations.get(strand.pressed)
    if route.kind == "plexus":
        at = next((place for node, place in course.stations.items() if "plexus" in node), at)
    if at is None:
        return Drawn(strand, course, None, None)
    return Drawn(strand, course, at, course.curve.points[at])


def _pressed_near(strand: Strand, course: Course, goal: Point) -> Drawn:
    """The pressed place put on the line, as a point of its own, where it passes the lesion."""
    last = course.stations[strand.root]
    points = course.curve.points
    top = Curve(points[: last + 2])
    flat = top.flat()
    n = min(
        range(len(flat)), key=lambda k: abs(flat[k][0] - goal[0]) + 3 * abs(flat[k][1] - goal[1])
    )
    place = n // 10 + 1
    near = min((place - 1, place), key=lambda k: abs(points[k][1] - flat[n][1]))
    if abs(points[near][1] - flat[n][1]) < 4:
        return Drawn(strand, course, near, points[near])
    grown = (*points[:place], flat[n], *points[place:])
    stations = {name: at + (at >= place) for name, at in course.stations.items()}
    return Drawn(strand, Course(Curve(grown), stations), place, flat[n])


def _heads(drawn: Sequence[Drawn]) -> list[Drawn]:
    """The strands that carry signals: the first of each side."""
    found: dict[str, Drawn] = {}
    for one in drawn:
        found.setdefault(one.strand.side, one)
    return list(found.values())


def _line(route: NerveRoute, one: Drawn, head: bool) -> Line:
    curve = one.course.curve
    first = one.strand == route.main or (head and route.side != route.main.side)
    x, y = curve.points[-1]
    return Line(
        look="main" if first else "branch",
        path=Curve(curve.points[::-1]).path,
        below=curve.below(one.at) if head and one.at else "",
        squeeze=_stop(route, one),
        signals=head,
        end=(round(x, 1), round(y, 1)),
    )


def _stop(route: NerveRoute, one: Drawn) -> float | None:
    if route.kind == "long_fibres":
        return FADE_FROM_END
    if one.pressed is None:
        return None
    return round(max(0.02, one.ruler.nearest(one.pressed)), 4)


def _regions(route: NerveRoute) -> list[tuple[str, str]]:
    """Patches to draw: what is lost at the worst, what was told of, where the strands end."""
    lost = {
        place for step in route.steps for place, loss in step.skin.items() if loss >= SHOWN_LOSS
    }
    ends = {(one.side, one.region) for one in route.strands}
    found = lost | ends | {place for place in route.told if place[0] in route.sides}
    order = list(patches())
    return sorted(found, key=lambda place: (place[0], order.index(place[1])))


def _soles(route: NerveRoute) -> tuple[str, ...]:
    """The sides whose sole is drawn: a strand ends there, or it grows clearly numb."""
    seen = {(one.side, one.region) for one in route.strands} | route.told
    seen |= {place for place, loss in route.steps[-1].skin.items() if loss >= SOLE_LOSS}
    found = {side for side, region in seen if patches()[region].inset}
    return tuple(side for side in route.sides if side in found)


def _patch(route: NerveRoute, side: str, region: str) -> PatchDrawn:
    return PatchDrawn(
        side=side,
        region=region,
        path=patches()[region].path(side),
        front=patches()[region].front,
        lost=tuple(round(step.skin.get((side, region), 0.0), 2) for step in route.steps),
        told=(side, region) in route.told,
    )


def _row(route: NerveRoute, step: Step, say: Say) -> dict[str, object]:
    return {
        "name": words.severity_word(step.name, say) if step.name else "",
        "mmhg": None if step.mmhg is None else round(step.mmhg, 1),
        "blocked": round(failing(route, step), 4),
        "slowed": round(step.slowed, 4),
        "words": words.passing(failing(route, step), step.slowed, say),
    }


def _turned(shapes: Sequence[spine.Shape], flip: bool) -> list[spine.Shape]:
    return [spine.Shape(f"{one.look} turned" if flip else one.look, one.path) for one in shapes]


def _narrow(route: NerveRoute) -> float | None:
    """Where the sac is pressed in its middle: a central lesion, a cauda equina."""
    central = route.kind == "cauda" or route.zone == "central"
    return spine.level_y(route.level) if central and route.level else None


def _rootlets() -> list[str]:
    """The roots of the left side; the right ones are their mirror image."""
    return [Curve(spine.root_points(root)).path for root in ROOTS[1:]]


def _beads(route: NerveRoute) -> list[Point]:
    """The ganglia of the followed roots."""
    found = {}
    for one in route.strands:
        place = spine.ganglion(one.root)
        if place is not None:
            found[one.side, one.root] = on_side(place, one.side)
    return list(found.values())


def _squeezes(route: NerveRoute, drawn: Sequence[Drawn]) -> list[Squeeze]:
    """The wedges: across the whole sac, or across each pressed line, once for those that meet."""
    y = _narrow(route)
    if y is not None:
        return [Squeeze(MIDDLE, y, 0.0, SAC_GAP)]
    if route.kind not in ("root", "nerve", "plexus"):
        return []
    found: list[Squeeze] = []
    for one in drawn:
        if one.pressed is None or any(dist(one.pressed, (s.x, s.y)) < NEAR for s in found):
            continue
        x, y = one.pressed
        dx, dy = one.ruler.direction(one.ruler.nearest(one.pressed))
        found.append(Squeeze(round(x, 1), round(y, 1), round(degrees(atan2(-dx, dy)), 1)))
    return found


def _bulges(route: NerveRoute) -> list[str]:
    """What presses: the disc that has come out, or the walls of a canal that has grown narrow."""
    if route.level is None or route.kind not in ("root", "cauda"):
        return []
    y = spine.level_y(route.level)
    disc = route.condition in ("disc_herniation", "cauda_equina_syndrome")
    if disc and (route.kind == "cauda" or route.zone == "central"):
        ring = [(-19.0, 0.0), (-12, -6), (0, -8), (12, -6), (19, 0), (12, 6), (0, 8), (-12, 6)]
        return [closed_path([(MIDDLE + dx, y + dy) for dx, dy in ring])]
    if disc:
        away = MIDDLE - spine.zone_place(route.level, route.zone)[0]
        ring = [(-away - 8.0, 1.0), (-away - 5, -4.5), (-away + 1, -5.5), (-away + 5.5, -1),
                (-away + 4, 4.5), (-away - 3, 5.5)]  # fmt: skip
    else:
        inner = 8.0 if route.zone == "central" else 11.5
        out = 40.0 if route.zone == "foraminal" else 22.0
        inner = 24.0 if route.zone == "foraminal" else inner
        ring = [(-out, -9.0), (-inner - 3, -7), (-inner, 0), (-inner - 3, 7), (-out, 9)]
    sides = route.sides if route.side == "both" or route.zone == "central" else (route.main.side,)
    points = tuple((MIDDLE + dx, y + dy) for dx, dy in ring)
    return [closed_path(points if side == "left" else mirrored(points)) for side in sides]


def _stills(
    route: NerveRoute, heads: Sequence[Drawn], rows: Sequence[dict[str, object]]
) -> list[Still]:
    """Nothing pressed, in between, the worst; and last the likely one."""
    last = len(route.steps) - 1
    chosen = dict.fromkeys([0, (last + 1) // 2, last] if last else [0])
    return [
        Still(n, tuple(_dots(route, heads, route.steps[n])),
              str(rows[n]["words"]))
        for n in (*chosen, route.likely)
    ]  # fmt: skip


def _dots(route: NerveRoute, heads: Sequence[Drawn], step: Step) -> list[Dot]:
    """Signals spread along the way: past the squeeze only those that get through, some late."""
    found = []
    blocked = failing(route, step)
    for one in heads:
        stop = _stop(route, one)
        many = round(one.ruler.lengths[-1] / DOT_EVERY)
        for n in range(many):
            luck = (n * GOLDEN + 0.3) % 1
            share = (n + 0.5) / many
            look = "passing"
            if stop is not None and luck < blocked:
                if share > stop:
                    continue
                look = "blocked"
            elif stop is not None and luck < blocked + step.slowed:
                look = "late"
            x, y = one.ruler.at(share)
            found.append(Dot(round(x, 1), round(y, 1), look))
    return found
