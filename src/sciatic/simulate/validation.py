"""Every row of a validation table predicted from its simulated study, beside what was published.

A row counts unless it is no figure of a finding in a cohort (points, years, a definition of a
score, what experts are sure of, a description of the cohort), holds no number, or went into the
model. A row that counts and that no study describes is a miss: nothing is left out in silence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from sciatic.assessment.model import CompiledModel
from sciatic.errors import EvidenceError
from sciatic.evidence.data_files import data_text
from sciatic.simulate.cohort import Result, simulate
from sciatic.simulate.measures import METRICS
from sciatic.simulate.published import Published, is_calibration, published
from sciatic.simulate.studies import Figure, Study, read_studies, studies
from sciatic.simulate.validation_anatomy import TABLE, is_anatomy, read_anatomy_table
from sciatic.simulate.validation_roots import Laboratory, predicted
from sciatic.simulate.validation_table import (
    TableRow,
    read_validation_table,
    table_text,
    validation_table,
)

Verdict = Literal["inside", "outside", "not described", "not counted"]
Topic = Literal[
    "is a root pressed",
    "which root or level",
    "stenosis and claudication",
    "another cause",
    "a nerve test or a clinician as the standard",
    "roots one by one",
    "no study",
]
UNITS = frozenset({"points", "years", "months", "weeks", "days", "expert certainty"})
"""Metrics that are no figure of a finding in a cohort."""
IN_THE_MODEL = frozenset({"furman2019", "wikimsk_furman", "thermo_sciatica"})
"""Sources whose rows were used to build the model, or hold the figures of rows that it is fitted
to: ACC193 and ACC194 are those of ``thermo_sciatica``."""
_DESCRIPTIONS = ("prevalence of ", "mean ", "median ")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationLine:
    """One row: its verdict, and why where it has no prediction."""

    row: TableRow
    verdict: Verdict
    why: str = ""
    study: str | None = None
    result: Result | None = None
    topic: Topic = "no study"

    @property
    def missed(self) -> bool:
        """Whether it counts and is not inside."""
        return self.verdict in ("outside", "not described")

    def to_dict(self) -> dict[str, object]:
        """Plain data; what is not known is null."""
        predicted = self.result.to_dict()["predicted"] if self.result else None
        return {
            **asdict(self.row.published),
            "metric": self.row.metric,
            "study": self.study,
            "topic": self.topic,
            "predicted": predicted,
            "verdict": self.verdict,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Every row of a table, in its order."""

    lines: tuple[ValidationLine, ...]
    n: int
    seed: int

    def count(self, verdict: Verdict) -> int:
        """How many rows have that verdict."""
        return sum(line.verdict == verdict for line in self.lines)

    @property
    def counted(self) -> int:
        """The M of ``N of M``: every row but those that do not count."""
        return len(self.lines) - self.count("not counted")

    @property
    def verdict(self) -> str:
        """``N of M rows inside``."""
        return f"{self.count('inside')} of {self.counted} rows inside"

    def to_dict(self) -> dict[str, object]:
        """The document ``sciatic.validation/1``, ready for JSON."""
        return {
            "schema": "sciatic.validation/1",
            "n": self.n,
            "seed": self.seed,
            "inside": self.count("inside"),
            "outside": self.count("outside"),
            "not_described": self.count("not described"),
            "counted": self.counted,
            "not_counted": self.count("not counted"),
            "rows": [line.to_dict() for line in self.lines],
        }


def validate(
    table: Path | None = None,
    described: Path | None = None,
    n: int = 100_000,
    seed: int = 1,
    model: CompiledModel | None = None,
) -> Validation:
    """Predict every row and say whether its figure is met.

    Args:
        table: a CSV file with the columns of either of our tables; None: both of our own.
        described: a TOML file of more studies; where both describe a row, it wins over ours.
        n: people to draw for each study, before its inclusion rule.
        seed: the same seed draws the same people.
        model: the network to draw from; None: the one that ships.

    Raises:
        EvidenceError: a file breaks a rule; the error lists the problems.
        SciaticError: nobody meets a study's inclusion rule.
    """
    if table is None:
        lines = _clinical(validation_table(), described, n, seed, model)
        lines += _anatomy(data_text("simulate", f"{TABLE}.csv"), TABLE, n, seed, model)
    elif is_anatomy(text := table_text(table)):
        if described:
            raise EvidenceError(f"{described}: rows of roots need no studies; leave it out")
        lines = _anatomy(text, str(table), n, seed, model)
    else:
        rows = read_validation_table(text, str(table))
        lines = _clinical(rows, described, n, seed, model)
    return Validation(lines=lines, n=n, seed=seed)


