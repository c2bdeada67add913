"""Why held-out rows are missed, in our own words; written for our own tables alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sciatic.errors import EvidenceError
from sciatic.evidence.data_files import data_text

UNEXPLAINED = "not explained yet"
_FILE = "simulate/data/misses.toml"


@cache
def misses() -> Mapping[str, str]:
    """The explanation of each row that has one.

    Raises:
        EvidenceError: the file breaks a rule; the error says which.
    """
    return read_misses(data_text("simulate", "misses.toml"))


def read_misses(text: str) -> Mapping[str, str]:
    """The explanations of a TOML text: ``[[miss]]`` with ``rows`` and ``why``.

    Raises:
        EvidenceError: an entry lacks its rows or its reason, or a row is explained twice.
    """
    found: dict[str, str] = {}
    entries: Iterable[Mapping[str, Any]] = tomllib.loads(text).get("miss", [])
    for number, entry in enumerate(entries, start=1):
        rows, why = entry.get("rows"), str(entry.get("why", "")).strip()
        if not isinstance(rows, list) or not rows or not why:
            raise EvidenceError(f"{_FILE} miss {number}: write rows, a list, and why")
        for row in rows:
            if row in found:
                raise EvidenceError(f"{_FILE} miss {number}: {row} is explained twice")
            found[row] = why
    return found
