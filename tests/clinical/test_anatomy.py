"""What every clinician knows of the nerves of the leg, one claim a test."""

from __future__ import annotations

import pytest

from sciatic.anatomy import (
    drg_position,
    edges_into,
    length_mm,
    level_share,
    level_share_far_lateral,
    muscles,
    nerve_share,
    root_share,
    route,
    share_through,
    zone_roots,
    zone_share,
)

FIBULAR_NECK = [
    ("common_fibular", "superficial_fibular"),
    ("common_fibular", "deep_fibular"),
]
TARSAL_TUNNEL = [("tibial", "medial_plantar"), ("tibial", "lateral_plantar")]
SCIATIC = [("sacral_plexus", "sciatic")]


def leading_root(target: str) -> str:
    shares = root_share(target)
    return max(shares, key=lambda name: shares[name])


def leading_nerve(region: str) -> str:
    return next(iter(nerve_share(region)))


def chances(level: str, zone: str, record_type: str = "compression") -> dict[str, float]:
    """Probability that each single root is pressed by a lesion at this place."""
    rows = zone_roots(level, zone, record_type)  # type: ignore[arg-type]
    return {row.roots[0]: row.probability for row in rows if len(row.roots) == 1}


# Skin: which root, which nerve ------------------------------------------------------------


@pytest.mark.source("lee2008", "rheumsecrets_l5")
def test_the_first_web_belongs_to_l5():
    assert leading_root("web1") == "L5"


@pytest.mark.source("orthobullets_spn")
def test_the_first_web_belongs_to_the_deep_fibular_nerve():
    assert leading_nerve("web1") == "deep_fibular"


@pytest.mark.source("orthobullets_spn")
def test_the_rest_of_the_dorsum_belongs_to_the_superficial_fibular_nerve():
    for region in ("foot_dorsum_medial", "foot_dorsum_central", "toe2_dorsal", "toe3_dorsal"):
        assert leading_nerve(region) == "superficial_fibular"


@pytest.mark.source("sensthreshold2017")
def test_the_key_sensory_point_of_l4_is_the_inner_ankle_bone():
    assert leading_root("malleolus_medial") == "L4"


@pytest.mark.source("sensthreshold2017")
def test_the_key_sensory_point_of_l5_is_the_dorsum_of_the_foot():
    assert leading_root("foot_dorsum_central") == "L5"


@pytest.mark.source("sensthreshold2017")
def test_the_key_sensory_point_of_s1_is_the_outer_heel():
    assert leading_root("heel_lateral") == "S1"


@pytest.mark.source("lee2008", "accessem_quiz")
def test_the_little_toe_belongs_to_s1():
    assert leading_root("toe5_dorsal") == "S1"


@pytest.mark.source("madhavi2005")
def test_the_outer_side_of_the_little_toe_belongs_to_the_sural_nerve():
    assert leading_nerve("toe5_dorsal") == leading_nerve("foot_border_lateral") == "sural"


@pytest.mark.source("phillips1993")
def test_the_sural_nerve_is_mostly_s1():
    assert leading_root("foot_border_lateral") == "S1"
    assert share_through([("seg_S1", "S1")], "foot_border_lateral") > 0.7


@pytest.mark.source("gpnotebook")
def test_the_back_of_the_knee_belongs_to_s2():
    assert leading_root("popliteal") == "S2"


@pytest.mark.source("isncsci_points")
def test_the_skin_round_the_anus_belongs_to_s3_to_s5():
    for region in ("perianal_outer", "perianal_inner"):
        sacral = sum(root_share(region).get(name, 0) for name in ("S3", "S4", "S5"))
        assert sacral > 0.75


@pytest.mark.source("textbook")
def test_the_groin_belongs_to_l1():
    assert leading_root("groin") == "L1"


@pytest.mark.source("tomaszewski2016")
def test_the_outer_thigh_belongs_to_the_lateral_femoral_cutaneous_nerve():
    assert leading_nerve("thigh_lateral_upper") == "lateral_femoral_cutaneous"


@pytest.mark.source("wheeless_foot")
def test_the_inner_shin_belongs_to_the_saphenous_nerve_which_comes_from_the_femoral():
    assert leading_nerve("leg_anteromedial_lower") == "saphenous"
    assert "femoral" in route("L4", "leg_anteromedial_lower").nodes


