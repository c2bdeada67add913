"""A prediction as a page."""

from __future__ import annotations

from typing import Any

from sciatic.cli.predict_text import render
from sciatic.cli.terminal import WIDTH, Ink

PLAIN = Ink(False)
Document = dict[str, Any]


def test_the_lesion_is_the_title(prediction: Document) -> None:
    first = render(prediction, PLAIN).split("\n")[0]
    assert first == "Disc herniation, L5/S1, left, subarticular, severe, walking"


def test_no_line_is_wider_than_the_page(prediction: Document) -> None:
    assert all(len(line) <= WIDTH for line in render(prediction, PLAIN).split("\n"))


def test_the_numbest_skin_stands_first(prediction: Document) -> None:
    page = render(prediction, PLAIN)
    assert page.index("outer edge of the foot") < page.index("back of the calf")
    assert "top of the big toe" not in page  # 1 in 10 is not worth a line


def test_the_walk_rises_and_the_rest_falls(prediction: Document) -> None:
    lines = render(prediction, PLAIN).split("\n")
    row = next(line for line in lines if line.lstrip().startswith("touch lost"))
    plot = row.split("┤")[1].rstrip()
    assert plot.index("█") > 5
    assert len(plot) < 60
    assert "walking from 0 min" in lines[-2]
    assert "sitting from 15 min" in lines[-2]


def test_a_lesion_of_no_root_says_so(prediction: Document) -> None:
    empty = {key: [] for key in ("pressed", "skin", "muscles", "reflexes", "tension")}
    bare = prediction | empty | {"postures": [], "timeline": []}
    page = render(bare, PLAIN)
    assert "No nerve root." in page
    assert "A walk" not in page


def test_both_sides_alike_are_one_row(prediction: Document) -> None:
    mirrored = [row | {"side": "right"} for row in prediction["reflexes"]]
    both = prediction | {"reflexes": [*prediction["reflexes"], *mirrored]}
    page = render(both, PLAIN)
    assert "both   Ankle jerk" in page
    assert "left   Ankle jerk" not in page


def test_both_sides_unlike_stay_two_rows(prediction: Document) -> None:
    milder = [row | {"side": "right", "p_reduced": 0.4} for row in prediction["reflexes"]]
    page = render(prediction | {"reflexes": [*prediction["reflexes"], *milder]}, PLAIN)
    assert "left   Ankle jerk" in page
    assert "right  Ankle jerk" in page


def test_a_walk_that_changes_nothing_is_not_drawn(prediction: Document) -> None:
    steady = [row | {"mmhg": 80.0} for row in prediction["timeline"]]
    assert "no pattern of walk and rest" in render(prediction | {"timeline": steady}, PLAIN)
