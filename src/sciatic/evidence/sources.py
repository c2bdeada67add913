"""The table of sources: where a number was read, or that it is an assumption of ours."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sciatic.evidence.data_files import data_text


@dataclass(frozen=True, slots=True)
class Source:
    """One source. ``seen``: page (read), memory (recalled, not re-read) or assumption."""

    key: str
    authors: str
    year: str
    title: str
    journal: str
    doi_or_pmid: str
    url: str
    seen: str
    note: str = ""

    def citation(self) -> str:
        """Authors, year, title, journal and identifier on one line."""
        parts = (self.authors, self.year, self.title, self.journal, self.doi_or_pmid)
        return ". ".join(part.strip(". ") for part in parts if part) + "."


@cache
def source_keys() -> frozenset[str]:
    """The keys of all sources, without the rest of the table: rows ask for them on every start."""
    rows = csv.reader(data_text("evidence", "sources.csv").splitlines())
    place = next(rows).index("key")
    return frozenset(row[place] for row in rows)


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key, read once."""
    rows = csv.DictReader(data_text("evidence", "sources.csv").splitlines())
    return MappingProxyType({cells["key"]: Source(**cells) for cells in rows})
