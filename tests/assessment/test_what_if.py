"""Before and after are two assessments, and what is said of them adds up."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sciatic import CaseError, Timing, UnknownTermError, assess, load_case
from sciatic.assessment import what_if
from sciatic.assessment.comparison import SUMMARY
from sciatic.assessment.comparison_schema import what_if_schema

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    "s1": ROOT / "examples" / "s1_disc.json",
    "stenosis": ROOT / "examples" / "stenosis.toml",
    "cauda": ROOT / "examples" / "cauda_equina.json",
}
CHANGES = [
    ("s1", {"reflex.right.achilles_reflex": "absent"}),
    ("s1", {"saddle_numbness": True, "timing.saddle_numbness.since_days": 2}),
    ("s1", {"age_years": 71}),
    ("s1", {"chart.right.toe5_dorsal": None, "chart.right.web1": "numb"}),
    ("stenosis", {"fever": True, "unwell": True}),
    ("cauda", {"bladder_retention": False}),
]
SWAPPED = {"left": "right", "right": "left"}
SCHEMA = Draft202012Validator(what_if_schema())
cases = pytest.mark.parametrize(("name", "changes"), CHANGES, ids=lambda one: str(one)[:40])


@cache
def _known(name):
    return load_case(EXAMPLES[name])


def mirrored(word):
    return ".".join(SWAPPED.get(part, part) for part in word.split("."))


@cases
def test_before_and_after_are_the_two_assessments(name, changes):
    told = what_if(EXAMPLES[name], changes).to_dict()
    case = _known(name)
    changed = case
    for path, value in changes.items():
        changed = changed.with_answer(path, value)
    for key, one in (("before", case), ("after", changed)):
        whole = assess(one).to_dict()
        assert told[key] == {part: whole[part] for part in SUMMARY}


@cases
def test_the_document_is_what_its_schema_says(name, changes):
    document = what_if(EXAMPLES[name], changes).to_dict()
    assert [error.message for error in SCHEMA.iter_errors(document)] == []
    assert json.loads(json.dumps(document)) == document


@cases
def test_the_decibans_of_the_findings_add_up_to_those_of_the_whole(name, changes):
    told = what_if(EXAMPLES[name], changes)
    assert told.shifts
    for shift in told.shifts:
        whole = shift.log_odds_after - shift.log_odds_before
        assert sum(row.change for row in shift.findings) == pytest.approx(whole, abs=1e-6)
        assert any(row.answer_changed for row in shift.findings)
        assert all(row.sources for row in shift.findings)


@cases
def test_the_changes_of_the_chances_are_those_of_the_assessments(name, changes):
    told = what_if(EXAMPLES[name], changes)
    then, now = dict(told.before.conditions), dict(told.after.conditions)
    assert {one.name: (one.before, one.after) for one in told.conditions} == {
        condition: (then[condition], now[condition]) for condition in then
    }
    assert sum(one.change for one in told.conditions) == pytest.approx(0)
    was = {(side, root): p for side, root, p, _ in told.before.roots}
    for one in told.roots:
        assert was.get((one.side, one.name), one.before) == one.before
    sizes = [abs(one.change) for one in told.roots]
    assert sizes == pytest.approx(sorted(sizes, reverse=True))


@cases
def test_the_mirror_image_has_the_mirrored_differences(name, changes):
    told = what_if(_known(name), changes).to_dict()["differences"]
    other = what_if(
        _known(name).mirrored(), {mirrored(path): value for path, value in changes.items()}
    ).to_dict()["differences"]
    for part, key in (("conditions", "id"), ("roots", "root"), ("levels", "level")):
        here = {(row[key], row.get("side")): row["change"] for row in told[part]}
        there = {
            (row[key], SWAPPED.get(row.get("side"), row.get("side"))): row["change"]
            for row in other[part]
        }
        for one in here.keys() & there.keys():
            assert here[one] == pytest.approx(there[one], abs=1e-9)
        assert len(here.keys() ^ there.keys()) == 0
    for rung in ("level", "act_on", "moved_by"):
        assert told["urgency"][rung] == other["urgency"][rung]
    for part in ("flags_opened", "flags_closed"):
        assert set(told["urgency"][part]) == set(map(mirrored, other["urgency"][part]))


def test_a_red_flag_moves_the_rung_and_the_rule_is_named():
    urgency = what_if(EXAMPLES["s1"], {"saddle_numbness": True}).to_dict()["differences"]["urgency"]
    assert urgency["level"] == {"before": "routine", "after": "emergency_now", "steps": 3}
    assert urgency["act_on"]["steps"] == 2
    assert urgency["moved_by"] == ["RF001"]
    assert "RF034" not in {row["rule"] for row in urgency["rules_removed"]}, "hidden, not gone"


def test_a_flag_taken_back_moves_the_rung_down_by_the_same_rule():
    flagged = _known("s1").with_answer("saddle_numbness", True)
    told = what_if(flagged, {"saddle_numbness": None}).to_dict()
    urgency = told["differences"]["urgency"]
    assert urgency["level"]["steps"] == -3
    assert urgency["moved_by"] == ["RF001"]
    assert told["changes"] == [
        {"path": "saddle_numbness", "before": True, "after": None, "unchanged": False}
    ]


def test_an_answer_that_is_there_already_changes_nothing_and_says_so():
    told = what_if(EXAMPLES["s1"], {"back_pain": True})
    document = told.to_dict()
    assert document["unchanged"] is True
    assert document["before"] == document["after"]
    assert document["differences"]["reasons"] == []
    assert all(one.change == 0 for one in told.conditions)


def test_a_patch_that_is_numb_and_painful_keeps_each_share():
    both = _known("s1").with_answer("chart.right.web1", ["numb", "pain"])
    told = what_if(both, {"chart.right.web1": "pain"})
    for shift in told.shifts:
        whole = shift.log_odds_after - shift.log_odds_before
        assert sum(row.change for row in shift.findings) == pytest.approx(whole, abs=1e-6)


def test_answers_are_changed_together():
    unsure = load_case({"schema": "sciatic.case/1", "history": {"leg_pain": {"unsure": True}}})
    told = what_if(unsure, {"leg_pain.left": True, "leg_pain.unsure": None})
    assert dict(told.after.case.sides("leg_pain")) == {"left": True}


def test_a_date_and_a_course_can_be_changed():
    told = what_if(
        EXAMPLES["s1"],
        {"timing.leg_pain.right.since_days": 3, "timing.leg_pain.right.course": "worsening"},
    )
    assert told.after.case.timing["leg_pain.right"] == Timing(3, "worsening")
    assert told.to_dict()["differences"]["urgency"]["act_on"]["steps"] == 1


@pytest.mark.parametrize(
    ("path", "value", "error", "message"),
    [
        ("fevr", True, UnknownTermError, "fever"),
        ("timing.leg_pain.since_days", 3, UnknownTermError, "left, right, unsure"),
        ("timing.leg_pain.left.since", 3, UnknownTermError, "since_days, course"),
        ("timing", 3, UnknownTermError, "timing.leg_pain.left"),
        ("timing.duration_days.since_days", 3, CaseError, "dates the whole episode"),
        ("timing.leg_pain.left.course", "odd", CaseError, "worsening"),
        ("age_years", 200, CaseError, "0 to 120"),
    ],
)
def test_a_bad_path_or_value_is_refused_with_what_would_be_right(path, value, error, message):
    with pytest.raises(error, match=message):
        what_if(EXAMPLES["s1"], {path: value})
