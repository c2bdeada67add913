"""What the fit aims at: published figures on the scale of their errors, each with its weight.

Shares are compared on the logit scale, likelihood ratios on the log scale. A figure's error is
that of its interval; else that of its number of people; else one that stands for a small study.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.findings.probability_table import Floats
from sciatic.simulate.published import Published

Mask = npt.NDArray[np.bool_]
BETWEEN_STUDIES = 0.3
"""SD of what studies of one sign differ by, on the scale: assumption. Single studies of the
straight leg raise have specificities of 0.10 to 1.00 (vdwindt2010)."""
UNKNOWN = 0.5
"""SD where a study gives neither interval nor number: as of some twenty people. Assumption."""
RECALLED = 1.5
"""So many times as wide where a figure was recalled and not read again. Assumption."""
STANDS_IN = 2.0
"""So many times as wide where our finding only stands in for the study's own. Assumption."""
HALF = 2.0  # of the people of a study about half have what is looked for
_Z95 = 3.92  # width of a 95 % interval in standard deviations
_ENDS = (0.01, 0.99)
RATIOS = ("lr_pos", "lr_neg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One published figure. ``place`` and ``sd``: on the logit or log scale."""

    study: str
    published: Published
    place: float
    sd: float


def on_scale(metric: str, value: float) -> float:
    """A figure where its errors are about even: log of a ratio, logit of a share."""
    if metric in RATIOS:
        return math.log(value)
    kept = min(max(value, _ENDS[0]), _ENDS[1])
    return math.log(kept / (1 - kept))


def off_scale(metric: str, place: float) -> float:
    """The figure at a place of that scale."""
    return math.exp(place) if metric in RATIOS else 1 / (1 + math.exp(-place))


def target(
    study: str, figure: Published, *, sharing: int = 1, stands_in: bool = False
) -> Target | None:
    """What the fit aims at for a figure; None where it has no value or can't be compared.

    Args:
        study: its id.
        figure: as published.
        sharing: how many rows tell the same of much the same people: together they count as one.
        stands_in: whether our finding only stands in for the study's.
    """
    if figure.metric not in ("sensitivity", "specificity", *RATIOS) or figure.bound:
        return None
    ends = [one for one in (figure.low, figure.high) if one is not None]
    if figure.value is None and len(ends) < 2:
        return None
    span = [on_scale(figure.metric, one) for one in ends]
    place = sum(span) / 2 if figure.value is None else on_scale(figure.metric, figure.value)
    if figure.metric in RATIOS and not (figure.value is None or figure.value > 0):
        return None
    own = (span[1] - span[0]) / _Z95 if len(span) == 2 else _by_number(figure, place)
    if figure.seen == "memory":
        own *= RECALLED
    if stands_in:
        own *= STANDS_IN
    sd = math.hypot(own, BETWEEN_STUDIES) * math.sqrt(sharing)
    return Target(study=study, published=figure, place=place, sd=sd)


def _by_number(figure: Published, place: float) -> float:
    digits = "".join(one for one in figure.n if one.isdigit())
    if not digits or figure.metric in RATIOS:
        return UNKNOWN
    share = off_scale(figure.metric, place)
    return 1 / math.sqrt(max(float(digits), 4.0) / HALF * share * (1 - share))


def predict(metric: str, truth: Mask, positive: Mask, scores: Floats) -> tuple[float, Floats]:
    """A figure of a cohort on its scale, and its slope along each score.

    Args:
        metric: sensitivity, specificity, lr_pos or lr_neg.
        truth, positive: of each person counted, shape (n,).
        scores: d log P(person) / d number, shape (n_numbers, n).

    Returns:
        the figure's place, and shape (n_numbers,). Half a person is added to each cell, so that an
        empty one has a logarithm.
    """

    def cell(of: Mask) -> tuple[float, Floats]:
        total = float(of.sum()) + 0.5
        return math.log(total), scores[:, of].sum(axis=1) / total

    cells = {
        "tp": cell(truth & positive), "fn": cell(truth & ~positive),
        "fp": cell(~truth & positive), "tn": cell(~truth & ~positive),
        "ill": cell(truth), "well": cell(~truth),
    }  # fmt: skip
    signs = {
        "sensitivity": {"tp": 1, "fn": -1},
        "specificity": {"tn": 1, "fp": -1},
        "lr_pos": {"tp": 1, "ill": -1, "fp": -1, "well": 1},
        "lr_neg": {"fn": 1, "ill": -1, "tn": -1, "well": 1},
    }[metric]
    place = sum(sign * cells[name][0] for name, sign in signs.items())
    slope = sum((sign * cells[name][1] for name, sign in signs.items()), np.zeros(len(scores)))
    return place, slope
