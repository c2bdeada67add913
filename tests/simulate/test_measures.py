"""Measures against counts by hand."""

import math

import numpy as np
import pytest

from sciatic.errors import UnknownTermError
from sciatic.simulate.measures import METRICS, Counts, auc, measure, wilson

# 20 ill, of whom 15 are positive; 80 well, of whom 8 are
TRUTH = np.array([True] * 20 + [False] * 80)
POSITIVE = np.array([True] * 15 + [False] * 5 + [True] * 8 + [False] * 72)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("sensitivity", 15 / 20),
        ("specificity", 72 / 80),
        ("ppv", 15 / 23),
        ("share", 15 / 23),
        ("npv", 72 / 77),
        ("lr_pos", (15 / 20) / (8 / 80)),
        ("lr_neg", (5 / 20) / (72 / 80)),
        ("odds_ratio", (15 * 72) / (8 * 5)),
        ("auc", 0.75 * 0.9 + 0.5 * (0.75 * 0.1 + 0.25 * 0.9)),
    ],
)
def test_a_metric_is_what_counting_by_hand_gives(metric, value):
    found = measure(metric, TRUTH, POSITIVE, POSITIVE.astype(float))
    assert found.value == pytest.approx(value)
    assert found.low < value < found.high


def test_every_metric_is_checked_by_hand():
    assert len(METRICS) == 9


def test_people_are_counted_by_truth_and_finding():
    assert Counts.of(TRUTH, POSITIVE) == Counts(tp=15, fp=8, fn=5, tn=72)


def test_wilsons_interval_is_the_published_one():
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(3, 20) == pytest.approx((0.0524, 0.3604), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_an_area_with_ties_counts_pairs():
    scores_ill, scores_well = [1, 2, 2, 3], [0, 1, 2]
    pairs = [(i > w) + 0.5 * (i == w) for i in scores_ill for w in scores_well]
    counts = [np.bincount(one, minlength=4) for one in (scores_ill, scores_well)]
    assert auc(*counts) == pytest.approx(sum(pairs) / len(pairs))


def test_intervals_narrow_with_more_people_and_are_the_same_by_seed():
    few = measure("lr_pos", TRUTH, POSITIVE, POSITIVE * 1.0, seed=3)
    many = measure("lr_pos", np.tile(TRUTH, 100), np.tile(POSITIVE, 100), np.tile(POSITIVE, 100))
    assert many.high - many.low < 0.2 * (few.high - few.low)
    assert few == measure("lr_pos", TRUTH, POSITIVE, POSITIVE * 1.0, seed=3)


@pytest.mark.parametrize("metric", METRICS)
def test_nobody_to_count_is_no_number(metric):
    nobody = np.zeros(0, dtype=bool)
    assert math.isnan(measure(metric, nobody, nobody, np.zeros(0)).value)


def test_nobody_well_and_positive_makes_an_endless_ratio():
    assert measure("lr_pos", TRUTH, TRUTH, TRUTH * 1.0).value == math.inf


def test_an_unknown_metric_is_refused():
    with pytest.raises(UnknownTermError, match=r"unknown metric 'kappa'\. Known: sensitivity"):
        measure("kappa", TRUTH, POSITIVE, POSITIVE * 1.0)
