"""Published points to draw beside predicted lines: rows of ``data/physiology_validation.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sciatic.evidence import probability, read_table

NEURON, NEURON_CASE = "velocity vs diameter NEURON MRG", "um"
HUMAN = ("velocity vs diameter human root", "velocity vs diameter human S4 ventral root")
SURAL = "velocity vs diameter human sural"
MOTOR = ("alpha", "gamma")


@dataclass(frozen=True, slots=True)
class Point:
    """One published value; what isn't printed as a number is None.

    ``x`` and ``y`` have the units of their row; ``low`` and ``high`` bound ``y``.
    """

    row: str
    table: str
    case: str
    x: float | None
    y: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says in words of how many fibres a pressure blocks, as a range to draw.

    ``label_at`` is where the words stand: pressure in mmHg and share in percent.
    """

    row: str
    panel: str
    pressure_mmhg: float
    low: float
    high: float
    label: str
    label_at: tuple[float, float] | None


@cache
def points() -> Mapping[str, Point]:
    """Every published row by its id."""

    def parse(cells: Mapping[str, str]) -> Point:
        numbers = [_number(cells[name]) for name in ("x", "y", "y_lo", "y_hi")]
        return Point(cells["id"], cells["table"], cells["case"], *numbers)

    return {point.row: point for point in read_table("physiology", "physiology_validation", parse)}


def velocities(table: str) -> tuple[tuple[str, float, float], ...]:
    """Case, diameter in um and velocity in m/s of a table's rows."""
    return tuple(
        (point.case, point.x, point.y)
        for point in points().values()
        if point.table == table and point.x is not None and point.y is not None
    )


@cache
def said() -> tuple[Said, ...]:
    """What was published of pressure and block, to be drawn."""

    def parse(cells: Mapping[str, str]) -> Said:
        pressure = points()[cells["row"]].x
        if pressure is None:
            raise ValueError(f"{cells['row']} has no pressure")
        low, high = probability(cells, "low"), probability(cells, "high")
        place = (
            (float(cells["label_mmhg"]), float(cells["label_percent"])) if cells["label"] else None
        )
        return Said(cells["row"], cells["panel"], pressure, low, high, cells["label"], place)

    return read_table("physiology", "block_words", parse)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
