"""The reasons of any cause add up to its odds."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from sciatic.assessment import assess
from sciatic.assessment.for_and_against import for_and_against

CASE = Path(__file__).parents[2] / "examples" / "cauda_equina.json"


def test_prior_and_shares_add_up_to_the_posterior_odds_of_each_cause() -> None:
    found = assess(CASE)
    chances = dict(found.conditions[:4])
    for row in for_and_against(found.found, list(chances)):
        total = row.prior + sum(share for _, share in (*row.supporting, *row.opposing))
        p = chances[row.condition]
        assert total == pytest.approx(log(p / (1 - p)), abs=1e-6)


def test_of_the_leading_cause_they_are_those_of_the_assessment() -> None:
    found = assess(CASE)
    leading = found.conditions[0][0]
    (row,) = for_and_against(found.found, [leading])
    told = {
        one.finding: one.log_odds
        for one in found.reasons
        if one.favours == f"condition:{leading}" and one.finding != "prior" and one.log_odds
    }
    assert dict((*row.supporting, *row.opposing)) == pytest.approx(told)


def test_what_supports_comes_strongest_first_and_never_opposes() -> None:
    found = assess(CASE)
    for row in for_and_against(found.found, [name for name, _ in found.conditions[:3]]):
        supporting = [share for _, share in row.supporting]
        opposing = [share for _, share in row.opposing]
        assert supporting == sorted(supporting, reverse=True)
        assert opposing == sorted(opposing)
        assert all(share > 0 for share in supporting)
        assert all(share < 0 for share in opposing)
