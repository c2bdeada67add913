"""What a person is told: the promises G1 to G4, P1 and P2 on plain examples."""

import json
import subprocess
import sys

import pytest
from situations import TODAY, Urgency, case_of, guidance_for, ids

from sciatic.errors import UnknownTermError
from sciatic.guidance import acting_rung, advise
from sciatic.triage import red_flags

DISC = {"disc_herniation": 0.8, "nonspecific_back_pain": 0.1}
SCIATICA = case_of(
    age_years=40,
    back_pain=True,
    leg_pain={"left": True},
    duration_days=2,
    worse_sitting=True,
    worse_cough_sneeze=True,
    relieved_lying=True,
)


def told(items) -> list[str]:
    return [item.id for item in items]


def test_short_rest_then_gentle_movement():
    steps = [step.id for step in guidance_for(SCIATICA, **DISC).plan]
    assert steps.index("rest") < steps.index("move_later") < steps.index("walk_more")


def test_rest_is_not_advised_once_the_first_days_are_over():
    later = SCIATICA.with_answer("duration_days", 30)
    assert not {"rest", "short_rest"} & ids(guidance_for(later, **DISC))
    assert "no_bed" in ids(guidance_for(later, **DISC))


def test_ice_first_then_heat():
    plan = {step.id: step for step in guidance_for(SCIATICA, **DISC).plan}
    assert plan["cold"].last_day < plan["warm_later"].first_day


def test_what_makes_it_worse_is_left_and_what_helps_is_used():
    guidance = guidance_for(SCIATICA, **DISC)
    assert {"avoid_sitting", "avoid_straining"} <= set(told(guidance.avoid))
    assert "relief_lying" in told(guidance.do)
    assert not {"avoid_standing", "avoid_walking", "relief_sitting"} & ids(guidance)


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        ("worse_sitting", "avoid_sitting"),
        ("worse_standing", "avoid_standing"),
        ("worse_walking", "avoid_walking"),
        ("worse_walking_downhill", "avoid_downhill"),
        ("worse_bending_forward", "avoid_bending"),
        ("worse_bending_backward", "avoid_leaning_back"),
        ("worse_cough_sneeze", "avoid_straining"),
        ("worse_lying", "avoid_lying"),
        ("worse_leg_crossing", "avoid_crossing"),
        ("worse_activity", "avoid_activity"),
        ("heavy_lifting_work", "avoid_lifting_work"),
        ("relieved_sitting", "relief_sitting"),
        ("relieved_bending_forward", "relief_forward"),
        ("relieved_lying", "relief_lying"),
    ],
)
def test_each_answer_about_posture_has_its_line_and_only_when_given(finding, line):
    assert line in ids(guidance_for(case_of(**{finding: True}), **DISC))
    assert line not in ids(guidance_for(case_of(**{finding: False}), **DISC))
    assert line not in ids(guidance_for(case_of(), **DISC))


@pytest.mark.parametrize(
    ("cause", "line"),
    [
        ("spinal_stenosis", "walk_trolley"),
        ("spondylolisthesis", "slip_exercise"),
        ("fibular_neuropathy", "fibular_pressure"),
        ("tarsal_tunnel", "tarsal_shoes"),
        ("deep_gluteal", "gluteal_cushion"),
        ("hip_disease", "hip_exercise"),
        ("vascular_claudication", "vascular_doctor"),
        ("polyneuropathy", "pn_blood_tests"),
        ("herpes_zoster", "rash_care"),
    ],
)
def test_each_likely_cause_has_advice_of_its_own(cause, line):
    assert line in ids(guidance_for(case_of(), **{cause: 0.6}))
    assert line not in ids(guidance_for(case_of(), disc_herniation=0.95))


def test_the_rung_acted_on_is_the_higher_of_level_and_until_answered():
    assert acting_rung(Urgency("routine", True, "same_day")) == "same_day"
    assert acting_rung(Urgency("same_day", True, "within_2_weeks")) == "same_day"
    assert acting_rung(Urgency("emergency_now")) == "emergency_now"


def test_open_questions_come_first():
    guidance = advise(SCIATICA, Urgency("routine", True, "within_2_weeks"), tuple(DISC.items()))
    assert guidance.do[0].id == "answer_first"


def test_at_same_day_there_is_no_exercise_before_a_doctor_has_looked():
    guidance = guidance_for(SCIATICA, "same_day", **DISC)
    assert guidance.do[0].id == "speak_today"
    assert not {"keep_active", "gentle_moves", "walk_short", "back_bend", "warm"} & ids(guidance)


