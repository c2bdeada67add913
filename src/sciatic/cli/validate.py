"""``sciatic validate``: a table of published figures, each beside what the model predicts."""

from __future__ import annotations

import json
import os
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
@click.option("--picture", metavar="FILE.svg", type=click.Path(path_type=Path),
              help="Draw a forest plot of the rows that count, as svg or png.")  # fmt: skip
@click.option("--page", "written", metavar="FILE.md", type=click.Path(path_type=Path),
              help="Write every row as a page of Markdown, with why it is missed.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True)  # fmt: skip
def validate(
    table: Path | None,
    described: Path | None,
    n: int,
    seed: int,
    picture: Path | None,
    written: Path | None,
    form: str,
) -> None:
    """Predict every row of a table of published figures that the model was not fitted to.

    FILE.csv has the columns id, study, cohort_description, rule_or_finding, metric, value, lo, hi,
    n, source, seen and note; or those of the table of roots, dataset, source, root_or_level,
    measure, item, value, n, used_in_merge and note. Without it, the package's own two held-out
    tables. The last line is "N of M rows inside".
    """
    from sciatic.simulate import validate as run

    found = run(table, described, n, seed)
    if picture:
        from sciatic.simulate.validation_forest import save_forest

        save_forest(found, picture)
    if written:
        from sciatic.simulate.validation_page import page as markdown

        linked = picture and os.path.relpath(picture, written.parent)
        written.write_text(markdown(found, Path(linked).as_posix() if linked else ""), "utf-8")
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    from sciatic.cli.terminal import ink_for
    from sciatic.cli.validate_text import page

    click.echo(page(found, ink_for(sys.stdout)))
