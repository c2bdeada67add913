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
from sciatic.inference.uncertainty import GroupDraws, Uncertainty

LEFT_OUT = 1e-4
"""What the states that are not weighed again carry together."""
QUANTILES = (0.025, 0.975)
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
        """The 95 % interval of the expectation of each quantity.

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
        return np.stack([np.minimum(low, whole), np.maximum(high, whole)], axis=-1)


def spread(belief: Belief, uncertainty: Uncertainty, prior: str, also: Ints) -> Spread:
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
    drawn = np.zeros((uncertainty.n_draws, len(states)), dtype=np.float32)
    latent = np.exp(uncertainty.latent).astype(np.float32)
    for world, joint in zip(belief.worlds, joints, strict=True):
        ratio = np.repeat(latent[:, :, None], len(states), axis=2)
        for name, group in world.groups.items():
            if not group.empty:
                column, own = np.unique(group.index[states], return_inverse=True)
                change = _Change(group, column, uncertainty).of(_rows(belief, world, name))
                ratio *= change[:, :, own]
        drawn += np.einsum("dzs,zs->ds", ratio, joint[:, states].astype(np.float32))
    drawn *= np.exp(uncertainty.prior[prior][:, states].astype(np.float32))
    p = drawn.astype(np.float64)
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
    """What the draws do to one group's likelihood, in some of its columns."""

    def __init__(self, group: GroupSum, column: Ints, uncertainty: Uncertainty) -> None:
        self.group, self.column, self.uncertainty = group, column, uncertainty
        n_u, n_z = group.by_latent.shape[:2]
        self.along: dict[int, Singles] = {}
        self.shape = (n_u, n_z, len(column))
        self.log: Singles = np.zeros((uncertainty.n_draws, 1, 1, len(column)), np.float32)

    def of(self, rows: Iterator[Row]) -> Singles:
        """Likelihood in each draw over the network's, shape (n_draws, n_z, n_columns)."""
        for row in rows:
            columns = self.group.column(row.block)[self.column]
            part = BUT_LAST if row.leaves else ALL
            for read in row.reads:
                self._add(read, part, columns)
        own = self.uncertainty.groups[self.group.group.name]
        return self._mixed(own, self._by_latent(own))

    def _by_latent(self, own: GroupDraws) -> Singles:
        """Likelihood in each draw, summed over the latent, shape (n_draws, n_z, n_columns)."""
        log = self.log + own.latent.astype(np.float32)[:, :, None, None]
        if self.along:
            draws = self.uncertainty.directions[:, list(self.along)].astype(np.float32)
            log = log + np.tensordot(draws, np.stack(list(self.along.values())), axes=1)
        before = self.group.by_latent[:, :, self.column].astype(np.float32)
        log = np.minimum(log, self._ceiling(before))
        return np.asarray(np.einsum("uzc,duzc->dzc", before, np.exp(log)), dtype=np.float32)

    def _ceiling(self, before: Singles) -> Singles:
        """How far a log likelihood can rise until it is one, shape (n_u, n_z, n_columns)."""
        whole = np.log(self.group.group.latent)[:, None, None] - self.group.scale
        tiny = np.finfo(np.float32).tiny
        return np.asarray(np.maximum(whole - np.log(before + tiny), 0.0), dtype=np.float32)

    def _mixed(self, own: GroupDraws, shown: Singles) -> Singles:
        _, drawn_anew = self.group.typical()
        atypical = own.atypical.astype(np.float32)[:, None, None]
        mixed = (1 - atypical) * shown + atypical * drawn_anew.astype(np.float32)
        before = self.group.mixed[:, self.column].astype(np.float32)
        tiny = np.finfo(np.float32).tiny
        return np.asarray((mixed + tiny) / (before + tiny), dtype=np.float32)

    def _add(self, read: Read, part: slice, columns: Ints) -> None:
        """Take in what one table's numbers do to a row."""
        weight: Floats | float = 1.0
        if read.base:
            p = read.p[..., columns]
            weight = read.slope * p / (read.base + read.slope * p)
        changes = self.uncertainty.changes.get(read.table)
        if changes is not None:
            told = changes[read.value][:, columns].astype(np.float32)
            self.log[:, 0, 0] += told if isinstance(weight, float) else told * weight[0]
            return
        places = self.uncertainty.places.get(read.table)
        if places is None:
            return
        at = np.take(places.at[read.value], columns, axis=-1).astype(np.float32)
        for number, along in zip(places.directions.tolist(), at * weight, strict=True):
            if number not in self.along:
                self.along[number] = np.zeros(self.shape, np.float32)
            self.along[number][part] += along
