"""How our pictures look and how they are saved: one set of colours, type and lines.

Colours are those of Okabe and Ito, told apart by colour-blind eyes. Pictures as svg keep their text
as text and carry a title and a description for those who can't see them. Needs matplotlib
(``pip install 'sciatic[charts]'``), imported on use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sciatic.physiology.fibres import PhysiologyError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, FAINT = "#1d2733", "#5b6673", "#c9d0d6"
SQUEEZE, SQUEEZE_LINE = "#fbe9dc", "#D55E00"
COLOURS = {
    "touch": "#0072B2",
    "movement": "#D55E00",
    "pinprick": "#009E73",
    "warmth": "#CC79A7",
}
LABEL_COLOURS = COLOURS | {"movement": "#b34e00", "pinprick": "#007a59", "warmth": "#a8487f"}
STILLS = (".svg", ".png")
MOVING = (*STILLS, ".gif")
FONTS = "'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "sciatic",
    "path.simplify_threshold": 0.3,
}
PNG_DPI = 160


@contextmanager
def house_look() -> Iterator[None]:
    """Draw in the house look inside this block.

    Raises:
        PhysiologyError: matplotlib is missing.
    """
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as why:
        raise PhysiologyError(f"{why.name} is missing: pip install 'sciatic[charts]'") from why
    with mpl.rc_context(SETTINGS):
        yield


def new_figure(width_in: float = 9.0, height_in: float = 5.6) -> Figure:
    """An empty figure that no window and no global state knows."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in))


def question(figure: Figure, title: str, *lines: str) -> None:
    """The title, which is the question, and below it the answer; all at the top left."""
    height = figure.get_figheight()
    figure.text(0.02, 1 - 0.13 / height, title, size=15, weight="bold", va="top")
    for order, line in enumerate(lines):
        below = 0.45 + 0.23 * order
        figure.text(0.02, 1 - below / height, line, size=11.5, color=SOFT, va="top")


def suffix_of(path: Path, known: tuple[str, ...]) -> str:
    """The suffix of a picture's file.

    Raises:
        PhysiologyError: one that we don't write; says which we do.
    """
    suffix = path.suffix.lower()
    if suffix not in known:
        raise PhysiologyError(
            f"{path}: a picture of this kind ends in {', '.join(known)}, "
            f"not in {suffix or 'nothing'}"
        )
    return suffix


def save_still(figure: Figure, path: Path, title: str, description: str) -> None:
    """Write a figure as svg or png.

    Args:
        figure: what to write.
        path: its suffix decides.
        title, description: of the svg, for screen readers.

    Raises:
        PhysiologyError: another suffix.
        OSError: the file can't be written.
    """
    suffix = suffix_of(path, STILLS)
    with house_look():
        if suffix == ".png":
            figure.savefig(path, dpi=PNG_DPI, metadata={"Title": title, "Description": description})
            return
        from io import StringIO

        page = StringIO()
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    path.write_text(_told(page.getvalue(), title, description), "utf-8")


def _told(svg: str, title: str, description: str) -> str:
    """The svg with title and description, fonts that everybody has, and no more than it needs."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r" *<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans'", FONTS)
    svg = re.sub(r"<!DOCTYPE.*?>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(?<= d=")[^"]*', lambda found: _short(found[0]), svg)
    head = (
        'role="img" aria-labelledby="title description">\n'
        f'<title id="title">{escape(title)}</title>\n'
        f'<desc id="description">{escape(description)}</desc>'
    )
    return re.sub(r"(<svg [^>]*?)>", lambda found: f"{found[1]} {head}", svg, count=1)


def _short(path: str) -> str:
    """A path in hundredths of a point, each corner counted from the last one."""
    parts = re.findall(r"([A-Za-z])([^A-Za-z]*)", path)
    if {letter for letter, _ in parts} - set("MLz"):
        return " ".join(path.split())
    here, written = (0, 0), []
    for letter, pair in parts:
        if letter == "z":
            written.append("z")
            continue
        x, y = (round(100 * float(number)) for number in pair.split())
        if letter == "M":
            written.append(f"M{_hundredths(x)} {_hundredths(y)}")
        elif (x, y) != here:
            written.append(f"l{_hundredths(x - here[0])} {_hundredths(y - here[1])}")
        here = (x, y)
    return "".join(written).replace(" -", "-")


def _hundredths(number: int) -> str:
    text = f"{number / 100:.2f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0(?=\.)", r"\1", text)


def plain(axes: Axes, *, left: bool = True, bottom: bool = True) -> None:
    """Hide the sides of a drawing that carry no scale."""
    axes.spines["left"].set_visible(left)
    axes.spines["bottom"].set_visible(bottom)
    if not left:
        axes.set_yticks([])
    if not bottom:
        axes.set_xticks([])
