"""``sciatic simulate``: published studies run on people drawn from the model."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sciatic.simulate import Cohort


@click.group()
def simulate() -> None:
    """Run published studies on people drawn from the model."""


@simulate.command()
def studies() -> None:
    """List the studies that are described, one a line."""
    from sciatic.simulate.studies import studies as described

    known = described()
    width = max(map(len, known))
    for one in known.values():
        click.echo(f"{one.id.ljust(width)}  {one.title}")


@simulate.command()
@click.option("--study", "name", metavar="ID", required=True, help="A study of `simulate studies`.")
@click.option(
    "--n", type=click.IntRange(1, 10_000_000), default=100_000, show_default=True,
    help="People to draw, before the inclusion rule.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed draws the same people.")  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text",
    show_default=True, help="csv: the people themselves, one a row.",
)  # fmt: skip
def cohort(name: str, n: int, seed: int, form: str) -> None:
    """Draw a study's people and set what it reported beside what they give."""
    from sciatic.simulate import simulate as run
    from sciatic.simulate import study

    found = run(study(name), n, seed)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    elif form == "csv":
        _write(found)
    else:
        from sciatic.cli.simulate_text import page
        from sciatic.cli.terminal import ink_for

        click.echo(page(found, ink_for(sys.stdout)))


def _write(found: Cohort) -> None:
    """Every person as a row, the findings by their paths; booleans as in JSON."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(found.header())
    for row in found.rows():
        out.writerow([str(cell).lower() if isinstance(cell, bool) else cell for cell in row])
