"""``make fit``: fit, then write the numbers that moved, and the report."""

from __future__ import annotations

from pathlib import Path

import click

from sciatic.simulate.fit.fitting import fit
from sciatic.simulate.fit.writing import draws, report, table

PACKAGE = Path(__file__).resolve().parents[2]


@click.command()
@click.option("--n", default=20_000, show_default=True, help="People drawn for each study.")
@click.option("--rounds", default=4, show_default=True, help="How often the model is straightened.")
@click.option("--seed", default=1, show_default=True, help="Of the people.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True),
              default=PACKAGE / "pathology" / "data",
              help="Where the numbers and their draws go.  [default: the package]")  # fmt: skip
@click.option("--report", "report_file", type=click.Path(path_type=Path),
              default=Path("docs/fit.md"), show_default=True,
              help="Where the page goes.")  # fmt: skip
def main(n: int, rounds: int, seed: int, folder: Path, report_file: Path) -> None:
    """Fit the free numbers to the calibration rows; the same seed gives the same numbers."""
    found = fit(n, rounds, seed, lambda step: click.echo(step, err=True))
    (folder / "fitted.csv").write_text(table(found), "utf-8")
    (folder / "parameter_draws.csv").write_text(draws(found, seed), "utf-8")
    report_file.write_text("\n".join(report(found, n)) + "\n", "utf-8")
    click.echo(f"{len(found.free)} numbers, {len(found.targets)} figures; wrote fitted.csv, "
               f"parameter_draws.csv and {report_file}")  # fmt: skip


if __name__ == "__main__":
    main()
