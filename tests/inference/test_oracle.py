"""Our posterior and pyAgrum's agree on networks of every shape that the model uses."""

import numpy as np
import pytest
from oracle import posterior
from random_networks import random_network, random_row

from sciatic.inference import Belief, Block, Group, Network, Observed, Row


def assert_agree(network, findings):
    belief = Belief(network, findings).add_all()
    expected, log_evidence = posterior(network, findings)
    assert belief.posterior() == pytest.approx(expected, abs=1e-12)
    assert belief.log_evidence() == pytest.approx(log_evidence, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_plain_findings(seed):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    rows = [random_row(rng, network, name) for name in network.groups for _ in range(5)]
    assert_agree(network, [Observed(str(i), ((row,),)) for i, row in enumerate(rows)])


@pytest.mark.parametrize("seed", range(4))
def test_an_unlocalised_painter_and_its_clusters(seed):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    rows = [random_row(rng, network, "g1", clustered=i % 3 > 0) for i in range(9)]
    rows += [random_row(rng, network, name) for name in ("g0", "g2")]
    assert_agree(network, [Observed(str(i), ((row,),)) for i, row in enumerate(rows)])


def test_a_doubt_between_two_worlds():
    rng = np.random.default_rng(7)
    network = random_network(rng)
    sure = [random_row(rng, network, name) for name in network.groups]
    findings = [Observed(f"sure {i}", ((row,), (row,))) for i, row in enumerate(sure)]
    for i in range(3):
        worlds = ((random_row(rng, network, "g2"),), (random_row(rng, network, "g2"),))
        findings.append(Observed(f"doubt {i}", worlds))
    findings.append(Observed("in one world only", ((), (random_row(rng, network, "g3"),))))
    assert_agree(network, findings)


def test_one_finding_of_many_rows():
    rng = np.random.default_rng(10)
    network = random_network(rng)
    rows = [random_row(rng, network, name, clustered=name == "g1") for name in ("g0", "g1", "g1")]
    assert_agree(network, [Observed("a whole chart", (tuple(rows),))])


def test_a_density_above_one():
    rng = np.random.default_rng(8)
    network = random_network(rng)
    rows = [random_row(rng, network, "g0", highest=7.0) for _ in range(3)]
    assert_agree(network, [Observed(str(i), ((row,),)) for i, row in enumerate(rows)])


def test_no_finding_gives_the_prior():
    network = random_network(np.random.default_rng(9))
    assert posterior(network, [])[0] == pytest.approx(np.exp(network.log_prior))
    assert_agree(network, [])


def test_one_finding_by_hand():
    # P(seen | a) .9, P(seen | b) .1, prior .2 and .8; an atypical group (.05) shows the prior:
    # .2 x .9 + .8 x .1 = .26, so a: .95 x .9 + .05 x .26 = .868, b: .95 x .1 + .05 x .26 = .108.
    network = Network(
        np.log([0.2, 0.8]),
        np.ones(1),
        {"own": Block("own", np.array([0, 1]), 2)},
        {"g": Group("g", np.ones(1), 0.05)},
    )
    finding = Observed("seen", ((Row("g", "own", np.array([[[0.9, 0.1]]])),),))
    p_seen = 0.2 * 0.868 + 0.8 * 0.108
    found, log_evidence = posterior(network, [finding])
    assert log_evidence == pytest.approx(np.log(p_seen))
    assert found[0] == pytest.approx(0.2 * 0.868 / p_seen)
    assert Belief(network, [finding]).add_all().posterior()[0] == pytest.approx(found[0])