@pytest.mark.source("huang1997")
def test_the_genital_skin_belongs_to_the_pudendal_nerve():
    assert leading_nerve("genital") == "pudendal"


# Muscles and reflexes ----------------------------------------------------------------------


@pytest.mark.source("harrison19_t48")
def test_the_calf_is_an_s1_muscle():
    assert leading_root("gastrocnemius_medial") == leading_root("soleus") == "S1"


@pytest.mark.source("tsao2003", "suri2011")
def test_the_great_toe_extensor_is_an_l5_muscle():
    assert leading_root("extensor_hallucis_longus") == "L5"


@pytest.mark.source("tsao2003", "phillips1991")
def test_the_foot_is_lifted_by_l4_and_l5_together():
    shares = root_share("tibialis_anterior")
    assert shares["L4"] + shares["L5"] > 0.85
    assert min(shares["L4"], shares["L5"]) > 0.25


@pytest.mark.source("hashimoto2024")
def test_hip_abduction_is_mostly_l5():
    assert leading_root("gluteus_medius") == "L5"


@pytest.mark.source("footdrop_epo")
def test_inversion_is_l5_but_not_fibular():
    assert leading_root("tibialis_posterior") == "L5"
    assert muscles()["tibialis_posterior"].nerve == "tibial"


@pytest.mark.source("harrison19_t48", "suri2011")
def test_the_ankle_jerk_is_s1():
    assert leading_root("achilles_reflex") == "S1"
    assert root_share("achilles_reflex")["S1"] > 0.75


@pytest.mark.source("harrison19_t48", "suri2011")
def test_the_knee_jerk_is_l4_and_l3():
    shares = root_share("patellar")
    assert leading_root("patellar") == "L4"
    assert shares["L3"] + shares["L4"] > 0.85


@pytest.mark.source("esene2012", "felsenthal1982")
def test_the_medial_hamstring_reflex_is_l5():
    assert leading_root("medial_hamstring") == "L5"


@pytest.mark.source("ptr_jend")
def test_the_tibialis_posterior_reflex_is_l5():
    assert leading_root("tibialis_posterior_reflex") == "L5"


@pytest.mark.source("bcr_page")
def test_the_bulbocavernosus_reflex_runs_in_and_out_by_the_pudendal_nerve():
    assert share_through([("sacral_plexus", "pudendal")], "bulbocavernosus") == pytest.approx(1)
    assert set(root_share("bulbocavernosus")) == {"S2", "S3", "S4"}


@pytest.mark.source("cremasteric_dns")
def test_the_cremasteric_reflex_is_l1_and_l2():
    assert set(root_share("cremasteric")) == {"L1", "L2"}


# Nerve lesions -----------------------------------------------------------------------------


@pytest.mark.source("clinicalgate_case8")
def test_a_fibular_neck_lesion_spares_the_short_head_of_biceps():
    assert share_through(FIBULAR_NECK, "biceps_femoris_short") == 0
    assert share_through(SCIATIC, "biceps_femoris_short") == pytest.approx(1)


@pytest.mark.source("clinicalgate_case8")
def test_a_fibular_neck_lesion_takes_the_foot_lifters_whole():
    for muscle in ("tibialis_anterior", "extensor_hallucis_longus", "fibularis_longus"):
        assert share_through(FIBULAR_NECK, muscle) == pytest.approx(1)


@pytest.mark.source("footdrop_epo")
def test_a_fibular_neck_lesion_spares_inversion_and_toe_flexion():
    for muscle in ("tibialis_posterior", "flexor_digitorum_longus", "gluteus_medius"):
        assert share_through(FIBULAR_NECK, muscle) == 0


@pytest.mark.source("clinicalgate_case8")
def test_a_fibular_neck_lesion_spares_the_upper_outer_calf_and_the_sural_edge():
    above = share_through([("sciatic", "common_fibular")], "leg_lateral_upper")
    assert share_through(FIBULAR_NECK, "leg_lateral_upper") < 0.25 < above
    assert share_through(FIBULAR_NECK, "foot_border_lateral") < 0.05


@pytest.mark.source("clinicalgate_case8")
def test_a_fibular_neck_lesion_spares_the_ankle_jerk():
    assert share_through(FIBULAR_NECK, "achilles_reflex") == 0


