"""Which published rows speak of which finding: those that calibrate it and those held out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sciatic.simulate.finding_paths import RELATIVE, SIDES
from sciatic.simulate.published import is_calibration
from sciatic.simulate.studies import studies


@dataclass(frozen=True, slots=True, order=True)
class Studied:
    """One published row, the study that we describe it by, and whether it may be fitted to."""

    row: str
    study: str
    calibrates: bool


@cache
def studied() -> Mapping[str, tuple[Studied, ...]]:
    """Table of a finding, such as "reflex.achilles_reflex" -> the published rows that read it."""
    found: dict[str, dict[Studied, None]] = {}
    for one in studies().values():
        for figure in one.figures:
            fitted = all(is_calibration(row) for row in figure.published)
            names = {row.row for row in figure.published}
            for path in figure.paths():
                rows = found.setdefault(table_of_path(path), {})
                rows |= {Studied(name, one.id, fitted): None for name in sorted(names)}
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def studied_by(tables: Iterable[str]) -> tuple[Studied, ...]:
    """The published rows that read any of these tables, by row."""
    found = {one: None for table in tables for one in studied().get(table, ())}
    return tuple(sorted(found))


def tables_of_row(row: str) -> tuple[str, ...]:
    """The tables that a published row reads; () where no study of ours has a figure for it."""
    return tuple(
        table
        for table, rows in studied().items()
        if any(row in (one.row, one.study) for one in rows)
    )


def table_of_path(path: str) -> str:
    """A path without its leg: "reflex.affected.achilles_reflex" is "reflex.achilles_reflex"."""
    return ".".join(part for part in path.split(".") if part not in (*SIDES, *RELATIVE))
