"""Which parameters and which root shares a finding's probability reads, found by trying.

Each parameter of findings/data/links.csv, and each row of root shares, is changed in turn; what
then changes reads it. What is read only while a case is read is recorded. The result is kept in
``data/parameter_reads.json``; ``python -m sciatic.assessment.parameter_reads`` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sciatic.anatomy import muscles, reflexes, regions
from sciatic.evidence.data_files import PACKAGE, data_text
from sciatic.findings import Finding, load_case, vocabulary
from sciatic.findings.changes import changed
from sciatic.findings.model_tables import ModelTables
from sciatic.findings.parameters import LATENT_OF_GROUP, parameters
from sciatic.findings.places import items_of
from sciatic.pathology.free_values import values_set

if TYPE_CHECKING:
    from sciatic.pathology import LesionState

KEPT = PACKAGE / "assessment" / "data" / "parameter_reads.json"
_AGELESS = ("age", "sex")
_EVERY = 60  # states apart, beside one of each form: these stand for all
_FACTORS = (1.5, 0.5)  # a change this large also crosses thresholds
_PAINTED = {
    "sensation": ("chart.sensation", "light_touch", "pinprick"),
    "pain": ("chart.pain",),
}
Reads = dict[str, set[str]]


@cache
def reads() -> Mapping[str, tuple[str, ...]]:
    """Table of a finding, such as "reflex.achilles_reflex" -> what it reads, in table order.

    Parameters by name; root shares as "muscle:soleus", "region:web1", "reflex:patellar".
    """
    found = {}
    for entry in json.loads(data_text("assessment", KEPT.name)):
        for key in entry["tables"]:
            found[key] = tuple(entry["reads"])
    return found


def recorded(names: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The same, found anew; a minute.

    Args:
        names: only these parameters and shares are tried; None: all.
    """
    from sciatic.findings.build_tables import build_tables

    states = _some_states()
    tables = build_tables(states)
    tried = tuple(names) if names is not None else (*parameters(), *_share_names())
    found: Reads = {key: set() for key in (*tables.tables, *tables.numbers)}
    for name in tried:
        for factor in _FACTORS:
            changed = set(_changed(tables, _built_with(name, factor, states)))
            for key in changed:
                found[key].add(name)
            if changed:
                break
    _add_latents(found, tables)
    _add_while_reading(found, tables)
    return {key: tuple(name for name in tried if name in found[key]) for key in found}


def _some_states() -> Sequence[LesionState]:
    from sciatic.pathology import lesion_states

    states = lesion_states()
    of_forms = {state.subtype: state for state in states}
    return [*of_forms.values(), *states[::_EVERY]]


def _share_names() -> Iterator[str]:
    for kind, targets in (("region", regions()), ("muscle", muscles()), ("reflex", reflexes())):
        yield from (f"{kind}:{name}" for name in targets)


def _built_with(name: str, factor: float, states: Sequence[LesionState]) -> ModelTables:
    from sciatic.findings.build_tables import build_tables
    from sciatic.findings.leg_losses import share_table

    kind, _, target = name.partition(":")
    if not target:
        with values_set({name: parameters()[name] * factor}):
            return build_tables(states)
    table = share_table(kind)
    targets = {"region": regions, "muscle": muscles, "reflex": reflexes}[kind]()
    row = list(targets).index(target)
    before = table[row].copy()
    table[row] *= factor
    try:
        return build_tables(states)
    finally:
        table[row] = before


def _changed(before: ModelTables, after: ModelTables) -> Iterator[str]:
    """Tables that differ, and painted ones whose painter differs."""
    for key, table in before.tables.items():
        if _differ(table.p, after.tables[key].p):
            yield key
    segments = list(dict.fromkeys(before.segments.values()))
    for kind, parts in before.painted_part.items():
        for segment, old, new in zip(segments, parts, after.painted_part[kind], strict=True):
            if _differ(old, new):
                yield from (
                    key
                    for key, table in before.tables.items()
                    if table.painted
                    and key.startswith(_PAINTED[kind])
                    and before.segments[key.split(".")[-1]] == segment
                )


