"""Sensitivity and its kin, each with the interval that the number of drawn people leaves."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.errors import UnknownTermError

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64] | npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Z_95 = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""
RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of a simulated cohort and its 95 % interval; not a number where it has no cases."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counts:
    """People by truth and finding: true and false positives, false and true negatives."""

    tp: float
    fp: float
    fn: float
    tn: float

    @classmethod
    def of(cls, truth: Mask, positive: Mask) -> Counts:
        """Counted from two answers a person."""
        cells = np.bincount(2 * truth.astype(int) + positive, minlength=4)
        tn, fp, fn, tp = (float(cell) for cell in cells)
        return cls(tp=tp, fp=fp, fn=fn, tn=tn)


def _ratio(over: float, under: float) -> float:
    if under == 0:
        return math.nan if over == 0 else math.inf
    return over / under


SHARES: Mapping[str, Callable[[Counts], tuple[float, float]]] = {
    "sensitivity": lambda one: (one.tp, one.tp + one.fn),
    "specificity": lambda one: (one.tn, one.tn + one.fp),
    "ppv": lambda one: (one.tp, one.tp + one.fp),
    "npv": lambda one: (one.tn, one.tn + one.fn),
    "share": lambda one: (one.tp, one.tp + one.fp),
}
RATIOS: Mapping[str, Callable[[Counts], tuple[float, float]]] = {
    "lr_pos": lambda one: (one.tp * (one.fp + one.tn), one.fp * (one.tp + one.fn)),
    "lr_neg": lambda one: (one.fn * (one.fp + one.tn), one.tn * (one.tp + one.fn)),
    "odds_ratio": lambda one: (one.tp * one.tn, one.fp * one.fn),
}
METRICS = (*SHARES, *RATIOS, "auc")


def check_metric(metric: str) -> str:
    """The metric itself.

    Raises:
        UnknownTermError: we don't know it.
    """
    if metric not in METRICS:
        raise UnknownTermError("metric", metric, METRICS)
    return metric


def measure(metric: str, truth: Mask, positive: Mask, score: Floats, seed: int = 0) -> Estimate:
    """One metric of a finding against the truth.

    Args:
        metric: one of ``METRICS``; ``share`` is that of the truth among the positive.
        truth, positive: of each person, shape (n,).
        score: what ``positive`` was made from, higher for the truth; read by ``auc`` alone.
        seed: of the bootstrap that gives ratios and the AUC their interval.
    """
    if check_metric(metric) == "auc":
        return _auc_estimate(truth, score, seed)
    counts = Counts.of(truth, positive)
    if metric in SHARES:
        hits, of = SHARES[metric](counts)
        return Estimate(_ratio(hits, of), *wilson(hits, of))
    return Estimate(_ratio(*RATIOS[metric](counts)), *_spread(RATIOS[metric], counts, seed))


def wilson(hits: float, of: float) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share; 0 to 1 where there is nobody."""
    if of == 0:
        return 0.0, 1.0
    p, z = hits / of, Z_95
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def _spread(
    ratio: Callable[[Counts], tuple[float, float]], counts: Counts, seed: int
) -> tuple[float, float]:
    """Bootstrap interval of a ratio: people drawn again, with and without the truth apart."""
    rng = np.random.default_rng(seed)
    ill, well = int(counts.tp + counts.fn), int(counts.fp + counts.tn)
    if ill == 0 or well == 0:
        return math.nan, math.nan
    tp = rng.binomial(ill, counts.tp / ill, RESAMPLES)
    fp = rng.binomial(well, counts.fp / well, RESAMPLES)
    drawn = [
        _ratio(*ratio(Counts(float(t), float(f), float(ill - t), float(well - f))))
        for t, f in zip(tp, fp, strict=True)
    ]
    return _middle_95(np.array(drawn))


def _middle_95(drawn: Floats) -> tuple[float, float]:
    known = np.sort(drawn[~np.isnan(drawn)])
    if not len(known):
        return math.nan, math.nan
    last = len(known) - 1
    return float(known[int(0.025 * last)]), float(known[math.ceil(0.975 * last)])


def auc(ill: Numbers, well: Numbers) -> float:
    """P(a score of the ill is above one of the well), ties half, from counts by rising score."""
    below = np.concatenate([[0.0], np.cumsum(well)[:-1]])
    return _ratio(float((ill * (below + well / 2)).sum()), float(ill.sum() * well.sum()))


def _auc_estimate(truth: Mask, score: Floats, seed: int) -> Estimate:
    levels, place = np.unique(score, return_inverse=True)
    ill, well = (np.bincount(place[one], minlength=len(levels)) for one in (truth, ~truth))
    n_ill, n_well = int(ill.sum()), int(well.sum())
    if n_ill == 0 or n_well == 0:
        return Estimate(math.nan, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    drawn = zip(
        rng.multinomial(n_ill, ill / n_ill, RESAMPLES),
        rng.multinomial(n_well, well / n_well, RESAMPLES),
        strict=True,
    )
    spread = _middle_95(np.array([auc(one, other) for one, other in drawn]))
    return Estimate(auc(ill, well), *spread)
