"""What draws of the numbers do to every table that a nerve map gives.

Each family of tables is built anew under each draw. The log ratios to the model's own lie close to
a few directions in the space of draws, which all tables of a family share; a table keeps its place
along each. The directions are found on some of the states, the places on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.findings.probability_table import Floats, Table
from sciatic.findings.scores import Build, families, scale_of
from sciatic.findings.start_sd import start_sd
from sciatic.pathology.free_values import from_scale, to_scale, values_recorded, values_set
from sciatic.pathology.lesions import LesionState
from sciatic.pathology.parameter_draws import N_DRAWS, number_draws

Singles = npt.NDArray[np.float32]
EVERY = 8  # the directions are found on every so many states
MOST_DIRECTIONS = 12
ENERGY_LEFT = 1e-3
"""What the directions may leave out of the log ratios' squares, each weighed by how often its
answer is given."""
LEAST_P = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFamily:
    """Tables of one family under every draw: log p over the model's is ``draws`` @ ``places``.

    ``draws``: shape (N_DRAWS, n_directions); ``places``: by table, shape (n_directions, *p.shape).
    """

    draws: Floats
    places: Mapping[str, Singles]


def drawn_families(states: Sequence[LesionState]) -> Iterator[DrawnFamily]:
    """Every family of tables under every draw.

    Args:
        states: the lesion states, in the model's order.
    """
    for few, every in zip(families(states[::EVERY]), families(states), strict=True):
        with values_recorded() as read:
            plain = _logs(few())
        sets = [drawn_values(draw, read) for draw in range(N_DRAWS)]
        draws = _directions(few, plain, sets)
        if draws.shape[1]:
            yield DrawnFamily(draws, _places(every, sets, draws))


def drawn_values(draw: int, values: Mapping[str, float]) -> dict[str, float]:
    """The numbers of one draw, for ``values_set``.

    Args:
        draw: from 0 to N_DRAWS - 1.
        values: numbers of the model, by name; those that don't vary are left out.
    """
    found = {}
    for name, value in values.items():
        scale = scale_of(name, value)
        if scale is not None and not (name.startswith("history.") and value >= 1):
            moved = float(number_draws(name, start_sd(name))[draw])
            found[name] = from_scale(to_scale(value, scale) + moved, scale)
    return found


def _logs(tables: Iterable[Table]) -> dict[str, Singles]:
    return {table.key: np.log(np.maximum(table.p, LEAST_P)).astype(np.float32) for table in tables}


def _directions(
    build: Build, plain: Mapping[str, Singles], sets: Sequence[Mapping[str, float]]
) -> Floats:
    """The directions in which the draws move a family most, orthonormal, (N_DRAWS, n)."""
    ratios = []
    for values in sets:
        with values_set(values):
            drawn = _logs(build())
        ratios.append(np.concatenate([(drawn[key] - plain[key]).ravel() for key in plain]))
    weight = np.concatenate([np.exp(plain[key] / 2).ravel() for key in plain])
    matrix = np.array(ratios, dtype=np.float64) * weight
    energy, vectors = np.linalg.eigh(matrix @ matrix.T)
    energy, vectors = energy[::-1], vectors[:, ::-1]
    left = 1 - energy.cumsum() / max(energy.sum(), np.finfo(np.float64).tiny)
    n = min(int((left > ENERGY_LEFT).sum()) + 1, MOST_DIRECTIONS)
    return np.asarray(vectors[:, :n][:, energy[:n] > 0])


def _places(build: Build, sets: Sequence[Mapping[str, float]], draws: Floats) -> dict[str, Singles]:
    """Where each table lies along the directions: its log ratios' projections."""
    plain = _logs(build())
    found = {key: np.zeros((draws.shape[1], *p.shape), np.float32) for key, p in plain.items()}
    for values, along in zip(sets, draws.astype(np.float32), strict=True):
        with values_set(values):
            for key, log in _logs(build()).items():
                log -= plain[key]
                for place, one in enumerate(along.tolist()):
                    found[key][place] += one * log
    return found
