"""``make surface``: run the simulation over the grid and write ``data/surface.csv`` anew.

    python -m sciatic.physiology.make_surface

Takes some minutes on two cores. ``data/surface_digest.txt`` records the constants that went in, so
that a test can tell when the table is older than what it was computed from.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from sciatic.physiology.response import inputs_digest, responses
from sciatic.physiology.surface import PARTS, Response

DATA = Path(__file__).resolve().parent / "data"
SOURCES = {
    "myelinated": "mrg2002;musselman2021",
    "unmyelinated": "tigerholm2014",
}
HEADER = (
    *("kind", "diameter_um", "length_mm", "thinned", "gap_um", "block_mv"),
    *(f"slowed_{100 * part:.0f}" for part in PARTS),
    *("fires_mv", "silent_mv", "source", "seen", "note"),
)


def as_csv(rows: Sequence[Response]) -> str:
    """The table as text."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows:
        edges = ("" if edge is None else f"{edge:g}" for edge in (row.fires_mv, row.silent_mv))
        numbers = (row.diameter_um, row.length_mm, row.thinned, row.gap_um, row.block_mv)
        writer.writerow((
            row.kind, *(f"{number:g}" for number in (*numbers, *row.slowed)), *edges,
            SOURCES[row.kind], "computed", "",
        ))  # fmt: skip
    return text.getvalue()


def write(rows: Sequence[Response], folder: Path = DATA) -> None:
    """Write the table and the digest of its inputs."""
    (folder / "surface.csv").write_text(as_csv(rows), encoding="utf-8")
    (folder / "surface_digest.txt").write_text(inputs_digest() + "\n", encoding="utf-8")


def main() -> None:
    """Run the grid with a line of progress a fibre."""
    start = time.monotonic()

    def progress(words: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {words}", file=sys.stderr, flush=True)

    rows = responses(progress=progress)
    write(rows)
    print(f"{len(rows)} rows in {DATA / 'surface.csv'}")


if __name__ == "__main__":
    main()
