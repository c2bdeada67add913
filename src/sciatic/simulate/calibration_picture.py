"""The picture of a calibration: how often an answer was right, by how sure it was said to be.

Needs matplotlib (``pip install 'sciatic[charts]'``), imported on use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sciatic.physiology.pictures.house_look import (
    FAINT,
    INK,
    SOFT,
    STILLS,
    house_look,
    new_figure,
    question,
    save_still,
    suffix_of,
)
from sciatic.simulate.calibration_measures import N_BINS, Bin, Reliability, Score
from sciatic.simulate.calibration_study import Calibration, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "When it says 70 %, is it right in 70 of 100?"
WIDTH_IN, HEIGHT_IN = 10.4, 7.0
LEFT, RIGHT, TOP, FLOOR, GAP = 0.088, 0.965, 0.752, 0.237, 0.07
LEAST_PEOPLE = 15
"""A bin with fewer people is not drawn; its figures stand in the page's tables."""
GREY, OTHERS = "#8d97a1", "#a8487f"
DASHED, DOTTED = (0, (4, 3)), (0, (2, 1.5))
COUNTS_AT, ROW = -0.245, 0.058
"""Where the rows of counts start below a panel, and how far apart, of its height."""


@dataclass(frozen=True, slots=True)
class Look:
    """A line: its colour, that of its words, its width, and its name.

    ``spot``: x, y and alignment of the name in the panel of the root.
    """

    colour: str
    text: str
    width: float
    words: str
    spot: tuple[float, float, str]


LOOKS = {
    "more": Look("#009E73", "#007a59", 1.6, "all signs tell more", (0.63, 0.86, "right")),
    "less": Look("#D55E00", "#b34e00", 2.2, "all signs tell less", (0.70, 0.40, "left")),
    "own": Look("#0072B2", "#0072B2", 2.8, "its own world", (0.04, 0.6, "left")),
}
COUNTED = ("own", "less")
"""The lines whose people are counted, bin by bin, below the panel."""


def save_calibration(found: Calibration, path: Path) -> None:
    """Write the reliability curves, as svg or png.

    Raises:
        PhysiologyError: another suffix, or matplotlib is missing.
        OSError: the file can't be written.
    """
    suffix_of(path, STILLS)
    with house_look():
        figure = reliability_curves(found)
    told = "; ".join(
        f"{one.world.title}: cause right in {100 * one.examined.condition.right:.0f} %, said with "
        f"{100 * one.examined.condition.said:.0f} %"
        for one in found.outcomes
    )
    description = (
        "Share of people in whom the first-ranked cause, and the likeliest root, was right, "
        f"against the probability given to it, in ten bins. {told}."
    )
    save_still(figure, path, TITLE, description)


def reliability_curves(found: Calibration) -> Figure:
    """The figure itself, in whatever look is set."""
    figure = new_figure(WIDTH_IN, HEIGHT_IN)
    own, less = found["own"].examined.condition, found["less"].examined.condition
    home = "In its own world, yes." if own.error <= own.chance else "Not even in its own world."
    question(
        figure,
        TITLE,
        f"{home} Where all signs tell less than it thinks, it gives the cause "
        f"{100 * less.said:.0f} % on average",
        f"and is right in {100 * less.right:.0f} of 100 (in its own world: "
        f"{100 * own.right:.0f}). {found.n:,} people a world, told and examined; "
        "bars: 95 % intervals.",
    )
    _key(figure)
    width = (RIGHT - LEFT - GAP) / 2
    for place, (heading, of_cause) in enumerate(
        (("The first-ranked cause", True), ("The likeliest root", False))
    ):
        left = LEFT + place * (width + GAP)
        axes = figure.add_axes((left, FLOOR, width, TOP - FLOOR))
        _frame(axes, heading, of_cause=of_cause)
        _panel(axes, found, of_cause=of_cause)
        _counts(axes, found, of_cause=of_cause)
    return figure


def _key(figure: Figure) -> None:
    """What can't be named beside its mark, above the panels."""
    axes = figure.add_axes((LEFT, TOP + 0.062, RIGHT - LEFT, 0.03), xlim=(0, 10), ylim=(0, 1))
    axes.set_axis_off()
    for start, colour, dashes, words in (
        (0.0, GREY, "solid", "every number at its other end, four draws"),
        (4.35, OTHERS, DOTTED, "other people than it takes them for"),
    ):
        axes.plot((start, start + 0.42), (0.5, 0.5), color=colour, linewidth=1.4, linestyle=dashes)
        axes.text(start + 0.55, 0.5, words, size=10, va="center")
    axes.plot(8.22, 0.5, "o", markerfacecolor="white", markeredgecolor=INK, markersize=5.5)
    axes.text(8.38, 0.5, "published cases", size=10, va="center")


