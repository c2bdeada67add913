"""``assess --outcomes``: what each answer would change, in a few lines and in the document."""

import json

from sciatic.cli.outcomes_text import could_change, outcome_lines
from sciatic.cli.terminal import Ink

CASE = "examples/stenosis.toml"


def answers(*rows, urgency=False, cause=False):
    keys = ("answer", "chance", "condition", "probability", "act_on")
    return {
        "would_change_urgency": urgency,
        "would_change_first_cause": cause,
        "answers": [dict(zip(keys, row, strict=True)) for row in rows],
    }


def lines(outcomes):
    told = outcome_lines(outcomes, Ink(False))
    return [line.strip().replace("\u00a0", " ") for line in told]


def test_answers_that_lead_to_the_same_stand_together():
    rows = [
        (str(grade), 0.1, "disc_herniation", 0.5 + grade / 20, "same_day") for grade in range(4)
    ]
    rows.append(("4", 0.6, "plexopathy", 0.5, "routine"))
    assert lines(answers(*rows, urgency=True, cause=True)) == [
        "if 0 to 3 (40 %): disc herniation 50 to 65 %, same_day",
        "if 4 (60 %): plexopathy 50 %, routine",
        "→ would change the urgency, would change the first cause",
    ]


def test_where_nothing_changes_one_line_says_so():
    rows = [("yes", 0.5, "other", 0.5, "routine"), ("no", 0.5, "other", 0.5, "routine")]
    assert lines(answers(*rows)) == ["whatever is found: other 50 %, routine"]


def test_bands_of_a_number_are_joined():
    rows = [
        ("under 5", None, "other", 0.5, "same_day"),
        ("5 to 9", None, "other", 0.5, "same_day"),
        ("9 to 12", None, "other", 0.5, "routine"),
        ("12 to 20", None, "other", 0.5, "routine"),
        ("20 to 30", None, "other", 0.5, "same_day"),
        ("30 or more", None, "other", 0.5, "same_day"),
    ]
    assert [line.partition(":")[0] for line in lines(answers(*rows, urgency=True))[:3]] == [
        "if under 9",
        "if 9 to 20",
        "if 20 or more",
    ]


def test_the_page_says_what_each_answer_would_change(sciatic):
    told = sciatic("assess", CASE, "--outcomes")
    assert told.returncode == 0, told.stderr
    assert max(map(len, told.stdout.splitlines())) <= 80
    assert "if yes (" in told.stdout
    assert "→ would change the first cause" in told.stdout
    assert "would change the first cause" not in sciatic("assess", CASE).stdout


def test_the_document_has_the_outcomes(sciatic):
    told = json.loads(sciatic("assess", CASE, "--format", "json", "--outcomes").stdout)
    assert all(row["outcomes"]["answers"] for row in told["next_questions"])


def test_outcomes_do_not_go_with_a_what_if(sciatic):
    told = sciatic("assess", CASE, "--outcomes", "--what-if", "fever=yes")
    assert told.returncode == 2
    assert "--outcomes" in told.stderr


def test_what_is_at_stake_is_said_without_saying_which_answer_leads_there():
    both = {
        "would_change_urgency": True,
        "would_change_first_cause": True,
    }
    assert could_change(both) == [
        "  The answer could change how soon you need help and which cause fits best."
    ]
    assert could_change({"would_change_urgency": False, "would_change_first_cause": False}) == []
