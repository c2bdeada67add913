"""The page of a comparison: what to do now, what changed, why it counts, what to expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sciatic.cli.terminal import Ink, bullets, columns, heading, paragraph
from sciatic.cli.text import act_on, action, answers, what_to_do_now, why
from sciatic.findings.wording import finding_words
from sciatic.followup import Comparison, Measures
from sciatic.followup.changes import told_worse
from sciatic.followup.words import (
    FROM_VISITS,
    KIND_WORDS,
    WEAKNESS_WORDS,
    Line,
    sections,
    turn_words,
    turns_to_tell,
)
from sciatic.guidance.day_words import long_date

Document = Mapping[str, Any]
MARKS = {"new": "▲", "worse": "▲", "better": "▼", "gone": "▼", "unchanged": "="}
SILENT = "Not answered now does not mean gone. Say it, so that it can be compared."


def render(told: Comparison, ink: Ink) -> str:
    """A comparison as a page of text, at most 80 characters wide."""
    urgency = told.told_by_person(told.urgency.to_dict())
    call = (told.urgency.call, told.urgency.stay_still)
    assessed = told.assessment.to_dict()
    lines = [
        *what_to_do_now(urgency, ink, call),
        *why(urgency, ink, answers(assessed)),
        *derived(told, ink),
        *changed(told, ink),
        *advised(told, ink),
        *course(told, ink),
        *timeline(told.measures, ink),
    ]
    for doubt in told.doubts:
        lines += ["", *paragraph(doubt)]
    lines += ["", *paragraph(str(assessed["not_a_diagnosis"]), 0)]
    return "\n".join(line.rstrip() if not ink.colour else line for line in lines) + "\n"


def derived(told: Comparison, ink: Ink) -> list[str]:
    """What only the visits together tell, and what the newest alone would have said."""
    rows = turns_to_tell(told.turns)
    if not rows:
        return []
    lines = heading("What your visits tell together", ink)
    lines += bullets(turn_words(turn, day=_day) for turn in rows)
    if told.raised_by:
        alone = action(act_on(told.alone.to_dict()))
        lines += paragraph(f"Today's answers alone would have said: {alone}.")
    return lines + paragraph(FROM_VISITS)


def changed(told: Comparison, ink: Ink) -> list[str]:
    """Topic by topic, the most dangerous first."""
    gap = told.before.days_to(told.after)
    since = f" since {_long(told.before.on)}" if told.before.on else ""
    ago = "" if gap is None else f" ({gap} day{'' if gap == 1 else 's'})"
    lines = heading(f"What changed{since}{ago}", ink)
    told_of = sections(told.changes)
    if not told_of:
        return lines + paragraph("Nothing that either visit tells has changed.")
    for section in told_of:
        lines.append(f"  {ink.strong(section.title)}")
        for line in section.lines:
            lines += _line(line)
        if section.same:
            names = "; ".join(f"{line.label}: {line.detail}" for line in section.same)
            lines += paragraph(f"= Same: {names}", 4, 4)
    worse = told_worse(told.after.case)
    if worse:
        named = "; ".join(finding_words(path) for path in worse)
        lines += paragraph(f"Told as getting worse: {named}.")
    if told.silent:
        lines += paragraph(SILENT)
    return lines


def advised(told: Comparison, ink: Ink) -> list[str]:
    """The appointment that was advised before, and whether its day has passed."""
    lines: list[str] = []
    for one in told.promises:
        lines += paragraph(f"{_long(one.made)}: {action(one.rung)}, by {_long(one.by)}.")
        if one.passed:
            lines += paragraph("That day has passed. If you were not seen, do it now.")
    return heading("What was advised before", ink) + lines if lines else []


def course(told: Comparison, ink: Ink) -> list[str]:
    """The usual course and where the person stands, with sources."""
    usual = told.expected
    lines = heading("The usual course, and yours", ink) + paragraph(usual.text)
    for fact in usual.facts:
        lines += bullets([f"{fact.text} [{', '.join(fact.sources)}]"])
    return lines


def timeline(rows: Sequence[Measures], ink: Ink) -> list[str]:
    """Each visit in one line."""
    table = [("Day", "Leg pain", "Back pain", "Numb area", "Weakness", "Act on")]
    for row in rows:
        share = "–" if row.numb_share is None else f"{100 * row.numb_share:.0f} %"
        weak = "–" if row.weakness is None else WEAKNESS_WORDS[row.weakness]
        day = row.on.isoformat() if row.on else "no date"
        pain = (_of_ten(row.leg_pain), _of_ten(row.back_pain))
        table.append((day, *pain, share, weak, row.act_on.replace("_", " ")))
    lines = heading("Visit by visit", ink) + columns(table, (10, -9, -9, -9, 11, 15))
    return [*lines, *paragraph("Numb area: of all the skin marked numb or tingling at any visit.")]


def _line(line: Line) -> list[str]:
    mark = MARKS.get(line.kind, "·")
    return paragraph(f"{mark} {KIND_WORDS[line.kind]}: {line.label} ({line.detail})", 4, 2)


def _of_ten(value: float | None) -> str:
    return "–" if value is None else f"{value:g}/10"


def _long(when: date | None) -> str:
    return long_date(when) if when else "an unknown day"


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))
