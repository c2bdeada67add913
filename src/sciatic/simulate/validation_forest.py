"""A validation as a forest plot: one line a row, predicted beside published.

Needs matplotlib (``pip install 'sciatic[charts]'``), imported on use.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

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
from sciatic.simulate.published import FACTOR, TOLERANCE, Published
from sciatic.simulate.validation import Topic, Validation, ValidationLine
from sciatic.simulate.validation_page import HEADINGS, METRICS, finding_words, is_ratio

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INSIDE, OUTSIDE = "#0072B2", "#D55E00"
"""Of Okabe and Ito, as all our colours; the shape tells them apart too."""
WIDTH_IN, ROW_IN, HEAD_IN, GAP_IN, TOP_IN, FOOT_IN = 10.4, 0.205, 0.42, 0.36, 1.5, 0.4
LEFT, RIGHT = 0.572, 0.975
STUDY_IN, WORDS_IN = 0.62, 1.86
"""Where the columns of a row start, in inches from the first."""
WORDS_MOST, STUDY_MOST, LONG_PANEL = 46, 18, 15
SHARE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
RATIO_TICKS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
TITLE = "Does the model meet figures it never saw?"


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows on one axis, below one heading."""

    heading: str
    lines: tuple[ValidationLine, ...]
    ratio: bool

    @property
    def height_in(self) -> float:
        """From the top of the heading to the bottom of the axis, in inches."""
        return HEAD_IN + ROW_IN * len(self.lines)


def save_forest(found: Validation, path: Path) -> None:
    """Write the forest plot of every row that counts, as svg or png.

    Raises:
        PhysiologyError: another suffix, or matplotlib is missing.
        OSError: the file can't be written.
    """
    suffix_of(path, STILLS)
    with house_look():
        figure = forest(found)
    description = (
        f"One line a held-out row, grouped by what it asks. {found.verdict}. A filled blue circle "
        "is a prediction inside the published interval, a filled orange diamond one outside; an "
        "open circle on a line is the published figure with its interval."
    )
    save_still(figure, path, TITLE, description)


def forest(found: Validation) -> Figure:
    """The figure itself, in whatever look is set."""
    panels = tuple(_panels(found))
    height = TOP_IN + FOOT_IN + sum(one.height_in + GAP_IN for one in panels)
    figure = new_figure(WIDTH_IN, height)
    outside, unknown = found.count("outside"), found.count("not described")
    answer = f"{found.verdict}; {outside} outside" + (
        f", {unknown} not described" if unknown else ""
    )
    question(figure, TITLE, f"{answer}.")
    _key(figure, height)
    top = height - TOP_IN
    for panel in panels:
        _draw(figure, panel, top, height)
        top -= panel.height_in + GAP_IN
    return figure


def _panels(found: Validation) -> Iterator[Panel]:
    """Shares and ratios of each topic, in the order of the topics."""
    for topic in get_args(Topic):
        for ratio in (False, True):
            lines = tuple(
                line for line in found.lines
                if line.topic == topic and line.verdict != "not counted"
                and is_ratio(line.row.published) == ratio
            )  # fmt: skip
            if lines:
                yield Panel(HEADINGS[topic], lines, ratio)


def _draw(figure: Figure, panel: Panel, top: float, height: float) -> None:
    """One panel whose heading starts ``top`` inches above the bottom of the figure."""
    floor = top - panel.height_in
    rows = len(panel.lines)
    axes = figure.add_axes(
        (LEFT, floor / height, RIGHT - LEFT, ROW_IN * rows / height), ylim=(rows - 0.4, -0.6)
    )
    inside = sum(line.verdict == "inside" for line in panel.lines)
    at = (top - 0.1) / height
    figure.text(0.02, at, panel.heading, size=11.5, weight="bold", va="top")
    scale = "ratios" if panel.ratio else "shares"
    count = f"{scale}, {inside} of {rows} inside"
    figure.text(LEFT - 0.011, at, count, size=10, color=SOFT, va="top", ha="right")
    _scale(axes, panel)
    before = ""
    for place, line in enumerate(panel.lines):
        _words(axes, place, line, line.row.study if line.row.study != before else "")
        _marks(axes, place, line)
        before = line.row.study


def _scale(axes: Axes, panel: Panel) -> None:
    if panel.ratio:
        low, high = _reach(panel.lines)
        axes.set_xscale("log")
        axes.set_xlim(low, high)
        ticks = [one for one in RATIO_TICKS if low <= one <= high]
    else:
        axes.set_xlim(-0.015, 1.015)
        ticks = list(SHARE_TICKS)
    axes.set_xticks(ticks, [f"{one:g}" for one in ticks], size=9)
    axes.set_xticks([], minor=True)
    axes.set_yticks([])
    axes.tick_params(axis="x", length=0, pad=3, labeltop=len(panel.lines) > LONG_PANEL)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    for one in ticks:
        axes.axvline(one, color=FAINT, linewidth=0.7, zorder=0)
    if panel.ratio:
        axes.axvline(1.0, color=SOFT, linewidth=0.8, zorder=0)


