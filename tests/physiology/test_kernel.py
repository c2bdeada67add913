"""The compiled kernel: against itself by other ways, and what any right one must do."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numba
import numpy as np
import pytest

from sciatic.physiology import gates, kernel
from sciatic.physiology.arithmetic import arithmetic
from sciatic.physiology.conduction import Settings, conduct
from sciatic.physiology.fibres import INTERPOLATION, Lesion, MyelinatedFibre, constants
from sciatic.physiology.response import SETTINGS as OF_THE_TABLE
from sciatic.physiology.simulation import Batch, Outcome, Pulse, Scheme, State

FIBRES = [MyelinatedFibre(d) for d in (2.0, 5.7, 10.0, 16.0, 8.7, 12.8, 7.3)]
LESIONS = [
    Lesion(internodes=4),
    Lesion(internodes=4, thinned=0.9),
    Lesion(internodes=4, gap_um=12.0),
    Lesion(internodes=4, seal=50.0),
    Lesion(internodes=4, depolarised_mv=6.0),
    Lesion(internodes=4, sodium_lost=0.6),
    Lesion(internodes=4, sodium_lost=1.0),
]
BLOCKED = [False] * 6 + [True]
EULER, SECOND = Settings(), Settings(step="second_order")


def run(
    settings: Settings = EULER, *, duration_ms: float = 3.0, n: int = 7, stop: bool = False,
    pulse: Pulse | None = None, dtype: type = np.float64,
) -> Outcome:  # fmt: skip
    batch = Batch(FIBRES[:n], LESIONS[:n], 33, temperature_degc=37.0, dtype=dtype)
    pulse = pulse or Pulse()
    return batch.run(batch.settled(), settings.scheme, duration_ms, pulse, stop=stop)


def test_a_batch_of_mixed_fibres_is_each_of_them_alone() -> None:
    together = conduct(FIBRES, LESIONS)
    assert together.blocked.tolist() == BLOCKED
    for i, (fibre, lesion) in enumerate(zip(FIBRES, LESIONS, strict=True)):
        alone = conduct([fibre], lesion)
        assert alone.blocked[0] == together.blocked[i]
        for name in ("upstream_m_per_s", "velocity_ratio", "extra_delay_ms"):
            one, many = getattr(alone, name)[0], getattr(together, name)[i]
            assert one == pytest.approx(many, rel=1e-6, nan_ok=True)


@pytest.mark.parametrize("settings", [EULER, OF_THE_TABLE])
@pytest.mark.parametrize(("shift_mv", "blocked"), [(8.5, False), (9.5, True)])
def test_near_block_a_thin_fibre_does_not_heed_its_neighbours(
    settings: Settings, shift_mv: float, blocked: bool
) -> None:
    """Such a stretch fires by itself, and later spikes come while slower neighbours still run."""
    fibre = MyelinatedFibre(3.0, INTERPOLATION)
    internodes = round(5000 / fibre.geometry.internode_um)
    harm = Lesion(internodes=internodes, depolarised_mv=shift_mv)
    others = [MyelinatedFibre(d, INTERPOLATION) for d in (2.0, 5.0, 2.5, 10.0, 2.0)]
    shifts = (8.0, 0.0, 30.0, 12.0, 4.0)
    lesions = [harm, *(replace(harm, depolarised_mv=mv) for mv in shifts)]
    alone, mixed = conduct([fibre], harm, settings), conduct([fibre, *others], lesions, settings)
    assert alone.blocked[0] == mixed.blocked[0] == blocked
    assert mixed.velocity_ratio[0] == pytest.approx(alone.velocity_ratio[0], rel=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("other", "within"),
    [
        (Settings(modes=10), 2e-3),
        (Settings(precision="f32"), 1e-3),
        (Settings(modes=10, precision="f32"), 2e-3),
    ],
)
def test_cheaper_settings_say_the_same(other: Settings, within: float) -> None:
    exact, cheap = conduct(FIBRES, LESIONS), conduct(FIBRES, LESIONS, other)
    assert cheap.blocked.tolist() == BLOCKED
    passing = ~exact.blocked
    for name in ("upstream_m_per_s", "velocity_ratio"):
        ratio = getattr(cheap, name)[passing] / getattr(exact, name)[passing]
        assert ratio == pytest.approx(1, abs=within), name


def test_stopping_at_arrival_and_sleeping_nodes_change_no_arrival() -> None:
    stopped, followed = run(stop=True), run()
    seen = ~np.isnan(stopped.arrival_ms)
    assert seen[:6, :29].all()
    assert stopped.arrival_ms[seen] == pytest.approx(followed.arrival_ms[seen], abs=2e-5)
    assert (stopped.steps < followed.steps).any()
    assert np.isnan(stopped.arrival_ms[6, 22:]).all()


def test_a_fibre_that_is_not_at_rest_is_followed_from_the_start() -> None:
    fibre, lesion = MyelinatedFibre(1.0), Lesion(internodes=10, depolarised_mv=6.0)
    batch = Batch([fibre], [lesion], 39, temperature_degc=37.0)
    a, b = (
        batch.run(batch.settled(), EULER.scheme, 3.0, Pulse(), stop=stop).arrival_ms[0, :30]
        for stop in (True, False)
    )
    assert a == pytest.approx(b, abs=1e-6)


def upstream(step: str, step_ms: float) -> float:
    how = Settings(step=step, step_ms=step_ms)
    return float(conduct([MyelinatedFibre(10.0)], None, how).upstream_m_per_s[0])


def test_the_second_order_step_is_one_and_both_steps_have_one_limit() -> None:
    euler = [upstream("backward_euler", step_ms) for step_ms in (0.0025, 0.00125, 0.000625)]
    assert (euler[1] - euler[0]) / (euler[2] - euler[1]) == pytest.approx(2, abs=0.25)
    linear = [2 * euler[i + 1] - euler[i] for i in (0, 1)]
    limit = (4 * linear[1] - linear[0]) / 3
    sizes = (0.01, 0.005, 0.0025, 0.000625)
    second = np.array([upstream("second_order", step_ms) for step_ms in sizes])
    error = np.abs(second / second[-1] - 1)
    assert second[-1] == pytest.approx(limit, rel=1e-3)
    assert error[0] / error[1] > 3.5
    assert error[1] / error[2] > 3.5
    assert error[1] < 0.02 < 1 - upstream("backward_euler", 0.005) / limit


@pytest.mark.parametrize("settings", [EULER, SECOND, Settings(modes=10)])
def test_settled_fibres_stay_where_they_are(settings: Settings) -> None:
    batch = Batch(FIBRES[:4], LESIONS[:4], 33, temperature_degc=37.0)
    state = batch.settled()
    quiet = Pulse(na=0.0)
    seen = batch.run(state, settings.scheme, 1.0, quiet, stop=False, film_every=50)
    start = state.voltage + constants()["rest"]
    assert np.abs(seen.film_mv - start[:, None]).max() < 0.02
    assert np.isnan(seen.arrival_ms).all()
    assert not seen.spikes.any()


def passive(batch: Batch) -> State:
    """Take the channels out of a batch; where it then rests."""
    batch.parts = copy(batch.parts)
    batch.parts.node = batch.parts.node.copy()
    batch.parts.node[..., 1:5] = 0.0
    return batch.settle()


def test_without_channels_a_pulse_decays_at_every_node() -> None:
    batch = Batch(FIBRES[:6], [replace(one, sodium_lost=1.0) for one in LESIONS[:6]], 33,
                  temperature_degc=37.0)  # fmt: skip
    state = passive(batch)
    film = batch.run(state, EULER.scheme, 4.0, Pulse(), stop=False, film_every=40).film_mv
    above = film - film[:, :1]
    after = above[:, 3:]
    assert above[:, 1, 0].min() > 1.0
    peak = after.max(axis=2)
    assert (np.diff(peak, axis=1) < 0).all()
    assert (after.max(axis=1)[:, :10] > after.max(axis=1)[:, 1:11]).all()
    assert after[:, -1].max() < 0.2 * after[:, 0].max()


def test_passive_fibres_add_up() -> None:
    """Linear: twice the current is twice the voltage."""
    batch = Batch(FIBRES[:4], LESIONS[:4], 33, temperature_degc=37.0)
    state = passive(batch)
    one, two = (
        batch.run(state, EULER.scheme, 1.0, Pulse(na=na), stop=False, film_every=20).film_mv
        for na in (1.0, 2.0)
    )
    assert two - one == pytest.approx(one - one[:, :1], abs=1e-6 * np.abs(one - one[:, :1]).max())


def test_what_is_remembered_cannot_be_changed() -> None:
    batch = Batch(FIBRES[:2], LESIONS[:2], 33, temperature_degc=37.0)
    for array in (batch.parts.node, batch.parts.modes.rate, batch.settled().voltage):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0
    again = Batch(FIBRES[:2], LESIONS[:2], 33, temperature_degc=37.0)
    assert again.parts is batch.parts


def test_threads_change_nothing() -> None:
    before = numba.get_num_threads()
    many = conduct(FIBRES * 3, LESIONS * 3)
    numba.set_num_threads(1)
    try:
        one = conduct(FIBRES * 3, LESIONS * 3)
    finally:
        numba.set_num_threads(before)
    assert np.array_equal(many.extra_delay_ms, one.extra_delay_ms, equal_nan=True)
    assert np.array_equal(many.upstream_m_per_s, one.upstream_m_per_s)


def test_blocks_run_in_parallel_by_a_function_of_its_own() -> None:
    """Numba's cache takes two compilations of one function for one, and then all run on a core."""
    together, alone = kernel._together, kernel._alone
    assert together.targetoptions["parallel"] is True
    assert not alone.targetoptions.get("parallel", False)
    assert together.py_func is not alone.py_func
    assert together.py_func.__qualname__ != alone.py_func.__qualname__


