"""Is the model right as often as it says, where the world is not its own?

People of each world are drawn with other numbers than the model's, or in another mix of causes,
and assessed by the shipped model; beside it stands an assessor who knows the world's numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from sciatic.assessment import assess, compiled
from sciatic.assessment.evaluation import evaluate
from sciatic.simulate.calibration_measures import Reliability, Score, reliability, score
from sciatic.simulate.calibration_people import visitors, weigh, weigh_at_once
from sciatic.simulate.calibration_worlds import World, world_model, worlds

N_CHECK, CHECKED = 100, ("own", "ends_1")
Progress = Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the shipped model did in a world, and how an assessor who knows the world did.

    ``told``: after what people tell; ``examined``: after the examination too, as ``knowing``: of
    an assessor who has the world's numbers and the setting that its people come from.
    """

    world: World
    told: Score
    examined: Score
    knowing: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReliability:
    """Published cases: first-ranked condition, and likeliest root where the truth names one."""

    n_cases: int
    condition: Reliability
    root: Reliability


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Every world, ``n`` people each, and the published cases.

    ``check``: the log loss of a few people of the worlds in ``CHECKED``; another model, or another
    draw, gives other figures.
    """

    n: int
    seed: int
    outcomes: tuple[Outcome, ...]
    cases: CaseReliability
    check: tuple[float, ...]

    def __getitem__(self, identifier: str) -> Outcome:
        return {one.world.id: one for one in self.outcomes}[identifier]


def outcome(world: World, n: int, seed: int) -> Outcome:
    """Draw people of a world and have them assessed; the same seed gives the same people."""
    model, theirs = compiled(), world_model(world)
    people = visitors(theirs, world.people, n, seed)
    told, examined = (score(one, seed) for one in weigh(people, model, world.taken_for))
    own = theirs is model and world.people == world.taken_for
    knowing = examined if own else score(weigh_at_once(people, theirs, world.people), seed)
    return Outcome(world=world, told=told, examined=examined, knowing=knowing)


def of_cases(directory: Path, seed: int) -> CaseReliability:
    """Reliability on cases whose answers are known, assessed without a setting."""
    p_root: dict[str, float] = {}

    def answer(path: Path) -> Mapping[str, object]:
        found = assess(path)
        p_root[found.case.id] = found.roots[0][2] if found.roots else 0.0
        return {
            "conditions": [{"id": name, "probability": p} for name, p in found.conditions],
            "roots": [{"root": root, "side": side} for side, root, _, _ in found.roots],
        }

    cases = evaluate(directory, answer).cases
    first = [(one.answer.conditions[0][1] if one.answer else 1.0, one.first) for one in cases
             if one.first is not None]  # fmt: skip
    root = [(p_root.get(one.id, 1.0), one.root) for one in cases if one.root is not None]
    condition, roots = (
        reliability(np.array([p for p, _ in some]), np.array([hit for _, hit in some], bool), seed)
        for some in (first, root)
    )
    return CaseReliability(n_cases=len(first), condition=condition, root=roots)


def check_figures(seed: int) -> tuple[float, ...]:
    """What another model would change: log losses of a few people of two worlds."""
    chosen = {one.id: one for one in worlds(seed) if one.id in CHECKED}
    return tuple(outcome(chosen[name], N_CHECK, seed).examined.log_loss for name in CHECKED)


def calibration(
    n: int, seed: int, cases: Path, jobs: int = 1, progress: Progress = lambda step: None
) -> Calibration:
    """Every world and the cases; the same seed gives the same figures.

    Args:
        n: people of each world.
        seed: of the worlds and their people.
        cases: a directory of cases with their truth.
        jobs: processes that share the worlds.
        progress: told each world that is done.
    """
    compiled()
    every, run = tuple(worlds(seed)), partial(outcome, n=n, seed=seed)
    outcomes = []
    with ProcessPoolExecutor(jobs) as pool:
        for one in map(run, every) if jobs == 1 else pool.map(run, every):
            progress(one.world.title)
            outcomes.append(one)
    return Calibration(
        n=n,
        seed=seed,
        outcomes=tuple(outcomes),
        cases=of_cases(cases, seed),
        check=check_figures(seed),
    )
