"""Any name of the evidence, followed to its sources and back to what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from sciatic.assessment.foundations import (
    Foundation,
    brief,
    condition_rows,
    finding_names,
    foundation,
    tables_of,
    touched,
)
from sciatic.assessment.parameter_reads import reads
from sciatic.errors import UnknownTermError
from sciatic.evidence.registry import Passport, Record, known_ids, passport, records
from sciatic.evidence.sources import sources
from sciatic.simulate.studied_findings import Studied, studied_by, tables_of_row

SEEN = ("page", "computed", "memory", "assumption")
FITTED = "pathology/data/fitted.csv"
_STUDIES = ("simulate/data/studies.toml", "simulate/data/held_out_studies.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """A name followed both ways.

    Attributes:
        passport: its rows, their sources, and the rows that cite or name it.
        foundation: what it rests on, where it is a finding.
        condition: table -> rows, where it is a condition.
        studied: the published rows that read the finding.
        findings: those that its rows, or the rows that cite it, bear on.
        conditions: likewise.
    """

    passport: Passport
    foundation: Foundation | None
    condition: Mapping[str, tuple[Record, ...]]
    studied: tuple[Studied, ...]
    findings: tuple[str, ...]
    conditions: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The document ``sciatic.evidence/1``, ready for JSON; docs/evidence.md says what is in."""
        studied = [
            {"row": one.row, "study": one.study, "calibrates": one.calibrates}
            for one in self.studied
        ]
        rows = {table: [brief(row) for row in found] for table, found in self.condition.items()}
        return self.passport.to_dict() | {
            "rests_on": None if self.foundation is None else self.foundation.to_dict(),
            "condition_rows": rows,
            "published": studied,
            "touches": {"findings": list(self.findings), "conditions": list(self.conditions)},
        }


def trail(name: str) -> Trail:
    """Follow a source, a row, a finding, an item, a parameter, a rule, a study or a condition.

    A finding may be named with a leg, as in a case: "reflex.left.achilles_reflex".

    Raises:
        UnknownTermError: none of these; the error names the nearest.
    """
    spelt = _spelt(name)
    own = foundation(spelt)
    found = _passport(spelt, own)
    rows = found.used_in if spelt in sources() else (*found.records, *_sharing(found))
    findings, conditions = touched(rows)
    published = _published(spelt, rows)
    named = {finding for finding in finding_names() if set(tables_of(finding)) & published}
    if own is not None:
        conditions = own.conditions
    return Trail(
        passport=found,
        foundation=own,
        condition=condition_rows(spelt),
        studied=studied_by(own.tables) if own else (),
        findings=()
        if own is not None
        else tuple(one for one in finding_names() if one in named or one in findings),
        conditions=conditions,
    )


def _spelt(name: str) -> str:
    """The name as the tables spell it."""
    known = {one.lower(): one for one in _names()}
    asked = name.strip().lower()
    bare = ".".join(part for part in asked.split(".") if part not in ("left", "right"))
    spelt = known.get(asked) or known.get(bare)
    if spelt is None:
        raise UnknownTermError("evidence", name, dict.fromkeys(_names()))
    return spelt


@cache
def _names() -> tuple[str, ...]:
    """Every name that can be followed; those of the tables last, so that theirs is the spelling."""
    return (*reads(), *finding_names(), *known_ids())


def _passport(name: str, own: Foundation | None) -> Passport:
    """The passport; the sources of a finding are those of all that it rests on."""
    found = Passport(id=name, records=(), sources=(), used_in=())
    if name in known_ids():
        found = passport(name)
    if own is None:
        return found
    rows = (*found.records, *own.numbers)
    keys = dict.fromkeys(key for record in rows for key in record.source_keys)
    cited = tuple(sources()[key] for key in keys if key in sources())
    return replace(found, sources=cited, used_in=found.used_in or (*own.rules, *own.advice))


def _sharing(found: Passport) -> tuple[Record, ...]:
    """Of a form or a named row: the rows of numbers that name it."""
    return tuple(record for record in found.used_in if record.cells.get("subtype") == found.id)


def _published(name: str, rows: tuple[Record, ...]) -> set[str]:
    """The tables that published rows or studies among these read."""
    ids = {record.id for record in rows if record.cells.get("finding") or record.table in _STUDIES}
    ids |= {record.id for record in rows if "rule_or_finding" in record.cells}
    return {table for one in (*ids, name) for table in tables_of_row(one)}


def overview() -> Mapping[str, Mapping[str, int]]:
    """table -> how many rows it has by how they were seen, and how many of them the fit moved.

    Tables of names, whose rows have no source, are left out.
    """
    found: dict[str, dict[str, int]] = {}
    for record in records():
        seen = record.cells.get("seen")
        if seen is None or record.table == FITTED:
            continue
        counts = found.setdefault(record.table, dict.fromkeys((*SEEN, "fitted"), 0))
        counts[seen] += 1
        counts["fitted"] += is_fitted(record)
    return found


def rows_seen(seen: str) -> tuple[Record, ...]:
    """Every row that was seen so."""
    return tuple(record for record in records() if record.cells.get("seen") == seen)


def is_fitted(record: Record) -> bool:
    """Whether the fit moved a number of this row."""
    cells = [record.cells.get(column, "") for column in ("subtype", "side", "severity", "value")]
    name = {
        "findings/data/links.csv": record.id,
        "findings/data/history.csv": ".".join(("history", record.id, *cells)),
        "pathology/data/tension.csv": f"tension.{record.id}",
        "pathology/data/severity.csv": f"severity.{record.id}.{record.cells.get('severity')}",
    }.get(record.table)
    return name is not None and any(one == name or one.startswith(f"{name}.") for one in _fitted())


@cache
def _fitted() -> tuple[str, ...]:
    """The names of the numbers that the fit moved."""
    return tuple(record.id for record in records() if record.table == FITTED)
