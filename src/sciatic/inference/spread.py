"""How unsure a posterior is: the same findings weighed under every draw of the numbers.

Only states that carry all but a little of the posterior are weighed again. What a group shows
where it shows another lesion keeps its likelihood from the network, since that is an average over
all states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.inference.group_sum import ALL, BUT_LAST, GroupSum
from sciatic.inference.network import Floats, Ints, Read, Row
from sciatic.inference.posterior import Belief, World
from sciatic.inference.uncertainty import Curves, GroupDraws, Uncertainty

LEFT_OUT = 1e-4
"""What the states that are not weighed again carry together."""
MOST_RISE = 60.0  # of a log likelihood: far above what any draw does, and float32 holds its exp
QUANTILES = (0.05, 0.95)
ROUNDING = 1e-9  # relative: sums in another order differ by less
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The posterior under every draw.

    ``states``: those that were weighed again, shape (n_kept,); ``p``: P(state | findings) in each
    draw, shape (n_draws, n_kept), each sums to one; ``posterior``: the network's own, shape (n_h,).
    """

    states: Ints
    p: Floats
    posterior: Floats

    def intervals(self, parts: Floats) -> Floats:
        """The 90 % interval of the expectation of each quantity.

        Where a quantity lies in states that were left out in part, the draws of the others stand
        for all of it. An interval always holds the posterior's own expectation.

        Args:
            parts: each quantity in each state, shape (n_h, n), between 0 and 1.

        Returns:
            shape (n, 2).
        """
        whole = self.posterior @ parts
        kept = np.asarray(parts[self.states], dtype=np.float64)
        own = self.posterior[self.states] @ kept
        ratio = whole / np.maximum(own, np.finfo(np.float64).tiny)
        drawn = np.minimum((self.p @ kept) * np.where(own > 0, ratio, 0.0), 1.0)
        low, high = np.quantile(drawn, QUANTILES, axis=0)
        low = np.minimum(low, whole * (1 - ROUNDING))
        return np.stack([low, np.clip(whole * (1 + ROUNDING), high, 1.0)], axis=-1)


def spread_of(belief: Belief, uncertainty: Uncertainty, prior: str, also: Ints) -> Spread:
    """Weigh the findings of a belief again under every draw.

    Args:
        belief: all findings added.
        uncertainty: draws of the numbers behind its network.
        prior: under which name the draws of its prior stand.
        also: states to keep however unlikely they are.
    """
    joints = belief.joint()
    posterior = np.add.reduce([joint.sum(axis=0) for joint in joints])
    states = _kept(posterior, also)
    latent = np.exp(uncertainty.latent).astype(np.float32).T
    drawn = np.zeros((len(states), uncertainty.n_draws), dtype=np.float32)
    for world, joint in zip(belief.worlds, joints, strict=True):
        ratio = np.repeat(latent[:, None], len(states), axis=1)
        for name, group in world.groups.items():
            if not group.empty:
                column, own = np.unique(group.index[states], return_inverse=True)
                change = _Change(group, column, uncertainty).of(_rows(belief, world, name))
                ratio *= change[:, own]
        drawn += np.einsum("zsd,zs->sd", ratio, joint[:, states].astype(np.float32))
    drawn *= np.exp(uncertainty.prior[prior][:, states].astype(np.float32)).T
    p = drawn.T.astype(np.float64)
    return Spread(states, p / p.sum(axis=1, keepdims=True), posterior)


def _kept(posterior: Floats, also: Ints) -> Ints:
    order = np.argsort(-posterior, kind="stable")
    n_kept = int((posterior[order].cumsum() < 1 - LEFT_OUT).sum()) + 1
    kept: Ints = np.union1d(order[:n_kept], also).astype(np.int64)
    return kept


def _rows(belief: Belief, world: World, group: str) -> Iterator[Row]:
    for finding in belief.findings:
        for row in finding.worlds[world.number]:
            if row.group == group:
                yield row


