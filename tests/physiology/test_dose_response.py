"""What pressure does to fibres: more and longer is never better; feeling goes before strength."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatic.errors import UnknownTermError
from sciatic.physiology import CHRONIC_MINUTES, UNHARMED, dose_response
from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.dose_response import SurfaceDoseResponse, contacts
from sciatic.physiology.populations import FIBRE_CLASSES

SILENT = ("touch", "movement", "pinprick")
PARTS = (*SILENT, "irritation", "slowed", "axon_loss")
PRESSURES = st.just(0.0) | st.floats(1e-3, 400)
MINUTES = st.floats(0, 600) | st.floats(600, 1e6)
CONTACTS = st.sampled_from(["uniform", "cuff", "disc", "foraminal", "entrapment"])
ROUNDING = 1e-9
SLACK = 0.002
"""Two fibres in a thousand, of touch, movement and pinprick, for an even contact. Which part of a
class stands on the border is read off its neighbours (``surface._share_above``): where the harm
grows faster beyond the border than on it, that part loses a little."""
EXACT = ("cuff", "disc")
SETTLED = 1e-5
"""After months the state is nearly, not quite, the one that counts as settled."""


def parts(effect, names=PARTS):
    return [getattr(effect, name) for name in names]


def first(dose, mmhg, name, share):
    """The first of every third minute after which more than a share is reached."""
    return next(m for m in range(0, 600, 3) if getattr(dose.effect(mmhg, m), name) > share)


def never_less(less, more, slack=SLACK):
    pairs = zip(SILENT, parts(less, SILENT), parts(more, SILENT), strict=True)
    assert [name for name, a, b in pairs if a > b + slack] == []


def never_fewer_along(contact, course):
    slack = ROUNDING if contact in EXACT else SLACK
    for (_, less), (step, more) in itertools.pairwise(course):
        low, high = parts(less, SILENT), parts(more, SILENT)
        assert all(a <= b + slack for a, b in zip(low, high, strict=True)), (step, less, more)


@pytest.mark.parametrize("contact", ["uniform", "cuff", "disc"])
@pytest.mark.parametrize("minutes", [30, 60, 120, 240, 6000, CHRONIC_MINUTES])
def test_more_pressure_never_silences_fewer(contact, minutes):
    dose = dose_response(contact)
    steps = range(0, 601, 40) if contact == "disc" else range(0, 1001, 20)
    never_fewer_along(contact, [(mmhg, dose.effect(mmhg, minutes)) for mmhg in steps])


@pytest.mark.parametrize("contact", ["uniform", "cuff", "disc"])
@pytest.mark.parametrize("mmhg", [20, 60, 120, 300])
def test_a_longer_pressure_never_silences_fewer(contact, mmhg):
    dose = dose_response(contact)
    steps = [0, *(2.0**power for power in range(21)), math.inf]
    never_fewer_along(contact, [(minutes, dose.effect(mmhg, minutes)) for minutes in steps])


@settings(max_examples=10, deadline=None)
@given(st.floats(0, 250), st.floats(0, 250), MINUTES)
def test_more_pressure_never_silences_fewer_anywhere(one, other, minutes):
    low, high = sorted((one, other))
    dose = dose_response("uniform")
    never_less(dose.effect(low, minutes), dose.effect(high, minutes))


@settings(max_examples=15, deadline=None)
@given(PRESSURES, MINUTES)
def test_a_settled_pressure_silences_as_many_as_any_duration(mmhg, minutes):
    dose = dose_response("disc")
    settled = dose.effect(mmhg)
    never_less(dose.effect(mmhg, minutes), settled, SETTLED)
    assert dose.effect(mmhg, CHRONIC_MINUTES) == settled


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(PRESSURES, MINUTES), min_size=1, max_size=6), CONTACTS)
def test_every_share_lies_between_none_and_all(steps, contact):
    for effect in dose_response(contact).follow(steps):
        assert all(0 <= share <= 1 for share in parts(effect))
        assert all(share >= effect.axon_loss - ROUNDING for share in parts(effect, SILENT))


@settings(max_examples=25, deadline=None)
@given(PRESSURES, st.floats(0, 600), CONTACTS)
def test_within_hours_feeling_is_lost_before_strength(mmhg, minutes, contact):
    effect = dose_response(contact).effect(mmhg, minutes)
    assert effect.touch >= effect.movement - ROUNDING


@pytest.mark.source("lundborg1982")
@pytest.mark.parametrize("mmhg", [50, 60, 80, 100])
def test_feeling_goes_tens_of_minutes_before_strength(mmhg):
    dose = dose_response("cuff")
    lag = first(dose, mmhg, "movement", 0.5) - first(dose, mmhg, "touch", 0.5)
    assert 10 <= lag <= 60


@pytest.mark.source("lundborg1982")
@pytest.mark.parametrize(("contact", "mmhg"), [("cuff", 40), ("cuff", 80), ("uniform", 120)])
def test_tingling_comes_before_numbness(contact, mmhg):
    dose = dose_response(contact)
    assert first(dose, mmhg, "irritation", 0.4) + 3 <= first(dose, mmhg, "touch", 0.1)


@pytest.mark.parametrize("contact", ["uniform", "cuff", "disc", "foraminal"])
def test_no_pressure_and_no_time_do_nothing(contact):
    dose = dose_response(contact)
    assert dose.effect(0) == dose.effect(0, 60) == UNHARMED
    assert dose.effect(200, 0) == UNHARMED


def test_a_pressure_of_next_to_nothing_does_next_to_nothing():
    assert max(parts(dose_response("disc").effect(1e-150))) < 1e-9


@pytest.mark.parametrize("contact", ["uniform", "cuff", "disc", "foraminal", "entrapment"])
def test_an_old_and_heavy_pressure_silences_nearly_all(contact):
    effect = dose_response(contact).effect(1000)
    assert min(parts(effect, SILENT)) > 0.95


@pytest.mark.source("hofmeijer2013")
def test_what_was_only_starved_comes_back_within_hours():
    dose = dose_response("cuff")
    pressed, *eased = dose.follow([(80, 60.0), *[(0, 15.0)] * 16])
    assert pressed.touch > 0.9
    assert eased[-1].touch < 0.01
    assert eased[-1].movement < 0.01
    for name in ("touch", "movement"):
        shares = [getattr(effect, name) for effect in (pressed, *eased)]
        assert all(a >= b - ROUNDING for a, b in itertools.pairwise(shares))


@pytest.mark.source("lundborg1982")
def test_feeling_that_comes_back_tingles_on_the_way():
    pressed, *eased = dose_response("cuff").follow([(90, 60.0), *[(0, 1.0)] * 60])
    worst = max(effect.irritation for effect in eased)
    assert worst > pressed.irritation + 0.2
    assert eased[-1].irritation < worst / 2


def test_months_of_pressure_leave_a_loss_that_no_rest_of_days_mends():
    months, week = dose_response("disc").follow([(100, 60 * 1440.0), (0, 7 * 1440.0)])
    assert months.axon_loss > 0.1
    assert week.axon_loss > 0.8 * months.axon_loss
    assert week.touch < months.touch


@settings(max_examples=15, deadline=None)
@given(PRESSURES, st.floats(0, 1e4), st.floats(0, 1e4), CONTACTS)
def test_two_steps_at_one_pressure_are_one_long_step(mmhg, one, other, contact):
    once = dose_response(contact).follow([(mmhg, one + other)])[-1]
    twice = dose_response(contact).follow([(mmhg, one), (mmhg, other)])[-1]
    # which fibre is on which side of its threshold may turn on the last digit of the state
    assert parts(twice) == pytest.approx(parts(once), abs=0.02)


def test_a_course_is_read_after_each_step():
    steps = [(60, 30.0), (20, 10.0), (0, 5.0)]
    course = dose_response().follow(steps)
    assert len(course) == 3
    assert course[:2] == dose_response().follow(steps[:2])


def test_an_uneven_contact_harms_some_fibres_early_and_spares_some_late():
    even, uneven = (SurfaceDoseResponse(Segment(), spread) for spread in (0.0, 0.6))
    assert uneven.effect(50, 120).touch > even.effect(50, 120).touch
    assert uneven.effect(150, 240).touch < even.effect(150, 240).touch


def test_every_class_is_told_and_movement_agrees_with_the_effect():
    dose = dose_response("disc")
    classes = dose.classes(100, 240)
    assert set(classes) == set(FIBRE_CLASSES)
    effect = dose.effect(100, 240)
    assert [classes[name].silent for name in SILENT] == pytest.approx(parts(effect, SILENT))
    assert effect.axon_loss == pytest.approx(classes["movement"].axon_loss)


@pytest.mark.source("ischthermal")
def test_warmth_is_still_felt_when_no_myelinated_fibre_works():
    classes = dose_response("cuff").classes(90, 90)
    assert classes["movement"].silent > 0.95
    assert classes["warmth"].silent < 0.1


@settings(max_examples=20, deadline=None)
@given(st.floats(-100, -1e-3), st.booleans())
def test_a_negative_pressure_or_duration_is_refused(value, as_pressure):
    step = (value, 1.0) if as_pressure else (1.0, value)
    with pytest.raises(ValueError, match="0 or more"):
        dose_response().effect(*step)


def test_a_contact_that_is_not_in_the_table_is_refused_with_those_that_are():
    with pytest.raises(UnknownTermError, match="foraminal"):
        dose_response("hammer")


@pytest.mark.parametrize("spread", [-0.1, math.nan, math.inf])
def test_an_impossible_spread_is_refused(spread):
    with pytest.raises(ValueError, match="log SD"):
        SurfaceDoseResponse(Segment(), spread)


def test_every_contact_of_the_table_can_be_had():
    for name in contacts():
        assert dose_response(name).segment == contacts()[name].segment
