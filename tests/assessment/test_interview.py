"""What is asked next, and how a reply is kept: the same for the terminal and the pages."""

from __future__ import annotations

import pytest

from sciatic.assessment.account import account
from sciatic.assessment.interview import (
    BEGINNING,
    could_be_emergency_alone,
    dates_to_ask,
    flags_to_ask,
    next_step,
    says_yes,
    telling_questions,
    with_date,
    with_reply,
)
from sciatic.findings import find, load_case
from sciatic.triage import red_flags


def case(**history):
    person = {"age_years": 46, "sex": "female"}
    return load_case({"schema": "sciatic.case/1", "person": person, "history": history})


def nothing(_case):
    raise AssertionError("the model was asked before the red flags were")


def test_who_the_person_is_comes_first():
    nobody = load_case({"schema": "sciatic.case/1"})
    assert next_step(nobody, (), nothing).findings == ("age_years", "sex")


def test_then_what_alone_could_be_an_emergency_and_no_model_is_needed():
    step = next_step(case(), (), nothing)
    assert step.stage == "danger"
    assert step.findings[0] == "saddle_numbness"
    assert set(step.findings) <= could_be_emergency_alone(case())


@pytest.mark.parametrize("name", sorted(could_be_emergency_alone(case())))
def test_each_of_these_alone_makes_it_one(name):
    finding = find(name)
    worst = [24] if finding.kind == "number" else finding.values
    levels = {red_flags(with_reply(case(), finding, value)).level for value in worst}
    assert "emergency_now" in levels


def test_then_the_skin_the_beginning_and_the_other_flags():
    put = set(could_be_emergency_alone(case()))
    assert next_step(case(), put, nothing).stage == "chart"
    assert next_step(case(), put | {"chart"}, nothing).stage == "beginning"
    later = put | {"chart", *BEGINNING}
    step = next_step(case(), later, nothing)
    assert step.stage == "flags"
    assert not set(step.findings) & later


def test_last_what_tells_most_until_little_is_left():
    rows = [
        {"finding": "chart.left.toe5_dorsal", "who": "patient", "expected_bits": 0.9},
        {"finding": "strength.left.tibialis_anterior", "who": "clinician", "expected_bits": 0.8},
        {"finding": "worse_sitting", "who": "patient", "expected_bits": 0.3},
        {"finding": "leg_pain.left", "who": "patient", "expected_bits": 0.2},
        {"finding": "leg_pain.right", "who": "patient", "expected_bits": 0.2},
        {"finding": "smoker", "who": "patient", "expected_bits": 0.01},
    ]
    assert telling_questions(rows, {"worse_sitting"}) == ("leg_pain",)
    put = {*flags_to_ask(case()), "chart", *BEGINNING}
    step = next_step(case(), put, lambda _case: rows)
    assert (step.stage, step.findings) == ("telling", ("worse_sitting",))
    assert next_step(case(), put, lambda _case: []).stage == "done"


def test_a_reply_of_both_legs_is_kept_by_leg():
    told = with_reply(case(), find("leg_pain"), {"left": True, "right": False})
    assert dict(told.sides("leg_pain")) == {"left": True, "right": False}
    assert says_yes(told, find("leg_pain"))
    unsure = with_reply(case(), find("leg_pain"), "not_sure")
    assert not says_yes(unsure, find("leg_pain"))


def test_not_sure_takes_an_answer_away_where_a_case_cannot_hold_it():
    assert with_reply(case(), find("age_years"), "not_sure").get("age_years") is None


def test_a_yes_is_dated_and_a_no_is_not():
    assert not dates_to_ask(case(saddle_numbness=False), "saddle_numbness")
    told = case(saddle_numbness=True)
    assert dates_to_ask(told, "saddle_numbness") == ("since_days", "course")
    dated = with_date(told, "saddle_numbness", {"since_days": 3.0, "course": None})
    assert dated.get("timing.saddle_numbness.since_days") == 3.0
    assert with_date(told, "saddle_numbness", {"since_days": None}) is told


def document(*conditions, interval=None, level="routine"):
    rows = [{"id": name, "probability": p, "interval": interval} for name, p in conditions]
    return {
        "conditions": rows,
        "also_present": [],
        "roots": [],
        "next_questions": [{"finding": "worse_sitting", "who": "patient"}],
        "urgency": {"level": level},
    }


def test_people_of_an_account_make_ten():
    told = account(document(("disc_herniation", 0.62), ("spinal_stenosis", 0.2), ("other", 0.18)))
    assert sum(share.people for share in told.shares) == 10
    assert told.leading == "disc_herniation"
    assert told.shares[-1].condition is None, "the rest is named as the rest"


def test_an_interval_is_told_in_people_where_it_spans_any():
    two = (("disc_herniation", 0.62), ("spinal_stenosis", 0.38))
    first = account(document(*two, interval=[0.41, 0.78])).shares[0]
    assert (first.low, first.high) == (4, 8)
    assert account(document(*two, interval=[0.60, 0.64])).shares[0].low is None
    assert account(document(*two)).shares[0].low is None


def test_two_close_causes_are_said_to_be_so_with_what_would_tell():
    two = (("disc_herniation", 0.5), ("spinal_stenosis", 0.4), ("other", 0.1))
    told = account(document(*two))
    assert told.alike == ("disc_herniation", "spinal_stenosis")
    assert told.would_tell == "worse_sitting"
    assert account(document(*two, level="emergency_now")).would_tell is None


def test_none_leads_where_none_stands_out():
    told = account(document(("disc_herniation", 0.3), ("spinal_stenosis", 0.25), ("other", 0.2)))
    assert told.leading is None
    assert told.alike is None