def test_the_table_of_gates_is_the_exponential_step() -> None:
    table = gates.gate_table(0.005, 37.0, np.dtype(np.float64))
    mv = constants()["rest"] + gates.LOWEST_MV + gates.STEP_MV * 4000
    gate = np.array([0.1, 0.2, 0.3, 0.4])
    moved = gates.moved(gate, np.array(mv), 0.005, 37.0)
    assert table[4000, :4] + table[4000, 4:] * gate == pytest.approx(moved)
    long = gates.moved(gate, np.array(mv), 1e4, 37.0)
    opening, closing = (
        gates.rate_per_ms("m", way, np.array(mv), 37.0) for way in ("opening", "closing")
    )
    assert long[0] == pytest.approx(opening / (opening + closing))


def test_no_gate_leaves_its_range_on_the_way() -> None:
    table = gates.gate_table(0.005, 37.0, np.dtype(np.float64))
    added, kept = table[:, :4], table[:, 4:]
    assert (added >= 0).all()
    assert (kept > 0).all()
    assert (added + kept <= 1 + 1e-12).all()


def test_a_mode_costs_four_operations_and_half_as_many_bytes_in_f32() -> None:
    exact, few = arithmetic(20, "f64"), arithmetic(10, "f64")
    assert exact.flops - few.flops == 40
    assert arithmetic(20, "f32").bytes * 2 == exact.bytes


