"""The published counts and shares of roots: what stimulation, blocks and single lesions showed.

Their table has columns of its own; a row is known by its data set, root and item. Only rows whose
``used_in_merge`` is no were kept out when the map of roots was made; the others went into it, or
were weighed for it.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping

from sciatic.errors import EvidenceError
from sciatic.simulate.published import Published
from sciatic.simulate.validation_table import TableRow

COLUMNS = ("dataset", "source", "root_or_level", "measure", "item", "value", "n",
           "used_in_merge", "note")  # fmt: skip
TABLE = "anatomy_targets"
_NAMED = ("dataset", "root_or_level", "measure", "item", "value")
_USED = frozenset({"yes", "no", "qualitative"})
Cells = Mapping[str, str]


def is_anatomy(text: str) -> bool:
    """Whether a table's header is that of roots and not that of clinical studies."""
    header = set(next(csv.reader(io.StringIO(text)), []))
    return {"dataset", "root_or_level"} <= header


def read_anatomy_table(text: str, where: str) -> tuple[tuple[TableRow, ...], dict[str, Cells]]:
    """The rows of a CSV text, and the cells of each by the row's id.

    Raises:
        EvidenceError: a column is missing, a cell can't be read; the error lists every problem.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="beyond", restval="")
    header = reader.fieldnames or ()
    problems = [f"line 1: no column {name}" for name in COLUMNS if name not in header]
    rows: dict[str, TableRow] = {}
    found: dict[str, Cells] = {}
    for cells in reader:
        here = f"line {reader.line_num}"
        if "beyond" in cells:
            problems.append(f"{here}: more cells than columns")
            continue
        row = {key: cell.strip() for key, cell in cells.items()}
        name = _name(row)
        slips = [f"{here}: {slip}" for slip in _slips(row)]
        slips += [f"{here}: {name} stands twice"] if name in rows else []
        problems += slips
        if not problems:
            rows[name], found[name] = _row(name, row), row
    if not rows and not problems:
        problems.append("it holds no rows")
    if problems:
        head = f"{where}: {len(problems)} problem{'s' if len(problems) != 1 else ''}"
        raise EvidenceError("\n".join([head, *(f"  {one}" for one in problems)]))
    return tuple(rows.values()), found


def _name(row: Cells) -> str:
    parts = (row.get("dataset", ""), row.get("root_or_level", ""), row.get("item", ""))
    return " ".join([*parts, *_side_of(row)])


def _side_of(row: Cells) -> tuple[str, ...]:
    """What tells two rows of one root and item apart: the root below or above."""
    return tuple(word for word in ("below", "above") if row.get("measure", "").endswith(word))


def _slips(row: Cells) -> Iterator[str]:
    yield from (f"{name} is empty" for name in _NAMED if row.get(name) == "")
    cell = row.get("value", "")
    if cell and not 0 <= _float(cell) <= 1:
        yield f"value is {cell!r}, not a share from 0 to 1"
    if row.get("used_in_merge", "no") not in _USED:
        yield f"used_in_merge is {row['used_in_merge']!r}; write yes, no or qualitative"


def _float(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _row(name: str, cells: Cells) -> TableRow:
    return TableRow(
        study=cells["dataset"],
        cohort=cells["root_or_level"],
        metric="share",
        sources=tuple(key for key in cells["source"].split(";") if key),
        table=TABLE,
        in_the_model=cells["used_in_merge"] != "no",
        published=Published(
            row=name,
            metric="share",
            words=cells["measure"],
            value=float(cells["value"]),
            low=None,
            high=None,
            n=cells["n"],
            seen=cells.get("seen", ""),
        ),
    )
