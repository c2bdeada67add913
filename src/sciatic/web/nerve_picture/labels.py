"""Words beside the picture: broken into lines, set in a column, never one over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sciatic.web.nerve_picture.curves import MIDDLE, Point
from sciatic.web.nerve_picture.parts import WIDTH, Label

SIZE = 15.0
"""The letters of a phone, the largest there are; where the picture is wider they are smaller."""
LINE = 17.0
GAP = 6.0
BOLD = 1.13
"""How much wider bold letters are."""
_WIDE = {
    **dict.fromkeys("ijl.,:;' ", 0.33),
    **dict.fromkeys("fIrt()-", 0.41),
    **dict.fromkeys("cksvxyz", 0.57),
    **dict.fromkeys("mMwW", 0.95),
}
"""Widths in a sans serif that runs wide; most others run narrower."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words for a place: ``bold`` lines first; ``weight`` says which stay where room is short."""

    target: Point
    text: str
    bold: str = ""
    look: str = "name"


def width_of(text: str) -> float:
    """How wide a text is about to be, in units of the picture, on the safe side."""
    return SIZE * sum(_WIDE.get(letter, 0.63 if letter.islower() else 0.68) for letter in text)


def broken(text: str, room: float) -> tuple[str, ...]:
    """The text in lines that fit, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Column:
    """A strip for words: from x0 to x1, between two heights; ``anchor`` as in SVG."""

    x0: float
    x1: float
    top: float
    low: float
    anchor: str

    @property
    def x(self) -> float:
        """Where the text hangs."""
        ends = {"start": self.x0, "end": self.x1, "middle": (self.x0 + self.x1) / 2}
        return ends[self.anchor]

    def mirrored(self) -> Column:
        """The same strip on the other side of the spine."""
        other = {"start": "end", "end": "start", "middle": "middle"}[self.anchor]
        return Column(2 * MIDDLE - self.x1, 2 * MIDDLE - self.x0, self.top, self.low, other)


SPINE = Column(249, WIDTH, 112, 436, "start")
LEG = Column(190, WIDTH - 3, 446, 806, "start")
BETWEEN = Column(129, 231, 548, 818, "middle")


def set_in(column: Column, wanted: Sequence[Wanted]) -> list[Label]:
    """Place words at the height of what they name, pushed down where they would touch."""
    room = column.x1 - column.x0
    rows = sorted(wanted, key=lambda one: one.target[1])
    texts = [
        ((one.bold,) if one.bold else ()) + broken(one.text, room) if one.text else (one.bold,)
        for one in rows
    ]
    heights = [LINE * len(lines) for lines in texts]
    tops = _spread([one.target[1] - LINE / 2 for one in rows], heights, column.top, column.low)
    return [
        _label(one, lines, top, column) for one, lines, top in zip(rows, texts, tops, strict=True)
    ]


def _spread(
    ideal: Sequence[float], heights: Sequence[float], top: float, low: float
) -> list[float]:
    """Heights that keep their order and never overlap, near the ideal ones."""
    tops: list[float] = []
    free = top
    for want, height in zip(ideal, heights, strict=True):
        tops.append(max(free, want))
        free = tops[-1] + height + GAP
    limit = low
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], limit - heights[n])
        limit = tops[n] - GAP
    return tops


def _label(one: Wanted, lines: tuple[str, ...], top: float, column: Column) -> Label:
    y = top + LINE * 0.78
    mid = top + LINE / 2
    gap = {"start": -5.0, "end": 5.0, "middle": 0.0}[column.anchor]
    look = f"{one.look} has-bold" if one.bold else one.look
    x, (tx, ty) = column.x + gap, one.target
    if column.anchor == "middle":
        half = max(width_of(line) for line in lines) / 2 + 4
        x = column.x - half if tx < column.x else column.x + half
    if column.anchor == "middle" and abs(tx - column.x) < 20:
        path = f"M{tx:.1f},{ty:.1f}L{column.x:.1f},{top - 3:.1f}"
        return Label(lines, column.x, round(y, 1), column.anchor, look, path)
    bend = tx + (x - tx) * 0.72
    leader = f"M{tx:.1f},{ty:.1f}L{bend:.1f},{mid:.1f}L{x:.1f},{mid:.1f}"
    return Label(lines, round(column.x, 1), round(y, 1), column.anchor, look, leader)
