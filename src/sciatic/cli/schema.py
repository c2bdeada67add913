"""``sciatic schema``: print the JSON Schema of a document."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument(
    "document", type=click.Choice(["case", "assessment", "what_if", "course", "comparison"])
)
def schema(document: str) -> None:
    """Print the JSON Schema (draft 2020-12) of DOCUMENT.

    A case, an assessment, a what-if, the course of one person over several days, or the comparison
    of two days.
    """
    if document == "case":
        from sciatic.findings.schema import case_schema as described
    elif document == "assessment":
        from sciatic.assessment.schema import assessment_schema as described
    elif document == "what_if":
        from sciatic.assessment.comparison_schema import what_if_schema as described
    elif document == "course":
        from sciatic.followup.schema import course_schema as described
    else:
        from sciatic.followup.schema import comparison_schema as described

    click.echo(json.dumps(described(), indent=2, ensure_ascii=False))
