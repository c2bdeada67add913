"""What people with each cause tell and show: one claim a test, each with its source."""

import pytest

from sciatic.findings.numbers import age_by_level, curve_of
from sciatic.findings.story_tables import story_row
from sciatic.pathology.states import priors, subtypes

SERIOUS = (
    "cauda_equina_syndrome",
    "spinal_infection",
    "spinal_malignancy",
    "vertebral_fracture",
    "aortic_aneurysm",
)


def p(finding, subtype, value="true", *, side="", severity=""):
    return story_row(finding, subtype, severity, side)[value]


def ratio(finding, subtype, other, value="true", *, side=""):
    return p(finding, subtype, value, side=side) / p(finding, other, value, side=side)


@pytest.mark.source("suri2010")
def test_stenosis_is_worse_walking_and_better_sitting():
    assert ratio("worse_walking", "stenosis_central", "disc_subarticular") > 1.5
    assert ratio("relieved_sitting", "stenosis_central", "disc_subarticular") > 3


@pytest.mark.source("suri2010", "katz1995")
def test_no_pain_when_seated_speaks_for_stenosis_by_about_seven_to_one():
    assert 0.4 < p("no_pain_seated", "stenosis_central") < 0.54
    assert 3 < ratio("no_pain_seated", "stenosis_central", "disc_subarticular") < 8


@pytest.mark.source("suri2010")
def test_leaning_forward_eases_half_of_stenosis_and_few_others():
    assert 0.45 < p("relieved_bending_forward", "stenosis_central") < 0.6
    assert p("relieved_bending_forward", "back_acute") < 0.25


@pytest.mark.source("vroomen2002", "verwoerd2016")
def test_coughing_hurts_a_disc_more_than_stenosis():
    assert ratio("worse_cough_sneeze", "disc_subarticular", "stenosis_central") > 2


@pytest.mark.source("stynes2018")
def test_a_quarter_of_referred_leg_pain_answers_to_a_cough():
    assert 0.15 < p("worse_cough_sneeze", "back_referred") < 0.35


@pytest.mark.source("nadeau2013")
def test_standing_still_eases_the_artery_and_not_the_canal():
    assert ratio("relieved_standing_still", "vascular_leg", "stenosis_central") > 5
    assert p("worse_standing", "vascular_leg") < 0.25 < p("worse_standing", "stenosis_central")


@pytest.mark.source("katz1995")
def test_a_wide_gait_and_a_failed_romberg_belong_to_stenosis_more_than_to_a_disc():
    assert ratio("wide_based_gait", "stenosis_central", "disc_subarticular", "present") > 5
    assert ratio("romberg", "stenosis_central", "disc_subarticular", "positive") > 3


@pytest.mark.source("foraminal_sht")
def test_arching_back_brings_on_a_foraminal_root():
    assert 0.57 < p("extension_reproduces_leg_symptoms", "stenosis_foraminal", "present",
                    side="affected") < 0.83  # fmt: skip


@pytest.mark.source("pearson2010")
def test_degenerative_slips_are_mostly_of_women_and_plain_stenosis_is_not():
    assert 0.6 < p("sex", "slip_degenerative", "female") < 0.78
    assert p("sex", "stenosis_central", "female") < 0.5


@pytest.mark.source("collaer2006", "alqarni2015")
def test_a_step_is_felt_in_about_six_of_ten_isthmic_slips():
    assert 0.45 < p("spinous_step", "slip_isthmic", "present") < 0.7
    assert ratio("spinous_step", "slip_isthmic", "disc_subarticular", "present") > 4.5


@pytest.mark.source("kasai2006", "ferrari2015")
def test_passive_extension_finds_loose_segments():
    assert ratio("passive_lumbar_extension", "slip_isthmic", "back_chronic", "positive") > 3


@pytest.mark.source("aprile2005")
def test_fibular_palsy_follows_pressure_at_the_knee_or_lost_weight():
    assert ratio("pressure_at_knee", "fibular", "disc_subarticular", side="affected") > 10
    assert ratio("recent_weight_loss_or_cast", "fibular", "disc_subarticular") > 10


@pytest.mark.source("aprile2005")
def test_fibular_palsy_is_mostly_of_men():
    assert p("sex", "fibular", "female") < 0.35


@pytest.mark.source("peroneal_review")
def test_tapping_the_fibular_neck_can_buy_back_a_rare_palsy():
    assert ratio("tinel_fibular_neck", "fibular", "disc_subarticular", "positive",
                 side="affected") > 10  # fmt: skip


