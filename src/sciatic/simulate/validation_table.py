"""A table of published figures that the model never saw: read strictly, all problems at once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sciatic.errors import EvidenceError
from sciatic.evidence.data_files import data_text
from sciatic.simulate.measures import RATIOS, SHARES
from sciatic.simulate.published import Published, bound_of, metric_of

COLUMNS = ("id", "study", "cohort_description", "rule_or_finding", "metric", "value", "lo", "hi",
           "n", "source", "seen", "note")  # fmt: skip
CLINICAL = "validation_tables"
_NAMED = ("id", "rule_or_finding", "metric")
_NUMBERS = ("value", "lo", "hi")
_SHARES = frozenset({*SHARES, "auc"})
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: whom it saw and its figure. ``metric``: as the table writes it.

    ``table``: which of our kinds of table it stands in; ``in_the_model``: went into the model.
    """

    study: str
    cohort: str
    metric: str
    sources: tuple[str, ...]
    published: Published
    table: str = CLINICAL
    in_the_model: bool = False

    @property
    def id(self) -> str:
        """What the row is called; no two share it."""
        return self.published.row

    @property
    def has_figure(self) -> bool:
        """Whether there is a number, or an interval, to be predicted."""
        return self.published.value is not None or self.published.low is not None


def table_text(path: Path) -> str:
    """The text of somebody's table.

    Raises:
        EvidenceError: it is not UTF-8.
        OSError: there is no such file.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as why:
        raise EvidenceError(f"{path}: not UTF-8 text; save it as CSV in UTF-8") from why


def validation_table() -> tuple[TableRow, ...]:
    """The rows of the package's own held-out table of clinical studies."""
    text = data_text("simulate", f"{CLINICAL}.csv")
    return read_validation_table(text, f"simulate/data/{CLINICAL}.csv")


def read_validation_table(text: str, where: str) -> tuple[TableRow, ...]:
    """The rows of a CSV text; ``where`` names it in errors.

    Raises:
        EvidenceError: a column is missing, a cell can't be read; the error lists every problem.
    """
    lines = _lines(text, where)
    header = next(lines, (1, []))[1]
    problems = [f"line 1: no column {name}" for name in COLUMNS if name not in header]
    problems += [f"line 1: column {name} stands twice" for name in sorted(set(header))
                 if header.count(name) > 1]  # fmt: skip
    rows: list[TableRow] = []
    seen: set[str] = set()
    for number, cells in lines:
        here = f"line {number}"
        if len(cells) != len(header):
            problems.append(f"{here}: {len(cells)} cells, {len(header)} are expected")
            continue
        row = dict(zip(header, cells, strict=True))
        slips = [f"{here}: {slip}" for slip in _slips(row, seen)]
        seen.add(row.get("id", ""))
        problems += slips
        if not problems:
            rows.append(_row(row))
    if not rows and not problems:
        problems.append("it holds no rows")
    if problems:
        head = f"{where}: {len(problems)} problem{'s' if len(problems) != 1 else ''}"
        raise EvidenceError("\n".join([head, *(f"  {one}" for one in problems)]))
    return tuple(rows)


def _lines(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not empty, with its number."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as why:
        raise EvidenceError(f"{where} line {reader.line_num}: {why}") from why


def _slips(row: Cells, seen: set[str]) -> Iterator[str]:
    """Everything wrong with one row; columns that the table lacks are told once, elsewhere."""
    yield from (f"{name} is empty" for name in _NAMED if row.get(name) == "")
    if row.get("id") and row["id"] in seen:
        yield f"id {row['id']} stands twice"
    metric = metric_of(row.get("metric", ""))
    for name in _NUMBERS:
        slip = _number_slip(name, row.get(name, ""), metric)
        if slip:
            yield slip
    low, high = row.get("lo", ""), row.get("hi", "")
    if bool(low) != bool(high) and {"lo", "hi"} <= row.keys():
        yield "an interval needs both lo and hi"
    elif _float(low) > _float(high):
        yield f"lo {low} is above hi {high}"


def _number_slip(name: str, cell: str, metric: str) -> str:
    if not cell:
        return ""
    value = _float(cell)
    if not math.isfinite(value):
        return f"{name} is {cell!r}, not a number"
    if metric in _SHARES and not 0 <= value <= 1:
        hint = f"; write {value:g} % as {value / 100:g}" if 1 < value <= 100 else ""
        return f"{name} is {cell}, outside 0 to 1{hint}"
    if metric in RATIOS and value < 0:
        return f"{name} is {cell}; a ratio is never below 0"
    return ""


def _float(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _row(cells: Cells) -> TableRow:
    value, low, high = (float(cells[name]) if cells[name] else None for name in _NUMBERS)
    return TableRow(
        study=cells["study"],
        cohort=cells["cohort_description"],
        metric=cells["metric"],
        sources=tuple(key for key in cells["source"].split(";") if key),
        published=Published(
            row=cells["id"],
            metric=metric_of(cells["metric"]),
            words=cells["rule_or_finding"],
            value=value,
            low=low,
            high=high,
            n=cells["n"],
            seen=cells["seen"],
            bound=bound_of(cells["metric"]),
        ),
    )
