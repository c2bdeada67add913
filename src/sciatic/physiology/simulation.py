"""From fibres and lesions to the arrays of the kernel and back.

A fibre's nodes and internodes come in a few kinds (sound, harmed, at the edge of the harm). The
fibres of a ``Batch`` share that pattern; blocks of ``LANES`` of them get tables of their kinds'
coefficients, one column a fibre.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sciatic.physiology import gates
from sciatic.physiology.coefficients import Coefficients, Scheme, coefficients
from sciatic.physiology.fibres import FIRST_LESION_NODE, Lesion, MyelinatedFibre, constants
from sciatic.physiology.kernel import run
from sciatic.physiology.lanes import LANES
from sciatic.physiology.layout import Layout, Parts, layout

Floats = npt.NDArray[np.float64]
N_MODES = 20
SETTLING_STEPS, SETTLING_MS = 40, 5.0
TINY = 1e-9
CROSSING_MV, WATCH_MV, LOOK_MS = -30.0, 1e-4, 0.1
BEYOND_LESION = 8
"""A spike has passed when it reaches the eighth node beyond the harmed stretch."""
REMEMBERED = 8
"""Batches of up to so many distinct fibres are remembered: their modes and where they rest."""
Pairs = tuple[tuple[MyelinatedFibre, Lesion], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The stimulus: a current into node 0."""

    na: float = 2.0
    start_ms: float = 0.1
    length_ms: float = 0.1


@dataclass(slots=True)
class State:
    """What fibres are between two runs.

    Node voltages above rest (fibre, node) in mV, gates (fibre, node, 4) as the next step uses
    them, and all modes (fibre, node - 1, 20), away from what the reversal potentials hold.
    """

    voltage: Floats
    gate: Floats
    mode: Floats


@dataclass(slots=True)
class Outcome:
    """What a run saw: arrivals in ms (fibre, node), NaN where none; spikes counted there; film
    frames of voltages above rest (frame, fibre, node); the number of steps taken by each fibre.
    """

    arrival_ms: Floats
    spikes: npt.NDArray[np.int64]
    film_mv: Floats
    steps: npt.NDArray[np.int64]


class Batch:
    """Fibres of one layout, ready to run; distinct pairs of fibre and lesion are prepared once.

    Args:
        fibres, lesions: one of each a fibre; all lesions span the same number of internodes.
        n_nodes: how many nodes each fibre has.
        temperature_degc: of the tissue.
        dtype: float64 or float32.
    """

    def __init__(
        self,
        fibres: Sequence[MyelinatedFibre],
        lesions: Sequence[Lesion],
        n_nodes: int,
        *,
        temperature_degc: float,
        dtype: Any = np.float64,
    ) -> None:
        distinct: dict[tuple[MyelinatedFibre, Lesion], int] = {}
        self.which = np.array([
            distinct.setdefault(pair, len(distinct)) for pair in zip(fibres, lesions, strict=True)
        ])  # fmt: skip
        (internodes,) = {lesion.internodes for lesion in lesions}
        self.target = FIRST_LESION_NODE + internodes + BEYOND_LESION
        self.layout = layout(n_nodes, FIRST_LESION_NODE, internodes)
        self.pairs: Pairs = tuple(distinct)
        remembered = len(distinct) <= REMEMBERED
        self.parts = (_parts if remembered else Parts)(self.pairs, self.layout)
        self.n_nodes, self.temperature_degc, self.dtype = n_nodes, temperature_degc, dtype

    def settled(self) -> State:
        """Each distinct fibre after 200 ms without a stimulus, from its resting potential.

        In 40 steps of 5 ms, and with gates as after the last of them, as NEURON does it: where a
        fibre all but fires by itself it isn't at rest after that, and what it does next depends on
        these steps. Such a fibre is followed at every node from the start.
        """
        if len(self.pairs) > REMEMBERED:
            return self.settle()
        return _settled(self.pairs, self.n_nodes, self.temperature_degc, np.dtype(self.dtype))

    def settle(self) -> State:
        """The same, not remembered from another batch."""
        scheme = Scheme(SETTLING_MS, self.temperature_degc, False, N_MODES)
        n = len(self.parts.span)
        steady = (self.parts.modes.source / self.parts.modes.rate)[self.parts.span]
        start = State(
            np.zeros((n, self.n_nodes)),
            np.tile(gates.resting_gates(self.temperature_degc), (n, self.n_nodes, 1)),
            -steady[:, list(self.layout.span_kind)],
        )
        setup = _Setup(self, scheme, start, np.arange(n))
        setup.run(SETTLING_STEPS, Pulse(na=0.0), stop=False)
        return setup.state()

    def run(
        self, state: State, scheme: Scheme, duration_ms: float, pulse: Pulse, *,
        stop: bool = True, film_every: int = 0,
    ) -> Outcome:  # fmt: skip
        """Run every fibre of the batch from its settled state."""
        setup = _Setup(self, scheme, state, self.which)
        steps = math.ceil(duration_ms / scheme.step_ms)
        return setup.run(steps, pulse, stop=stop, film_every=film_every)


