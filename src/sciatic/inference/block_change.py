"""What draws of the numbers do to the likelihood of one block's findings.

Tables that are told carry the change for each of their columns. The others follow curves over the
log-odds of the network's p. Cells that read the same everywhere share a row: most do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sciatic.inference.network import Ints, Read
from sciatic.inference.uncertainty import Curves, Uncertainty

READ_AT_ONCE = 1 << 15  # places along curves, so that they stay near the processor
MOST_CHANGE = 40.0  # of the log likelihood of one block: float32 holds the exp of a few together
LEAST_P = 1e-6
Singles = npt.NDArray[np.float32]
Told = tuple[Read, int]
"""A table that a row was made from, and for how many values of U it holds; 0: for all."""


class BlockChange(NamedTuple):
    """The likelihood of a block's findings in each draw over the network's.

    ``factor``: shape (n_rows, n_draws); ``most``: no draw's log of it is above, shape (n_rows,);
    ``of_cell``: the row of each cell.
    """

    factor: Singles
    most: Singles
    of_cell: Ints


def block_change(
    reads: Sequence[Told], known: Uncertainty, column: Ints, cells: tuple[Ints, Ints, Ints]
) -> BlockChange | None:
    """What the draws do to cells through the reads of a block; None where they do nothing.

    Args:
        reads: all that one group's findings read of the block.
        known: draws of the numbers behind them.
        column: the column of the block that each of the group's columns reads.
        cells: u, z and the group's column of each cell, in the order of u.
    """
    read, of_column = met(column)
    u, z, place = cells[0], cells[1], of_column.take(cells[2])
    told, spots = _by_column(reads, known, read), _spots(reads, known)
    if not spots:
        return None if told is None else _finished(told, place)
    rows = _Rows(read, (u, z, place), spots)
    if told is None:
        rows.merge()
    change = rows.followed(known.n_draws)
    if told is not None:
        change += told.take(rows.place, axis=0)
    return _finished(change, rows.of_cell)


def met(index: Ints) -> tuple[Ints, Ints]:
    """The distinct numbers in an array, rising, and the place of each one there."""
    there = np.zeros(int(index.max()) + 1 if len(index) else 0, dtype=bool)
    there[index] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1).take(index)


def alike(code: Ints) -> tuple[Ints, Ints]:
    """Where each distinct number stands first, rising, and the place of each one among these."""
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[place]


def scattered(n: int) -> Ints:
    """Numbers without a pattern: sums of columns times these agree only where all columns do."""
    found = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    return (found ^ (found >> np.uint64(31))).view(np.int64)


def tiles(start: int, end: int, size: int) -> Iterator[slice]:
    """The rows from one to another in parts that stay near the processor."""
    for first in range(start, end, size):
        yield slice(first, min(first + size, end))


def _finished(change: Singles, of_cell: Ints) -> BlockChange:
    np.clip(change, -MOST_CHANGE, MOST_CHANGE, out=change)
    most = change.max(axis=1)
    return BlockChange(np.exp(change, out=change), most, of_cell)


class _Rows:
    """The rows that cells share in a block: what they read there is the same.

    ``u``, ``z``, ``place``: of each row, in the order of u; zero where no read heeds it;
    ``of_cell``: the row of each cell; ``p``: what each of the ``spots`` gives each row.
    """

    def __init__(self, column: Ints, cells: tuple[Ints, Ints, Ints], spots: list[_Spots]) -> None:
        u, z, place = cells
        n = len(column)
        code = place
        n_z = max(read.p.shape[1] for one in spots for read in one.reads)
        if n_z > 1:
            code = code + n * z
        if any(one.heeds_u for one in spots):
            code = code + n * n_z * u
        flat, self.of_cell = met(code)
        rest, self.place = np.divmod(flat, n)
        self.u, self.z = np.divmod(rest, n_z)
        self.column = column.take(self.place)
        self.spots = spots
        self.p = [self._likelihood(one) for one in spots]

    def merge(self) -> None:
        """Make one row of those that read the same."""
        key, *keys = scattered(1 + sum(map(len, self.p)))
        code = self.u * key
        for number, one in enumerate(itertools.chain.from_iterable(self.p)):
            code[: len(one)] += keys[number] * one.view(np.int32)
        first, row = alike(code)
        self.of_cell = row.take(self.of_cell)
        self.u, self.z, self.place = self.u[first], self.z[first], self.place[first]
        self.p = [one[:, first[first < one.shape[1]]] for one in self.p]

    def followed(self, n_draws: int) -> Singles:
        """The change of the log likelihood of each row by its curves, shape (n_rows, n_draws)."""
        change: Singles = np.zeros((len(self.u), n_draws), np.float32)
        for one, p in zip(self.spots, self.p, strict=True):
            curves = one.curves.change[one.value].astype(np.float32)
            ends = [0, p.shape[1]]
            if len(curves) > 1:
                ends = np.searchsorted(self.u[: ends[1]], np.arange(len(curves) + 1)).tolist()
            for curve, (start, end) in zip(curves, itertools.pairwise(ends), strict=True):
                for tile in tiles(start, end, max(READ_AT_ONCE // len(p), 1)):
                    between, knots = one.between(p[:, tile])
                    change[tile] += between @ curve[knots]
        return change

    def _likelihood(self, spots: _Spots) -> Singles:
        """What each read gives each row that it holds for, shape (n_reads, n_rows)."""
        n = np.searchsorted(self.u, spots.n_u) if spots.n_u else len(self.u)
        found: Singles = np.empty((len(spots.reads), n), np.float32)
        places: dict[tuple[int, ...], Ints] = {}
        for number, read in enumerate(spots.reads):
            shape = read.p.shape
            if shape not in places:
                n_u, n_z, n_columns = shape
                place = self.column[:n]
                if n_z > 1:
                    place = place + self.z[:n] * n_columns
                if n_u > 1:
                    place = place + self.u[:n] * (n_z * n_columns)
                places[shape] = place
            found[number] = read.p.ravel().take(places[shape])
        return found


class _Spots:
    """All reads of one value of one set of curves; ``n_u`` values of U they hold for, 0: all."""

    def __init__(self, curves: Curves, value: int, n_u: int) -> None:
        self.curves, self.value, self.n_u = curves, value, n_u
        self.reads: list[Read] = []

    @property
    def heeds_u(self) -> bool:
        """Whether the change depends on the group's own latent."""
        heeded = self.curves.change.shape[1] > 1 or any(len(read.p) > 1 for read in self.reads)
        return self.n_u > 0 or heeded

    def _along(self, p: Singles) -> Singles:
        """Where along the curves a likelihood lies, in steps from the first knot."""
        p = np.clip(p, LEAST_P, 1 - LEAST_P)
        along = np.log(p / (1 - p))
        along -= self.curves.low
        along *= 1 / self.curves.step
        kept: Singles = np.clip(along, 0, self.curves.change.shape[2] - 1.001, out=along)
        return kept

    def between(self, p: Singles) -> tuple[Singles, slice]:
        """How much of all reads lies at each knot of some, shape (n_rows, n_knots)."""
        along = self._along(p)
        spot = along.astype(np.int64)
        first, n = int(spot.min()), int(spot.max() - spot.min()) + 2
        upper = along - spot
        spot += np.arange(spot.shape[1]) * n - first
        size, weight = spot.shape[1] * n, self._weight(p)
        if weight is not None:
            upper *= weight
        found = np.bincount(spot.ravel(), None if weight is None else weight.ravel(), size)
        of_upper = np.bincount(spot.ravel(), upper.ravel(), size)
        together = found - of_upper
        together[1:] += of_upper[:-1]
        return together.astype(np.float32).reshape(-1, n), slice(first, first + n)

    def _weight(self, p: Singles) -> Singles | None:
        """How far each row follows its read, shape (n_reads, n_rows); None: all do wholly."""
        if not any(read.base for read in self.reads):
            return None
        base, slope = np.array([[read.base, read.slope] for read in self.reads], np.float32).T
        told = slope[:, None] * p
        weight: Singles = told / (base[:, None] + told)
        return weight


def _by_column(reads: Iterable[Told], known: Uncertainty, column: Ints) -> Singles | None:
    """The change by tables that carry it, shape (n_columns, n_draws); None where there is none."""
    total: Singles | None = None
    for read, _ in reads:
        changes = known.changes.get(read.table)
        if changes is None:
            continue
        told = changes[read.value].take(column, axis=0).astype(np.float32)
        if read.base:
            p = read.slope * read.p[0, 0, column]
            told *= (p / (read.base + p)).astype(np.float32)[:, None]
        total = told if total is None else total + told
    return total


def _spots(reads: Iterable[Told], known: Uncertainty) -> list[_Spots]:
    """The reads that curves tell of, together where they share them."""
    found: dict[tuple[int, int, int], _Spots] = {}
    for read, n_u in reads:
        curves = known.curves.get(read.table)
        if curves is not None and read.table not in known.changes:
            key = (id(curves), read.value, n_u)
            found.setdefault(key, _Spots(curves, read.value, n_u)).reads.append(read)
    return list(found.values())
