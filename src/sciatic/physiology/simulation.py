"""From fibres and lesions to the arrays of the kernel and back.

A fibre's nodes and internodes come in a few kinds (sound, harmed, at the edge of the harm). The
fibres of a ``Batch`` share that pattern; blocks of ``LANES`` of them get tables of their kinds'
coefficients, one column a fibre.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import get_num_threads

from sciatic.physiology import gates
from sciatic.physiology.fibres import FIRST_LESION_NODE, Lesion, MyelinatedFibre, constants
from sciatic.physiology.internode import InternodeSpec, Modes, internode_modes
from sciatic.physiology.kernel import run

Floats = npt.NDArray[np.float64]
N_MODES, N_SLOW = 20, 10
MOVING = {
    20: (slice(0, 20), slice(20, 20)),
    10: (slice(0, 10), slice(10, 20)),
    4: (slice(6, 10), slice(10, 20)),
}
"""By number of modes: those that move, and those so fast that they follow at once. Of four, the six
slowest stand still."""
SETTLING_STEPS, SETTLING_MS = 40, 5.0
CROSSING_MV, QUIET_MV, WATCH_MV, LOOK_MS = -30.0, 4.0, 1e-4, 0.1
WIDEST = 32
BEYOND_LESION = 8
"""A spike has passed when it reaches the eighth node beyond the harmed stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The stimulus: a current into node 0."""

    na: float = 2.0
    start_ms: float = 0.1
    length_ms: float = 0.1


@dataclass(frozen=True, slots=True)
class Layout:
    """Which kind each node and internode of a fibre is.

    ``spans`` holds for each kind of internode whether it is harmed, and whether its left and right
    nodes are; ``nodes`` holds for each kind of node whether it is harmed and the kinds of internode
    on its left and right (-1 at an end).
    """

    span_kind: tuple[int, ...]
    node_kind: tuple[int, ...]
    spans: tuple[tuple[bool, bool, bool], ...]
    nodes: tuple[tuple[bool, int, int], ...]


@cache
def layout(n_nodes: int, first: int, internodes: int) -> Layout:
    """The layout of a fibre of ``n_nodes`` with ``internodes`` harmed from node ``first`` on."""
    harmed_span = [first <= place < first + internodes for place in range(n_nodes - 1)]
    inside = range(first + 1, first + internodes) if internodes > 1 else range(
        first, first + 2 * internodes)  # fmt: skip
    harmed_node = [place in inside for place in range(n_nodes)]
    spans: dict[tuple[bool, bool, bool], int] = {}
    span_kind = [
        spans.setdefault((harmed_span[i], harmed_node[i], harmed_node[i + 1]), len(spans))
        for i in range(n_nodes - 1)
    ]
    nodes: dict[tuple[bool, int, int], int] = {}
    node_kind = [
        nodes.setdefault(
            (harmed_node[i], span_kind[i - 1] if i else -1,
             span_kind[i] if i < n_nodes - 1 else -1), len(nodes))
        for i in range(n_nodes)
    ]  # fmt: skip
    return Layout(tuple(span_kind), tuple(node_kind), tuple(spans), tuple(nodes))


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a step of time is taken.

    ``second_order`` keeps the modes exact for voltages that change linearly within the step, takes
    the node's own charge by the backward difference of second order, and looks half a step ahead
    for the gates; otherwise everything is backward Euler, as NEURON's default.
    """

    step_ms: float
    temperature_degc: float
    second_order: bool
    n_modes: int
    dead_below_mv: float | None = None

    def of_modes(self, rate: Floats) -> tuple[Floats, Floats, Floats]:
        """What a step keeps of a mode, and the weights of the old and the new drive."""
        x = rate * self.step_ms
        if not self.second_order:
            keep = 1 / (1 + x)
            return keep, np.zeros_like(x), self.step_ms * keep
        keep = np.exp(-x)
        new = (1 - (1 - keep) / x) / rate
        return keep, (1 - keep) / rate - new, new

    def dead(self, rest_mv: float) -> tuple[float, float]:
        """A spike is dead when no node exceeds its own rest and the resting potential by these."""
        if self.dead_below_mv is None:
            return QUIET_MV, -math.inf
        return -math.inf, self.dead_below_mv - rest_mv

    @property
    def capacitance(self) -> tuple[float, float, float]:
        """Weights of the new, the present and the former voltage in C dV/dt."""
        return (1.5, 2.0, -0.5) if self.second_order else (1.0, 1.0, 0.0)


