"""Read the tables of numbers that lie beside the code; refuse a number without a source.

Every table is a CSV file of one fact a row in ``sciatic/<room>/data/``, with a column
``source`` (keys of the table of sources, ``a;b`` where there are several) and a column ``seen``
(how the figure was seen: page, memory, computed, assumption).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from sciatic.errors import EvidenceError
from sciatic.evidence.data_files import data_text
from sciatic.evidence.sources import source_keys

Row = TypeVar("Row")
SEEN = frozenset({"page", "memory", "computed", "assumption"})


def read_table(
    room: str, name: str, parse: Callable[[Mapping[str, str]], Row], *, sourced: bool = True
) -> tuple[Row, ...]:
    """Rows of ``sciatic/<room>/data/<name>.csv``, each parsed and each sourced.

    Args:
        room: the package that owns the table, such as "anatomy".
        name: the table's file name without its ending.
        parse: makes one row; a ``ValueError`` or ``KeyError`` that it raises names the line.
        sourced: False only for tables of names, which hold no figure.

    Raises:
        EvidenceError: a row whose source can't be resolved, whose ``seen`` is not one of the four
            words, or whose figure ``parse`` refuses.
    """
    rows: list[Row] = []
    for here, cells in _lines(room, name):
        if sourced:
            check_passport(here, cells)
        try:
            rows.append(parse(cells))
        except (ValueError, KeyError) as why:
            raise EvidenceError(f"{here}: {why}") from why
    return tuple(rows)


def check_passport(here: str, cells: Mapping[str, str]) -> None:
    """Refuse a row that does not say where its number comes from."""
    keys = [key for key in cells.get("source", "").split(";") if key]
    if not keys:
        raise EvidenceError(f"{here}: no source; name a key of evidence/data/sources.csv")
    for key in keys:
        if key not in source_keys():
            raise EvidenceError(f"{here}: source {key!r} is not among the sources")
    if cells.get("seen") not in SEEN:
        raise EvidenceError(
            f"{here}: seen is {cells.get('seen')!r}; write one of {', '.join(sorted(SEEN))}"
        )
    if "assumption" in keys and not (cells.get("note") or "").strip():
        raise EvidenceError(f"{here}: an assumption needs its reason in the column note")


def probability(cells: Mapping[str, str], column: str) -> float:
    """A figure from 0 to 1; a percentage is refused with the way to write it."""
    return bounded(cells, column, 0.0, 1.0)


def bounded(cells: Mapping[str, str], column: str, low: float, high: float) -> float:
    """A figure inside [low, high], or a ``ValueError`` that says what to write."""
    try:
        value = float(cells[column])
    except ValueError:
        raise ValueError(f"{column} is {cells[column]!r}, not a number") from None
    if not low <= value <= high:
        hint = f"; write {value:g} % as {value / 100:g}" if high == 1 and 1 < value <= 100 else ""
        raise ValueError(f"{column} is {value:g}, outside {low:g} to {high:g}{hint}")
    return value


@cache
def _text(room: str, name: str) -> str:
    return data_text(room, f"{name}.csv")


def _lines(room: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(_text(room, name).splitlines())
    columns = next(reader, [])
    for row in reader:
        if not row:
            continue
        here = f"{room}/data/{name}.csv line {reader.line_num}"
        if len(row) != len(columns):
            raise EvidenceError(f"{here}: {len(columns)} cells are expected")
        yield here, dict(zip(columns, row, strict=True))
