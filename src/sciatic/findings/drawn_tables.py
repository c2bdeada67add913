"""What draws of the numbers do to every table that a nerve map gives.

Tables of one kind (light touch of all regions, ...) are one formula of how much was lost, so under
a draw the probability of an answer is a function of what the model gives it. That function is read
off tables that are built anew under each draw; it is kept as a curve over the model's log-odds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.findings.probability_table import Floats, Table
from sciatic.findings.scores import families, scale_of
from sciatic.findings.start_sd import start_sd
from sciatic.pathology.free_values import from_scale, to_scale, values_recorded, values_set
from sciatic.pathology.lesions import LesionState
from sciatic.pathology.parameter_draws import N_DRAWS, number_draws

Ints = npt.NDArray[np.int64]
EVERY = 4  # the curves are read off every so many states
KNOTS = np.linspace(-12.0, 12.0, 49)
"""Log-odds of the model's probability, at which a curve is kept; between them it is straight."""
LEAST_P = 1e-9
HABITS = frozenset({"word_numb", "word_pain", "touch_absent_share", "touch_increased"})
"""Habits of whoever reports, alike whatever is pressed: they say nothing, so they are not drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnKind:
    """Tables of one kind under every draw.

    ``tables``: their keys; ``change``: log p over the model's at each knot, shape (n_values, n_u,
    n_knots, N_DRAWS).
    """

    tables: tuple[str, ...]
    change: Floats


def drawn_kinds(states: Sequence[LesionState]) -> Iterator[DrawnKind]:
    """Every kind of tables under every draw; what a lesion loses is held as the model has it.

    Args:
        states: the lesion states, in the model's order.
    """
    for build in families(states[::EVERY]):
        with values_recorded() as read:
            plain = _by_kind(build())
        places = {kind: _Places(tables) for kind, tables in plain.items()}
        means: dict[str, list[Floats]] = {kind: [] for kind in plain}
        for draw in range(N_DRAWS):
            with values_set(drawn_values(draw, read)):
                drawn = _by_kind(build())
            for kind, tables in drawn.items():
                means[kind].append(places[kind].means(tables))
        for kind, tables in plain.items():
            yield DrawnKind(tuple(one.key for one in tables), np.stack(means[kind], axis=-1))


def drawn_values(draw: int, values: Mapping[str, float]) -> dict[str, float]:
    """The numbers of one draw, for ``values_set``.

    Args:
        draw: from 0 to N_DRAWS - 1.
        values: numbers of the model, by name; those that don't vary are left out.
    """
    found = {}
    for name, value in values.items():
        scale = scale_of(name, value)
        whole = name.startswith("history.") and value >= 1
        if scale is not None and name not in HABITS and not whole:
            moved = float(number_draws(name, start_sd(name))[draw])
            found[name] = from_scale(to_scale(value, scale) + moved, scale)
    return found


def _by_kind(tables: Iterable[Table]) -> dict[str, list[Table]]:
    """Tables that are one formula, by a name of it: chart.pain, light_touch, ..."""
    found: dict[str, list[Table]] = {}
    for table in tables:
        first, _, rest = table.key.partition(".")
        of_chart = f".{rest.partition('.')[0]}" if first == "chart" else ""
        kind = f"{first}{of_chart} {table.p.shape[0]} {table.p.shape[1]} {len(table.values)}"
        found.setdefault(kind, []).append(table)
    return found


class _Places:
    """Where the cells of one kind's tables lie between the knots."""

    def __init__(self, tables: Sequence[Table]) -> None:
        p = _cells(tables)
        self.log = np.log(p)
        spot = np.clip(np.log(p / (1 - p)), KNOTS[0], KNOTS[-1])
        along = (spot - KNOTS[0]) / (KNOTS[1] - KNOTS[0])
        self.low: Ints = np.minimum(along.astype(np.int64), len(KNOTS) - 2)
        self.part = along - self.low

    def means(self, drawn: Sequence[Table]) -> Floats:
        """The mean change of log p around each knot, shape (n_values, n_u, n_knots)."""
        change = np.log(_cells(drawn)) - self.log
        return np.array([
            [self._curve(change[value, u], self.low[value, u], self.part[value, u])
             for u in range(change.shape[1])]
            for value in range(change.shape[0])
        ])  # fmt: skip

    def _curve(self, change: Floats, low: Ints, part: Floats) -> Floats:
        n = len(KNOTS)
        weight = np.bincount(low, 1 - part, n) + np.bincount(low + 1, part, n)
        total = np.bincount(low, (1 - part) * change, n) + np.bincount(low + 1, part * change, n)
        met = weight > 1e-6
        mean: Floats = np.interp(KNOTS, KNOTS[met], total[met] / weight[met])
        return mean


def _cells(tables: Sequence[Table]) -> Floats:
    """P of each value in all cells, shape (n_values, n_u, n_tables * n_z * n_columns)."""
    stacked = np.stack([table.p for table in tables])  # table, u, z, column, value
    cells = np.moveaxis(stacked, (4, 1), (0, 1)).reshape(stacked.shape[4], stacked.shape[1], -1)
    return np.clip(cells, LEAST_P, 1 - LEAST_P)