class _Change:
    """What the draws do to one group's likelihood, in some of its columns. Draws come last."""

    def __init__(self, group: GroupSum, column: Ints, uncertainty: Uncertainty) -> None:
        self.group, self.column, self.uncertainty = group, column, uncertainty
        self.told: Singles = np.zeros((len(column), uncertainty.n_draws), np.float32)
        self.spots: dict[str, dict[tuple[int, int, bool, bool], _Spots]] = {}
        self.read = {name: np.unique(group.column(name)[column]) for name in group.blocks}

    def of(self, rows: Iterator[Row]) -> Singles:
        """Likelihood in each draw over the network's, shape (n_z, n_columns, n_draws)."""
        for row in rows:
            for read in row.reads:
                self._add(read, row.block, by_leaves=bool(row.leaves))
        own = self.uncertainty.groups[self.group.group.name]
        return self._mixed(own, self._by_latent(own))

    def _add(self, read: Read, block: str, *, by_leaves: bool) -> None:
        """Take in what one table's numbers do to a row."""
        p = read.p[..., self.read[block]]
        weight: Floats | None = None
        if read.base:
            weight = read.slope * p / (read.base + read.slope * p)
        changes = self.uncertainty.changes.get(read.table)
        curves = self.uncertainty.curves.get(read.table)
        if changes is not None:
            told = changes[read.value][:, self.read[block]].T.astype(np.float32)
            told = told if weight is None else told * weight[0, 0][:, None]
            self.told += told[self._place(block)]
        elif curves is not None:
            spots = self.spots.setdefault(block, {})
            key = (id(curves), read.value, by_leaves, weight is None)
            spots.setdefault(key, _Spots(curves, read.value)).add(p, weight)

    def _place(self, block: str) -> Ints:
        """Where each column of the group is among the columns that are read of a block."""
        return np.searchsorted(self.read[block], self.group.column(block)[self.column])

    def _by_latent(self, own: GroupDraws) -> Singles:
        """Likelihood in each draw, summed over the latent, shape (n_z, n_columns, n_draws)."""
        before = self.group.by_latent[:, :, self.column].astype(np.float32)
        log = np.broadcast_to(self.told, (*before.shape, self.uncertainty.n_draws)).copy()
        log += own.latent.astype(np.float32).T[:, None, None]
        for block, spots in self.spots.items():
            for by_leaves in (False, True):
                theirs = [one.changes() for (_, _, of, _), one in spots.items() if of == by_leaves]
                if theirs:
                    together: Singles = np.add.reduce(np.broadcast_arrays(*theirs))
                    log[BUT_LAST if by_leaves else ALL] += together[:, :, self._place(block)]
        log = np.minimum(log, self._ceiling(before)[..., None], out=log)
        shown: Singles = np.einsum("uzc,uzcd->zcd", before, np.exp(log, out=log))
        return shown

    def _ceiling(self, before: Singles) -> Singles:
        """How far a log likelihood can rise until it is one, shape (n_u, n_z, n_columns)."""
        whole = np.log(self.group.group.latent)[:, None, None] - self.group.scale
        room = whole - np.log(before + np.finfo(np.float32).tiny)
        return np.asarray(np.clip(room, 0.0, MOST_RISE), dtype=np.float32)

    def _mixed(self, own: GroupDraws, shown: Singles) -> Singles:
        _, drawn_anew = self.group.typical()
        atypical = own.atypical.astype(np.float32)
        mixed = (1 - atypical) * shown + atypical * drawn_anew.astype(np.float32)[..., None]
        before = self.group.mixed[:, self.column].astype(np.float32)[..., None]
        tiny = np.finfo(np.float32).tiny
        return np.asarray((mixed + tiny) / (before + tiny), dtype=np.float32)


class _Spots:
    """Where all that reads one value of one set of curves lies between their knots."""

    def __init__(self, curves: Curves, value: int) -> None:
        self.curves, self.value = curves, value
        self.p: list[Floats] = []
        self.weight: list[Floats] = []

    def add(self, p: Floats, weight: Floats | None) -> None:
        """Take in one read: its p in each cell, and how far the row follows it (None: wholly)."""
        self.p.append(p)
        if weight is not None:
            self.weight.append(weight)

    def changes(self) -> Singles:
        """The change of the log likelihood in each draw, shape (n_u, n_z, n_columns, n_draws)."""
        change = self.curves.change[self.value].astype(np.float32)
        n_u, n_knots, n_draws = change.shape
        shape = self.p[0].shape
        by_u = self._between(n_knots).reshape(n_u, -1, n_knots)
        return np.asarray((by_u @ change).reshape(*shape, n_draws))

    def _between(self, n_knots: int) -> Singles:
        """How much of all reads lies at each knot, shape (cells, n_knots) flat."""
        p = np.clip(np.stack(self.p).astype(np.float32), 1e-6, 1 - 1e-6)
        along = (np.log(p / (1 - p)) - self.curves.low) / self.curves.step
        low = np.clip(along, 0, n_knots - 2).astype(np.int32)
        part = np.clip(along - low, 0, 1)
        n_cells = p[0].size
        spot = low.reshape(len(p), -1) + (np.arange(n_cells, dtype=np.int32) * n_knots)
        weight = np.stack(self.weight) if self.weight else np.ones(1)
        size = n_cells * n_knots
        found = np.bincount(spot.ravel(), (weight * (1 - part)).ravel(), size)
        found[1:] += np.bincount(spot.ravel(), (weight * part).ravel(), size)[:-1]
        return found.astype(np.float32)
