"""How likely a drawn person would have been under slightly other numbers: d log P / d number.

A person is a chain of draws, so their score is the sum of the scores of each: the lesion's
severity and cause, the latents, whether a group shows another lesion, and every answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sciatic.assessment.model import AGELESS
from sciatic.findings.leg_losses import LATENT
from sciatic.findings.parameters import LATENT_OF_GROUP
from sciatic.findings.probability_table import Floats
from sciatic.findings.scores import Score, StoryScores
from sciatic.pathology.states import grade_family, subtypes
from sciatic.simulate.finding_paths import FindingPath
from sciatic.simulate.people import Drawing, Ints
from sciatic.simulate.studies import Study

BY_AGE = frozenset({"both_ankle_jerks_absent_unknown", "tension_lost_unknown"})


class PersonScores:
    """Scores of drawn people, by number: each shape (n,)."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.by_number: dict[str, Floats] = {}

    def add(self, number: str, d: Floats) -> None:
        """Add one draw's score."""
        if number in self.by_number:
            self.by_number[number] += d
        else:
            self.by_number[number] = np.array(d, dtype=np.float64)


def score_people(
    drawing: Drawing,
    study: Study,
    asked: Sequence[FindingPath],
    answers: Mapping[str, Ints | Floats],
    links: Mapping[str, Sequence[Score]],
    stories: Mapping[str, StoryScores],
) -> Mapping[str, Floats]:
    """The scores of everybody drawn for a study: number -> shape (n,)."""
    found = PersonScores(drawing.n)
    for name, d in _lesion(drawing, study):
        found.add(name, d)
    _latent(found, LATENT[1:], "latent_", drawing.plexus, drawing.model.tables.latent)
    for one in asked:
        if one.key in drawing.model.tables.tables:
            _answer(found, drawing, one, np.asarray(answers[one.path], np.int64), links, stories)
    for name, anew in drawing.anew.items():
        group = drawing.network.groups[name]
        if name not in AGELESS:
            found.add("atypical", np.where(anew, 1 - group.atypical, -group.atypical))
        names = LATENT_OF_GROUP.get(name, ())
        if names and BY_AGE.isdisjoint(names):
            _latent(found, names, "", drawing.group(name)[1], group.latent)
    return found.by_number


def _lesion(drawing: Drawing, study: Study) -> Iterator[tuple[str, Floats]]:
    labels, states = drawing.model.labels, drawing.states
    grades = np.array(labels.severity)
    for subtype in subtypes():
        family = grade_family(subtype)
        if family is None:
            continue
        own = np.array([one == subtype for one in labels.subtype])
        for grade in ("irritation", "mild", "moderate", "severe"):
            is_grade = own & (grades == grade)
            share = labels.weight[is_grade].sum() / labels.weight[own].sum()
            d = np.where(own, is_grade - share, 0.0)
            yield f"severity.{family}.{grade}", d[states]
    if not study.population.mix:
        conditions = np.array(labels.condition)[states]
        for condition in drawing.model.condition_labels:
            yield (
                f"prior.{study.population.setting}.{condition}",
                (conditions == condition).astype(np.float64),
            )


def _latent(found: PersonScores, names: Sequence[str], prefix: str, drawn: Ints, p: Floats) -> None:
    """Of a latent whose first value takes what the others leave."""
    for place, name in enumerate(names, start=1):
        share = float(p[place])
        d = np.where(drawn == place, 1 - share, 0.0)
        d -= np.where(drawn == 0, share * (1 - share) / p[0], 0.0)
        found.add(prefix + name, d)


def _answer(
    found: PersonScores,
    drawing: Drawing,
    one: FindingPath,
    answer: Ints,
    links: Mapping[str, Sequence[Score]],
    stories: Mapping[str, StoryScores],
) -> None:
    table = drawing.model.tables.tables[one.key]
    shown, reporter = drawing.group(table.group)
    column = drawing.column(table.block, one.side, shown)
    if one.key in stories:
        _story(found, stories[one.key], column, answer)
        return
    by_part = np.zeros(drawing.n, dtype=np.bool_)
    if table.painted:
        by_part = reporter == len(drawing.network.groups[table.group].latent) - 1
    for score in links.get(one.key, ()):
        n_u, n_z = score.d.shape[:2]
        u = np.minimum(reporter, n_u - 1)
        d = score.d[u, drawing.plexus if n_z > 1 else 0, column, answer]
        found.add(score.number, np.where(by_part, 0.0, d))


def _story(found: PersonScores, scores: StoryScores, column: Ints, answer: Ints) -> None:
    rows = scores.rows[column]
    for row in np.unique(rows):
        here = rows == row
        for name, d in zip(scores.names[row], scores.d[row], strict=True):
            found.add(name, np.where(here, d[answer], 0.0))
