"""Rules over findings hold of the right people."""

import numpy as np
import pytest

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
    ],
)
def test_what_is_no_rule_is_refused(rule, message):
    with pytest.raises(ValueError, match=message):
        read_rule(rule, {})