@pytest.mark.source("footdrop_epo")
def test_back_pain_is_of_the_root_and_not_of_the_fibular_nerve():
    assert ratio("back_pain", "disc_subarticular", "fibular") > 3


@pytest.mark.source("kinoshita2001")
def test_tarsal_tunnel_shows_tinel_and_the_stretch_sign():
    for sign in ("tinel_tarsal_tunnel", "dorsiflexion_eversion_test"):
        assert p(sign, "tarsal", "positive", side="affected") > 0.7
        assert ratio(sign, "tarsal", "disc_subarticular", "positive", side="affected") > 14


@pytest.mark.source("stanford_tts")
def test_tarsal_tunnel_burns_at_night_and_leaves_the_back_alone():
    assert p("worse_night_feet", "tarsal") > 0.5
    assert p("back_pain", "tarsal") < 0.2


@pytest.mark.source("martin2014")
def test_the_active_piriformis_test_is_positive_in_about_four_of_five():
    assert p("active_piriformis_test", "gluteal", "positive", side="affected") == pytest.approx(
        0.78, abs=0.05
    )
    assert p("seated_piriformis_stretch", "gluteal", "positive", side="affected") == pytest.approx(
        0.52, abs=0.05
    )


@pytest.mark.source("pinto2021")
def test_plexus_neuropathy_hurts_in_nine_of_ten_and_wheels_a_quarter():
    assert p("leg_pain", "plexus_diabetic", side="affected") == pytest.approx(0.92, abs=0.03)
    assert 0.15 < p("walking_ability", "plexus_diabetic", "cannot_walk") < 0.3


@pytest.mark.source("pinto2021")
def test_lost_weight_parts_diabetic_plexus_disease_from_a_disc():
    assert ratio("weight_loss", "plexus_diabetic", "disc_subarticular") > 10


@pytest.mark.source("hanewinckel2016")
def test_polyneuropathy_is_of_the_old_and_a_little_more_of_men():
    assert curve_of("age_years", "pn_other").mean > 60
    assert p("sex", "pn_other", "female") < 0.48


@pytest.mark.source("tam2007", "nhs_gbs")
def test_two_thirds_of_guillain_barre_had_an_infection_before():
    assert 0.55 < p("recent_flu_or_gut_illness", "gbs") < 0.75
    assert ratio("recent_flu_or_gut_illness", "gbs", "disc_subarticular") > 5


@pytest.mark.source("nhs_gbs")
def test_guillain_barre_climbs_over_days():
    assert p("onset", "gbs", "days") > 0.5
    assert p("ascending_weakness", "gbs") > 0.6
    assert p("course", "gbs", "rapidly_worsening") > 0.4


@pytest.mark.source("khan2006")
def test_an_abnormal_foot_pulse_speaks_for_the_artery_by_at_least_five_to_one():
    lost = 1 - p("foot_pulses", "vascular_leg", "normal", side="affected")
    kept = 1 - p("foot_pulses", "stenosis_central", "normal", side="affected")
    assert 4.5 < lost / kept < 10


@pytest.mark.source("khan2006")
def test_a_cool_foot_speaks_for_the_artery_by_about_six_to_one():
    assert 3 < ratio("cold_pale_foot", "vascular_leg", "stenosis_central") < 9


@pytest.mark.source("fowkes2013")
def test_artery_disease_lowers_the_ankle_pressure_below_nine_tenths():
    curve = curve_of("ankle_brachial_index", "vascular_leg", "affected")
    assert curve.mean + curve.sd < 0.9


@pytest.mark.source("rcem_ali")
def test_an_acutely_ischaemic_leg_is_sudden_cold_and_pulseless():
    assert p("onset", "ischaemia", "sudden") + p("onset", "ischaemia", "hours") > 0.8
    assert p("cold_pale_foot", "ischaemia") > 0.8
    assert p("foot_pulses", "ischaemia", "absent", side="affected") > 0.7


@pytest.mark.source("iatrox_shingles")
def test_a_rash_of_blisters_is_shingles_by_more_than_fifty_to_one():
    assert min(
        ratio("rash_blisters", "zoster", other) for other in ("disc_subarticular", "pn_diabetic")
    ) > 50  # fmt: skip


@pytest.mark.source("davis2004", "yusuf2019")
def test_fever_is_missing_in_half_of_spinal_infection():
    assert 0.33 <= p("fever", "infection_none") <= 0.6
    assert ratio("fever", "infection_none", "back_acute") > 20


