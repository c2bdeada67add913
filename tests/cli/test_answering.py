"""What a person may type, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatic.cli.answering import (
    NotUnderstoodError,
    StoppedError,
    choices_of,
    read_answer,
    read_course,
    read_days,
    read_places,
)
from sciatic.findings import find, load_case, vocabulary


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("fever", "y", True),
        ("fever", "No", False),
        ("fever", "?", "not_sure"),
        ("fever", "don't know", "not_sure"),
        ("leg_pain", "l", {"left": True, "right": False}),
        ("leg_pain", "both", {"left": True, "right": True}),
        ("leg_pain", "n", {"left": False, "right": False}),
        ("leg_pain", "?", "not_sure"),
        ("onset", "1", "sudden"),
        ("onset", "gradual", "gradual"),
        ("course", "worsening", "worsening"),
        ("reported_weakness", "cannot move", "cannot_move"),
        ("duration_days", "3", 3),
        ("duration_days", "1,5", 1.5),
        ("age_years", "46", 46),
    ],
)
def test_an_answer_is_understood(name: str, typed: str, value: object) -> None:
    assert read_answer(find(name), typed) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("fever", "maybe"),
        ("fever", ""),
        ("leg_pain", "x"),
        ("onset", "9"),
        ("age_years", "old"),
        ("age_years", "300"),
    ],
)
def test_what_is_no_answer_is_asked_again(name: str, typed: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_answer(find(name), typed)


@pytest.mark.parametrize("typed", ["q", "quit", "STOP "])
def test_q_stops(typed: str) -> None:
    with pytest.raises(StoppedError):
        read_answer(find("fever"), typed)
    with pytest.raises(StoppedError):
        read_days(typed)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3", 3),
        ("3 days", 3),
        ("2 weeks", 14),
        ("2w", 14),
        ("6 hours", 0.25),
        ("today", 0),
        ("?", None),
    ],
)
def test_a_date_is_how_long_ago(typed: str, days: float | None) -> None:
    assert read_days(typed) == days


def test_a_date_that_is_none_is_asked_again() -> None:
    with pytest.raises(NotUnderstoodError):
        read_days("last summer")


@pytest.mark.parametrize(
    ("typed", "course"),
    [("1", "improving"), ("better", "improving"), ("5", "rapidly_worsening"), ("?", None)],
)
def test_a_course(typed: str, course: str | None) -> None:
    assert read_course(typed) == course


def test_places_come_by_number_and_range() -> None:
    assert read_places("1 3-5, 3", tuple("abcdefg")) == [0, 2, 3, 4]
    assert read_places("n", tuple("abc")) == []
    with pytest.raises(NotUnderstoodError):
        read_places("9", tuple("abc"))
    with pytest.raises(NotUnderstoodError):
        read_places("big toe", tuple("abc"))


def test_not_sure_is_offered_for_every_question() -> None:
    for finding in vocabulary().values():
        if finding.who == "patient":
            assert choices_of(finding)[-1] == "[?] not sure"


@given(st.text(max_size=12))
def test_no_typing_crashes_and_every_answer_is_a_legal_one(typed: str) -> None:
    for name in ("fever", "leg_pain", "onset", "duration_days", "reported_weakness"):
        finding = find(name)
        try:
            value = read_answer(finding, typed)
        except (NotUnderstoodError, StoppedError):
            continue
        sided = finding.per_side and not isinstance(value, dict)
        told = {"left": value} if sided else value
        load_case({"schema": "sciatic.case/1", "id": "x", "history": {name: told}})
