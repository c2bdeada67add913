"""Every row of accuracy.csv with a number: described as a study, or a reason why it is not."""

import tomllib
from collections import Counter

import numpy as np
import pytest

from sciatic.evidence.data_files import data_text
from sciatic.evidence.tables import read_table
from sciatic.simulate import simulate, study
from sciatic.simulate.published import published
from sciatic.simulate.studies import calibration_studies

DESCRIBED = [
    figure.published[0].row for one in calibration_studies().values() for figure in one.figures
]
REASONS = tomllib.loads(data_text("simulate", "studies.toml"))["not_described"]
EXPLAINED = [row for reason in REASONS for row in reason["rows"]]
WITH_NUMBER = [
    row["id"] for row in read_table("findings", "accuracy", dict) if published(row["id"])
]


def test_every_row_with_a_number_is_described_or_has_a_reason():
    assert sorted(WITH_NUMBER) == sorted(DESCRIBED + EXPLAINED)
    assert (len(calibration_studies()), len(DESCRIBED), len(EXPLAINED)) == (42, 146, 41)


def test_no_row_has_two_fates():
    twice = [row for row, times in Counter(DESCRIBED + EXPLAINED).items() if times > 1]
    assert twice == []


def test_a_reason_says_something_once():
    reasons = [reason["why"] for reason in REASONS]
    assert all(len(why.split()) >= 5 for why in reasons)
    assert len(set(reasons)) == len(reasons)


def test_an_erring_reference_is_told_in_the_note():
    erring = {
        name: one
        for name, one in calibration_studies().items()
        if (one.reference.sensitivity, one.reference.specificity) != (1.0, 1.0)
    }
    assert set(erring) == {
        "capra2011", "mkumbuzi2012", "stankovic1999", "alnezari2013", "vroomen2002",
    }  # fmt: skip
    assert all("assumption" in one.note for one in erring.values())


@pytest.mark.parametrize(("name", "share"), [("capra2011", 1305 / 2352), ("stankovic1999", 0.495)])
def test_the_scan_is_positive_as_often_as_in_the_study(name, share):
    found = simulate(study(name), 20_000, 1).results[0]
    assert found.n_with / (found.n_with + found.n_without) == pytest.approx(share, abs=0.015)


def test_frequencies_among_cases_have_no_controls():
    for name in ("sport_lss", "sport_ds", "iversen2001", "pinto2021"):
        for one in simulate(study(name), 2000, 1).results:
            assert one.published.metric == "sensitivity"
            assert one.n_without == 0
            assert np.isfinite(one.predicted.value)


def test_who_comes_to_operation_has_more_leg_raises_in_either_group():
    operated = simulate(study("disc_surgical_series"), 20_000, 1).results
    clinic = simulate(study("capra2011"), 20_000, 1).results
    assert operated[0].predicted.value > clinic[0].predicted.value + 0.1
    assert operated[1].predicted.value < clinic[1].predicted.value - 0.1
