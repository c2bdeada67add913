"""How many questions an interview needs to be so right on average, and how sure that figure is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sciatic.simulate.interview import Course, Floats

RESAMPLES = 2000
CENTRAL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Needed:
    """Questions needed by two interviews with the same people, to be as right on average.

    ``ours`` and ``theirs`` are infinite where the level was not reached. ``ratio``: ours / theirs;
    ``low`` and ``high``: its 95 % bootstrap interval over people, nan where a level was reached in
    too few of the resamples to say.
    """

    level: float
    ours: float
    theirs: float
    ratio: float
    low: float
    high: float


def mean_curve(scores: Floats) -> Floats:
    """The average over people after each question; who has no score counts not; (n_questions + 1,).

    Args:
        scores: shape (n_people, n_questions + 1), nan where a person has none.
    """
    known = ~np.isnan(scores)
    total = np.where(known, scores, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(known.sum(axis=0), 1), dtype=np.float64)


def questions_to(curve: Floats, level: float) -> float:
    """Where a curve first reaches a level, between questions by a straight line; inf if never."""
    reached = np.flatnonzero(curve >= level)
    if not len(reached):
        return float("inf")
    at = int(reached[0])
    if at == 0:
        return 0.0
    before = curve[at - 1]
    return float(at - 1 + (level - before) / (curve[at] - before))


def compare(ours: Floats, theirs: Floats, levels: Sequence[float], seed: int) -> tuple[Needed, ...]:
    """Questions to each level, and their ratio with an interval; people are drawn anew in pairs.

    Args:
        ours, theirs: scores of the same people, shape (n_people, n_questions + 1).
        levels: of the average score.
        seed: of the bootstrap.
    """
    rng = np.random.default_rng(seed)
    draws = rng.integers(len(ours), size=(RESAMPLES, len(ours)))
    curves = [(mean_curve(ours[draw]), mean_curve(theirs[draw])) for draw in draws]
    first, second = mean_curve(ours), mean_curve(theirs)
    found = []
    for level in levels:
        a, b = questions_to(first, level), questions_to(second, level)
        ratios = [_ratio(questions_to(x, level), questions_to(y, level)) for x, y in curves]
        low, high = _central(ratios)
        found.append(Needed(level, a, b, _ratio(a, b), low, high))
    return tuple(found)


def _ratio(ours: float, theirs: float) -> float:
    """Ours over theirs; nan where either never got there or both were there at once."""
    return ours / theirs if np.isfinite([ours, theirs]).all() and theirs > 0 else float("nan")


def _central(ratios: Sequence[float]) -> tuple[float, float]:
    known = np.array([ratio for ratio in ratios if not np.isnan(ratio)])
    if len(known) < 0.95 * len(ratios):
        return float("nan"), float("nan")
    low, high = np.percentile(known, CENTRAL)
    return float(low), float(high)


def joined(courses: Sequence[Course]) -> Course:
    """The courses of several lots of people as one, in order."""
    return Course(
        np.concatenate([one.p_true for one in courses]),
        np.concatenate([one.first for one in courses]),
        np.concatenate([one.root for one in courses]),
        tuple(asked for one in courses for asked in one.asked),
    )
