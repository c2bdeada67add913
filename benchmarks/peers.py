"""One case on our engine and on pyAgrum's, on the same network with the same latents."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.timing import cpu_s, cpu_s_prepared
from sciatic.inference import Belief, Network, Observed

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "inference"))

import oracle
from oracle import gum


def versions() -> str:
    """The peers and their versions."""
    return ", ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "pyagrum"))


@dataclass
class Task:
    """One case, ready to be answered by both programs."""

    network: Network
    findings: tuple[Observed, ...]

    def __post_init__(self) -> None:
        self.findings = _plain_one_last(self.findings)
        rows = [row for finding in self.findings for row in finding.worlds[0]]
        self.world = oracle.WorldNetwork(self.network, rows)
        self.engine = gum.LazyPropagation(self.world.net)
        self.engine.setEvidence(self.world.evidence)
        self.engine.addTarget("H")

    @property
    def n_findings(self) -> int:
        return len(self.world.evidence)

    def largest_difference(self) -> float:
        """Between our posterior, pyAgrum's, and its tensors by hand."""
        ours = self.ours()
        return float(max(np.abs(ours - self.lazy()).max(), np.abs(ours - self.tensors()).max()))

    def ours(self) -> Any:
        """Our posterior, from the rows of the case."""
        return Belief(self.network, self.findings).add_all().posterior()

    def lazy(self) -> Any:
        """pyAgrum's posterior of a new case; the network stands, all evidence is set anew."""
        self.engine.eraseAllEvidence()
        self.engine.setEvidence(self.world.evidence)
        self.engine.makeInference()
        return self.engine.posterior("H").toarray()

    def tensors(self) -> Any:
        """The best order of products and sums, by hand, on pyAgrum's tensors."""
        net, evidence = self.world.net, self.world.evidence
        total = gum.Tensor(net.cpt("H")) * net.cpt("Z")
        for shows in (name for name in net.names() if name.startswith("G_")):
            total = total * self._message(shows, evidence)
        return total.sumIn(["H"]).normalize().toarray()

    def _message(self, shows: str, evidence: dict[str, int]) -> Any:
        """What one group says of H and Z: its latents summed out, clusters first."""
        net = self.world.net
        mine = [net.variable(i).name() for i in net.children(shows)]
        leaves = [name for name in mine if name in evidence]
        product = None
        for cluster in [None, *(name for name in mine if name not in evidence)]:
            part = net.cpt(cluster) if cluster else None
            for leaf in leaves:
                has = {net.variable(i).name() for i in net.parents(leaf)}
                if (cluster in has) if cluster else not any(n.startswith("C_") for n in has):
                    seen = net.cpt(leaf).extract({leaf: evidence[leaf]})
                    part = seen if part is None else part * seen
            if part is None:
                continue
            part = part.sumOut([cluster]) if cluster else part
            product = part if product is None else product * part
        reports = shows.replace("G_", "U_", 1)
        shown = (product * net.cpt(reports)).sumOut([reports])
        return (shown * net.cpt(shows)).sumOut([shows])

    def ours_s(self) -> float:
        return cpu_s(self.ours)

    def lazy_s(self) -> float:
        return cpu_s(self.lazy, at_least=3)

    def tensors_s(self) -> float:
        return cpu_s(self.tensors, at_least=3)

    def ours_one_more_s(self) -> float:
        """All findings but the last are in; add it and read the posterior."""
        *known, last = self.findings

        def ready() -> Belief:
            belief = Belief(self.network, self.findings)
            for world in belief.worlds:
                world.add_all(known)
            return belief

        def more(belief: Any) -> Any:
            for world in belief.worlds:
                world.add(last)
            return belief.posterior()

        return cpu_s_prepared(ready, more)

    def lazy_one_more_s(self) -> float:
        """All findings stand; the last one's answer changes, and back."""
        last = list(self.world.evidence)[-1]
        value = 1

        def change() -> Any:
            nonlocal value
            value = 1 - value
            self.engine.chgEvidence(last, value)
            self.engine.makeInference()
            return self.engine.posterior("H").toarray()

        self.lazy()
        return cpu_s(change, at_least=4)


def _plain_one_last(findings: tuple[Observed, ...]) -> tuple[Observed, ...]:
    """The findings with one of a single plain row last, and the others of its group before it.

    So the last finding is the last leaf of pyAgrum's network too.
    """
    plain = [f for f in findings if len(f.worlds[0]) == 1 and not f.worlds[0][0].leaves]
    last = plain[-1]
    group = last.worlds[0][0].group

    def place(finding: Observed) -> int:
        mine = any(row.group == group for row in finding.worlds[0])
        return 2 if finding is last else int(mine)

    return tuple(sorted(findings, key=place))


def task(path: Path) -> Task:
    """A case of ``examples/`` on the model that ``sciatic assess`` uses."""
    from sciatic.assessment import compiled
    from sciatic.assessment.differential import differential
    from sciatic.findings import load_case

    found = differential(compiled(), load_case(path), "mixed")
    return Task(found.network, found.observed)


def about_model(path: Path) -> str:
    """Its size."""
    network = task(path).network
    columns = sum(block.n_columns for block in network.blocks.values())
    return (
        f"the real one: {network.n_states} states, {len(network.latent)} values of the latent that "
        f"all share, {len(network.groups)} groups, {columns} distinct columns"
    )
