"""How unsure a posterior is: the same findings weighed under every draw of the numbers.

Only states that carry all but a little of the posterior are weighed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sciatic.inference.block_change import Singles, met
from sciatic.inference.group_change import TILE, group_change
from sciatic.inference.network import Floats, Ints, Row, counted
from sciatic.inference.posterior import Belief, World
from sciatic.inference.uncertainty import Uncertainty

LEFT_OUT = 1e-4
"""What the states that are not weighed again carry together."""
QUANTILES = (0.05, 0.95)
ROUNDING = 1e-9  # relative: sums in another order differ by less


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
        low, high = (_quantile(np.sort(drawn, axis=0), share) for share in QUANTILES)
        low = np.minimum(low, whole * (1 - ROUNDING))
        return np.stack([low, np.clip(whole * (1 + ROUNDING), high, 1.0)], axis=-1)


def _quantile(rising: Floats, share: float) -> Floats:
    """A quantile of each column, straight between the two draws it lies between."""
    below, part = divmod(share * (len(rising) - 1), 1)
    low, high = rising[int(below)], rising[min(int(below) + 1, len(rising) - 1)]
    between: Floats = low + part * (high - low)
    return between


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
    drawn = np.zeros((len(states), uncertainty.n_draws), dtype=np.float32)
    for world, joint in zip(belief.worlds, joints, strict=True):
        factors = _factors(belief, world, joint[:, states], states, uncertainty)
        _add(drawn, joint[:, states], uncertainty.latent, _together(factors))
    drawn *= np.exp(uncertainty.prior[prior].take(states, axis=0).astype(np.float32))
    total = drawn.sum(axis=0, dtype=np.float64)
    return Spread(states, drawn.T / total[:, None], posterior)


def _factors(
    belief: Belief, world: World, joint: Floats, states: Ints, known: Uncertainty
) -> list[_Factor]:
    """What each group's draws multiply the joint by."""
    found = []
    for name, group in world.groups.items():
        if not group.empty:
            column, own = met(group.index[states])
            mass = np.stack([counted(own, one, len(column)) for one in joint])
            rows = list(_rows(belief, world, name))
            change, spot_of = group_change(group, rows, column, mass, known)
            found.append(_Factor(spot_of.take(own, axis=1), change))
    return found


def _add(drawn: Singles, joint: Floats, latent: Floats, factors: Sequence[_Factor]) -> None:
    """Add the joint under each draw, summed over z, to ``drawn``."""
    of_z = np.exp(latent).astype(np.float32).T
    parts = np.empty((3, TILE, drawn.shape[1]), np.float32)
    for start in range(0, len(drawn), TILE):
        tile = slice(start, start + TILE)
        sought, now, more = parts[:, : len(drawn[tile])]
        sought.fill(0)
        for z, p in enumerate(joint[:, tile].astype(np.float32)):
            np.multiply(p[:, None], of_z[z], out=now)
            for one in factors:
                if len(one.row) > 1:
                    now *= one.change.take(one.row[z, tile], axis=0, out=more, mode="clip")
            sought += now
        for one in factors:
            if len(one.row) == 1:
                sought *= one.change.take(one.row[0, tile], axis=0, out=more, mode="clip")
        drawn[tile] += sought


class _Factor(NamedTuple):
    """A factor of the likelihood under each draw.

    ``row``: which row of ``change`` each z and kept state has, shape (n_z or 1, n_kept);
    ``change``: shape (n_rows, n_draws).
    """

    row: Ints
    change: Singles


def _together(factors: list[_Factor]) -> list[_Factor]:
    """The same product in fewer factors: one is taken into another that tells apart more."""
    left = sorted(factors, key=lambda one: len(one.change))
    found = []
    for number, coarse in enumerate(left):
        for fine in left[number + 1 :]:
            inside = _inside(coarse, fine)
            if inside is not None:
                fine.change[...] *= coarse.change.take(inside, axis=0)
                break
        else:
            found.append(coarse)
    return found


def _inside(coarse: _Factor, fine: _Factor) -> Ints | None:
    """The row of the coarse factor that each row of the fine one lies in; None: in several."""
    if len(fine.row) < len(coarse.row):
        return None
    found = np.empty(len(fine.change), dtype=np.int64)
    found[fine.row] = coarse.row
    return found if (found[fine.row] == coarse.row).all() else None


def _kept(posterior: Floats, also: Ints) -> Ints:
    order = np.argsort(-posterior, kind="stable")
    n_kept = int((posterior[order].cumsum() < 1 - LEFT_OUT).sum()) + 1
    kept = np.zeros(len(posterior), dtype=bool)
    kept[order[:n_kept]] = True
    kept[also] = True
    return np.flatnonzero(kept)


def _rows(belief: Belief, world: World, group: str) -> Iterator[Row]:
    for finding in belief.findings:
        for row in finding.worlds[world.number]:
            if row.group == group:
                yield row