@lru_cache(maxsize=64)
def _parts(pairs: Pairs, plan: Layout) -> Parts:
    parts = Parts(pairs, plan)
    m = parts.modes
    for array in (parts.span, parts.node, m.rate, m.left, m.right, m.source, m.skew):
        array.flags.writeable = False
    return parts


@lru_cache(maxsize=64)
def _settled(pairs: Pairs, n_nodes: int, temperature_degc: float, dtype: Any) -> State:
    fibres, lesions = zip(*pairs, strict=True)
    batch = Batch(fibres, lesions, n_nodes, temperature_degc=temperature_degc, dtype=dtype)
    state = batch.settle()
    for array in (state.voltage, state.gate, state.mode):
        array.flags.writeable = False
    return state


@dataclass(slots=True)
class _Start:
    """What the kernel starts from: all but ``gate`` and ``mode`` of shape (fibre, node)."""

    voltage: Floats
    known: Floats
    resting: Floats
    still: Floats
    gate: Floats
    mode: Floats


def _start(batch: Batch, scheme: Scheme, c: Coefficients, state: State) -> _Start:
    """What each node knows before the first step, and the histories of the modes."""
    span_kind, node_kind = list(batch.layout.span_kind), list(batch.layout.node_kind)
    every, few, rows = batch.parts.modes, c.lumped.modes, batch.parts.span[:, span_kind]
    voltage = state.voltage
    drive, driven = (
        m.left[rows] * voltage[:, :-1, None] + m.right[rows] * voltage[:, 1:, None]
        for m in (few, every)
    )
    held, moving = driven / every.rate[rows], drive / few.rate[rows]
    mode = moving + (c.lumped.taken[rows] @ (state.mode - held)[..., None])[..., 0]
    history = c.modes[..., 0][:, span_kind] * mode + c.old[:, span_kind] * drive
    _, now, before = scheme.capacitance
    charge = (now + before) * c.node[:, node_kind, 1] * voltage
    between = (now + before) * c.span[:, span_kind, 1]
    near = np.stack([voltage[:, :-1], voltage[:, 1:]], axis=-1)
    still = c.still[:, node_kind]
    for at, part, whole, ports in (
        (slice(0, -1), few.left, every.left, slice(0, 2)),
        (slice(1, None), few.right, every.right, slice(1, 3)),
    ):
        left_out = (whole[rows] * held).sum(-1) - (part[rows] * moving).sum(-1)
        still[:, at] += left_out - (c.lumped.at_once[rows][..., ports] * near).sum(-1)
    resting = still + charge
    resting[:, :-1] += (few.left[rows] * history).sum(-1) + between * voltage[:, 1:]
    known = resting.copy()
    known[:, 1:] += (few.right[rows] * history).sum(-1) + between * voltage[:, :-1]
    scale = c.scale[:, span_kind]
    small = np.abs(scale) < TINY * np.abs(scale).max()
    scaled = np.where(small, 0.0, history / np.where(small, 1.0, scale))
    beyond = np.zeros_like(scaled[:, :1])
    return _Start(
        voltage, known, resting, still, state.gate, np.concatenate([scaled, beyond], axis=1)
    )


