"""The inner loop of the fibre simulation, compiled: some fibres side by side (see ``lanes``).

Per step each node's voltage picks a row of a table that moves its four gates, one sweep along the
fibre eliminates, one sweep back gives the voltages and moves the modes of the internodes. Nodes
well ahead of the wave stand still and are left alone; a block ends when its fibres have all arrived
or fallen silent.

Two halves of an internode are mirror images, so each of its modes is even or odd: it is driven by
the sum or the difference of its nodes' voltages, and drives them alike or oppositely. A mode is
kept as y, scaled so that y becomes keep y + drive, and weight y is its current in the next step.
Where a widened node spoils the symmetry, y becomes keep y + a v_left + b v_right, with currents a y
and b y.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba import prange

from sciatic.physiology.lanes import any_reaches, load, look_up, spread, store, within

njit: Any = numba.njit
AFTER_PULSE_MS = 0.2
AWAKE_AT_FIRST, AWAKE_AHEAD = 12, 4
_FAST = {"cache": True, "error_model": "numpy", "boundscheck": False}
_LEAN = {**_FAST, "_nrt": False}
"""What allocates nothing needn't count references: counting doubles the time of an inner loop."""
_INLINE = {**_LEAN, "forceinline": True}


def run(
    fibres: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, table: Any, scheme: Any,
    pulse: Any, target: int, seen: Any, n_steps: int, every: Any,
) -> Any:  # fmt: skip
    """Step every block of fibres; the arrays' last axis is the lanes, their first the blocks.

    Args:
        fibres: of each node voltage, what it knows at first, what it knows before the wave but
            for the internode on its left, and its constant current; gate (node, gate); mode
            (internode and one more, mode).
        node_kind, span_kind, skew: kind of each node and internode (one more than there are, of
            no conductance), and which kinds of internode are not symmetric.
        kinds: of node (kind, 6): static diagonal, capacitance over step, sodium, persistent
            sodium, potassium, potassium x reversal; of internode (kind, 2): conductance across and
            coupling capacitance over step;
            of modes (kind, mode, 3): keep and weight, or keep, a and b.
        table: rows of what is added to m, p, h and s, then kept of them.
        scheme: step_ms, look-ahead of the gates, weight of now and before in the capacitance
            term, table start, rows per mV, sodium reversal, crossing mV, what tells a dead spike
            (voltage over rest, and voltage, that no node exceeds), stop flag, wake mV.
        pulse: start, end, nA.
        target: the node where a spike has arrived.
        seen: arrival and count of spikes (node), film (frame, node), time of silence, (block,
            lane); filled here.
        every: steps between looks for silence and between frames (0: no film).

    Returns:
        Steps taken by each block.
    """
    how = _together if len(fibres[0]) > 1 else _alone
    return how(fibres, node_kind, span_kind, skew, kinds, table, scheme, pulse, target, seen,
               n_steps, every)  # fmt: skip


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _of_block(
    b: int, fibres: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, table: Any,
    scheme: Any, pulse: Any, target: int, seen: Any, n_steps: int, every: Any,
) -> int:  # fmt: skip
    steps: int = _block(
        (fibres[0][b], fibres[1][b], fibres[2][b], fibres[3][b], fibres[4][b], fibres[5][b]),
        node_kind, span_kind, skew, (kinds[0][b], kinds[1][b], kinds[2][b]), table, scheme,
        pulse, target, (seen[0][b], seen[1][b], seen[2][b], seen[3][b]), n_steps, every,
    )  # fmt: skip
    return steps


