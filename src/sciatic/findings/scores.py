"""How a finding's probability answers to the numbers behind it: d log P(value) / d number.

A number is moved a little on its own scale (logit of a share, log of what is positive) and the
tables that read it are built again; which ones read it is recorded, not listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sciatic.findings.leg_losses import LegLosses, leg_losses
from sciatic.findings.leg_tables import LEG_FAMILIES
from sciatic.findings.model_tables import Ints
from sciatic.findings.nerve_losses import nerve_losses
from sciatic.findings.nerve_tables import nerve_tables
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Floats, Table, noisy
from sciatic.findings.state_tables import Place, place_tables, sacral_doses, sacral_tables
from sciatic.findings.story_tables import (
    RowKey,
    SidedStory,
    Story,
    cell_name,
    read_row,
    serving_row,
    told_p,
)
from sciatic.pathology.free_values import (
    Scale,
    from_scale,
    to_scale,
    values_recorded,
    values_set,
)
from sciatic.pathology.lesions import Leg, LesionState

STEP = 0.05  # on the number's scale; wide enough for a max or min nearby, small beside any sd
LEAST = 1e-4
Build = Callable[[], Iterable[Table]]


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """d log P(value | u, z, column) / d number, on the number's scale; the shape of ``Table.p``."""

    number: str
    d: Floats


def scale_of(name: str, value: float) -> Scale | None:
    """On which scale a number varies; None for one at an end of its range.

    Shares vary on the logit scale. What is a share of cases or the weight of an answer varies on
    the log scale, and is normalised where it is read.
    """
    if value <= 0 or name in FIXED:
        return None
    answers = name.startswith("history.") and not name.endswith(".true")
    if answers or name.startswith(("severity.", "prior.")):
        return "log"
    return "logit" if value < 1 else "log"


FIXED = frozenset({
    "noise", "told_ceiling", "pain_ceiling", "straight_leg_raise_positive_below",
    "residual_low_ml", "residual_high_ml", "no_urine_hours", "slip_percent_least", "slip_levels",
})  # fmt: skip
"""Customs, definitions and guards against certainty: no figure speaks of them."""


def moved(value: float, scale: Scale, step: float) -> float:
    """A number moved by a step on its scale."""
    return from_scale(to_scale(value, scale) + step, scale)


def link_scores(states: Sequence[LesionState], wanted: Iterable[str]) -> dict[str, list[Score]]:
    """The scores of every table that is wanted, by its key, but for the history's.

    Args:
        states: the lesion states, in the order of the compiled model.
        wanted: keys of tables.
    """
    asked = frozenset(wanted)
    found: dict[str, list[Score]] = {}
    for build in families(states):
        with values_recorded() as read:
            plain = {table.key: table.p for table in build() if table.key in asked}
        for name, value in read.items() if plain else ():
            scale = scale_of(name, value)
            if scale is None:
                continue
            for key, d in _slopes(build, plain, name, value, scale):
                found.setdefault(key, []).append(Score(name, d))
    return found


def _slopes(
    build: Build, plain: Mapping[str, Floats], name: str, value: float, scale: Scale
) -> Iterator[tuple[str, Floats]]:
    sides = []
    for step in (-STEP, STEP):
        with values_set({name: moved(value, scale, step)}):
            sides.append({table.key: table.p for table in build() if table.key in plain})
    low, high = sides
    for key in plain:
        d = (np.log(np.maximum(high[key], 1e-12)) - np.log(np.maximum(low[key], 1e-12))) / (
            2 * STEP
        )
        if np.abs(d).max() > LEAST:
            yield key, d


def families(states: Sequence[LesionState]) -> Iterator[Build]:
    """What builds each family of tables anew for these states, but for the history's."""
    legs = list(dict.fromkeys([one.left for one in states] + [one.right for one in states]))
    losses = leg_losses(legs)
    for family in LEG_FAMILIES:
        yield _bound(family, legs, losses)
    nerves = nerve_losses(legs)
    yield lambda: nerve_tables(nerves)
    place_of = {leg: place for place, leg in enumerate(legs)}
    doses = list(dict.fromkeys(sacral_doses(states, place_of, losses)))
    yield lambda: sacral_tables(doses)
    places = list(
        dict.fromkeys(Place(one.condition, one.levels, one.zone, one.side) for one in states)
    )
    yield lambda: place_tables(places)


def _bound(
    family: Callable[[Sequence[Leg], LegLosses], Iterator[Table]],
    legs: Sequence[Leg],
    losses: LegLosses,
) -> Build:
    return lambda: family(legs, losses)


@dataclass(frozen=True, slots=True, eq=False)
class StoryScores:
    """The scores of one finding of the history table: each column reads one row of it.

    ``rows``: the row of each column, shape (n_columns,); ``names``: the cells of each row that may
    vary; ``d``: for each row d log P(value) / d cell, shape (n_cells, n_values).
    """

    rows: Ints
    names: tuple[tuple[str, ...], ...]
    d: tuple[Floats, ...]


def story_scores(
    finding: str, stories: Sequence[Story], sided: Sequence[SidedStory], *, by_side: bool
) -> StoryScores:
    """How a finding of the history table answers to its cells.

    Args:
        finding: its key.
        stories, sided: the columns of the blocks "story" and "story_side", as they were compiled.
        by_side: whether it is told of each leg.
    """
    if by_side:
        keys = [
            serving_row(finding, subtype, severity, "affected" if affected else "other")
            for subtype, severity, affected in sided
        ]
    else:
        keys = [serving_row(finding, subtype, severity) for subtype, severity in stories]
    distinct = list(dict.fromkeys(keys))
    names, slopes = [], []
    for key in distinct:
        of_row, d = _row_slopes(finding, key)
        names.append(of_row)
        slopes.append(d)
    rows = np.array([distinct.index(key) for key in keys], dtype=np.int64)
    return StoryScores(rows, tuple(names), tuple(slopes))


def _row_slopes(finding: str, key: RowKey) -> tuple[tuple[str, ...], Floats]:
    row, noise = read_row(key), parameters()["noise"]
    names, slopes = [], []
    for value, p in row.items():
        name = cell_name(key, value)
        scale = scale_of(name, p)
        if scale is None or p >= 1:
            continue
        low, high = (
            noisy(np.array(told_p(finding, {**row, value: moved(p, scale, step)})), noise)
            for step in (-STEP, STEP)
        )
        names.append(name)
        slopes.append((np.log(high) - np.log(low)) / (2 * STEP))
    return tuple(names), np.array(slopes).reshape(len(names), -1)
