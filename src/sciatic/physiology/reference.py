"""Run a table of fibres and lesions, each beside what another program said of it.

The columns are those of the NEURON tables of this repository: ``fibre_model, diameter_um, lesion,
internodes, level``, then what the other program found (``velocity_upstream_m_s, velocity_ratio,
blocked``), and ``settings``, which holds the step ("dt 0.005 ms") and temperature ("37 C").
A spike counts as dead as those tables count it: when no node is above -45 mV at a look, every
0.1 ms. Some that all but die would still arrive if one waited.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sciatic.errors import SciaticError, UnknownTermError
from sciatic.physiology.conduction import Settings, conduct
from sciatic.physiology.fibres import Lesion, MyelinatedFibre, PhysiologyError

DEAD_BELOW_MV = -45.0
FIELDS = {
    "none": None,
    "thin": "thinned",
    "gap": "gap_um",
    "seal": "seal",
    "depol": "depolarised_mv",
    "nablock": "sodium_lost",
}
NEEDED = ("fibre_model", "diameter_um", "lesion", "internodes", "level", "settings")


class ReferenceTableError(SciaticError):
    """A table that can't be run; ``problems`` lists every line that is wrong."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        head = f"{where}: {len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in problems)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRow:
    """One line of the table: what to run, and what the other program found (None: not told)."""

    fibre: MyelinatedFibre
    lesion_name: str
    level: float
    lesion: Lesion
    settings: Settings
    reference_blocked: bool | None
    reference_velocity_ratio: float | None
    reference_upstream_m_per_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceResult:
    """A row with our answer beside the other program's."""

    row: ReferenceRow
    blocked: bool
    velocity_ratio: float | None
    upstream_m_per_s: float | None


def run_table(path: str | Path, *, watch_on: bool = False) -> list[ReferenceResult]:
    """Run every row of a CSV file.

    Args:
        path: the file.
        watch_on: wait for spikes that all but die, where the table would call them dead.

    Raises:
        ReferenceTableError: a missing column or a cell that can't be read; lists all of them.
        OSError: a file that can't be opened.
    """
    with open(path, encoding="utf-8", newline="") as file:
        rows = read_rows(csv.DictReader(file), str(path), watch_on=watch_on)
    return run_rows(rows)


def read_rows(
    lines: csv.DictReader[str] | Iterable[Mapping[str, str]], where: str, *, watch_on: bool = False
) -> list[ReferenceRow]:
    """The lines of a table, checked; line 2 is the first after the header."""
    header = getattr(lines, "fieldnames", None)
    missing = [name for name in NEEDED if header is not None and name not in header]
    if missing:
        raise ReferenceTableError(where, [f"line 1: no column {name}" for name in missing])
    rows, problems = [], []
    for number, cells in enumerate(lines, start=2):
        try:
            rows.append(_row(cells, None if watch_on else DEAD_BELOW_MV))
        except (SciaticError, ValueError) as why:
            problems.append(f"line {number}: {why}")
    if problems:
        raise ReferenceTableError(where, problems)
    if not rows:
        raise ReferenceTableError(where, ["no rows below the header"])
    return rows


def _row(cells: Mapping[str, str], dead_below_mv: float | None) -> ReferenceRow:
    cells = {column: value or "" for column, value in cells.items() if column}
    name = cells["lesion"]
    if name not in FIELDS:
        raise UnknownTermError("lesion", name, FIELDS)
    internodes, level = cells["internodes"], _number(cells, "level")
    if not internodes.isdecimal():
        raise PhysiologyError(f"internodes is {internodes!r}; give a whole number, 0 or more")
    field = FIELDS[name]
    harm = {field: level} if field else {}
    ratio = cells.get("velocity_ratio")
    upstream = cells.get("velocity_upstream_m_s")
    blocked = cells.get("blocked")
    return ReferenceRow(
        fibre=MyelinatedFibre(_number(cells, "diameter_um"), cells["fibre_model"]),
        lesion_name=name,
        level=level or 0.0,
        lesion=Lesion(internodes=int(internodes), **harm),
        settings=Settings(
            step_ms=_setting(cells, r"\bdt ([\d.]+) ms", 0.005),
            temperature_degc=_setting(cells, r"\b([\d.]+) C\b", 37.0),
            dead_below_mv=dead_below_mv,
            control=False,
        ),
        reference_blocked=blocked == "1" if blocked else None,
        reference_velocity_ratio=float(ratio) if ratio else None,
        reference_upstream_m_per_s=float(upstream) if upstream else None,
    )


def _number(cells: Mapping[str, str], column: str) -> float:
    try:
        return float(cells[column])
    except ValueError as why:
        raise PhysiologyError(f"{column} is {cells[column]!r}; give a number") from why


def _setting(cells: Mapping[str, str], pattern: str, usual: float) -> float:
    found = re.search(pattern, cells["settings"])
    return float(found[1]) if found else usual


def run_rows(rows: Sequence[ReferenceRow]) -> list[ReferenceResult]:
    """Run rows together, those of one step and temperature in one batch; results in their order."""
    places: dict[Settings, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.settings, []).append(place)
    results: list[ReferenceResult | None] = [None] * len(rows)
    for settings, chosen in places.items():
        seen = conduct(
            [rows[place].fibre for place in chosen],
            [rows[place].lesion for place in chosen],
            settings,
        )
        for i, place in enumerate(chosen):
            results[place] = ReferenceResult(
                row=rows[place],
                blocked=bool(seen.blocked[i]),
                velocity_ratio=_or_none(seen.velocity_ratio[i]),
                upstream_m_per_s=_or_none(seen.upstream_m_per_s[i]),
            )
    return [result for result in results if result is not None]


def _or_none(value: float) -> float | None:
    return None if value != value else float(value)
