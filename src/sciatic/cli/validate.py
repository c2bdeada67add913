"""``sciatic validate``: a table of published figures, each beside what the model predicts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command()
@click.argument("table", metavar="[FILE.csv]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--studies", "described", metavar="FILE.toml", type=click.Path(path_type=Path),
    help="Studies of the table, described as docs/simulation.md says; they win over ours.",
)  # fmt: skip
@click.option("--n", type=click.IntRange(1, 10_000_000), default=100_000, show_default=True,
              help="People to draw for each study, before its inclusion rule.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
              help="The same seed draws the same people.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
def validate(table: Path | None, described: Path | None, n: int, seed: int, form: str) -> None:
    """Predict every row of a table of published figures that the model was not fitted to.

    FILE.csv has the columns id, study, cohort_description, rule_or_finding, metric, value, lo, hi,
    n, source, seen and note; without it, the package's own held-out table. The last line is
    "N of M rows inside".
    """
    from sciatic.simulate import validate as run

    found = run(table, described, n, seed)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    from sciatic.cli.terminal import ink_for
    from sciatic.cli.validate_text import page

    click.echo(page(found, ink_for(sys.stdout)))