@pytest.mark.parametrize(
    "danger",
    [
        {"trauma": True},
        {"collapse": True, "back_pain": True},
        {"tearing_abdominal_pain": True},
        {"chest_pain": True},
        {"face_or_speech": True},
        {"breathing_or_swallowing_trouble": True},
        {"cold_pale_foot": True},
        {"stiff_spine_disease": True, "minor_trauma": True, "limb_numbness": {"left": "foot"}},
    ],
)
def test_some_emergencies_call_an_ambulance_and_none_of_them_travels(danger):
    case = case_of(**danger)
    guidance = advise(case, red_flags(case), tuple(DISC.items()))
    assert guidance.do[0].id == "call_ambulance"
    assert "go_to_hospital" not in told(guidance.do)
    assert guidance.see.who == "an ambulance crew"


def test_with_bladder_signs_the_person_knows_what_to_ask_for_and_does_not_drive():
    guidance = guidance_for(case_of(bladder_retention=True), "emergency_now", **DISC)
    assert {"go_to_hospital", "tell_ces"} <= set(told(guidance.do))
    assert "no_driving_to_hospital" in told(guidance.avoid)


def test_what_staff_need_to_hear_is_what_the_person_reported():
    case = case_of(anticoagulants=True, fever=True, saddle_numbness=True)
    told_staff = told(guidance_for(case, "emergency_now", **DISC).do)
    assert {"tell_blood_thinner", "tell_fever"} <= set(told_staff)
    assert not {"tell_pregnant", "tell_cancer", "tell_procedure"} & set(told_staff)


def test_options_come_for_likely_causes_in_order_and_rare_dangers_when_urgent():
    chances = {"cauda_equina_syndrome": 0.03, "hip_disease": 0.1, "disc_herniation": 0.87}
    calm = guidance_for(SCIATICA, "routine", **chances).treatment_options
    urgent = guidance_for(SCIATICA, "same_day", **chances).treatment_options
    assert [options.condition for options in calm] == ["disc_herniation", "hip_disease"]
    assert [options.condition for options in urgent][-1] == "cauda_equina_syndrome"


def test_at_an_emergency_no_option_offers_to_wait():
    options = guidance_for(SCIATICA, "emergency_now", **DISC).treatment_options[0]
    assert not any("first, for 6 to 8 weeks" in item.text for item in options.offer)


def test_a_suspected_level_stands_only_beside_the_first_cause_and_only_if_it_has_one():
    def suspected(**chances):
        found = advise(SCIATICA, Urgency(), tuple(chances.items()), level_side="L5/S1 left")
        return [options.suspected for options in found.treatment_options]

    assert suspected(disc_herniation=0.7, spinal_stenosis=0.3) == ["L5/S1 left", None]
    assert suspected(polyneuropathy=0.7, disc_herniation=0.3) == [None, None]


def test_an_empty_case_without_chances_still_gets_help():
    guidance = advise(case_of(), Urgency("within_2_weeks", True, "same_day"), ())
    assert guidance.see.by == "today"
    assert guidance.return_at_once_if
    assert guidance.treatment_options == ()


def test_the_document_is_plain_json_with_the_keys_of_the_contract():
    document = guidance_for(SCIATICA, **DISC).to_dict()
    assert json.loads(json.dumps(document)) == document
    assert {"do", "avoid", "see", "return_at_once_if", "treatment_options", "plan"} <= set(document)
    assert set(document["do"][0]) == {"id", "text", "sources"}
    assert {"who", "by", "why"} <= set(document["see"])
    assert {"condition", "examine", "order", "options"} <= set(document["treatment_options"][0])


def test_unknown_words_are_named():
    with pytest.raises(UnknownTermError, match="disc_herniation"):
        advise(SCIATICA, Urgency(), [("disk_herniation", 0.5)])
    with pytest.raises(UnknownTermError, match="same_day"):
        advise(SCIATICA, Urgency("today"), [])


def test_guidance_needs_no_numpy():
    look = "import sys, sciatic.guidance; print(*{'numpy', 'networkx'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_same_question_gets_the_same_answer():
    assert guidance_for(SCIATICA, **DISC) == guidance_for(SCIATICA, **DISC)
    assert guidance_for(SCIATICA, **DISC).see.by_date > TODAY