def test_scheme_of_a_mode_is_exact_for_constant_drive() -> None:
    rate = np.array([0.1, 3.0, 400.0])
    keep, old, new = Scheme(0.005, 37.0, True, 20).of_modes(rate)
    assert old + new == pytest.approx((1 - keep) / rate)
    keep, old, new = Scheme(0.005, 37.0, False, 20).of_modes(rate)
    assert keep == pytest.approx(1 / (1 + 0.005 * rate))
    assert not old.any()


def test_harm_that_comes_on_at_once_ends_where_harmed_fibres_settle() -> None:
    """With all modes: the slow ones that carry it are joined to one where ten are followed."""
    harm = Lesion(internodes=4, depolarised_mv=6.0)
    sound = Batch([FIBRES[2]], [Lesion(internodes=4)], 33, temperature_degc=37.0).settled()
    harmed = Batch([FIBRES[2]], [harm], 33, temperature_degc=37.0)
    modes = harmed.parts.modes
    steady = (modes.source / modes.rate)[harmed.parts.span][:, list(harmed.layout.span_kind)]
    start = replace(sound, mode=sound.mode - steady)
    how = replace(EULER, step_ms=0.02).scheme
    film = harmed.run(start, how, 200.0, Pulse(na=0.0), stop=False, film_every=9999).film_mv[0]
    end = harmed.settled().voltage[0] + constants()["rest"]
    assert (end - film[0]).max() > 3.0
    assert film[-1] == pytest.approx(end, abs=0.05)
