"""What a finding or a condition rests on, row by row, and back: what a row touches.

A finding is named as in the vocabulary ("relieved_sitting"), by its item ("achilles_reflex") or by
its table ("reflex.achilles_reflex", "chart.pain.web1").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache

from sciatic.assessment.parameter_reads import reads
from sciatic.evidence.registry import Record, records
from sciatic.findings import vocabulary
from sciatic.findings.story_tables import groups
from sciatic.pathology import conditions
from sciatic.pathology.states import subtypes
from sciatic.triage.rule_book import rule_book

LINKS = "findings/data/links.csv"
_SHARES = {
    "region": ("anatomy/data/dermatome_weights.csv",),
    "muscle": ("anatomy/data/muscle_roots.csv",),
    "reflex": ("anatomy/data/reflex_roots.csv", "anatomy/data/reflex_arcs.csv"),
}
_TOLD = ("findings/data/history.csv", "findings/data/numbers.csv")
_TENSION = ("pathology/data/tension.csv", "pathology/data/tension_roots.csv")
_PAIN = ("findings/data/furman.csv", "pathology/data/pain_kernels.csv")
_NEEDLE = ("findings/data/axon_share.csv", "findings/data/diffuse_nature.csv")
LESION = ("pathology/data/severity.csv", "pathology/data/posture.csv", "pathology/data/effects.csv",
          "pathology/data/diffuse.csv")  # fmt: skip
"""What every finding of the nerve map rests on besides: how hard a lesion hits."""
PLACES = ("anatomy/data/levels.csv", "anatomy/data/nerve_edges.csv",
          "anatomy/data/cutaneous_nerves.csv")  # fmt: skip
"""And which roots a place presses, and what runs through a nerve."""
_OF_A_CONDITION = ("pathology/data/priors_by_setting.csv", "pathology/data/subtypes.csv",
                   "pathology/data/shares.csv", "pathology/data/mimics.csv", *_TOLD,
                   "findings/data/age_by_level.csv",
                   "triage/data/posterior_thresholds.toml")  # fmt: skip
_OF_LEG_OR_STATE = ("leg", "state")
_GUIDANCE = ("guidance/data/advice.csv", "guidance/data/options.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What a finding's probability rests on, and what reads the finding.

    Attributes:
        name: as asked for.
        tables: the model's tables that it stands for; empty: the model has none.
        told: rows of its own: history, numbers, stretch signs, pain.
        shares: root shares of the skin, muscles and reflexes that its tables read.
        parameters: rows of links.csv that move it.
        on_the_map: it also rests on how hard a lesion hits (``LESION``) and what it meets
            (``PLACES``).
        rules: red flags that read it.
        advice: lines and options that hang on a fact made of it.
        conditions: those with rows of their own for it.
    """

    name: str
    tables: tuple[str, ...]
    told: tuple[Record, ...]
    shares: tuple[Record, ...]
    parameters: tuple[Record, ...]
    on_the_map: bool
    rules: tuple[Record, ...]
    advice: tuple[Record, ...]
    conditions: tuple[str, ...]

    @property
    def numbers(self) -> tuple[Record, ...]:
        """Every row that it rests on."""
        return (*self.told, *self.shares, *self.parameters)

    def seen(self) -> Counter[str]:
        """How many of them were seen how."""
        return Counter(record.cells.get("seen", "") for record in self.numbers)

    def to_dict(self) -> dict[str, object]:
        """Places and ids of the rows, counts by how seen; ready for JSON."""
        parts = {"told": self.told, "shares": self.shares, "parameters": self.parameters,
                 "rules": self.rules, "advice": self.advice}  # fmt: skip
        return {
            "tables": list(self.tables),
            "seen": dict(self.seen()),
            "on_the_map": self.on_the_map,
            "conditions": list(self.conditions),
            **{name: [brief(record) for record in rows] for name, rows in parts.items()},
        }


def brief(record: Record) -> dict[str, object]:
    """Place, id, how seen and sources of a row."""
    seen = record.cells.get("seen", "")
    keys = list(record.source_keys)
    return {"place": record.place, "id": record.id, "seen": seen, "sources": keys}


def tables_of(name: str) -> tuple[str, ...]:
    """The model's tables of a finding, an item or a table's own name; () where there are none."""
    return tuple(
        key for key in reads() if key == name or key.startswith(f"{name}.") or name in _items(key)
    )


def _items(key: str) -> list[str]:
    return key.split(".")[1:]


@cache
def finding_names() -> tuple[str, ...]:
    """Every finding that has a table, in the order of the vocabulary; the chart's three after."""
    names = [name for name in vocabulary() if tables_of(name)]
    return (*names, "chart.sensation", "chart.pain", "chart.rash")


@cache
def foundation(name: str) -> Foundation | None:
    """What a finding, an item or a table rests on; None where it is none of these."""
    tables = tables_of(name)
    findings = tuple(dict.fromkeys(key.split(".")[0] for key in tables))
    if not tables and name in vocabulary():
        findings = (name,)
    if not findings:
        return None
    told = tuple(_told(tables))
    wanted = set().union(*(reads()[key] for key in tables)) if tables else set()
    of_rows = (_conditions(record) for record in told)
    return Foundation(
        name=name,
        tables=tables,
        told=told,
        shares=tuple(_shares(wanted)),
        parameters=tuple(record for record in rows_of(LINKS) if record.id in wanted),
        on_the_map=any(_on_the_map(finding) for finding in findings),
        rules=tuple(_rules(findings)),
        advice=tuple(_advice(findings, name)),
        conditions=tuple(dict.fromkeys(one for some in of_rows for one in some)),
    )


