"""How sure each probability of an assessment is: 90 % intervals over draws of the numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from sciatic.assessment.differential import Differential, Floats

Interval = tuple[float, float]
Key = TypeVar("Key", bound=Hashable)


def condition_intervals(found: Differential) -> Mapping[str, Interval]:
    """The interval of each condition."""
    return _of_labels(found, found.model.labels.condition, found.condition_ids)


def also_present_intervals(found: Differential, names: Sequence[str]) -> Mapping[str, Interval]:
    """The interval of what a pair of causes brings along."""
    return _of_labels(found, found.model.labels.also_present, names)


def lesion_intervals(
    found: Differential, places: Sequence[tuple[str, str | None, str, str | None]]
) -> Mapping[tuple[str, str | None, str, str | None], Interval]:
    """The interval of each (condition, level, side, zone)."""
    labels = found.model.labels
    of_state = tuple(zip(labels.condition, labels.level, labels.side, labels.zone, strict=True))
    return _of_labels(found, of_state, places)


def level_intervals(found: Differential) -> Mapping[tuple[str, str], Interval]:
    """The interval of P(this level on this side is the lesion's), by (level, side)."""
    labels = found.model.labels
    return _of_parts(found, labels.level_names, labels.levels.astype(np.float64))


def root_intervals(found: Differential) -> Mapping[tuple[str, str], Interval]:
    """The interval of P(this root is affected), by (side, root)."""
    labels = found.model.labels
    return _of_parts(found, labels.root_names, labels.roots.astype(np.float64))


def _of_labels(
    found: Differential, of_state: Sequence[Key | None], names: Sequence[Key]
) -> Mapping[Key, Interval]:
    place = {name: number for number, name in enumerate(names)}
    parts = np.zeros((len(of_state), len(names)))
    for state, name in enumerate(of_state):
        if name in place:
            parts[state, place[name]] = 1.0
    return _of_parts(found, names, parts)


def _of_parts(found: Differential, names: Sequence[Key], parts: Floats) -> Mapping[Key, Interval]:
    ends = found.spread.intervals(parts).tolist()
    return {name: (low, high) for name, (low, high) in zip(names, ends, strict=True)}
