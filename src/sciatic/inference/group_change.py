"""What draws of the numbers do to one group's likelihood.

A cell is a value of the group's own latent, a value of the shared one, and a column. Cells that
carry next to nothing of what is believed of their column keep their likelihood from the network,
and so does what a group shows where it shows another lesion, since that is an average over all
states. Draws come last in every shape.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from copy import copy

import numpy as np

from sciatic.inference.block_change import (
    BlockChange,
    Singles,
    Told,
    alike,
    block_change,
    met,
    scattered,
    tiles,
)
from sciatic.inference.group_sum import GroupSum
from sciatic.inference.network import Floats, Ints, Row
from sciatic.inference.uncertainty import GroupDraws, Uncertainty

LEAST_SHARE = 1e-6
"""Of its column's posterior: a cell with less is not weighed again."""
MOST_RISE = 60.0  # of a log likelihood: far above what any draw does, and float32 holds its exp
LEFT_OUT_BITS = 12  # of weights that count as alike: they differ by less than 1 in 2,000
TILE = 512  # rows of all draws that are worked on at a time: they stay near the processor


def group_change(
    group: GroupSum, rows: Sequence[Row], column: Ints, mass: Floats, known: Uncertainty
) -> tuple[Singles, Ints]:
    """A group's likelihood in each draw over the network's.

    Args:
        group: all its findings added.
        rows: those findings.
        column: the columns of the group that matter.
        mass: P(z, column | all findings) of these, shape (n_z, n_columns).
        known: draws of the numbers behind its network.

    Returns:
        shape (n, n_draws); and which of these n each z and column has, shape (n_z, n_columns), the
        first axis one long where no finding of the group heeds z.
    """
    if all(row.p.shape[1] == 1 for row in rows):
        mass = mass.sum(axis=0, keepdims=True)
    cells = _Cells(group, column, mass)
    changes = []
    for block, reads in _by_block(rows, len(group.group.latent)).items():
        read = group.column(block).take(column)
        change = block_change(reads, known, read, (cells.u, cells.z, cells.column))
        if change is not None:
            changes.append(change)
    if len(cells.u) > TILE:
        cells, changes = cells.merged(changes)
    return cells.mixed(changes, known.groups[group.group.name]), cells.spot_of


