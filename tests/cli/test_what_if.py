"""``assess --what-if``: before and after on one page, in 80 columns, and as a document."""

import json

import pytest
from jsonschema import Draft202012Validator

from sciatic.assessment.comparison_schema import what_if_schema
from sciatic.cli.terminal import Ink
from sciatic.cli.what_if_text import render

CASE = "examples/s1_disc.json"
SADDLE = ("--what-if", "saddle_numbness=yes", "--what-if", "timing.saddle_numbness.since_days=2")


def test_before_and_after_stand_on_one_page_of_80_columns(sciatic):
    told = sciatic("assess", CASE, "--what-if", "reflex.right.achilles_reflex=absent")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0] == "What if Ankle jerk, right: absent (was not known)"
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in told.stdout
    assert "= as urgent as before" in told.stdout
    row = next(line for line in lines if line.startswith("  S1 right"))
    assert "→" in row
    assert "▲ +" in row
    assert "Ankle jerk, right: absent (new): +0.0 → +" in told.stdout


def test_several_changes_and_the_rule_that_moved_the_rung(sciatic):
    told = sciatic("assess", CASE, *SADDLE).stdout
    assert "What if Saddle numbness, days since it began: 2 (was not known)" in told
    assert "▲ 2 rungs more urgent" in told
    assert "+ RF001 (emergency_now) holds now, and moved it: saddle_numbness" in told


def test_the_rung_to_act_on_may_move_without_a_rule(sciatic):
    told = sciatic("assess", CASE, "--what-if", "timing.leg_pain.right.since_days=3").stdout
    assert "▲ 1 rung more urgent" in told
    assert "No rule moved it." in told


def test_an_unchanged_answer_says_so(sciatic):
    told = sciatic("assess", CASE, "--what-if", "back_pain=yes").stdout
    assert "What if Low back pain: yes already" in told
    assert "The case says so already: nothing changes." in told


def test_the_document_is_what_its_schema_says_and_the_pieces_are_assessments(sciatic):
    told = json.loads(sciatic("assess", CASE, *SADDLE, "--format", "json").stdout)
    assert [one.message for one in Draft202012Validator(what_if_schema()).iter_errors(told)] == []
    alone = json.loads(sciatic("assess", CASE, "--format", "json").stdout)
    assert told["before"] == {part: alone[part] for part in told["before"]}


def test_the_setting_holds_for_both(sciatic):
    more = ("--format", "json", "--setting", "emergency")
    told = json.loads(sciatic("assess", CASE, *SADDLE, *more).stdout)
    alone = json.loads(sciatic("assess", CASE, *more).stdout)
    assert told["before"]["conditions"] == alone["conditions"]


def test_an_answer_can_be_taken_away(sciatic):
    told = sciatic("assess", CASE, "--what-if", "age_years=unknown")
    assert told.returncode == 0, told.stderr
    assert "What if Age: not known (was 38)" in told.stdout
    assert "Age: 38 (no longer there)" in told.stdout


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("timing.saddle_numbness=3", "write timing.saddle_numbness.since_days=3"),
        ("timing.leg_pain.right.since=3", "Known: since_days, course"),
        ("timing.leg_pain.right.since_days=soon", "'soon' is not a number"),
        ("timing.leg_pain.right.course=odd", "improving, stable"),
        ("person.age_years=200", "a whole number from 0 to 120"),
        ("chart.left.toe5_dorsal=numm", "numb, tingling"),
    ],
)
def test_a_bad_change_is_refused_with_what_would_be_right(change, message, sciatic):
    told = sciatic("assess", CASE, "--what-if", change)
    assert told.returncode == 2
    assert told.stdout == ""
    assert message in told.stderr


def test_colour_changes_no_word(sciatic):
    told = json.loads(sciatic("assess", CASE, *SADDLE, "--format", "json").stdout)
    plain, coloured = render(told, Ink(False)), render(told, Ink(True))
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m"):
        coloured = coloured.replace(code, "")
    assert [line.rstrip() for line in coloured.splitlines()] == plain.splitlines()