class _Parts:
    """Every distinct fibre of a batch: its kinds of node and internode, and their modes."""

    def __init__(self, pairs: Sequence[tuple[MyelinatedFibre, Lesion]], plan: Layout) -> None:
        specs: dict[InternodeSpec, int] = {}
        self.span = np.array([
            [specs.setdefault(_internode(*pair, *kind), len(specs)) for kind in plan.spans]
            for pair in pairs
        ])  # fmt: skip
        self.node = np.array([
            [_node(fibre, lesion if harmed else None) for harmed, _, _ in plan.nodes]
            for fibre, lesion in pairs
        ])  # fmt: skip
        self.modes = internode_modes(list(specs))


def _internode(
    fibre: MyelinatedFibre, lesion: Lesion, harmed: bool, left: bool, right: bool
) -> InternodeSpec:
    sound = constants(fibre.model)["node_length"]
    wide = lesion.gap_um if lesion.gap_um is not None else sound
    return InternodeSpec(
        diameter_um=fibre.diameter_um,
        model=fibre.model,
        geometry=fibre.geometry,
        thinned=lesion.thinned if harmed else 0.0,
        seal=lesion.seal if harmed else 1.0,
        depolarised_mv=lesion.depolarised_mv if harmed else 0.0,
        left_node_um=wide if left else sound,
        right_node_um=wide if right else sound,
    )


def _node(fibre: MyelinatedFibre, lesion: Lesion | None) -> tuple[float, ...]:
    """Capacitance (nF), conductances (uS) of one node and its reversals above rest (mV)."""
    c = constants(fibre.model)
    harm = lesion or Lesion()
    length = harm.gap_um if harm.gap_um is not None else c["node_length"]
    around = math.pi * fibre.geometry.node_um
    channels = around * c["node_length"] * 1e-2
    sodium = channels * (1 - harm.sodium_lost)
    leak = c["leak"] * around * length * 1e-2
    potassium = c["potassium_slow"] * channels
    shifted = harm.depolarised_mv - c["rest"]
    return (
        c["axolemma_capacitance"] * around * length * 1e-5,
        c["sodium_fast"] * sodium,
        c["sodium_persistent"] * sodium * harm.persistent_sodium,
        potassium,
        potassium * (c["e_potassium"] + shifted),
        leak,
        leak * (c["e_leak"] + shifted),
    )


@dataclass(slots=True)
class _Coefficients:
    """The numbers of one scheme, by distinct fibre and kind.

    Shapes: ``node`` (fibre, kind, 6), ``still`` (fibre, kind), ``span`` (fibre, kind, 2),
    ``modes`` (fibre, kind, mode, 3), ``spread`` and ``old`` (fibre, kind, mode); ``kept`` are the
    modes that move.
    """

    node: Floats
    still: Floats
    span: Floats
    modes: Floats
    spread: Floats
    old: Floats
    kept: slice


def _coefficients(parts: _Parts, plan: Layout, scheme: Scheme) -> _Coefficients:
    """Fold modes and channels into what the kernel adds and multiplies."""
    modes, c1 = parts.modes, scheme.capacitance[0]
    kept, fast = MOVING[scheme.n_modes]
    keep, old, new = scheme.of_modes(modes.rate[:, kept])
    left, right, rate = modes.left, modes.right, modes.rate

    def through(one: Floats, other: Floats) -> tuple[Floats, Floats]:
        both = one * other
        at_once = both[:, fast] / rate[:, fast]
        return (
            (both[:, kept] * new).sum(1) + at_once.sum(1),
            (at_once / rate[:, fast]).sum(1) / scheme.step_ms,
        )

    across, charge = through(left, right)
    span = np.stack([c1 * charge - across, charge], axis=1)
    spread = np.sqrt(keep * new + old)
    coupled = np.stack([keep, spread * left[:, kept], spread * right[:, kept]], axis=2)
    rows = parts.node
    still = rows[..., 6].copy()
    node = np.concatenate([rows[..., 5:6], rows[..., 0:1] / scheme.step_ms, rows[..., 1:5]], -1)
    steady = modes.source / rate
    for side, (end, axial) in enumerate(((right, modes.right_us), (left, modes.left_us)), start=1):
        conducted, charge = through(end, end)
        for place, kind in enumerate(plan.nodes):
            if kind[side] >= 0:
                spans = parts.span[:, kind[side]]
                node[:, place, 0] += (axial - conducted)[spans]
                node[:, place, 1] += charge[spans]
                still[:, place] += (steady * end).sum(1)[spans]
    node[..., 0] += c1 * node[..., 1]
    return _Coefficients(node, still, span[parts.span], coupled[parts.span], spread[parts.span],
                         old[parts.span], kept)  # fmt: skip


