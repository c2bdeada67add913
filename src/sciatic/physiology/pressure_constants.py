"""The constants of the pressure law: rows of ``data/pressure_law.csv``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, read_table

MINUTES_PER_DAY = 24 * 60
_WIDEST = 1e6


@cache
def constants() -> Mapping[str, float]:
    """Every constant by its name; unit, source and reason stand in the table."""
    rows = read_table(
        "physiology",
        "pressure_law",
        lambda cells: (cells["parameter"], bounded(cells, "value", 0, _WIDEST)),
    )
    return MappingProxyType(dict(rows))


def constant(name: str) -> float:
    """One constant.

    Raises:
        UnknownTermError: no row of that name.
    """
    if name not in constants():
        raise UnknownTermError("constant of the pressure law", name, constants())
    return constants()[name]
