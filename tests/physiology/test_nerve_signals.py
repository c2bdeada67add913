"""Compound potentials: their size, their time, and what lesions do to them."""

import math
import subprocess
import sys

import numpy as np
import pytest

from sciatic.physiology import nerve_signals as signals
from sciatic.physiology.nerve_signals import Fibres, Stretch


def slope(x: list[float], y: list[float]) -> float:
    return math.log(y[1] / y[0]) / math.log(x[1] / x[0])


def test_importing_it_costs_no_numpy():
    code = "import sys, sciatic.physiology.nerve_signals; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_table_of_velocities_is_what_the_kernel_gives():
    pytest.importorskip("numba", reason="the kernel needs numba: pip install 'sciatic[physiology]'")
    from sciatic.physiology.conduction import velocity_m_per_s

    diameters = [5.7, 10.0, 16.0]
    ours = signals.model_velocity_m_per_s(np.array(diameters))
    assert ours == pytest.approx(velocity_m_per_s(diameters), rel=0.01)


def test_the_temperature_factor_is_what_the_kernel_gives():
    pytest.importorskip("numba", reason="the kernel needs numba: pip install 'sciatic[physiology]'")
    from sciatic.physiology.conduction import velocity_m_per_s

    cold, warm = (velocity_m_per_s([10.0], degc)[0] for degc in (32.0, 37.0))
    assert signals.temperature_factor(32.0) == pytest.approx(cold / warm, rel=0.01)


@pytest.mark.source("wu1993temp")
def test_a_cooler_nerve_loses_between_one_and_two_metres_per_second_a_degree():
    fast = np.array([12.0])
    warm, cold = (signals.human_velocity_m_per_s(fast, degc)[0] for degc in (33.0, 32.0))
    assert 0.8 < warm - cold < 2.0


def test_human_nerve_is_slower_than_the_model():
    assert 0.6 < signals.human_factor("motor") < signals.human_factor("sensory") < 1


@pytest.mark.source("dalpozzo2002")
def test_motor_axons_span_what_single_axons_of_a_leg_muscle_do():
    """Only the mean was used; the range 27.8 to 55.9 m/s is predicted from the root's diameters."""
    from sciatic.physiology.populations import population

    axons = population("root_ventral", "movement").quantiles(123)
    way = signals.leg_stretches(-180, 730)
    velocities = 910 / signals.travel_ms(axons, way, kind="motor")
    assert velocities.min() == pytest.approx(27.8, rel=0.1)
    assert velocities.max() == pytest.approx(55.9, rel=0.1)


@pytest.mark.source("jnnp1981su")
def test_a_fibres_potential_grows_with_velocity_as_recorded_units_do():
    """Published: height as velocity to 1.5 (sural), half-width to -0.5."""
    heights, widths, velocities = [], [], [35.0, 50.0]
    for velocity in velocities:
        potential, _ = signals.fibre_potential(velocity / 4.5, velocity)
        heights.append(potential.max())
        widths.append(np.count_nonzero(potential > potential.max() / 2) * signals.STEP_MS)
    assert 1.0 < slope(velocities, heights) < 2.0
    assert -1.0 < slope(velocities, widths) < 0


def test_two_equal_potentials_cancel_where_one_is_up_and_the_other_down():
    p = signals.signal_constants()
    unit = signals.unit_potential(70.0)
    late = p["unit_negative_ms"] * 1.3
    arrivals = np.array([0.0, late])
    both = signals.add_up(arrivals, [unit, unit], [0, 0], np.ones(2))
    alone = signals.add_up(arrivals[:1], [unit], [0], np.ones(1))
    together = signals.add_up(np.zeros(2), [unit, unit], [0, 0], np.ones(2))
    assert together.amplitude_uv == pytest.approx(2 * alone.amplitude_uv)
    assert both.amplitude_uv < 1.05 * alone.amplitude_uv


def test_a_unit_has_the_area_it_was_given():
    unit = signals.unit_potential(70.0)
    assert unit[unit > 0].sum() * signals.STEP_MS == pytest.approx(70.0, rel=0.01)


@pytest.mark.source("li2018ah")
def test_a_unit_measured_peak_to_peak_is_as_high_as_that():
    unit = signals.unit_potential(signals.unit_area(154.0))
    assert unit.max() - unit.min() == pytest.approx(154.0, rel=0.01)


@pytest.mark.source("horowitz1992")
def test_a_sensory_potential_shrinks_with_distance_as_a_power_of_it():
    """Published for the sural nerve: an exponent of -1.4 to -1.7, by dispersion and cancelling."""
    fibres, distances = signals.sensory_axons("sural"), [140.0, 420.0]
    heights = [
        signals.sensory_response(fibres, (Stretch(mm, 33.0),)).amplitude_uv for mm in distances
    ]
    assert -1.7 < slope(distances, heights) < -1.2


def test_no_fibre_no_response():
    none = Fibres(np.array([10.0]), np.zeros(1))
    response = signals.sensory_response(none, (Stretch(100.0, 33.0),))
    assert not response.present
    assert response.amplitude_uv == 0


@pytest.mark.parametrize("lost", [0.0, 0.3, 1.0])
def test_what_is_kept_is_what_was_not_lost(lost):
    fibres = signals.motor_axons(100.0)
    assert fibres.kept(lost).weight.sum() == pytest.approx(100 * (1 - lost))


def test_losing_thick_fibres_first_slows_the_fastest():
    fibres, way = signals.sensory_axons("sural"), (Stretch(140.0, 33.0),)
    alike, thick = (
        signals.sensory_response(fibres.kept(0.7, first), way).peak_ms for first in (0.0, 1.0)
    )
    assert thick > alike


@pytest.mark.parametrize(
    ("diameters", "degc", "told"),
    [([0.0], 33.0, "above 0 um"), ([-3.0], 33.0, "above 0 um"), ([10.0], 60.0, "15 to 42")],
)
def test_a_fibre_that_can_not_be_is_refused(diameters, degc, told):
    with pytest.raises(ValueError, match=told):
        signals.human_velocity_m_per_s(np.array(diameters), degc)


@pytest.mark.parametrize("stretch", [Stretch(-1.0, 33.0), Stretch(1.0, 33.0, 0.0)])
def test_a_stretch_that_can_not_be_is_refused(stretch):
    with pytest.raises(ValueError, match="length of 0 mm or more"):
        signals.travel_ms(np.array([10.0]), (stretch,))
