"""Cases of many unlikely findings: plain numbers would run out, the sums must not."""

import numpy as np
import pytest
from random_networks import N_H, N_Z, random_network, random_row

from sciatic.inference import Belief, Observed, Row


def by_logarithms(network, findings):
    """P(state | findings) and log P(findings) by sums of logarithms over every latent."""
    total = np.log(network.latent)[:, None] + network.log_prior
    for name, group in network.groups.items():
        rows = [row for one in findings for row in one.worlds[0] if row.group == name]
        log_p = np.zeros((len(group.latent), N_Z, N_H)) + np.log(group.latent)[:, None, None]
        for row in rows:
            log_p = log_p + np.log(row.p)[:, :, network.blocks[row.block].index]
        shown = np.logaddexp.reduce(log_p, axis=0)
        drawn = np.logaddexp.reduce(shown + network.log_prior, axis=1, keepdims=True)
        eps = group.atypical
        if eps:
            shown = np.logaddexp(np.log(1 - eps) + shown, np.log(eps) + drawn)
        total = total + shown
    states = np.logaddexp.reduce(total, axis=0)
    evidence = np.logaddexp.reduce(states)
    return np.exp(states - evidence), evidence


def unlikely(rng, network, n):
    """Findings that every state makes a thousand times to a billion times unlikely."""
    rows = [random_row(rng, network, f"g{i % 4}") for i in range(n)]
    parts = 10.0 ** rng.uniform(-9, -3, size=n)
    return [
        Observed(str(i), ((Row(row.group, row.block, row.p * part),),))
        for i, (row, part) in enumerate(zip(rows, parts, strict=True))
    ]


def one_by_one(network, findings):
    belief = Belief(network, findings)
    for finding in findings:
        belief.add(finding)
    return belief


def all_at_once(network, findings):
    return Belief(network, findings).add_all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("added", [one_by_one, all_at_once])
def test_two_hundred_unlikely_findings_do_not_underflow(seed, added):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    findings = unlikely(rng, network, 200)
    expected, evidence = by_logarithms(network, findings)
    found = added(network, findings)
    assert evidence < np.log(np.finfo(float).tiny)
    assert found.posterior() == pytest.approx(expected, abs=1e-12)
    assert found.log_evidence() == pytest.approx(evidence, rel=1e-12)


@pytest.mark.parametrize("added", [one_by_one, all_at_once])
def test_a_state_ruled_out_by_many_findings_comes_back_by_as_many(added):
    """1e-400 against it, then 1e-400 for it: a plain product would have lost it on the way."""
    rng = np.random.default_rng(7)
    network = random_network(rng)
    against = np.full((1, 1, 40), 0.5)
    against[..., 0] = 5e-5
    back = np.full((1, 1, 40), 5e-5)
    back[..., 0] = 0.5
    rows = [Row("g3", "many", p) for p in (against, back) for _ in range(100)]
    findings = [Observed(str(i), ((row,),)) for i, row in enumerate(rows)]
    found = added(network, findings).posterior()
    assert found == pytest.approx(np.exp(network.log_prior), rel=1e-9)
