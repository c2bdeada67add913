"""Pictures of the validation page: block in time, recovery, the window in which a fibre fires.

    python -m benchmarks.validation_pictures FOLDER [svg|png]

Lines are the simulation's; open marks and grey words are what was published.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.validation_nerves import GONE, PIG_MAP, pig
from sciatic.physiology import dose_response, spontaneous_spikes
from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.conduction import Settings, conduct
from sciatic.physiology.dose_response import SurfaceDoseResponse
from sciatic.physiology.fibres import Lesion, MyelinatedFibre
from sciatic.physiology.pictures import house_look as look
from sciatic.physiology.pressure_law import SOUND_SEGMENT, follow
from sciatic.physiology.recovery import recovery_course
from sciatic.physiology.surface import response

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLASSES = ("touch", "movement")
WRIST_MMHG = (30.0, 40.0, 50.0, 60.0, 90.0)
HOUR, DAY = 60.0, 24 * 60.0
PRESSED_MMHG, PRESSED_DAYS = 60.0, 60.0
TICKS = ((1, "1 min"), (10, "10 min"), (HOUR, "1 h"), (DAY, "1 day"), (7 * DAY, "1 week"),
         (30 * DAY, "1 month"), (365 * DAY, "1 year"))  # fmt: skip
FIRING = {3: (np.arange(0.0, 50.1, 1.0), "pinprick"), 10: (np.arange(0.0, 18.1, 0.5), "touch")}
LISTEN_MS, THICK_UM = 100.0, 10.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One small plot: title, what was published in words, and who draws the marks."""

    title: str
    words: str
    dose: SurfaceDoseResponse
    mmhg: float
    marks: Callable[[Axes], None]


def _dots(level: float) -> Callable[[Axes], None]:
    """Open dots at 2 and 4 h: none, or all."""

    def draw(axes: Axes) -> None:
        axes.plot([2 * HOUR, 4 * HOUR], [level, level], "o", mfc="white", mec=look.INK, ms=7,
                  zorder=6, clip_on=False)  # fmt: skip

    return draw


def _some(*hours: float) -> Callable[[Axes], None]:
    """An open interval from a tenth to all but a twentieth: a deficit, told in words."""

    def draw(axes: Axes) -> None:
        for hour in hours:
            axes.plot([hour * HOUR] * 2, [0.10, GONE], color=look.INK, lw=1.1, marker="o",
                      mfc="white", mec=look.INK, ms=6, zorder=6, clip_on=False)  # fmt: skip

    return draw


def _spell(start: float, end: float, level: float, colour: str) -> Callable[[Axes], None]:
    """An open interval in time."""

    def draw(axes: Axes) -> None:
        axes.plot([start, end], [level, level], color=colour, lw=1.3, marker="o", mfc="white",
                  mec=colour, ms=6, zorder=6, clip_on=False)  # fmt: skip

    return draw


def _first_touch_then_movement(dose: SurfaceDoseResponse, mmhg: float) -> Callable[[Axes], None]:
    """Touch gone from 30 to 90 min; movement 10 to 30 min after touch, as we have touch."""
    gone = next(m for m in range(1, 241) if dose.classes(mmhg, m)["touch"].silent >= GONE)

    def draw(axes: Axes) -> None:
        _spell(30, 90, 1.0, look.COLOURS["touch"])(axes)
        _spell(gone + 10, gone + 30, 0.9, look.COLOURS["movement"])(axes)

    return draw


def panels() -> tuple[list[Panel], list[Panel]]:
    """Human wrists and pig roots, one panel for each published pressure."""
    cuff = dose_response("cuff")
    lag = "touch in 30–90 min, then\nmovement 10–30 min later"
    said = {30.0: "tingles, no block", 40.0: "some loss", 50.0: "complete block"}
    said |= {60.0: lag, 90.0: lag}
    marks: dict[float, Callable[[Axes], None]] = {
        30.0: _spell(30, 90, 0.0, look.INK),
        40.0: _some(4),
        50.0: _dots_at_end(1.0),
        **{mmhg: _first_touch_then_movement(cuff, mmhg) for mmhg in (60.0, 90.0)},
    }
    wrists = [Panel(f"{mmhg:g} mmHg", said[mmhg], cuff, mmhg, marks[mmhg]) for mmhg in WRIST_MMHG]
    roots = [
        Panel("50 mmHg", "no deficit", pig(), 50, _dots(0.0)),
        Panel("50 mmHg, low MAP (60)", "deficit at 2 h", pig(60.0), 50, _some(2)),
        Panel("100 mmHg", "deficit, worse at 4 h", pig(), 100, _some(2, 4)),
        Panel("100 mmHg in 0.05 s", "worse than in 20 s", pig(onset_s=0.05), 100, _some(2)),
        Panel("200 mmHg", "larger deficit", pig(), 200, _some(2, 4)),
    ]
    return wrists, roots


