"""Why: what each finding added to the odds of an event.

Findings are not independent given a state, so a share is defined, not read off: the change that a
finding makes when added one by one, averaged over the order of the case and its reverse. With the
prior they add up to the posterior log-odds exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.inference.network import Block, Floats, Ints, Network, Observed
from sciatic.inference.posterior import Belief

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shares:
    """Natural-log odds of one event: the prior's, each finding's share, and the posterior's."""

    prior: float
    shares: tuple[tuple[str, float], ...]
    posterior: float


def log_odds(posterior: Floats, event: Mask) -> float:
    """Natural-log odds of an event against its complement, from P(state), shape (n_h,)."""
    for_it, against = posterior[event].sum(), posterior[~event].sum()
    tiny = np.finfo(np.float64).tiny
    return float(np.log(max(for_it, tiny)) - np.log(max(against, tiny)))


def shares_of(
    network: Network, findings: Sequence[Observed], events: Mapping[str, Mask]
) -> dict[str, Shares]:
    """What each finding did for each event.

    Args:
        network: the network without the case.
        findings: the case's findings in the order of the vocabulary.
        events: for each name the states in which it holds, shape (n_h,).
    """
    network, events = _lumped(network, findings, events)
    forward = _walk(network, findings, events)
    backward = _walk(network, findings[::-1], events)
    found = {}
    for name in events:
        ahead, back = np.diff(forward[name]), np.diff(backward[name])[::-1]
        mean = (ahead + back) / 2
        found[name] = Shares(
            prior=forward[name][0],
            shares=tuple(
                (finding.name, float(share)) for finding, share in zip(findings, mean, strict=True)
            ),
            posterior=forward[name][-1],
        )
    return found


def _lumped(
    network: Network, findings: Sequence[Observed], events: Mapping[str, Mask]
) -> tuple[Network, dict[str, Mask]]:
    """The network with states that no finding and no event tells apart made one: the same sums."""
    used = {
        name
        for finding in findings
        for rows in finding.worlds
        for row in rows
        for name in (row.block, *(leaf.block for leaf in row.leaves))
    }
    keys = [network.blocks[name].index for name in sorted(used)]
    keys += [event.astype(np.int64) for event in events.values()]
    if not keys:
        return network, dict(events)
    _, first, lump = np.unique(_codes(keys), return_index=True, return_inverse=True)
    lump = lump.reshape(-1)
    prior = np.bincount(lump, np.exp(network.log_prior), len(first))
    blocks = {
        name: Block(name, block.index[first], block.n_columns)
        for name, block in network.blocks.items()
    }
    smaller = Network(np.log(prior), network.latent, blocks, network.groups)
    return smaller, {name: event[first] for name, event in events.items()}


def _codes(keys: Sequence[Ints]) -> Ints:
    """One number for each distinct combination of the keys' values, shape (n_states,)."""
    code = np.zeros_like(keys[0])
    for key in keys:
        _, code = np.unique(code * (int(key.max()) + 1) + key, return_inverse=True)
    return code


def _walk(
    network: Network, findings: Sequence[Observed], events: Mapping[str, Mask]
) -> dict[str, list[float]]:
    """The log-odds of each event before the first finding and after each."""
    belief = Belief(network, findings)
    parts = np.array([part for event in events.values() for part in (event, ~event)], dtype=float)
    masses = [parts @ belief.weights()]
    for finding in findings:
        belief.add(finding)
        masses.append(parts @ belief.weights())
    logs = np.log(np.maximum(masses, np.finfo(np.float64).tiny))
    odds = logs[:, ::2] - logs[:, 1::2]
    return {name: odds[:, place].tolist() for place, name in enumerate(events)}
