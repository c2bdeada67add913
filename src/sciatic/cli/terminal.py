"""Ink and paper of a terminal: width, wrapping, colour, bars. Pure functions of text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import IO

WIDTH = 80

_CARDS = {
    "emergency_now": "1;97;48;5;124",
    "same_day": "1;97;48;5;94",
    "within_2_weeks": "1;97;48;5;25",
    "routine": "1;34",
    "self_care": "1;36",
    "blocked": "1;97;48;5;240",
}


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is set. Without colour every method gives the text back as it is."""

    colour: bool = False

    def card(self, rung: str, text: str) -> str:
        """The line that decides, in the colour of its rung and as wide as the page."""
        return self._set(_CARDS[rung], text.ljust(WIDTH)) if self.colour else text

    def strong(self, text: str) -> str:
        """A heading or a word that must be found."""
        return self._set("1", text)

    def faint(self, text: str) -> str:
        """What may be skipped."""
        return self._set("2", text)

    def _set(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def ink_for(stream: IO[str] | None) -> Ink:
    """Colour only on a terminal that wants it (NO_COLOR and TERM=dumb say no); None is closed."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return Ink(False)
    return Ink(stream.isatty())


def paragraph(text: str, indent: int = 2, hang: int = 0) -> list[str]:
    """Text in lines of at most 80 characters; later lines hang ``hang`` further in."""
    first, rest = " " * indent, " " * (indent + hang)
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def bullets(items: Iterable[str], mark: str = "•", indent: int = 2) -> list[str]:
    """Each item behind a mark, its later lines under its first word."""
    lines: list[str] = []
    for item in items:
        lines += paragraph(f"{mark} {item}", indent, len(mark) + 1)
    return lines


def numbered(items: Sequence[str], indent: int = 2) -> list[str]:
    """Each item behind its number."""
    lines: list[str] = []
    for number, item in enumerate(items, start=1):
        lines += paragraph(f"{number}. {item}", indent, 3)
    return lines


def heading(text: str, ink: Ink) -> list[str]:
    """An empty line, then a heading."""
    return ["", ink.strong(text)]


def rule(mark: str = "─") -> str:
    """A line across the page."""
    return mark * WIDTH


def ten(people: int) -> str:
    """Ten figures, ``people`` of them filled."""
    return "●" * people + "○" * (10 - people)


def bar(share: float, width: int) -> str:
    """A bar of up to ``width`` characters, in eighths of a character; ``share`` is 0 to 1."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    return "█" * full + ("▏▎▍▌▋▊▉"[part - 1] if part else "")


def percent(share: float) -> str:
    """A probability as a whole percentage; never 0 % or 100 % unless it is."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def shortened(text: str, width: int) -> str:
    """The text in at most ``width`` characters, with an ellipsis where it is cut."""
    return text if len(text) <= width else text[: width - 1] + "…"


def columns(rows: Iterable[Sequence[str]], widths: Sequence[int], indent: int = 2) -> list[str]:
    """Rows set in columns; a negative width sets its column flush right; long cells are cut."""
    lines = []
    for row in rows:
        cells = []
        for cell, width in zip(row, widths, strict=True):
            cut = shortened(cell, abs(width))
            cells.append(cut.rjust(-width) if width < 0 else cut.ljust(width))
        lines.append((" " * indent + " ".join(cells)).rstrip())
    return lines
