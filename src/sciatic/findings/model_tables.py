"""All tables of the model at once: which columns each state reads, and P(finding | column)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sciatic.findings.leg_losses import latent_prior, leg_losses
from sciatic.findings.leg_tables import leg_tables
from sciatic.findings.numbers import age_by_level, curve_of, curves
from sciatic.findings.probability_table import Floats, Table
from sciatic.findings.state_tables import (
    Place,
    place_tables,
    sacral_doses,
    sacral_tables,
)
from sciatic.findings.story_tables import groups, story_tables
from sciatic.pathology.lesions import LesionState

Ints = npt.NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class NumberTable:
    """Curves of one numeric finding: mean, sd, outlier share, low, high; shape (n_columns, 5)."""

    key: str
    group: str
    block: str
    scale: str
    curves: Floats

    def density(self, value: float) -> Floats:
        """Likelihood of a value in each column, shape (n_columns,); relative."""
        place = np.log10(value + 0.5) if self.scale == "log10" else value
        mean, sd, outlier, low, high = self.curves.T
        bell = np.exp(-0.5 * ((place - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
        found: Floats = (1 - outlier) * bell + outlier / (high - low)
        return found


@dataclass(frozen=True, slots=True)
class ModelTables:
    """Blocks (column of each state, shape (n_states,)), tables and numbers, by name."""

    blocks: Mapping[str, Ints]
    tables: Mapping[str, Table]
    numbers: Mapping[str, NumberTable]
    latent: Floats
    affected: Floats


def _columns(keys: Iterable[Key]) -> tuple[list[Key], Ints]:
    """The distinct keys, and which of them each one is."""
    seen: dict[Key, int] = {}
    index = [seen.setdefault(key, len(seen)) for key in keys]
    return list(seen), np.array(index, dtype=np.int64)


def build_tables(states: Sequence[LesionState]) -> ModelTables:
    """Compute every table for these states. Takes a few seconds; results are cached on disk.

    ``affected`` says of each leg column whether that leg has symptoms, shape (n_legs,).
    """
    n = len(states)
    legs, both = _columns([state.left for state in states] + [state.right for state in states])
    stories, story = _columns((state.subtype, state.severity) for state in states)
    sided, sides = _columns(
        [(state.subtype, state.severity, state.left.affected) for state in states]
        + [(state.subtype, state.severity, state.right.affected) for state in states]
    )
    ages, age = _columns((state.subtype, state.level or "", state.condition) for state in states)
    losses = leg_losses(legs)
    doses, sacral = _columns(
        sacral_doses(states, {leg: place for place, leg in enumerate(legs)}, losses)
    )
    places, place = _columns(
        Place(state.condition, state.levels, state.zone, state.side) for state in states
    )
    affected = np.array([float(leg.affected) for leg in legs])
    blocks = {
        "leg.left": both[:n],
        "leg.right": both[n:],
        "story": story,
        "story_side.left": sides[:n],
        "story_side.right": sides[n:],
        "affected.left": affected[both[:n]].astype(np.int64),
        "affected.right": affected[both[n:]].astype(np.int64),
        "sacral": sacral,
        "place": place,
        "age": age,
    }
    tables = [
        *leg_tables(legs, losses),
        *story_tables(stories, sided),
        *sacral_tables(doses),
        *place_tables(places),
    ]
    return ModelTables(
        blocks=blocks,
        tables={table.key: table for table in tables},
        numbers={table.key: table for table in _number_tables(stories, sided, ages)},
        latent=latent_prior(),
        affected=affected,
    )


def _number_tables(
    stories: Sequence[tuple[str, str]],
    sided: Sequence[tuple[str, str, bool]],
    ages: Sequence[tuple[str, str, str]],
) -> Iterable[NumberTable]:
    for finding in dict.fromkeys(key[0] for key in curves()):
        group, link, _ = groups()[finding]
        if finding == "age_years":
            rows = [_age_curve(subtype, level, condition) for subtype, level, condition in ages]
            link = "age"
        elif link == "story":
            rows = [_curve(finding, subtype, "") for subtype, _ in stories]
        else:
            rows = [
                _curve(finding, subtype, "affected" if affected else "other")
                for subtype, _, affected in sided
            ]
        scale = next(row.scale for key, row in curves().items() if key[0] == finding)
        yield NumberTable(finding, group, link, scale, np.array(rows))


def _curve(finding: str, subtype: str, side: str) -> tuple[float, ...]:
    row = curve_of(finding, subtype, side)
    return (row.mean, row.sd, row.outlier, row.low, row.high)


def _age_curve(subtype: str, level: str, condition: str) -> tuple[float, ...]:
    row = _curve("age_years", subtype, "")
    if (condition, level) in age_by_level():
        row = (*age_by_level()[condition, level], *row[2:])
    return row


