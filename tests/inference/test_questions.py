"""The worth of a question against its definition: ask it, once for each answer, and look."""

import numpy as np
import pytest
from random_networks import N_H, N_Z, random_network, random_row

from sciatic.inference import Belief, Candidate, Observed, Row, worth_asking
from sciatic.inference.questions import entropy_bits


def asked(rng, network, group, n_values):
    """A finding that could be asked, with a proper table over its values."""
    block = str(rng.choice(list(network.blocks)))
    n_u = len(network.groups[group].latent)
    shape = (rng.choice([1, n_u]), rng.choice([1, N_Z]), network.blocks[block].n_columns)
    p = rng.dirichlet(np.ones(n_values), size=shape)
    return Candidate(group, group, block, p, tuple(map(str, range(n_values))), 0)


def by_definition(network, findings, candidate, classes):
    """Entropy of the class now, less its mean after each answer; and P(each answer)."""

    def state(more):
        belief = Belief(network, [*findings, *more]).add_all()
        by_class = np.bincount(classes, belief.posterior())
        return entropy_bits(by_class), belief.log_evidence()

    now, log_now = state([])
    after, p_values = 0.0, []
    for value in range(candidate.p.shape[-1]):
        row = Row(candidate.group, candidate.block, candidate.p[..., value])
        n_worlds = len(findings[0].worlds) if findings else 1
        bits, log_then = state([Observed("answer", ((row,),) * n_worlds)])
        p_values.append(np.exp(log_then - log_now))
        after += p_values[-1] * bits
    return now - after, p_values


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("group", ["g0", "g1", "g2", "g3"])
def test_expected_bits_are_the_mean_fall_in_entropy(seed, group):
    rng = np.random.default_rng(seed)
    network = random_network(rng)
    # g0 and g1 have been spoken of before; g2 and g3 not.
    rows = [random_row(rng, network, name) for name in ("g0", "g0", "g1", "g1", "g1")]
    findings = [Observed(str(i), ((row,),)) for i, row in enumerate(rows)]
    classes = rng.integers(12, size=N_H)
    candidate = asked(rng, network, group, 3)
    bits, p_values = by_definition(network, findings, candidate, classes)
    (worth,) = worth_asking(Belief(network, findings).add_all(), [candidate], classes)
    assert worth.expected_bits == pytest.approx(bits, abs=1e-9)
    assert worth.joint.sum(axis=1) == pytest.approx(p_values)


def test_a_doubt_about_the_side_counts():
    rng = np.random.default_rng(5)
    network = random_network(rng)
    pairs = [[(random_row(rng, network, "g1"),) for _ in range(2)] for _ in range(3)]
    findings = [Observed(str(i), tuple(pair)) for i, pair in enumerate(pairs)]
    classes = np.arange(N_H)
    candidate = asked(rng, network, "g1", 2)
    bits, p_values = by_definition(network, findings, candidate, classes)
    (worth,) = worth_asking(Belief(network, findings).add_all(), [candidate], classes)
    assert worth.expected_bits == pytest.approx(bits, abs=1e-9)
    assert worth.joint.sum(axis=1) == pytest.approx(p_values)


def test_a_question_with_the_same_answer_for_every_state_is_worth_nothing():
    rng = np.random.default_rng(6)
    network = random_network(rng)
    candidate = Candidate("x", "g0", "few", np.full((1, 1, 5, 2), 0.5), ("yes", "no"), 0)
    (worth,) = worth_asking(Belief(network, []).add_all(), [candidate], np.arange(N_H))
    assert worth.expected_bits == pytest.approx(0, abs=1e-12)
