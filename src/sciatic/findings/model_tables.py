"""What the compiled model holds: which columns each state reads, and P(finding | column)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.findings.probability_table import Floats, Table

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class NumberTable:
    """Curves of one numeric finding: mean, sd, outlier share, low, high; shape (n_columns, 5).

    ``bands``: P(band | column) over bands of equal share, shape (n_columns, n_bands).
    """

    key: str
    group: str
    block: str
    scale: str
    curves: Floats
    bands: Floats
    edges: tuple[float, ...]

    def density(self, value: float) -> Floats:
        """Likelihood of a value in each column, shape (n_columns,); relative."""
        place = np.log10(value + 0.5) if self.scale == "log10" else value
        mean, sd, outlier, low, high = self.curves.T
        bell = np.exp(-0.5 * ((place - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
        found: Floats = (1 - outlier) * bell + outlier / (high - low)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ModelTables:
    """Everything that reading a case needs.

    ``blocks``: the column that each state reads, shape (n_states,). ``tables`` and ``numbers`` by
    name. ``coarse``: each table with the latents averaged out, shape (n_columns, n_values).
    ``latent``: P(z). ``affected``: whether each leg column has symptoms, shape (n_legs,).
    ``painted_part``: "sensation" or "pain" -> P(a body part is painted | leg) for whoever paints
    body parts, shape (n_segments, n_legs), segments as they first come in ``segments``.
    ``parameters``: the links' parameters. ``segments``: region -> body segment, in table order.
    ``silent``: findings whose silence about the other leg counts.
    """

    blocks: Mapping[str, Ints]
    tables: Mapping[str, Table]
    numbers: Mapping[str, NumberTable]
    coarse: Mapping[str, Floats]
    latent: Floats
    affected: Floats
    painted_part: Mapping[str, Floats]
    parameters: Mapping[str, float]
    segments: Mapping[str, str]
