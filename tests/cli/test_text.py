"""The page for the person: what to do comes first, nothing soothes, nothing is too wide."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sciatic.cli.terminal import WIDTH, Ink
from sciatic.cli.text import render
from sciatic.findings import vocabulary

PLAIN = Ink(False)
Document = dict[str, Any]
SOOTHING = re.compile(
    r"don't worry|do not worry|nothing serious|harmless|you are (?:fine|safe)|all clear|"
    r"no danger|you have (?:a )?(?:herniat|slipped|stenosis|sciatica|cancer)",
    re.IGNORECASE,
)
FIRST_LINES = {
    "emergency_now": "Go to hospital now, or call 112",
    "same_day": "Speak to a doctor today",
    "within_2_weeks": "Get an appointment within 2 weeks",
    "routine": "Book a routine appointment",
    "self_care": "You can look after this yourself for now",
}


def settled(document: Document, level: str) -> Document:
    """The same assessment with every red flag answered."""
    answered = {"level": level, "unanswered_red_flags": [], "reassurance_blocked": False}
    document["urgency"] |= answered | {"until_answered": None}
    return document


@pytest.mark.parametrize("level", FIRST_LINES)
def test_the_first_line_says_what_to_do(level: str, assessment: Document) -> None:
    page = render(settled(assessment, level), PLAIN)
    assert page.split("\n")[0].startswith(FIRST_LINES[level])


def test_an_accident_says_call_and_stay_still(assessment: Document) -> None:
    document = settled(assessment, "emergency_now")
    first = render(document, PLAIN, call=(True, True)).split("\n")[0]
    assert first == "Call 112, 999 or 911 now. Stay still"


def test_a_cold_foot_says_call(assessment: Document) -> None:
    document = settled(assessment, "emergency_now")
    first = render(document, PLAIN, call=(True, False)).split("\n")[0]
    assert first == "Call 112, 999 or 911 now"


def test_the_first_line_calls_where_the_advice_does(assessment: Document) -> None:
    document = settled(assessment, "emergency_now")
    document["guidance"]["do"] = [{"id": "call_ambulance", "text": "Call.", "sources": []}]
    assert render(document, PLAIN).startswith("Call 112, 999 or 911 now\n")


def test_open_questions_come_first_with_what_to_do_until_then(assessment: Document) -> None:
    lines = render(assessment, PLAIN).split("\n")
    asked = len(assessment["urgency"]["unanswered_red_flags"])
    assert (
        lines[0] == f"First, answer these {asked} questions. If you can't: speak to a doctor today"
    )
    assert lines[2] == "  1. Have you lost the feeling of a full bladder, or of urine passing?"
    assert f"and {asked - 5} more" in "\n".join(lines[:12])


def test_open_questions_without_a_higher_rung_say_the_level(assessment: Document) -> None:
    assessment["urgency"] |= {"level": "same_day", "until_answered": None}
    first = render(assessment, PLAIN).split("\n")[0]
    assert first.endswith("If you can't: speak to a doctor today")


def test_a_long_first_line_breaks_between_its_sentences(assessment: Document) -> None:
    assessment["urgency"]["until_answered"] = "within_2_weeks"
    names = list(vocabulary())[2:60]
    assessment["urgency"]["unanswered_red_flags"] = names
    first, second, *_ = render(assessment, PLAIN).split("\n")
    assert first == f"First, answer these {len(names)} questions."
    assert second == "If you can't: get an appointment within 2 weeks"


def test_left_and_right_are_one_question(assessment: Document) -> None:
    flags = ["cold_pale_foot.left", "cold_pale_foot.right", "fever"]
    assessment["urgency"]["unanswered_red_flags"] = flags
    assert render(assessment, PLAIN).startswith("First, answer these 2 questions.")


def test_one_open_question_is_one(assessment: Document) -> None:
    assessment["urgency"]["unanswered_red_flags"] = ["fever"]
    assert render(assessment, PLAIN).startswith("First, answer this question.")


def test_nothing_soothes(assessment: Document) -> None:
    assert not SOOTHING.search(render(assessment, PLAIN))


def test_the_order_is_always_the_same(assessment: Document) -> None:
    page = render(assessment, PLAIN, "  drawn here")
    places = [
        page.index(part)
        for part in (
            "First, answer",
            "\nWhy",
            "\nWhat is probably going on",
            "drawn here",
            "\nWhat to do today",
            "\nWhat to avoid",
            "\nGo to hospital at once if",
            "\nFor the clinician",
            "\nReasons",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("level", FIRST_LINES)
def test_no_line_is_wider_than_the_page(level: str, assessment: Document) -> None:
    for line in render(settled(assessment, level), PLAIN).split("\n"):
        assert len(line) <= WIDTH, line


def test_colour_changes_no_word(assessment: Document) -> None:
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", render(assessment, Ink(True)))
    lines = [line.rstrip() for line in coloured.split("\n")]
    assert lines == render(assessment, PLAIN).split("\n")


def test_chances_are_whole_people_of_ten(assessment: Document) -> None:
    page = render(assessment, PLAIN)
    told = [int(count) for count in re.findall(r"^  [●○]{10}  +(\d+)", page, re.MULTILINE)]
    assert sum(told) == 10
    figures = re.findall(r"^  ([●○]{10}) ", page, re.MULTILINE)
    assert [figure.count("●") for figure in figures] == told


def test_two_close_causes_are_said_to_be_close(assessment: Document) -> None:
    one, two = assessment["conditions"][:2]
    one["probability"], two["probability"] = 0.46, 0.42
    page = render(assessment, PLAIN)
    assert "can't be told apart" in page
    assert "What would tell most:" in page


def close_with(assessment: Document, *who: str) -> str:
    one, two = assessment["conditions"][:2]
    one["probability"], two["probability"] = 0.46, 0.42
    names = {"clinician": "reflex.left.patellar", "patient": "worse_cough_sneeze"}
    told = {"expected_bits": 0.3, "would_change": ""}
    assessment["next_questions"] = [{"finding": names[one], "who": one, **told} for one in who]
    return render(assessment, PLAIN).partition("For the clinician")[0]


def test_a_person_is_asked_what_a_person_can_answer(assessment: Document) -> None:
    assert "What would tell most: Does a cough" in close_with(assessment, "clinician", "patient")
    assert "What would tell most" not in close_with(assessment, "clinician")


def test_in_an_emergency_nothing_more_is_asked(assessment: Document) -> None:
    assessment["urgency"]["level"] = "emergency_now"
    assert "What would tell most" not in close_with(assessment, "patient")


def test_a_reflex_that_everyone_tests_stands_for_one_that_few_test(assessment: Document) -> None:
    assessment["next_questions"] = [
        {"finding": f"reflex.left.{name}", "who": "clinician", "expected_bits": bits,
         "would_change": ""}
        for name, bits in (("cremasteric", 0.71), ("adductor", 0.7), ("patellar", 0.69))
    ]  # fmt: skip
    page = render(assessment, PLAIN)
    assert "Knee jerk, left" in page
    assert "Cremasteric" not in page


def test_a_rung_without_a_finding_rests_on_all_answers(assessment: Document) -> None:
    reason = {"rule": "RF094", "text": "All answered.", "findings": [], "sources": []}
    assessment["urgency"] |= {
        "level": "self_care",
        "reasons": [reason],
        "reassurance_blocked": False,
        "unanswered_red_flags": [],
        "until_answered": None,
    }
    assert "RF094: the answers as a whole" in render(assessment, PLAIN)


def test_a_clear_cause_is_not_called_close(assessment: Document) -> None:
    assert "can't be told apart" not in render(assessment, PLAIN)


def test_the_clinician_sees_decibans_that_add_up(assessment: Document) -> None:
    page = render(assessment, PLAIN)
    total = float(re.search(r"disc herniation against all else: ([+-][\d.]+)", page).group(1))  # type: ignore[union-attr]
    rows = [row for row in assessment["reasons"] if row["favours"].startswith("condition")]
    assert total == pytest.approx(4.343 * sum(row["log_odds"] for row in rows), abs=0.06)


def test_predicted_and_reported_skin_stand_side_by_side(assessment: Document) -> None:
    page = render(assessment, PLAIN)
    assert re.search(r"Dorsum of foot, lateral third +70 % \S+ +both", page)
    assert re.search(r"Lateral border of foot +78 % \S+ +model", page)


def test_skin_that_only_the_person_feels_is_listed_too(assessment: Document) -> None:
    numb = {"finding": "chart.right.web1=numb", "favours": "root:S1:left", "log_odds": -0.1}
    assessment["reasons"].append(numb | {"sources": []})
    assert re.search(r"right  First web space, dorsal +0 % +reported", render(assessment, PLAIN))
