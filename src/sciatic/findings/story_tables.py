"""P(finding | kind of cause and its severity): history and signs that no nerve map gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from sciatic.evidence import probability, read_table
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Floats, Table, noisy
from sciatic.findings.vocabulary import vocabulary
from sciatic.pathology.free_values import value_of
from sciatic.pathology.states import subtypes

Story = tuple[str, str]  # subtype, severity
RowKey = tuple[str, str, str, str]  # finding, subtype, side, severity
SidedStory = tuple[str, str, bool]  # subtype, severity, whether this leg has symptoms


@cache
def groups() -> Mapping[str, tuple[str, str, bool]]:
    """Finding -> the group it is told in, what it hangs on, and whether silence about it counts."""
    rows = read_table(
        "findings",
        "groups",
        lambda cells: (
            cells["finding"],
            (cells["group"], cells["link"], cells["silence"] == "yes"),
        ),
        sourced=False,
    )
    return dict(rows)


@cache
def _history() -> Mapping[RowKey, Mapping[str, float]]:
    """(finding, subtype, side, severity) -> value -> P."""
    found: dict[tuple[str, str, str, str], dict[str, float]] = {}
    rows = read_table(
        "findings",
        "history",
        lambda cells: (
            (cells["finding"], cells["subtype"], cells["side"], cells["severity"]),
            cells["value"],
            probability(cells, "p"),
        ),
    )
    for key, value, p in rows:
        found.setdefault(key, {})[value] = p
    return found


@cache
def line_of(subtype: str) -> tuple[str, ...]:
    """The subtypes whose rows serve, nearest first: own, parents, cord parents, the general."""
    line = [subtype]
    while subtypes()[line[-1]].parent:
        line.append(subtypes()[line[-1]].parent)
    cord = subtypes()[subtype].cord_parent
    while cord:
        line.append(cord)
        cord = subtypes()[cord].parent
    return (*dict.fromkeys(line), "*")


def story_row(finding: str, subtype: str, severity: str, side: str = "") -> Mapping[str, float]:
    """P(value) for one cause: its own severity's row, its own row, its parent's, the general.

    Raises:
        KeyError: a finding without any row that serves.
    """
    return read_row(serving_row(finding, subtype, severity, side))


def read_row(key: RowKey) -> Mapping[str, float]:
    """P(value) in one row of history.csv."""
    return {
        value: value_of(cell_name(key, value), written)
        for value, written in _history()[key].items()
    }


def serving_row(finding: str, subtype: str, severity: str, side: str = "") -> RowKey:
    """The row of history.csv that serves one cause.

    Raises:
        KeyError: a finding without any row that serves.
    """
    history = _history()
    for name in line_of(subtype):
        for grade in (severity, ""):
            if (finding, name, side, grade) in history:
                return finding, name, side, grade
    raise KeyError(f"findings/data/history.csv has no row for {finding} ({side or 'no side'})")


def cell_name(key: RowKey, value: str) -> str:
    """What a cell of history.csv is called where it varies: history.<finding>.<subtype>.…"""
    return ".".join(("history", *key, value))


def told_findings() -> tuple[str, ...]:
    """The findings that the history table holds."""
    return tuple(dict.fromkeys(key[0] for key in _history()))


def story_tables(stories: Sequence[Story], sided: Sequence[SidedStory]) -> Iterator[Table]:
    """A table for every finding of history.csv, block "story" or "story_side"."""
    noise = parameters()["noise"]
    for finding in told_findings():
        group, link, _ = groups()[finding]
        values = vocabulary()[finding].values
        columns = (
            [_cells(finding, subtype, severity, "") for subtype, severity in stories]
            if link == "story"
            else [
                _cells(finding, subtype, severity, "affected" if affected else "other")
                for subtype, severity, affected in sided
            ]
        )
        p: Floats = np.array(columns)[None, None]
        yield Table(finding, group, link, values, noisy(p, noise))


def _cells(finding: str, subtype: str, severity: str, side: str) -> list[float]:
    return told_p(finding, story_row(finding, subtype, severity, side))


def told_p(finding: str, row: Mapping[str, float]) -> list[float]:
    """P of each answer, in the order of the vocabulary, from a row; sums to one."""
    if vocabulary()[finding].kind == "boolean":
        return [1 - row["true"], row["true"]]
    cells = [row[str(value)] for value in vocabulary()[finding].values]
    total = sum(cells)
    return [cell / total for cell in cells]
