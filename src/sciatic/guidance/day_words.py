"""Days from now as words that a person reads: dates where today is known, intervals where not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAYS_A_WEEK: Final = 7


def on(day: int, today: date | None) -> date | None:
    """The date that many days from today, or None where today is not known.

    None too behind the year 9999, where dates end.
    """
    try:
        return None if today is None else today + timedelta(days=day)
    except OverflowError:
        return None


def long_date(when: date) -> str:
    """Such as "8 December 2026"."""
    return f"{when.day} {when:%B} {when.year}"


def deadline(day: int, today: date | None) -> str:
    """By when: "by 8 December 2026", or "within 2 weeks" where today is not known."""
    when = on(day, today)
    if day == 0:
        return f"today, {long_date(when)}" if when else "today"
    if when:
        return f"by {long_date(when)}"
    weeks, rest = divmod(day, DAYS_A_WEEK)
    return f"within {day} days" if rest else f"within {weeks} week{'s' if weeks > 1 else ''}"


def span(first: int, last: int, today: date | None) -> str:
    """From one day to another: "24 to 30 November 2026", or "week 1" where today is not known."""
    start, end = on(first, today), on(last, today)
    if start and end:
        return _dates(start, end)
    if first == last == 0:
        return "today"
    if first == last and first % DAYS_A_WEEK == 0:
        return f"after {first // DAYS_A_WEEK} weeks"
    if first % DAYS_A_WEEK == 0 and (last + 1) % DAYS_A_WEEK == 0:
        return _range("week", first // DAYS_A_WEEK + 1, (last + 1) // DAYS_A_WEEK)
    return _range("day", first + 1, last + 1)


def _range(unit: str, first: int, last: int) -> str:
    return f"{unit} {first}" if first == last else f"{unit}s {first} to {last}"


def _dates(start: date, end: date) -> str:
    if start == end:
        return long_date(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {long_date(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {long_date(end)}"
    return f"{long_date(start)} to {long_date(end)}"
