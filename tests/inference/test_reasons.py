"""The shares of the findings: they add up, and do not depend on which finding is named first."""

import numpy as np
import pytest
from random_networks import N_H, random_network, random_row

from sciatic.inference import Belief, Observed, log_odds, shares_of


@pytest.fixture
def case():
    rng = np.random.default_rng(3)
    network = random_network(rng)
    rows = [random_row(rng, network, name) for name in ("g0", "g1", "g1", "g2", "g3", "g1")]
    findings = tuple(Observed(str(i), ((row,),)) for i, row in enumerate(rows))
    events = {"one": np.arange(N_H) % 7 == 0, "other": np.arange(N_H) < 20}
    return network, findings, events


def test_prior_and_shares_sum_to_the_posterior_odds(case):
    network, findings, events = case
    belief = Belief(network, findings).add_all()
    for name, shares in shares_of(network, findings, events).items():
        total = shares.prior + sum(share for _, share in shares.shares)
        assert total == pytest.approx(shares.posterior, abs=1e-10)
        assert total == pytest.approx(log_odds(belief.posterior(), events[name]), abs=1e-10)


def test_the_prior_row_is_the_odds_of_the_prior(case):
    network, findings, events = case
    expected = log_odds(np.exp(network.log_prior), events["one"])
    assert shares_of(network, findings, events)["one"].prior == pytest.approx(expected)


def test_the_order_and_its_reverse_give_the_same_shares(case):
    network, findings, events = case
    ahead = dict(shares_of(network, findings, events)["one"].shares)
    back = dict(shares_of(network, findings[::-1], events)["one"].shares)
    assert ahead == pytest.approx(back, abs=1e-10)


def test_a_finding_alone_in_its_group_and_case_has_its_whole_change(case):
    network, findings, events = case
    alone = findings[:1]
    (share,) = shares_of(network, alone, events)["one"].shares
    after = log_odds(Belief(network, alone).add_all().posterior(), events["one"])
    before = log_odds(np.exp(network.log_prior), events["one"])
    assert share == ("0", pytest.approx(after - before))
