"""Dates: right across the ends of months and years, and words where today is not known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import Urgency, case_of

from sciatic.guidance import advise
from sciatic.guidance.day_words import deadline, span

DISC = (("disc_herniation", 0.9),)


@pytest.mark.parametrize(
    ("today", "by"),
    [
        (date(2026, 1, 31), "by 14 February 2026"),
        (date(2028, 2, 20), "by 5 March 2028"),
        (date(2027, 2, 20), "by 6 March 2027"),
        (date(2026, 12, 24), "by 7 January 2027"),
    ],
)
def test_two_weeks_from_now_is_right_across_months_and_years(today, by):
    assert advise(case_of(), Urgency("within_2_weeks"), DISC, today=today).see.by == by


@pytest.mark.parametrize(
    ("first", "last", "today", "words"),
    [
        (0, 6, date(2026, 11, 24), "24 to 30 November 2026"),
        (0, 7, date(2026, 11, 24), "24 November to 1 December 2026"),
        (0, 13, date(2026, 12, 24), "24 December 2026 to 6 January 2027"),
        (0, 0, date(2026, 11, 24), "24 November 2026"),
        (0, 0, None, "today"),
        (0, 1, None, "days 1 to 2"),
        (0, 6, None, "week 1"),
        (7, 27, None, "weeks 2 to 4"),
        (28, 28, None, "after 4 weeks"),
        (1, 1, None, "day 2"),
    ],
)
def test_spans_are_dates_or_words(first, last, today, words):
    assert span(first, last, today) == words


def test_deadlines_are_dates_or_intervals():
    assert deadline(0, None) == "today"
    assert deadline(0, date(2026, 3, 1)) == "today, 1 March 2026"
    assert deadline(14, None) == "within 2 weeks"
    assert deadline(7, None) == "within 1 week"
    assert deadline(3, None) == "within 3 days"


@pytest.mark.parametrize(
    ("rung", "days"), [("same_day", 0), ("within_2_weeks", 14), ("routine", 28), ("self_care", 28)]
)
def test_each_rung_has_its_deadline(rung, days):
    today = date(2026, 5, 20)
    assert advise(case_of(), Urgency(rung), DISC, today=today).see.by_date == today + timedelta(
        days
    )


@given(today=st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_every_step_lies_where_its_days_say(today):
    for step in advise(case_of(duration_days=1), Urgency(), DISC, today=today).plan:
        assert step.first_date == today + timedelta(step.first_day)
        assert step.last_date == today + timedelta(step.last_day)
        assert step.first_date <= step.last_date
        assert str(step.last_date.year) in step.when


def test_steps_stand_in_the_order_in_which_they_begin():
    starts = [step.first_day for step in advise(case_of(duration_days=1), Urgency(), DISC).plan]
    assert starts == sorted(starts)


def test_the_check_again_is_daily_for_two_weeks_then_weekly():
    dated = advise(case_of(), Urgency(), DISC, today=date(2026, 2, 20)).check_again
    worded = advise(case_of(), Urgency(), DISC).check_again
    assert (dated.next_date, dated.daily_until) == (date(2026, 2, 21), date(2026, 3, 5))
    assert "until 5 March 2026" in dated.text
    assert "for 2 weeks" in worded.text
    assert worded.next_date is None


def test_without_today_no_date_is_invented():
    guidance = advise(case_of(duration_days=1), Urgency(), DISC)
    assert guidance.see.by_date is None
    assert {step.first_date for step in guidance.plan} == {None}
