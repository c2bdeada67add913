"""A film as one still: voltage in time, one line a place, beside the fibre itself, to scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sciatic.physiology.pictures import house_look as look
from sciatic.physiology.pictures.film import UNMYELINATED, SqueezedFibre, crossing_ms
from sciatic.physiology.pictures.film_words import answer_of, question_of, why_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sciatic.physiology.conduction import Film

    Floats = npt.NDArray[np.float64]

N_LINES = 38
TALL, LIFTED_MV = 3.4, 120.0
"""A deflection of ``LIFTED_MV`` is drawn as tall as so many gaps between lines."""
PINCH, AXON = 0.55, 0.5
MYELIN, CORE, NODE = "#d9cdb8", "#f6efe2", "#1d2733"


def spike_dies(fibre: SqueezedFibre) -> Figure:
    """The still of a film: what passes where, and when.

    Args:
        fibre: a spike in a pressed fibre, by ``squeeze``.

    Returns:
        A matplotlib figure of 9 by 6.3 inches. Each line holds the film's own voltages at one
        place, lifted by its distance along the fibre; its gid is ``place-`` and the index.

    Raises:
        PhysiologyError: matplotlib is missing.
    """
    with look.house_look():
        figure = look.new_figure(9.0, 6.3)
        look.question(figure, question_of(fibre), answer_of(fibre), f"There: {why_of(fibre)}.")
        drawing = figure.add_axes((0.07, 0.085, 0.07, 0.755))
        lines = figure.add_axes((0.145, 0.085, 0.49, 0.755), sharey=drawing)
        draw_fibre(drawing, fibre, upright=True)
        _lines(lines, fibre)
        _press(drawing, fibre)
        _three_traces(figure, fibre)
    return figure


def shown_places(film: Film) -> range:
    """Indices of the places that get a line: all but the stimulated one, or about 38 of many."""
    n = len(film.position_mm)
    every = max(1, round(n / N_LINES))
    return range(every, n, every)


def draw_fibre(axes: Axes, fibre: SqueezedFibre, *, upright: bool) -> None:
    """The fibre with its internodes to scale along it and its width not, pinched where pressed."""
    import numpy as np
    from matplotlib.patches import Polygon

    film = fibre.film
    long_mm = float(film.position_mm[-1])

    def band(start: float, end: float, wide: float, colour: str, z: float) -> None:
        along = np.linspace(start, end, 12)
        half = wide * _waist(along, film.harmed_mm, fibre.pressure_mmhg > 0)
        outline = np.concatenate([
            np.column_stack([along, half]), np.column_stack([along, -half])[::-1]
        ])  # fmt: skip
        axes.add_patch(
            Polygon(outline[:, ::-1] if upright else outline, fc=colour, ec="none", zorder=z)
        )

    if fibre.fibre_class == UNMYELINATED:
        for start in np.arange(0, long_mm, 0.5):
            band(start, min(start + 0.5, long_mm), AXON, MYELIN, 2)
    else:
        gap = 0.12 * float(film.position_mm[1])
        for start, end in zip(film.position_mm, film.position_mm[1:], strict=False):
            band(start + gap, end - gap, 1.0, MYELIN, 2)
            band(start, end, 0.42, CORE, 3)
        at = film.position_mm
        zero = np.zeros_like(at)
        axes.plot(*((zero, at) if upright else (at, zero)), ".", ms=2.6, color=NODE, zorder=4)


def _waist(along_mm: Floats, harmed_mm: tuple[float, float], pressed: bool) -> Floats:
    """Half width of the fibre, 1 where it is free and less in the squeezed stretch."""
    import numpy as np

    start, end = harmed_mm
    if not pressed or end <= start:
        return np.ones_like(along_mm)
    soft = 0.12 * (end - start)
    inside = (np.tanh((along_mm - start) / soft) - np.tanh((along_mm - end) / soft)) / 2
    waist: Floats = 1 - PINCH * inside
    return waist


def _press(axes: Axes, fibre: SqueezedFibre) -> None:
    film = fibre.film
    axes.set_xlim(-1.9, 1.9)
    axes.set_ylabel("distance along the fibre, mm")
    look.plain(axes, bottom=False)
    axes.spines["left"].set_bounds(0, float(film.position_mm[-1]))
    if fibre.pressure_mmhg > 0 and film.harmed_mm[1] > film.harmed_mm[0]:
        middle = sum(film.harmed_mm) / 2
        for side in (-1, 1):
            axes.annotate(
                "", (side * 0.55, middle), (side * 1.85, middle),
                arrowprops={"arrowstyle": "-|>", "color": look.SQUEEZE_LINE, "lw": 2.2,
                            "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13},
            )  # fmt: skip


def _colour(fibre: SqueezedFibre, mm: float) -> str:
    start, end = fibre.film.harmed_mm
    if start < mm < end and fibre.pressure_mmhg > 0:
        return look.SQUEEZE_LINE
    return look.SOFT if fibre.blocked and mm >= end else look.COLOURS["touch"]


def _lines(axes: Axes, fibre: SqueezedFibre) -> None:
    film, places = fibre.film, shown_places(fibre.film)
    at = film.position_mm
    gap_mm = float(at[places[1]] - at[places[0]])
    rest = film.voltage_mv[0]
    for order, place in enumerate(places):
        lifted = at[place] - (film.voltage_mv[:, place] - rest[place]) * TALL * gap_mm / LIFTED_MV
        pressed = _colour(fibre, at[place]) == look.SQUEEZE_LINE
        axes.fill_between(film.time_ms, lifted, at[place], alpha=0.8, lw=0, zorder=3 + order / 100,
                          color=look.SQUEEZE if pressed else "white")  # fmt: skip
        axes.plot(film.time_ms, lifted, color=_colour(fibre, at[place]), lw=1.25,
                  zorder=3 + order / 100 + 0.005, gid=f"place-{place}")  # fmt: skip
    start, end = film.harmed_mm
    if fibre.pressure_mmhg > 0 and end > start:
        axes.axhspan(start, end, color=look.SQUEEZE, zorder=0, gid="squeezed")
        axes.text(film.time_ms[-1], (start + end) / 2,
                  f"squeezed,\n{fibre.pressure_mmhg:g} mmHg", ha="right", va="center",
                  color=look.LABEL_COLOURS["movement"], weight="bold", linespacing=1.3, zorder=9,
                  bbox={"fc": look.SQUEEZE, "ec": "none", "pad": 2.5})  # fmt: skip
        _ghost(axes, fibre)
    axes.set_gid("lines")
    axes.set_xlim(0, float(film.time_ms[-1]))
    axes.set_ylim(at[-1] + gap_mm, -(TALL - 0.4) * gap_mm)
    axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel("time, ms")
    axes.tick_params(left=False, labelleft=False)
    look.plain(axes, bottom=True)
    axes.spines["left"].set_visible(False)


def _ghost(axes: Axes, fibre: SqueezedFibre) -> None:
    """When the spike would have come by without pressure."""
    import numpy as np

    free = crossing_ms(fibre.sound)
    seen = ~np.isnan(free) & (fibre.sound.position_mm > fibre.film.harmed_mm[0])
    where, when = fibre.sound.position_mm[seen], free[seen]
    if not len(where):
        return
    axes.plot(when, where, ls=(0, (4, 3)), lw=1.3, color=look.INK, zorder=8)
    low = int(0.88 * len(where))
    axes.annotate(
        f"without pressure:\n{fibre.velocity_m_per_s:.3g} m/s", (when[low], where[low]),
        xytext=(-9, 0), textcoords="offset points", ha="right", va="center", fontsize=10,
        linespacing=1.3, zorder=9, bbox={"fc": "white", "ec": "none", "pad": 2},
    )  # fmt: skip


def _three_traces(figure: Figure, fibre: SqueezedFibre) -> None:
    """Voltage before, in and beyond the squeezed stretch, with and without pressure."""
    import numpy as np

    film, sound = fibre.film, fibre.sound
    start, end = film.harmed_mm
    last = float(film.position_mm[-1])
    wanted = {
        "before": start * 0.6,
        "inside": (start + end) / 2,
        "beyond": end + 0.6 * (last - end),
    }
    low, high = float(film.voltage_mv.min()), float(max(film.voltage_mv.max(), 40.0))
    for row, (name, mm) in enumerate(wanted.items()):
        axes = figure.add_axes((0.75, 0.625 - 0.27 * row, 0.235, 0.195))
        place = int(np.abs(film.position_mm - mm).argmin())
        axes.plot(sound.time_ms, sound.voltage_mv[:, place], ls=(0, (4, 3)), lw=1.1,
                  color=look.INK)  # fmt: skip
        axes.plot(film.time_ms, film.voltage_mv[:, place], lw=2,
                  color=_colour(fibre, float(film.position_mm[place])))  # fmt: skip
        axes.set_ylim(low - 8, high + 8)
        axes.set_xlim(0, float(film.time_ms[-1]))
        axes.set_yticks([-80, 0, 40])
        axes.set_title(f"{name}, at {film.position_mm[place]:.0f} mm", size=11, loc="left", pad=3)
        if row < 2:
            axes.tick_params(labelbottom=False)
    axes.set_xlabel("time, ms")
    figure.text(0.672, 0.46, "membrane voltage, mV", rotation=90, va="center")
