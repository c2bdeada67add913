"""How unsure the numbers behind a network are: draws of them, and what they do to its tables.

A draw moves every number a little. What that does to a table is its log ratio to the network's
own. Tables that read few columns carry it for each draw; of large ones it lies close to a few
directions in the space of draws, and they carry their places along these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.inference.network import Floats, Ints

Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the log ratios of one table lie.

    ``directions``: which ones, shape (k,); ``at``: shape (n_values, k, n_u, n_z, n_columns), n_u
    and n_z those of the table's rows.
    """

    directions: Ints
    at: Halves


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

    ``directions``: shape (n_draws, n_directions); ``places`` along them by table; ``changes``: log
    of p over the network's for tables that carry it, shape (n_values, n_draws, n_columns);
    ``latent``: log of P(z) over the network's, shape (n_draws, n_z); ``prior``: log of P(state)
    over the network's up to a constant of each draw, shape (n_draws, n_h), by name of the network;
    ``groups``: by group.
    """

    directions: Floats
    places: Mapping[str, Places]
    changes: Mapping[str, Halves]
    latent: Floats
    prior: Mapping[str, Halves]
    groups: Mapping[str, GroupDraws]

    @property
    def n_draws(self) -> int:
        """How many draws there are."""
        return len(self.latent)
