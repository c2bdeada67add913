"""``sciatic predict``: the model read forwards, from a lesion to what it does."""

from __future__ import annotations

import sys

import click

from sciatic.cli.terminal import ink_for

SEVERITIES = ("irritation", "mild", "moderate", "severe")
POSTURES = ("lying", "sitting", "standing", "walking", "bent_forward", "leaning_back")


@click.command()
@click.option("--condition", required=True, help="A cause, such as disc_herniation.")
@click.option("--level", help="Where in the spine, such as L5/S1.")
@click.option("--side", type=click.Choice(["left", "right", "both"]), help="Which side.")
@click.option(
    "--zone", help="central, subarticular (or lateral_recess), foraminal, extraforaminal."
)
@click.option(
    "--severity", type=click.Choice(SEVERITIES), help="How hard it presses. Not given: all grades."
)
@click.option(
    "--posture", type=click.Choice(POSTURES), help="In this posture. Not given: over days."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def predict(
    condition: str,
    level: str | None,
    side: str | None,
    zone: str | None,
    severity: str | None,
    posture: str | None,
    form: str,
) -> None:
    """Say what a lesion would make numb, tingling, weak or silent.

    Numbers are whole people out of ten who have exactly this lesion.
    """
    from sciatic.assessment.predict import predict as predict_lesion

    prediction = predict_lesion(
        condition=condition, level=level, side=side, zone=zone, severity=severity, posture=posture
    )
    document = prediction.to_dict()
    if form == "json":
        import json

        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from sciatic.cli.predict_text import render

    ink = ink_for(sys.stdout)
    click.echo(render(document, ink), nl=False, color=ink.colour)
