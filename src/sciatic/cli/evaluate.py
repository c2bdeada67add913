"""``sciatic evaluate``: score a folder of cases whose answers are known."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sciatic.cli.assess import SETTINGS

if TYPE_CHECKING:
    from sciatic.assessment.evaluation import Evaluation


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--setting",
    type=click.Choice(SETTINGS),
    help="Where the people are seen; it sets how common each cause is. Else a mixture.",
)
@click.option("--cases", "list_cases", is_flag=True, help="List every case on a line of its own.")
@click.option(
    "--predictions",
    type=click.Path(path_type=Path),
    help="Score the answers of this file (JSON lines, each with a case_id) instead.",
)
def evaluate(
    directory: Path, form: str, setting: str | None, list_cases: bool, predictions: Path | None
) -> None:
    """Score the cases in DIR against their known answers.

    DIR holds cases (``*.json``) and ``truth.jsonl``, one answer a line. A case that can't be
    read is reported and counts at its worst.
    """
    found = _evaluate(directory, setting, predictions)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
        return
    from sciatic.assessment.evaluation_text import page

    click.echo(page(found, list_cases=list_cases))


def _evaluate(directory: Path, setting: str | None, predictions: Path | None) -> Evaluation:
    from sciatic.assessment.evaluation import evaluate as evaluate_cases
    from sciatic.assessment.evaluation import evaluate_predictions

    if predictions is not None:
        return evaluate_predictions(directory, predictions)
    from sciatic.assessment import assess

    def document(path: Path) -> Mapping[str, object]:
        return assess(path, setting=setting).to_dict()

    return evaluate_cases(directory, document, _progress if sys.stderr.isatty() else None)


def _progress(number: int, of: int, identifier: str) -> None:
    """One line on the terminal, written over; wiped at the last case."""
    click.echo(f"\r\x1b[K{number} of {of}: {identifier}", nl=False, err=True)
    if number == of:
        click.echo("\r\x1b[K", nl=False, err=True)
