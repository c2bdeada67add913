"""The outcomes of a question are those of the assessments with each answer."""

from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sciatic import assess
from sciatic.assessment.outcomes import outcomes, with_outcomes
from sciatic.assessment.schema import assessment_schema

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    "s1": ROOT / "examples" / "s1_disc.json",
    "stenosis": ROOT / "examples" / "stenosis.toml",
    "cauda": ROOT / "examples" / "cauda_equina.json",
}
QUESTIONS = [
    ("s1", "strength.right.tibialis_anterior"),
    ("s1", "saddle_numbness"),
    ("s1", "leg_pain.left"),
    ("s1", "chart.left.toe5_dorsal"),
    ("stenosis", "relieved_standing_still"),
    ("stenosis", "temperature_c"),
    ("stenosis", "post_void_residual_ml"),
    ("stenosis", "hours_without_urine"),
    ("cauda", "fever"),
]
asked = pytest.mark.parametrize(("name", "path"), QUESTIONS)
SWAPPED = {"left": "right", "right": "left"}


@cache
def told(name, setting=None):
    return assess(EXAMPLES[name], setting)


@asked
def test_each_outcome_is_that_of_the_assessment_with_the_answer(name, path):
    now = told(name)
    (one,) = outcomes(now, [path])
    assert len(one.answers) >= 2
    for answer in one.answers:
        after = assess(now.case.with_answer(path, answer.value))
        assert (answer.condition, answer.probability) == after.conditions[0]
        assert (answer.level, answer.act_on) == (after.urgency.level, after.urgency.act_on)
    rungs = {answer.act_on for answer in one.answers} - {now.urgency.act_on}
    causes = {answer.condition for answer in one.answers} - {now.conditions[0][0]}
    assert one.would_change_urgency == bool(rungs)
    assert one.would_change_first_cause == bool(causes)


@asked
def test_the_chances_of_the_answers_sum_to_one_or_are_not_told(name, path):
    (one,) = outcomes(told(name), [path])
    chances = [answer.chance for answer in one.answers]
    assert chances == [None] * len(chances) or sum(chances) == pytest.approx(1)


def test_the_answers_average_to_what_holds_now():
    now = told("s1")
    (one,) = outcomes(now, ["saddle_numbness"])
    after = [
        dict(assess(now.case.with_answer("saddle_numbness", answer.value)).conditions)
        for answer in one.answers
    ]
    for condition, p in now.conditions:
        mean = sum(
            answer.chance * chances[condition]
            for answer, chances in zip(one.answers, after, strict=True)
        )
        assert mean == pytest.approx(p, abs=1e-9)


def test_a_red_flag_would_change_the_urgency():
    (one,) = outcomes(told("s1"), ["saddle_numbness"])
    assert one.would_change_urgency
    assert one.answers[0].act_on == "emergency_now"


def test_the_setting_holds_for_the_outcomes():
    now = told("stenosis", "emergency")
    (one,) = outcomes(now, ["fever"])
    after = assess(now.case.with_answer("fever", True), "emergency")
    assert one.answers[0].probability == after.conditions[0][1]


def test_the_mirror_image_has_the_mirrored_outcomes():
    now = told("s1")
    other = assess(now.case.mirrored())
    (one,) = outcomes(now, ["reflex.right.achilles_reflex"])
    (two,) = outcomes(other, ["reflex.left.achilles_reflex"])
    for here, there in zip(one.answers, two.answers, strict=True):
        assert (here.answer, here.condition, here.act_on) == (
            there.answer,
            there.condition,
            there.act_on,
        )
        assert here.probability == pytest.approx(there.probability, abs=1e-9)
        assert here.chance == pytest.approx(there.chance, abs=1e-9)


def test_every_question_of_the_document_has_outcomes_where_they_are_asked_for():
    document = with_outcomes(told("cauda"))
    assert all(row["outcomes"]["answers"] for row in document["next_questions"])
    schema = Draft202012Validator(assessment_schema())
    assert [error.message for error in schema.iter_errors(document)] == []
    assert not any("outcomes" in row for row in told("cauda").to_dict()["next_questions"])
