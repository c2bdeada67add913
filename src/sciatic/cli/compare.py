"""``sciatic compare``: two cases of one person, or a series of them, set side by side."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sciatic.cli.assess import as_date
from sciatic.cli.terminal import ink_for

if TYPE_CHECKING:
    from sciatic.findings import Case
    from sciatic.followup import Comparison, Series, Visit

DAY_IN_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[AFTER]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="A page to read, or the document sciatic.comparison/1.",
)
@click.option("--before-on", metavar="DATE", help="The day of BEFORE, as 2026-11-03.")
@click.option("--after-on", metavar="DATE", help="The day of AFTER, as 2026-11-10.")
@click.option("--svg", metavar="FILE", help="Also draw the timeline of all visits into FILE.")
@click.option("--series", metavar="FILE", help="Also write all visits to FILE, to add to later.")
def compare(
    before: str,
    after: str | None,
    form: str,
    before_on: str | None,
    after_on: str | None,
    svg: str | None,
    series: str | None,
) -> None:
    """Say what changed between BEFORE and AFTER, how urgent it is now, and what to expect.

    Each is a file of sciatic.case/1; BEFORE may be a sciatic.course/1 with all visits so far, and
    alone, where it holds two or more. A day that no option gives is read from the name of the file.
    """
    told = _compared(before, after, as_date(before_on), as_date(after_on))
    if series and any(visit.on is None for visit in told.visits):
        raise click.UsageError("a course needs the day of every visit; see --before-on, --after-on")
    if series:
        Path(series).write_text(_written(told), "utf-8")
    if svg:
        Path(svg).write_text(_drawn(told), "utf-8")
    document = told.to_dict()
    if form == "json":
        import json

        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from sciatic.cli.compare_text import render

    ink = ink_for(sys.stdout)
    click.echo(render(told, ink), nl=False, color=ink.colour)


def _compared(
    before: str, after: str | None, before_on: date | None, after_on: date | None
) -> Comparison:
    from sciatic.followup import compare as compare_visits
    from sciatic.followup import load_kept

    visits = [*_visits(load_kept(before), before, before_on)]
    if after is not None:
        visits += _visits(load_kept(after), after, after_on)
    if len(visits) < 2:
        raise click.UsageError("name two cases, or a course of two visits or more")
    *earlier, one, other = visits
    try:
        return compare_visits(one, other, earlier=earlier)
    except ValueError as why:
        raise click.UsageError(f"{why}") from why


def _visits(kept: Case | Series, path: str, on: date | None) -> tuple[Visit, ...]:
    from sciatic.followup import Series, Visit

    if isinstance(kept, Series):
        if on is not None:
            raise click.UsageError(f"{path} has the days of its visits; leave out the day for it")
        return kept.visits
    return (Visit(kept, on or day_in(path)),)


def day_in(path: str) -> date | None:
    """The day in the name of a file, such as sciatic-case-2026-11-03.json; None where none is."""
    for found in reversed(DAY_IN_NAME.findall(Path(path).name)):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return None


def _drawn(told: Comparison) -> str:
    from sciatic.followup.timeline import standalone

    return standalone(told.measures)


def _written(told: Comparison) -> str:
    import json

    from sciatic.followup import Series

    document = Series(told.after.case.id, told.visits).to_dict()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
