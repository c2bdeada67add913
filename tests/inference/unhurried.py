"""The spread by the plainest way: every cell of every state kept, in double precision.

Nothing is left out, rounded or shared, so it takes seconds where ``sciatic.inference.spread`` takes
milliseconds. What it has in common with that: the states kept, and that no likelihood rises above
one.
"""

from __future__ import annotations

import numpy as np

from sciatic.inference import Spread
from sciatic.inference.group_change import MOST_RISE

LEAST_P = 1e-6


def unhurried(belief, known, prior, states):
    """A ``Spread`` over these states."""
    joints = belief.joint()
    drawn = np.zeros((len(states), known.n_draws))
    for world, joint in zip(belief.worlds, joints, strict=True):
        ratio = joint[:, states, None] * np.exp(known.latent).T[:, None]
        for name, group in world.groups.items():
            if not group.empty:
                rows = [row for one in belief.findings for row in one.worlds[world.number]
                        if row.group == name]  # fmt: skip
                column, own = np.unique(group.index[states], return_inverse=True)
                ratio *= _of_group(group, rows, column, known)[:, own]
        drawn += ratio.sum(axis=0)
    drawn *= np.exp(known.prior[prior][states].astype(float))
    posterior = np.add.reduce([joint.sum(axis=0) for joint in joints])
    return Spread(states, drawn.T / drawn.sum(axis=0)[:, None], posterior)


def _of_group(group, rows, column, known):
    """A group's likelihood in each draw over the network's, shape (n_z, n_columns, n_draws)."""
    own = known.groups[group.group.name]
    before = group.by_latent[:, :, column]
    change = np.zeros((*before.shape, known.n_draws)) + own.latent.T[:, None, None]
    for row in rows:
        of_block = group.column(row.block)[column]
        part = slice(None, -1) if row.leaves else slice(None)
        for read in row.reads:
            p = read.p[..., of_block]
            follows = read.slope * p / (read.base + read.slope * p)
            change[part] += follows[..., None] * _of_read(
                read, p, of_block, known, len(change[part])
            )
    room = np.log(group.group.latent)[:, None, None] - group.scale - np.log(before + 1e-300)
    factor = np.exp(np.minimum(change, np.clip(room, 0, MOST_RISE)[..., None]))
    shown = np.einsum("uzc,uzcd->zcd", before, factor)
    _, drawn_anew = group.typical()
    mixed = (1 - own.atypical) * shown + own.atypical * drawn_anew[..., None]
    return mixed / group.mixed[:, column, None]


def _of_read(read, p, column, known, n_u):
    """The change of the log of one read in each draw, broadcast to the cells of its ``p``."""
    if read.table in known.changes:
        return known.changes[read.table][read.value][column].astype(float)
    if read.table not in known.curves:
        return np.zeros(known.n_draws)
    curves = known.curves[read.table]
    change = curves.change[read.value].astype(float)
    p = np.clip(p, LEAST_P, 1 - LEAST_P)
    along = np.clip((np.log(p / (1 - p)) - curves.low) / curves.step, 0, change.shape[1] - 1)
    low = np.minimum(along.astype(int), change.shape[1] - 2)
    u = np.arange(min(len(change), n_u))[:, None, None]
    part = (along - low)[..., None]
    return (1 - part) * change[u, low] + part * change[u, low + 1]