def _reach(lines: Sequence[ValidationLine]) -> tuple[float, float]:
    """The ends of an axis of ratios that holds every interval and prediction."""
    known = [one for line in lines for one in (*_interval(line.row.published), _value(line))]
    finite = [one for one in known if math.isfinite(one) and one > 0]
    return min(0.08, *finite) / 1.15, max(12.0, *finite) * 1.15


def _words(axes: Axes, place: int, line: ValidationLine, study: str) -> None:
    """What a row asks: its id, its study where it is another one, the finding, the figure."""
    told = line.row.published
    across = axes.get_yaxis_transform()
    first, inch = -LEFT / (RIGHT - LEFT) + 0.0475, 1 / (WIDTH_IN * (RIGHT - LEFT))
    name = told.row if " " not in told.row else ""
    finding = _shortened(finding_words(line), WORDS_MOST)
    for start, words, size, colour in (
        (0.0, name, 8, SOFT),
        (STUDY_IN, _shortened(study, STUDY_MOST), 8, SOFT),
        (WORDS_IN, finding, 9, INK),
    ):
        at = first + start * inch
        axes.text(at, place, words, size=size, color=colour, va="center", transform=across)
    metric = METRICS.get(told.metric, told.metric)
    axes.text(-0.025, place, metric, size=9, color=SOFT, va="center", ha="right", transform=across)


def _marks(axes: Axes, place: int, line: ValidationLine) -> None:
    """What was published, and what is predicted."""
    told = line.row.published
    across = axes.get_yaxis_transform()
    low, high = _interval(told)
    _published(axes, place, told, low, high)
    if line.result is None or math.isnan(_value(line)):
        note = "not described" if line.result is None else "nobody to count"
        axes.text(0.5, place, note, size=9, color=OUTSIDE, va="center", transform=across)
        return
    inside = line.verdict == "inside"
    value = min(max(_value(line), axes.get_xlim()[0]), axes.get_xlim()[1])
    if not inside:
        edge = low if value < low else high
        axes.plot([value, edge], [place, place], color=OUTSIDE, linewidth=0.9, zorder=2)
    axes.plot(
        value, place, "o" if inside else "D", color=INSIDE if inside else OUTSIDE,
        markersize=6 if inside else 5.5, zorder=4,
    )  # fmt: skip


def _published(axes: Axes, place: float, told: Published, low: float, high: float) -> None:
    """The interval as a line, an allowance as a pale band, the value as an open circle."""
    ends = axes.get_xlim()
    shown = max(low, ends[0]), min(high, ends[1])
    if told.low is None and not told.bound:
        axes.plot(shown, (place, place), color=FAINT, linewidth=5, solid_capstyle="butt", zorder=1)
    else:
        axes.plot(shown, (place, place), color=SOFT, linewidth=1.6, solid_capstyle="butt", zorder=1)
    if told.value is not None:
        axes.plot(
            told.value, place, "o", markerfacecolor="white", markeredgecolor=INK,
            markeredgewidth=1.1, markersize=5.5, zorder=3,
        )  # fmt: skip


def _interval(told: Published) -> tuple[float, float]:
    """From where to where a prediction is inside."""
    if told.low is not None and told.high is not None:
        return told.low, told.high
    assert told.value is not None
    if told.bound:
        return (0.0, told.value) if told.bound == "upper" else (told.value, math.inf)
    if is_ratio(told):
        return told.value / FACTOR, told.value * FACTOR
    return told.value - TOLERANCE, told.value + TOLERANCE


def _value(line: ValidationLine) -> float:
    return math.nan if line.result is None else line.result.predicted.value


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip(" ,;") + "…"


def _key(figure: Figure, height: float) -> None:
    """How to read a row, drawn with the marks themselves, above the first panel."""
    high = 0.44
    axes = figure.add_axes((0.02, 1 - (0.8 + high) / height, 0.952, high / height))
    axes.set_xlim(0, 9.9)
    axes.set_ylim(-0.6, 1.6)
    axes.set_axis_off()
    axes.plot(0.1, 1, "o", color=INSIDE, markersize=6)
    axes.text(0.24, 1, "predicted, inside", size=10, va="center")
    axes.plot(0.1, 0, "D", color=OUTSIDE, markersize=5.5)
    axes.text(0.24, 0, "predicted, outside, and by how far", size=10, va="center")
    for place, width, colour, words in (
        (1, 1.6, SOFT, "published, with its 95 % interval, range or bound"),
        (0, 5, FAINT, "published without: within 0.10, or a factor of 1.25"),
    ):
        axes.plot(
            (3.45, 4.05), (place, place), color=colour, linewidth=width, solid_capstyle="butt"
        )
        axes.plot(
            3.75, place, "o", markerfacecolor="white", markeredgecolor=INK, markeredgewidth=1.1,
            markersize=5.5,
        )  # fmt: skip
        axes.text(4.2, place, words, size=10, va="center")
