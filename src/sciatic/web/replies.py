"""From the fields of a form to answers; what can't be understood is said, not lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sciatic.assessment.interview import asked_by_side, dates_to_ask, with_date, with_reply
from sciatic.findings import Case, Finding, find
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.web.questions import BOTH_LEGS, DAYS_OF, SIDES, Slips, takes_no

Form = Mapping[str, object]
MOST_DAYS: Final = 50_000  # a long life; also the most metres that anyone types
NO: Final = "no"


class NotUnderstoodError(ValueError):
    """What was typed is no number that the question takes."""


def with_answers(
    case: Case, form: Form, findings: Sequence[str], *, rest_is_no: bool = False
) -> tuple[Case, Slips]:
    """The case with the answers of one screen.

    Args:
        case: what was known before.
        form: the fields as they were sent.
        findings: what the screen asked.
        rest_is_no: a yes-or-no question that has no answer is answered no.

    Returns:
        The case, and what was typed and not understood, by the name of its field.
    """
    slips: dict[str, str] = {}
    for name in findings:
        finding = find(name)
        for side in SIDES if asked_by_side(finding) else ("",):
            path = f"{name}.{side}" if side else name
            unanswered = not _text(form, f"a.{path}") and case.get(path) is None
            try:
                reply = _reply(finding, f"a.{path}", form, no=rest_is_no and unanswered)
            except NotUnderstoodError:
                slips[f"a.{path}"] = _text(form, f"a.{path}")
                continue
            if reply is not None:
                case = with_reply(case, finding, reply, side)
        case = _dated(case, name, form, slips)
    return case, slips


def _reply(finding: Finding, field: str, form: Form, *, no: bool) -> object:
    """One answer: a value, a mapping by side, ``not_sure``, or None where nothing was said."""
    text = _text(form, field)
    if text == NOT_SURE or form.get(f"unknown.{field}"):
        return NOT_SURE
    if form.get(f"zero.{field}") or (no and takes_no(finding) and finding.kind == "number"):
        return 0
    if finding.kind in ("integer", "number"):
        return _number(finding, text, _text(form, f"unit.{field}"))
    if no:
        text = "neither" if finding.per_side and finding.kind == "boolean" else NO
        text = "none" if "none" in finding.values else text
    if finding.kind == "boolean" and finding.per_side:
        return dict(zip(SIDES, BOTH_LEGS[text], strict=True)) if text in BOTH_LEGS else None
    if finding.kind == "boolean":
        return {"yes": True, NO: False}.get(text)
    return text if text in finding.values else None


def _number(finding: Finding, text: str, unit: str) -> float | int | None:
    if not text:
        return None
    high = finding.high if finding.high is not None else MOST_DAYS
    low = finding.low if finding.low is not None else 0
    value = _typed(text) * (DAYS_OF.get(unit, 1.0) if unit else 1.0)
    if not low <= value <= high or (finding.kind == "integer" and not value.is_integer()):
        raise NotUnderstoodError
    return int(value) if value.is_integer() else round(value, 2)


def _typed(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise NotUnderstoodError from None


def _dated(case: Case, name: str, form: Form, slips: dict[str, str]) -> Case:
    """The case with the date and course of a yes where the form gives them; of a no, without."""
    parts = dates_to_ask(case, name)
    if not parts:
        return case.with_answer(f"timing.{name}", None) if name in case.timing else case
    told: dict[str, object] = {}
    since, course = _text(form, f"since.{name}"), _text(form, f"course.{name}")
    if course in find("course").values:
        told["course"] = course
    try:
        told["since_days"] = _days(since, _text(form, f"unit.since.{name}")) if since else None
    except NotUnderstoodError:
        slips[f"since.{name}"] = since
    return with_date(case, name, {part: told.get(part) for part in parts})


def _days(text: str, unit: str) -> float:
    days = _typed(text) * DAYS_OF.get(unit, 1.0)
    if not 0 <= days <= MOST_DAYS:
        raise NotUnderstoodError
    return round(days, 2)


def _text(form: Form, field: str) -> str:
    value = form.get(field)
    return value.strip()[:100] if isinstance(value, str) else ""
