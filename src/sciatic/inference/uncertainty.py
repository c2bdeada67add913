"""How unsure the numbers behind a network are: draws of them, and what they do to its tables.

A draw moves every number a little. What that does to a table is the log of its p over the
network's own. Tables that read few columns carry it for each draw and column; the others as curves
over the log-odds of the network's p.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.inference.network import Floats

Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Log of p over the network's, along the log-odds of the network's p.

    ``low``, ``step``: the first knot and how far knots lie apart; ``change``: at each knot, shape
    (n_values, n_u, n_knots, n_draws).
    """

    low: float
    step: float
    change: Halves


@dataclass(frozen=True, slots=True, eq=False)
class GroupDraws:
    """A group's own numbers in each draw.

    ``latent``: log of P(u) over the network's, shape (n_draws, n_u); ``atypical``: shape
    (n_draws,).
    """

    latent: Floats
    atypical: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """Every draw of every number.

    ``curves`` by table; ``changes``: log of p over the network's for tables that carry it, shape
    (n_values, n_columns, n_draws); ``latent``: log of P(z) over the network's, shape (n_draws,
    n_z); ``prior``: log of P(state) over the network's up to a constant of each draw, shape (n_h,
    n_draws), by name of the network; ``groups``: by group.
    """

    curves: Mapping[str, Curves]
    changes: Mapping[str, Halves]
    latent: Floats
    prior: Mapping[str, Halves]
    groups: Mapping[str, GroupDraws]

    @property
    def n_draws(self) -> int:
        """How many draws there are."""
        return len(self.latent)
