"""The baselines are what they claim: proper probabilities, and the textbook answer to a textbook
picture. Were they broken, beating them would show nothing."""

import json
from pathlib import Path

import pytest

from benchmarks.baselines import lookup, naive_bayes
from benchmarks.baselines.picture import picture
from sciatic.assessment.evaluation import evaluate

CASES = Path(__file__).resolve().parents[1] / "clinical" / "cases"
METHODS = (lookup, naive_bayes)

S1_DISC = {
    "person": {"age_years": 38},
    "history": {"back_pain": True, "leg_pain": {"left": True}, "pain_below_knee": {"left": True}},
    "chart": {"marks": [{"side": "left", "region": "toe5_dorsal", "sensation": "numb"}]},
    "exam": {"reflex": {"left": {"achilles_reflex": "absent"}, "right": {"patellar": "normal"}}},
}
CAUDA = {
    "history": {"saddle_numbness": True, "bladder_retention": True, "leg_pain": {"left": True}},
}
CLAUDICATION = {
    "person": {"age_years": 71},
    "history": {
        "leg_pain": {"left": True, "right": True},
        "worse_walking": True,
        "relieved_sitting": True,
    },
}
NEUROPATHY = {
    "person": {"age_years": 66},
    "history": {"diabetes": True, "worse_night_feet": True, "duration_days": 900},
    "chart": {
        "marks": [
            {"side": side, "region": region, "sensation": "numb"}
            for side in ("left", "right")
            for region in ("toe1_dorsal", "toe5_dorsal", "sole_central")
        ]
    },
}


@pytest.mark.parametrize("method", METHODS, ids=["look-up", "naive Bayes"])
@pytest.mark.parametrize(
    ("case", "cause"),
    [
        (S1_DISC, "disc_herniation"),
        (CAUDA, "cauda_equina_syndrome"),
        (CLAUDICATION, "spinal_stenosis"),
        (NEUROPATHY, "polyneuropathy"),
        ({"history": {"back_pain": True, "fever": True, "unwell": True}}, "spinal_infection"),
    ],
)
def test_a_textbook_picture_gets_the_textbook_answer(method, case, cause):
    assert method.assess(case)["conditions"][0]["id"] == cause


@pytest.mark.parametrize("method", METHODS, ids=["look-up", "naive Bayes"])
def test_all_21_conditions_share_the_probability(method):
    for case in (S1_DISC, CAUDA, {}):
        found = method.assess(case)["conditions"]
        assert len({row["id"] for row in found}) == 21
        assert sum(row["probability"] for row in found) == pytest.approx(1)


@pytest.mark.parametrize("method", METHODS, ids=["look-up", "naive Bayes"])
def test_the_textbook_chart_names_the_root_and_its_side(method):
    assert method.assess(S1_DISC)["roots"][0]["root"] == "S1"
    assert method.assess(S1_DISC)["roots"][0]["side"] == "left"


def test_an_unknown_finding_is_no_finding():
    assert naive_bayes.coarse(picture({})) == {}
    assert naive_bayes.history(picture({"history": {"fever": "not_sure"}})) == {}


def test_every_coarse_table_sums_to_one():
    for finding, values in naive_bayes.coarse_table().items():
        if finding != "prior":
            for condition in next(iter(values.values())):
                total = sum(row[condition] for row in values.values())
                assert total == pytest.approx(1), (finding, condition)


@pytest.mark.parametrize("method", METHODS, ids=["look-up", "naive Bayes"])
def test_they_are_strong_on_the_development_cases(method):
    """A baseline that is easy to beat shows nothing."""
    found = evaluate(CASES, lambda path: method.assess(json.loads(path.read_text("utf-8"))))
    assert not found.failures
    assert found.first.hits >= 30
    assert found.in_three.hits >= 35
