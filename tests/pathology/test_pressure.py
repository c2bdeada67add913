"""Pressure by mechanism, severity and posture: every cell is there, and in order."""

import itertools

import pytest

from sciatic.errors import UnknownTermError
from sciatic.pathology import POSTURES, SEVERITIES, pressure_mmhg
from sciatic.pathology.effects import effect, effect_under
from sciatic.pathology.pressure import SUSTAINED, grades, posture_factors

FAMILIES = ("disc", "stenosis", "foraminal", "entrapment")


def test_the_tables_hold_every_mechanism_grade_and_posture():
    assert set(grades()) == set(itertools.product(FAMILIES, SEVERITIES))
    assert set(posture_factors()) == set(itertools.product(FAMILIES, (*POSTURES, SUSTAINED)))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_shares_of_the_grades_sum_to_one(family):
    assert sum(grades()[family, one].share for one in SEVERITIES) == pytest.approx(1)


@pytest.mark.parametrize(
    ("family", "posture"), list(itertools.product(FAMILIES, (*POSTURES, SUSTAINED)))
)
def test_a_graver_lesion_presses_harder_in_every_posture(family, posture):
    told = [pressure_mmhg(family, one, posture) for one in SEVERITIES]
    assert all(a < b for a, b in itertools.pairwise(told))


@pytest.mark.parametrize("severity", SEVERITIES)
def test_narrowing_presses_most_leaning_back_then_upright_least_resting(severity):
    for family in ("stenosis", "foraminal"):
        told = {name: pressure_mmhg(family, severity, name) for name in POSTURES}
        assert max(told, key=told.get) == "leaning_back"
        assert told["walking"] > told["standing"] > told["sitting"]
        assert told["standing"] > 1.5 * max(told["lying"], told["bent_forward"])


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_disc_presses_most_bent_and_least_lying(severity):
    told = {name: pressure_mmhg("disc", severity, name) for name in POSTURES}
    assert max(told, key=told.get) == "bent_forward"
    assert min(told, key=told.get) == "lying"
    assert told["sitting"] >= told["standing"]


@pytest.mark.parametrize("posture", POSTURES)
def test_the_back_does_not_press_a_limb_nerve(posture):
    assert pressure_mmhg("entrapment", "severe", posture) == pressure_mmhg("entrapment", "severe")


def test_a_day_lies_between_the_best_and_the_worst_posture():
    for family in FAMILIES:
        told = [pressure_mmhg(family, "moderate", name) for name in POSTURES]
        assert min(told) <= pressure_mmhg(family, "moderate") <= max(told)


def test_unknown_words_are_named_with_what_is_known():
    with pytest.raises(UnknownTermError, match=r"severity 'sever'.*severe"):
        pressure_mmhg("disc", "sever")
    with pytest.raises(UnknownTermError, match=r"posture 'walk'.*walking"):
        pressure_mmhg("disc", "severe", "walk")
    with pytest.raises(UnknownTermError, match=r"effect 'sacral_late'.*sacral_early"):
        effect("sacral_late")


def test_a_posture_holds_inside_its_block_alone():
    before = effect("stenosis:moderate")
    with effect_under("leaning_back"):
        inside = effect("stenosis:moderate")
        with effect_under("sitting"):
            assert effect("stenosis:moderate").touch < inside.touch
        assert effect("stenosis:moderate") == inside
    assert inside.touch > before.touch
    assert effect("stenosis:moderate") == before
