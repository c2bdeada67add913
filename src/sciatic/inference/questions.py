"""What to ask next: the expected fall in entropy for every finding not yet asked.

I(K; F) = H(K) + H(F) - H(K, F), where K is the class of a state (the states with what does not
matter for the answer summed out) and F the finding's value, both given what is already known. The
latents move with what was seen in the finding's group, so they are taken from the case's own joint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sciatic.inference.network import Candidate, Floats, Ints, Network
from sciatic.inference.posterior import Belief, World


@dataclass(frozen=True, slots=True)
class Worth:
    """A candidate, its expected bits, and P(value, class | what is known).

    ``joint``: shape (n_values, n_classes), sums to one; classes in ascending order.
    """

    candidate: Candidate
    expected_bits: float
    joint: Floats


def entropy_bits(p: Floats) -> float:
    """Entropy of a distribution of any shape, in bits; zeros count nothing."""
    flat = p.ravel()
    flat = flat[flat > 0]
    return float(-(flat * np.log2(flat)).sum())


def worth_asking(
    belief: Belief, candidates: Sequence[Candidate], classes: Ints
) -> list[Worth]:
    """Expected bits of every candidate, in the order given.

    Args:
        belief: all findings of the case, added.
        candidates: findings not yet known.
        classes: class of each state, 0 to n - 1, shape (n_h,).
    """
    _, classes = np.unique(classes, return_inverse=True)
    n_classes = int(classes.max()) + 1
    prior = np.bincount(classes, belief.posterior(), n_classes)
    joints = belief.joint()
    weights: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    found = []
    for candidate in candidates:
        key = (candidate.group, candidate.block)
        if key not in weights:
            weights[key] = _weights(belief, joints, key, classes, n_classes)
        table = _joint_with(candidate, weights[key])
        bits = entropy_bits(prior) + entropy_bits(table.sum(axis=1)) - entropy_bits(table)
        found.append(Worth(candidate, max(bits, 0.0), table))
    return found


def _joint_with(candidate: Candidate, weights: tuple[Floats, Floats]) -> Floats:
    """P(value, class | findings), shape (n_values, n_classes)."""
    shown, drawn = weights
    p = np.broadcast_to(candidate.p, (*shown.shape[:2], *candidate.p.shape[2:]))
    rows = p.reshape(-1, p.shape[-1])
    typical = rows.T @ shown.reshape(rows.shape[0], -1)
    atypical = rows.T @ drawn.reshape(rows.shape[0], -1)
    joint: Floats = typical + atypical
    return joint


def _weights(
    belief: Belief,
    joints: Sequence[Floats],
    key: tuple[str, str],
    classes: Ints,
    n_classes: int,
) -> tuple[Floats, Floats]:
    """P(u, z, column, class | findings) where the group is typical, and where it is not.

    Returns:
        two arrays of shape (n_u, n_z, n_columns, n_classes); together they sum to one.
    """
    network = belief.network
    n_u, n_z = len(network.groups[key[0]].latent), len(network.latent)
    shape = (n_u, n_z, network.blocks[key[1]].n_columns, n_classes)
    shown, drawn = np.zeros(shape), np.zeros(shape)
    for world, joint in zip(belief.worlds, joints, strict=True):
        typical, latent, redrawn = _split(world, key[0], joint)
        index = network.blocks[key[1]].index
        cell = index * n_classes + classes
        for u in range(n_u):
            for z in range(n_z):
                spread = np.bincount(cell, typical[z] * latent[u, z], shape[2] * n_classes)
                shown[u, z] += spread.reshape(shape[2:])
                by_class = np.bincount(classes, joint[z] - typical[z], n_classes)
                by_column = np.bincount(index, redrawn[u, z], shape[2])
                drawn[u, z] += by_column[:, None] * by_class[None, :]
    return shown, drawn


def _split(world: World, name: str, joint: Floats) -> tuple[Floats, Floats, Floats]:
    """The joint where the group shows the state itself; P(u | ...) there; what is drawn instead.

    Returns:
        P(z, state, typical), shape (n_z, n_h); P(u | z, state, findings), shape (n_u, n_z, n_h);
        P(u, state drawn | z, findings of the group), shape (n_u, n_z, n_h), summing to one over
        u and states.
    """
    network = world.network
    prior = np.exp(network.log_prior)
    group = world.groups.get(name)
    eps = network.groups[name].atypical
    if group is None or group.empty:
        latent = network.groups[name].latent[:, None, None]
        shape = (len(latent), *joint.shape)
        return (1 - eps) * joint, np.broadcast_to(latent, shape), np.broadcast_to(
            latent * prior, shape
        )
    by_latent = group.log_by_latent()
    shown, drawn, scale = group.typical()
    part = np.exp(by_latent - scale)
    latent = (part / np.maximum(shown, np.finfo(np.float64).tiny))[:, :, group.index]
    odds = ((1 - eps) * shown / ((1 - eps) * shown + eps * drawn))[:, group.index]
    redrawn = part[:, :, group.index] * prior / drawn
    return joint * odds, latent, redrawn
