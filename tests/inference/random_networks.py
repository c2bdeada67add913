"""Random networks of every shape that the model uses, small enough to check by hand."""

import numpy as np

from sciatic.inference import Block, ClusterLeaf, Group, Network, Row

N_H, N_Z = 60, 4


def random_network(rng):
    blocks = {
        name: Block(name, rng.integers(n, size=N_H), n)
        for name, n in {"few": 5, "some": 14, "many": 40}.items()
    }
    groups = {
        f"g{i}": Group(f"g{i}", rng.dirichlet(np.ones(n_u)), atypical)
        for i, (n_u, atypical) in enumerate([(1, 0.05), (2, 0.05), (3, 0.2), (2, 0.0)])
    }
    return Network(np.log(rng.dirichlet(np.ones(N_H))), rng.dirichlet(np.ones(N_Z)), blocks, groups)


def random_row(rng, network, name, *, clustered=False, highest=0.99):
    n_u = len(network.groups[name].latent) - clustered
    block = str(rng.choice(list(network.blocks)))
    shape = (rng.choice([1, n_u]), rng.choice([1, N_Z]), network.blocks[block].n_columns)
    p = rng.uniform(0.01, highest, size=shape)
    count = rng.integers(1, 3) if clustered else 0
    names = rng.choice(["toes", "sole", "dorsum"], size=count, replace=False)
    return Row(name, block, p, tuple(random_leaf(rng, network, str(at)) for at in names))


def random_leaf(rng, network, cluster):
    """One cluster has one P(on), whichever of its findings is seen."""
    n = network.blocks["some"].n_columns
    p_on = np.random.default_rng(sum(map(ord, cluster))).uniform(0.1, 0.9, n)
    on, off = rng.uniform(0.1, 0.9, size=(2, n))
    return ClusterLeaf(cluster, "some", p_on, on, off)
