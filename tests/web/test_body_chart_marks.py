"""What the chart posts and shows, without a browser."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from body_chart_page import _environment
from starlette.datastructures import FormData

from sciatic.anatomy import regions
from sciatic.errors import CaseError
from sciatic.findings import load_case
from sciatic.findings.observations import Mark
from sciatic.web.body_chart import BodyChart, Painted, body_chart, read_chart, read_painted
from sciatic.web.body_chart.comparison import STEPS, compare, step_of

TOE = Mark("left", "toe1_dorsal", "numb")
KNEE = Mark("unsure", "knee_anterior", "pain")
RASH = Mark("right", "calf_medial_upper", "rash")


def html(chart: BodyChart, macro: str = "body_chart") -> str:
    text = f'{{% from "parts/body_chart.html" import {macro} with context %}}{{{{ {macro}(c) }}}}'
    return _environment().from_string(text).render(c=chart)


def test_the_drawing_is_read() -> None:
    drawn = json.dumps({"complete": True, "marks": [Painted((TOE,)).to_dict()["marks"][0]]})
    assert read_painted({"chart": drawn}) == Painted((TOE,), True)
    assert read_chart(FormData([("chart", drawn), ("do", "next")])) == (TOE,)


def test_the_list_is_read_where_the_drawing_is_empty() -> None:
    fields = [
        ("chart", ""),
        ("mark.left.toe1_dorsal", "numb"),
        ("mark.left.toe1_dorsal", "pain"),
        ("mark.right.web1", "none"),
        ("chart_complete", "yes"),
    ]
    both = (TOE, Mark("left", "toe1_dorsal", "pain"))
    assert read_painted(FormData(fields)) == Painted(both, True)
    assert read_painted(fields) == Painted(both, True)
    held = {"mark.left.toe1_dorsal": ["numb", "pain"], "chart_complete": "yes"}
    assert read_painted(held) == Painted(both, True)


def test_an_empty_form_is_an_empty_chart() -> None:
    assert read_painted({}) == Painted()


def test_what_is_read_is_a_chart_of_the_case_format() -> None:
    chart = read_painted([("mark.left.toe1_dorsal", "numb"), ("mark.unsure.web1", "pain")])
    case = load_case({"schema": "sciatic.case/1", "chart": chart.to_dict()})
    assert case.marks == chart.marks


@pytest.mark.parametrize(
    "fields",
    [
        {"mark.left.toe1_dorsl": "numb"},
        {"mark.middle.toe1_dorsal": "numb"},
        {"mark.left.toe1_dorsal": "cold"},
        {"chart": "{"},
        {"chart": "[" * 100_000},
        {"chart": '["numb"]'},
        {"chart": '{"marks": 3}'},
    ],
)
def test_a_form_that_we_never_sent_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(CaseError):
        read_chart(fields)


def test_a_chart_comes_back_as_it_was_without_javascript() -> None:
    marks = (TOE, KNEE, RASH, Mark("right", "heel_plantar", "burning"))
    page = html(body_chart(marks, True))
    boxes = re.findall(r'<input type="?checkbox"? name="?([^" ]+)"? value="?(\w+)"?([^>]*)>', page)
    ticked = [(name, value) for name, value, rest in boxes if "checked" in rest]
    posted = read_painted([("chart", ""), *ticked])
    assert set(posted.marks) == set(marks)
    assert posted.complete


def test_the_list_holds_every_region_of_both_sides_in_every_layer() -> None:
    names = re.findall(r"name=mark\.(\w+)\.(\w+) value=(\w+)", html(body_chart()))
    assert len(names) == len(set(names)) == 2 * 61 * 4
    assert {region for _, region, _ in names} == {*regions()}


def test_marks_that_cannot_be_drawn_are_told_in_words() -> None:
    page = html(body_chart((KNEE, RASH)))
    assert "One side, not sure which: front of the knee, pain" in page
    assert "Right: inner calf, upper half, rash" in page


def test_the_page_stays_small_and_carries_no_inline_style_or_script() -> None:
    page = html(body_chart((TOE, KNEE)))
    assert len(page.encode()) < 160_000
    assert "style=" not in page
    assert "<script" not in page


def test_steps_of_the_prediction() -> None:
    below = [least - 0.01 for least in STEPS]
    assert [step_of(chance) for chance in (0.0, *below, *STEPS, 1.0)] == [0, 0, 1, 2, 1, 2, 3, 3]


def test_predicted_beside_painted() -> None:
    painted = Painted(
        (TOE, Mark("left", "web1", "pain"), Mark("left", "popliteal", "tingling"), KNEE)
    )
    chances = {
        ("left", "toe1_dorsal"): 0.8,
        ("left", "web1"): 0.6,
        ("left", "popliteal"): 0.1,
        ("right", "web1"): 0.2,
    }
    told = {(one.region, one.side): (one.kind, one.step) for one in compare(painted, chances)}
    assert told == {
        ("toe1_dorsal", "left"): ("both", 3),
        ("web1", "left"): ("predicted", 2),
        ("popliteal", "left"): ("painted", 0),
    }


def test_the_read_only_chart_shows_each_kind_and_few_views() -> None:
    chances = {("left", "toe1_dorsal"): 0.8, ("left", "toe2_dorsal"): 0.4}
    chart = body_chart((TOE, Mark("left", "web1", "numb")), predicted=chances)
    page = html(chart, "read_only_chart")
    for look in ("bc-both-3", "bc-predicted-1", "bc-painted-0", "bc-numb"):
        assert f"bc-mark {look}" in page
    assert chart.compared_views == (("foot_top", "left"),)
    assert "very likely" in page


def test_the_read_only_chart_shows_both_halves_where_they_meet() -> None:
    chart = body_chart((Mark("left", "buttock_lower", "pain"),), predicted={})
    assert chart.compared_views == (("back", None),)


def test_a_rash_alone_asks_for_no_drawing() -> None:
    assert body_chart((RASH,), predicted={}).compared_views == ()


def test_the_pictures_for_paper_are_complete_in_themselves() -> None:
    chart = body_chart((TOE, Mark("right", "heel_plantar", "pain")))
    for view, side in chart.compared_views:
        text = str(chart.pictured(view, "title", side))
        ElementTree.fromstring(text)
        asked = set(re.findall(r'(?:href="|url\()#([\w-]+)', text))
        assert asked <= set(re.findall(r'id="([\w-]+)"', text))
    assert html(chart, "paper_chart").count("<svg") == len(chart.compared_views)


def test_strokes_lean_the_same_way_on_both_sides() -> None:
    chart = body_chart([Mark(side, "heel_plantar", "pain") for side in ("left", "right")])
    drawn = str(chart.drawn("foot_sole"))
    halves = re.findall(
        r'<g class="bc-half" data-side="\w+"( transform)?.*?url\(#([\w-]+)\)', drawn
    )
    assert sorted(halves) == [("", "bc-ink-pain"), (" transform", "bc-ink-pain-turned")]
