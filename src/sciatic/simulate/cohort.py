"""A study simulated: its people drawn, its rule applied, its figures beside the published."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sciatic.assessment import compiled
from sciatic.assessment.model import CompiledModel
from sciatic.errors import SciaticError
from sciatic.simulate.measures import Estimate, measure
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Lesions
from sciatic.simulate.published import Published
from sciatic.simulate.rules import Regression
from sciatic.simulate.studies import Figure, Study

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure of a study: predicted, published, and how many people stand behind it.

    ``n_with`` and ``n_without``: people whom the reference standard puts on either side.
    """

    published: Published
    predicted: Estimate
    n_with: int
    n_without: int

    @property
    def inside(self) -> bool | None:
        """Whether the published interval holds it, or the bare value lies near enough.

        None where the cohort has nobody to count.
        """
        value = self.predicted.value
        return None if math.isnan(value) else bool(self.published.holds(value))

    def to_dict(self) -> dict[str, object]:
        """Plain data; what is not a number is null."""
        return {
            **asdict(self.published),
            "predicted": {name: _finite(one) for name, one in asdict(self.predicted).items()},
            "inside": self.inside,
            "n_with": self.n_with,
            "n_without": self.n_without,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A simulated study. ``people``: those that its inclusion rule let in."""

    study: Study
    seed: int
    n_drawn: int
    people: People
    results: tuple[Result, ...]

    def to_dict(self) -> dict[str, object]:
        """The document ``sciatic.cohort/1``, ready for JSON."""
        return {
            "schema": "sciatic.cohort/1",
            "study": self.study.id,
            "title": self.study.title,
            "source": self.study.source,
            "seed": self.seed,
            "n_drawn": self.n_drawn,
            "n_included": len(self.people),
            "figures": [one.to_dict() for one in self.results],
        }

    def header(self) -> list[str]:
        """The columns of ``rows``."""
        return ["person", "condition", "subtype", "level", "zone", "severity", "symptom_side",
                "roots", *self.people.answers]  # fmt: skip

    def rows(self) -> Iterator[list[object]]:
        """One list a person: the lesion, then each finding as it stands in a case."""
        labels = self.people.labels
        lesion = list(zip(labels.condition, labels.subtype, labels.level, labels.zone,
                          labels.severity, labels.symptom_side, _root_words(labels.root_names,
                          labels.roots), strict=True))  # fmt: skip
        told = [self.people.told(path) for path in self.people.answers]
        for number, state in enumerate(self.people.states.tolist()):
            yield [number + 1, *lesion[state], *(answers[number] for answers in told)]


def simulate(
    study: Study, n: int = 100_000, seed: int = 1, model: CompiledModel | None = None
) -> Cohort:
    """Draw ``n`` people of a study's population, apply its rule, and measure its figures.

    Raises:
        SciaticError: n or the seed is out of range, or nobody meets the inclusion rule.
    """
    model = model or compiled()
    people = draw(n, seed, study.population, study.paths(), model)
    if study.include is not None:
        people = people.where(study.include.holds(people))
    if not len(people):
        raise SciaticError(f"{study.id}: none of {n} people meets the inclusion rule; raise --n")
    results = tuple(
        one for figure in study.figures for one in _measured(study, figure, people, seed)
    )
    return Cohort(study=study, seed=seed, n_drawn=n, people=people, results=results)


def _measured(study: Study, figure: Figure, people: People, seed: int) -> Iterator[Result]:
    readings = [read_figure(study, test, people, seed)[1:] for test in figure.tests or (figure,)]
    for one in figure.published:
        found = [
            Result(
                published=one,
                predicted=measure(one.metric, truth, positive, score, seed),
                n_with=int(truth.sum()),
                n_without=int((~truth).sum()),
            )
            for truth, positive, score in readings
        ]
        known = [each for each in found if not math.isnan(each.predicted.value)] or found
        best = min if one.bound == "lower" else max
        yield best(known, key=lambda each: each.predicted.value)


def read_figure(
    study: Study, figure: Figure, people: People, seed: int
) -> tuple[Mask, Mask, Mask, Floats]:
    """Who counts, shape (n,); and of each who does: the truth, whether positive, the score."""
    has, counted = _truth(study, figure, people, seed)
    if figure.given is not None:
        counted &= figure.given.holds(people)
    kept, truth = people.where(counted), has[counted]
    finding = figure.finding
    if finding is None:
        return counted, truth, np.ones(len(kept), dtype=np.bool_), np.zeros(len(kept))
    if isinstance(finding, Regression):
        finding = finding.fitted(kept, truth)
    return counted, truth, finding.holds(kept), finding.score(kept)


def _truth(study: Study, figure: Figure, people: People, seed: int) -> tuple[Mask, Mask]:
    """Whom the reference standard calls ill, and who is counted at all."""
    has = _are(figure.truth, people)
    if figure.standard is not None:
        has = has & figure.standard.holds(people)
    counted = np.ones(len(people), dtype=np.bool_)
    if figure.against is not None:
        counted = has | _are(figure.against, people)
    standard = figure.reference or study.reference
    if not standard.errs:
        return has, counted
    rng = np.random.default_rng([seed, crc32(f"{study.id} reference".encode())])
    mistaken = np.full(len(people), 1 - standard.specificity)
    if standard.among is not None:
        mistaken[~standard.among.holds(people)] = 0.0
    seen = rng.random(len(people)) < np.where(has, standard.sensitivity, mistaken)
    return seen, counted


def _are(lesions: Lesions, people: People) -> Mask:
    found: Mask = lesions.mask(people.labels)[people.states]
    return found


def _root_words(names: tuple[tuple[str, str], ...], roots: Mask) -> list[str]:
    """The pressed roots of each state: ``left L5;left S1``."""
    words = [" ".join(name) for name in names]
    return [";".join(words[place] for place in np.flatnonzero(row)) for row in roots]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
