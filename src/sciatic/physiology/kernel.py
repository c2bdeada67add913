"""The inner loop of the fibre simulation, compiled: many fibres side by side.

A block holds several fibres side by side, so that one instruction serves several. Per node and step it moves
four gates by one row of a table, solves one tridiagonal system of node voltages, and moves the
modes of the internode beside it (see ``internode``). Nodes ahead of the wave stand still and are
left alone; a block ends when its fibres have all arrived or fallen silent.

A mode is kept as its history z, scaled so that one number an end serves both as what the node
drives and as what it feels: z becomes keep z + left v_left + right v_right, and sends left z and
right z into the nodes at the next step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numba
from numba import njit, prange

numba.config.SLP_VECTORIZE = 1

AFTER_PULSE_MS = 0.2
_FAST = {
    "cache": True,
    "fastmath": {"contract", "nsz", "arcp", "reassoc"},
    "error_model": "numpy",
    "boundscheck": False,
}


@njit(parallel=True, **_FAST)  # type: ignore[untyped-decorator]
def run(
    voltage: Any, before: Any, gate: Any, mode: Any, settled: Any, still: Any,
    node_kind: Any, node: Any, span_kind: Any, span: Any, span_modes: Any,
    table: Any, scheme: Any, pulse: Any, target: int, arrival: Any, count: Any, film: Any,
    fell_silent: Any, n_steps: int, look_every: int, film_every: int,
) -> Any:  # fmt: skip
    """Step every block; see ``simulation`` for the shapes of these arrays.

    ``node``: static diagonal, capacitance over step, sodium, persistent sodium, potassium,
    potassium x reversal. ``still``: constant current of each node. ``span``: off-diagonal,
    coupling capacitance.
    ``scheme``: step_ms, look-ahead of the gates, weight of now and before in the capacitance
    term, table start, rows per mV, sodium reversal, crossing mV, and what tells a dead spike: the
    voltage over rest and the voltage as such that no node exceeds; then stop flag and wake mV.
    """
    steps = np.zeros(voltage.shape[0], np.int64)
    for b in prange(voltage.shape[0]):
        steps[b] = _block(
            voltage[b], before[b], gate[b], mode[b], settled[b], still[b], node_kind, node[b],
            span_kind, span[b], span_modes[b], table, scheme, pulse, target,
            arrival[b], count[b], film[b], fell_silent[b], n_steps, look_every, film_every,
        )  # fmt: skip
    return steps


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _block(
    voltage: Any, before: Any, gate: Any, mode: Any, settled: Any, still: Any,
    node_kind: Any, node: Any, span_kind: Any, span: Any, span_modes: Any,
    table: Any, scheme: Any, pulse: Any, target: int, arrival: Any, count: Any, film: Any,
    fell_silent: Any, n_steps: int, look_every: int, film_every: int,
) -> int:  # fmt: skip
    n_nodes, lanes = voltage.shape
    step_ms, stop = scheme[0], scheme[10] > 0
    known = np.zeros((n_nodes + 1, lanes), voltage.dtype)
    upper = np.zeros((n_nodes + 1, lanes), voltage.dtype)
    solved = np.zeros((n_nodes + 1, lanes), voltage.dtype)
    work = np.zeros((5, lanes), voltage.dtype)
    for n in range(n_nodes):
        _know(voltage, before, mode, still, node_kind, node, span_kind, span, span_modes, known,
              scheme, n)  # fmt: skip
    last = n_nodes - 1 if not stop else min(n_nodes - 1, 3)
    for step in range(n_steps):
        middle = (step + 0.5) * step_ms
        on = pulse[0] <= middle and middle < pulse[1]
        for n in range(last + 1):
            own = node[node_kind[n]]
            _gates(voltage[n], before[n], gate[n], own, table, scheme, work)
            if n == 0 and on:
                for l in range(lanes):
                    work[3, l] += voltage.dtype.type(pulse[2])
            if n == 0:
                _eliminate_first(own, span[span_kind[0]], work, known, upper, solved)
            else:
                right = span[span_kind[min(n, n_nodes - 2)]]
                _eliminate(n, own, span[span_kind[n - 1]], right, work, known, upper, solved)
        if last == n_nodes - 1:
            upper[last, :] = 0
        moved = _back(voltage, before, mode, settled, still, node_kind, node, span_kind, span,
                      span_modes, scheme, arrival, count, known, upper, solved, work, step,
                      last)  # fmt: skip
        if moved and last < n_nodes - 1:
            last += 1
            for n in (last - 1, last):
                _know(voltage, before, mode, still, node_kind, node, span_kind, span, span_modes,
                      known, scheme, n)  # fmt: skip
        if film_every > 0 and step % film_every == 0:
            film[step // film_every] = voltage
        if stop and step % look_every == 0 and _over(
            voltage, settled, arrival, fell_silent, target, scheme, pulse, (step + 1) * step_ms,
            last,
        ):  # fmt: skip
            return step + 1
    return n_steps


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _gates(
    voltage: Any, before: Any, gate: Any, own: Any, table: Any, scheme: Any, work: Any
) -> None:
    """Move the gates of one node; leave conductance and drive in rows 2 and 3 of ``work``."""
    kind = voltage.dtype.type
    ahead, start, per_mv = kind(scheme[1]), kind(scheme[4]), kind(scheme[5])
    sodium, top = kind(scheme[6]), kind(table.shape[0] - 2)
    for l in range(voltage.shape[0]):
        place = (voltage[l] + ahead * (voltage[l] - before[l]) - start) * per_mv
        work[0, l] = min(max(place, kind(0.0)), top)
    for l in range(voltage.shape[0]):
        row = int(work[0, l])
        part = work[0, l] - kind(row)
        m, p, h, s = gate[l, 0], gate[l, 1], gate[l, 2], gate[l, 3]
        m0, p0 = table[row, 0] + part * table[row, 8], table[row, 1] + part * table[row, 9]
        h0, s0 = table[row, 2] + part * table[row, 10], table[row, 3] + part * table[row, 11]
        m1, p1 = table[row, 4] + part * table[row, 12], table[row, 5] + part * table[row, 13]
        h1, s1 = table[row, 6] + part * table[row, 14], table[row, 7] + part * table[row, 15]
        m, p, h, s = m0 + m1 * m, p0 + p1 * p, h0 + h1 * h, s0 + s1 * s
        gate[l, 0], gate[l, 1], gate[l, 2], gate[l, 3] = m, p, h, s
    for l in range(voltage.shape[0]):
        m, p = gate[l, 0], gate[l, 1]
        na = own[2, l] * (m * m * m * gate[l, 2]) + own[3, l] * (p * p * p)
        s = gate[l, 3]
        work[2, l] = na + own[4, l] * s
        work[3, l] = na * sodium + own[5, l] * s


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _eliminate_first(own: Any, right: Any, work: Any, known: Any, upper: Any, solved: Any) -> None:
    one = work.dtype.type(1.0)
    for l in range(work.shape[1]):
        inverse = one / (own[0, l] + work[2, l])
        upper[0, l] = right[0, l] * inverse
        solved[0, l] = (known[0, l] + work[3, l]) * inverse


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _eliminate(
    n: int, own: Any, left: Any, right: Any, work: Any, known: Any, upper: Any, solved: Any
) -> None:
    one = work.dtype.type(1.0)
    for l in range(work.shape[1]):
        inverse = one / (own[0, l] + work[2, l] - left[0, l] * upper[n - 1, l])
        upper[n, l] = right[0, l] * inverse
        solved[n, l] = (known[n, l] + work[3, l] - left[0, l] * solved[n - 1, l]) * inverse


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _back(
    voltage: Any, before: Any, mode: Any, settled: Any, still: Any, node_kind: Any, node: Any,
    span_kind: Any, span: Any, span_modes: Any, scheme: Any, arrival: Any, count: Any,
    known: Any, upper: Any, solved: Any, work: Any, step: int, last: int,
) -> bool:  # fmt: skip
    """Voltages from the far end back, then the modes beside each node; whether the last moved."""
    n_nodes, lanes = voltage.shape
    kind = voltage.dtype.type
    now, ago, crossing = kind(scheme[2]), kind(scheme[3]), kind(scheme[7])
    if last < n_nodes - 1:
        solved[last + 1] = voltage[last + 1]
    else:
        solved[last + 1] = 0
    moved = kind(0.0)
    for n in range(last, -1, -1):
        own = node[node_kind[n]]
        hit = kind(-1.0)
        for l in range(lanes):
            v = solved[n, l] - upper[n, l] * solved[n + 1, l]
            solved[n, l] = v
            hit = max(hit, (v - crossing) * (crossing - voltage[n, l]))
        if hit >= 0:
            _note(n, step, scheme[0], crossing, voltage, solved, arrival, count)
        if n == last:
            for l in range(lanes):
                moved = max(moved, abs(solved[n, l] - settled[n, l]))
        for l in range(lanes):
            before[n, l] = voltage[n, l]
            voltage[n, l] = solved[n, l]
            work[0, l] = now * voltage[n, l] + ago * before[n, l]
            known[n, l] = still[n, l] + own[1, l] * work[0, l]
        if n < n_nodes - 1:
            between = span[span_kind[n]]
            for l in range(lanes):
                known[n, l] += between[1, l] * (now * voltage[n + 1, l] + ago * before[n + 1, l])
                known[n + 1, l] += between[1, l] * work[0, l]
            _modes(mode[n], span_modes[span_kind[n]], solved[n], solved[n + 1], known[n],
                   known[n + 1])  # fmt: skip
    return moved > kind(scheme[11])


@njit(**_FAST)  # type: ignore[untyped-decorator]
def _modes(mode: Any, coupled: Any, left: Any, right: Any, into_left: Any, into_right: Any) -> None:
    """Move the modes of one internode, two at a time, and hand their currents to its nodes."""
    for k in range(0, mode.shape[0], 2):
        for l in range(left.shape[0]):
            a = (coupled[k, 0, l] * mode[k, l] + coupled[k, 1, l] * left[l]
                 + coupled[k, 2, l] * right[l])  # fmt: skip
            b = (coupled[k + 1, 0, l] * mode[k + 1, l] + coupled[k + 1, 1, l] * left[l]
                 + coupled[k + 1, 2, l] * right[l])  # fmt: skip
            mode[k, l], mode[k + 1, l] = a, b
            into_left[l] += coupled[k, 1, l] * a + coupled[k + 1, 1, l] * b
            into_right[l] += coupled[k, 2, l] * a + coupled[k + 1, 2, l] * b


@njit(cache=True)  # type: ignore[untyped-decorator]
def _note(
    n: int, step: int, step_ms: float, crossing: Any, voltage: Any, solved: Any, arrival: Any,
    count: Any,
) -> None:  # fmt: skip
    """Write down which fibres' spikes crossed upwards at node ``n`` in this step, and when."""
    for l in range(voltage.shape[1]):
        v, old = solved[n, l], voltage[n, l]
        if v >= crossing and old < crossing:
            count[n, l] += 1
            if not arrival[n, l] >= 0:
                arrival[n, l] = (step + (crossing - old) / (v - old)) * step_ms


