"""What the fit leaves behind: the table of its numbers, and a report that can be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sciatic.pathology.free_values import from_scale
from sciatic.pathology.parameter_draws import HUNDREDTHS, N_WRITTEN
from sciatic.simulate.fit.fitting import Fit
from sciatic.simulate.fit.targets import Target, off_scale

Distances = npt.NDArray[np.float64]
COLUMNS = (
    "parameter",
    "value",
    "scale",
    "se",
    "start",
    "start_sd",
    "rows",
    "source",
    "seen",
    "note",
)
CONFLICT = 2.0  # a row that is still so many SDs off
MOST_ROWS = 3


def table(found: Fit) -> str:
    """The text of ``pathology/data/fitted.csv``: each number that moved, with what moved it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    sds = np.array([one.sd for one in found.targets])
    for place, free in enumerate(found.free):
        value = float(found.places[place])
        if value == free.start:
            continue
        pull = np.abs(found.slopes[:, place]) / sds
        first = np.argsort(-pull, kind="stable")
        rows = dict.fromkeys(found.targets[row].published.row for row in first if pull[row] > 0)
        writer.writerow([
            free.name, f"{from_scale(value, free.scale):.4g}", free.scale,
            f"{found.se[place]:.3f}", f"{from_scale(free.start, free.scale):.4g}",
            f"{free.sd:g}", ";".join(list(rows)[:MOST_ROWS]), "sciatic_fit", "computed", "",
        ])  # fmt: skip
    return out.getvalue()


def draws(found: Fit, seed: int) -> str:
    """The text of ``pathology/data/parameter_draws.csv``: draws of the fit's posterior.

    Deviations from where the fit left each number, in hundredths of its scale.
    """
    rng = np.random.default_rng(seed)
    root = np.linalg.cholesky(found.covariance)
    drawn = root @ rng.standard_normal((len(found.free), N_WRITTEN))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("parameter", "hundredths", "source", "seen", "note"))
    for free, row in zip(found.free, np.rint(drawn * HUNDREDTHS).astype(int).tolist(), strict=True):
        writer.writerow((free.name, " ".join(map(str, row)), "sciatic_fit", "computed", ""))
    return out.getvalue()


def report(found: Fit, n: int) -> Iterator[str]:
    """A page: each row beside what the model gives before and after; which still conflict."""
    off = np.array(
        [(at - one.place) / one.sd for at, one in zip(found.after, found.targets, strict=True)]
    )
    was = np.array(
        [(at - one.place) / one.sd for at, one in zip(found.before, found.targets, strict=True)]
    )
    yield "# The fit\n"
    yield (
        f"Written by `make fit`: {len(found.targets)} published figures, {len(found.free)} free "
        f"numbers, {n:,} people drawn for each study. A figure's distance is told in standard "
        "deviations of its own error, that between studies included.\n"
    )
    yield "| | tables alone | fitted |\n|---|---|---|"
    yield f"| root mean square distance | {_rms(was):.2f} | {_rms(off):.2f} |"
    for bound in (1.0, CONFLICT):
        yield (
            f"| figures within {bound:g} | {(np.abs(was) < bound).sum()} | "
            f"{(np.abs(off) < bound).sum()} |"
        )
    yield from _rows(found, off)
    yield from _moves(found)


def _rows(found: Fit, off: Distances) -> Iterator[str]:
    yield "\n## Every row\n"
    yield "| row | study | finding | figure | published | tables alone | fitted | distance |"
    yield "|---|---|---|---|---|---|---|---|"
    for one, before, after, distance in zip(
        found.targets, found.before, found.after, off, strict=True
    ):
        metric = one.published.metric
        yield (
            f"| {one.published.row} | {one.study} | {one.published.words} | {metric} | "
            f"{_published(one)} | {off_scale(metric, before):.2f} | {off_scale(metric, after):.2f} "
            f"| {distance:+.1f}{' **conflict**' if abs(distance) > CONFLICT else ''} |"
        )


def _moves(found: Fit) -> Iterator[str]:
    yield "\n## Numbers that moved most\n"
    yield "| number | table | fitted | 95 % interval | moved (prior SDs) |\n|---|---|---|---|---|"
    starts = np.array([one.start for one in found.free])
    prior = np.array([one.sd for one in found.free])
    moves = (found.places - starts) / prior
    for place in np.argsort(-np.abs(moves), kind="stable")[:40]:
        free, at, se = found.free[place], found.places[place], found.se[place]
        low, high = (from_scale(at + side * 1.96 * se, free.scale) for side in (-1, 1))
        yield (
            f"| {free.name} | {from_scale(free.start, free.scale):.3g} | "
            f"{from_scale(at, free.scale):.3g} | {low:.3g} to {high:.3g} | {moves[place]:+.1f} |"
        )


def _rms(distances: Distances) -> float:
    return float(np.sqrt((distances**2).mean()))


def _published(one: Target) -> str:
    value = off_scale(one.published.metric, one.place)
    return f"{value:.2f}" + (" (recalled)" if one.published.seen == "memory" else "")
