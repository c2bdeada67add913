"""Exact posterior over states: log-space sums over every latent, any subset of findings."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sciatic.inference.network import ClusterLeaf, Floats, Group, Ints, Network, Observed, Row


class _GroupSum:
    """The likelihood of one group's findings so far, kept per block and latent value."""

    def __init__(self, network: Network, group: Group, blocks: Iterable[str]) -> None:
        self.network = network
        self.group = group
        self.n_u = len(group.latent)
        self.n_z = len(network.latent)
        self.blocks = tuple(dict.fromkeys(blocks))
        self.columns, self.index = _distinct(network, self.blocks)
        self.prior = np.bincount(self.index, np.exp(network.log_prior), len(self.columns))
        self.log_row: Floats = np.zeros((self.n_u, self.n_z, len(self.columns)))
        self.clusters: dict[str, tuple[ClusterLeaf, Floats]] = {}
        self.mixed: Floats = np.zeros((self.n_z, network.n_states))
        self.empty = True

    def add(self, row: Row) -> None:
        """Take one more finding in."""
        self.empty = False
        column = self.columns[:, self.blocks.index(row.block)]
        log_p = np.log(row.p)[:, :, column]
        if not row.leaves:
            self.log_row += log_p
            return
        self.log_row[:-1] += log_p
        for leaf in row.leaves:
            start = np.log(np.array([1 - leaf.p_on, leaf.p_on]))
            before = self.clusters.get(leaf.cluster, (leaf, start))[1]
            self.clusters[leaf.cluster] = (leaf, before + np.log(np.array([leaf.off, leaf.on])))

    def log_by_latent(self) -> Floats:
        """log P(findings of the group | u, z, column) + log P(u); shape (n_u, n_z, n_columns)."""
        total = self.log_row + np.log(self.group.latent)[:, None, None]
        for leaf, both in self.clusters.values():
            column = self.columns[:, self.blocks.index(leaf.block)]
            total[-1] += np.logaddexp(both[0], both[1])[column]
        return total

    def typical(self) -> tuple[Floats, Floats, Floats]:
        """P(findings | z, column) scaled by its largest, the same under the prior, and the scale.

        Returns:
            shape (n_z, n_columns), shape (n_z, 1), and the log of the scale, a scalar array.
        """
        by_latent = self.log_by_latent()
        scale = by_latent.max()
        shown = np.exp(by_latent - scale).sum(axis=0)
        drawn = (shown @ self.prior)[:, None]
        return shown, drawn, scale

    def refresh(self) -> Floats:
        """log P(findings of the group | z, state), the atypical share mixed in."""
        if self.empty:
            return self.mixed
        shown, drawn, scale = self.typical()
        eps = self.group.atypical
        self.mixed = (np.log((1 - eps) * shown + eps * drawn) + scale)[:, self.index]
        return self.mixed


def _distinct(network: Network, blocks: tuple[str, ...]) -> tuple[Ints, Ints]:
    """The distinct combinations of columns of some blocks, and which one each state reads."""
    if not blocks:
        return np.zeros((1, 0), dtype=np.int64), np.zeros(network.n_states, dtype=np.int64)
    code = np.zeros(network.n_states, dtype=np.int64)
    for name in blocks:
        code = code * network.blocks[name].n_columns + network.blocks[name].index
    _, first, index = np.unique(code, return_index=True, return_inverse=True)
    columns = np.stack([network.blocks[name].index[first] for name in blocks], axis=1)
    return columns, index.reshape(-1)


class World:
    """The findings of a case with every doubt settled one way, added one by one."""

    def __init__(self, network: Network, findings: Iterable[Observed], world: int) -> None:
        self.network = network
        self.number = world
        wanted: dict[str, list[str]] = {}
        for finding in findings:
            for row in finding.worlds[world]:
                names = wanted.setdefault(row.group, [])
                names += [row.block, *(leaf.block for leaf in row.leaves)]
        self.groups = {
            name: _GroupSum(network, network.groups[name], blocks)
            for name, blocks in wanted.items()
        }
        start = np.log(network.latent)[:, None] + network.log_prior[None, :]
        self.log_joint: Floats = start

    def add(self, finding: Observed, *, refresh: bool = True) -> None:
        """Take a finding in; ``refresh`` brings the joint up to date at once."""
        touched = {}
        for row in finding.worlds[self.number]:
            touched[row.group] = self.groups[row.group]
            touched[row.group].add(row)
        for group in touched.values() if refresh else ():
            before = group.mixed
            self.log_joint = self.log_joint + (group.refresh() - before)

    def finish(self) -> None:
        """Bring the joint up to date after adding without ``refresh``."""
        for group in self.groups.values():
            before = group.mixed
            self.log_joint = self.log_joint + (group.refresh() - before)


class Belief:
    """What is known after some findings: the worlds, and the posterior over states."""

    def __init__(self, network: Network, findings: Iterable[Observed]) -> None:
        self.network = network
        self.findings = tuple(findings)
        n_worlds = max((len(finding.worlds) for finding in self.findings), default=1)
        self.worlds = tuple(World(network, self.findings, world) for world in range(n_worlds))

    def add_all(self) -> Belief:
        """Add every finding of the case."""
        for world in self.worlds:
            for finding in self.findings:
                world.add(finding, refresh=False)
            world.finish()
        return self

    def joint(self) -> tuple[Floats, ...]:
        """P(world, z, state | findings) for each world, shape (n_z, n_h); all sum to one."""
        top = max(float(world.log_joint.max()) for world in self.worlds)
        parts = [np.exp(world.log_joint - top) for world in self.worlds]
        total = sum(float(part.sum()) for part in parts)
        return tuple(part / total for part in parts)

    def posterior(self) -> Floats:
        """P(state | findings), shape (n_h,); sums to one."""
        total: Floats = np.add.reduce([part.sum(axis=0) for part in self.joint()])
        return total

    def log_evidence(self) -> float:
        """Natural log of P(findings), worlds equally likely beforehand."""
        parts = np.concatenate([world.log_joint.ravel() for world in self.worlds])
        top = parts.max()
        return float(top + np.log(np.exp(parts - top).sum() / len(self.worlds)))
