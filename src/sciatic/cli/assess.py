"""``sciatic assess``: a case in, an assessment out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sciatic.cli.terminal import ink_for

if TYPE_CHECKING:
    from sciatic.assessment import Assessment
    from sciatic.findings import Case

SETTINGS = ("primary_care", "specialist", "emergency", "mixed")


@click.command()
@click.argument("case", metavar="CASE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A page to read, or the document sciatic.assessment/1 (sciatic.what_if/1).",
)
@click.option(
    "--setting",
    type=click.Choice(SETTINGS),
    help="Where the person is seen; it sets how common each cause is. Not given: a mixture.",
)
@click.option("--today", metavar="DATE", help="The day to count from, as 2026-11-24.")
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Set the case beside the same with this answer, such as "
    "reflex.left.achilles_reflex=absent, and say why they differ; =unknown takes an answer away. "
    "May be given several times.",
)
@click.option(
    "--outcomes",
    is_flag=True,
    help="Say of each next question what each answer would change; a second or two.",
)
def assess(
    case: str,
    form: str,
    setting: str | None,
    today: str | None,
    changes: Sequence[str],
    outcomes: bool,
) -> None:
    """Say how urgent CASE is, why, what is likely, and what to do.

    CASE is a file of sciatic.case/1, JSON or TOML; "-" reads JSON from standard input.
    """
    gc.disable()  # one case, and the process ends: sweeping would cost more than it frees
    when = as_date(today)
    known = from_standard_input() if case == "-" else load(case)
    if changes and outcomes:
        raise click.UsageError("--outcomes goes with the page of one case, not with --what-if")
    if changes:
        from sciatic.cli.what_if import show_what_if

        show_what_if(known, changes, form, setting=setting, today=when)
    else:
        from sciatic.assessment import assess as assess_case

        show(assess_case(known, setting=setting, today=when), form, outcomes=outcomes)
    gc.freeze()
    gc.enable()


def show(assessment: Assessment, form: str, *, outcomes: bool = False) -> None:
    """Print an assessment as a page or as JSON, with what each answer would change or without."""
    document = _with_outcomes(assessment, form) if outcomes else assessment.to_dict()
    if form == "json":
        import json

        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from sciatic.cli.drawing import drawing_of
    from sciatic.cli.text import render

    ink = ink_for(sys.stdout)
    click.echo(
        render(document, ink, drawing_of(document, colour=ink.colour)), nl=False, color=ink.colour
    )


def _with_outcomes(assessment: Assessment, form: str) -> dict[str, Any]:
    """The document with the outcomes of every question, or of those that the page shows."""
    from sciatic.assessment.outcomes import with_outcomes
    from sciatic.cli.clinician_text import questions_shown

    if form == "json":
        return with_outcomes(assessment)
    rows = [{"finding": one.finding, "who": one.who, "expected_bits": one.expected_bits}
            for one in assessment.next_questions]  # fmt: skip
    return with_outcomes(assessment, [row["finding"] for _, row in questions_shown(rows)])


def load(path: str) -> Case:
    """The case in a file."""
    from sciatic.findings import load_case

    return load_case(path)


def from_standard_input() -> Case:
    """The case on standard input, as JSON."""
    from sciatic.findings import parse_case

    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name a file instead of -")
    return parse_case(sys.stdin.buffer.read())


def as_date(text: str | None) -> date | None:
    """A date as year-month-day; None stays None, and means today."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise click.BadParameter(
            f"{text!r} is no date; write 2026-11-24", param_hint="--today"
        ) from why
