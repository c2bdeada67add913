"""``sciatic conduct``: what a pressure does to a nerve's signals, by simulation."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sciatic.cli.conduct_reference import reference
from sciatic.cli.terminal import ink_for

if TYPE_CHECKING:
    from sciatic.physiology.blood_flow import Segment
    from sciatic.physiology.pictures.film import SqueezedFibre

CLASSES = ("touch", "movement", "pinprick", "warmth")
TISSUES = ("root", "ganglion", "limb_nerve")
CHARTS = ("film", "block", "velocity")


@click.group(invoke_without_command=True)
@click.option("--pressure", type=click.FloatRange(min=0), help="On the nerve, in mmHg.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0),
    default=120.0,
    show_default=True,
    help="How long it lasts; inf is for good.",
)
@click.option("--length-mm", type=float, default=10.0, show_default=True, help="Pressed length.")
@click.option("--tissue", type=click.Choice(TISSUES), default="root", show_default=True)
@click.option(
    "--levels", type=click.IntRange(1, 2), default=1, show_default=True, help="Pressed levels."
)
@click.option("--onset-s", type=float, help="How fast the pressure came on.  [default: slowly]")
@click.option(
    "--map",
    "blood_mmhg",
    type=float,
    default=93.0,
    show_default=True,
    help="Mean arterial blood pressure, in mmHg.",
)
@click.option("--temperature", type=float, default=37.0, show_default=True, help="In °C.")
@click.option("--fibre", type=click.Choice(CLASSES), default="touch", show_default=True)
@click.option("--diameter-um", type=float, help="Of that fibre.  [default: the median]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .svg, .png or .gif.")
@click.option(
    "--chart",
    type=click.Choice(CHARTS),
    default="film",
    show_default=True,
    help="What -o shows.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def conduct(ctx: click.Context, /, **asked: Any) -> None:
    """Say what a pressure does to the signals of a nerve, and follow one of them.

    The pressure makes the stretch short of blood; that shifts the voltage of its fibres, and a
    spike passes, is slowed or dies. Needs numba: pip install 'sciatic[physiology]'. Pictures
    need matplotlib: pip install 'sciatic[charts]'.
    """
    if ctx.invoked_subcommand is not None:
        return
    if asked["output"] is not None:
        _check_output(asked["output"], asked["chart"])
    if asked["chart"] == "velocity" and asked["pressure"] is None:
        _draw_velocity(asked)
        return
    if asked["pressure"] is None:
        raise click.UsageError("say how hard it presses: --pressure 100 is in mmHg", ctx)
    try:
        fibre = _squeezed(asked)
    except ValueError as why:
        raise _as_usage(why, ctx) from why
    _tell(fibre, asked)
    if asked["output"] is not None:
        _draw(fibre, asked)


conduct.add_command(reference)


def _as_usage(why: ValueError, ctx: click.Context) -> Exception:
    """A plain ValueError becomes a slip at the prompt; our own errors stay as they are."""
    from sciatic.errors import SciaticError

    return why if isinstance(why, SciaticError) else click.UsageError(str(why), ctx)


def _segment(asked: dict[str, Any]) -> Segment:
    from sciatic.physiology.blood_flow import Segment

    more = {} if asked["onset_s"] is None else {"onset_s": asked["onset_s"]}
    return Segment(
        tissue=asked["tissue"],
        length_mm=asked["length_mm"],
        mean_arterial_mmhg=asked["blood_mmhg"],
        levels=asked["levels"],
        **more,
    )


def _squeezed(asked: dict[str, Any]) -> SqueezedFibre:
    from sciatic.physiology.pictures.film import squeeze

    for name in ("length_mm", "blood_mmhg", "temperature", "minutes"):
        if math.isnan(asked[name]):
            raise ValueError(f"--{name.replace('_', '-')} is not a number")
    return squeeze(
        asked["fibre"],
        pressure_mmhg=asked["pressure"],
        minutes=asked["minutes"],
        segment=_segment(asked),
        diameter_um=asked["diameter_um"],
        temperature_degc=asked["temperature"],
    )


def _tell(fibre: SqueezedFibre, asked: dict[str, Any]) -> None:
    from sciatic.cli.conduct_text import document, render

    told = document(fibre, asked["temperature"])
    if asked["form"] == "json":
        import json

        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    ink = ink_for(sys.stdout)
    click.echo(render(fibre, told, ink), nl=False, color=ink.colour)


def _check_output(output: Path, chart: str) -> None:
    """Refuse a file that can't be written before anything is computed."""
    from sciatic.physiology.pictures.house_look import MOVING, STILLS, suffix_of

    suffix_of(output, MOVING if chart == "film" else STILLS)
    if not output.parent.is_dir():
        raise click.UsageError(f"{output}: there is no folder {output.parent}")


def _draw(fibre: SqueezedFibre, asked: dict[str, Any]) -> None:
    from sciatic.physiology.pictures import charts, film_animation

    output: Path = asked["output"]
    drawn: dict[str, Callable[[], None]] = {
        "film": lambda: film_animation.save_film(fibre, output),
        "block": lambda: charts.save_block(output, fibre.minutes, fibre.segment),
        "velocity": lambda: charts.save_velocity(output, asked["temperature"]),
    }
    drawn[asked["chart"]]()
    click.echo(f"written: {output}", err=True)


def _draw_velocity(asked: dict[str, Any]) -> None:
    """The one picture that asks for no pressure."""
    if asked["output"] is None:
        raise click.UsageError("say where to: --chart velocity -o velocity.svg")
    from sciatic.physiology.pictures.charts import save_velocity

    save_velocity(asked["output"], asked["temperature"])
    click.echo(f"written: {asked['output']}", err=True)
