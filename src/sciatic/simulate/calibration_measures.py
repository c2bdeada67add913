"""Reliability: how often an answer is right, by how sure it was said to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sciatic.assessment.differential import LEAST_SHOWN
from sciatic.assessment.evaluation import PROBABILITY_FLOOR
from sciatic.simulate.calibration_people import Floats, Ints, Judged, Mask
from sciatic.simulate.measures import wilson

N_BINS = 10
RESAMPLES = 400
CHANCE = 95.0
"""Percentile: what the error of a perfectly calibrated answer exceeds in one of twenty samples."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose probability lies in one tenth.

    ``n``: how many; ``said``: their mean probability, nan where there is none; ``right``: how many
    were right.
    """

    n: int
    said: float
    right: int

    @property
    def share(self) -> float:
        """How often they were right; nan where there is none."""
        return self.right / self.n if self.n else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of that share."""
        return wilson(self.right, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far probabilities are what they say.

    Attributes:
        bins: ten of equal width, from 0 to 1.
        error: the expected calibration error, as in ``assessment.evaluation``: mean gap of the
            probability and how often it is right, in ten bins, weighed by their answers.
        chance: what that error stays below in 19 of 20 samples of as many answers that are right
            exactly as often as they say, each independent of the others.
        said, right: mean probability, and share that is right.
    """

    bins: tuple[Bin, ...]
    error: float
    chance: float
    said: float
    right: float

    @property
    def n(self) -> int:
        """How many answers."""
        return sum(one.n for one in self.bins)

    @property
    def too_sure(self) -> float:
        """Mean probability less the share that is right; above 0: over-confident."""
        return self.said - self.right


def reliability(p: Floats, right: Mask, seed: int) -> Reliability:
    """Reliability of answers of these probabilities.

    Args:
        p: what was said, shape (n,), n from 1.
        right: whether it was so, shape (n,).
        seed: of the samples that say what chance allows.
    """
    place = np.minimum(N_BINS - 1, (p * N_BINS).astype(np.int64))
    n = np.bincount(place, minlength=N_BINS)
    said = np.bincount(place, p, N_BINS).astype(np.float64)
    hits = np.bincount(place, right.astype(np.float64), N_BINS)
    return Reliability(
        bins=tuple(
            Bin(int(count), float(total / count) if count else float("nan"), int(hit))
            for count, total, hit in zip(n, said, hits, strict=True)
        ),
        error=float(np.abs(said - hits).sum() / len(p)),
        chance=_chance(p, place, said, seed),
        said=float(p.mean()),
        right=float(right.mean()),
    )


def _chance(p: Floats, place: Ints, said: Floats, seed: int) -> float:
    rng = np.random.default_rng(seed)
    errors = []
    for _ in range(RESAMPLES):
        hits = np.bincount(place, (rng.random(len(p)) < p).astype(np.float64), N_BINS)
        errors.append(np.abs(said - hits).sum() / len(p))
    return float(np.percentile(errors, CHANCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How an assessor did with people of a world at one moment.

    Attributes:
        condition: of the first-ranked condition.
        root: of the likeliest root: whether it is affected, in people with and without any.
        roots: of every root that an assessment would show.
        root_found: of people with an affected root, in how many the likeliest one is affected.
        log_loss: mean of -log P(true condition), natural log, as in ``assessment.evaluation``.
    """

    condition: Reliability
    root: Reliability
    roots: Reliability
    root_found: float
    log_loss: float


def score(found: Judged, seed: int) -> Score:
    """Score one moment; ``seed``: of what chance allows."""
    people = np.arange(len(found))
    first, root = found.conditions.argmax(axis=1), found.roots.argmax(axis=1)
    hit = found.pressed[people, root]
    shown = found.roots >= LEAST_SHOWN
    true = np.maximum(PROBABILITY_FLOOR, found.conditions[people, found.condition])
    return Score(
        condition=reliability(found.conditions[people, first], first == found.condition, seed),
        root=reliability(found.roots[people, root], hit, seed),
        roots=reliability(found.roots[shown], found.pressed[shown], seed),
        root_found=float(hit[found.pressed.any(axis=1)].mean()),
        log_loss=float(-np.log(true).mean()),
    )
