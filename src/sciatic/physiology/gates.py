"""The four gates of a node: rates, and a table of what one step does to each.

Fast sodium opens with m cubed h, persistent sodium with p cubed, slow potassium with s (McIntyre,
Richardson and Grill 2002). Within a step each gate moves exponentially at the voltage of its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.evidence import read_table
from sciatic.physiology.fibres import constants

Floats = npt.NDArray[np.float64]
GATES = ("m", "p", "h", "s")
LOWEST_MV, HIGHEST_MV = -70.0, 190.0
STEP_MV = 0.125


@cache
def _rates() -> Mapping[tuple[str, str], tuple[str, float, float, float]]:
    rows = read_table(
        "physiology",
        "mrg_gates",
        lambda cells: (
            (cells["gate"], cells["direction"]),
            (cells["form"], *(float(cells[part]) for part in ("rate", "shift", "slope"))),
        ),
    )
    return dict(rows)


def rate_per_ms(gate: str, direction: str, mv: Floats, temperature_degc: float) -> Floats:
    """Opening or closing rate of a gate at membrane voltages (mV), in 1/ms."""
    c = constants()
    form, rate, shift, slope = _rates()[gate, direction]
    which = "mp" if gate in "mp" else gate
    warmer = c[f"q10_{which}"] ** ((temperature_degc - c[f"q10_{which}_from"]) / 10)
    over = (mv - (c["rest"] if gate == "s" else 0.0) + shift) / slope
    if form == "sigmoid":
        return warmer * rate / (1 + np.exp(np.clip(-over, -500, 500)))
    small = np.abs(over) < 1e-6
    safe = np.where(small, 1.0, over)
    return warmer * rate * abs(slope) * np.where(small, 1.0, safe / (1 - np.exp(-safe)))


@cache
def gate_table(step_ms: float, temperature_degc: float) -> Floats:
    """What one step of ``step_ms`` does to the gates, by voltage above rest.

    Returns:
        Rows from ``LOWEST_MV`` in steps of ``STEP_MV``, shape (n, 16): for m, p, h and s first
        what is added, then what is kept of the old value (x becomes added + kept x), then the
        difference of these eight to the next row.
    """
    mv = np.arange(LOWEST_MV, HIGHEST_MV + STEP_MV / 2, STEP_MV) + constants()["rest"]
    added, kept = [], []
    for gate in GATES:
        opening = rate_per_ms(gate, "opening", mv, temperature_degc)
        both = opening + rate_per_ms(gate, "closing", mv, temperature_degc)
        kept.append(np.exp(-step_ms * both))
        added.append(opening / both * (1 - kept[-1]))
    now = np.stack([*added, *kept], axis=1)
    return np.ascontiguousarray(np.hstack([now, np.diff(now, axis=0, append=now[-1:])]))


def resting_gates(temperature_degc: float) -> Floats:
    """The steady state of m, p, h and s at rest, shape (4,)."""
    mv = np.array([constants()["rest"]])
    steady = []
    for gate in GATES:
        opening = rate_per_ms(gate, "opening", mv, temperature_degc)
        steady.append(opening / (opening + rate_per_ms(gate, "closing", mv, temperature_degc)))
    return np.concatenate(steady)
