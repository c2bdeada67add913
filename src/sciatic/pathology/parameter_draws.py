"""Draws of the numbers that may vary: how far each may lie from where the model has it.

What the fit moved, or could have, is drawn from its posterior, jointly
(``data/parameter_draws.csv``, written by ``make fit``); anything else by itself, as sure as its
table is held to be. Every draw comes with its mirror image, so that the draws' mean is the model's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sciatic.evidence import read_table

Floats = npt.NDArray[np.float64]
N_DRAWS = 64
N_WRITTEN = N_DRAWS // 2  # the other half are their mirror images
HUNDREDTHS = 100.0


def number_draws(name: str, sd: float) -> Floats:
    """How far a number lies from the model's own in each draw, on its scale, shape (N_DRAWS,).

    Args:
        name: of the number.
        sd: standard deviation where the fit has no draws of it.
    """
    half = posterior_draws().get(name)
    if half is None:
        half = sd * np.random.default_rng(crc32(name.encode())).standard_normal(N_WRITTEN)
    return np.concatenate([half, -half])


@cache
def posterior_draws() -> Mapping[str, Floats]:
    """Deviations of the numbers that the fit drew jointly, each of shape (N_WRITTEN,)."""

    def parse(cells: Mapping[str, str]) -> tuple[str, Floats]:
        drawn = np.array([float(one) for one in cells["hundredths"].split()]) / HUNDREDTHS
        if drawn.shape != (N_WRITTEN,):
            raise ValueError(f"{len(drawn)} draws; write {N_WRITTEN}")
        return cells["parameter"], drawn

    return dict(read_table("pathology", "parameter_draws", parse))
