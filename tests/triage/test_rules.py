"""Each rule: one case that makes it hold at its rung, and a near miss that does not."""

import pytest
from a_case import both, case

from sciatic.evidence import sources
from sciatic.findings import vocabulary
from sciatic.triage.red_flags import triggered
from sciatic.triage.rule_book import rule_book
from sciatic.triage.rule_files import RUNGS

NUMB = {"left": "foot"}
OLD = {"duration_days": 200, "course": "stable"}
TWO_NUMB = both("foot")


def old(finding, days=100):
    return {finding: {"since_days": days, "course": "stable"}}


# rule: (rung, a case that reaches it, a near miss that stays below it)
CASES = {
    "RF001": (
        "emergency_now",
        {"saddle_numbness": True},
        {"saddle_numbness": True, "timing": old("saddle_numbness")},
    ),
    "RF003": ("emergency_now", {"hours_without_urine": 6}, {"hours_without_urine": 5.5}),
    "RF002": (
        "emergency_now",
        {"bladder_sensation_lost": True, "duration_days": 900, "course": "stable"},
        {"bladder_retention": True, "timing": old("bladder_retention", 15)},
    ),
    "RF004": (
        "emergency_now",
        {"bladder_incontinence": True},
        {"bladder_incontinence": True, "timing": old("bladder_incontinence")},
    ),
    "RF005": (
        "emergency_now",
        {"bowel_incontinence": True},
        {"constipation_new": True, "bowel_incontinence": False},
    ),
    "RF006": (
        "emergency_now",
        {"sexual_dysfunction_new": True, "limb_numbness": NUMB},
        {"sexual_dysfunction_new": True, "back_pain": True},
    ),
    "RF013": (
        "emergency_now",
        {"exam": {"anal_tone": "reduced"}},
        {"exam": {"anal_tone": "normal"}},
    ),
    "RF014": (
        "emergency_now",
        {"exam": {"post_void_residual_ml": 200}},
        {"exam": {"post_void_residual_ml": 199}},
    ),
    "RF008": (
        "emergency_now",
        {"reported_weakness": both("mild")},
        {"reported_weakness": both("mild"), **OLD},
    ),
    "RF009": (
        "emergency_now",
        {"limb_numbness": TWO_NUMB, "duration_days": 14},
        {"limb_numbness": TWO_NUMB, "duration_days": 15},
    ),
    "RF007": (
        "emergency_now",
        {"leg_pain": both(True)},
        {"leg_pain": both(True), "relieved_sitting": True},
    ),
    "RF015": (
        "emergency_now",
        {"leg_pain": both(True), "exam": {"reflex": both({"achilles_reflex": "absent"})}},
        {"leg_pain": {"left": True}, "exam": {"reflex": both({"achilles_reflex": "absent"})}},
    ),
    "RF035": (
        "emergency_now",
        {"breathing_or_swallowing_trouble": True},
        {"ascending_weakness": True, **OLD},
    ),
    "RF066": (
        "emergency_now",
        {"one_body_side_sudden": "still_there"},
        {"arms_affected": True, "onset": "days"},
    ),
    "RF065": ("emergency_now", {"chest_pain": True}, {"chest_pain": False}),
    "RF061": (
        "emergency_now",
        {"cold_pale_foot": True},
        {"cold_pale_foot": True, "timing": old("cold_pale_foot")},
    ),
    "RF060": (
        "emergency_now",
        {"back_pain": True, "known_aneurysm": True},
        {"known_aneurysm": True, "back_pain": False},
    ),
    "RF064": (
        "emergency_now",
        {"coughing_blood": True, "calf_swelling": True},
        {"coughing_blood": True},
    ),
    "RF068": (
        "emergency_now",
        {"leg_tight_painful": {"left": True}},
        {"leg_tight_painful": {"left": True}, "timing": old("leg_tight_painful")},
    ),
    "RF054": (
        "emergency_now",
        {"trauma": True, "duration_days": 2},
        {"trauma": True, "duration_days": 200, "course": "stable"},
    ),
    "RF098": (
        "emergency_now",
        {"stiff_spine_disease": True, "minor_trauma": True, "limb_numbness": NUMB},
        {"stiff_spine_disease": True, "minor_trauma": True},
    ),
    "RF071": (
        "emergency_now",
        {"trunk_numbness": True},
        {"trunk_numbness": True, "timing": old("trunk_numbness")},
    ),
    "RF072": (
        "emergency_now",
        {"course": "worsening", "duration_days": 10, "exam": {"clonus": {"left": "present"}}},
        {"duration_days": 10, "exam": {"clonus": {"left": "present"}}},
    ),
    "RF042": (
        "emergency_now",
        {"thoracic_pain": True, "unsteady": True},
        {"thoracic_pain": True, "limb_numbness": NUMB},
    ),
    "RF073": (
        "same_day",
        {"thoracic_pain": True, "limb_numbness": NUMB},
        {"thoracic_pain": True, "limb_numbness": {"left": "none"}},
    ),
    "RF070": (
        "same_day",
        {"arms_affected": True, "limb_numbness": NUMB, "duration_days": 10},
        {"arms_affected": True, "limb_numbness": NUMB, "duration_days": 90},
    ),
    "RF031": (
        "emergency_now",
        {"limb_numbness": TWO_NUMB, "unsteady": True, "duration_days": 28, "course": "stable"},
        {"limb_numbness": TWO_NUMB, "unsteady": True, "duration_days": 29, "course": "stable"},
    ),
    "RF032": (
        "emergency_now",
        {"reported_weakness": both("mild"), "duration_days": 28},
        {"reported_weakness": both("mild"), "duration_days": 29},
    ),
    "RF036": (
        "emergency_now",
        {"recent_flu_or_gut_illness": True, "limb_numbness": TWO_NUMB, "unsteady": True, **OLD},
        {"recent_flu_or_gut_illness": True, "limb_numbness": TWO_NUMB, **OLD},
    ),
    "RF020": (
        "emergency_now",
        {"foot_drop_reported": {"left": True}, "onset": "hours"},
        {"foot_drop_reported": {"left": True}, "onset": "days"},
    ),
    "RF023": (
        "emergency_now",
        {"foot_drop_reported": {"left": True}, "course": "rapidly_worsening", "duration_days": 50},
        {"foot_drop_reported": {"left": True}, "course": "worsening", "duration_days": 50},
    ),
    "RF021": (
        "emergency_now",
        {"severe_numbness": {"left": True}, "onset": "sudden"},
        {"severe_numbness": {"left": True}, "onset": "weeks"},
    ),
    "RF030": (
        "same_day",
        {"limb_numbness": NUMB, "spreading": "quickly"},
        {"limb_numbness": NUMB, "spreading": "slowly", "duration_days": 15},
    ),
    "RF050": (
        "emergency_now",
        {"fever": True, "limb_numbness": NUMB, "course": "worsening", "duration_days": 60},
        {"fever": True, "limb_numbness": NUMB, **OLD},
    ),
    "RF051": ("same_day", {"fever": True, "back_pain": True}, {"fever": True, "back_pain": False}),
    "RF052": (
        "emergency_now",
        {"iv_drug_use": True, "back_pain_severity": 8, "limb_numbness": NUMB},
        {"diabetes": True, "back_pain_severity": 8, "limb_numbness": NUMB},
    ),
    "RF053": (
        "emergency_now",
        {"anticoagulants": True, "reported_weakness": {"left": "mild"}},
        {"anticoagulants": True, "limb_numbness": NUMB, "onset": "days"},
    ),
    "RF040": (
        "emergency_now",
        {"cancer_history": True, "leg_pain": {"left": True}},
        {"cancer_history": True, "leg_pain": {"left": True}, "cancer_active": False},
    ),
    "RF041": (
        "same_day",
        {"cancer_history": True, "back_pain": True},
        {"cancer_history": True, "back_pain": True, "timing": old("back_pain")},
    ),
    "RF044": (
        "same_day",
        {"weight_loss": True, "limb_numbness": NUMB},
        {"weight_loss": True, "back_pain": True},
    ),
    "RF045": (
        "same_day",
        {"night_pain": True, "worse_lying": True, "limb_numbness": NUMB},
        {"night_pain": True, "limb_numbness": NUMB},
    ),
    "RF059": (
        "same_day",
        {"back_lump_or_shape_change": True},
        {"back_lump_or_shape_change": False},
    ),
    "RF012": (
        "same_day",
        {"saddle_numbness": True, "timing": old("saddle_numbness")},
        {"saddle_numbness": False},
    ),
    "RF096": (
        "emergency_now",
        {"saddle_numbness": "not_sure", "bowel_incontinence": "not_sure"},
        {"saddle_numbness": "not_sure"},
    ),
    "RF022": (
        "same_day",
        {"foot_drop_reported": {"left": True}, "duration_days": 84, "course": "stable"},
        {"foot_drop_reported": {"left": True}, "duration_days": 85, "course": "stable"},
    ),
    "RF026": (
        "same_day",
        {"cannot_tiptoe": {"left": True}, "duration_days": 400, "course": "worsening"},
        {"cannot_tiptoe": {"left": True}, "duration_days": 400, "course": "stable"},
    ),
    "RF027": (
        "same_day",
        {"knee_gives_way": {"left": True}, "foot_drop_reported": {"left": True}},
        {"knee_gives_way": {"left": True}, "foot_drop_reported": {"right": True}},
    ),
    "RF024": (
        "same_day",
        {"reported_weakness": {"left": "mild"}, "duration_days": 28, "course": "worsening"},
        {"reported_weakness": {"left": "mild"}, "duration_days": 29, "course": "worsening"},
    ),
    "RF028": (
        "within_2_weeks",
        {"foot_drop_reported": {"left": True}, "duration_days": 85, "course": "stable"},
        {"reported_weakness": {"left": "mild"}, "duration_days": 85, "course": "stable"},
    ),
    "RF025": (
        "within_2_weeks",
        {"reported_weakness": {"left": "mild"}, **OLD},
        {"reported_weakness": {"left": "none"}, **OLD},
    ),
    "RF055": (
        "same_day",
        {
            "person": {"age_years": 70, "sex": "male"},
            "back_pain": True,
            "minor_trauma": True,
            "limb_numbness": NUMB,
        },
        {
            "person": {"age_years": 70, "sex": "female"},
            "back_pain": True,
            "minor_trauma": True,
            "limb_numbness": NUMB,
        },
    ),
    "RF056": (
        "same_day",
        {"steroid_use": True, "limb_numbness": NUMB},
        {"steroid_use": True, "back_pain": True},
    ),
    "RF057": (
        "same_day",
        {"person": {"age_years": 75, "sex": "female"}, "steroid_use": True},
        {"person": {"age_years": 75, "sex": "male"}, "steroid_use": True},
    ),
    "RF058": (
        "same_day",
        {"bruise_or_graze_over_spine": True, "minor_trauma": True},
        {"bruise_or_graze_over_spine": True},
    ),
    "RF100": (
        "same_day",
        {"tests": {"mri_finding": [{"finding": "herniation"}, {"finding": "tumour"}]}},
        {"tests": {"mri_finding": [{"finding": "fracture"}]}},
    ),
    "RF101": (
        "same_day",
        {"tests": {"crp_or_esr": "raised"}, "recent_infection": True},
        {"tests": {"crp_or_esr": "raised"}},
    ),
    "RF080": ("emergency_now", {"foot_wound": True, "fever": True}, {"foot_wound": True}),
    "RF081": ("same_day", {"foot_wound": True, "diabetes": True}, {"foot_wound": True}),
    "RF062": (
        "same_day",
        {"foot_black_or_redness_spreading": {"left": True}},
        {"rest_pain_hanging": {"left": True}},
    ),
    "RF082": ("within_2_weeks", {"foot_wound": True}, {"foot_wound": False}),
    "RF063": ("same_day", {"calf_swelling": True}, {"calf_swelling": False}),
    "RF084": (
        "same_day",
        {"rash_blisters": True},
        {"rash_blisters": True, "timing": old("rash_blisters")},
    ),
    "RF010": (
        "same_day",
        {"limb_numbness": TWO_NUMB, "duration_days": 60, "onset": "gradual"},
        {"limb_numbness": TWO_NUMB, "duration_days": 85, "onset": "gradual"},
    ),
    "RF011": (
        "within_2_weeks",
        {"limb_numbness": TWO_NUMB, "onset": "gradual"},
        {"limb_numbness": TWO_NUMB, "onset": "gradual", "relieved_sitting": True},
    ),
    "RF083": (
        "within_2_weeks",
        {"diabetes": True, "limb_numbness": NUMB},
        {"diabetes": True, "leg_pain": {"left": True}},
    ),
    "RF067": (
        "same_day",
        {"one_body_side_sudden": "cleared"},
        {"one_body_side_sudden": "none"},
    ),
    "RF095": (
        "same_day",
        {"person": {"age_years": 15}, "limb_numbness": NUMB, **OLD},
        {"person": {"age_years": 16}, "limb_numbness": NUMB, **OLD},
    ),
    "RF099": (
        "same_day",
        {"constipation_new": True, "back_pain": True, "leg_pain": {"left": True}},
        {"constipation_new": True, "back_pain": True, "leg_pain": {"left": True}, **OLD},
    ),
    "RF033": (
        "within_2_weeks",
        {"limb_numbness": NUMB, "duration_days": 60, "course": "worsening"},
        {"limb_numbness": NUMB, "duration_days": 60, "course": "stable"},
    ),
    "RF092": ("within_2_weeks", {"pain_uncontrolled": True}, {"pain_uncontrolled": False}),
    "RF091": (
        "same_day",
        {"worse_cough_sneeze": True, "cancer_history": True},
        {"worse_cough_sneeze": True},
    ),
    "RF097": ("within_2_weeks", {"night_pain": True, "unwell": True}, {"night_pain": True}),
    "RF046": ("routine", {"night_pain": True}, {"night_pain": False}),
    "RF047": (
        "routine",
        {"person": {"age_years": 51}, "back_pain": True},
        {"person": {"age_years": 50}, "back_pain": True},
    ),
    "RF090": (
        "routine",
        {"leg_pain": both(True), "relieved_sitting": True},
        {"leg_pain": {"left": True}, "relieved_sitting": True},
    ),
    "RF034": (
        "routine",
        {"limb_numbness": NUMB, "duration_days": 42, "course": "stable"},
        {"limb_numbness": NUMB, "duration_days": 41, "course": "stable"},
    ),
    "RF093": (
        "routine",
        {"leg_pain": {"left": True}, "duration_days": 42},
        {"leg_pain": {"left": True}, "duration_days": 41},
    ),
}


