"""The drawing itself: regions tile, lie where anatomy has them, and are large enough to touch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import hypot

import pytest

from sciatic.anatomy import regions
from sciatic.web.body_chart import VIEWS, View, seen_in, views
from sciatic.web.body_chart.curves import Point, read_curves, smooth
from sciatic.web.body_chart.faces import edges_of, faces_of, inside, signed_area

LEAST_TARGET_PX = 24  # WCAG 2.2, 2.5.8 Target Size (Minimum)
NARROW_PX = 360 - 2 * 16
FOOT_HEIGHT_PX, LEG_HEIGHT_PX = 503, 896  # max-height in body_chart.css on a screen of 740 px


def outline(view: View) -> tuple[Point, ...]:
    return tuple(point for bend in view.silhouette for point in bend.points())


def polygon(view: str, region: str) -> tuple[Point, ...]:
    return next(s.face.polygon for s in views()[view].shapes if s.region == region)


def middle(view: str, region: str) -> Point:
    points = polygon(view, region)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def widest_circle(points: Sequence[Point], fineness: int = 24) -> float:
    """Diameter of the largest circle found inside a polygon."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    steps = [step / fineness for step in range(1, fineness)]
    inner = [
        (min(xs) + (max(xs) - min(xs)) * across, min(ys) + (max(ys) - min(ys)) * down)
        for across in steps
        for down in steps
    ]
    found = (
        min(hypot(x - px, y - py) for px, py in points) for x, y in inner if inside(points, (x, y))
    )
    return 2 * max(found, default=0.0)


def test_every_region_of_the_package_is_drawn() -> None:
    assert not [region for region in regions() if not seen_in(region)]
    assert len({shape.region for view in views().values() for shape in view.shapes}) == 61


@pytest.mark.parametrize("name", VIEWS)
def test_the_regions_of_a_view_cover_its_silhouette_exactly(name: str) -> None:
    view = views()[name]
    covered = sum(signed_area(shape.face.polygon) for shape in view.shapes)
    assert covered == pytest.approx(abs(signed_area(outline(view))), rel=1e-9)


@pytest.mark.parametrize("name", VIEWS)
def test_every_point_of_a_silhouette_lies_in_one_region(name: str) -> None:
    view, draw = views()[name], random.Random(5)
    contour = outline(view)
    xs, ys = [x for x, _ in contour], [y for _, y in contour]
    for _ in range(400):
        point = (draw.uniform(min(xs), max(xs)), draw.uniform(min(ys), max(ys)))
        holding = [shape.region for shape in view.shapes if shape.face.holds(point)]
        assert len(holding) == inside(contour, point), (point, holding)


@pytest.mark.parametrize("name", VIEWS)
def test_the_two_halves_do_not_overlap_and_fit_into_the_picture(name: str) -> None:
    view = views()[name]
    xs, ys = [x for x, _ in outline(view)], [y for _, y in outline(view)]
    assert min(xs) >= view.axis or max(xs) <= view.axis
    for box in (view.box, view.half):
        assert box.x <= min(xs)
        assert max(xs) <= box.x + box.width
        assert box.y <= min(ys)
        assert max(ys) <= box.y + box.height
    assert view.box.x + view.box.width / 2 == pytest.approx(view.axis)


@pytest.mark.parametrize("name", VIEWS)
def test_the_other_side_is_the_mirror(name: str) -> None:
    view = views()[name]
    other = "right" if view.drawn_side == "left" else "left"
    near, far = view.box_of(view.drawn_side), view.box_of(other)
    assert near == view.half
    assert near.x + far.x + far.width == pytest.approx(2 * view.axis)
    assert (near.y, near.width, near.height) == (far.y, far.width, far.height)


@pytest.mark.parametrize("name", ["front", "back", "foot_top", "foot_sole"])
def test_what_is_lateral_lies_outwards(name: str) -> None:
    drawn = {shape.region for shape in views()[name].shapes}
    pairs = [(a, a.replace("lateral", "medial")) for a in drawn if "lateral" in a]
    pairs = [pair for pair in pairs if pair[1] in drawn]
    assert pairs or name == "back"
    for outer, inner in pairs:
        assert middle(name, outer)[0] > middle(name, inner)[0]


