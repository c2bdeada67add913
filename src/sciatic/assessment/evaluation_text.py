"""An evaluation as a table to read, alone or several methods beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sciatic.assessment.evaluation import NO_ANSWER, Evaluation, Rate
from sciatic.assessment.scores import CaseScore
from sciatic.triage import RUNGS

ROWS = (
    ("first", "cause, first"),
    ("in_three", "cause, one of three"),
    ("log_loss", "log loss (lower is better)"),
    ("calibration_error", "calibration error (lower is better)"),
    ("root", "root, first"),
    ("root_stated", "  stated by the source"),
    ("root_anatomical", "  inferred from the anatomy"),
    ("level", "level, first"),
    ("side", "side, first"),
    ("rung", "urgency on an accepted rung"),
    ("missed", "emergencies missed (lower is better)"),
    ("sent_home", "emergencies sent home (lower is better)"),
    ("over_triage", "over-triage (lower is better)"),
    ("raised_too_high", "  raised too high by a chance, not a flag"),
)
NOT_SCORED = "-"
SHORT = {
    "self_care": "self care",
    "routine": "routine",
    "within_2_weeks": "2 weeks",
    "same_day": "same day",
    "emergency_now": "now",
    NO_ANSWER: "none",
}


def comparison(evaluations: Mapping[str, Evaluation]) -> str:
    """One column a method, one row a score; ``-`` where a method or the cases have none."""
    head = ["", *evaluations]
    body = [
        [label, *(_cell(getattr(found, name)) for found in evaluations.values())]
        for name, label in ROWS
    ]
    failed = ["cases without a usable answer"]
    failed += [f"{len(e.failures)} of {len(e.cases)}" for e in evaluations.values()]
    return _grid([head, *body, failed])


def page(evaluation: Evaluation, *, list_cases: bool = False) -> str:
    """The scores of one method, its confusion of urgency, its misses and what failed."""
    unscored = sum(case.truth is None for case in evaluation.cases)
    scored = len(evaluation.cases) - unscored
    parts = [f"{scored} cases with a known answer" + (f", {unscored} without" if unscored else "")]
    rates = [(label, getattr(evaluation, name)) for name, label in ROWS]
    rows = [[label, _cell(value), _interval(value)] for label, value in rates]
    parts.append(_grid([["", "", "90 % interval"], *rows]))
    if evaluation.rung:
        parts.append("Urgency: as graded (down), as said (across)\n" + _confusion(evaluation))
    by_condition = [[name, _cell(rate)] for name, rate in evaluation.by_condition.items()]
    parts.append("Cause first, by cause\n" + _grid(by_condition))
    if list_cases:
        parts.append("Every case\n" + _grid([CASE_HEAD, *map(_case_row, evaluation.cases)]))
    if evaluation.failures:
        lines = [f"  {case.id}: {case.failure}" for case in evaluation.failures]
        parts.append("\n".join(["Without a usable answer, counted at their worst:", *lines]))
    parts.append(
        "Where serious causes are commoner among such cases than in practice, these figures "
        "are\nsensitivities by cause; they say nothing of predictive values."
    )
    return "\n\n".join(parts)


CASE_HEAD = ["case", "cause", "said", "p", "rank", "root", "level", "side", "urgency", "graded", ""]


def _case_row(case: CaseScore) -> list[str]:
    answer, truth = case.answer, case.truth
    said, p = answer.conditions[0] if answer else (NOT_SCORED, 0.0)
    missed = "MISSED" if case.missed else "too high" if case.over_triage else ""
    return [
        case.id,
        (truth.condition if truth else None) or NOT_SCORED,
        said,
        f"{p:.2f}",
        str(case.rank or NOT_SCORED),
        _tick(case.root),
        _tick(case.level),
        _tick(case.side),
        SHORT[(answer.urgency if answer else None) or NO_ANSWER],
        SHORT[(truth.urgency if truth else None) or NO_ANSWER],
        "SENT HOME" if case.sent_home else missed,
    ]


def _tick(hit: bool | None) -> str:
    return NOT_SCORED if hit is None else "yes" if hit else "no"


def _cell(value: Rate | float | None) -> str:
    if value is None:
        return NOT_SCORED
    return f"{value.hits} of {value.of}" if isinstance(value, Rate) else f"{value:.3f}"


def _interval(value: Rate | float | None) -> str:
    if not isinstance(value, Rate):
        return ""
    low, high = value.interval
    return f"{low:.2f}-{high:.2f}"


def _confusion(evaluation: Evaluation) -> str:
    columns = [*RUNGS, NO_ANSWER]
    rows = [
        [SHORT[truth], *(str(said[rung] or ".") for rung in columns)]
        for truth, said in evaluation.confusion.items()
    ]
    return _grid([["", *(SHORT[rung] for rung in columns)], *rows])


def _grid(rows: Iterable[list[str]]) -> str:
    """Rows of equal length as columns: the first to the left, the others to the right."""
    cells = list(rows)
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))] if cells else []
    lines = []
    for first, *others in cells:
        padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *padded]).rstrip())
    return "\n".join(lines)
