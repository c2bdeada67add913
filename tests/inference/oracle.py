"""The same posterior by an independent program: pyAgrum, exact, on a network built for one case.

Only the shapes of ``sciatic.inference.network`` are used: tables come in, a posterior goes out. The
network has only what the case observes, for an unobserved leaf sums to one:

    H   the state                              prior
    Z   what all findings share                P(z)
    G   the state that one group shows         H, or drawn from the prior (atypical)
    U   how that group was reported            P(u)
    C   one per cluster of a group             P(on | G)
    X   leaves, one or more a finding          P(what was observed | U, Z, G), or P(... | U, C, G)

States that a group's findings can't tell apart share one value of its G: the same network, smaller.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sciatic.inference.network import ClusterLeaf, Group, Network, Observed, Row

with warnings.catch_warnings():
    # SWIG warns of its own types on import, and crashes where that warning is an error.
    warnings.simplefilter("ignore", DeprecationWarning)
    import pyagrum as gum

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def posterior(network: Network, findings: Sequence[Observed]) -> tuple[Floats, float]:
    """P(state | findings), shape (n_h,), and the natural log of P(findings).

    Worlds are networks of their own, equally likely beforehand and weighed by their evidence.
    """
    n_worlds = max((len(finding.worlds) for finding in findings), default=1)
    rows = [[row for f in findings for row in f.worlds[world]] for world in range(n_worlds)]
    found = [WorldNetwork(network, of_world).infer() for of_world in rows]
    logs = np.array([log_evidence for _, log_evidence in found])
    weights = np.exp(logs - logs.max())
    mixed = sum(w * p for w, (p, _) in zip(weights, found, strict=True)) / weights.sum()
    return mixed, float(logs.max() + np.log(weights.mean()))


class WorldNetwork:
    """pyAgrum's network of one case with every doubt settled."""

    def __init__(self, network: Network, rows: Sequence[Row]) -> None:
        self.network = network
        self.prior = np.exp(network.log_prior)
        self.net = gum.BayesNet()
        self.evidence: dict[str, int] = {}
        self.log_scale = 0.0
        self.node("H", network.n_states, [], self.prior)
        self.node("Z", len(network.latent), [], network.latent)
        for name in dict.fromkeys(row.group for row in rows):
            self.add_group(network.groups[name], [row for row in rows if row.group == name])

    def infer(self) -> tuple[Floats, float]:
        """P(state | rows), and the natural log of P(rows)."""
        engine = gum.LazyPropagation(self.net)
        engine.setEvidence(self.evidence)
        engine.addTarget("H")
        engine.makeInference()
        log_evidence = float(np.log(engine.evidenceProbability())) + self.log_scale
        return engine.posterior("H").toarray(), log_evidence

    def add_group(self, group: Group, rows: Sequence[Row]) -> None:
        """The nodes G, U and C of a group, and its leaves."""
        column, kind = self.kinds(rows)
        n_kinds = int(kind.max()) + 1
        shown = np.zeros((self.network.n_states, n_kinds))
        shown[np.arange(self.network.n_states), kind] = 1.0 - group.atypical
        shown += group.atypical * np.bincount(kind, self.prior, n_kinds)
        shows, reports = f"G_{group.name}", f"U_{group.name}"
        self.node(shows, n_kinds, ["H"], shown)
        self.node(reports, len(group.latent), [], group.latent)
        for row in rows:
            p = row.p[:, :, column[row.block]]
            if row.leaves:
                plain = np.broadcast_to(p, (len(group.latent) - 1, *p.shape[1:]))
                p = np.concatenate([plain, np.ones((1, *p.shape[1:]))])
            self.leaf([reports, "Z", shows], p)
            for leaf in row.leaves:
                self.add_cluster_leaf(group, leaf, column[leaf.block])

    def add_cluster_leaf(self, group: Group, leaf: ClusterLeaf, at: Ints) -> None:
        """A leaf that looks at its cluster where U takes its last value, and else says nothing."""
        shows, cluster = f"G_{group.name}", f"C_{group.name}_{leaf.cluster}"
        if cluster not in self.net.names():
            p_on = leaf.p_on[at]
            self.node(cluster, 2, [shows], np.stack([1.0 - p_on, p_on], axis=-1))
        p = np.ones((len(group.latent), 2, len(at)))
        p[-1] = np.array([leaf.off[at], leaf.on[at]])
        self.leaf([f"U_{group.name}", cluster, shows], p)

    def kinds(self, rows: Sequence[Row]) -> tuple[dict[str, Ints], Ints]:
        """Column of each block for each kind of state, and the kind of each state."""
        blocks = {row.block for row in rows}
        names = sorted(blocks | {leaf.block for row in rows for leaf in row.leaves})
        index = np.stack([self.network.blocks[name].index for name in names], axis=1)
        distinct, kind = np.unique(index, axis=0, return_inverse=True)
        return {name: distinct[:, i] for i, name in enumerate(names)}, kind.reshape(-1)

    def leaf(self, parents: list[str], likelihood: Floats) -> None:
        """A node that says yes to what was observed; a density is scaled to be a probability."""
        sizes = [self.net.variable(parent).domainSize() for parent in parents]
        full = np.broadcast_to(likelihood, sizes)
        scale = max(1.0, float(full.max()))
        self.log_scale += np.log(scale)
        seen = full / scale
        name = f"X{len(self.evidence)}"
        self.node(name, 2, parents, np.stack([1.0 - seen, seen], axis=-1))
        self.evidence[name] = 1

    def node(self, name: str, size: int, parents: list[str], table: Floats) -> None:
        """Add a node; ``table`` has the parents' axes in their order, the node's own last."""
        self.net.add(gum.LabelizedVariable(name, "", size))
        for parent in parents:
            self.net.addArc(parent, name)
        # pyAgrum's axes stand in the reverse of ``names``.
        own_last = [*parents, name]
        order = [own_last.index(other) for other in reversed(self.net.cpt(name).names)]
        self.net.cpt(name)[:] = np.ascontiguousarray(np.transpose(table, order), np.float64)
