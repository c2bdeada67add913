"""Cases that a GP and a spinal surgeon made up to break the ladder; each broke it once."""

import json
from pathlib import Path

import pytest

from sciatic import assess
from sciatic.findings import load_case
from sciatic.triage import red_flags

PUBLISHED = sorted(Path(__file__).with_name("cases").glob("case-*.json"))
BENIGN = {
    "onset": "days",
    "duration_days": 10,
    "course": "improving",
    "back_pain": True,
    "leg_pain": {"left": True, "right": False},
    "limb_numbness": {"left": "foot", "right": "none"},
    "worse_sitting": True,
}
WAITING = {"onset": "weeks", "course": "worsening", "leg_pain": {"left": True, "right": True}}


def case(history=None, age=38, sex="male", **parts):
    document = {"schema": "sciatic.case/1", "person": {"age_years": age, "sex": sex}}
    return load_case({**document, "history": history or BENIGN, **parts})


def scan(finding):
    return {"mri_finding": [{"level": "L4/L5", "zone": "central", "side": "both",
                             "finding": finding}]}  # fmt: skip


def answered_no(known):
    """Every open warning question of a case answered with no."""
    said = {"walking_ability": "unaided", "spreading": "no", "hours_without_urine": 0}
    said |= dict.fromkeys(("reported_weakness", "limb_numbness", "one_body_side_sudden"), "none")
    while open_flags := red_flags(known).unanswered_red_flags:
        path = open_flags[0]
        known = known.with_answer(path, said.get(path.partition(".")[0], False))
    return known


def advised(known):
    return {line["id"] for line in assess(known).to_dict()["guidance"]["do"]}


@pytest.mark.source("nhs111wales", "jensen2019")
def test_a_plain_disc_reaches_self_care_once_every_question_is_answered():
    assert red_flags(answered_no(case())).level == "self_care"


@pytest.mark.source("hawkins2023", "michigan_vo", "downie2013")
@pytest.mark.parametrize(
    ("seen", "level"),
    [
        ("infection", "emergency_now"),
        ("tumour", "emergency_now"),
        ("fracture", "same_day"),
        ("herniation", "self_care"),
    ],
)
def test_a_scan_with_a_serious_finding_sends_nobody_home(seen, level):
    assert red_flags(answered_no(case(tests=scan(seen)))).level == level


@pytest.mark.source("hawkins2023")
def test_a_tumour_on_a_scan_without_a_deficit_is_for_today():
    history = {**BENIGN, "limb_numbness": {"left": "none", "right": "none"}}
    assert red_flags(answered_no(case(history, tests=scan("tumour")))).level == "same_day"


@pytest.mark.source("ajem_psi2019", "yusuf2019")
def test_a_raised_blood_test_is_looked_into():
    known = answered_no(case(tests={"crp_or_esr": "raised"}))
    assert red_flags(known).level == "within_2_weeks"


@pytest.mark.source("devon_ali")
@pytest.mark.parametrize(("index", "level"), [(0.3, "within_2_weeks"), (1.0, "self_care")])
def test_a_very_low_pressure_at_the_ankle_is_looked_into(index, level):
    known = answered_no(case(exam={"ankle_brachial_index": {"left": index}}))
    assert red_flags(known).level == level


@pytest.mark.source("devon_lbp", "ng59")
@pytest.mark.parametrize(("history", "level"), [({"back_pain": True}, "same_day"),
                                                ({"back_pain": False}, "routine")])  # fmt: skip
def test_no_child_is_told_to_look_after_it_alone(history, level):
    dated = {"onset": "days", "duration_days": 5, "course": "stable"}
    none = {"leg_pain": {"left": False, "right": False}}
    assert red_flags(answered_no(case({**dated, **none, **history}, age=12))).level == level


@pytest.mark.source("girft2023", "nhs111wales")
@pytest.mark.parametrize(("days", "level"), [(5, "emergency_now"), (21, "same_day"),
                                             (60, "within_2_weeks")])  # fmt: skip
def test_pain_of_both_legs_that_grows_within_weeks_is_not_routine(days, level):
    assert red_flags(answered_no(case({**WAITING, "duration_days": days}))).level == level


@pytest.mark.source("ng127_limb")
def test_pain_of_both_legs_that_goes_on_sitting_still_is_routine():
    history = {**WAITING, "duration_days": 60, "relieved_sitting": True}
    assert red_flags(answered_no(case(history))).level == "routine"


@pytest.mark.source("nhs_backpain", "scotborders_999")
@pytest.mark.parametrize(
    ("more", "ambulance", "still"),
    [
        ({"saddle_numbness": True}, False, False),
        ({"saddle_numbness": True, "walking_ability": "cannot_walk"}, True, False),
        ({"reported_weakness": {"left": "marked", "right": "marked"},
          "walking_ability": "cannot_walk", "onset": "hours"}, True, False),
        ({"saddle_numbness": True, "collapse": True}, True, False),
        ({"trauma": True}, True, True),
        ({"trauma": True, "duration_days": 300, "course": "stable", "saddle_numbness": True},
         False, False),
        ({"foot_drop_reported": {"left": True}, "onset": "sudden"}, False, False),
    ],
)  # fmt: skip
def test_the_way_to_hospital_is_the_same_in_the_first_line_and_the_advice(more, ambulance, still):
    known = case({**BENIGN, **more})
    urgency = red_flags(known)
    assert urgency.level == "emergency_now"
    assert (urgency.call, urgency.stay_still) == (ambulance, still)
    told = advised(known)
    assert ("call_ambulance" in told, "keep_still" in told) == (ambulance, still)


@pytest.mark.source("nhs_backpain")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_urgency_and_advice_agree_on_the_ambulance_in_every_published_case(path):
    found = assess(load_case(json.loads(path.read_text("utf-8"))))
    told = {line["id"] for line in found.to_dict()["guidance"]["do"]}
    assert ("call_ambulance" in told) == found.urgency.call
    assert ("keep_still" in told) == found.urgency.stay_still


@pytest.mark.source("ng59_io", "may2018")
def test_someone_pregnant_is_not_told_to_lie_on_the_front():
    history = {**BENIGN, "limb_numbness": {"left": "none", "right": "none"}}
    known = answered_no(case(history, age=30, sex="female"))
    assert "back_bend" in advised(known)
    assert "back_bend" not in advised(known.with_answer("pregnant", True))


@pytest.mark.source("gpreason_fd", "thome2022")
def test_an_old_stable_foot_drop_is_not_told_to_see_a_surgeon_within_days():
    drop = {"foot_drop_reported": {"left": True, "right": False}, "course": "stable"}
    new = answered_no(case({**BENIGN, **drop, "duration_days": 21}))
    old = answered_no(case({**BENIGN, **drop, "duration_days": 200}))
    assert "drop_surgeon" in advised(new)
    assert "drop_surgeon" not in advised(old)
