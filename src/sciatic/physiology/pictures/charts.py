"""Two charts: block against pressure, and velocity against diameter.

Lines are predicted, open dots were published. ``block_data`` and ``velocity_data`` hold what is
drawn, without drawing it. Needs matplotlib (``pip install 'sciatic[charts]'``), imported on use.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.dose_response import SurfaceDoseResponse
from sciatic.physiology.fibres import PhysiologyError, discrete_geometry
from sciatic.physiology.pictures import house_look as look
from sciatic.physiology.pictures import published
from sciatic.physiology.pictures.film_words import pressed_for
from sciatic.physiology.populations import FIBRE_CLASSES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HIGHEST_MMHG, WRIST_MMHG, STEP_MMHG = 200, 100, 2
CLASS_STYLES = {"movement": "-", "touch": "-", "pinprick": (0, (5, 2)), "warmth": (0, (1, 1.5))}
PANELS: Mapping[str, tuple[str, Segment]] = {
    "pig_root": ("pig root", Segment(mean_arterial_mmhg=150)),
    "limb_nerve": ("human nerve at the wrist", Segment(tissue="limb_nerve", length_mm=25)),
    "root": ("human root, only predicted", Segment()),
}


@dataclass(frozen=True, slots=True)
class BlockCurves:
    """Shares of the fibres of each class that carry no signal past a segment, by pressure.

    ``silent`` maps a fibre class to one share for each of ``pressures_mmhg``.
    """

    segment: Segment
    minutes: float
    pressures_mmhg: tuple[float, ...]
    silent: Mapping[str, tuple[float, ...]]


def block_data(segment: Segment, minutes: float) -> BlockCurves:
    """The curves of one segment after so many minutes.

    Raises:
        ValueError: a negative duration.
    """
    pressures = tuple(float(one) for one in range(0, HIGHEST_MMHG + 1, STEP_MMHG))
    surface = SurfaceDoseResponse(segment)
    each = [surface.classes(pressure, minutes) for pressure in pressures]
    silent = {name: tuple(one[name].silent for one in each) for name in FIBRE_CLASSES}
    return BlockCurves(segment, minutes, pressures, silent)


def block_chart(minutes: float, segment: Segment | None = None) -> Figure:
    """How much pressure stops which signals.

    Args:
        minutes: how long the pressure has lasted.
        segment: of the last panel; a centimetre of human root where None.

    Returns:
        A matplotlib figure of three panels, 9 by 4.4 inches.
    """
    panels = dict(PANELS)
    if segment is not None and segment != Segment():
        name = f"your {segment.tissue.replace('_', ' ')}, predicted"
        panels["root"] = (name, segment)
    with look.house_look():
        figure = look.new_figure(9.0, 4.4)
        look.question(figure, BLOCK_TITLE, block_answer(minutes))
        for place, (panel, (name, where)) in enumerate(panels.items()):
            axes = figure.add_axes((0.075 + 0.278 * place, 0.135, 0.24, 0.585))
            _block_panel(axes, block_data(where, minutes), panel)
            under = f"{where.length_mm:g} mm, blood pressure {where.mean_arterial_mmhg:g}"
            axes.text(0, 1.13, name, size=11, weight="bold", transform=axes.transAxes)
            axes.text(0, 1.04, under, size=10, transform=axes.transAxes)
            if place == 0:
                axes.set_ylabel("fibres silenced, %")
            else:
                axes.tick_params(labelleft=False)
            if place == 1:
                axes.set_xlabel("pressure, mmHg")
        _class_labels(axes, block_data(where, minutes))
    return figure


BLOCK_TITLE = "How much pressure stops which signals?"


def block_answer(minutes: float) -> str:
    """What the chart shows, in words."""
    return (
        f"Fibres that pass no spike once the pressure has lasted {pressed_for(minutes)}: lines "
        "are predicted, open marks published."
    ).replace("lasted for", "lasted")


def _block_panel(axes: Axes, curves: BlockCurves, panel: str) -> None:
    shown = [one for one in curves.pressures_mmhg if one <= WRIST_MMHG or panel != "limb_nerve"]
    for name in FIBRE_CLASSES:
        axes.plot(
            shown, [100 * one for one in curves.silent[name][: len(shown)]],
            color=look.COLOURS[name], ls=CLASS_STYLES[name], lw=2.2, gid=f"{panel}-{name}",
            clip_on=False,
        )  # fmt: skip
    for one in published.said():
        if one.panel == panel:
            _said(axes, one)
    highest = WRIST_MMHG if panel == "limb_nerve" else HIGHEST_MMHG
    axes.set_xlim(0, highest)
    axes.set_ylim(0, 104)
    axes.set_xticks(range(0, highest + 1, highest // 4))


def _said(axes: Axes, one: published.Said) -> None:
    """Words as an open mark: as tall as the range that they leave open."""
    low, high = 100 * one.low + 2, 100 * one.high - 2
    at, ends = [one.pressure_mmhg] * 2, [low, max(high, low + 0.2)]
    for colour, wide, z in ((look.INK, 9.0, 1.0), ("white", 6.4, 1.1)):
        axes.plot(at, ends, color=colour, lw=wide, solid_capstyle="round", clip_on=False,
                  zorder=z if high - low > 20 else z + 4, gid=f"{one.row}-{wide:g}")  # fmt: skip
    if one.label_at is None:
        return
    x, y = one.label_at
    axes.annotate(
        one.label.replace(" ", "\n") if x < 40 else one.label,
        (one.pressure_mmhg, min(max(y, low), high)), xytext=(x, y), size=10, va="center",
        ha=_side(one.pressure_mmhg, x), zorder=6, color=look.INK,
        bbox={"fc": "white", "ec": "none", "alpha": 0.7, "pad": 0.5},
        arrowprops={"arrowstyle": "-", "color": look.SOFT, "lw": 0.8, "shrinkA": 1, "shrinkB": 5},
    )  # fmt: skip


def _side(mmhg: float, label_mmhg: float) -> Literal["left", "center", "right"]:
    """Which end of a label is nearest to its mark; its middle where the two stand close."""
    near = abs(mmhg - label_mmhg) < 12 and mmhg not in (30, 40)
    return "center" if near else "right" if label_mmhg < mmhg else "left"


def _class_labels(axes: Axes, curves: BlockCurves) -> None:
    """Each class behind the end of its line, moved apart where they meet."""
    ends = sorted((100 * curves.silent[name][-1], name) for name in FIBRE_CLASSES)
    last = -8.0
    for share, name in ends:
        last = max(share, last + 7.5)
        axes.annotate(name, (HIGHEST_MMHG, last), xytext=(6, 0), textcoords="offset points",
                      va="center", color=look.LABEL_COLOURS[name], weight="bold",
                      annotation_clip=False)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VelocityCurves:
    """Velocities in m/s of sound fibres of ``diameters_um``.

    ``converged`` by a step so small that a smaller one changes nothing, ``coarse`` by that of
    NEURON.
    """

    diameters_um: tuple[float, ...]
    converged: tuple[float, ...]
    coarse: tuple[float, ...]


def velocity_data(temperature_degc: float = 37.0) -> VelocityCurves:
    """Velocities of the published fibres of MRG, by two time steps.

    Raises:
        PhysiologyError: numba is missing.
    """
    try:
        from sciatic.physiology.conduction import Settings, velocity_m_per_s
    except ModuleNotFoundError as why:
        raise PhysiologyError(f"{why.name} is missing: pip install 'sciatic[physiology]'") from why
    diameters = tuple(sorted(discrete_geometry()))
    fine = velocity_m_per_s(diameters, temperature_degc)
    coarse = velocity_m_per_s(diameters, temperature_degc, Settings())
    return VelocityCurves(diameters, tuple(map(float, fine)), tuple(map(float, coarse)))


VELOCITY_TITLE = "How fast is a spike in a fibre of this thickness?"
VELOCITY_ANSWER = (
    "The model outruns human roots at every thickness; NEURON's usual time step hides part of that."
)


def velocity_chart(temperature_degc: float = 37.0) -> Figure:
    """Velocity against diameter: ours, NEURON's, and people's.

    Returns:
        A matplotlib figure of 9 by 5.6 inches.
    """
    curves = velocity_data(temperature_degc)
    with look.house_look():
        figure = look.new_figure(9.0, 5.6)
        look.question(figure, VELOCITY_TITLE, VELOCITY_ANSWER)
        axes = figure.add_axes((0.075, 0.105, 0.905, 0.74))
        ours: dict[str, Any] = {"color": look.COLOURS["touch"], "lw": 2.4}
        axes.plot(curves.diameters_um, curves.converged, gid="converged", **ours)
        axes.plot(curves.diameters_um, curves.coarse, gid="coarse", ls=(0, (4, 2)), **ours)
        _neuron(axes)
        _people(axes)
        _label_lines(axes, curves)
        axes.set(xlim=(0, 17), ylim=(0, 100), xticks=range(0, 18, 2))
        axes.set_xlabel("fibre diameter with its myelin, µm")
        axes.set_ylabel("conduction velocity, m/s")
    return figure


def _neuron(axes: Axes) -> None:
    rows = published.velocities(published.NEURON)
    rows = tuple(row for row in rows if "dt" not in row[0])
    axes.plot([row[1] for row in rows], [row[2] for row in rows], "D", mfc="white", ms=7, mew=1.5,
              color=look.INK, gid="neuron", zorder=4)  # fmt: skip


def _people(axes: Axes) -> None:
    marks: dict[str, list[tuple[float, float]]] = {"movement": [], "touch": []}
    for table in published.HUMAN:
        for case, um, m_per_s in published.velocities(table):
            kind = "movement" if case.startswith(published.MOTOR) else "touch"
            marks[kind].append((um, m_per_s))
    for kind, shape in (("movement", "o"), ("touch", "s")):
        axes.plot(*zip(*marks[kind], strict=True), shape, mfc="white", ms=7.5, mew=1.8,
                  color=look.COLOURS["movement" if kind == "movement" else "pinprick"],
                  gid=f"human-{kind}", zorder=5)  # fmt: skip
    (sural,) = (one for one in published.points().values() if one.table == published.SURAL)
    middle, low, high = (one or math.nan for one in (sural.y, sural.low, sural.high))
    span = (9.0, 13.0)
    axes.fill_between(span, [low * um for um in span], [high * um for um in span],
                      color=look.COLOURS["warmth"], alpha=0.35, lw=0, zorder=1)  # fmt: skip
    axes.plot(span, [middle * um for um in span], color=look.COLOURS["warmth"], lw=2,
              gid="sural", zorder=2)  # fmt: skip
    _label(axes, "people: motor fibres of sacral roots", (6.2, 15.0), "movement", (6.8, 11))
    _label(axes, "people: sensory fibres of sacral roots", (8.3, 20.0), "pinprick", (8.9, 18.5))
    _label(
        axes, "people: fastest fibres\nof the sural nerve", (12.8, 57.5), "warmth", (13.55, 53.5)
    )


def _label(
    axes: Axes, text: str, point: tuple[float, float], colour: str, at: tuple[float, float]
) -> None:
    axes.annotate(
        text, point, xytext=at, color=look.LABEL_COLOURS[colour], va="center",
        arrowprops={"arrowstyle": "-", "color": look.LABEL_COLOURS[colour], "lw": 0.8,
                    "shrinkA": 2, "shrinkB": 5},
    )  # fmt: skip


def _label_lines(axes: Axes, curves: VelocityCurves) -> None:
    thick, thin = len(curves.diameters_um) - 2, 2
    um = curves.diameters_um
    _label(axes, "this simulation, with ever smaller steps", (um[thick], curves.converged[thick]),
           "touch", (um[thick] - 7.6, curves.converged[thick] + 5))  # fmt: skip
    _label(axes, "this simulation,\nNEURON's step", (um[thick], curves.coarse[thick]), "touch",
           (um[thick] - 0.2, curves.coarse[thick] - 11))  # fmt: skip
    axes.annotate(
        "NEURON, step of 5 µs", (um[thin], curves.coarse[thin]), va="center",
        xytext=(um[thin] - 3.6, curves.coarse[thin] + 11),
        arrowprops={"arrowstyle": "-", "color": look.INK, "lw": 0.8, "shrinkB": 5},
    )  # fmt: skip


def save_block(path: Path, minutes: float, segment: Segment | None = None) -> None:
    """Write the chart of block against pressure as svg or png.

    Raises:
        PhysiologyError: another suffix, or matplotlib is missing.
    """
    look.suffix_of(path, look.STILLS)
    description = (
        f"{block_answer(minutes)} Three panels: a pig's root, a human nerve at the wrist, a human "
        "root. One line for each of touch, movement, pinprick and warmth fibres, from 0 to 200 "
        "mmHg. Touch goes first, then pinprick and movement; warmth stays."
    )
    look.save_still(block_chart(minutes, segment), path, BLOCK_TITLE, description)


def save_velocity(path: Path, temperature_degc: float = 37.0) -> None:
    """Write the chart of velocity against diameter as svg or png.

    Raises:
        PhysiologyError: another suffix, or numba or matplotlib is missing.
    """
    look.suffix_of(path, look.STILLS)
    description = (
        f"{VELOCITY_ANSWER} Velocity in m/s against diameter in micrometres: this simulation with "
        "ever smaller steps and with NEURON's step, NEURON, and fibres of human sacral roots and "
        "of the sural nerve."
    )
    look.save_still(velocity_chart(temperature_degc), path, VELOCITY_TITLE, description)
