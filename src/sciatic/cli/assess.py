"""``sciatic assess``: a case in, an assessment out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
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
    help="Where the person is seen; it sets how common each cause is. Not given: a mixture.",
)
@click.option("--today", metavar="DATE", help="The day to count from, as 2026-11-24.")
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change an answer first, such as reflex.left.achilles_reflex=absent.",
)
def assess(
    case: str, form: str, setting: str | None, today: str | None, changes: Sequence[str]
) -> None:
    """Say how urgent CASE is, why, what is likely, and what to do.

    CASE is a file of sciatic.case/1, JSON or TOML; "-" reads JSON from standard input.
    """
    gc.disable()  # one case, and the process ends: sweeping would cost more than it frees
    when = as_date(today)
    known = from_standard_input() if case == "-" else load(case)
    for change in changes:
        known = changed(known, change)
    from sciatic.assessment import assess as assess_case

    show(assess_case(known, setting=setting, today=when), form)
    gc.freeze()
    gc.enable()


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

    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name a file instead of -")
    return parse_case(sys.stdin.buffer.read())


def changed(case: Case, change: str) -> Case:
    """The case with one answer changed; ``change`` is a path, "=" and the new value."""
    path, equals, word = change.partition("=")
    if not equals:
        raise click.BadParameter(f"{change!r} names no value; write {change}=VALUE")
    path = _without_section(path.strip())
    return case.with_answer(path, _value(path, word.strip()))


def _without_section(path: str) -> str:
    """A path as the messages write it, "history.fever", without its section."""
    section, dot, rest = path.partition(".")
    return rest if dot and section in ("person", "history", "exam", "tests") else path


def _value(path: str, word: str) -> object:
    """What was typed, as the kind of value that the finding of the path takes."""
    from sciatic.findings import vocabulary

    finding = vocabulary().get(path.partition(".")[0])
    words = {"true": True, "yes": True, "false": False, "no": False}
    if path == "chart.complete":
        return words.get(word.lower(), word)
    if finding is None or finding.kind in ("choice", "mri"):
        return word
    if finding.kind == "boolean":
        return words.get(word.lower(), word)
    for number in (int, float):
        with suppress(ValueError):
            return number(word)
    return word


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
