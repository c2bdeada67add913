"""The model forwards: bladder and saddle, forms, mirror images, postures left out."""

from __future__ import annotations

import pytest

from sciatic.assessment.predict import courses_of, predict
from sciatic.errors import UnknownTermError
from sciatic.findings.build_tables import build_tables, shown_tables
from sciatic.pathology.choosing import described, fitting_states

L5 = {"condition": "disc_herniation", "level": "L4/L5", "zone": "subarticular"}


def test_the_shown_tables_are_those_of_the_model() -> None:
    states = fitting_states(described("disc_herniation", level="L4/L5", side="left"))
    whole, shown = build_tables(states), shown_tables(states)
    assert {"strength.tibialis_anterior", "saddle_numbness"} <= set(shown.tables)
    for key, table in shown.tables.items():
        assert (table.p == whole.tables[key].p).all()
        names = [f"{table.block}.left"] if table.sided else [table.block]
        assert all((shown.blocks[name] == whole.blocks[name]).all() for name in names)


def test_right_is_the_mirror_of_left() -> None:
    left, right = (predict(**L5, side=side, courses=False) for side in ("left", "right"))
    other = {"left": "right", "right": "left"}
    mirrored = {(other[one.side], one.region): one.p_numb for one in right.skin}
    assert mirrored == pytest.approx({(one.side, one.region): one.p_numb for one in left.skin})
    weak = {(other[one.side], one.muscle): one.expected_mrc for one in right.muscles}
    assert weak == pytest.approx({(one.side, one.muscle): one.expected_mrc for one in left.muscles})


def test_the_cauda_equina_takes_bladder_and_saddle_and_a_root_does_not() -> None:
    severe = predict("cauda_equina_syndrome", severity="severe", courses=False)
    cauda = {one.finding: one.probability for one in severe.sacral}
    disc = {one.finding: one.probability for one in predict(**L5, courses=False).sacral}
    assert set(cauda) == set(disc)
    for finding in ("saddle_numbness", "bladder_retention", "anal_tone", "perianal_pinprick"):
        assert cauda[finding] > 0.4 > 0.1 > disc[finding]


def test_a_form_of_a_cause_can_be_asked_for() -> None:
    thigh = predict("other", subtype="meralgia", side="left", courses=False)
    numb = max(thigh.skin, key=lambda one: one.p_numb)
    assert (numb.side, numb.region.split("_")[:2]) == ("left", ["thigh", "lateral"])
    assert max(one.p_weak for one in thigh.muscles) < 0.25
    with pytest.raises(UnknownTermError, match="form of disc_herniation"):
        predict("disc_herniation", subtype="meralgia")


def test_courses_are_the_same_apart_and_left_out_when_not_wanted() -> None:
    wanted = described("spinal_stenosis", level="L4/L5", zone="central", severity="severe")
    postures, timeline = courses_of(wanted)
    whole = predict("spinal_stenosis", level="L4/L5", zone="central", severity="severe")
    assert (whole.postures, whole.timeline) == (postures, timeline)
    quick = predict("spinal_stenosis", level="L4/L5", severity="severe", courses=False)
    assert quick.postures == quick.timeline == ()
    walk = [one.touch_blocked for one in timeline if one.activity == "walking"]
    assert walk == sorted(walk)
    assert timeline[-1].touch_blocked < walk[-1]
