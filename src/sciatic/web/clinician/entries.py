"""From the fields of the sheet to answers; what can't be understood stays in its field, unjudged.

Only the fields that a form holds are read: what the sheet does not show keeps its answer. An empty
field takes an answer away; it never means no.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Final

from sciatic.assessment.interview import says_yes
from sciatic.findings import Case, find
from sciatic.findings.answers import GRADE_SPELLINGS
from sciatic.findings.vocabulary import NOT_SURE, Finding
from sciatic.web.clinician.sheet import NO, UNITS, YES, Cell, Line, sheet
from sciatic.web.questions import Slips
from sciatic.web.replies import MOST_DAYS, NotUnderstoodError

Form = Mapping[str, object]
AGO: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]?)[a-z]*\.?", re.IGNORECASE)
LONGEST: Final = 40


def with_entries(case: Case, form: Form, normal: str = "") -> tuple[Case, Slips]:
    """The case with what the sheet says.

    Args:
        case: what was known before.
        form: the fields as they were sent.
        normal: the group in which what is empty is normal; none where empty.

    Returns:
        The case, and what was typed and not understood, by the name of its field.
    """
    slips: dict[str, str] = {}
    changes: dict[str, object] = {}
    groups = sheet(case)
    for group in groups:
        for line in group.lines:
            rest_is_normal = group.id == normal
            changes.update(_told(case, line, form, slips, rest_is_normal=rest_is_normal))
    case = case.with_answers(changes) if changes else case
    dates = [line for group in groups for line in group.lines if line.dates]
    changes = dict(_dated(case, dates, form, slips))
    return (case.with_answers(changes) if changes else case), slips


def _told(
    case: Case, line: Line, form: Form, slips: dict[str, str], *, rest_is_normal: bool
) -> Iterator[tuple[str, object]]:
    """What one line changes, as pairs of path and answer; None takes an answer away."""
    for cell in line.cells:
        text = _text(form, cell.name)
        if text is None:
            continue
        if not text and rest_is_normal:
            text = cell.normal
        if text == cell.value:
            continue  # as it was: "1 y" stays the 365 days that it was read as
        try:
            value = read(cell, text)
        except NotUnderstoodError:
            slips[cell.name] = text
            value = None
        for path in cell.paths:
            if value != case.get(path):
                yield path, value
        finding = find(cell.finding)
        if value is not None and cell.side and "unsure" in case.sides(finding.id):
            yield f"{finding.id}.unsure", None  # the side is known now


def _dated(
    case: Case, lines: list[Line], form: Form, slips: dict[str, str]
) -> Iterator[tuple[str, object]]:
    """The dates of what was answered yes; those of anything else are taken away."""
    for line in lines:
        before = _parts(case, line.id)
        after = dict(before)
        for cell in line.dates:
            text = _text(form, cell.name)
            if text is None or text == cell.value:
                continue
            part = "course" if cell.kind == "choice" else "since_days"
            try:
                after[part] = read(cell, text)
            except NotUnderstoodError:
                slips[cell.name] = text
                after[part] = None
        known = {part: value for part, value in after.items() if value is not None}
        if not says_yes(case, find(line.id)):
            known = {}
        if known != before:
            yield f"timing.{line.id}", known or None


def _parts(case: Case, finding: str) -> dict[str, object]:
    """The parts of a finding's own date that are known."""
    dated = case.timing.get(finding)
    told = {} if dated is None else {"since_days": dated.since_days, "course": dated.course}
    return {part: value for part, value in told.items() if value is not None}


def read(cell: Cell, text: str) -> object:
    """The answer that a text in a field gives; None where it is empty.

    Raises:
        NotUnderstoodError: the text is no answer to it.
    """
    if not text:
        return None
    if cell.kind == "choice":
        if text not in cell.choices:
            raise NotUnderstoodError
        finding = find(cell.finding)
        return {YES: True, NO: False}.get(text, text) if finding.kind == "boolean" else text
    if cell.kind == "grade":
        return _grade(text)
    if text == NOT_SURE:
        return NOT_SURE
    return days(text) if cell.kind == "ago" else _number(find(cell.finding), text)


def _grade(text: str) -> int:
    if text in GRADE_SPELLINGS:
        return GRADE_SPELLINGS[text]
    if text not in ("0", "1", "2", "3", "4", "5"):
        raise NotUnderstoodError
    return int(text)


def days(text: str) -> float | int:
    """A time as a clinician writes it, in days: "10", "10 d", "3w", "2 months", "1 y".

    Raises:
        NotUnderstoodError: it is no such time.
    """
    found = AGO.fullmatch(text)
    if not found or found[2].lower() not in ("", *UNITS):
        raise NotUnderstoodError
    value = float(found[1].replace(",", ".")) * UNITS[found[2].lower() or "d"]
    if value > MOST_DAYS:
        raise NotUnderstoodError
    return int(value) if value.is_integer() else round(value, 2)


def _number(finding: Finding, text: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise NotUnderstoodError from None
    low, high = limits(finding)
    whole = value.is_integer()
    if not math.isfinite(value) or not low <= value <= high:
        raise NotUnderstoodError
    if finding.kind == "integer" and not whole:
        raise NotUnderstoodError
    return int(value) if whole else value


def limits(finding: Finding) -> tuple[float, float]:
    """The least and the most that a number can be."""
    low = 0.0 if finding.low is None else finding.low
    return low, float(MOST_DAYS) if finding.high is None else finding.high


def _text(form: Form, field: str) -> str | None:
    """What stands in a field; None where the form has no such field."""
    value = form.get(field)
    return value.strip()[:LONGEST] if isinstance(value, str) else None
