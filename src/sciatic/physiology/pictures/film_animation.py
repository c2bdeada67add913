"""A film as a moving picture: the spike runs along the fibre, and meets the squeeze."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sciatic.physiology.fibres import PhysiologyError
from sciatic.physiology.pictures import house_look as look
from sciatic.physiology.pictures.film import CROSSING_MV, SqueezedFibre
from sciatic.physiology.pictures.film_pictures import draw_fibre, spike_dies
from sciatic.physiology.pictures.film_words import answer_of, description_of, question_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from PIL.Image import Image as Page

    Pixels = npt.NDArray[np.uint8]

N_FRAMES, FRAME_MS, LAST_MS = 72, 60, 1500
N_COLOURS, DPI = 48, 90


def save_film(fibre: SqueezedFibre, path: Path) -> None:
    """Write a film: as .gif it moves, as .svg or .png it is one still.

    Raises:
        PhysiologyError: another suffix, or matplotlib or pillow is missing.
        OSError: the file can't be written.
    """
    if look.suffix_of(path, look.MOVING) == ".gif":
        animate(fibre, path)
    else:
        look.save_still(spike_dies(fibre), path, question_of(fibre), description_of(fibre))


def animate(fibre: SqueezedFibre, path: Path, n_frames: int = N_FRAMES) -> None:
    """Write the moving picture: voltage along the fibre, with pressure and without.

    Args:
        fibre: a spike in a pressed fibre, by ``squeeze``.
        path: of the gif.
        n_frames: how many of the film's frames are shown, evenly spaced.
    """
    import numpy as np

    if n_frames < 2:
        raise PhysiologyError(f"n_frames is {n_frames}; a moving picture has 2 or more")
    with look.house_look():
        try:
            from PIL import Image
        except ModuleNotFoundError as why:
            raise PhysiologyError("pillow is missing: pip install 'sciatic[charts]'") from why
        stage = _Stage(fibre)
        n_taken = len(fibre.film.time_ms)
        chosen = np.linspace(0, n_taken - 1, min(n_frames, n_taken)).round().astype(int)
        pages = [Image.fromarray(stage.at(int(frame))) for frame in chosen]
    write_gif(pages, path)


def write_gif(pages: list[Page], path: Path) -> None:
    """Write pages as a small gif of one palette that stops a while at its end."""
    from PIL import Image

    palette = _palette(pages[len(pages) // 2])
    paged = [page.quantize(palette=palette, dither=Image.Dither.NONE) for page in pages]
    lasts = [FRAME_MS] * (len(paged) - 1) + [LAST_MS]
    paged[0].save(path, save_all=True, append_images=paged[1:], duration=lasts, loop=0,
                  optimize=True, disposal=1)  # fmt: skip


def _palette(page: Page) -> Page:
    """The commonest colours of a page, exactly; the rest go to the nearest of them."""
    from PIL import Image

    counted: list[Any] = sorted(page.getcolors(page.width * page.height) or (), reverse=True)
    paper = Image.new("P", (1, 1))
    paper.putpalette([part for _, colour in counted[:N_COLOURS] for part in colour])
    return paper


class _Stage:
    """The figure that stays, and the lines and dots that move."""

    def __init__(self, fibre: SqueezedFibre) -> None:
        from matplotlib.backends import backend_agg

        self.fibre = fibre
        self.figure: Figure = look.new_figure(8.0, 4.4)
        self.figure.set_dpi(DPI)
        self.canvas: Any = backend_agg.FigureCanvasAgg(self.figure)
        look.question(self.figure, question_of(fibre), answer_of(fibre))
        self._voltage_axes()
        self._fibre_axes()

    def _voltage_axes(self) -> None:
        film = self.fibre.film
        axes = self.figure.add_axes((0.09, 0.36, 0.885, 0.44))
        low, high = float(film.voltage_mv.min()), float(max(film.voltage_mv.max(), 40))
        axes.set(xlim=(0, film.position_mm[-1]), ylim=(low - 5, high + 5), yticks=[-80, -40, 0, 40])
        axes.set_ylabel("voltage, mV")
        axes.tick_params(labelbottom=False, bottom=False)
        axes.spines["bottom"].set_visible(False)
        self.sound = axes.plot([], [], ls=(0, (4, 3)), lw=1.2, color=look.INK)[0]
        (self.line,) = axes.plot([], [], lw=2.6, color=look.COLOURS["touch"])
        self.clock = axes.text(0.995, 0.97, "", ha="right", va="top", transform=axes.transAxes)
        axes.text(0.995, 0.86, "dashed: without pressure", ha="right", va="top", size=10,
                  color=look.SOFT, transform=axes.transAxes)  # fmt: skip
        self._shade(axes)

    def _shade(self, axes: Axes) -> None:
        start, end = self.fibre.film.harmed_mm
        if self.fibre.pressure_mmhg > 0 and end > start:
            axes.axvspan(start, end, color=look.SQUEEZE, zorder=0)

    def _fibre_axes(self) -> None:
        fibre, film = self.fibre, self.fibre.film
        axes = self.figure.add_axes((0.09, 0.13, 0.885, 0.2))
        axes.set(xlim=(0, film.position_mm[-1]), ylim=(-1.9, 1.9))
        axes.set_xlabel("distance along the fibre, mm")
        look.plain(axes, left=False)
        self._shade(axes)
        draw_fibre(axes, fibre, upright=False)
        (self.dots,) = axes.plot([], [], "o", ms=5, color=look.SQUEEZE_LINE, zorder=6)
        start, end = film.harmed_mm
        if fibre.pressure_mmhg > 0 and end > start:
            middle = (start + end) / 2
            for side in (-1, 1):
                axes.annotate(
                    "", (middle, side * 0.6), (middle, side * 1.9),
                    arrowprops={"arrowstyle": "-|>", "color": look.SQUEEZE_LINE, "lw": 2.2,
                                "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13},
                )  # fmt: skip
            axes.text(middle + 0.03 * film.position_mm[-1], 1.3, f"{fibre.pressure_mmhg:g} mmHg",
                      va="center", color=look.LABEL_COLOURS["movement"], weight="bold",
                      size=10)  # fmt: skip

    def at(self, frame: int) -> Pixels:
        """The picture of one frame of the film, shape (height, width, 3)."""
        import numpy as np

        film, sound = self.fibre.film, self.fibre.sound
        now = film.voltage_mv[frame]
        free = sound.voltage_mv[min(frame, len(sound.time_ms) - 1)]
        self.line.set_data(film.position_mm, now)
        self.sound.set_data(sound.position_mm, free)
        every = max(1, len(now) // 60)
        fired = np.flatnonzero(now[::every] > CROSSING_MV) * every
        self.dots.set_data(film.position_mm[fired], np.zeros(len(fired)))
        self.clock.set_text(f"{film.time_ms[frame]:.2f} ms")
        self.canvas.draw()
        pixels: Pixels = np.asarray(self.canvas.buffer_rgba())[..., :3].copy()
        return pixels