@njit(cache=True)  # type: ignore[untyped-decorator]
def _know(
    voltage: Any, before: Any, mode: Any, still: Any, node_kind: Any, node: Any, span_kind: Any,
    span: Any, span_modes: Any, known: Any, scheme: Any, n: int,
) -> None:  # fmt: skip
    """What a node knows before a step: constants, its charge, its neighbours, the modes."""
    own = node[node_kind[n]]
    now_weight, before_weight = scheme[2], scheme[3]
    for l in range(voltage.shape[1]):
        value = still[n, l] + own[1, l] * (
            now_weight * voltage[n, l] + before_weight * before[n, l]
        )
        for other, place, side in ((n - 1, n - 1, 2), (n + 1, n, 1)):
            if 0 <= other < voltage.shape[0]:
                kind = span_kind[place]
                value += span[kind, 1, l] * (
                    now_weight * voltage[other, l] + before_weight * before[other, l]
                )
                for k in range(mode.shape[1]):
                    value += span_modes[kind, k, side, l] * mode[place, k, l]
        known[n, l] = value


@njit(cache=True)  # type: ignore[untyped-decorator]
def _over(
    voltage: Any, settled: Any, arrival: Any, fell_silent: Any, target: int, scheme: Any,
    pulse: Any, now_ms: float, last: int,
) -> bool:  # fmt: skip
    """Whether each fibre of the block has arrived or fallen silent; notes who falls silent now."""
    if now_ms < pulse[1] + AFTER_PULSE_MS:
        return False
    over = True
    for l in range(voltage.shape[1]):
        if arrival[target, l] >= 0 or fell_silent[l] >= 0:
            continue
        silent = True
        for n in range(last + 1):
            v = voltage[n, l]
            silent = silent and not (v - settled[n, l] > scheme[8] and v > scheme[9])
        if silent:
            fell_silent[l] = now_ms
        over = over and silent
    return over
