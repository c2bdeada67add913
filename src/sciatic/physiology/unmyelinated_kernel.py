"""The unmyelinated cable in time: compiled, one fibre a task, only where something moves.

A step solves all voltages implicitly with the gates as they stand (one tridiagonal system), then
moves the gates exponentially at the new voltages, as NEURON does. Steady states and steps of the
gates are read from a table in voltage. Only the window from the foot of the wave to a few
millimetres behind its head is stepped; what lies ahead rests, what lies behind is left as it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange

N_GATES = 20  # 17 are used; the rest fills the last vector register
FOOT_MV = 1e-4  # a compartment this far from rest belongs to the wave


@njit(cache=True, error_model="numpy", inline="always")
def _conductances(gates: Any, rows: Any) -> tuple[float, float, float]:
    """Sodium, potassium and mixed (h) conductance of one compartment, S/cm2."""
    sodium = gates[0] * gates[0] * gates[0] * gates[1] * gates[2] * rows[0]
    sodium += gates[3] * gates[3] * gates[3] * gates[4] * gates[5] * gates[6] * rows[1]
    sodium += gates[7] * gates[8] * gates[9] * rows[2]
    square = gates[10] * gates[10]
    potassium = rows[3] * square * square + rows[4] * gates[11] * gates[12]
    potassium += rows[5] * (rows[8] * gates[13] + (1.0 - rows[8]) * gates[14]) + rows[7]
    mixed = rows[6] * (rows[9] * gates[15] + (1.0 - rows[9]) * gates[16])
    return sodium, potassium, mixed


@njit(cache=True, error_model="numpy", inline="always")
def _membrane(gates: Any, rows: Any, share: float, potassium_mv: float) -> tuple[float, float]:
    """Slope (S/cm2) and offset (mA/cm2) of the membrane current, linear in voltage."""
    sodium, potassium, mixed = _conductances(gates, rows)
    inward = share * sodium + rows[10] + rows[12] * mixed
    outward = potassium + rows[11] + (1.0 - rows[12]) * mixed
    return inward + outward, inward * rows[13] + outward * potassium_mv - rows[15]


@njit(cache=True, error_model="numpy", inline="always")
def _place(voltage: float, least_mv: float, per_mv: float, n_rows: int) -> tuple[int, float]:
    """Row of the table and share of the way to the next one."""
    where = (voltage - least_mv) * per_mv
    row = min(max(int(where), 0), n_rows - 2)
    return row, min(max(where - row, 0.0), 1.0)


@njit(cache=True, error_model="numpy", inline="always")
def _thomas(slope: Any, right: Any, link: float, first: int, last: int) -> None:
    """Solve the tridiagonal system in place: ``right`` becomes the voltages."""
    inverse = 1.0 / slope[first]
    right[first] *= inverse
    for i in range(first + 1, last + 1):
        slope[i - 1] = link * inverse
        inverse = 1.0 / (slope[i] - link * slope[i - 1])
        right[i] = (right[i] + link * right[i - 1]) * inverse
    for i in range(last - 1, first - 1, -1):
        right[i] += slope[i] * right[i + 1]


@njit(cache=True, error_model="numpy")
def _steady_current(
    voltage: float, table: Any, grid: Any, rows: Any, share: float, potassium_mv: float, held: Any
) -> float:
    """Membrane current in mA/cm2 when every gate has come to rest; ``held`` receives the gates."""
    row, part = _place(voltage, grid[0], grid[1], table.shape[0])
    for k in range(N_GATES):
        held[k] = table[row, k] + part * (table[row + 1, k] - table[row, k])
    slope, offset = _membrane(held, rows, share, potassium_mv)
    return slope * voltage - offset


@njit(cache=True, error_model="numpy")
def _settle(
    table: Any, grid: Any, rows: Any, link: float, lesion: Any, voltage: Any, gates: Any
) -> None:
    """Bring the whole fibre to rest: damped Newton steps, loosening as they converge."""
    n = voltage.shape[0]
    slope, right = np.empty(n), np.empty(n)
    nudge, hold = 1e-3, rows[14] / grid[4]
    for _ in range(200):
        largest = 0.0
        for i in range(n):
            share, shifted = _site(i, lesion, rows)
            v = voltage[i]
            now = _steady_current(v, table, grid, rows, share, shifted, gates[i])
            more = _steady_current(v + nudge, table, grid, rows, share, shifted, gates[i])
            left = voltage[max(i - 1, 0)] - v
            ahead = voltage[min(i + 1, n - 1)] - v
            ends = (1.0 if i > 0 else 0.0) + (1.0 if i < n - 1 else 0.0)
            right[i] = link * (left + ahead) - now
            slope[i] = hold + max((more - now) / nudge, 0.0) + link * ends
        _thomas(slope, right, link, 0, n - 1)
        for i in range(n):
            largest = max(largest, abs(right[i]))
            voltage[i] += right[i]
        hold *= 0.7
        if largest < 1e-10:
            break
    for i in range(n):
        share, shifted = _site(i, lesion, rows)
        _steady_current(voltage[i], table, grid, rows, share, shifted, gates[i])


@njit(cache=True, error_model="numpy", inline="always")
def _site(i: int, lesion: Any, rows: Any) -> tuple[float, float]:
    """Share of sodium channels left and potassium reversal potential (mV) of compartment i."""
    if lesion[0] <= i < lesion[1]:
        return 1.0 - lesion[2], rows[16] + lesion[3]
    return 1.0, rows[16]


@njit(cache=True, error_model="numpy")
def _step(
    table: Any, grid: Any, rows: Any, link: float, pulse: float, lesion: Any, first: int,
    last: int, voltage: Any, gates: Any, slope: Any, right: Any,
) -> None:  # fmt: skip
    """One time step of compartments first to last; neighbours outside keep their voltage."""
    n = voltage.shape[0]
    charge = rows[14] / grid[2]
    for i in range(first, last + 1):
        share, shifted = _site(i, lesion, rows)
        conductance, offset = _membrane(gates[i], rows, share, shifted)
        ends = (1.0 if i > 0 else 0.0) + (1.0 if i < n - 1 else 0.0)
        slope[i] = charge + conductance + link * ends
        right[i] = charge * voltage[i] + offset
    if first == 0:
        right[0] += pulse
    else:
        right[first] += link * voltage[first - 1]
    if last < n - 1:
        right[last] += link * voltage[last + 1]
    _thomas(slope, right, link, first, last)
    for i in range(first, last + 1):
        voltage[i] = right[i]
        row, part = _place(right[i], grid[0], grid[1], table.shape[0])
        here, there, gate = table[row], table[row + 1], gates[i]
        for k in range(N_GATES):
            rest = here[k] + part * (there[k] - here[k])
            move = here[N_GATES + k] + part * (there[N_GATES + k] - here[N_GATES + k])
            gate[k] += (rest - gate[k]) * move


@njit(cache=True, error_model="numpy")
def travel(
    table: Any, grid: Any, rows: Any, link: float, pulse: float, lesion: Any, plan: Any,
    crossed: Any, film: Any, every: int,
) -> float:  # fmt: skip
    """Send one spike along one fibre and note when each compartment crosses the threshold.

    Args:
        table: steady state and step of each gate by voltage, shape (voltage, 2 * N_GATES).
        grid: least voltage, rows per mV, step in ms, threshold in mV, settling step in ms.
        rows: membrane constants, in the order of ``Membrane.rows``.
        link: axial conductance to a neighbour per membrane area, S/cm2.
        pulse: current into the first compartment per membrane area, mA/cm2.
        lesion: first and past-last compartment, share of sodium channels lost, shift in mV.
        plan: steps of the pulse, most steps, steps of patience, compartments kept behind the
            head, compartment at which to stop.
        crossed: receives the crossing times in ms, shape (place,).
        film: receives voltages, shape (frame, place); may have no frames.
        every: steps between frames.

    Returns:
        Resting potential at the middle of the lesion, mV.
    """
    n = crossed.shape[0]
    voltage, gates = np.full(n, grid[5]), np.zeros((n, N_GATES))
    _settle(table, grid, rows, link, lesion, voltage, gates)
    rest, before = voltage.copy(), voltage.copy()
    slope, right = np.empty(n), np.empty(n)
    crossed[:] = np.nan
    first, last, head, since = 0, 2, 0, 0
    for step in range(plan[1]):
        if film.shape[0] > 0 and step % every == 0 and step // every < film.shape[0]:
            film[step // every] = voltage
        now = pulse if step < plan[0] else 0.0
        _step(table, grid, rows, link, now, lesion, first, last, voltage, gates, slope, right)
        for i in range(max(first, head - 1), last + 1):
            if voltage[i] >= grid[3] > before[i] and np.isnan(crossed[i]):
                part = (grid[3] - before[i]) / (voltage[i] - before[i])
                crossed[i] = (step + part) * grid[2]
                if i > head:
                    head, since = i, step
        for i in range(first, last + 1):
            before[i] = voltage[i]
        while last < n - 1 and abs(voltage[last - 1] - rest[last - 1]) > FOOT_MV:
            last += 1
        first = max(first, head - plan[3])
        if film.shape[0] == 0 and (head >= plan[4] or step - since > plan[2]):
            break
    return float(rest[int(lesion[0] + lesion[1]) // 2])


@njit(cache=True, error_model="numpy", parallel=True)
def travel_all(
    table: Any, grid: Any, rows: Any, links: Any, pulses: Any, lesions: Any, plan: Any, crossed: Any
) -> Any:
    """``travel`` for many fibres, shared out over the cores; the rest in each lesion, mV."""
    rests = np.empty(links.shape[0])
    for i in prange(links.shape[0]):
        nothing = np.empty((0, 0))
        rests[i] = travel(
            table, grid, rows, links[i], pulses[i], lesions[i], plan, crossed[i], nothing, 1
        )
    return rests
