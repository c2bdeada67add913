"""The spread under draws, beside networks whose tables were changed outright."""

from dataclasses import replace

import numpy as np
import pytest
from random_networks import random_network

from sciatic.inference import (
    Belief,
    Curves,
    GroupDraws,
    Observed,
    Read,
    Row,
    Uncertainty,
    spread_of,
)

N_DRAWS = 6
KNOTS = np.linspace(-8, 8, 33)


def uncertain(rng, network, tables, curves):
    changes = {
        key: rng.normal(0, 0.3, (1, p.shape[-1], N_DRAWS)).astype(np.float16)
        for key, p in tables.items()
    }
    groups = {
        name: GroupDraws(rng.normal(0, 0.2, (N_DRAWS, len(group.latent))), np.zeros(N_DRAWS))
        for name, group in network.groups.items()
    }
    n_z, n_h = len(network.latent), network.n_states
    prior = {"only": rng.normal(0, 0.3, (n_h, N_DRAWS)).astype(np.float16)}
    return Uncertainty(curves, changes, rng.normal(0, 0.2, (N_DRAWS, n_z)), prior, groups)


def changed(network, known, draw):
    """The network of one draw."""
    prior = np.exp(network.log_prior + known.prior["only"][:, draw].astype(float))
    latent = network.latent * np.exp(known.latent[draw])
    groups = {
        name: replace(group, latent=group.latent * np.exp(known.groups[name].latent[draw]))
        for name, group in network.groups.items()
    }
    return replace(
        network,
        log_prior=np.log(prior / prior.sum()),
        latent=latent / latent.sum(),
        groups=groups,
    )


def observed(network, tables, base, factor):
    """One finding a group; ``base`` stands beside ``p``, which is multiplied by a factor."""
    rows = []
    for key, p in tables.items():
        group, block = key.split(" ")
        moved = p * factor(key, p)
        read = Read(key, 0, p, base, 1 - base)
        rows.append(Observed(key, ((Row(group, block, base + (1 - base) * moved, (), (read,)),),)))
    return rows


def case(seed):
    rng = np.random.default_rng(seed)
    plain = random_network(rng)
    network = replace(
        plain, groups={name: replace(one, atypical=0.0) for name, one in plain.groups.items()}
    )
    tables = {
        f"{group} {block}": rng.uniform(0.05, 0.3, (1, 1, network.blocks[block].n_columns))
        for group, block in zip(network.groups, ("few", "some", "many", "some"), strict=True)
    }
    return rng, network, tables


@pytest.mark.parametrize("seed", range(5))
def test_changed_columns_give_the_changed_networks_posterior(seed):
    rng, network, tables = case(seed)
    known = uncertain(rng, network, tables, {})
    belief = Belief(network, observed(network, tables, 0.0, lambda key, p: 1.0)).add_all()
    found = spread_of(belief, known, "only", np.arange(network.n_states))
    for draw in range(N_DRAWS):
        rows = observed(
            network, tables, 0.0,
            lambda key, p, at=draw: np.exp(known.changes[key][0, :, at].astype(float)),
        )  # fmt: skip
        exact = Belief(changed(network, known, draw), rows).add_all().posterior()
        np.testing.assert_allclose(found.p[draw], exact, rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize("base", [0.0, 0.3])
def test_curves_are_followed_between_their_knots(base):
    """Log-odds moved by a constant are a curve; with a base the row follows only in part."""
    rng, network, tables = case(11)
    shift = rng.normal(0, 0.2, N_DRAWS)
    knots = 1 / (1 + np.exp(-KNOTS))

    def factor(p, by):
        return 1 / (p + (1 - p) * np.exp(-by))

    change = np.log([factor(knots, by) for by in shift]).T[None, None].astype(np.float16)
    curves = dict.fromkeys(tables, Curves(float(KNOTS[0]), 0.5, change))
    known = replace(uncertain(rng, network, tables, curves), changes={})
    belief = Belief(network, observed(network, tables, base, lambda key, p: 1.0)).add_all()
    found = spread_of(belief, known, "only", np.arange(network.n_states))
    for draw in range(N_DRAWS):
        rows = observed(network, tables, base, lambda key, p, at=draw: factor(p, shift[at]))
        exact = Belief(changed(network, known, draw), rows).add_all().posterior()
        np.testing.assert_allclose(found.p[draw], exact, rtol=0.05 if base else 0.01, atol=1e-4)


def test_an_interval_holds_what_it_is_of_and_left_out_states_follow_the_others():
    rng, network, tables = case(3)
    known = uncertain(rng, network, tables, {})
    belief = Belief(network, observed(network, tables, 0.0, lambda key, p: 1.0)).add_all()
    found = spread_of(belief, known, "only", np.array([], dtype=np.int64))
    parts = np.eye(network.n_states)
    ends = found.intervals(parts)
    assert (ends[:, 0] <= found.posterior + 1e-12).all()
    assert (ends[:, 1] >= found.posterior - 1e-12).all()
    everything = found.intervals(np.ones((network.n_states, 1)))
    np.testing.assert_allclose(everything, 1.0, atol=1e-6)
