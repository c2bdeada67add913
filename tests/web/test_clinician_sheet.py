"""From fields to answers and back: nothing is lost, nothing empty counts as no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sciatic.anatomy import regions
from sciatic.findings import Case, find, load_case, movements
from sciatic.triage import red_flag_questions
from sciatic.web.clinician.entries import NotUnderstoodError, days, with_entries
from sciatic.web.clinician.lines import line_groups
from sciatic.web.clinician.sheet import ago, main_roots, sheet
from sciatic.web.clinician.slips import slip_words
from sciatic.web.clinician.touch import KINDS, touch_chart, touched, with_touch
from sciatic.web.visit import fresh
from sciatic.web.words import words_of

CASES = sorted(Path(__file__).parents[1].joinpath("clinical", "cases").glob("*.json"))
EMPTY = fresh().case


def fields(case: Case) -> dict[str, str]:
    """The form of a case as a browser would send it, untouched."""
    lines = [line for group in sheet(case) for line in group.lines]
    return {cell.name: cell.value for line in lines for cell in (*line.cells, *line.dates)}


def filled(case: Case, **told: str) -> Case:
    names = {name.replace("__", "."): value for name, value in told.items()}
    now, slips = with_entries(case, {**fields(case), **names})
    assert not slips
    return now


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_sheet_sent_back_untouched_changes_no_case(path: Path) -> None:
    case = load_case(path)
    now, slips = with_entries(case, fields(case))
    assert now == case
    assert not slips
    for kind in KINDS:
        chart = json.dumps(touch_chart(case, kind).painted.to_dict())
        assert with_touch(case, {"touch": kind, "chart": chart}) == case


def test_a_form_without_the_sheet_changes_nothing() -> None:
    case = load_case(CASES[0])
    assert with_entries(case, {}) == (case, {})
    assert with_touch(case, {}) == case


def test_an_empty_sheet_answers_nothing() -> None:
    now, slips = with_entries(EMPTY, fields(EMPTY))
    assert now.observations() == ()
    assert not slips


def test_what_is_typed_is_in_the_case_and_what_is_emptied_is_not() -> None:
    now = filled(
        EMPTY,
        e__age_years="46",
        e__duration_days="3 w",
        e__strength__right__knee_flexion="4-",
        e__reflex__left__achilles_reflex="absent",
        e__saddle_numbness="no",
        e__leg_pain__right="yes",
        e__fever="not_sure",
        e__post_void_residual_ml="250",
    )
    assert now.get("age_years") == 46
    assert now.get("duration_days") == 21
    assert {now.get(f"strength.right.{one}") for one in movements()["knee_flexion"].muscles} == {4}
    assert now.get("reflex.left.achilles_reflex") == "absent"
    assert now.get("saddle_numbness") is False
    assert now.get("leg_pain.right") is True
    assert now.get("leg_pain.left") is None
    assert now.get("fever") == "not_sure"
    assert now.get("post_void_residual_ml") == 250
    emptied = filled(now, e__strength__right__knee_flexion="", e__saddle_numbness="")
    assert emptied.get("strength") is None
    assert emptied.get("saddle_numbness") is None


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("e.strength.left.dorsiflexion", "7", "Type 0 to 5, 4+ or 4-"),
        ("e.strength.left.dorsiflexion", "x", "Type 0 to 5"),
        ("e.age_years", "460", "a whole number from 0 to 120"),
        ("e.age_years", "46.5", "a whole number from 0 to 120"),
        ("e.straight_leg_raise_degrees.right", "95", "a number from 0 to 90"),
        ("e.temperature_c", "101", "a number from 30 to 45"),
        ("e.duration_days", "soon", "Write days, or 3 w, 2 m, 1 y"),
        ("e.anal_tone", "gone", "Choose one"),
        ("e.post_void_residual_ml", "nan", "a number from 0"),
    ],
)
def test_what_is_not_understood_is_kept_said_and_not_judged(
    name: str, text: str, says: str
) -> None:
    before = filled(EMPTY, e__age_years="46")
    now, slips = with_entries(before, {**fields(before), name: text})
    assert slips == {name: text}
    words = slip_words(slips, words_of("en"))[name]
    assert text in words
    assert says in words
    shown = [cell for group in sheet(now, slips) for line in group.lines for cell in line.slips]
    assert [(cell.name, cell.value) for cell in shown] == [(name, text)]
    assert not {one.path for one in now.observations()} - {"age_years"}


def test_the_muscles_of_one_movement_with_grades_of_their_own_have_lines_of_their_own() -> None:
    one, other = movements()["knee_flexion"].muscles
    case = EMPTY.with_answers({f"strength.left.{one}": 3, f"strength.left.{other}": 5})
    names = set(fields(case))
    assert {f"e.strength.left.{one}", f"e.strength.left.{other}"} <= names
    assert "e.strength.left.knee_flexion" not in names
    assert with_entries(case, fields(case))[0] == case


def test_a_side_that_is_told_takes_the_place_of_one_not_known() -> None:
    case = load_case({**EMPTY.to_dict(), "history": {"leg_pain": {"unsure": True}}})
    now = filled(case, e__leg_pain__left="yes")
    assert dict(now.sides("leg_pain")) == {"left": True}


def test_what_is_empty_in_a_group_is_normal_where_that_is_asked_for_and_nothing_else() -> None:
    case = filled(EMPTY, e__strength__right__dorsiflexion="2")
    now, _ = with_entries(case, fields(case), normal="strength")
    assert now.get("strength.right.tibialis_anterior") == 2
    assert now.get("strength.left.tibialis_anterior") == 5
    assert now.get("reflex") is None
    flags, _ = with_entries(EMPTY, fields(EMPTY), normal="flags")
    assert flags.get("saddle_numbness") is False
    assert flags.get("hours_without_urine") is None, "a number has no plain no"
    assert with_entries(EMPTY, fields(EMPTY), normal="person")[0] == EMPTY


def test_a_date_belongs_to_a_yes() -> None:
    told = {"e.fever": "yes", "since.fever": "5 d", "course.fever": "worsening"}
    now, _ = with_entries(EMPTY, {**fields(EMPTY), **told})
    assert now.get("timing.fever.since_days") == 5
    assert now.get("timing.fever.course") == "worsening"
    no_more = filled(now, e__fever="no")
    assert no_more.get("timing.fever") is None
    changed, _ = with_entries(now, {**fields(now), "course.fever": "improving"})
    assert changed.get("timing.fever.since_days") == 5
    _, slips = with_entries(now, {**fields(now), "since.fever": "long ago"})
    assert slips == {"since.fever": "long ago"}


@pytest.mark.parametrize(
    ("text", "count"),
    [("10", 10), ("10 d", 10), ("3w", 21), ("2 months", 60.8), ("1,5 y", 547.88), ("0", 0)],
)
def test_a_time_is_read_as_a_clinician_writes_it(text: str, count: float) -> None:
    assert days(text) == pytest.approx(count, abs=0.01)


@pytest.mark.parametrize("text", ["-3", "w", "3 fortnights", "99999 y"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        days(text)


def test_a_time_is_shown_in_its_largest_whole_unit() -> None:
    assert [ago(count) for count in (9, 14, 365, 65, 0, None)] == [
        "9 d",
        "2 w",
        "1 y",
        "65 d",
        "0 d",
        "",
    ]


def test_every_red_flag_that_a_person_can_answer_is_on_the_sheet() -> None:
    shown = {line.partition(".")[0] for group in line_groups() for line in group.lines}
    assert {question.finding for question in red_flag_questions(EMPTY)} <= shown
    lines = [line for group in line_groups() for line in group.lines]
    assert len(lines) == len(set(lines))
    assert all(find(line.partition(".")[0]) for line in lines)


def test_the_main_roots_of_a_muscle_are_those_of_the_tables() -> None:
    assert main_roots("extensor_hallucis_longus") == "L5"
    assert main_roots("nobody") == ""


def painted(*marks: tuple[str, str, str], complete: bool = False) -> dict[str, object]:
    rows = [dict(zip(("side", "region", "sensation"), mark, strict=True)) for mark in marks]
    return {"touch": "pinprick", "chart": json.dumps({"complete": complete, "marks": rows})}


def test_the_touch_map_is_kept_as_the_examiner_s_words() -> None:
    now = with_touch(
        EMPTY,
        painted(
            ("left", "toe1_dorsal", "numb"),
            ("left", "heel_plantar", "burning"),
            ("left", "heel_plantar", "numb"),
            ("right", "toe1_dorsal", "tingling"),
            ("right", "toe5_dorsal", "pain"),
        ),
    )
    assert dict(now.sides("pinprick")["left"]) == {
        "heel_plantar": "absent",
        "toe1_dorsal": "reduced",
    }
    assert dict(now.sides("pinprick")["right"]) == {
        "toe1_dorsal": "normal",
        "toe5_dorsal": "increased",
    }
    assert not now.marks, "the person's own chart is another thing"
    assert any("Pinprick, left, absent" in line for line in touched(now, words_of("en")))
    assert touched(now, words_of("en"), "pinprick") == ()


def test_all_else_normal_says_so_of_every_place_and_is_shown_as_that() -> None:
    now = with_touch(EMPTY, painted(("left", "toe1_dorsal", "numb"), complete=True))
    told = now.sides("pinprick")
    assert {side: len(of) for side, of in told.items()} == dict.fromkeys(told, len(regions()))
    chart = touch_chart(now, "pinprick")
    assert chart.painted.complete
    assert len(chart.painted.marks) == 1


def test_the_other_kind_of_touch_stays_as_it_was() -> None:
    case = EMPTY.with_answer("light_touch.left.toe1_dorsal", "absent")
    now = with_touch(case, painted(("left", "toe1_dorsal", "numb")))
    assert now.get("light_touch.left.toe1_dorsal") == "absent"
    assert now.get("pinprick.left.toe1_dorsal") == "reduced"
