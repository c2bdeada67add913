"""Score assessments of cases whose answers are known.

``evaluate(directory, assess)`` runs every case of a directory; ``evaluate_predictions`` scores
answers that were made elsewhere. A case that fails is reported with its errors and counts at its
worst (`sciatic.assessment.scores`), so nothing is lost and nothing is gained by failing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from sciatic.assessment.scores import PARTS, CaseScore, read_answer, score
from sciatic.assessment.truth import Truth, read_truth
from sciatic.errors import CaseError, Problem, SciaticError
from sciatic.triage import RUNGS

Assess: TypeAlias = Callable[[Path], Mapping[str, object]]
"""Takes the path of a case, gives its assessment document."""

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called before each case with its number from 1, how many there are, and its id."""

PROBABILITY_FLOOR = 1e-6
"""The log loss takes no probability as smaller, so that one certain error stays finite."""

NO_ANSWER = "no_answer"
Z_90 = 1.6449
"""Standard normal quantile of a two-sided 90 % interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; ``None`` stands in its place where nothing could be scored."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """Hits by cases."""
        return self.hits / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """90 % interval of the share (Wilson's score interval)."""
        n, p, z = self.of, self.share, Z_90
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def to_dict(self) -> dict[str, object]:
        """Hits, cases, share and its interval."""
        return {"hits": self.hits, "of": self.of, "share": self.share, "interval": self.interval}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A directory of cases, scored. A rate is None where no case, or no answer, can score it.

    Attributes:
        cases: every case, in the order of the truth file, cases without truth last.
        first, in_three: the most probable condition, or one of the first three, is accepted.
        log_loss: mean of -log(summed probability of the accepted conditions), natural log.
        calibration_error: mean gap of the first answer's probability and how often it is right,
            in ten bins of equal width, weighed by their cases.
        root, root_stated, root_anatomical: first root accepted; by the basis of the truth.
        level, side: likewise.
        rung: the urgency is one of the accepted rungs.
        missed, sent_home: of the emergencies, graded below the lowest accepted rung; and not
            even told to see a doctor today. Lower is better.
        over_triage: sent to hospital now, of the cases that can wait two weeks. Lower is better.
        raised_too_high: of the cases whose rung was raised by the chance of a serious cause and
            not by a red flag, those above every accepted rung. Lower is better.
        confusion: cases by rung as first graded, then by rung as said (or ``no_answer``).
        by_condition: ``first`` for each condition of the truth.
    """

    cases: tuple[CaseScore, ...]
    first: Rate | None
    in_three: Rate | None
    log_loss: float | None
    calibration_error: float | None
    root: Rate | None
    root_stated: Rate | None
    root_anatomical: Rate | None
    level: Rate | None
    side: Rate | None
    rung: Rate | None
    missed: Rate | None
    sent_home: Rate | None
    over_triage: Rate | None
    raised_too_high: Rate | None
    confusion: Mapping[str, Mapping[str, int]]
    by_condition: Mapping[str, Rate]

    @property
    def failures(self) -> tuple[CaseScore, ...]:
        """The cases without a usable answer."""
        return tuple(case for case in self.cases if case.failure is not None)

    def to_dict(self) -> dict[str, object]:
        """The evaluation as plain data, ``sciatic.evaluation/1``."""
        rates = {name: getattr(self, name) for name in RATES}
        return {
            "schema": "sciatic.evaluation/1",
            "n_cases": len(self.cases),
            "n_failed": len(self.failures),
            **{name: rate.to_dict() if rate else None for name, rate in rates.items()},
            "log_loss": self.log_loss,
            "calibration_error": self.calibration_error,
            "confusion": {truth: dict(said) for truth, said in self.confusion.items()},
            "by_condition": {name: rate.to_dict() for name, rate in self.by_condition.items()},
            "cases": [_case_dict(case) for case in self.cases],
        }


PART_OF = {
    "root": "roots",
    "level": "levels",
    "side": "lesions",
    "rung": "urgency",
    "missed": "urgency",
    "sent_home": "urgency",
    "over_triage": "urgency",
    "raised_too_high": "urgency",
}
"""Which part of an assessment a score needs."""

CASE_RATES = ("first", "in_three", *PART_OF)
RATES = (*CASE_RATES, "root_stated", "root_anatomical")


def evaluate(directory: Path, assess: Assess, progress: Progress | None = None) -> Evaluation:
    """Assess and score every ``*.json`` case of a directory against its ``truth.jsonl``.

    A case and its answer meet by the case's ``id``, else by the name of its file. An answer
    without a case counts as failed; a case without an answer is assessed and not scored.

    Raises:
        CaseError: the answers can't be read, or two files hold one case.
    """
    truths = read_truth(directory / "truth.jsonl")
    paths = _case_paths(directory, truths)
    if not paths and not truths:
        raise CaseError([Problem(str(directory), None, "no case and no answer in it")])
    documents: dict[str, Mapping[str, object] | str] = {}
    for number, (identifier, path) in enumerate(paths.items(), start=1):
        if progress:
            progress(number, len(paths), identifier)
        documents[identifier] = _assess(assess, path)
    return summarise(score_all(truths, documents))


def evaluate_predictions(directory: Path, predictions: Path) -> Evaluation:
    """Score answers made elsewhere: a file of JSON lines, each with a ``case_id``.

    Raises:
        CaseError: a file can't be read, a line is no JSON object with a ``case_id``, or one case
            is answered twice.
    """
    truths = read_truth(directory / "truth.jsonl")
    documents: dict[str, Mapping[str, object] | str] = {}
    problems: list[Problem] = []
    try:
        lines = predictions.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        reason = (getattr(why, "strerror", None) or str(why)).lower()
        problem = Problem(predictions.name, None, f"can't be read ({reason})")
        raise CaseError([problem], str(predictions)) from why
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{predictions.name} line {number}"
        try:
            identifier, document = _prediction(line)
        except ValueError as why:
            problems.append(Problem(where, line[:60], str(why)))
            continue
        if identifier in documents:
            problems.append(Problem(where, identifier, f"{identifier!r} is answered twice"))
        documents[identifier] = document
    if problems:
        raise CaseError(problems, str(predictions))
    return summarise(score_all(truths, documents))


def score_all(
    truths: Mapping[str, Truth], documents: Mapping[str, Mapping[str, object] | str]
) -> tuple[CaseScore, ...]:
    """Score documents by case id; a text in place of a document says why there is none."""
    scores = []
    for identifier in [*truths, *(name for name in documents if name not in truths)]:
        document = documents.get(identifier, "there is no such case, or no answer to it")
        truth = truths.get(identifier)
        if isinstance(document, str):
            scores.append(score(identifier, truth, None, document))
            continue
        try:
            scores.append(score(identifier, truth, read_answer(document)))
        except ValueError as why:
            scores.append(score(identifier, truth, None, str(why)))
    return tuple(scores)


def summarise(cases: tuple[CaseScore, ...]) -> Evaluation:
    """Add up the scores of all cases."""
    offered = _offered(cases)
    cases = tuple(_only_offered(case, offered) for case in cases)
    stated = [case.root for case in cases if case.truth and case.truth.roots_stated]
    inferred = [case.root for case in cases if case.truth and not case.truth.roots_stated]
    return Evaluation(
        cases=cases,
        **{name: _rate(getattr(case, name) for case in cases) for name in CASE_RATES},
        root_stated=_rate(stated),
        root_anatomical=_rate(inferred),
        log_loss=_log_loss(cases),
        calibration_error=_calibration_error(cases),
        confusion=_confusion(cases if "urgency" in offered else ()),
        by_condition=_by_condition(cases),
    )


def _offered(cases: Iterable[CaseScore]) -> frozenset[str]:
    """The parts that at least one answer gives; all of them where there is no answer at all.

    A method that never speaks of urgency is not scored on it; one that does so once must always.
    """
    answers = [case.answer for case in cases if case.answer]
    if not answers:
        return PARTS
    return frozenset().union(*(answer.offers for answer in answers))


def _only_offered(case: CaseScore, offered: frozenset[str]) -> CaseScore:
    """The case without the scores of parts that the method never gives."""
    unscored: dict[str, Any] = {name: None for name, p in PART_OF.items() if p not in offered}
    return replace(case, **unscored)


def _rate(hits: Iterable[bool | None]) -> Rate | None:
    known = [hit for hit in hits if hit is not None]
    return Rate(sum(known), len(known)) if known else None


def _log_loss(cases: Iterable[CaseScore]) -> float | None:
    known = [case.p_accepted for case in cases if case.p_accepted is not None]
    losses = [-math.log(max(PROBABILITY_FLOOR, p)) for p in known]
    return math.fsum(losses) / len(losses) if losses else None


def _calibration_error(cases: Iterable[CaseScore]) -> float | None:
    """Expected calibration error; a case without an answer is one that was sure and wrong."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for case in cases:
        if case.first is not None:
            p = case.answer.conditions[0][1] if case.answer else 1.0
            bins[min(9, int(p * 10))].append((p, case.first))
    n = sum(len(members) for members in bins)
    gaps = (abs(math.fsum(p - hit for p, hit in members)) for members in bins)
    return math.fsum(gaps) / n if n else None


def _confusion(cases: Iterable[CaseScore]) -> dict[str, dict[str, int]]:
    counts = {truth: dict.fromkeys((*RUNGS, NO_ANSWER), 0) for truth in RUNGS}
    for case in cases:
        if case.truth and case.truth.urgency:
            said = case.answer.urgency if case.answer else None
            counts[case.truth.urgency][said or NO_ANSWER] += 1
    return counts


def _by_condition(cases: Iterable[CaseScore]) -> dict[str, Rate]:
    hits: dict[str, list[bool]] = {}
    for case in cases:
        if case.truth and case.truth.condition and case.first is not None:
            hits.setdefault(case.truth.condition, []).append(case.first)
    return {name: Rate(sum(found), len(found)) for name, found in sorted(hits.items())}


def _case_dict(case: CaseScore) -> dict[str, object]:
    answer, truth = case.answer, case.truth
    return {
        "id": case.id,
        "failure": case.failure,
        "condition": truth.condition if truth else None,
        "said": answer.conditions[0][0] if answer else None,
        "p_said": answer.conditions[0][1] if answer else None,
        "p_accepted": case.p_accepted,
        "rank": case.rank,
        "urgency": answer.urgency if answer else None,
        **{name: getattr(case, name) for name in CASE_RATES},
    }


def _assess(assess: Assess, path: Path) -> Mapping[str, object] | str:
    """The document, or what went wrong; a long run must not end at its first bad case."""
    try:
        return assess(path)
    except SciaticError as why:
        return str(why)
    except Exception as why:
        return f"unexpected {type(why).__name__}: {why}"


def _prediction(line: str) -> tuple[str, Mapping[str, object]]:
    document = json.loads(line)
    if not isinstance(document, Mapping) or not isinstance(document.get("case_id"), str):
        raise ValueError("not a JSON object with a case_id")
    return str(document["case_id"]), document


def _case_paths(directory: Path, truths: Mapping[str, Truth]) -> dict[str, Path]:
    """Case files by id; a file that can't be read goes by its name, so that it is not lost."""
    paths: dict[str, Path] = {}
    for path in sorted(directory.glob("*.json")):
        identifier = _identify(path, truths)
        if identifier in paths:
            problem = Problem(path.name, identifier, f"the case of {paths[identifier].name} again")
            raise CaseError([problem], str(directory))
        paths[identifier] = path
    return paths


def _identify(path: Path, truths: Mapping[str, Truth]) -> str:
    try:
        document = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        return path.stem
    identifier = document.get("id") if isinstance(document, Mapping) else None
    known = isinstance(identifier, str) and (identifier in truths or path.stem not in truths)
    return str(identifier) if known else path.stem
