"""The ranking of parameters by how far they move an average answer."""

from __future__ import annotations

import numpy as np
import pytest
from small_cases import case_of

from sciatic.findings.parameters import parameters
from sciatic.simulate.sensitivity import drawn_cases, kept, rebuilt, sensitivity, spread


def test_a_made_up_answer_is_ranked_as_it_moves():
    start = {name: parameters()[name] for name in ("noise", "atypical", "numb_gain")}

    def posteriors(values):
        moved = 0.1 * ("atypical" in values) + 0.02 * ("noise" in values)
        return np.array([[0.7 - moved, 0.3 + moved], [0.5, 0.5]])

    found = sensitivity(posteriors, start)
    assert [one.parameter for one in found] == ["atypical", "noise", "numb_gain"]
    assert found[0].whole == pytest.approx(0.05)
    assert found[0].first == pytest.approx(0.05)
    assert found[0].most == pytest.approx(0.1)
    assert found[2].whole == 0.0


def test_only_what_a_case_shows_moves_it():
    case = case_of({"reflex.left.achilles_reflex": "absent", "age_years": 40})
    first, last = sensitivity(rebuilt([case]), ["sacral_bowel", "reflex_absent_base"])
    assert first.parameter == "reflex_absent_base"
    assert first.whole > 1e-4
    assert last.whole == 0.0


def test_spreads_are_on_the_scale_of_the_number():
    assert spread("straight_leg_raise_positive_below")[1] == "log"
    assert spread("strength_cut_4")[1] == "logit"
    for name in parameters():
        seen, _, sd = spread(name)
        assert seen
        assert sd > 0


def test_drawn_cases_are_seeded():
    one, two = drawn_cases(2, 1), drawn_cases(2, 1)
    assert [case.to_dict() for case in one] == [case.to_dict() for case in two]
    assert one[0].to_dict() != one[1].to_dict()


def test_the_kept_ranking_holds_every_parameter():
    ranking = kept()
    assert {one.parameter for one in ranking} == set(parameters())
    assert [one.whole for one in ranking] == sorted((one.whole for one in ranking), reverse=True)
