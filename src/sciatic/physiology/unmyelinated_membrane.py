"""The membrane of a C fibre: Tigerholm and others (2014), human cutaneous nociceptor.

Seventeen gates of seven channels, a sodium-dependent potassium channel, an electrogenic pump and
leaks that balance the rest. Written from the published equations; every constant is a row of
``data/unmyelinated.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sciatic.evidence import read_table
from sciatic.physiology.unmyelinated_kernel import N_GATES

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]


@cache
def constants() -> Mapping[str, float]:
    """Every row of ``data/unmyelinated.csv``: name to value, in the unit of its row."""
    rows = read_table("physiology", "unmyelinated", lambda c: (c["name"], float(c["value"])))
    return dict(rows)


def gate_laws(voltage_mv: Floats, temperature_degc: float) -> tuple[Floats, Floats]:
    """Steady state and time constant of every gate.

    Args:
        voltage_mv: membrane voltages, shape (voltage,).
        temperature_degc: sets the speed of the gates by each channel's Q10.

    Returns:
        Steady states and time constants in ms, each of shape (gate, voltage), gates in the order
        of the kernel: Nav TTX-sensitive m h s, Nav1.8 m h s u, Nav1.9 m h s, delayed rectifier n,
        A-type m h, M-type slow fast, h slow fast.
    """
    laws: list[tuple[str, Pair]] = [
        *((f"ttxs.{g}", _two_rates(f"ttxs.{g}", voltage_mv)) for g in "mhs"),
        *((f"nav18.{g}", _nav18(g, voltage_mv)) for g in "mhsu"),
        *((f"nav19.{g}", _nav19(g, voltage_mv)) for g in "mhs"),
        ("kdr", _delayed_rectifier(voltage_mv)),
        *((f"ka.{g}", _a_type(g, voltage_mv)) for g in "mh"),
        *((f"km.{g}", _m_type(g, voltage_mv)) for g in ("slow", "fast")),
        *((f"h.{g}", _h_type(g, voltage_mv)) for g in ("slow", "fast")),
    ]
    slowed = [_slowness(name.split(".")[0], temperature_degc) for name, _ in laws]
    steady = np.array([law[0] for _, law in laws])
    tau = np.array([law[1] * slow for (_, law), slow in zip(laws, slowed, strict=True)])
    return steady, tau


def _slowness(channel: str, temperature_degc: float) -> float:
    c = constants()
    warmer = temperature_degc - c[f"{channel}.measured_at"]
    return float(c[f"{channel}.q10"] ** (-warmer / 10.0))


def _logistic(name: str, v: Floats) -> Floats:
    c = constants()
    rate = c[f"{name}.a"] / (1.0 + np.exp((v + c[f"{name}.b"]) / c[f"{name}.k"]))
    return np.asarray(rate + c.get(f"{name}.offset", 0.0))


def _two_rates(name: str, v: Floats) -> Pair:
    opening, closing = _logistic(f"{name}.alpha", v), _logistic(f"{name}.beta", v)
    return opening / (opening + closing), 1.0 / (opening + closing)


def _falling(name: str, v: Floats) -> Floats:
    c = constants()
    return np.asarray(1.0 / (1.0 + np.exp((v - c[f"{name}.half"]) / c[f"{name}.slope"])))


def _rising(name: str, v: Floats) -> Floats:
    return 1.0 - _falling(name, v)


def _bell(name: str, v: Floats) -> Floats:
    c = constants()
    away = (v - c[f"{name}.tau_centre"]) / c[f"{name}.tau_width"]
    return np.asarray(c[f"{name}.tau_least"] + c[f"{name}.tau_peak"] * np.exp(-away * away / 2.0))


def _nav18(gate: str, v: Floats) -> Pair:
    name = f"nav18.{gate}"
    if gate == "m":
        return _two_rates(name, v)
    if gate == "h":
        return _falling(name, v), _bell(name, v)
    return _falling(name, v), _two_rates(name, v)[1]


def _nav19(gate: str, v: Floats) -> Pair:
    if gate != "s":
        return _two_rates(f"nav19.{gate}", v)
    c = constants()
    opening = c["nav19.s.alpha.a"] * np.exp(-v / c["nav19.s.alpha.k"])
    closing = _logistic("nav19.s.beta", v)
    return opening / (opening + closing), 1.0 / (opening + closing)


def _delayed_rectifier(v: Floats) -> Pair:
    c = constants()
    fall = np.exp(-c["kdr.n.tau_rate"] * (v - c["kdr.n.tau_centre"]))
    high = c["kdr.n.tau_least"] + c["kdr.n.tau_scale"] * fall
    rise = np.exp((v - c["kdr.n.low_rise_centre"]) / c["kdr.n.low_rise_width"])
    fade = np.exp(-(v - c["kdr.n.low_fall_centre"]) / c["kdr.n.low_fall_width"])
    low = c["kdr.n.low_least"] + c["kdr.n.low_scale"] / (rise + fade)
    return _rising("kdr.n", v), np.where(v < c["kdr.n.switch"], low, high)


def _a_type(gate: str, v: Floats) -> Pair:
    if gate == "m":
        return _rising("ka.m", v) ** constants()["ka.m.power"], _bell("ka.m", v)
    return _falling("ka.h", v), _bell("ka.h", v)


def _m_type(gate: str, v: Floats) -> Pair:
    c = constants()
    if gate == "slow":
        tau = c["km.slow_tau_per_mv"] * v + c["km.slow_tau_at_zero"]
        return _rising("km", v), np.where(v < c["km.slow_switch"], c["km.slow_tau_low"], tau)
    up = np.exp((v - c["km.half"]) / c["km.fast_rise"])
    down = np.exp(-(v - c["km.half"]) / c["km.fast_fall"])
    return _rising("km", v), 1.0 / (c["km.fast_rate"] * (up + down))


def _h_type(gate: str, v: Floats) -> Pair:
    c = constants()
    fall = np.exp(-(v - c["h.tau_centre"]) / c["h.tau_fall"])
    high = c[f"h.{gate}.tau_least"] + c[f"h.{gate}.tau_scale"] * fall
    rise = np.exp((v - c["h.low_centre"]) / c["h.low_rise"])
    low = c[f"h.{gate}.low_least"] + c[f"h.{gate}.low_scale"] * rise
    return _falling("h", v), np.where(v < c["h.switch"], low, high)


@dataclass(frozen=True, slots=True)
class Membrane:
    """What the kernel needs to know of the membrane at one temperature and step.

    Attributes:
        table: steady state and step of each gate, shape (voltage, 2 * N_GATES).
        grid: least voltage, rows per mV, step, threshold, settling step, start of the rest.
        rows: the conductances and potentials, in the order that ``_rows`` writes.
    """

    table: Floats
    grid: Floats
    rows: Floats


@cache
def membrane(temperature_degc: float, dt_ms: float) -> Membrane:
    """The membrane's tables for a temperature and a time step."""
    c = constants()
    least, most, per_mv = c["table.least"], c["table.most"], c["table.rows_per_mv"]
    voltage = least + np.arange(int((most - least) * per_mv) + 1) / per_mv
    steady, tau = gate_laws(voltage, temperature_degc)
    table = np.zeros((voltage.size, 2 * N_GATES))
    table[:, : steady.shape[0]] = steady.T
    table[:, N_GATES : N_GATES + tau.shape[0]] = -np.expm1(-dt_ms / tau.T)
    grid = [least, per_mv, dt_ms, c["spike.threshold"], c["settle.step"], c["membrane.rest"]]
    return Membrane(table, np.array(grid), _rows(temperature_degc))