def _dots_at_end(level: float) -> Callable[[Axes], None]:
    return _spell(4 * HOUR, 4 * HOUR, level, look.INK)


def block_in_time() -> Figure:
    """Share of touch and motor fibres silent against time, ten small plots."""
    with look.house_look():
        figure = look.new_figure(11.0, 7.0)
        look.question(
            figure,
            "How long until a pressed nerve falls silent?",
            "Touch fails before movement, and sooner under more pressure. Lines: simulation. "
            "Open marks and grey words: published;",
            "what was told in words is drawn as an interval (a deficit: 10 to 95 % of fibres).",
        )
        for row, (who, chosen) in enumerate(
            zip(("Human wrist, mean arterial pressure (MAP) 93 mmHg",
                 f"Pig root, MAP {PIG_MAP:g} mmHg"), panels(), strict=True)
        ):  # fmt: skip
            bottom = 0.515 - 0.435 * row
            figure.text(0.02, bottom + 0.315, who, weight="bold", size=11.5)
            for column, panel in enumerate(chosen):
                axes = figure.add_axes((0.085 + 0.184 * column, bottom, 0.15, 0.205))
                _panel(axes, panel, first=column == 0, last=row == 1)
        _name_lines(figure)
    return figure


def _panel(axes: Axes, panel: Panel, *, first: bool, last: bool) -> None:
    minutes = np.linspace(0, 4 * HOUR, 61)
    effects = [panel.dose.effect(panel.mmhg, float(m)) for m in minutes]
    for name in CLASSES:
        shares = [getattr(effect, name) for effect in effects]
        axes.plot(minutes, shares, lw=2.2, color=look.COLOURS[name], clip_on=False, zorder=4,
                  ls="-" if name == "touch" else (0, (5, 1.5)))  # fmt: skip
    panel.marks(axes)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlim(0, 4 * HOUR)
    axes.set_xticks([0, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR], ["0", "1", "2", "3", "4 h"])
    axes.set_yticks([0, 0.5, 1], ["0", "50", "100 %"])
    axes.grid(axis="y", color=look.FAINT, lw=0.6)
    axes.tick_params(labelleft=first)
    axes.text(0, 1.32, panel.title, transform=axes.transAxes, size=11, va="bottom")
    axes.text(0, 1.29, panel.words, transform=axes.transAxes, size=9, va="top", color=look.SOFT,
              linespacing=1.1)  # fmt: skip
    if first:
        axes.set_ylabel("fibres silent")
    if last:
        axes.set_xlabel("time under pressure")


def _name_lines(figure: Figure) -> None:
    for panel, name, x, y, side in (
        (1, "touch", 98, 0.62, "right"),
        (2, "movement", 104, 0.38, "left"),
    ):
        figure.axes[panel].text(x, y, name, color=look.LABEL_COLOURS[name], weight="bold",
                                size=10.5, ha=side)  # fmt: skip


def recovery() -> Figure:
    """What is left of block, thinning and loss, against time since release."""
    segment = Segment()
    pressed = follow(SOUND_SEGMENT, PRESSED_MMHG, PRESSED_DAYS * DAY, segment)
    minutes = np.geomspace(1, 5 * 365 * DAY, 300)
    course = recovery_course(pressed, [float(m) / DAY for m in minutes], segment)
    starved = [
        response(point.state, segment, "touch").blocked / (1 - point.state.axon_loss)
        for point in course
    ]
    curves = (
        ("conduction block", "share of living touch fibres", starved, "touch"),
        ("myelin gone", "share of the sheath", [p.state.thinned for p in course], "pinprick"),
        ("axons lost", "share of fibres", [p.state.axon_loss for p in course], "movement"),
    )  # fmt: skip
    with look.house_look():
        figure = look.new_figure(9.0, 5.4)
        look.question(
            figure,
            "What comes back after release, and when?",
            f"A root after {PRESSED_DAYS:g} days at {PRESSED_MMHG:g} mmHg. Most fibres conduct "
            "again within an hour, and myelin is back in weeks;",
            "what has degenerated grows back at about 1 mm a day, or never.",
        )
        axes = figure.add_axes((0.085, 0.12, 0.89, 0.68))
        for name, unit, values, colour in curves:
            axes.plot(minutes, values, lw=2.6, color=look.COLOURS[colour])
            x, y = PLACES[name]
            axes.text(x, y, f"{name}\n({unit})", color=look.LABEL_COLOURS[colour], va="center",
                      weight="bold", linespacing=1.25)  # fmt: skip
        _published_times(axes)
        axes.set_xscale("log")
        axes.set_xlim(1, minutes[-1])
        axes.set_xticks([at for at, _ in TICKS], [name for _, name in TICKS])
        axes.minorticks_off()
        axes.set_ylim(0, 1.08)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
        axes.grid(axis="y", color=look.FAINT, lw=0.6)
        axes.set_xlabel("time since release (logarithmic)")
    return figure


PLACES = {"conduction block": (1.3, 1.0), "myelin gone": (1.3 * DAY, 0.83),
          "axons lost": (1.3, 0.22)}  # fmt: skip


