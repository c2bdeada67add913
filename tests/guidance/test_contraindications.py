"""Whatever else a case holds, what would harm this person is not advised."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from situations import TODAY, Urgency, case_of, chances, guidance_for, ids, texts, urgencies
from strategies import valid_cases

from sciatic.guidance import RUNGS, acting_rung, advise

PACKS = {"cold_pack", "warm_pack", "pack_skin", "cold", "warm", "warm_later"}
WALKS = {"walk_short", "walk_trolley", "walk_first", "walk_more", "stenosis_first", "stenosis_more"}
BACKWARD = {"back_bend"}
NSAIDS = {"nsaid"}
FORBIDDEN = [
    ("trunk_numbness", True, PACKS),
    ("saddle_numbness", True, PACKS),
    ("saddle_numbness", "not_sure", PACKS),
    ("chart.left.buttock_medial", "numb", PACKS),
    ("light_touch.right.buttock_upper_lateral", "reduced", PACKS),
    ("peripheral_artery_disease", True, PACKS | WALKS | NSAIDS),
    ("fever", True, PACKS),
    ("rash_blisters", True, PACKS | NSAIDS),
    ("cancer_history", True, PACKS | BACKWARD),
    ("clonus.left", "present", BACKWARD | WALKS),
    ("trauma", True, BACKWARD | WALKS),
    ("foot_hot_swollen.right", True, PACKS | WALKS),
    ("one_body_side_sudden", "cleared", NSAIDS),
    ("age_years", 12, NSAIDS),
    ("foot_drop_reported.left", True, WALKS | BACKWARD),
    ("heel_walk.right", "unable", WALKS | BACKWARD),
    ("strength.left.tibialis_anterior", 2, WALKS | BACKWARD),
    ("unsteady", True, WALKS),
    ("falls", True, WALKS),
    ("walking_ability", "cannot_walk", WALKS),
    ("foot_wound", True, WALKS),
    ("known_slip", True, BACKWARD),
    ("relieved_bending_forward", True, BACKWARD),
    ("relieved_sitting", True, BACKWARD),
    ("worse_bending_backward", True, BACKWARD),
    ("osteoporosis", True, BACKWARD | WALKS),
    ("reported_weakness.right", "mild", BACKWARD | WALKS),
    ("age_years", 65, NSAIDS),
    ("anticoagulants", True, NSAIDS),
    ("anticoagulants", "not_sure", NSAIDS),
    ("pregnant", True, NSAIDS),
    ("heart_disease_or_irregular_beat", True, NSAIDS),
    ("high_blood_pressure", True, NSAIDS),
    ("dialysis_or_line", True, NSAIDS),
]
REASSURING = re.compile(
    r"\b(most|usually|eases|settles?|heals?|shrinks?|harmless|nothing serious|no need|"
    r"not mean harm|will go|will pass|fine|normal for|outlasts)\b",
    re.I,
)
WELL = case_of(age_years=40, back_pain=True, leg_pain={"left": True}, duration_days=20)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("path", "answer", "forbidden"), FORBIDDEN, ids=lambda part: str(part)[:40]
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=valid_cases(8), urgency=urgencies(), likely=chances())
def test_what_would_harm_is_not_advised(path, answer, forbidden, case, urgency, likely):
    harmed = with_sole_answer(case, path, answer)
    assert not ids(advise(harmed, urgency, likely)) & forbidden


@pytest.mark.parametrize(
    ("path", "answer", "forbidden"), FORBIDDEN, ids=lambda part: str(part)[:40]
)
def test_the_same_case_without_it_is_advised_so(path, answer, forbidden):
    before = ids(guidance_for(WELL, disc_herniation=0.95))
    after = ids(guidance_for(WELL.with_answer(path, answer), disc_herniation=0.95))
    assert before & forbidden
    assert not after & forbidden


def with_sole_answer(case, path, answer):
    """The case with this answer; an "unsure" side of the same finding makes room for it."""
    finding = path.split(".")[0]
    if finding != "chart" and case.get(finding) is not None:
        case = case.with_answer(finding, None)
    return case.with_answer(path, answer)


@pytest.mark.parametrize("rung", RUNGS[:-1])
def test_a_numb_foot_with_diabetes_gets_no_packs_and_gets_foot_care(rung):
    case = case_of(
        diabetes=True, marks=[{"side": "left", "region": "sole_central", "sensation": "numb"}]
    )
    told = ids(guidance_for(case, rung, nonspecific_back_pain=0.9))
    assert not told & PACKS
    assert {"no_packs", "no_packs_numb", "feet_daily", "feet_water", "no_barefoot"} <= told


def test_a_numb_foot_alone_leaves_packs_for_a_back_that_feels():
    case = case_of(limb_numbness={"left": "foot"}, duration_days=20)
    told = ids(guidance_for(case, disc_herniation=0.9))
    assert {"warm_pack", "pack_skin", "no_packs_numb"} <= told


def test_unfit_causes_hold_back_what_would_harm_them():
    case = case_of(leg_pain={"left": True})
    assert "back_bend" in ids(guidance_for(case, disc_herniation=0.95))
    assert "back_bend" not in ids(guidance_for(case, disc_herniation=0.88, spinal_stenosis=0.12))
    assert "back_bend" not in ids(guidance_for(case, disc_herniation=0.88, spondylolisthesis=0.12))


def test_manipulation_is_warned_against_with_the_reason():
    case = case_of(reported_weakness={"left": "marked"}, anticoagulants=True)
    told = {line.id: line.text for line in guidance_for(case, "same_day").avoid}
    assert "You take blood thinners." in told["no_manipulation"]


@FEW
@given(case=valid_cases(), urgency=urgencies(), likely=chances())
def test_nothing_reassures_while_a_red_flag_is_open(case, urgency, likely):
    blocked = Urgency(urgency.level, True, urgency.until_answered)
    told = texts(advise(case, blocked, likely, today=TODAY))
    assert [text for text in told if REASSURING.search(text)] == []


def test_the_words_of_comfort_are_found_when_they_are_there():
    case = case_of(leg_pain={"left": True}, duration_days=10)
    told = texts(guidance_for(case, "self_care", disc_herniation=0.9))
    assert [text for text in told if REASSURING.search(text)]


@FEW
@given(case=valid_cases(), likely=chances())
def test_an_emergency_gets_only_what_to_do_now(case, likely):
    told = advise(case, Urgency("emergency_now"), likely, today=TODAY)
    assert told.plan == told.explain == told.ring_same_day_if == ()
    assert told.check_again is None
    assert told.do[0].id in ("call_ambulance", "go_to_hospital")
    assert told.see.by == "now"
    assert not re.search(
        r"\b(pack|exercise|posture|pillow|ibuprofen|walk)\b", " ".join(texts(told))
    )


@FEW
@given(case=valid_cases(), urgency=urgencies(), likely=chances())
def test_mirrored_cases_get_the_same_advice(case, urgency, likely):
    assert advise(case.mirrored(), urgency, likely) == advise(case, urgency, likely)


@FEW
@given(case=valid_cases(), urgency=urgencies(), likely=chances())
def test_every_case_is_told_whom_to_see_and_when_to_go_back(case, urgency, likely):
    told = advise(case, urgency, likely, today=TODAY)
    assert told.rung == acting_rung(urgency)
    assert told.see.who
    assert told.see.by_date is not None
    if told.rung != "emergency_now":
        assert [line.id for line in told.return_at_once_if][:5] == [
            "saddle",
            "bladder",
            "bowel",
            "sexual",
            "both_legs",
        ]
        assert told.check_again is not None
