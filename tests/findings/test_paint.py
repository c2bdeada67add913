"""Painted skin says where, and not much by its number: how far a chart may move one root's odds.

Bounds are in decibans (10 is ten to one). Published: even the whole examination tells L5 from S1
discs with an area under the curve of .66 to .67 only (iversen2013, taylor2013).
"""

from math import log

import numpy as np
import pytest
from drawn_patients import Patients, area_under_curve
from small_cases import DECIBANS, case_of, root_log_odds

from sciatic.anatomy import regions, root_share

PAIRS = [("S1", "L5"), ("L5", "S1"), ("L4", "L5"), ("L5", "L4")]
WHOLE = 6.5
THREE = 4.2
ANY_PART = 8.0
DRAWN = 80
EXAM = {
    "touch": tuple(
        f"light_touch.{region}"
        for region in (
            "leg_anteromedial_lower",
            "web1",
            "toe1_dorsal",
            "foot_border_lateral",
            "toe5_dorsal",
            "calf_posterior_lower",
        )
    ),
    "strength": tuple(
        f"strength.{muscle}"
        for muscle in (
            "vastus_lateralis",
            "tibialis_anterior",
            "extensor_hallucis_longus",
            "gluteus_medius",
            "gastrocnemius_medial",
        )
    ),
    "reflexes": ("reflex.patellar", "reflex.achilles_reflex"),
    "tension": ("straight_leg_raise",),
}


def dermatome(root):
    """The regions that a root serves at least half of."""
    return [name for name in regions() if root_share(name).get(root, 0) >= 0.5]


def decibans(marked, sensation, pair, complete):
    """How far these marks of one leg move the odds of a root against another."""
    marks = [("left", region, sensation) for region in marked]
    moved = root_log_odds(case_of({}, marks, complete=complete), *pair)
    return DECIBANS * (moved - root_log_odds({}, *pair))


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("sensation", ["numb", "tingling", "pain"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_a_whole_painted_dermatome_favours_its_root_by_a_few_decibans(pair, sensation, complete):
    assert 1 < decibans(dermatome(pair[0]), sensation, pair, complete) <= WHOLE


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("sensation", ["numb", "pain"])
def test_three_patches_say_less_than_sixteen(sensation, complete):
    every = dermatome("S1")
    whole = decibans(every, sensation, ("S1", "L5"), complete)
    for start in range(0, len(every) - 2, 2):
        three = decibans(every[start : start + 3], sensation, ("S1", "L5"), complete)
        assert three <= THREE
        assert three < whole


@pytest.mark.parametrize("sensation", ["numb", "pain"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_part_of_a_dermatome_says_much_more_than_the_whole(pair, sensation):
    every = dermatome(pair[0])
    rng = np.random.default_rng(11)
    orders = [every, every[::-1], rng.permutation(every).tolist()]
    for order in orders:
        for number in range(1, len(order) + 1, 2):
            assert abs(decibans(order[:number], sensation, pair, True)) < ANY_PART


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_painting_pain_over_numbness_does_not_count_twice(pair):
    every = dermatome(pair[0])
    marks = [("left", region, word) for region in every for word in ("numb", "pain")]
    both = root_log_odds(case_of({}, marks, complete=True), *pair) - root_log_odds({}, *pair)
    assert DECIBANS * both <= WHOLE


def test_numb_and_tingling_are_one_sensation_to_the_map():
    words = [decibans(dermatome("S1"), word, ("S1", "L5"), True) for word in ("numb", "tingling")]
    assert words[0] == pytest.approx(words[1], abs=0.3)


@pytest.mark.parametrize("region", ["toe1_dorsal", "web1", "toe5_dorsal", "foot_border_lateral"])
def test_one_painted_toe_decides_nothing(region):
    for complete in (True, False):
        assert abs(decibans([region], "numb", ("L5", "S1"), complete)) < 4


@pytest.fixture(scope="module")
def drawn():
    """Log odds of S1 against L5 of drawn discs, by true root: by paint, and with the exam."""
    patients = Patients(5)
    paint, whole = {}, {}
    for root in ("L5", "S1"):
        paint[root], whole[root] = [], []
        for state in patients.states("disc_herniation", root, DRAWN):
            z = patients.latent()
            marks = patients.paint(state, z)
            answers = patients.examine(state, z, EXAM)
            paint[root].append(root_log_odds(case_of({}, marks, complete=True), "S1", "L5"))
            with_exam = case_of(answers, marks, complete=True)
            whole[root].append(root_log_odds(with_exam, "S1", "L5"))
    return paint, whole


def test_paint_alone_leaves_l5_against_s1_near_undecided(drawn):
    paint, _ = drawn
    assert 0.5 < area_under_curve(paint["S1"], paint["L5"]) < 0.8


def test_paint_alone_rarely_makes_nine_to_one(drawn):
    paint, _ = drawn
    odds = np.abs(paint["S1"] + paint["L5"])
    assert (odds > log(9)).mean() < 0.25
    assert np.median(odds) * DECIBANS < 4


def test_the_examination_adds_to_the_paint_and_still_leaves_many_in_doubt(drawn):
    paint, whole = drawn
    by_paint, by_both = (area_under_curve(one["S1"], one["L5"]) for one in (paint, whole))
    assert by_paint < by_both < 0.95
    odds = np.abs(whole["S1"] + whole["L5"])
    assert (odds < log(9)).mean() > 0.4


def test_the_odds_of_drawn_patients_mean_what_they_say(drawn):
    """Drawn from the model, so that the model must be calibrated on them."""
    _, whole = drawn
    said = 1 / (1 + np.exp(-np.array(whole["S1"] + whole["L5"])))
    truly = np.array([1] * DRAWN + [0] * DRAWN)
    for low, high in ((0, 0.3), (0.3, 0.7), (0.7, 1.01)):
        inside = (said >= low) & (said < high)
        assert inside.sum() > 10
        spread = 3 * np.sqrt(0.25 / inside.sum())
        assert truly[inside].mean() == pytest.approx(said[inside].mean(), abs=spread)
