"""Rules over findings hold of the right people."""

import numpy as np
import pytest

from sciatic.errors import SciaticError
from sciatic.simulate import Population, draw
from sciatic.simulate.rules import read_rule

FEVER = {"path": "fever", "is": True}
UNWELL = {"path": "unwell", "is": True}
OLD = {"path": "age_years", "from": 60}
PEOPLE = draw(3000, 1, Population(), ["fever", "unwell", "age_years", "sex"])
HOT, ILL = PEOPLE.has("fever", [True]), PEOPLE.has("unwell", [True])
AGED = PEOPLE.number("age_years") >= 60


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FEVER, HOT),
        (OLD, AGED),
        ({"path": "age_years", "from": 30, "below": 60},
         (PEOPLE.number("age_years") >= 30) & ~AGED),
        ({"path": "sex", "is": ["female", "male"]}, ~PEOPLE.has("sex", ["other"])),
        ({"any": [FEVER, OLD]}, HOT | AGED),
        ({"all": [FEVER, UNWELL]}, HOT & ILL),
        ({"none": [FEVER, UNWELL]}, ~HOT & ~ILL),
        ({"all": [{"none": [FEVER]}, "old"]}, ~HOT & AGED),
        ({"count": [FEVER, UNWELL, OLD], "at_least": 2},
         HOT.astype(int) + ILL + AGED >= 2),
        ({"score": [{**FEVER, "points": 3}, {"rule": "old", "points": -1}], "at_least": 2},
         3 * HOT - 1 * AGED >= 2),
    ],
)  # fmt: skip
def test_a_rule_holds_of_the_right_people(rule, expected):
    assert 0 < expected.sum() <= len(PEOPLE)
    read = read_rule(rule, {"old": read_rule(OLD, {})})
    assert np.array_equal(read.holds(PEOPLE), expected)
    assert set(read.paths()) <= set(PEOPLE.answers)


def test_a_score_keeps_its_points():
    rule = read_rule({"score": [{**FEVER, "points": 3}, UNWELL]}, {})
    assert np.array_equal(rule.score(PEOPLE), 3.0 * HOT + ILL)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("slr", "no rule is named 'slr'"),
        (7, "7 is no rule"),
        ({"path": "fever"}, "write the answers that count"),
        ({"path": "fever", "is": True, "from": 3}, "write the answers that count"),
        ({"path": "age_years", "from": "old"}, "from is 'old'; write a number"),
        ({"any": []}, "any needs a list of rules"),
        ({"any": [FEVER], "all": [FEVER]}, "can't have all, any together"),
        ({"count": [FEVER], "at_least": True}, "at_least is True; write a number"),
        ({"most": [FEVER]}, "can't have most together"),
        ({"score_of": FEVER, "from": 1}, "write a score"),
        ({"score_of": {"count": [FEVER]}}, "or a quarter alone"),
        ({"score_of": {"count": [FEVER]}, "quarter": 1, "from": 1}, "or a quarter alone"),
        ({"score_of": {"count": [FEVER]}, "quarter": 5}, "quarter is 5"),
        ({"regression": []}, "regression needs a list of rules"),
    ],
)
def test_what_is_no_rule_is_refused(rule, message):
    with pytest.raises(ValueError, match=message):
        read_rule(rule, {})


def test_a_band_of_a_score_holds_between_its_ends():
    points = {"score": [{**FEVER, "points": 3}, UNWELL]}
    told = 3.0 * HOT + ILL
    band = read_rule({"score_of": points, "from": 1, "below": 4}, {})
    assert np.array_equal(band.holds(PEOPLE), (told >= 1) & (told < 4))
    assert np.array_equal(band.score(PEOPLE), band.holds(PEOPLE).astype(float))
    assert list(band.paths()) == ["fever", "unwell"]


def test_quarters_share_the_people_out_by_their_score():
    ages = {"score": [{"path": "age_years", "from": 10 * one} for one in range(1, 10)]}
    quarters = [
        read_rule({"score_of": ages, "quarter": one}, {}).holds(PEOPLE) for one in (1, 2, 3, 4)
    ]
    assert np.array_equal(np.sum(quarters, axis=0), np.ones(len(PEOPLE)))
    means = [PEOPLE.number("age_years")[one].mean() for one in quarters]
    assert means == sorted(means)
    assert quarters[0].mean() >= 0.25


def test_a_regression_finds_the_odds_ratio_of_one_finding():
    """By hand: with one finding its points are the log odds ratio of the four-fold table."""
    fitted = read_rule({"regression": [OLD]}, {}).fitted(PEOPLE, HOT)
    a, b = (HOT & AGED).sum(), (~HOT & AGED).sum()
    c, d = (HOT & ~AGED).sum(), (~HOT & ~AGED).sum()
    assert fitted.points[0] == pytest.approx(np.log(a * d / (b * c)), abs=0.01)


def test_a_regression_is_cut_where_the_truth_is_as_common_as_over_all():
    fitted = read_rule({"regression": [OLD, UNWELL]}, {}).fitted(PEOPLE, HOT)
    positive = fitted.holds(PEOPLE)
    assert 0 < positive.sum() < len(PEOPLE)
    assert HOT[positive].mean() > HOT.mean() > HOT[~positive].mean()


def test_a_finding_that_everybody_has_leaves_the_points_finite():
    everybody = {"path": "age_years", "from": 0}
    fitted = read_rule({"regression": [everybody, FEVER]}, {}).fitted(PEOPLE, HOT)
    assert np.isfinite(fitted.points).all()


def test_a_regression_inside_a_rule_is_refused():
    nested = read_rule({"any": [{"regression": [FEVER]}]}, {})
    with pytest.raises(SciaticError, match="can't stand inside a rule"):
        nested.holds(PEOPLE)