def _published_times(axes: Axes) -> None:
    """Published spans of recovery, as open intervals near the foot of the plot."""
    for start, end, level, words in (
        (470 / 60, 470 / 60, 0.46, "a starved nerve's response\nis half back after 8 min"),
        (30 * DAY, 84 * DAY, 0.5, "neurapraxia over\nwithin 12 weeks"),
        (200 * DAY, 600 * DAY, 0.3, "600 mm at\n1–3 mm a day"),
    ):
        axes.plot([start, end], [level, level], "o-", mfc="white", color=look.SOFT, ms=7, zorder=6)
        one = start == end
        x, y = (start * 1.5, level) if one else ((start * end) ** 0.5, level + 0.08)
        axes.text(x, y, words, ha="left" if one else "center", va="center", size=9.5,
                  color=look.SOFT, linespacing=1.2)  # fmt: skip


@cache
def firing(internodes: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Depolarisations in mV, spikes per second at each, and the one that blocks."""
    shifts, _ = FIRING[internodes]
    fibre = MyelinatedFibre(THICK_UM)
    harms = [Lesion(internodes=internodes, depolarised_mv=float(mv)) for mv in shifts]
    spikes = spontaneous_spikes([fibre] * len(harms), harms, listen_ms=LISTEN_MS)
    how = Settings(step="second_order", modes=10, longest_ms=20.0)
    tried = np.arange(0, 60, 0.25)
    blocked = conduct(
        [fibre] * len(tried),
        [Lesion(internodes=internodes, depolarised_mv=float(mv)) for mv in tried],
        how,
    ).blocked
    return shifts, spikes * 1000 / LISTEN_MS, float(tried[np.argmax(blocked)])


def firing_window() -> Figure:
    """Spikes per second against depolarisation, with the depolarisation that blocks."""
    with look.house_look():
        figure = look.new_figure(9.0, 4.8)
        look.question(
            figure,
            "Why does tingling come before numbness?",
            f"On the way to block, a starved stretch of a {THICK_UM:g} µm fibre fires by itself. "
            "A longer stretch fires and fails sooner.",
        )
        axes = figure.add_axes((0.085, 0.135, 0.89, 0.65))
        for internodes, (_, colour) in sorted(FIRING.items(), reverse=True):
            shifts, rate, block_mv = firing(internodes)
            ink = look.LABEL_COLOURS[colour]
            long_mm = internodes * MyelinatedFibre(THICK_UM).geometry.internode_um / 1000
            axes.fill_between(shifts, rate, color=look.COLOURS[colour], alpha=0.18, lw=0)
            axes.plot(shifts, rate, lw=2.4, color=look.COLOURS[colour], gid=f"over-{internodes}")
            axes.axvline(block_mv, color=ink, lw=1.4, ls=(0, (4, 2)), ymax=0.82)
            right = block_mv > 30
            axes.text(block_mv + (-0.5 if right else 0.5), 400,
                      f"numb: {internodes} internodes\nblock at {block_mv:.1f} mV", color=ink,
                      va="top", ha="right" if right else "left", linespacing=1.3)  # fmt: skip
            top = int(np.argmax(rate))
            axes.text(shifts[top], rate[top] + 14, f"tingling: {internodes} internodes "
                      f"({long_mm:.1f} mm)", color=ink, weight="bold", va="bottom",
                      ha="center")  # fmt: skip
        axes.set_xlim(0, 52)
        axes.set_ylim(0, 560)
        axes.set_xlabel("depolarisation (shift of reversal potentials), mV")
        axes.set_ylabel("spikes per second")
        axes.grid(axis="y", color=look.FAINT, lw=0.6)
    return figure


TOLD: dict[str, tuple[Callable[[], Figure], str, str]] = {
    "validation_pressure": (
        block_in_time,
        "How long until a pressed nerve falls silent?",
        "Ten small plots of the share of touch and motor fibres silent over four hours: human "
        "wrist at 30 to 90 mmHg, pig root at 50 to 200 mmHg, with published results marked.",
    ),
    "recovery_course": (
        recovery,
        "What comes back after release, and when?",
        "Three falling curves on a logarithmic time axis: conduction block goes within hours, "
        "thinned myelin within weeks, lost axons over a year and more.",
    ),
    "firing_window": (
        firing_window,
        "Why does tingling come before numbness?",
        "Spikes per second against depolarisation for stretches of 3 and 10 internodes: each "
        "fires by itself at a lower depolarisation than the one that blocks it.",
    ),
}


def draw_all(folder: Path, suffix: str = "svg") -> list[Path]:
    """Write every picture of the page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (draw, title, description) in TOLD.items():
        written.append(folder / f"{name}.{suffix}")
        look.save_still(draw(), written[-1], title, description)
    return written


if __name__ == "__main__":
    for path in draw_all(Path(sys.argv[1]), *sys.argv[2:3]):
        print(path)