@dataclass(slots=True)
class State:
    """What fibres are between two runs.

    Node voltages above rest (fibre, node) in mV, gates (fibre, node, 4) and all modes
    (fibre, node - 1, 20), away from what the reversal potentials hold.
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
        self.parts = _Parts(list(distinct), self.layout)
        self.n_nodes, self.temperature_degc, self.dtype = n_nodes, temperature_degc, dtype

    def settled(self) -> State:
        """Each distinct fibre after 200 ms without a stimulus, from its resting potential."""
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


class _Setup:
    """The kernel's arrays for some fibres of a batch, in blocks of ``LANES``."""

    def __init__(
        self, batch: Batch, scheme: Scheme, state: State, which: npt.NDArray[np.int64]
    ) -> None:
        self.batch, self.scheme, self.n = batch, scheme, len(which)
        width = max(1, min(WIDEST, -(-self.n // get_num_threads())))
        padded = np.full(-(-self.n // width) * width, which[-1])
        padded[: self.n] = which
        self.lanes = padded.reshape(-1, width)
        span_kind, node_kind = list(batch.layout.span_kind), list(batch.layout.node_kind)
        self.own = _coefficients(batch.parts, batch.layout, scheme)
        c, modes, rows = self.own, batch.parts.modes, batch.parts.span[:, span_kind]
        left, right = modes.left[rows], modes.right[rows]
        drive = left * state.voltage[:, :-1, None] + right * state.voltage[:, 1:, None]
        history = c.modes[..., 0][:, span_kind] * state.mode[..., c.kept]
        history += c.old[:, span_kind] * drive[..., c.kept]
        still = c.still[:, node_kind]
        if scheme.n_modes < N_SLOW:
            frozen = slice(0, c.kept.start)
            still[:, :-1] += (left * state.mode)[..., frozen].sum(-1)
            still[:, 1:] += (right * state.mode)[..., frozen].sum(-1)
        self.voltage = self._block(state.voltage)
        self.gate = np.ascontiguousarray(
            np.moveaxis(state.gate[self.lanes], 1, 2), dtype=batch.dtype
        )
        self.mode = self._block(history / c.spread[:, span_kind])
        self.still = self._block(still)
        self.tables = [self._block(x) for x in (c.node, c.span, c.modes)]

    def _block(self, values: Floats) -> Any:
        """(fibre, ...) to (block, ..., lane)."""
        return np.ascontiguousarray(np.moveaxis(values[self.lanes], 1, -1), self.batch.dtype)

    def _flat(self, values: Any) -> Any:
        """(block, ..., lane) to (fibre, ...)."""
        fibres = np.moveaxis(values, -1, 1)
        return fibres.reshape(self.lanes.size, *fibres.shape[2:])[: self.n]

    def run(self, steps: int, pulse: Pulse, *, stop: bool, film_every: int = 0) -> Outcome:
        """Step the blocks; the arrays hold the new state afterwards."""
        batch, (n_blocks, n_nodes, width) = self.batch, self.voltage.shape
        table = gates.gate_table(self.scheme.step_ms, batch.temperature_degc).astype(batch.dtype)
        rest, (_, now, before) = constants()["rest"], self.scheme.capacitance
        scheme = np.array([
            self.scheme.step_ms, 0.5 if self.scheme.second_order else 0.0, now, before,
            gates.LOWEST_MV, 1 / gates.STEP_MV, constants()["e_sodium"] - rest,
            CROSSING_MV - rest, *self.scheme.dead(rest), float(stop), WATCH_MV,
        ])  # fmt: skip
        shape = (n_blocks, n_nodes, width)
        arrival, count = np.full(shape, np.nan), np.zeros(shape, np.int64)
        frames = -(-steps // film_every) if film_every else 0
        film = np.full((n_blocks, frames, n_nodes, width), np.nan, batch.dtype)
        current = np.array([pulse.start_ms, pulse.start_ms + pulse.length_ms, pulse.na])
        silent = np.full((n_blocks, width), np.nan)
        look_every = max(1, round(LOOK_MS / self.scheme.step_ms))
        taken = run(
            self.voltage, self.voltage.copy(), self.gate, self.mode, self.voltage.copy(),
            self.still, np.array(batch.layout.node_kind), self.tables[0],
            np.array(batch.layout.span_kind), self.tables[1], self.tables[2], table, scheme,
            current, batch.target, arrival, count, film, silent, steps,
            look_every, film_every,
        )  # fmt: skip
        flown = self._flat(film) + rest
        arrival[arrival > silent[:, None]] = np.nan
        return Outcome(
            self._flat(arrival), self._flat(count), flown, np.repeat(taken, width)[: self.n]
        )

    def state(self) -> State:
        """The state after a run by backward Euler with all modes."""
        c, kinds = self.own, list(self.batch.layout.span_kind)
        scale = c.spread / c.modes[..., 0]
        gate = np.moveaxis(self.gate, 2, 1)
        return State(
            self._flat(self.voltage),
            gate.reshape(-1, *gate.shape[2:])[: self.n],
            self._flat(self.mode) * scale[:, kinds],
        )