class _Setup:
    """The kernel's arrays for some fibres of a batch, in blocks."""

    def __init__(
        self, batch: Batch, scheme: Scheme, state: State, which: npt.NDArray[np.int64]
    ) -> None:
        self.batch, self.scheme, self.n = batch, scheme, len(which)
        width = LANES[np.dtype(batch.dtype)]
        padded = np.full(-(-self.n // width) * width, which[-1])
        padded[: self.n] = which
        self.lanes = padded.reshape(-1, width)
        self.own = coefficients(batch.parts, batch.layout, scheme)
        start = _start(batch, scheme, self.own, state)
        self.voltage, self.gate, self.mode = (
            self._block(x) for x in (start.voltage, start.gate, start.mode)
        )
        self.nodes = [self._block(x) for x in (start.known, start.resting, start.still)]
        self.tables = [self._block(x) for x in (self.own.node, self.own.span, self.own.modes)]

    def _block(self, values: Floats) -> Any:
        """(fibre, ...) to (block, ..., lane)."""
        return np.ascontiguousarray(np.moveaxis(values[self.lanes], 1, -1), self.batch.dtype)

    def _flat(self, values: Any) -> Any:
        """(block, ..., lane) to (fibre, ...)."""
        fibres = np.moveaxis(values, -1, 1)
        return fibres.reshape(self.lanes.size, *fibres.shape[2:])[: self.n]

    def run(self, steps: int, pulse: Pulse, *, stop: bool, film_every: int = 0) -> Outcome:
        """Step the blocks; the arrays hold the new state afterwards."""
        batch, scheme, (n_blocks, n_nodes, width) = self.batch, self.scheme, self.voltage.shape
        rest, (_, now, before) = constants()["rest"], scheme.capacitance
        how = np.array([
            scheme.step_ms, 0.5 if scheme.second_order else 0.0, now, before,
            gates.LOWEST_MV - gates.STEP_MV / 2, 1 / gates.STEP_MV,
            constants()["e_sodium"] - rest, CROSSING_MV - rest, *scheme.dead(rest), float(stop),
            WATCH_MV,
        ])  # fmt: skip
        shape = (n_blocks, n_nodes, width)
        arrival, count = np.full(shape, np.nan), np.zeros(shape, np.int64)
        frames = -(-steps // film_every) if film_every else 0
        film = np.full((n_blocks, frames, n_nodes, width), np.nan, batch.dtype)
        silent = np.full((n_blocks, width), np.nan)
        look_every = max(1, round(LOOK_MS / scheme.step_ms))
        plan, degc = batch.layout, batch.temperature_degc
        taken = run(
            (self.voltage, *self.nodes, self.gate, self.mode),
            np.array(plan.node_kind), np.array([*plan.span_kind, len(plan.spans)]), self.own.skew,
            tuple(self.tables), gates.gate_table(scheme.step_ms, degc, np.dtype(batch.dtype)), how,
            np.array([pulse.start_ms, pulse.start_ms + pulse.length_ms, pulse.na]),
            batch.target, (arrival, count, film, silent), steps, (look_every, film_every),
        )  # fmt: skip
        arrival[arrival > silent[:, None]] = np.nan
        steps_taken = np.repeat(taken, width)[: self.n]
        return Outcome(self._flat(arrival), self._flat(count), self._flat(film) + rest, steps_taken)

    def state(self) -> State:
        """The state after a run by backward Euler with all modes."""
        c, kinds = self.own, list(self.batch.layout.span_kind)
        scale = (c.scale / c.modes[:, :-1, :, 0])[:, kinds]
        voltage, gate = self._flat(self.voltage), self._flat(self.gate)
        rest, degc = constants()["rest"], self.batch.temperature_degc
        gate = gates.moved(gate, voltage + rest, self.scheme.step_ms, degc)
        return State(voltage, gate, self._flat(self.mode)[:, :-1] * scale)
