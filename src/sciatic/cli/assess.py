"""``sciatic assess``: a case in, an assessment out."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

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
    help="A page to read, or the document sciatic.assessment/1.",
)
@click.option(
    "--setting",
    type=click.Choice(SETTINGS),
    default="mixed",
    show_default=True,
    help="Where the person is seen; it sets how common each cause is.",
)
@click.option("--today", metavar="DATE", help="The day to count from, as 2026-11-24.")
def assess(case: str, form: str, setting: str, today: str | None) -> None:
    """Say how urgent CASE is, why, what is likely, and what to do.

    CASE is a file of sciatic.case/1, JSON or TOML; "-" reads JSON from standard input.
    """
    when = as_date(today)
    known = from_standard_input() if case == "-" else load(case)
    from sciatic.assessment import assess as assess_case

    show(assess_case(known, setting=setting, today=when), form)


def show(assessment: Assessment, form: str) -> None:
    """Print an assessment as a page or as JSON."""
    document = assessment.to_dict()
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


def load(path: str) -> Case:
    """The case in a file."""
    from sciatic.findings import load_case

    return load_case(path)


def from_standard_input() -> Case:
    """The case on standard input, as JSON."""
    from sciatic.findings import parse_case

    return parse_case(sys.stdin.read())


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