class _Cells:
    """The cells of a group that are weighed again, in the order of its own latent.

    A spot is a z and a column. ``u``, ``spot``: where each cell lies, shape (n_cells,);
    ``weight``: its likelihood over that of its spot, which the atypical share is part of;
    ``room``: how far the log of it may rise until it is one; ``still``: of each spot, the same
    weight of all cells that are not weighed again, and of what is drawn anew, shape (n_spots, 2);
    ``spot_of``: the spot of each z and column.
    """

    def __init__(self, group: GroupSum, column: Ints, mass: Floats) -> None:
        n_z = len(mass)
        by_latent = group.by_latent[:, :n_z].take(column, axis=2)
        likelihood = group.mixed[:n_z].take(column, axis=1)
        weight = by_latent / likelihood
        of_column = mass / np.maximum(mass.sum(axis=0), np.finfo(np.float64).tiny)
        kept = weight * of_column > LEAST_SHARE
        self.u, self.z, self.column = np.nonzero(kept)
        self.spot = self.z * len(column) + self.column
        self.weight: Singles = weight[kept].astype(np.float32)
        whole = np.log(group.group.latent).take(self.u) - group.scale
        log = np.log(by_latent[kept] + np.finfo(np.float64).tiny)
        self.room: Floats = np.clip(whole - log, 0.0, MOST_RISE)
        _, drawn_anew = group.typical()
        left = np.where(kept, 0.0, weight).sum(axis=0)
        self.still = np.stack([left, drawn_anew[:n_z] / likelihood], axis=-1).reshape(-1, 2)
        self.spot_of = np.arange(mass.size).reshape(mass.shape)
        self.mass = mass

    def merged(self, changes: Sequence[BlockChange]) -> tuple[_Cells, list[BlockChange]]:
        """Let one spot stand for all of its z whose cells have the same rows and weights."""
        n_z, n_spots = len(self.mass), self.mass.size
        rows = np.full((len(changes) + 1, int(self.u[-1]) + 1, n_spots), -1)
        rows[-1, self.u, self.spot] = self.weight.view(np.int32) >> LEFT_OUT_BITS
        for row, one in zip(rows[:-1], changes, strict=True):
            row[self.u, self.spot] = one.of_cell
        of_z = rows.reshape(-1, n_z, n_spots // n_z)
        keys = scattered(n_z * len(of_z)).reshape(n_z, -1)
        code = np.concatenate([key @ of_z[:, z] for z, key in enumerate(keys)])
        first, place = alike(code)
        stands = first[place]
        spots, now = met(stands)
        here = np.flatnonzero(stands[self.spot] == self.spot)
        found = copy(self)
        found.u, found.spot = self.u[here], now[self.spot[here]]
        found.weight, found.room = self.weight[here], self.room[here]
        found.still, found.spot_of = self.still[spots], now.reshape(self.mass.shape)
        return found, [one._replace(of_cell=one.of_cell[here]) for one in changes]

    def mixed(self, changes: Sequence[BlockChange], own: GroupDraws) -> Singles:
        """All cells of each spot together over the network's, with the atypical share.

        Args:
            changes: of each block; they are multiplied.
            own: the group's own draws.
        """
        shares = np.stack([1 - own.atypical, own.atypical]).astype(np.float32)
        total: Singles = self.still.astype(np.float32) @ shares
        above, ceiling = self._ceiling(changes, own)
        ceiling = ceiling[:, None] * shares[0]
        latent = np.exp(own.latent.T.astype(np.float32)) * shares[0]
        factor, part = np.empty((2, TILE, total.shape[1]), np.float32)
        for u, tile in self._tiles():
            now, more = factor[: tile.stop - tile.start], part[: tile.stop - tile.start]
            now[...] = latent[u]
            for one in changes:
                now *= one.factor.take(one.of_cell[tile], axis=0, out=more, mode="clip")
            first, last = np.searchsorted(above, (tile.start, tile.stop))
            if first < last:
                high = above[first:last] - tile.start
                now[high] = np.minimum(now[high], ceiling[first:last])
            now *= self.weight[tile, None]
            _add_rows(total, self.spot[tile], now)
        return total

    def _ceiling(self, changes: Sequence[BlockChange], own: GroupDraws) -> tuple[Ints, Singles]:
        """Likelihoods stay below one: which cells could pass, and how far each may rise."""
        rise = own.latent.max(axis=0).take(self.u)
        for one in changes:
            rise = rise + one.most.take(one.of_cell)
        above = np.flatnonzero(rise > self.room)
        return above, np.exp(self.room[above]).astype(np.float32)

    def _tiles(self) -> Iterator[tuple[int, slice]]:
        """All cells in parts, none with two values of u."""
        ends = np.searchsorted(self.u, np.arange(self.u.max(initial=-1) + 2)).tolist()
        for u, (first, last) in enumerate(itertools.pairwise(ends)):
            for tile in tiles(first, last, TILE):
                yield u, tile


def _add_rows(total: Singles, spot: Ints, rows: Singles) -> None:
    """Add rows to those at some spots, no two of them alike."""
    first, last = int(spot[0]), int(spot[-1]) + 1
    if last - first == len(spot) and (np.diff(spot) == 1).all():
        total[first:last] += rows
    else:
        total[spot] += rows


def _by_block(rows: Iterable[Row], n_u: int) -> dict[str, list[Told]]:
    """The reads of rows, by block."""
    found: dict[str, list[Told]] = {}
    for row in rows:
        reads = found.setdefault(row.block, [])
        reads += [(read, n_u - 1 if row.leaves else 0) for read in row.reads]
    return found
