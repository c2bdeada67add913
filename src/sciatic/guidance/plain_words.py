"""Causes in plain words, for the person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sciatic.evidence import read_table


@cache
def plain_conditions() -> Mapping[str, str]:
    """Every cause in plain words, by its id."""
    return dict(read_table("guidance", "plain_words", _words, sourced=False))


def _words(row: Mapping[str, str]) -> tuple[str, str]:
    return row["condition"], row["words"]


def plain_condition(condition: str) -> str:
    """A cause in plain words, such as "a disc that presses on a nerve (herniated disc)"."""
    return plain_conditions().get(condition, condition.replace("_", " "))
