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

from sciatic.inference.network import Floats, Network, Observed
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
    forward = _walk(network, findings, events)
    backward = _walk(network, findings[::-1], events)
    found = {}
    for name in events:
        ahead, back = np.diff(forward[name]), np.diff(backward[name])[::-1]
        mean = (ahead + back) / 2
        found[name] = Shares(
            prior=forward[name][0],
            shares=tuple(
                (finding.name, float(share))
                for finding, share in zip(findings, mean, strict=True)
            ),
            posterior=forward[name][-1],
        )
    return found


def _walk(
    network: Network, findings: Sequence[Observed], events: Mapping[str, Mask]
) -> dict[str, list[float]]:
    belief = Belief(network, findings)
    trail: dict[str, list[float]] = {name: [] for name in events}

    def note() -> None:
        posterior = belief.posterior()
        for name, event in events.items():
            trail[name].append(log_odds(posterior, event))

    note()
    for finding in findings:
        for world in belief.worlds:
            world.add(finding)
        note()
    return trail
