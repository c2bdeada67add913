"""A finding's table: P(value | latents, column), and the columns that states read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """P(value | u, z, column) of one finding.

    ``p``: shape (n_u or 1, n_z or 1, n_columns, n_values), of a painted table n_u - 1 or 1; sums to
    one over values. ``block``
    names the columns: "story", "sacral", "place", "age", or for a finding of one leg "leg" or
    "story_side", which each side reads through its own leg. ``painted`` tables take the
    unlocalised painter for the last value of u.
    """

    key: str
    group: str
    block: str
    values: tuple[object, ...]
    p: Floats
    painted: bool = False

    @property
    def sided(self) -> bool:
        """Whether left and right each have this finding."""
        return self.block in ("leg", "story_side")


def binary(p_true: Floats) -> Floats:
    """A table over (False, True), shape (..., 2), from P(true)."""
    return np.stack([1 - p_true, p_true], axis=-1)


def logistic(x: Floats, centre: float, width: float) -> Floats:
    """The logistic curve; 0.5 at ``centre``."""
    return 1.0 / (1.0 + np.exp(-(x - centre) / width))


def graded(at_most: Sequence[Floats]) -> Floats:
    """A table over ordered values from P(value is among the first k), k = 1 ... n - 1."""
    steps = [np.zeros_like(at_most[0]), *at_most, np.ones_like(at_most[0])]
    for place in range(1, len(steps)):
        steps[place] = np.maximum(steps[place], steps[place - 1])
    return np.stack([high - low for low, high in pairwise(steps)], axis=-1)


def noisy(p: Floats, noise: float) -> Floats:
    """Mix a share ``noise`` of an even guess into a table whose last axis is the value."""
    mixed: Floats = (1 - noise) * p + noise / p.shape[-1]
    return mixed
