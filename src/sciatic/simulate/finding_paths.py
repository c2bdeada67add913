"""The path of a finding that can be drawn, such as ``reflex.affected.achilles_reflex``.

Beside left and right a path may name the affected leg and the other one. A chart is drawn patch by
patch: ``chart.affected.sensation.web1``, ``chart.left.pain.calf``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sciatic.errors import SciaticError, UnknownTermError
from sciatic.findings.model_tables import ModelTables

SIDES = ("left", "right")
RELATIVE = ("affected", "other")


@dataclass(frozen=True, slots=True)
class FindingPath:
    """A path taken apart: the table it reads, and which leg."""

    path: str
    key: str
    side: str | None


def read_paths(tables: ModelTables, paths: Iterable[str]) -> tuple[FindingPath, ...]:
    """Every path once, taken apart.

    Raises:
        UnknownTermError: no such finding, or a leg missing or too many.
        SciaticError: a finding asked for both by left or right and by affected or other: the same
            leg would be drawn twice.
    """
    found = tuple(_read(tables, path) for path in dict.fromkeys(paths))
    first: dict[str, FindingPath] = {}
    for one in found:
        other = first.setdefault(one.key.split(".")[0], one)
        if (one.side in RELATIVE) != (other.side in RELATIVE):
            raise SciaticError(
                f"{other.path} and {one.path} may be the same leg; "
                "name legs left and right, or affected and other, not both"
            )
    return found


def _read(tables: ModelTables, path: str) -> FindingPath:
    parts = path.split(".")
    side = parts.pop(1) if len(parts) > 1 and parts[1] in (*SIDES, *RELATIVE) else None
    key = ".".join(parts)
    if key not in tables.tables and key not in tables.numbers:
        raise UnknownTermError("finding", path, known_paths(tables))
    if _sided(tables, key) != (side is not None):
        raise UnknownTermError("finding", path, list(_spelt(tables, key)))
    return FindingPath(path, key, side)


def known_paths(tables: ModelTables) -> list[str]:
    """Every path that can be drawn, by left, right, affected and other leg."""
    return [path for key in (*tables.tables, *tables.numbers) for path in _spelt(tables, key)]


def _spelt(tables: ModelTables, key: str) -> Iterator[str]:
    if not _sided(tables, key):
        yield key
        return
    name, dot, item = key.partition(".")
    for side in (*RELATIVE, *SIDES):
        yield f"{name}.{side}{dot}{item}"


def _sided(tables: ModelTables, key: str) -> bool:
    table = tables.tables.get(key)
    return table.sided if table is not None else tables.numbers[key].block == "story_side"
