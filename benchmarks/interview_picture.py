"""The picture of docs/interview.md: how right each interview is after so many questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sciatic.physiology.pictures.house_look import (
    FAINT,
    INK,
    SOFT,
    house_look,
    new_figure,
    question,
    save_still,
)
from sciatic.simulate.interview_measures import mean_curve, questions_to

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = npt.NDArray[np.float64]
LOOKS = {
    "at random": ("#8d97a1", 1.2, (0, (1, 2)), "any question"),
    "order of the form": ("#5b6673", 1.6, (0, (5, 2)), "in the order\nof a form"),
    "best fixed order": ("#D55E00", 2.2, "solid", "best fixed order"),
    "chosen": ("#0072B2", 3.0, "solid", "chosen by\nwhat was said"),
}
TEXT = {"best fixed order": "#b34e00"}
BANDED = ("chosen", "best fixed order")
RESAMPLES, SEED = 400, 1
TITLE = "Does choosing each question save questions?"


@dataclass(frozen=True, slots=True)
class Panel:
    """One set of people: P(true cause) by interview, shape (n, n_questions + 1); a level shown."""

    title: str
    curves: Mapping[str, Floats]
    level: float


def save_interview(panels: Sequence[Panel], path: Path) -> None:
    """Write the picture, svg or png."""
    with house_look():
        figure = drawing(panels)
    told = "; ".join(f"{one.title}: {_saving(one)}" for one in panels)
    description = (
        "Average probability of the true cause against the number of questions asked, for drawn "
        f"people. The line of the chosen questions lies above all others. {told}."
    )
    save_still(figure, path, TITLE, description)


def drawing(panels: Sequence[Panel]) -> Figure:
    figure = new_figure(10.4, 5.4)
    n = len(panels[0].curves["chosen"])
    question(
        figure,
        TITLE,
        "Yes, the more so the surer the answer is to be. Average chance given to the true cause,",
        f"over {n} people drawn from the model. Shaded: 95 % of resamples of these people.",
    )
    grid = figure.add_gridspec(
        1, len(panels), left=0.075, right=0.865, top=0.765, bottom=0.115, wspace=0.09
    )
    first: Axes | None = None
    for place, panel in enumerate(panels):
        axes = figure.add_subplot(grid[0, place], sharey=first)
        first = first or axes
        _panel(axes, panel, last=place == len(panels) - 1)
    return figure


def _panel(axes: Axes, panel: Panel, *, last: bool) -> None:
    right = max(scores.shape[1] for scores in panel.curves.values()) - 1
    axes.set_title(panel.title, loc="left", size=12.5, weight="bold", color=INK, pad=8)
    axes.set_xlim(0, right)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelleft=axes.get_subplotspec().is_first_col())
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("questions asked")
    for kind, (colour, width, dashes, _) in LOOKS.items():
        scores = panel.curves[kind]
        curve = mean_curve(scores)
        axes.plot(curve, color=colour, linewidth=width, linestyle=dashes, zorder=3)
        if kind in BANDED:
            low, high = _band(scores)
            axes.fill_between(
                range(len(curve)), low, high, color=colour, alpha=0.13, linewidth=0, zorder=2
            )
    _saving_line(axes, panel)
    if last:
        _labels(axes, panel, right)


def _band(scores: Floats) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(SEED)
    means = [
        mean_curve(scores[rng.integers(len(scores), size=len(scores))]) for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(means, (2.5, 97.5), axis=0)
    return low, high


def _needed(panel: Panel) -> tuple[float, float]:
    ours, theirs = (
        questions_to(mean_curve(panel.curves[kind]), panel.level)
        for kind in ("chosen", "best fixed order")
    )
    return ours, theirs


def _saving(panel: Panel) -> str:
    ours, theirs = _needed(panel)
    if not np.isfinite([ours, theirs]).all():
        return f"{100 * panel.level:.0f} % is not reached by both"
    return f"{100 * panel.level:.0f} % after {ours:.0f} questions in place of {theirs:.0f}"


def _saving_line(axes: Axes, panel: Panel) -> None:
    """From one curve to the other at one height: the questions saved."""
    ours, theirs = _needed(panel)
    if not np.isfinite([ours, theirs]).all():
        return
    axes.annotate(
        "",
        (ours, panel.level),
        (theirs, panel.level),
        arrowprops={
            "arrowstyle": "-|>",
            "color": INK,
            "linewidth": 1.2,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=4,
    )
    axes.plot([theirs], [panel.level], "o", color=INK, markersize=3.5, zorder=5)
    axes.annotate(
        f"{100 * panel.level:.0f} %: {ours:.0f} questions in place of {theirs:.0f}",
        (axes.get_xlim()[1], panel.level + 0.13),
        size=10.5,
        color=INK,
        weight="bold",
        va="bottom",
        ha="right",
    )


def _labels(axes: Axes, panel: Panel, right: int) -> None:
    """The name of each line at its end, kept apart."""
    least, spots = -1.0, []
    ends = {kind: mean_curve(panel.curves[kind])[-1] for kind in LOOKS}
    for kind in sorted(ends, key=lambda one: ends[one]):
        lines = LOOKS[kind][3].count("\n") + 1
        at = max(ends[kind], least + 0.025 * lines + 0.03)
        least = at + 0.025 * lines
        spots.append((kind, at))
    for kind, at in spots:
        colour, width, _, words = LOOKS[kind]
        axes.text(
            right + 1.2,
            at,
            words,
            color=TEXT.get(kind, colour if kind != "at random" else SOFT),
            size=10.5,
            va="center",
            weight="bold" if width > 2.5 else "normal",
            linespacing=1.15,
            clip_on=False,
        )