def _frame(axes: Axes, heading: str, *, of_cause: bool) -> None:
    axes.set_title(heading, loc="left", size=12.5, weight="bold", color=INK, pad=8)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.02)
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    words = [f"{100 * one:.0f} %" for one in ticks]
    axes.set_xticks(ticks, words)
    axes.set_yticks(ticks, words)
    axes.tick_params(length=0)
    axes.grid(color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel("probability given to it")
    if of_cause:
        axes.set_ylabel("share of people in whom it was right")
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=DASHED, zorder=1)
    if of_cause:
        axes.text(0.11, 0.135, "as often as said", size=9.5, color=SOFT, rotation=41,
                  rotation_mode="anchor")  # fmt: skip


def _panel(axes: Axes, found: Calibration, *, of_cause: bool) -> None:
    for one in found.outcomes:
        if one.world.kind in ("drawn", "people"):
            _quiet(axes, one, of_cause=of_cause)
    for name, look in LOOKS.items():
        _line(axes, _of(found[name].examined, of_cause), look, bars=name in COUNTED)
        if not of_cause:
            _name(axes, look, _of(found[name].examined, of_cause), leads=name == "own")
    if of_cause:
        _spots_of_cases(axes, found.cases.condition)


def _name(axes: Axes, look: Look, one: Reliability, *, leads: bool) -> None:
    """The name of a line; ``leads``: with a thin line to its bin of 20 to 30 %."""
    x, y, align = look.spot
    axes.text(x, y, look.words, color=look.text, size=10.5, ha=align, va="center",
              weight="bold" if leads else "normal")  # fmt: skip
    goal = one.bins[2]
    if leads and goal.n >= LEAST_PEOPLE:
        axes.plot([0.17, goal.said], [y - 0.035, goal.share + 0.02], color=look.colour,
                  linewidth=0.8, zorder=3)  # fmt: skip


def _of(score: Score, of_cause: bool) -> Reliability:
    return score.condition if of_cause else score.root


def _drawn(one: Reliability, least: int = LEAST_PEOPLE) -> Iterator[Bin]:
    return (some for some in one.bins if some.n >= least)


def _quiet(axes: Axes, one: Outcome, *, of_cause: bool) -> None:
    """A thin line: a world of drawn numbers, or dashed one of other people."""
    bins = list(_drawn(_of(one.examined, of_cause)))
    axes.plot(
        [some.said for some in bins], [some.share for some in bins],
        color=GREY if one.world.kind == "drawn" else OTHERS, linewidth=1.1,
        linestyle="solid" if one.world.kind == "drawn" else DOTTED, zorder=2,
    )  # fmt: skip


def _line(axes: Axes, one: Reliability, look: Look, *, bars: bool) -> None:
    bins = list(_drawn(one))
    said, share = [some.said for some in bins], [some.share for some in bins]
    axes.plot(said, share, "o-", color=look.colour, linewidth=look.width,
              markersize=4.5, zorder=4)  # fmt: skip
    for some in bins if bars else ():
        axes.plot([some.said] * 2, some.interval, color=look.colour, linewidth=1.0, alpha=0.7,
                  zorder=3)  # fmt: skip


def _spots_of_cases(axes: Axes, one: Reliability) -> None:
    """Published cases: open circles, each with its interval."""
    for some in _drawn(one, least=1):
        axes.plot([some.said] * 2, some.interval, color=FAINT, linewidth=1.2, zorder=1.5)
        axes.plot(some.said, some.share, "o", markerfacecolor="white", markeredgecolor=INK,
                  markeredgewidth=1.1, markersize=5.5, zorder=6)  # fmt: skip


def _counts(axes: Axes, found: Calibration, *, of_cause: bool) -> None:
    """How many people lie in each bin, below the axis, a row a line."""
    rows = [(_of(found[name].examined, of_cause), LOOKS[name]) for name in COUNTED]
    if of_cause:
        cases = Look(INK, INK, 0, "published cases", (0, 0, ""))
        rows.append((found.cases.condition, cases))
    axes.text(0, -0.19, "people in each tenth", color=SOFT, size=9, va="center",
              transform=axes.transAxes)  # fmt: skip
    for order, (one, look) in enumerate(rows):
        at = COUNTS_AT - ROW * order
        named = of_cause and not any(some.n for some in one.bins[:2])
        if named:
            axes.text(0, at, look.words.removeprefix("all "), color=look.text, size=9, va="center",
                      transform=axes.transAxes)  # fmt: skip
        for place, some in enumerate(one.bins):
            if some.n or not (named and place < 2):
                axes.text((place + 0.5) / N_BINS, at, f"{some.n:,}" if some.n else "·", size=9,
                          color=look.text, ha="center", va="center",
                          transform=axes.transAxes)  # fmt: skip
