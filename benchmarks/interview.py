"""``python -m benchmarks.interview``: chosen questions beside fixed ones, on drawn people.

Prints how many questions each interview needs to be so right on average, and draws
docs/pictures/interview.svg. Some minutes on two cores.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy: the cores are shared by processes
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.interview_picture import Panel, save_interview
from sciatic.assessment import compiled
from sciatic.simulate.interview import Course, Interviewees, interviewees, run
from sciatic.simulate.interview_measures import Needed, compare, joined, mean_curve
from sciatic.simulate.interview_orders import (
    adaptive,
    best_fixed_order,
    by_chance,
    fixed,
    vocabulary_order,
)

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "interview.svg"
SEED, SEED_OF_ORDER = 7, 8
CHUNK = 25  # people whom one process interviews in one go
CHOSEN, BEST, FORM, CHANCE = "chosen", "best fixed order", "order of the form", "at random"


@dataclass(frozen=True, slots=True)
class Setup:
    """Who is asked what: ``n`` people, a fixed order built on ``n_order`` others."""

    title: str
    setting: str
    examined: bool
    n: int
    n_order: int
    n_chosen: int
    n_fixed: int
    levels: tuple[float, ...]


SETUPS = (
    Setup("Primary care", "primary_care", False, 200, 80, 40, 50, (0.5, 0.6, 0.7, 0.75, 0.8)),
    Setup("Specialist clinic", "specialist", False, 200, 80, 40, 50, (0.4, 0.5, 0.6, 0.65, 0.7)),
    Setup("Specialist, examined", "specialist", True, 75, 40, 25, 40, (0.4, 0.5, 0.6, 0.65, 0.7)),
)


def drawn(setup: Setup) -> Interviewees:
    return interviewees(setup.n, SEED, setup.setting, examined=setup.examined)


def order_of(setup: Setup) -> tuple[str, ...]:
    """The best fixed order, built on other people."""
    others = interviewees(setup.n_order, SEED_OF_ORDER, setup.setting, examined=setup.examined)
    return best_fixed_order(others, setup.n_fixed, compiled().labels.lesion_class)


def chosen(setup: Setup, first: int) -> Course:
    """Interviews that choose each question, with the people from this one on."""
    places = np.arange(setup.n)
    few = drawn(setup).where((places >= first) & (places < first + CHUNK))
    return run(few, setup.n_chosen, adaptive(compiled().labels.lesion_class))


def courses(pool: ProcessPoolExecutor) -> Iterator[dict[str, Course]]:
    """The interviews of each set-up, by kind."""
    orders = [pool.submit(order_of, setup) for setup in SETUPS]
    parts: list[list[Future[Course]]] = [
        [pool.submit(chosen, setup, first) for first in range(0, setup.n, CHUNK)]
        for setup in SETUPS
    ]
    for setup, order, own in zip(SETUPS, orders, parts, strict=True):
        people = drawn(setup)
        yield {
            BEST: run(people, setup.n_fixed, fixed(order.result())),
            FORM: run(people, setup.n_fixed, fixed(vocabulary_order(people))),
            CHANCE: run(people, setup.n_fixed, by_chance(SEED)),
            CHOSEN: joined([part.result() for part in own]),
        }


SHOWN_AFTER = (0, 5, 10, 15, 20, 25, 30, 40, 50)


def report(setup: Setup, found: dict[str, Course]) -> Iterator[str]:
    n_questions = len(drawn(setup).questions)
    yield f"\n{setup.title}: {setup.n} people, {n_questions} questions to choose from"
    for other in (BEST, FORM):
        yield f"  questions to an average P(true cause): chosen, {other}"
        ours, theirs = found[CHOSEN].p_true, found[other].p_true
        for one in compare(ours, theirs, setup.levels, SEED):
            yield f"    {one.level:.2f} {_row(one)}"
    yield f"  {'after':17}" + "".join(f"{k:8}" for k in SHOWN_AFTER)
    for kind, course in found.items():
        yield f"  {kind}"
        for name, scores in (
            ("P(true cause)", course.p_true),
            ("ranked first", course.first),
            ("root right", course.root),
            ("log loss", -np.log(course.p_true)),
        ):
            curve = mean_curve(scores)
            shown = "".join(f"{curve[k]:8.2f}" for k in SHOWN_AFTER if k < len(curve))
            yield f"    {name:15}{shown}"


def _row(one: Needed) -> str:
    ours, theirs = (f"{k:5.1f}" if np.isfinite(k) else " more" for k in (one.ours, one.theirs))
    if np.isnan(one.ratio):
        return f"{ours} {theirs}"
    interval = "" if np.isnan(one.low) else f" ({one.low:.2f} to {one.high:.2f})"
    return f"{ours} {theirs}   ratio {one.ratio:.2f}{interval}"


def main() -> int:
    panels = []
    with ProcessPoolExecutor(2) as pool:
        for setup, found in zip(SETUPS, courses(pool), strict=True):
            print("\n".join(report(setup, found)), flush=True)
            if not setup.examined:
                curves = {kind: course.p_true for kind, course in found.items()}
                panels.append(Panel(setup.title, curves, setup.levels[-1]))
    save_interview(panels, PICTURE)
    print(f"\n{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
