"""``make calibration``: is the model right as often as it says, where the world is not its own?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from sciatic.simulate.calibration_page import page
from sciatic.simulate.calibration_picture import save_calibration
from sciatic.simulate.calibration_study import calibration

N, SEED = 2_000, 1
CASES = Path("tests/clinical/cases")
PAGE, PICTURE = Path("docs/calibration.md"), Path("docs/pictures/calibration.svg")


@click.command()
@click.option("--n", default=N, show_default=True, help="People of each world.")
@click.option("--seed", default=SEED, show_default=True, help="Of the worlds and their people.")
@click.option("--jobs", default=1, show_default=True, help="Processes that share the worlds.")
@click.option("--cases", type=click.Path(path_type=Path), default=CASES, show_default=True,
              help="Cases whose answers are known.")  # fmt: skip
@click.option("--page", "page_file", type=click.Path(path_type=Path), default=PAGE,
              show_default=True, help="Where the page goes.")  # fmt: skip
@click.option("--picture", "picture_file", type=click.Path(path_type=Path), default=PICTURE,
              show_default=True, help="Where the picture goes: svg or png.")  # fmt: skip
def main(n: int, seed: int, jobs: int, cases: Path, page_file: Path, picture_file: Path) -> None:
    """Assess people of worlds that the model does not know; write the page and its picture."""
    found = calibration(n, seed, cases, jobs, lambda step: click.echo(step, err=True))
    save_calibration(found, picture_file)
    page_file.write_text(page(found, _link(page_file, picture_file)), "utf-8")
    click.echo(f"{len(found.outcomes)} worlds of {n} people; wrote {page_file} and {picture_file}")


def _link(page_file: Path, picture_file: Path) -> str:
    return Path(os.path.relpath(picture_file, page_file.parent)).as_posix()


if __name__ == "__main__":
    main()