def _differ(one: Any, other: Any) -> bool:
    return one.shape != other.shape or not np.allclose(one, other, rtol=0, atol=1e-12)


def _add_latents(found: Reads, tables: ModelTables) -> None:
    """The atypical share, and the shares of latents over which the table differs."""
    groups = {key: table.group for key, table in tables.tables.items()}
    groups |= {key: table.group for key, table in tables.numbers.items()}
    for key, group in groups.items():
        if group not in _AGELESS:
            found[key].add("atypical")
    plexus = [name for name in parameters() if name.startswith("latent_")]
    for key, table in tables.tables.items():
        if np.ptp(table.p, axis=1).max() > 0:
            found[key].update(plexus)
        if table.painted or np.ptp(table.p, axis=0).max() > 0:
            for name in LATENT_OF_GROUP.get(table.group, ()):
                stem, _, last = name.rpartition("_")
                found[key].update([name])
                if last == "unknown":
                    found[key].update(one for one in parameters() if one.startswith(stem))


class _Recorder(Mapping[str, float]):
    """Parameters that note which of them are read."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> float:
        self.read.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _add_while_reading(found: Reads, tables: ModelTables) -> None:
    """What reading one answer of each finding reads, on top of its tables."""
    for name, documents in _answers():
        recorder = _Recorder(tables.parameters)
        for document in documents:
            _read(replace(tables, parameters=recorder), document)
        read = recorder.read
        if name.startswith("chart."):  # its marks read the words of both kinds, and use one
            read = {one for one in read if _moves(one, tables, documents)}
        for key in found:
            if key == name or key.startswith(f"{name}."):
                found[key].update(read)


def _moves(name: str, tables: ModelTables, documents: Iterable[Mapping[str, Any]]) -> bool:
    """Whether another value of a parameter changes how these documents are read."""
    values = {**tables.parameters, name: tables.parameters[name] * _FACTORS[1]}
    other = replace(tables, parameters=values)
    return any(
        _differ(one, two)
        for document in documents
        for one, two in zip(_read(tables, document), _read(other, document), strict=True)
    )


def _read(tables: ModelTables, document: Mapping[str, Any]) -> list[Any]:
    """Every array of the rows of a document."""
    from sciatic.assessment.likelihoods import Reading, read_case

    case = load_case({**document, "schema": "sciatic.case/1", "id": "a"})
    found: list[Any] = []
    for observed in read_case(Reading(tables, case)):
        for row in (row for world in observed.worlds for row in world):
            found += [row.p, *(part for leaf in row.leaves for part in (leaf.p_on, leaf.on))]
            found += [leaf.off for leaf in row.leaves]
    return found


def _answers() -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for finding in vocabulary().values():
        if finding.kind == "mri":
            continue
        told = [_document(finding, value) for value in finding.values or (finding.low or 0,)]
        yield finding.id, told
        if finding.id == "straight_leg_raise_degrees":
            yield "straight_leg_raise", told
    for kind, words in (("sensation", ("numb", "tingling")), ("pain", ("pain", "burning"))):
        marks = [{"side": "left", "region": "web1", "sensation": word} for word in words]
        yield f"chart.{kind}", [{"chart": {"complete": False, "marks": marks}}]


def _document(finding: Finding, value: object) -> Mapping[str, Any]:
    side = ["left"] if finding.per_side else []
    item = [items_of(finding)[0]] if finding.item_kind else []
    return changed({finding.section: {}}, ".".join([finding.id, *side, *item]), value)


def written() -> str:
    """The text of the kept file: tables that read the same stand together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for key, names in recorded().items():
        alike.setdefault(names, []).append(key)
    entries = [{"tables": keys, "reads": names} for names, keys in alike.items()]
    return json.dumps(entries, indent=1) + "\n"


if __name__ == "__main__":
    KEPT.write_text(written(), "utf-8")
