"""The nerve path of an assessment: of the likeliest root, to the skin that it explains best."""

from __future__ import annotations

from typing import Any

from sciatic.assessment.drawn_place import place_to_draw
from sciatic.cli.drawing import drawing_of
from sciatic.cli.terminal import WIDTH

Document = dict[str, Any]


def test_it_leads_to_skin_that_the_person_named(assessment: Document) -> None:
    assert place_to_draw(assessment) == ("S1", "left", "toe5_dorsal")


def test_it_leads_to_the_likeliest_numb_skin_where_none_was_named(assessment: Document) -> None:
    assessment["reasons"] = []
    root, side, region = place_to_draw(assessment) or ("", "", "")
    assert (root, side) == ("S1", "left")
    assert region in {"foot_border_lateral", "toe5_dorsal", "heel_lateral"}


def test_it_says_where_the_root_is_pressed(assessment: Document) -> None:
    drawn = drawing_of(assessment)
    assert "The left S1 nerve root" in drawn
    assert "✖  S1 root  ◀ pressed here" in drawn
    assert drawn.index("S1 root  ◀") < drawn.index("sciatic nerve") < drawn.index("sural nerve")
    assert all(len(line) <= WIDTH for line in drawn.split("\n"))


def test_no_root_that_stands_out_is_no_drawing(assessment: Document) -> None:
    assessment["roots"][0]["probability"] = 0.3
    assert drawing_of(assessment) == ""
    assessment["roots"] = []
    assert drawing_of(assessment) == ""


def test_skin_of_the_other_leg_is_never_drawn(assessment: Document) -> None:
    for row in assessment["predicted_chart"]:
        row["side"] = "right"
    assert drawing_of(assessment) == ""
