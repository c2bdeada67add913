"""``sciatic schema``: print the JSON Schema of a document."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("document", type=click.Choice(["case", "assessment"]))
def schema(document: str) -> None:
    """Print the JSON Schema (draft 2020-12) of DOCUMENT: a case or an assessment."""
    if document == "case":
        from sciatic.findings.schema import case_schema as described
    else:
        from sciatic.assessment.schema import assessment_schema as described

    click.echo(json.dumps(described(), indent=2, ensure_ascii=False))
