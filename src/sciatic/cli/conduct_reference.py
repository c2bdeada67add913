"""``sciatic conduct reference``: a table of fibres run beside another program's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sciatic.physiology.reference import ReferenceResult

HEADER = ("model", "um", "lesion", "over", "level", "blocked", "ref", "ratio", "ref", "off")
WIDTHS = (24, 6, 8, 5, 8, 8, 6, 8, 8, 8)
BLOCK_WORD = {True: "yes", False: "no", None: "-"}


@click.command()
@click.argument("table", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--watch-on", is_flag=True, help="Wait for spikes that the table's stop rule calls dead."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def reference(table: str, watch_on: bool, form: str) -> None:
    """Run every row of FILE.csv and set the result beside the reference in it.

    Columns: fibre_model, diameter_um, lesion (none, thin, gap, seal, depol, nablock), internodes,
    level, settings; velocity_upstream_m_s, velocity_ratio and blocked where known.
    """
    from sciatic.physiology.reference import run_table

    results = run_table(table, watch_on=watch_on)
    rows = [_as_row(result) for result in results]
    if form == "json":
        import json

        click.echo(json.dumps({"rows": rows, "summary": summary(results)}, indent=2))
        return
    click.echo("".join(_cell(*pair) for pair in zip(HEADER, WIDTHS, strict=True)).rstrip())
    for row in rows:
        click.echo(_line(row))
    click.echo("")
    click.echo(_told(summary(results)))


def _as_row(result: ReferenceResult) -> dict[str, Any]:
    row = result.row
    return {
        "fibre_model": row.fibre.model,
        "diameter_um": row.fibre.diameter_um,
        "lesion": row.lesion_name,
        "internodes": row.lesion.internodes,
        "level": row.level,
        "step_ms": row.settings.step_ms,
        "temperature_degc": row.settings.temperature_degc,
        "blocked": result.blocked,
        "reference_blocked": row.reference_blocked,
        "velocity_ratio": result.velocity_ratio,
        "reference_velocity_ratio": row.reference_velocity_ratio,
        "velocity_upstream_m_per_s": result.upstream_m_per_s,
        "reference_velocity_upstream_m_per_s": row.reference_upstream_m_per_s,
    }


def _line(row: dict[str, Any]) -> str:
    off = _off(row["velocity_ratio"], row["reference_velocity_ratio"])
    told = (
        row["fibre_model"],
        f"{row['diameter_um']:g}",
        row["lesion"],
        f"{row['internodes']}",
        f"{row['level']:g}",
        BLOCK_WORD[row["blocked"]],
        BLOCK_WORD[row["reference_blocked"]],
        _number(row["velocity_ratio"]),
        _number(row["reference_velocity_ratio"]),
        "-" if off is None else f"{off:+.2%}",
    )
    return "".join(_cell(*pair) for pair in zip(told, WIDTHS, strict=True)).rstrip()


def _cell(told: str, width: int) -> str:
    return told.ljust(width) if width > 8 else told.rjust(width - 1) + " "


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _off(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs - 1 if ours is not None and theirs else None


def summary(results: list[ReferenceResult]) -> dict[str, Any]:
    """How far the results lie from the reference, over all rows that have one."""
    told = [r for r in results if r.row.reference_blocked is not None]
    ratios = [_off(r.velocity_ratio, r.row.reference_velocity_ratio) for r in results]
    speeds = [_off(r.upstream_m_per_s, r.row.reference_upstream_m_per_s) for r in results]
    return {
        "rows": len(results),
        "blocked_told": len(told),
        "blocked_agree": sum(r.blocked == r.row.reference_blocked for r in told),
        "worst_velocity_ratio": max((abs(off) for off in ratios if off is not None), default=None),
        "worst_upstream_velocity": max(
            (abs(off) for off in speeds if off is not None), default=None
        ),
    }


def _told(found: dict[str, Any]) -> str:
    worst = found["worst_velocity_ratio"], found["worst_upstream_velocity"]
    ratio, speed = ("not told" if one is None else f"{one:.2%}" for one in worst)
    return (
        f"{found['rows']} rows. Blocked agrees in {found['blocked_agree']} of "
        f"{found['blocked_told']}; velocity ratio off by at most {ratio}, "
        f"upstream velocity by at most {speed}."
    )
