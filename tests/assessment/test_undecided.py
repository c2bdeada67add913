"""What can't be told apart is said, and only that."""

from __future__ import annotations

import pytest

from sciatic.assessment import assess
from sciatic.assessment.undecided import sides, undecided
from sciatic.findings import Case, load_case


def case(**parts: object) -> Case:
    return load_case({"schema": "sciatic.case/1", "id": "x", **parts})


L5_OR_S1 = case(
    person={"age_years": 44},
    history={"leg_pain": {"right": True}, "pain_below_knee": {"right": True}},
    exam={"straight_leg_raise": {"right": "positive"}},
)
S1 = L5_OR_S1.with_answers(
    {
        "reflex.right.achilles_reflex": "absent",
        "reflex.left.achilles_reflex": "normal",
        "strength.right.gastrocnemius_medial": 3,
        "strength.right.extensor_hallucis_longus": 5,
        "pinprick.right.foot_dorsum_lateral": "reduced",
    }
)


def test_a_leg_pain_alone_can_not_tell_two_roots_apart_and_says_what_would() -> None:
    found = assess(L5_OR_S1)
    asked = [
        {"finding": one.finding, "would_change": one.would_change} for one in found.next_questions
    ]
    one = next(one for one in undecided(found, asked) if one.kind == "root")
    assert {one.first, one.second} == {"L5", "S1"}
    assert one.side == "right"
    assert one.would_tell in {row["finding"] for row in asked}


def test_clear_signs_of_one_root_leave_nothing_to_say_of_roots_and_side() -> None:
    found = assess(S1)
    assert found.roots[0][:2] == ("right", "S1")
    assert not {"root", "side"} & {one.kind for one in undecided(found)}


def test_signs_of_both_legs_alike_leave_the_side_open() -> None:
    alike = case(history={"leg_pain": {"unsure": True}, "pain_below_knee": {"unsure": True}})
    found = assess(alike)
    assert {one.first for one in undecided(found) if one.kind == "side"} <= {"left", "right"}
    assert "side" in {one.kind for one in undecided(found)}


@pytest.mark.parametrize("known", [L5_OR_S1, S1, case()], ids=["vague", "clear", "empty"])
def test_sides_are_a_whole_and_mirror(known: Case) -> None:
    told = dict(sides(assess(known).found))
    assert sum(told.values()) == pytest.approx(1)
    mirrored = dict(sides(assess(known.mirrored()).found))
    assert mirrored["left"] == pytest.approx(told["right"], rel=1e-6)
    assert mirrored["both"] == pytest.approx(told["both"], rel=1e-6)


def test_two_causes_that_lie_close_name_the_test_that_could_swap_them() -> None:
    found = assess(case())
    (first, p), (second, p_second), *_ = found.conditions
    assert p_second >= 0.5 * p, "an empty case no longer leaves two causes close"
    rows = [
        {
            "finding": "back_pain",
            "would_change": "",
            "outcomes": {"would_change_first_cause": False},
        },
        {"finding": "fever", "would_change": "", "outcomes": {"would_change_first_cause": True}},
    ]
    one = next(one for one in undecided(found, rows) if one.kind == "condition")
    assert (one.first, one.second, one.would_tell) == (first, second, "fever")
