"""The passport of every number: which row it is, where it comes from and where it is used.

Looks through all tables (CSV) and rule files (TOML) that lie in ``sciatic/<room>/data/``.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from sciatic.errors import UnknownTermError
from sciatic.evidence.sources import Source, sources

_OWN_TABLE = "evidence/data/sources.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a table, or one entry of a rule file.

    Attributes:
        place: file and line, or file and entry, from the package's root.
        id: the row's first cell, or the entry's id.
        cells: its cells by column; empty cells left out.
    """

    place: str
    id: str
    cells: Mapping[str, str]

    @property
    def table(self) -> str:
        """The file alone, such as "findings/data/accuracy.csv"."""
        return self.place.split(" ", 1)[0]

    @property
    def source_keys(self) -> tuple[str, ...]:
        """The sources it cites, in order."""
        text = self.cells.get("source") or self.cells.get("sources") or ""
        return tuple(key for key in text.split(";") if key)

    def to_dict(self) -> dict[str, object]:
        """Place, id and cells, ready for JSON."""
        return {"place": self.place, "id": self.id, "cells": dict(self.cells)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """Everything known of one source key or row id.

    Attributes:
        id: what was asked for, spelt as in the tables.
        records: the rows of that id; empty for a source key.
        sources: the source itself, or the sources that the rows cite.
        used_in: rows and rules that cite the source, or name the row.
    """

    id: str
    records: tuple[Record, ...]
    sources: tuple[Source, ...]
    used_in: tuple[Record, ...]

    def to_dict(self) -> dict[str, object]:
        """The document ``sciatic.evidence/1``, ready for JSON."""
        return {
            "schema": "sciatic.evidence/1",
            "id": self.id,
            "records": [record.to_dict() for record in self.records],
            "sources": [
                {"key": source.key, "citation": source.citation(), "url": source.url}
                | {"seen": source.seen, "note": source.note}
                for source in self.sources
            ],
            "used_in": [record.to_dict() for record in self.used_in],
        }


def passport(name: str) -> Passport:
    """The passport of a source key ("vdwindt2010") or a row id ("ACC001", "RF014").

    Raises:
        UnknownTermError: neither; the error names the nearest.
    """
    known = {known.lower(): known for known in known_ids()}
    spelt = known.get(name.strip().lower())
    if spelt is None:
        raise UnknownTermError("source or row", name, known.values())
    if spelt in sources():
        citing = tuple(record for record in records() if spelt in record.source_keys)
        return Passport(id=spelt, records=(), sources=(sources()[spelt],), used_in=citing)
    own = tuple(record for record in records() if record.id == spelt)
    keys = dict.fromkeys(key for record in own for key in record.source_keys)
    return Passport(
        id=spelt,
        records=own,
        sources=tuple(sources()[key] for key in keys if key in sources()),
        used_in=_naming(spelt, own),
    )


@cache
def known_ids() -> tuple[str, ...]:
    """Every source key and row id, sources first."""
    rows = (record.id for record in records() if record.id)
    return tuple(dict.fromkeys([*sources(), *rows]))


@cache
def records() -> tuple[Record, ...]:
    """Every row and rule of every room's data, in the order of rooms and files."""
    return tuple(_records())


def _naming(name: str, own: tuple[Record, ...]) -> tuple[Record, ...]:
    """Other records with the name as a word in one of their cells."""
    word = re.compile(rf"(?<![\w/]){re.escape(name)}(?![\w/])")
    return tuple(
        record
        for record in records()
        if record not in own and any(word.search(cell) for cell in record.cells.values())
    )


def _records() -> Iterator[Record]:
    for room in sorted(files("sciatic").iterdir(), key=lambda entry: entry.name):
        data = room.joinpath("data")
        if not data.is_dir():
            continue
        for file in sorted(data.iterdir(), key=lambda entry: entry.name):
            place = f"{room.name}/data/{file.name}"
            if file.name.endswith(".csv") and place != _OWN_TABLE:
                yield from _csv_records(place, file.read_text("utf-8"))
            elif file.name.endswith(".toml"):
                yield from _toml_records(place, "", tomllib.loads(file.read_text("utf-8")))


def _csv_records(place: str, text: str) -> Iterator[Record]:
    reader = csv.DictReader(text.splitlines())
    first = (reader.fieldnames or ("",))[0]
    for cells in reader:
        kept = {column: cell for column, cell in cells.items() if column and cell}
        yield Record(
            place=f"{place} line {reader.line_num}",
            id=kept.get(first, ""),
            cells=MappingProxyType(kept),
        )


def _toml_records(place: str, name: str, node: object) -> Iterator[Record]:
    """Entries with an id or a source of their own, at any depth."""
    if isinstance(node, list):
        for number, entry in enumerate(node, start=1):
            yield from _toml_records(place, f"{name} {number}", entry)
    if not isinstance(node, dict):
        return
    if node.keys() & {"id", "source", "sources"}:
        kept = {key: _flat(value) for key, value in node.items() if value not in ("", [], {})}
        identity = str(node.get("id", name.split(".")[-1]))
        yield Record(place=f"{place} {identity}", id=identity, cells=MappingProxyType(kept))
    for key, value in node.items():
        yield from _toml_records(place, f"{name}.{key}" if name else str(key), value)


def _flat(value: object) -> str:
    if isinstance(value, list):
        return ";".join(_flat(entry) for entry in value)
    if isinstance(value, dict):
        return "; ".join(f"{key} {_flat(entry)}" for key, entry in value.items())
    return str(value)