@njit(parallel=True, **_FAST)  # type: ignore[untyped-decorator]
def _together(
    fibres: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, table: Any, scheme: Any,
    pulse: Any, target: int, seen: Any, n_steps: int, every: Any,
) -> Any:  # fmt: skip
    steps = np.zeros(fibres[0].shape[0], np.int64)
    for b in prange(fibres[0].shape[0]):
        steps[b] = _of_block(b, fibres, node_kind, span_kind, skew, kinds, table, scheme, pulse,
                             target, seen, n_steps, every)  # fmt: skip
    return steps


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _alone(
    fibres: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, table: Any, scheme: Any,
    pulse: Any, target: int, seen: Any, n_steps: int, every: Any,
) -> Any:  # fmt: skip
    """The same for one block: starting threads takes longer than it. A function of its own, since
    numba's cache does not tell two compilations of one function apart.
    """
    steps = np.zeros(1, np.int64)
    steps[0] = _of_block(0, fibres, node_kind, span_kind, skew, kinds, table, scheme, pulse,
                         target, seen, n_steps, every)  # fmt: skip
    return steps


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _block(
    fibres: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, table: Any, scheme: Any,
    pulse: Any, target: int, seen: Any, n_steps: int, every: Any,
) -> int:  # fmt: skip
    voltage, known, resting, still, gate, mode = fibres
    n_nodes, (arrival, count, film, silent) = voltage.shape[0], seen
    before, settled = voltage.copy(), voltage.copy()
    upper, solved = np.zeros_like(voltage), np.zeros_like(voltage)
    last = n_nodes - 1
    for step in range(n_steps):
        middle = (step + 0.5) * scheme[0]
        if pulse[0] <= middle and middle < pulse[1]:
            store(known, 0, load(known, 0) + spread(known, pulse[2]))
        _forward(voltage, before, gate, known, upper, solved, node_kind, span_kind, kinds, table,
                 scheme, step > 0, last)  # fmt: skip
        _back(voltage, before, mode, known, resting, still, upper, solved, node_kind, span_kind,
              skew, kinds, scheme, arrival, count, step, last)  # fmt: skip
        if step == 0 and scheme[10] > 0 and _still(voltage, settled, AWAKE_AT_FIRST, scheme[11]):
            last = min(n_nodes - 1, AWAKE_AT_FIRST)
        if last < n_nodes - 1:
            far = load(voltage, last) - load(settled, last)
            if any_reaches(far * far, spread(voltage, scheme[11] * scheme[11])):
                last = min(n_nodes - 1, last + AWAKE_AHEAD)
        if every[1] > 0 and step % every[1] == 0:
            film[step // every[1]] = voltage
        if scheme[10] > 0 and step % every[0] == 0 and _over(
            voltage, settled, arrival, silent, target, scheme, pulse, (step + 1) * scheme[0], last,
        ):  # fmt: skip
            return step + 1
    return n_steps


@njit(**_INLINE)  # type: ignore[untyped-decorator]
def _channels(
    n: int, own: int, voltage: Any, before: Any, gate: Any, node: Any, table: Any, scheme: Any,
    moving: bool,
) -> Any:  # fmt: skip
    """Move the gates of a node; conductance of its channels and the current they drive."""
    m, p, h, s = load(gate, 4 * n), load(gate, 4 * n + 1), load(gate, 4 * n + 2), load(
        gate, 4 * n + 3)  # fmt: skip
    if moving:
        v = load(voltage, n)
        ahead = v + spread(voltage, scheme[1]) * (v - load(before, n))
        place = (ahead - spread(voltage, scheme[4])) * spread(voltage, scheme[5])
        top = spread(voltage, table.shape[0] - 1)
        row = look_up(table, within(place, spread(voltage, 0.0), top))
        m, p = row[0] + row[4] * m, row[1] + row[5] * p
        h, s = row[2] + row[6] * h, row[3] + row[7] * s
        store(gate, 4 * n, m)
        store(gate, 4 * n + 1, p)
        store(gate, 4 * n + 2, h)
        store(gate, 4 * n + 3, s)
    sodium = load(node, own + 2) * (m * m * m * h) + load(node, own + 3) * (p * p * p)
    conductance = sodium + load(node, own + 4) * s
    return conductance, sodium * spread(voltage, scheme[6]) + load(node, own + 5) * s


@njit(**_LEAN)  # type: ignore[untyped-decorator]
def _forward(
    voltage: Any, before: Any, gate: Any, known: Any, upper: Any, solved: Any, node_kind: Any,
    span_kind: Any, kinds: Any, table: Any, scheme: Any, moving: bool, last: int,
) -> None:  # fmt: skip
    """Channels, then elimination, from node 0 on."""
    node, span = kinds[0], kinds[1]
    one, zero = spread(voltage, 1.0), spread(voltage, 0.0)
    across, up, so_far = zero, zero, zero
    for n in range(last + 1):
        own = 6 * node_kind[n]
        conductance, drive = _channels(n, own, voltage, before, gate, node, table, scheme, moving)
        inverse = one / (load(node, own) + conductance - across * up)
        so_far = (load(known, n) + drive - across * so_far) * inverse
        across = load(span, 2 * span_kind[n])
        up = across * inverse
        store(upper, n, up)
        store(solved, n, so_far)


@njit(**_LEAN)  # type: ignore[untyped-decorator]
def _back(
    voltage: Any, before: Any, mode: Any, known: Any, resting: Any, still: Any, upper: Any,
    solved: Any, node_kind: Any, span_kind: Any, skew: Any, kinds: Any, scheme: Any, arrival: Any,
    count: Any, step: int, last: int,
) -> None:  # fmt: skip
    """Voltages from the far end back, the modes between them, and what each node then knows."""
    node, n_modes, n_nodes = kinds[0], mode.shape[1], voltage.shape[0]
    now, ago = spread(voltage, scheme[2]), spread(voltage, scheme[3])
    crossing, zero = spread(voltage, scheme[7]), spread(voltage, 0.0)
    right, right_charge, waiting = zero, zero, zero
    if last < n_nodes - 1:
        right, waiting = load(voltage, last + 1), load(resting, last + 1)
        right_charge = (now + ago) * right
    for n in range(last, -1, -1):
        old = load(voltage, n)
        v = load(solved, n) - load(upper, n) * right
        store(before, n, old)
        store(voltage, n, v)
        if any_reaches((v - crossing) * (crossing - old), zero):
            _note(n, step, scheme[0], scheme[7], voltage, before, arrival, count)
        charge = now * v + ago * old
        kind, first = span_kind[n], n * n_modes
        if skew[kind]:
            into_left, into_right = _skew_modes(mode, first, n_modes, kinds[2], kind, v, right)
        else:
            into_left, into_right = _modes(mode, first, n_modes, kinds[2], kind, v, right)
        between = load(kinds[1], 2 * kind + 1)
        if n < n_nodes - 1:
            store(known, n + 1, waiting + into_right + between * charge)
        waiting = load(still, n) + load(node, 6 * node_kind[n] + 1) * charge
        waiting = waiting + between * right_charge + into_left
        right, right_charge = v, charge
    store(known, 0, waiting)


@njit(**_INLINE)  # type: ignore[untyped-decorator]
def _modes(
    mode: Any, first: int, n_modes: int, coupled: Any, kind: int, left: Any, right: Any
) -> Any:
    """Move the modes of a symmetric internode; the currents into its nodes."""
    half = n_modes // 2
    alike, against = left + right, left - right
    even = odd = spread(mode, 0.0)
    for k in range(half):
        row, own = first + k, 3 * (kind * n_modes + k)
        y = load(coupled, own) * load(mode, row) + alike
        x = load(coupled, own + 3 * half) * load(mode, row + half) + against
        store(mode, row, y)
        store(mode, row + half, x)
        even = load(coupled, own + 1) * y + even
        odd = load(coupled, own + 3 * half + 1) * x + odd
    return even + odd, even - odd


@njit(**_INLINE)  # type: ignore[untyped-decorator]
def _skew_modes(
    mode: Any, first: int, n_modes: int, coupled: Any, kind: int, left: Any, right: Any
) -> Any:
    """Move the modes of any internode; the currents into its nodes."""
    into_left = into_right = spread(mode, 0.0)
    for k in range(n_modes):
        row, own = first + k, 3 * (kind * n_modes + k)
        a, b = load(coupled, own + 1), load(coupled, own + 2)
        y = load(coupled, own) * load(mode, row) + a * left + b * right
        store(mode, row, y)
        into_left = a * y + into_left
        into_right = b * y + into_right
    return into_left, into_right


@njit(**_LEAN)  # type: ignore[untyped-decorator]
def _note(
    n: int, step: int, step_ms: float, crossing: float, voltage: Any, before: Any, arrival: Any,
    count: Any,
) -> None:  # fmt: skip
    """Write down which fibres' spikes crossed upwards at node ``n`` in this step, and when."""
    for lane in range(voltage.shape[1]):
        v, old = voltage[n, lane], before[n, lane]
        if v >= crossing and old < crossing:
            count[n, lane] += 1
            if not arrival[n, lane] >= 0:
                arrival[n, lane] = (step + (crossing - old) / (v - old)) * step_ms


@njit(**_LEAN)  # type: ignore[untyped-decorator]
def _over(
    voltage: Any, settled: Any, arrival: Any, silent: Any, target: int, scheme: Any,
    pulse: Any, now_ms: float, last: int,
) -> bool:  # fmt: skip
    """Whether each fibre of the block has arrived or fallen silent; notes who falls silent now."""
    if now_ms < pulse[1] + AFTER_PULSE_MS:
        return False
    over = True
    for lane in range(voltage.shape[1]):
        if arrival[target, lane] >= 0 or silent[lane] >= 0:
            continue
        quiet = True
        for n in range(last + 1):
            v = voltage[n, lane]
            quiet = quiet and not (v - settled[n, lane] > scheme[8] and v > scheme[9])
        if quiet:
            silent[lane] = now_ms
        over = over and quiet
    return over


@njit(**_LEAN)  # type: ignore[untyped-decorator]
def _still(voltage: Any, settled: Any, first: int, limit: float) -> bool:
    """Whether nodes from ``first`` on stand where they stood."""
    for n in range(first, voltage.shape[0]):
        for lane in range(voltage.shape[1]):
            if not abs(voltage[n, lane] - settled[n, lane]) < limit:
                return False
    return True
