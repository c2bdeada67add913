"""What to ask next: the expected fall in entropy for every finding not yet asked.

I(K; F) = H(K) + H(F) - H(K, F), where K is the class of a state (the states with what does not
matter for the answer summed out) and F the finding's value, both given what is already known. The
latents move with what was seen in the finding's group, so they are taken from the case's own joint.
States that carry less than a stated share of the posterior may be left out, to be quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sciatic.inference.network import Candidate, Floats, Ints, Network, counted
from sciatic.inference.posterior import Belief, World

TINY = np.finfo(np.float64).tiny


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """A candidate, its expected bits, and P(value, class | what is known).

    ``joint``: shape (n_values, n_classes), sums to one; ``classes`` names the classes kept.
    """

    candidate: Candidate
    expected_bits: float
    joint: Floats
    classes: Ints


def entropy_bits(p: Floats, axis: tuple[int, ...] | None = None) -> Floats:
    """Entropy of distributions over the axes named, or all, in bits; zeros count nothing."""
    found: Floats = -(p * np.log2(np.maximum(p, TINY))).sum(axis=axis)
    return found


def worth_asking(
    belief: Belief, candidates: Sequence[Candidate], classes: Ints, *, kept: float = 1.0
) -> list[Worth]:
    """Expected bits of every candidate, in the order given.

    Args:
        belief: all findings of the case, added.
        candidates: findings not yet known.
        classes: class of each state, shape (n_h,).
        kept: the likeliest states that carry this share of the posterior are looked at, the rest
            left out and the probabilities scaled to one; 1 keeps all and is exact.
    """
    view = _View(belief, classes, kept)
    by_shape: dict[tuple[object, ...], list[int]] = {}
    for place, candidate in enumerate(candidates):
        key = (candidate.group, candidate.block, candidate.p.shape)
        by_shape.setdefault(key, []).append(place)
    found: list[Worth | None] = [None] * len(candidates)
    for places in by_shape.values():
        joint = view.joint_with([candidates[place] for place in places])
        bits = view.entropy + entropy_bits(joint.sum(axis=1), (1,)) - entropy_bits(joint, (1, 2))
        for row, place in enumerate(places):
            found[place] = Worth(
                candidates[place], max(float(bits[row]), 0.0), joint[row].T, view.classes
            )
    return [one for one in found if one is not None]


class _View:
    """The joint of one case over the states kept, sorted by class, and each group's latents."""

    def __init__(self, belief: Belief, classes: Ints, kept: float) -> None:
        self.network: Network = belief.network
        p_states = belief.posterior()
        states = _likeliest(p_states, kept)
        self.states = states[np.argsort(classes[states], kind="stable")]
        mine = classes[self.states]
        self.starts = np.flatnonzero(np.r_[True, mine[1:] != mine[:-1]])
        self.classes: Ints = mine[self.starts]
        scale = p_states[self.states].sum()
        self.worlds = belief.worlds
        self.joints = [joint[:, self.states] / scale for joint in belief.joint()]
        total = np.add.reduce([joint.sum(axis=0) for joint in self.joints])
        p_classes = np.add.reduceat(total, self.starts)
        self.entropy = float(entropy_bits(p_classes, (0,)))
        self.prior = np.exp(self.network.log_prior)
        self._groups: dict[str, tuple[Floats, Floats, list[Floats]]] = {}
        self._drawn: dict[tuple[str, str, int], Floats] = {}
        self._weights: dict[tuple[str, int, int], Floats] = {}
        self._of_classes: dict[str, Floats] = {}

    def joint_with(self, candidates: Sequence[Candidate]) -> Floats:
        """P(class, value | findings) of candidates alike in group, block and shape.

        Returns:
            shape (n_candidates, n_classes, n_values); each sums to one.
        """
        group, block = candidates[0].group, candidates[0].block
        p = np.array([candidate.p for candidate in candidates])
        n, n_u, n_z, n_columns, n_values = p.shape
        rows = p.transpose(0, 4, 1, 2, 3).reshape(n * n_values, n_u * n_z, n_columns)
        column = self.network.blocks[block].index[self.states]
        seen = rows.take(column, axis=2, mode="clip")
        seen *= self._weight(group, n_u, n_z)
        joint: Floats = np.add.reduceat(seen.sum(axis=1), self.starts, axis=1)
        drawn = self._drawn_columns(group, block, n_u)
        if n_z == 1:
            value = rows.reshape(len(rows), -1) @ drawn.transpose(0, 2, 1).reshape(
                -1, drawn.shape[1]
            )
        else:
            value = np.einsum("kuzc,uzc->kz", rows.reshape(-1, n_u, n_z, n_columns), drawn)
        joint += value @ self._atypical(group)
        return joint.reshape(n, n_values, -1).transpose(0, 2, 1)

    def _weight(self, name: str, n_u: int, n_z: int) -> Floats:
        """P(u, z, state, typical), summed over the latents that a table does not look at."""
        key = (name, n_u, n_z)
        if key not in self._weights:
            self._weights[key] = _summed(self._group(name)[0], n_u, n_z).reshape(n_u * n_z, -1)
        return self._weights[key]

    def _atypical(self, name: str) -> Floats:
        """P(z, class, atypical), shape (n_z, n_classes)."""
        if name not in self._of_classes:
            self._of_classes[name] = np.add.reduceat(self._group(name)[1], self.starts, axis=1)
        return self._of_classes[name]

    def _group(self, name: str) -> tuple[Floats, Floats, list[Floats]]:
        """P(u, z, state, typical) and P(z, state, atypical) over the states kept."""
        if name not in self._groups:
            parts = [
                _split(world, name, joint, self.states)
                for world, joint in zip(self.worlds, self.joints, strict=True)
            ]
            shown = np.add.reduce([part[0] for part in parts])
            atypical = np.add.reduce([part[1] for part in parts])
            self._groups[name] = (shown, atypical, [part[1].sum(axis=1) for part in parts])
        return self._groups[name]

    def _drawn_columns(self, group: str, block: str, n_u: int) -> Floats:
        """P(u, column | z, group's findings) where the group shows a state drawn anew.

        Returns:
            shape (n_u, n_z, n_columns); with ``n_u`` 1 all values of u are summed.
        """
        key = (group, block, n_u)
        if key not in self._drawn:
            mass = self._group(group)[2]
            total = np.maximum(np.add.reduce(mass), TINY)
            self._drawn[key] = np.add.reduce([
                _redrawn(world, group, block, n_u, self.prior) * (part / total)[None, :, None]
                for world, part in zip(self.worlds, mass, strict=True)
            ])  # fmt: skip
        return self._drawn[key]


