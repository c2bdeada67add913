"""What pressure does to fibres: more and longer is never better; feeling goes before strength."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatic.physiology import CHRONIC_MINUTES, UNHARMED, dose_response

PARTS = ("touch", "movement", "pinprick", "irritation")
PRESSURES = st.just(0.0) | st.floats(1e-3, 400)
MINUTES = st.floats(0, 600)


def parts(effect):
    return [getattr(effect, part) for part in PARTS]


@given(PRESSURES, PRESSURES, MINUTES)
def test_more_pressure_never_harms_less(one, other, minutes):
    low, high = sorted((one, other))
    less, more = (parts(dose_response().effect(mmhg, minutes)) for mmhg in (low, high))
    assert all(a <= b + 1e-12 for a, b in zip(less, more, strict=True))


@given(PRESSURES, MINUTES, MINUTES)
def test_a_longer_pressure_never_harms_less(mmhg, one, other):
    short, long = sorted((one, other))
    less, more = (parts(dose_response().effect(mmhg, minutes)) for minutes in (short, long))
    assert all(a <= b + 1e-12 for a, b in zip(less, more, strict=True))


@given(PRESSURES)
def test_a_settled_pressure_harms_as_much_as_any_duration(mmhg):
    settled = parts(dose_response().effect(mmhg))
    passing = parts(dose_response().effect(mmhg, 120))
    assert all(a <= b + 1e-12 for a, b in zip(passing, settled, strict=True))
    assert parts(dose_response().effect(mmhg, CHRONIC_MINUTES)) == settled


@given(st.lists(st.tuples(PRESSURES, MINUTES), min_size=1, max_size=6))
def test_every_share_lies_between_none_and_all(steps):
    for effect in dose_response().follow(steps):
        assert all(0 <= share <= 1 for share in parts(effect))


@given(PRESSURES, MINUTES)
def test_feeling_is_lost_before_strength(mmhg, minutes):
    effect = dose_response().effect(mmhg, minutes)
    assert effect.touch >= effect.movement or effect.movement > 0.5


@pytest.mark.parametrize("mmhg", [10, 20, 30, 40, 50])
def test_a_pressure_that_weakens_has_already_numbed(mmhg):
    effect = dose_response().effect(mmhg)
    assert effect.touch > effect.movement


@pytest.mark.parametrize("minutes", [5, 10, 20, 30, 45])
def test_under_one_pressure_numbness_comes_first(minutes):
    effect = dose_response().effect(70, minutes)
    assert effect.irritation > effect.touch > effect.movement


def test_no_pressure_and_no_time_do_nothing():
    assert dose_response().effect(0) == UNHARMED
    assert dose_response().effect(200, 0) == UNHARMED


def test_a_pressure_of_next_to_nothing_does_next_to_nothing():
    effect = dose_response().effect(1e-150)
    assert max(parts(effect)) < 1e-9


def test_an_old_and_heavy_pressure_blocks_nearly_all():
    effect = dose_response().effect(300)
    assert min(effect.touch, effect.movement, effect.pinprick) > 0.95


def test_fibres_recover_once_the_pressure_goes():
    steps = [(80, 30.0), *[(0, 2.0)] * 30]
    course = dose_response().follow(steps)
    for part in PARTS:
        shares = [getattr(effect, part) for effect in course]
        assert all(a > b for a, b in itertools.pairwise(shares))
        assert shares[-1] < 1e-4


def test_tingling_fades_before_feeling_and_feeling_before_strength():
    pressed, eased = dose_response().follow([(80, 600.0), (0, 4.0)])
    kept = [getattr(eased, part) / getattr(pressed, part) for part in PARTS]
    touch, movement, _, irritation = kept
    assert irritation < touch < movement


def test_two_steps_at_one_pressure_are_one_long_step():
    once = dose_response().follow([(60, 30.0)])[-1]
    twice = dose_response().follow([(60, 12.0), (60, 18.0)])[-1]
    assert parts(twice) == pytest.approx(parts(once))


@settings(max_examples=20)
@given(st.floats(-100, -1e-3), st.booleans())
def test_a_negative_pressure_or_duration_is_refused(value, as_pressure):
    step = (value, 1.0) if as_pressure else (1.0, value)
    with pytest.raises(ValueError, match="0 or more"):
        dose_response().effect(*step)