def _clinical(
    table: Sequence[TableRow],
    described: Path | None,
    n: int,
    seed: int,
    model: CompiledModel | None,
) -> tuple[ValidationLine, ...]:
    """Each row of clinical studies, its study simulated."""
    rows = {row.id: row for row in table}
    theirs = _read(described, rows) if described else {}
    wanted = {key for key, row in rows.items() if not _uncounted(row)}
    found: dict[str, tuple[str, Topic, Result]] = {}
    for one, own in [*((one, False) for one in theirs.values()),
                     *((one, True) for one in studies().values())]:  # fmt: skip
        figures = tuple(_figures(one, own, rows, wanted - found.keys()))
        if figures:
            topics = {told.row: topic_of(each) for each in figures for told in each.published}
            for result in simulate(replace(one, figures=figures), n, seed, model).results:
                name = result.published.row
                found[name] = (one.id, topics[name], result)
    nothing: tuple[None, Topic, None] = (None, "no study", None)
    return tuple(_line(row, *found.get(row.id, nothing)) for row in rows.values())


def _anatomy(
    text: str, where: str, n: int, seed: int, model: CompiledModel | None
) -> tuple[ValidationLine, ...]:
    """Each row of roots, predicted by its measure."""
    rows, cells = read_anatomy_table(text, where)
    laboratory = Laboratory(n, seed, model)
    lines: list[ValidationLine] = []
    for row in rows:
        found = predicted(cells[row.id], laboratory)
        result = None
        if found is not None:
            estimate, people = found
            result = Result(published=row.published, predicted=estimate, n_with=people, n_without=0)
        study = row.study if result else None
        lines.append(_line(row, study, "roots one by one", result))
    return tuple(lines)


def _read(path: Path, rows: Mapping[str, TableRow]) -> Mapping[str, Study]:
    """Studies of somebody else's file; their figures are rows of the table, or of ours."""

    def find(name: str) -> Sequence[Published]:
        if name not in rows:
            return published(name)
        return (rows[name].published,) if rows[name].has_figure else ()

    try:
        found = read_studies(path.read_text("utf-8-sig"), str(path), find=find)
    except UnicodeDecodeError as why:
        raise EvidenceError(f"{path}: not UTF-8 text") from why
    told = [one.row for study in found.values() for figure in study.figures
            for one in figure.published[:1]]  # fmt: skip
    twice = sorted({row for row in told if told.count(row) > 1})
    if twice:
        raise EvidenceError(f"{path}: more than one figure for {', '.join(twice)}")
    return found


def _figures(
    one: Study, own: bool, rows: Mapping[str, TableRow], wanted: set[str]
) -> Iterator[Figure]:
    """The study's figures that the table asks for, each with the table's own number."""
    for figure in one.figures:
        for told in figure.published:
            if told.row in wanted and (not own or _same(told, rows[told.row].published)):
                yield replace(figure, published=(rows[told.row].published,))


def _same(ours: Published, theirs: Published) -> bool:
    """Whether an id that we know means the same finding; another table may number its own way."""
    return (ours.words, ours.metric) == (theirs.words, theirs.metric)


def _line(row: TableRow, study: str | None, topic: Topic, result: Result | None) -> ValidationLine:
    why = _uncounted(row)
    if why:
        return ValidationLine(
            row=row, verdict="not counted", why=why, study=study, result=result, topic=topic
        )
    if result is None:
        return ValidationLine(row=row, verdict="not described", why=_undescribed(row), topic=topic)
    why = "nobody to count; raise --n" if result.inside is None else ""
    verdict: Verdict = "inside" if result.inside else "outside"
    return ValidationLine(
        row=row, verdict=verdict, why=why, study=study, result=result, topic=topic
    )


def topic_of(figure: Figure) -> Topic:
    """What a figure is about, by the truth that it looks for."""
    truth = (figure.tests or (figure,))[0].truth
    if truth.roots or truth.levels:
        return "which root or level"
    named = " ".join((*truth.conditions, *truth.subtypes))
    if "disc" in named:
        return "is a root pressed"
    if "stenosis" in named or "vascular" in named:
        return "stenosis and claudication"
    return "another cause" if named else "a nerve test or a clinician as the standard"


def _uncounted(row: TableRow) -> str:
    """Why a row does not count; empty where it does."""
    if row.cohort.startswith("score definition"):
        return "the definition of a score"
    if row.metric == "expert certainty":
        return "what experts are sure of"
    if row.metric in UNITS:
        return f"in {row.metric}"
    if row.published.metric == "share" and row.published.words.startswith(_DESCRIPTIONS):
        return "a description of the cohort"
    if IN_THE_MODEL & set(row.sources):
        return "used to build the model"
    if row.in_the_model:
        return "went into the map of roots, or was weighed for it"
    if is_calibration(row.published):
        return "a row that the model may be fitted to"
    return "" if row.has_figure else "holds no number"


def _undescribed(row: TableRow) -> str:
    if row.table == TABLE:
        return "no reading of this measure, root and item"
    if row.id in _reasons() and any(_same(one, row.published) for one in published(row.id)):
        return _reasons()[row.id]
    if row.published.metric not in METRICS:
        return f"we compute no {row.metric!r}"
    return "no study has a figure for it"


@cache
def _reasons() -> Mapping[str, str]:
    """Why we describe no study of a held-out row."""
    document = tomllib.loads(data_text("simulate", "held_out_studies.toml"))
    return {row: one["why"] for one in document.get("not_described", ()) for row in one["rows"]}