def test_every_rule_has_its_two_cases():
    assert [rule.id for rule in rule_book().rules] == list(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_it_holds_where_it_must(rule):
    rung, holds, _ = CASES[rule]
    assert triggered(case(**holds))[rule] == rung


@pytest.mark.parametrize("rule", CASES)
def test_it_stays_below_in_the_near_miss(rule):
    rung, _, near = CASES[rule]
    reached = triggered(case(**near)).get(rule, "self_care")
    assert RUNGS.index(reached) < RUNGS.index(rung)


def test_every_rule_names_its_findings():
    for rule in rule_book().rules:
        found = rule_book().findings_of(rule)
        assert found, f"{rule.id} reads no finding"
        assert set(found) <= set(vocabulary()), rule.id


def test_every_red_flag_has_a_rule():
    read = {name for rule in rule_book().rules for name in rule_book().findings_of(rule)}
    flagged = {name for name, finding in vocabulary().items() if finding.red_flag}
    assert not flagged - read


def test_every_rule_and_threshold_has_a_known_source():
    for rule in rule_book().rules:
        assert set(rule.sources) <= set(sources()), rule.id


def test_a_rule_gives_way_to_known_rules_only():
    known = {rule.id for rule in rule_book().rules}
    for rule in rule_book().rules:
        assert set(rule.gives_way_to) <= known - {rule.id}
