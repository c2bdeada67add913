"""Exact posterior over states: sums over every latent, any subset of findings."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from sciatic.inference.group_sum import HIGH, LOW, GroupSum
from sciatic.inference.network import Floats, Network, Observed


class World:
    """The findings of a case with every doubt settled one way, added one by one.

    ``joint``: P(z, state, findings) to be multiplied by exp(``scale``), shape (n_z, n_h). A state
    may read zero where it is less than about 1e-270 of the likeliest.
    """

    def __init__(self, network: Network, findings: Iterable[Observed], world: int) -> None:
        self.network = network
        self.number = world
        wanted: dict[str, list[str]] = {}
        for finding in findings:
            for row in finding.worlds[world]:
                names = wanted.setdefault(row.group, [])
                names += [row.block, *(leaf.block for leaf in row.leaves)]
        self.groups = {
            name: GroupSum(network, network.groups[name], blocks) for name, blocks in wanted.items()
        }
        self.joint: Floats = network.latent[:, None] * np.exp(network.log_prior)
        self.scale = 0.0

    def add(self, finding: Observed) -> None:
        """Take a finding in and bring the joint up to date."""
        for row in finding.worlds[self.number]:
            group = self.groups[row.group]
            before, scale = group.mixed, group.scale
            group.update(row)
            self._multiply(group.mixed / before, group)
            self.scale += group.scale - scale
        if not LOW < self.joint.max() < HIGH:
            self._rebuild()

    def add_all(self, findings: Iterable[Observed]) -> None:
        """Take many findings in, then bring the joint up to date, once."""
        for finding in findings:
            for row in finding.worlds[self.number]:
                self.groups[row.group].add(row)
        for group in self.groups.values():
            if not group.empty:
                group.rebuild()
        self._rebuild()

    def _rebuild(self) -> None:
        """Multiply the joint anew, its largest one after every group: nothing likely is lost."""
        self.joint = self.network.latent[:, None] * np.exp(self.network.log_prior)
        self.scale = 0.0
        for group in self.groups.values():
            self._multiply(group.mixed, group)
            top = float(self.joint.max())
            self.joint /= top
            self.scale += group.scale + math.log(top)

    def _multiply(self, factor: Floats, group: GroupSum) -> None:
        """Multiply the joint by a factor of each column of a group, shape (n_z, n_columns)."""
        self.joint *= np.take(factor, group.index, axis=1, mode="clip")


class Belief:
    """What is known after some findings: the worlds, and the posterior over states."""

    def __init__(self, network: Network, findings: Iterable[Observed]) -> None:
        self.network = network
        self.findings = tuple(findings)
        n_worlds = max((len(finding.worlds) for finding in self.findings), default=1)
        self.worlds = tuple(World(network, self.findings, world) for world in range(n_worlds))

    def add(self, finding: Observed) -> None:
        """Add one finding of the case."""
        for world in self.worlds:
            world.add(finding)

    def add_all(self) -> Belief:
        """Add every finding of the case."""
        for world in self.worlds:
            world.add_all(self.findings)
        return self

    def joint(self) -> tuple[Floats, ...]:
        """P(world, z, state | findings) for each world, shape (n_z, n_h); all sum to one."""
        top = max(world.scale for world in self.worlds)
        weights = [math.exp(world.scale - top) for world in self.worlds]
        sums = [float(world.joint.sum()) for world in self.worlds]
        total = sum(weight * part for weight, part in zip(weights, sums, strict=True))
        return tuple(
            world.joint * (weight / total)
            for world, weight in zip(self.worlds, weights, strict=True)
        )

    def posterior(self) -> Floats:
        """P(state | findings), shape (n_h,); sums to one."""
        states = self.weights()
        states /= states.sum()
        return states

    def weights(self) -> Floats:
        """P(state | findings) up to a factor, shape (n_h,)."""
        if len(self.worlds) == 1:
            alone: Floats = self.worlds[0].joint.sum(axis=0)
            return alone
        total: Floats = np.add.reduce([part.sum(axis=0) for part in self.joint()])
        return total

    def log_evidence(self) -> float:
        """Natural log of P(findings), worlds equally likely beforehand."""
        top = max(world.scale for world in self.worlds)
        total = sum(math.exp(world.scale - top) * float(world.joint.sum()) for world in self.worlds)
        return top + math.log(total / len(self.worlds))
