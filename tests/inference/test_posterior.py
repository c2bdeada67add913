"""Laws that hold for any network: order, silence, repetition and bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_networks import N_H, N_Z, random_network, random_row

from sciatic.inference import Belief, Block, Group, Network, Observed, Row


def some_findings(rng, network, n=8):
    names = rng.choice(list(network.groups), size=n)
    rows = [random_row(rng, network, str(name)) for name in names]
    return [Observed(str(i), ((row,),)) for i, row in enumerate(rows)]


@given(st.integers(0, 2**32 - 1))
def test_the_posterior_is_a_distribution(seed):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    found = Belief(network, some_findings(rng, network)).add_all().posterior()
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_findings_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    findings = some_findings(rng, network)
    shuffled = [findings[i] for i in rng.permutation(len(findings))]
    first, second = (Belief(network, order).add_all() for order in (findings, shuffled))
    assert first.posterior() == pytest.approx(second.posterior(), abs=1e-12)


def test_one_by_one_and_all_at_once_agree():
    rng = np.random.default_rng(1)
    network = random_network(rng)
    findings = some_findings(rng, network)
    slowly = Belief(network, findings)
    for finding in findings:
        for world in slowly.worlds:
            world.add(finding)
    at_once = Belief(network, findings).add_all()
    assert slowly.posterior() == pytest.approx(at_once.posterior(), abs=1e-13)


def test_the_evidence_of_all_answers_to_a_question_sums_to_one():
    rng = np.random.default_rng(2)
    network = random_network(rng)
    p = rng.dirichlet(np.ones(3), size=(2, N_Z, 14))
    logs = [
        Belief(network, [Observed("x", ((Row("g1", "some", p[..., value]),),))]).add_all()
        for value in range(3)
    ]
    assert sum(np.exp(belief.log_evidence()) for belief in logs) == pytest.approx(1)


def test_a_thousand_sure_findings_of_one_group_move_no_more_than_it_is_typical():
    """An atypical group says nothing of the state: however sure, the odds gained are bounded."""
    atypical = 0.05
    network = Network(
        np.log([0.5, 0.5]),
        np.ones(1),
        {"own": Block("own", np.array([0, 1]), 2)},
        {"g": Group("g", np.ones(1), atypical)},
    )
    row = Row("g", "own", np.array([[[0.9, 0.1]]]))
    findings = [Observed(str(i), ((row,),)) for i in range(1000)]
    found = Belief(network, findings).add_all().posterior()
    # In the limit P(findings | wrong) / P(findings | right) = .025 / (.95 + .025).
    assert found[1] / found[0] == pytest.approx(0.025 / 0.975, rel=1e-6)


def test_states_alike_in_every_block_keep_the_ratio_of_their_priors():
    rng = np.random.default_rng(4)
    network = random_network(rng)
    for block in network.blocks.values():
        block.index[1] = block.index[0]
    found = Belief(network, some_findings(rng, network)).add_all().posterior()
    prior = np.exp(network.log_prior)
    assert found[1] / found[0] == pytest.approx(prior[1] / prior[0])
    assert len(found) == N_H