@pytest.mark.parametrize(("name", "surface"), [("foot_top", "dorsal"), ("foot_sole", "plantar")])
def test_toes_go_outwards_from_the_big_one_and_differ_in_length(name: str, surface: str) -> None:
    toes = [polygon(name, f"toe{number}_{surface}") for number in range(1, 6)]
    across = [sum(x for x, _ in toe) / len(toe) for toe in toes]
    tips = [min(y for _, y in toe) for toe in toes]
    assert across == sorted(across)
    assert tips == sorted(tips)
    assert len(set(tips)) == 5


def test_the_skin_of_s1_lies_on_the_outer_edge_and_under_the_heel() -> None:
    edge = {shape.region for shape in views()["foot_outer"].shapes}
    assert {"foot_border_lateral", "heel_lateral", "malleolus_lateral", "toe5_dorsal"} <= edge
    assert "foot_border_medial" not in edge
    assert middle("foot_sole", "heel_plantar")[1] > middle("foot_sole", "sole_lateral")[1]


def test_the_skin_of_l4_and_l5_lies_on_the_shin() -> None:
    assert middle("front", "leg_lateral_upper")[0] > middle("front", "leg_anteromedial_upper")[0]
    a, b = middle("foot_top", "web1"), middle("foot_top", "toe1_dorsal")
    assert b[0] < a[0] < middle("foot_top", "toe2_dorsal")[0]


def test_the_saddle_goes_from_the_front_to_the_tail_bone() -> None:
    order = ["pubic", "genital", "perineum", "perianal_outer", "buttock_medial"]
    assert sorted(order, key=lambda region: middle("saddle", region)[1]) == order
    assert {region.id for region in regions().values() if region.saddle} <= {
        shape.region for shape in views()["saddle"].shapes
    }


def test_the_ankle_bone_of_the_outer_side_is_the_lower_one() -> None:
    # As on a skeleton: the tip of the fibula reaches lower than that of the tibia.
    lowest = {side: max(y for _, y in polygon("front", f"malleolus_{side}")) for side in LATERAL}
    assert lowest["lateral"] > lowest["medial"]


LATERAL = ("medial", "lateral")


def test_a_thumb_on_a_narrow_phone_can_touch_every_region() -> None:
    largest = dict.fromkeys(regions(), 0.0)
    for view in views().values():
        height = FOOT_HEIGHT_PX if view.foot is None else LEG_HEIGHT_PX
        scale = min(NARROW_PX / view.half.width, height / view.half.height)
        for shape in view.shapes:
            if shape.region not in view.zooms:
                across = scale * widest_circle(shape.face.polygon)
                largest[shape.region] = max(largest[shape.region], across)
    small = {region: round(px) for region, px in largest.items() if px < LEAST_TARGET_PX}
    assert not small


def test_a_curve_goes_through_its_points_and_closes_smoothly() -> None:
    bends = smooth([(0, 0), (10, 4), (12, 20), (0, 0)])
    assert [bend.start for bend in bends] == [(0, 0), (10, 4), (12, 20)]
    assert bends[-1].end == bends[0].start
    first, last = bends[0], bends[-1]
    leaving = (first.leaving[0] - first.start[0], first.leaving[1] - first.start[1])
    arriving = (last.end[0] - last.arriving[0], last.end[1] - last.arriving[1])
    turn = leaving[0] * arriving[1] - leaving[1] * arriving[0]
    assert abs(turn) < 0.06 * hypot(*leaving) * hypot(*arriving)


@pytest.mark.parametrize(
    ("curves", "message"),
    [
        ({"a": "0 0 p, 1 1 p"}, "placed twice"),
        ({"a": "0 0 p, q"}, "no curve places the points q"),
        ({"a": "0 0 p, 1 2 3 4"}, "is no point"),
    ],
)
def test_a_slip_of_the_pen_is_named(curves: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_curves(curves)


def test_an_edge_with_a_loose_end_is_named() -> None:
    square = {"a": "0 0 p, 9 0, 9 9, p", "b": "p, 3 3 loose"}
    with pytest.raises(ValueError, match="only one edge ends in loose"):
        faces_of(edges_of(read_curves(square)))