@cache
def rows_of(table: str) -> tuple[Record, ...]:
    """Every row of one file."""
    return tuple(record for record in records() if record.table == table)


def _told(tables: Iterable[str]) -> Iterator[Record]:
    found: dict[str, Record] = {}
    for key in tables:
        finding, *items = key.split(".")
        rows = [row for table in _TOLD for row in _told_of(table).get(finding, ())]
        if finding == "age_years":
            rows += rows_of("findings/data/age_by_level.csv")
        if finding in groups() and groups()[finding][0] == "tension":
            rows += [row for table in _TENSION for row in rows_of(table)]
        if key.startswith("chart.pain"):
            rows += [
                row for table in _PAIN for row in rows_of(table) if _in(items[-1], row, "regions")
            ]
        if finding == "emg_denervation":
            rows += [row for table in _NEEDLE for row in rows_of(table)]
        if finding == "sensory_nerve_action_potential":
            rows += [row for row in rows_of("findings/data/sensory_potentials.csv")
                     if row.id in items]  # fmt: skip
        found |= {row.place: row for row in rows}
    yield from found.values()


@cache
def _told_of(table: str) -> Mapping[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for row in rows_of(table):
        found.setdefault(row.cells["finding"], []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _in(name: str, row: Record, column: str) -> bool:
    return any(fnmatch(name, one) for one in row.cells.get(column, "").split(";"))


def _shares(wanted: Iterable[str]) -> Iterator[Record]:
    for kind, tables in _SHARES.items():
        targets = {name.partition(":")[2] for name in wanted if name.startswith(f"{kind}:")}
        yield from (row for table in tables for row in rows_of(table) if row.id in targets)


def _on_the_map(finding: str) -> bool:
    return finding == "chart" or (finding in groups() and groups()[finding][1] in _OF_LEG_OR_STATE)


@cache
def _read_by_rules() -> Mapping[str, frozenset[str]]:
    book = rule_book()
    return {rule.id: frozenset(book.findings_of(rule)) for rule in book.rules}


def _rules(findings: Iterable[str]) -> Iterator[Record]:
    wanted = set(findings)
    hit = {rule for rule, read in _read_by_rules().items() if read & wanted}
    yield from (row for row in rows_of("triage/data/red_flags.toml") if row.id in hit)


def _advice(findings: Iterable[str], name: str) -> Iterator[Record]:
    """Lines that hang on a fact about these findings, or about the skin that was asked for."""
    facts = {
        row.id
        for row in rows_of("guidance/data/facts.csv")
        if any(_in(one, row, "subject") for one in _subjects(row, findings, name))
    }
    grown = True
    while grown:
        more = {
            row.id
            for row in rows_of("guidance/data/facts.csv")
            if row.cells.get("when") == "fact" and row.cells.get("values", "") in facts
        }
        grown = not more <= facts
        facts |= more
    columns = ("any_of", "all_of", "none_of")
    for table in _GUIDANCE:
        for row in rows_of(table):
            if any(facts & set(row.cells.get(column, "").split(";")) for column in columns):
                yield row


def _subjects(row: Record, findings: Iterable[str], name: str) -> Iterable[str]:
    """What a fact may be about: one of weakness is about muscles, any other about findings."""
    if row.cells.get("when") == "weak":
        return ["strength", name] if "strength" in findings else []
    return [*findings, name]


def condition_rows(name: str) -> Mapping[str, tuple[Record, ...]]:
    """table -> the rows that a condition rests on; empty where it is no condition."""
    if name not in conditions():
        return {}
    found = {
        table: tuple(row for row in rows_of(table) if name in _conditions(row))
        for table in _OF_A_CONDITION
    }
    return {table: rows for table, rows in found.items() if rows}


def _conditions(record: Record) -> tuple[str, ...]:
    """The conditions that a row names, itself or by a form of theirs; a general row names none."""
    named = {record.cells.get("condition", ""), record.id if _is_form(record) else ""}
    forms = {record.cells.get("subtype", ""), record.id if _is_form(record) else ""}
    named |= {subtypes()[form].condition for form in forms if form in subtypes()}
    return tuple(one for one in conditions() if one in named)


def _is_form(record: Record) -> bool:
    return record.table.startswith("pathology/data/")


@cache
def _findings_by_place() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in finding_names():
        own = foundation(name)
        if own is None:
            continue
        for record in (*own.numbers, *own.rules, *own.advice):
            found.setdefault(record.place, []).append(name)
    return {place: tuple(names) for place, names in found.items()}


def touched(rows: Iterable[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The findings and the conditions that some rows bear on, in the order of their tables."""
    places, on_map, named = set[str](), False, set[str]()
    for record in rows:
        places |= set(_findings_by_place().get(record.place, ()))
        on_map |= record.table in (*LESION, *PLACES)
        named |= set(_conditions(record))
    found = tuple(
        name
        for name in finding_names()
        if name in places or (on_map and _on_the_map(name.split(".")[0]))
    )
    return found, tuple(one for one in conditions() if one in named)
