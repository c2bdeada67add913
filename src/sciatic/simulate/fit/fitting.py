"""The fit: numbers near what their tables say that bring simulated studies near the published.

Each round compiles the model with the numbers so far, draws every study's people with the same
seed, reads each figure and its slope along every number, and solves the straightened problem with
SciPy. Priors are normal around the tables' own values; a row far off pulls less (Huber), so that
rows which contradict each other don't drag a number to where no study stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from sciatic.assessment.cache import build
from sciatic.assessment.model import CompiledModel
from sciatic.errors import SciaticError
from sciatic.findings.build_tables import story_columns
from sciatic.findings.probability_table import Floats
from sciatic.findings.scores import Score, StoryScores, link_scores, scale_of, story_scores
from sciatic.findings.start_sd import start_sd
from sciatic.findings.story_tables import told_findings
from sciatic.pathology import lesion_states
from sciatic.pathology.free_values import (
    Scale,
    from_scale,
    to_scale,
    values_recorded,
    values_set,
)
from sciatic.simulate.cohort import read_figure
from sciatic.simulate.finding_paths import read_paths
from sciatic.simulate.fit.drawn_scores import score_people
from sciatic.simulate.fit.targets import Target, predict, target
from sciatic.simulate.people import AGE, Drawing, People
from sciatic.simulate.studies import Figure, Study, calibration_studies

HUBER = 2.0  # a row further off than so many SDs pulls with a constant force
LEAST_MOVE = 0.5
"""Of its prior SD: a number that the rows move less stays as its table says, and the others are
fitted again without it. Without that, hundreds of numbers drift where no row speaks clearly."""
HELD = ("painter_", "latent_", "strength_unlocalised", "atypical", "severity.",
        "reflex_")  # fmt: skip
"""How people report, how they are built, and how often findings belong to another lesion: no
calibration row measures these, so no row may move them. Severities: how severe a study's people
were is its spectrum, and most rows are of people who came to a surgeon. Reflexes: the pooled
reviews (ACC030, 031) find .25 to .29, single series up to .9; torn between them the fit leaves the
reviews, and jerks lost on both sides would say more of a polyneuropathy than vrancken2006 and
bowditch1996 allow."""
ROUNDS_OF_FEW = 2  # the last rounds, in which only the numbers that moved are fitted
STEP = 1.0  # the furthest a number may move in one round, on its scale
Progress = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A number that the fit may move: its scale, its table's value there, and how far it may go."""

    name: str
    scale: Scale
    start: float
    sd: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reading:
    """All figures under one set of numbers: places, shape (n_rows,), slopes, (n_rows, n_free)."""

    targets: tuple[Target, ...]
    places: Floats
    slopes: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fit:
    """The fit: where it left each number, and what the model gives before and after.

    ``places``: on each number's scale, shape (n_free,); ``covariance``: (n_free, n_free);
    ``before``, ``after``: place of each figure, shape (n_rows,); ``slopes``: (n_rows, n_free).
    """

    free: tuple[Free, ...]
    targets: tuple[Target, ...]
    places: Floats
    covariance: Floats
    before: Floats
    after: Floats
    slopes: Floats

    @property
    def se(self) -> Floats:
        """Posterior standard deviation of each number on its scale, shape (n_free,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


def fit(n: int, rounds: int, seed: int, progress: Progress = lambda step: None) -> Fit:
    """Fit every number that a calibration row answers to.

    Args:
        n: people drawn for each study.
        rounds: how often the model is compiled and straightened.
        seed: of the people; the same seed gives the same fit.
    """
    with values_set({}, unfitted=True):
        progress("figures under the tables' own numbers")
        reading, written = read_figures({}, n, seed)
        free = _free(reading.slopes, written)
        start, sd = (np.array([getattr(one, of) for one in free]) for of in ("start", "sd"))
        place, before, moving = start.copy(), reading.places, np.ones(len(free), dtype=np.bool_)
        for number in range(1, rounds + 1):
            if number > rounds - ROUNDS_OF_FEW:
                moving &= np.abs(place - start) >= LEAST_MOVE * sd
                place = np.where(moving, place, start)
            theirs = [one for one, moves in zip(free, moving, strict=True) if moves]
            place[moving] = _solve(reading, _matrix(reading, theirs), theirs, place[moving])
            progress(f"round {number} of {rounds}: {len(theirs)} numbers")
            values = {one.name: from_scale(at, one.scale)
                      for one, at in zip(free, place.tolist(), strict=True)}  # fmt: skip
            reading, _ = read_figures(values, n, seed)
            progress(f"misfit {_misfit(reading):.1f}")
    slopes = _matrix(reading, free)
    return Fit(
        free=free,
        targets=reading.targets,
        places=place,
        covariance=_covariance(reading, slopes, free),
        before=before,
        after=reading.places,
        slopes=slopes,
    )


def read_figures(
    values: Mapping[str, float], n: int, seed: int
) -> tuple[Reading, Mapping[str, float]]:
    """Every calibration figure, and its slopes, where some numbers are set.

    Returns:
        the figures; and every number that the model was built from, by name.
    """
    with values_set(values):
        with values_recorded() as written:
            model = build(lambda step: None)
        known = calibration_studies()
        links, stories = _all_scores(model, known)
        sharing = _sharing(known.values())
        targets: list[Target] = []
        places: list[float] = []
        slopes: dict[str, dict[int, float]] = {}
        for study in known.values():
            for one, place, slope in _of_study(model, study, n, seed, links, stories, sharing):
                for name, d in slope.items():
                    slopes.setdefault(name, {})[len(targets)] = d
                targets.append(one)
                places.append(place)
    dense = {
        name: np.array([of.get(row, 0.0) for row in range(len(targets))])
        for name, of in slopes.items()
    }
    return Reading(targets=tuple(targets), places=np.array(places), slopes=dense), written


def _sharing(known: Iterable[Study]) -> Mapping[tuple[str, str], int]:
    """How many figures tell the same of much the same people, by overlap and metric."""
    return Counter(
        (figure.overlap, one.metric)
        for study in known
        for figure in study.figures
        for one in figure.published
    )


def _all_scores(
    model: CompiledModel, known: Mapping[str, Study]
) -> tuple[Mapping[str, Sequence[Score]], Mapping[str, StoryScores]]:
    keys = {
        one.key
        for study in known.values()
        for one in read_paths(model.tables, study.paths())
        if one.key in model.tables.tables
    }
    history = [name for name in told_findings() if name in keys]
    stories, sided = story_columns(lesion_states())
    told = {
        name: story_scores(
            name, stories, sided, by_side=model.tables.tables[name].block == "story_side"
        )
        for name in history
    }
    return link_scores(lesion_states(), sorted(keys - set(history))), told


def _of_study(
    model: CompiledModel,
    study: Study,
    n: int,
    seed: int,
    links: Mapping[str, Sequence[Score]],
    stories: Mapping[str, StoryScores],
    sharing: Mapping[tuple[str, str], int],
) -> list[tuple[Target, float, dict[str, float]]]:
    asked = sorted(read_paths(model.tables, study.paths()), key=lambda one: one.key != AGE)
    drawing = Drawing(model, n, seed, study.population)
    answers = {one.path: drawing.answer(one) for one in asked}
    values = {
        one.path: tuple(model.tables.tables[one.key].values)
        if one.key in model.tables.tables
        else ()
        for one in asked
    }
    people = People(model.labels, drawing.states, drawing.plexus, answers, values)
    scores = score_people(drawing, study, asked, answers, links, stories)
    names = list(scores)
    matrix = np.array([scores[name] for name in names])
    matrix -= matrix.mean(axis=1, keepdims=True)
    if study.include is not None:
        kept = study.include.holds(people)
        people, matrix = people.where(kept), matrix[:, kept]
    found = []
    for figure, aim in _aims(study, sharing):
        counted, truth, positive, _ = read_figure(study, figure, people, seed)
        metric = aim.published.metric
        if truth.any() and (metric == "sensitivity" or not truth.all()):
            place, slope = predict(metric, truth, positive, matrix[:, counted])
            found.append((aim, place, dict(zip(names, slope.tolist(), strict=True))))
    return found


def _aims(study: Study, sharing: Mapping[tuple[str, str], int]) -> Iterator[tuple[Figure, Target]]:
    """Each figure of a study that the fit can aim at."""
    for figure in study.figures:
        metrics = {one.metric for one in figure.published}
        both = {"sensitivity", "specificity"} <= metrics
        for one in figure.published:
            shared = sharing[figure.overlap, one.metric] if figure.overlap else 1
            aim = target(study.id, one, sharing=shared, stands_in=figure.stands_in)
            if aim is not None and not (both and one.metric.startswith("lr")):
                yield figure, aim  # a ratio of two shares that are both there says nothing new


def _free(slopes: Mapping[str, Floats], written: Mapping[str, float]) -> tuple[Free, ...]:
    found = []
    for name in sorted(slopes):
        if name not in written or name.startswith(HELD) or np.abs(slopes[name]).max() < 1e-3:
            continue
        scale = scale_of(name, written[name])
        if scale is not None:
            start = to_scale(written[name], scale)
            found.append(Free(name=name, scale=scale, start=start, sd=start_sd(name)))
    if not found:
        raise SciaticError("no calibration row answers to any number")
    return tuple(found)


def _matrix(reading: Reading, free: Sequence[Free]) -> Floats:
    none = np.zeros(len(reading.targets))
    return np.array([reading.slopes.get(one.name, none) for one in free]).T


def _misses(reading: Reading) -> Floats:
    aims = np.array([one.place for one in reading.targets])
    misses: Floats = (reading.places - aims) / _sds(reading)
    return misses


def _sds(reading: Reading) -> Floats:
    return np.array([one.sd for one in reading.targets])


def _misfit(reading: Reading) -> float:
    """Half the sum of squares of the misses, those beyond ``HUBER`` counted as Huber does."""
    size = np.abs(_misses(reading))
    return float(np.where(size < HUBER, size**2 / 2, HUBER * size - HUBER**2 / 2).sum())


def _solve(reading: Reading, slopes: Floats, free: Sequence[Free], place: Floats) -> Floats:
    """The best numbers where every figure is taken as straight around where they stand."""
    n_rows, sds = len(reading.targets), _sds(reading)[:, None]
    start = np.array([one.start for one in free])
    prior_sd = np.array([one.sd for one in free])
    jacobian = np.vstack([slopes / sds, np.diag(1 / prior_sd)])
    now = np.concatenate([_misses(reading), (place - start) / prior_sd])

    def huber(z: Floats) -> Floats:
        """SciPy's rho, rho', rho'' of the squares: Huber for rows, plain for priors."""
        rho = np.vstack([z, np.ones_like(z), np.zeros_like(z)])
        far = np.flatnonzero(z[:n_rows] > HUBER**2)
        root = np.sqrt(z[far])
        rho[:, far] = [2 * HUBER * root - HUBER**2, HUBER / root, -HUBER / (2 * root**3)]
        return rho

    found = least_squares(
        lambda step: now + jacobian @ step,
        np.zeros(len(free)),
        jac=lambda step: jacobian,
        loss=huber,
        bounds=(-STEP, STEP),
    )
    return np.asarray(place + found.x)


def _covariance(reading: Reading, slopes: Floats, free: Sequence[Free]) -> Floats:
    size = np.abs(_misses(reading))
    weight = np.minimum(1.0, HUBER / np.maximum(size, 1e-9)) / _sds(reading) ** 2
    precision = slopes.T @ (slopes * weight[:, None])
    precision += np.diag([one.sd**-2 for one in free])
    covariance: Floats = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    return covariance
