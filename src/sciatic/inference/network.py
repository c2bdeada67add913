"""The shape of the Bayesian network: states, shared latents, groups of findings, and rows.

    Z  a latent that all findings of one case share, n_z values
    H  the hypothesis, n_h states, with a prior
    G  one per group: the state that the group's findings show; H with 1 - atypical, else drawn
       anew from the prior
    U  one per group: how whoever reported the group reports, n_u values; independent of H
    C  clusters inside the last value of U: hidden yes/no nodes that several findings share
    F  findings: P(value | u, z, column of g in the finding's block)

A block says which column of a table each state reads, so that states alike for a finding share a
column. Every table holds probabilities, not logarithms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Which column of its tables each state reads. ``index``: shape (n_h,)."""

    name: str
    index: Ints
    n_columns: int


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Findings that one person reports or tests in one go.

    ``latent``: P(u), shape (n_u,). ``atypical``: P(the group shows a state drawn anew).
    """

    name: str
    latent: Floats
    atypical: float


@dataclass(frozen=True, slots=True, eq=False)
class ClusterLeaf:
    """How a finding looks inside a cluster, where U takes its last value.

    ``on`` and ``off``: likelihood of what was observed, shape (n_columns,) of the block ``block``;
    ``p_on``: P(cluster is on | column), the same shape.
    """

    cluster: str
    block: str
    p_on: Floats
    on: Floats
    off: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A table that a row was made from: the row is a product of ``base`` + ``slope`` p.

    ``table``: its key; ``value``: place of the value; ``p``: its likelihood, in the row's shape.
    """

    table: str
    value: int
    p: Floats
    base: float = 0.0
    slope: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Likelihood of one observed value. ``p``: shape (n_u or 1, n_z or 1, n_columns).

    Where there are ``leaves`` the row holds for every value of U but the last (n_u - 1 or 1 of
    them), and the leaves for that one. ``reads``: the tables whose product ``p`` is, for whoever
    asks how far the row answers to their numbers.
    """

    group: str
    block: str
    p: Floats
    leaves: tuple[ClusterLeaf, ...] = ()
    reads: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One finding of a case: the name it is reported under, and its rows in each world.

    Worlds differ in what the case leaves in doubt (which side); a case without doubt has one.
    """

    name: str
    worlds: tuple[tuple[Row, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A finding that could be asked. ``p``: shape (n_u or 1, n_z or 1, n_columns, n_values)."""

    name: str
    group: str
    block: str
    p: Floats
    values: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Everything but the findings of a case.

    ``log_prior``: shape (n_h,), sums to one when exponentiated; ``latent``: P(z), shape (n_z,).
    """

    log_prior: Floats
    latent: Floats
    blocks: Mapping[str, Block]
    groups: Mapping[str, Group]
    _distinct: dict[tuple[str, ...], tuple[Ints, Ints, Floats]] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def n_states(self) -> int:
        """Number of states of H."""
        return len(self.log_prior)

    def distinct(self, blocks: tuple[str, ...]) -> tuple[Ints, Ints, Floats]:
        """What the states read of some blocks: the distinct combinations of columns.

        Returns:
            the column of each block in each combination, shape (n_blocks, n_combinations); the
            combination of each state, shape (n_h,); the prior of each, shape (n_combinations,).
        """
        if blocks not in self._distinct:
            code: Ints = np.zeros(self.n_states, dtype=np.int64)
            for name in blocks:
                code = code * self.blocks[name].n_columns + self.blocks[name].index
            _, first, index = np.unique(code, return_index=True, return_inverse=True)
            columns = np.stack([self.blocks[name].index[first] for name in blocks])
            prior = counted(index, np.exp(self.log_prior), len(first))
            self._distinct[blocks] = columns, index.astype(np.int64), prior
        return self._distinct[blocks]


def counted(index: Ints, weight: Floats, size: int) -> Floats:
    """The sum of the weights at each index below ``size``, shape (size,)."""
    return np.asarray(np.bincount(index, weight, size), dtype=np.float64)
