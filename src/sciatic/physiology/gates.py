"""The four gates of a node: rates, and a table of what one step does to each.

Fast sodium opens with m cubed h, persistent sodium with p cubed, slow potassium with s (McIntyre,
Richardson and Grill 2002). Within a step each gate moves exponentially at the voltage of its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sciatic.evidence import read_table
from sciatic.physiology.fibres import constants

Floats = npt.NDArray[np.float64]
GATES = ("m", "p", "h", "s")
LOWEST_MV, HIGHEST_MV = -70.0, 190.0
STEP_MV = 1 / 64


@cache
def _rates() -> Mapping[tuple[str, str], tuple[str, float, float, float]]:
    def parse(cells: Mapping[str, str]) -> tuple[tuple[str, str], tuple[str, float, float, float]]:
        rate, shift, slope = (float(cells[part]) for part in ("rate", "shift", "slope"))
        return (cells["gate"], cells["direction"]), (cells["form"], rate, shift, slope)

    return dict(read_table("physiology", "mrg_gates", parse))


def rate_per_ms(gate: str, direction: str, mv: Floats, temperature_degc: float) -> Floats:
    """Opening or closing rate of a gate at membrane voltages (mV), in 1/ms."""
    c = constants()
    form, rate, shift, slope = _rates()[gate, direction]
    which = "mp" if gate in "mp" else gate
    warmer = c[f"q10_{which}"] ** ((temperature_degc - c[f"q10_{which}_from"]) / 10)
    over = (mv - (c["rest"] if gate == "s" else 0.0) + shift) / slope
    if form == "sigmoid":
        opens: Floats = warmer * rate / (1 + np.exp(np.clip(-over, -500, 500)))
        return opens
    small = np.abs(over) < 1e-6
    safe = np.where(small, 1.0, over)
    moves: Floats = warmer * rate * abs(slope) * np.where(small, 1.0, safe / (1 - np.exp(-safe)))
    return moves


def one_step(mv: Floats, step_ms: float, temperature_degc: float) -> Floats:
    """What a step at membrane voltages ``mv`` does to m, p, h and s.

    Returns:
        What is added to each gate, then what is kept of its old value, shape (..., 8).
    """
    added, kept = [], []
    for gate in GATES:
        opening = rate_per_ms(gate, "opening", mv, temperature_degc)
        both = opening + rate_per_ms(gate, "closing", mv, temperature_degc)
        kept.append(np.exp(-step_ms * both))
        added.append(opening / both * (1 - kept[-1]))
    return np.stack([*added, *kept], axis=-1)


@cache
def gate_table(step_ms: float, temperature_degc: float, dtype: Any) -> npt.NDArray[Any]:
    """``one_step`` by voltage above rest, from ``LOWEST_MV`` in steps of ``STEP_MV``, shape (n, 8).

    The nearest row is taken: a hundredth of a mV off at most, one way as often as the other.
    """
    mv = np.arange(LOWEST_MV, HIGHEST_MV + STEP_MV / 2, STEP_MV) + constants()["rest"]
    return one_step(mv, step_ms, temperature_degc).astype(dtype)


def moved(gate: Floats, mv: Floats, step_ms: float, temperature_degc: float) -> Floats:
    """Gates (..., 4) after one step at the membrane voltages ``mv`` (...)."""
    step = one_step(mv, step_ms, temperature_degc)
    return step[..., :4] + step[..., 4:] * gate


def resting_gates(temperature_degc: float) -> Floats:
    """The steady state of m, p, h and s at rest, shape (4,)."""
    return one_step(np.array(constants()["rest"]), np.inf, temperature_degc)[:4]
