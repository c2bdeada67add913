"""The nerve picture as a description: the same route and doses as the rest of the package."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import product

import pytest
from jinja2 import Environment, PackageLoader

from sciatic import assess
from sciatic.anatomy import muscles, regions, route
from sciatic.assessment.doses import doses
from sciatic.assessment.drawn_place import place_to_draw
from sciatic.assessment.nerve_route import lesson_route, likely_route
from sciatic.assessment.traced_route import NOT_DRAWN
from sciatic.errors import UnknownTermError
from sciatic.findings.leg_losses import leg_losses
from sciatic.pathology import SEVERITIES, lesion_states, pressure_mmhg
from sciatic.pathology.effects import effect
from sciatic.physiology import dose_response
from sciatic.web.nerve_picture import NervePicture, lesson, picture
from sciatic.web.nerve_picture.course import course_of, patches
from sciatic.web.nerve_picture.curves import Curve, Ruler
from sciatic.web.nerve_picture.labels import LINE, width_of

DISC = {"condition": "disc_herniation", "level": "L4/L5", "zone": "subarticular"}
KINDS = {
    "root": {**DISC, "side": "left", "severity": "moderate"},
    "nerve": {"condition": "fibular_neuropathy", "side": "right", "severity": "severe"},
    "cauda": {"condition": "cauda_equina_syndrome", "level": "L4/L5", "severity": "moderate"},
    "long_fibres": {"condition": "polyneuropathy"},
    "cord": {"condition": "myelopathy"},
    "plexus": {"condition": "plexopathy"},
    "none": {"condition": "hip_disease"},
}


class Seen(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def written(pic: NervePicture) -> str:
    """The figure as the page has it."""
    pages = Environment(loader=PackageLoader("sciatic.web"), autoescape=True)
    pages.globals["_"] = str
    code = '{% from "parts/nerve_picture.html" import nerve_picture %}{{ nerve_picture(pic) }}'
    return pages.from_string(code).render(pic=pic)


@pytest.mark.parametrize(("kind", "lesion"), KINDS.items())
def test_each_kind_of_lesion_is_told_from_the_others(kind: str, lesion: dict[str, str]) -> None:
    assert lesson(**lesion).kind == kind


def test_web_and_terminal_follow_the_same_strand() -> None:
    assessment = assess("examples/s1_disc.json")
    main = likely_route(assessment).main
    spot = place_to_draw(assessment.to_dict())
    assert (main.root, main.side, main.region) == spot
    assert [stop.node for stop in main.stops] == list(route(main.root, main.region).nodes)


def test_the_stations_of_the_route_lie_on_the_line_in_their_order() -> None:
    for strand in lesson_route(**KINDS["root"]).strands:
        course = course_of(strand)
        places = [course.stations[s.node] for s in strand.stops if s.node in course.stations]
        assert places == sorted(places)
        assert len(places) >= len(strand.stops) - 1


@pytest.mark.parametrize("family", ["disc", "stenosis", "foraminal", "entrapment"])
def test_every_share_of_blocked_fibres_is_the_dose_responses(family: str) -> None:
    found = {dose.name: dose for dose in doses(family) if dose.name}
    assert found["none"].blocked == 0
    for severity in SEVERITIES:
        mmhg = pressure_mmhg(family, severity)
        assert found[severity].mmhg == pytest.approx(mmhg)
        assert found[severity].blocked == pytest.approx(dose_response(family).effect(mmhg).touch)
        assert found[severity].blocked == pytest.approx(effect(f"{family}:{severity}").touch)
    blocked = [dose.blocked for dose in doses(family)]
    assert blocked == sorted(blocked)


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("condition", ["disc_herniation", "fibular_neuropathy"])
def test_skin_loses_what_the_model_says_of_that_severity(condition: str, severity: str) -> None:
    found = lesson_route(condition, side="left", severity=severity)
    step = found.steps[found.likely]
    assert step.name == severity
    state = next(
        state
        for state in lesion_states()
        if (state.condition, state.side, state.severity) == (condition, "left", severity)
        and {what for _, what in found.pressed}
        == {what for what, *_ in state.left.roots} | {child for _, child in state.left.edges}
        and state.level == found.level
    )
    lost = leg_losses([state.left]).touch[0, 0]
    for place, region in enumerate(regions()):
        assert step.skin.get(("left", region), 0.0) == pytest.approx(float(lost[place]), abs=0.0201)


def test_more_pressure_never_gives_feeling_back() -> None:
    for name in ("root", "nerve", "cauda", "long_fibres"):
        for patch in lesson(**KINDS[name]).patches:
            assert list(patch.lost) == sorted(patch.lost)


def test_every_region_has_a_patch_and_every_muscle_that_can_be_drawn_a_belly() -> None:
    assert set(patches()) == set(regions()) | (set(muscles()) - set(NOT_DRAWN))


def test_the_signals_of_a_still_thin_out_above_the_squeeze_as_fibres_block() -> None:
    pic = lesson(**KINDS["root"])
    whole, _, worst = pic.stills[:3]
    assert len(whole.dots) > len(worst.dots)
    assert {dot.look for dot in whole.dots} == {"passing"}
    share = len([d for d in worst.dots if d.y < 200]) / len([d for d in whole.dots if d.y < 200])
    assert share <= 1 - doses("disc")[-1].blocked + 0.2


def test_left_and_right_are_mirror_images() -> None:
    left, right = (lesson(**DISC, side=side, severity="mild") for side in ("left", "right"))
    for one, other in zip(left.lines, right.lines, strict=True):
        assert one.end[0] == pytest.approx(360 - other.end[0], abs=0.11)
        assert one.squeeze == other.squeeze


def test_painted_skin_is_where_the_line_ends() -> None:
    assessment = assess("examples/s1_disc.json")
    found = likely_route(assessment)
    assert (found.main.side, found.main.region) in found.told
    assert any(label.lines[0].startswith("You marked") for label in picture(assessment).labels)


def test_a_lesion_without_a_pressed_nerve_has_nothing_to_slide() -> None:
    pic = lesson("hip_disease")
    assert not pic.moves
    assert not pic.squeezes
    assert "No single nerve" in pic.caption


def test_an_unknown_word_is_refused_with_what_is_known() -> None:
    with pytest.raises(UnknownTermError, match="severe"):
        lesson("disc_herniation", severity="awful")


@pytest.mark.parametrize(("kind", "lesion"), KINDS.items())
def test_the_figure_is_well_formed_without_inline_style_or_script(
    kind: str, lesion: dict[str, str]
) -> None:
    text = written(lesson(**lesion))
    seen = Seen()
    seen.feed(text)
    assert "style" not in {name for _, attributes in seen.tags for name in attributes}
    assert not [name for _, attributes in seen.tags for name in attributes if name[:2] == "on"]
    scripts = [attributes for tag, attributes in seen.tags if tag == "script"]
    assert [one["type"] for one in scripts] == ["application/json"]
    assert "style" not in {tag for tag, _ in seen.tags}
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    data = json.loads(text.partition('class="np-data">')[2].partition("</script>")[0])
    assert data["steps"][data["likely"]]["words"]
    assert len(text) < 130_000


@pytest.mark.parametrize(("kind", "lesion"), KINDS.items())
def test_no_label_is_estimated_to_touch_another(kind: str, lesion: dict[str, str]) -> None:
    boxes = []
    for label in lesson(**lesion).labels:
        small = 13 / 15 if label.look == "vertebra" else 1  # as nerve_picture.css sets them
        wide = small * max(width_of(line) for line in label.lines)
        left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        top = label.y - LINE * 0.78
        boxes.append((left, top, left + wide, top + LINE * len(label.lines)))
    for (n, one), (m, other) in product(enumerate(boxes), repeat=2):
        if n < m:
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def test_words_are_said_in_the_readers_language() -> None:
    pic = lesson(**KINDS["root"], say=str.upper)
    assert pic.heading == pic.heading.upper()
    assert any("SCIATIC NERVE" in label.lines for label in pic.labels)


def test_a_curve_runs_through_its_points() -> None:
    points = ((0.0, 0.0), (10.0, 30.0), (12.0, 60.0), (40.0, 90.0))
    flat = Curve(points).flat()
    assert all(min(abs(x - a) + abs(y - b) for a, b in flat) < 1e-9 for x, y in points)
    ruler = Ruler(flat)
    assert ruler.at(0) == points[0]
    assert ruler.at(1) == pytest.approx(points[-1])
    assert ruler.nearest(points[2]) == pytest.approx(0.61, abs=0.05)
