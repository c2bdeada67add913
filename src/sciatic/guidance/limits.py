"""Named thresholds and intervals, and what guidance needs to know of each condition.

The rows of guidance's tables are named tuples: defining one costs a quarter of a dataclass, and
the command line pays for it at every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from sciatic.evidence import bounded, read_table


def limit(name: str) -> float:
    """One named threshold or interval of ``limits.csv``, in the unit that its row states.

    Raises:
        KeyError: no row of that name.
    """
    return _limits()[name]


def days(name: str) -> int:
    """A limit that is a whole number of days."""
    return round(limit(name))


@cache
def _limits() -> Mapping[str, float]:
    def parse(cells: Mapping[str, str]) -> tuple[str, float]:
        return cells["name"], bounded(cells, "value", 0, 365)

    return dict(read_table("guidance", "limits", parse))


class Cause(NamedTuple):
    """What guidance needs to know of a condition.

    Attributes:
        condition: its id.
        dangerous: its examination and tests stay on the page at a small chance too.
        has_level: a spinal level can be suspected.
    """

    condition: str
    dangerous: bool
    has_level: bool


@cache
def causes() -> Mapping[str, Cause]:
    """The conditions that guidance knows, by id."""

    def parse(cells: Mapping[str, str]) -> Cause:
        return Cause(cells["condition"], cells["dangerous"] == "yes", cells["has_level"] == "yes")

    return MappingProxyType({row.condition: row for row in read_table("guidance", "causes", parse)})