def _rows(temperature_degc: float) -> Floats:
    c = constants()
    gas, faraday, zero_degc = c["gas"], c["faraday"], c["zero_degc"]
    thermal_mv = 1e3 * gas * (temperature_degc + zero_degc) / faraday
    sodium_mv = thermal_mv * math.log(c["ions.sodium_out"] / c["ions.sodium_in"])
    potassium_mv = thermal_mv * math.log(c["ions.potassium_out"] / c["ions.potassium_in"])
    by_sodium = c["kna.open"] / (1.0 + (c["kna.half"] / c["ions.sodium_in"]) ** c["kna.power"])
    densities = [c[f"{n}.conductance"] for n in ("ttxs", "nav18", "nav19", "kdr", "ka", "km", "h")]
    rows = [*densities, c["kna.conductance"] * by_sodium, c["km.slow_share"], c["h.slow_share"]]
    pump = _pump()
    sodium_pump = -c["pump.sodium_per_potassium"] * pump
    leaks = _leaks(rows, sodium_mv, potassium_mv, sodium_pump, pump, temperature_degc)
    capacitance = 1e-3 * c["membrane.capacitance"]
    rows += [*leaks, c["h.sodium_share"], sodium_mv, capacitance, sodium_pump + pump, potassium_mv]
    return np.array(rows)


def _pump() -> float:
    """Potassium current of the pump in mA/cm2, at the resting concentrations."""
    c = constants()
    inside = c["ions.sodium_in"] + c["pump.sodium_offset"]
    bound = (1.0 + c["pump.potassium_half"] / c["ions.potassium_out"]) ** -2
    turns = sum(
        c[f"pump.sodium_share_{n}"] / (1.0 + (c[f"pump.sodium_half_{n}"] / inside) ** 3)
        for n in ("first", "second")
    )
    return c["pump.current"] * bound * turns


def _leaks(
    rows: list[float], sodium_mv: float, potassium_mv: float, sodium_pump: float, pump: float,
    temperature_degc: float,
) -> tuple[float, float]:  # fmt: skip
    """Sodium and potassium leak in S/cm2 that leave no net flow of either ion at rest."""
    c = constants()
    v = c["membrane.rest"]
    g = gate_laws(np.array([v]), temperature_degc)[0][:, 0]
    sodium = rows[0] * g[0] ** 3 * g[1] * g[2] + rows[2] * g[7] * g[8] * g[9]
    sodium += rows[1] * g[3] ** 3 * g[4] * g[5] * g[6]
    mixed = rows[6] * (rows[9] * g[15] + (1.0 - rows[9]) * g[16])
    potassium = rows[3] * g[10] ** 4 + rows[4] * g[11] * g[12] + rows[7]
    potassium += rows[5] * (rows[8] * g[13] + (1.0 - rows[8]) * g[14])
    into = (sodium + c["h.sodium_share"] * mixed) * (v - sodium_mv) + sodium_pump
    out = (potassium + (1.0 - c["h.sodium_share"]) * mixed) * (v - potassium_mv) + pump
    return -into / (v - sodium_mv), -out / (v - potassium_mv)
