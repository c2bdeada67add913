"""``sciatic nerve-test``: what an electromyography laboratory would find under a lesion."""

from __future__ import annotations

import sys

import click

from sciatic.cli.terminal import ink_for

SEVERITIES = ("irritation", "mild", "moderate", "severe")


@click.command("nerve-test")
@click.option("--condition", required=True, help="A cause, such as disc_herniation.")
@click.option("--level", help="Where in the spine, such as L5/S1.")
@click.option("--side", type=click.Choice(["left", "right", "both"]), help="Which side.")
@click.option(
    "--zone", help="central, subarticular (or lateral_recess), foraminal, extraforaminal."
)
@click.option("--severity", type=click.Choice(SEVERITIES), help="How hard it presses.")
@click.option(
    "--weeks",
    type=click.FloatRange(0, 1040),
    help="Since the onset. Not given: 4, or longer for what comes on slowly.",
)
@click.option("--age", type=click.FloatRange(18, 100), default=45, show_default=True)
@click.option("--height-cm", type=click.FloatRange(120, 220), default=170, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def nerve_test(
    condition: str,
    level: str | None,
    side: str | None,
    zone: str | None,
    severity: str | None,
    weeks: float | None,
    age: float,
    height_cm: float,
    form: str,
) -> None:
    """Say what a nerve test would show: conduction, reflexes and needle.

    One person, with the likeliest form of the lesion described. What is not given is taken as
    it usually is. Limits are those of a laboratory for adults.
    """
    from sciatic.findings.nerve_test import nerve_test as predict_test

    found = predict_test(
        condition,
        level=level,
        side=side,
        zone=zone,
        severity=severity,
        weeks=weeks,
        age=age,
        height_cm=height_cm,
    )
    if form == "json":
        import json

        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
        return
    from sciatic.cli.nerve_test_text import render

    ink = ink_for(sys.stdout)
    click.echo(render(found, ink), nl=False, color=ink.colour)