@pytest.mark.source("kim2015")
def test_a_tarsal_tunnel_lesion_takes_the_sole_and_may_spare_the_heel():
    assert share_through(TARSAL_TUNNEL, "ball_central") > 0.95
    assert share_through(TARSAL_TUNNEL, "heel_plantar") < 0.1
    with_calcaneal = [*TARSAL_TUNNEL, ("tibial", "medial_calcaneal")]
    assert share_through(with_calcaneal, "heel_plantar") > 0.85


@pytest.mark.source("tsao2003", "wilbourn1998")
def test_the_paraspinal_muscles_are_abnormal_in_root_but_not_in_plexus_lesions():
    plexus = [(e.parent, "sacral_plexus") for e in edges_into()["sacral_plexus"]]
    assert share_through(plexus, "lumbar_paraspinals") == 0
    assert share_through([("seg_L5", "L5")], "lumbar_paraspinals") > 0


@pytest.mark.source("kikuchi1986")
def test_l4_is_shared_between_the_lumbar_and_the_sacral_plexus():
    assert "lumbar_plexus" in route("L4", "vastus_medialis").nodes
    assert "lumbosacral_trunk" in route("L4", "tibialis_anterior").nodes


# Lengths and levels ------------------------------------------------------------------------


@pytest.mark.source("derived")
def test_l5_reaches_the_great_toe_by_the_superficial_fibular_nerve_in_1185_mm():
    way = route("L5", "toe1_dorsal")
    assert way.nodes[-2] == "superficial_fibular"
    assert way.length_mm == 1185
    assert way.share == pytest.approx(0.75, abs=0.005)


@pytest.mark.source("derived")
def test_fibres_to_the_toes_are_nearly_twice_as_long_as_those_to_the_knee():
    assert 1.8 < length_mm("toe2_dorsal") / length_mm("knee_anterior") < 2.1


@pytest.mark.source("shen2006")
def test_the_l5_ganglion_lies_in_the_canal_in_about_one_in_eighteen():
    assert drg_position("L5")["intraspinal (subarticular)"] == pytest.approx(0.057, abs=0.005)


@pytest.mark.source("ebraheim1998drg")
def test_the_s1_ganglion_lies_in_the_canal_in_40_to_45_percent():
    assert 0.40 <= drg_position("S1")["intraspinal (subarticular)"] <= 0.45


@pytest.mark.source("kimweller2000")
def test_a_foraminal_l4_l5_disc_presses_l4():
    pressed = chances("L4/L5", "foraminal")
    assert pressed["L4"] > 0.8
    assert pressed["L5"] < 0.2


@pytest.mark.source("statpearls_ldh", "wjo2021_far")
def test_a_subarticular_l5_s1_disc_presses_s1():
    pressed = chances("L5/S1", "subarticular")
    assert max(pressed, key=lambda name: pressed[name]) == "S1"


@pytest.mark.source("spondylo_pages")
def test_isthmic_slip_at_l5_s1_presses_l5_in_the_foramen():
    pressed = chances("L5/S1", "foraminal", "stenosis_compression")
    assert max(pressed, key=lambda name: pressed[name]) == "L5"


@pytest.mark.source("radiopaedia_ce")
def test_a_large_central_disc_can_press_the_cauda_equina_of_both_sides():
    rows = zone_roots("L4/L5", "central")
    cauda = [row for row in rows if row.both_sides]
    assert cauda
    assert {"S2", "S3", "S4"} <= set(cauda[0].roots)


@pytest.mark.source("kortelainen1985")
def test_nearly_all_operated_discs_are_at_the_two_lowest_levels():
    shares = level_share()
    assert shares["L4/L5"] + shares["L5/S1"] > 0.95


@pytest.mark.source("kimweller2000")
def test_far_lateral_discs_sit_higher_than_others():
    upper = ("L2/L3", "L3/L4")
    far = sum(level_share_far_lateral()[name] for name in upper)
    assert far > 5 * sum(level_share()[name] for name in upper)


@pytest.mark.source("daghighi2014")
def test_three_of_four_extruded_fragments_lie_subarticular():
    assert zone_share()["subarticular"] == pytest.approx(0.785, abs=0.01)