@pytest.mark.source("davis2004", "yusuf2019")
def test_diabetes_and_injected_drugs_raise_the_chance_of_spinal_infection():
    assert ratio("diabetes", "infection_none", "back_acute") > 3
    assert ratio("iv_drug_use", "infection_none", "back_acute") > 10


@pytest.mark.source("downie2013", "premkumar2018")
def test_earlier_cancer_is_the_strongest_pointer_to_a_spinal_tumour():
    pointers = ("weight_loss", "night_pain", "unwell")
    assert all(
        p("cancer_history", "malignancy_none") > p(other, "malignancy_none") for other in pointers
    )
    assert ratio("cancer_history", "malignancy_none", "back_acute") > 7


@pytest.mark.source("downie2013", "han2023")
def test_steroids_an_accident_and_a_bruise_point_to_a_fracture():
    assert ratio("steroid_use", "fracture_none", "back_acute") > 6
    assert ratio("trauma", "fracture_none", "back_acute") > 5
    assert ratio("bruise_or_graze_over_spine", "fracture_none", "back_acute") > 6


@pytest.mark.source("finucane2020")
def test_night_pain_alone_is_common_in_plain_back_pain():
    assert p("night_pain", "back_acute") > 0.25
    assert ratio("night_pain", "malignancy_none", "back_acute") < 2


@pytest.mark.source("cook2010", "soufi2025")
def test_hoffmann_and_an_upgoing_toe_are_of_the_cord():
    assert p("hoffmann", "cord_cervical", "present", side="affected") > 0.4
    assert ratio("plantar_response", "cord_cervical", "stenosis_central", "extensor",
                 side="affected") > 20  # fmt: skip


@pytest.mark.source("cook2010")
def test_only_the_neck_part_of_the_cord_takes_the_hands():
    assert p("arms_affected", "cord_cervical") > 0.7 > 0.1 > p("arms_affected", "cord_thoracic")


@pytest.mark.source("qureshi2007")
def test_a_cauda_equina_disc_worsens_fast():
    assert p("course", "ces_disc", "rapidly_worsening") > 5 * p(
        "course", "disc_subarticular", "rapidly_worsening"
    )


@pytest.mark.source("kogl2024")
def test_a_severe_disc_came_on_faster_than_an_irritated_root():
    fast = {
        grade: sum(
            p("onset", "disc_subarticular", value, severity=grade)
            for value in ("sudden", "hours", "days")
        )
        for grade in ("irritation", "severe")
    }
    assert fast["severe"] > fast["irritation"] + 0.1


@pytest.mark.source("dammers2002")
def test_the_higher_the_disc_the_older_the_person():
    ages = [age_by_level()["disc_herniation", level][0] for level in ("L5/S1", "L4/L5", "L3/L4")]
    assert ages == sorted(ages)


@pytest.mark.source("sport_ldh", "pearson2010")
def test_discs_are_of_the_forties_and_stenosis_of_the_sixties():
    assert 40 < curve_of("age_years", "disc_subarticular").mean < 50
    assert 62 < curve_of("age_years", "stenosis_central").mean < 73


@pytest.mark.source("mp_mdpi")
def test_one_in_ten_has_meralgia_on_both_sides():
    assert subtypes()["meralgia"].condition == "other"
    assert p("leg_pain", "meralgia", side="other") < 0.15


@pytest.mark.source("iliopsoas_c360")
def test_a_psoas_haematoma_is_on_blood_thinners():
    assert p("anticoagulants", "haematoma") > 0.7
    assert ratio("anticoagulants", "haematoma", "disc_subarticular") > 20


@pytest.mark.source("bmjbp_aaa")
def test_a_known_or_pulsing_aorta_buys_back_the_rare_aneurysm():
    assert ratio("known_aneurysm", "aneurysm", "back_acute") > 50
    assert ratio("pulsatile_abdominal_mass", "aneurysm", "back_acute", "present") > 50


@pytest.mark.source("henschke2009")
def test_serious_disease_is_about_one_in_a_hundred_in_primary_care():
    weights = priors("primary_care")
    assert 0.005 < sum(weights[one] for one in SERIOUS) < 0.03
    assert priors("emergency")["cauda_equina_syndrome"] > 10 * weights["cauda_equina_syndrome"]


@pytest.mark.source("hartvigsen2017")
def test_back_pain_alone_is_the_commonest_thing_in_primary_care():
    weights = priors("primary_care")
    assert max(weights, key=weights.get) == "nonspecific_back_pain"