def _likeliest(p_states: Floats, kept: float) -> Ints:
    """The fewest states that carry ``kept`` of the posterior."""
    if kept >= 1:
        return np.arange(len(p_states))
    order = np.argsort(-p_states, kind="stable")
    enough = int(np.searchsorted(np.cumsum(p_states[order]), kept)) + 1
    return order[:enough]


def _summed(weight: Floats, n_u: int, n_z: int) -> Floats:
    """Sum a weight over the latents that a table does not look at."""
    if n_u == 1:
        weight = weight.sum(axis=0, keepdims=True)
    if n_z == 1:
        weight = weight.sum(axis=1, keepdims=True)
    return weight


def _split(world: World, name: str, joint: Floats, states: Ints) -> tuple[Floats, Floats]:
    """The joint where the group shows the state itself, by u, and where it shows another.

    Returns:
        P(u, z, state, typical), shape (n_u, n_z, n); P(z, state, atypical), shape (n_z, n).
    """
    group = world.groups.get(name)
    eps = world.network.groups[name].atypical
    if group is None or group.empty:
        latent = world.network.groups[name].latent[:, None, None]
        return latent * ((1 - eps) * joint), eps * joint
    shown, _ = group.typical()
    index = group.index[states]
    typical = (1 - eps) * shown / group.mixed
    latent = group.by_latent / np.maximum(shown, TINY)
    part = joint * typical[:, index]
    return latent[:, :, index] * part, joint - part


def _redrawn(world: World, name: str, block: str, n_u: int, prior: Floats) -> Floats:
    """P(u, column | z, group's findings) for a state drawn anew; shape (n_u, n_z, n_columns)."""
    network = world.network
    index, n_columns = network.blocks[block].index, network.blocks[block].n_columns
    group = world.groups.get(name)
    if group is None or group.empty:
        latent = _summed(network.groups[name].latent[:, None, None], n_u, 0)
        shape = (len(latent), len(network.latent), n_columns)
        return np.broadcast_to(latent * counted(index, prior, n_columns), shape)
    _, drawn = group.typical()
    by_latent = _summed(group.by_latent, n_u, 0) / drawn
    if block in group.blocks:
        part, index = by_latent * group.prior, group.column(block)
    else:
        part = by_latent[:, :, group.index] * prior
    found = [[counted(index, row, n_columns) for row in of_u] for of_u in part]
    return np.array(found)
