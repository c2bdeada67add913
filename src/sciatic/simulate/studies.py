"""Published studies as data: whom they saw, what was true of them, which finding, which figures.

They stand in ``data/studies.toml``; docs/simulation.md says how to describe one.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sciatic.errors import EvidenceError, SciaticError, UnknownTermError
from sciatic.evidence import bounded
from sciatic.evidence.data_files import data_text
from sciatic.evidence.tables import check_passport
from sciatic.simulate.measures import check_metric
from sciatic.simulate.population import WORDS, Lesions, Population
from sciatic.simulate.published import Published, published
from sciatic.simulate.rules import Rule, Score, read_rule

_FILE = "simulate/data/studies.toml"
_TOP = frozenset({"rules", "study", "not_described"})
_STUDY = frozenset({"id", "title", "source", "seen", "note", "people", "include", "figure",
                    "truth", "against", "reference"})  # fmt: skip
_FIGURE = frozenset({"row", "finding", "truth", "against", "given"})
_PEOPLE = frozenset({"setting", "mix", "severity", *WORDS})
Find = Callable[[str], Sequence[Published]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference standard that errs: its own sensitivity and specificity for the truth."""

    sensitivity: float = 1.0
    specificity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published row, and how its finding is read in the cohort.

    Attributes:
        published: the figures of the row, one a metric.
        finding: positive where this holds; None where the row is a mere share of the truth.
        truth: who has what is looked for.
        against: who counts as without it; None: everybody else.
        given: only people of whom this holds are counted.
    """

    published: tuple[Published, ...]
    finding: Rule | None
    truth: Lesions
    against: Lesions | None
    given: Rule | None

    def paths(self) -> Iterator[str]:
        """The findings that must be drawn for it."""
        for rule in (self.finding, self.given):
            if rule is not None:
                yield from rule.paths()


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A published study, ready to be simulated."""

    id: str
    title: str
    source: str
    note: str
    population: Population
    include: Rule | None
    reference: Reference
    figures: tuple[Figure, ...]

    def paths(self) -> tuple[str, ...]:
        """Every finding that must be drawn, once."""
        found = list(self.include.paths()) if self.include else []
        for figure in self.figures:
            found += figure.paths()
        return tuple(dict.fromkeys(found))


@cache
def studies() -> Mapping[str, Study]:
    """Every study that we describe, by its id."""
    return read_studies(data_text("simulate", "studies.toml"), _FILE)


def study(name: str) -> Study:
    """The study of that id.

    Raises:
        UnknownTermError: we describe none; the error names the nearest.
    """
    if name not in studies():
        raise UnknownTermError("study", name, studies())
    return studies()[name]


def read_studies(text: str, where: str, find: Find | None = None) -> Mapping[str, Study]:
    """Studies from a TOML text.

    Args:
        text: what docs/simulation.md describes.
        where: names it in errors.
        find: the figures of a row, for studies of somebody else's table, whose sources need not be
            among ours. None: our own tables and our own sources.

    Raises:
        EvidenceError: it is no TOML, or an entry breaks a rule; the error says which and why.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise EvidenceError(f"{where}: {why}") from why
    with _placed(where):
        _known(document, _TOP, "study file")
    named: dict[str, Rule] = {}
    for name, node in document.get("rules", {}).items():
        with _placed(f"{where} rule {name}"):
            named[name] = read_rule(node, named)
    found: dict[str, Study] = {}
    for number, entry in enumerate(document.get("study", []), start=1):
        here = f"{where} {entry.get('id') or f'study {number}'}"
        if find is None:
            check_passport(here, entry)
        with _placed(here):
            one = _study(entry, named, find or published)
            if one.id in found:
                raise ValueError("the id stands twice")
        found[one.id] = one
    return found


@contextmanager
def _placed(here: str) -> Iterator[None]:
    """Whatever goes wrong inside is an ``EvidenceError`` that says where."""
    try:
        yield
    except (ValueError, TypeError, AttributeError, SciaticError) as why:
        raise EvidenceError(f"{here}: {why}") from why
    except KeyError as why:
        raise EvidenceError(f"{here}: {why.args[0]} is missing") from why


def _study(entry: Mapping[str, Any], named: Mapping[str, Rule], find: Find) -> Study:
    _known(entry, _STUDY, "study")
    figures = tuple(_figure(entry, node, named, find) for node in entry["figure"])
    return Study(
        id=entry["id"],
        title=entry["title"],
        source=entry["source"],
        note=entry.get("note", ""),
        population=_population(entry.get("people", {})),
        include=read_rule(entry["include"], named) if "include" in entry else None,
        reference=_reference(entry.get("reference", {})),
        figures=figures,
    )


def _figure(
    study: Mapping[str, Any], node: Mapping[str, Any], named: Mapping[str, Rule], find: Find
) -> Figure:
    _known(node, _FIGURE, "figure")
    against = node.get("against", study.get("against"))
    found = Figure(
        published=tuple(find(node["row"])),
        finding=read_rule(node["finding"], named) if "finding" in node else None,
        truth=_lesions(node["truth"] if "truth" in node else study["truth"]),
        against=None if against is None else _lesions(against),
        given=read_rule(node["given"], named) if "given" in node else None,
    )
    for one in found.published:
        check_metric(one.metric)
        _decided(node["row"], one.metric, found.finding)
    if not found.published:
        raise ValueError(f"{node['row']} holds no number to predict")
    return found


def _decided(row: str, metric: str, finding: Rule | None) -> None:
    """Refuse a figure whose finding is missing, or is a score without a cut-off."""
    if finding is None and metric != "share":
        raise ValueError(f"{row}: {metric} needs a finding")
    uncut = isinstance(finding, Score) and math.isinf(finding.at_least)
    if uncut and metric != "auc":
        raise ValueError(f"{row}: {metric} needs a cut-off; write at_least beside the score")


def _population(node: Mapping[str, Any]) -> Population:
    _known(node, _PEOPLE, "people")
    return Population(
        setting=node.get("setting", "specialist"),
        lesions=_lesions({key: node[key] for key in node if key in WORDS}),
        mix=dict(node.get("mix", {})),
        severity=dict(node.get("severity", {})),
    )


def _lesions(node: Mapping[str, Any]) -> Lesions:
    _known(node, frozenset(WORDS), "lesions")
    flags = {key: node[key] for key in ("alone", "any_side") if key in node}
    for key, value in flags.items():
        if not isinstance(value, bool):
            raise ValueError(f"{key} is {value!r}; write true or false")
    lists: dict[str, Any] = {key: tuple(value) for key, value in node.items() if key not in flags}
    if any(isinstance(node[key], str) for key in lists):
        raise ValueError('lesions are lists of words, such as conditions = ["disc_herniation"]')
    return Lesions(**lists, **flags)


def _reference(node: Mapping[str, Any]) -> Reference:
    _known(node, frozenset({"sensitivity", "specificity"}), "reference")
    return Reference(**{key: bounded(node, key, 0.0, 1.0) for key in node})


def _known(node: Mapping[str, Any], keys: frozenset[str], kind: str) -> None:
    for key in node:
        if key not in keys:
            raise UnknownTermError(f"key of {kind}", key, sorted(keys))
