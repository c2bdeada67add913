"""Published studies as data: whom they saw, what was true of them, which finding, which figures.

Those whose figures the model may be fitted to stand in ``data/studies.toml``, those of held-out
tables in ``data/held_out_studies.toml``; docs/simulation.md says how to describe one.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sciatic.errors import EvidenceError, SciaticError, UnknownTermError
from sciatic.evidence import bounded
from sciatic.evidence.data_files import data_text
from sciatic.evidence.tables import check_passport
from sciatic.simulate.measures import check_metric
from sciatic.simulate.population import WORDS, Lesions, Population
from sciatic.simulate.published import Published, is_calibration, published
from sciatic.simulate.rules import Rule, Score, read_rule

FILES = ("studies.toml", "held_out_studies.toml")
"""Rules that are named in a file are known to those after it."""
_TOP = frozenset({"rules", "study", "not_described"})
_STUDY = frozenset({"id", "title", "source", "seen", "note", "people", "include", "figure",
                    "truth", "against", "standard", "reference"})  # fmt: skip
_TEST = frozenset({"finding", "truth", "against", "given", "standard", "reference"})
_FIGURE = frozenset({"row", "tests", "stands_in", "overlap", *_TEST})
_PEOPLE = frozenset({"setting", "mix", "severity", *WORDS})
Find = Callable[[str], Sequence[Published]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference standard that errs: its own sensitivity and specificity for the truth.

    ``among``: without the truth, only these people can be taken for having it; None: anybody.
    """

    sensitivity: float = 1.0
    specificity: float = 1.0
    among: Rule | None = None

    @property
    def errs(self) -> bool:
        """Whether it ever does."""
        return min(self.sensitivity, self.specificity) < 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published row, and how its finding is read in the cohort.

    Attributes:
        published: the figures of the row, one a metric.
        finding: positive where this holds; None where the row is a mere share of the truth.
        truth: who has what is looked for.
        against: who counts as without it; None: everybody else.
        given: only people of whom this holds are counted.
        standard: of those with the truth, only who is found so counts as having it: a reference
            standard that is itself a finding.
        reference: how this figure's standard errs; None: as the study's.
        tests: where the row bounds many tests, each of them; the best decides.
        stands_in: the finding is not the study's own but the nearest that the model has.
        overlap: figures that share this word come of much the same people; empty: of their own.
    """

    published: tuple[Published, ...]
    finding: Rule | None
    truth: Lesions
    against: Lesions | None
    given: Rule | None
    standard: Rule | None = None
    reference: Reference | None = None
    tests: tuple[Figure, ...] = ()
    stands_in: bool = False
    overlap: str = ""

    def paths(self) -> Iterator[str]:
        """The findings that must be drawn for it."""
        among = self.reference.among if self.reference else None
        for rule in (self.finding, self.given, self.standard, among):
            if rule is not None:
                yield from rule.paths()
        for test in self.tests:
            yield from test.paths()


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
        rules = (self.include, self.reference.among)
        found = [path for rule in rules if rule is not None for path in rule.paths()]
        for figure in self.figures:
            found += figure.paths()
        return tuple(dict.fromkeys(found))


@cache
def studies() -> Mapping[str, Study]:
    """Every study that we describe, by its id.

    Raises:
        EvidenceError: a file breaks a rule, or two files describe one study.
    """
    named: dict[str, Rule] = {}
    found: dict[str, Study] = {}
    for name in FILES:
        where = f"simulate/data/{name}"
        document = _document(data_text("simulate", name), where)
        named |= _rules(document, where, named)
        theirs = _studies(document, where, named, None)
        if twice := sorted(found.keys() & theirs.keys()):
            raise EvidenceError(f"{where} {twice[0]}: another file describes it too")
        found |= theirs
    return found


def calibration_studies() -> Mapping[str, Study]:
    """The studies that the model may be fitted to, each with its rows of accuracy.csv alone."""
    found: dict[str, Study] = {}
    for name, one in studies().items():
        figures = tuple(
            figure for figure in one.figures if all(map(is_calibration, figure.published))
        )
        if figures:
            found[name] = replace(one, figures=figures)
    return found


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
    document = _document(text, where)
    return _studies(document, where, _rules(document, where, {}), find)


def _document(text: str, where: str) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise EvidenceError(f"{where}: {why}") from why
    with _placed(where):
        _known(document, _TOP, "study file")
    return document


def _rules(document: Mapping[str, Any], where: str, known: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules of a file by name; each may use the known ones and those above it."""
    found = dict(known)
    for name, node in document.get("rules", {}).items():
        with _placed(f"{where} rule {name}"):
            if name in found:
                raise ValueError("another rule has that name")
            found[name] = read_rule(node, found)
    return found


def _studies(
    document: Mapping[str, Any], where: str, named: Mapping[str, Rule], find: Find | None
) -> Mapping[str, Study]:
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
        reference=_reference(entry.get("reference", {}), named),
        figures=figures,
    )


def _figure(
    study: Mapping[str, Any], node: Mapping[str, Any], named: Mapping[str, Rule], find: Find
) -> Figure:
    _known(node, _FIGURE, "figure")
    tests = node.get("tests", [])
    for test in tests:
        _known(test, _TEST, "test")
    found = replace(
        _reading(study, node, named),
        published=tuple(find(node["row"])),
        tests=tuple(_reading(study, test, named) for test in tests),
        stands_in=_flag(node, "stands_in"),
        overlap=node.get("overlap", ""),
    )
    for one in found.published:
        check_metric(one.metric)
        for test in found.tests or (found,):
            _decided(node["row"], one.metric, test.finding)
        if found.tests and not one.bound:
            raise ValueError(f"{node['row']} bounds nothing; write its finding, not tests")
    if not found.published:
        raise ValueError(f"{node['row']} holds no number to predict")
    return found


def _reading(
    study: Mapping[str, Any], node: Mapping[str, Any], named: Mapping[str, Rule]
) -> Figure:
    """How a figure, or one test of it, is read; the study's word holds where it has none."""
    own = {**{key: study[key] for key in _TEST if key in study}, **node}
    if "truth" not in own and "standard" not in own:
        raise KeyError("truth")
    finding, given, standard = (
        read_rule(own[key], named) if key in own else None
        for key in ("finding", "given", "standard")
    )
    return Figure(
        published=(),
        finding=finding,
        truth=_lesions(own.get("truth", {})),
        against=_lesions(own["against"]) if "against" in own else None,
        given=given,
        standard=standard,
        reference=_reference(node["reference"], named) if "reference" in node else None,
    )


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
    flags: dict[str, Any] = {key: _flag(node, key) for key in ("alone", "any_side") if key in node}
    lists: dict[str, Any] = {key: tuple(value) for key, value in node.items() if key not in flags}
    if any(isinstance(node[key], str) for key in lists):
        raise ValueError('lesions are lists of words, such as conditions = ["disc_herniation"]')
    return Lesions(**lists, **flags)


def _flag(node: Mapping[str, Any], key: str) -> bool:
    value = node.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"{key} is {value!r}; write true or false")
    return value


def _reference(node: Mapping[str, Any], named: Mapping[str, Rule]) -> Reference:
    _known(node, frozenset({"sensitivity", "specificity", "among"}), "reference")
    shares = {key: bounded(node, key, 0.0, 1.0) for key in node if key != "among"}
    return Reference(**shares, among=read_rule(node["among"], named) if "among" in node else None)


def _known(node: Mapping[str, Any], keys: frozenset[str], kind: str) -> None:
    for key in node:
        if key not in keys:
            raise UnknownTermError(f"key of {kind}", key, sorted(keys))
