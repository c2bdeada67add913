"""A nerve route drawn in characters: the cord on top, the skin or muscle at the bottom.

One line stands for about 100 mm, so a long nerve looks long. A reflex is drawn as its loop, in on
the left and out on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from sciatic.cli.terminal import WIDTH, Ink
from sciatic.errors import UnknownTermError

if TYPE_CHECKING:
    from sciatic.anatomy import Route, Station
    from sciatic.assessment.skin_paths import Stop

MM_PER_LINE = 100.0
_MARK = {"segment": "○", "root": "◉", "plexus": "●", "nerve": "●", "skin": "◆", "muscle": "◆"}
_PRESSED, _WHOLE, _BROKEN = "✖", "│", "┊"
_HERE = "◀ pressed here"
_LEFT = 9  # columns of the lengths on the left
_LOOP_TEXT = 23  # columns before the text of a loop


def draw_route(
    route: Route, *, pressed: str | None = None, colour: bool = False, landmarks: bool = True
) -> str:
    """Draw a route as lines of at most 80 characters.

    Args:
        route: touch, movement or reflex.
        pressed: the station at whose start the nerve is pressed, such as "L5" for a disc or
            "deep_fibular" for the neck of the fibula; below it the line is broken.
        colour: set lengths and landmarks faint, stations strong (ANSI codes).
        landmarks: with a line of where each station is found; without, the drawing is shorter.

    Raises:
        UnknownTermError: ``pressed`` is not a station of the route.
    """
    if pressed is not None and pressed not in route.nodes:
        raise UnknownTermError("station of this route", pressed, route.nodes)
    ink = Ink(colour)
    if route.kind == "reflex":
        lines = _loop(route, pressed, ink, landmarks)
    else:
        lines = _path(route.stations, pressed, ink, landmarks)
    return "\n".join(line.rstrip() for line in lines)


def draw_stops(stops: Sequence[Stop], *, pressed: str, colour: bool = False) -> str:
    """Draw a way without its landmarks, from the cord to the skin, as ``draw_route`` does."""
    lines = _path(stops, pressed, Ink(colour), landmarks=False)
    return "\n".join(line.rstrip() for line in lines)


def millimetres(length: float) -> str:
    """A length for readers: "1,185", "−180"."""
    return f"{length:,.0f}".replace("-", "−")


def _path(
    stations: Sequence[Station | Stop], pressed: str | None, ink: Ink, landmarks: bool
) -> list[str]:
    lines: list[str] = []
    line = _WHOLE
    for at, station in enumerate(stations):
        here = station.node == pressed
        mark = _PRESSED if here else _MARK[station.kind]
        line = _BROKEN if here else line
        length = ink.faint(millimetres(station.cumulative_mm).rjust(_LEFT - 2))
        lines.append(
            f"{length}  {ink.strong(mark)}  {_name(station, here, ink, WIDTH - _LEFT - 3)}"
        )
        follows = stations[at + 1].edge_mm if at + 1 < len(stations) else 0.0
        notes = _notes(station, WIDTH - _LEFT - 3) if landmarks else []
        for note in _padded(notes, follows, landmarks):
            bar = line if follows else " "
            lines.append(f"{' ' * _LEFT}{bar}  {ink.faint(note)}")
    return lines


def _name(station: Station | Stop, here: bool, ink: Ink, width: int) -> str:
    """The station in words, with the mark of the pressed place; cut where it would not fit."""
    tail = f"  {_HERE}" if here else ""
    room = width - len(tail)
    label = station.label if len(station.label) <= room else station.label[: room - 1] + "…"
    return ink.strong(label + tail)


def _notes(station: Station | Stop, width: int) -> list[str]:
    """What to say below a station: its landmark and its ganglion, in wrapped lines."""
    told = [] if station.landmark in ("skin twigs", "motor point") else [station.landmark]
    text = "; ".join(part for part in (*told, station.ganglion) if part)
    return wrap(text, width, break_long_words=False)


def _padded(notes: Sequence[str], follows_mm: float, landmarks: bool) -> list[str]:
    """The notes, filled up with empty lines until the stretch below has its length."""
    scale = MM_PER_LINE if landmarks else 1.5 * MM_PER_LINE
    room = round(follows_mm / scale)
    return [*notes, *([""] * (room - len(notes)))]


def _loop(route: Route, pressed: str | None, ink: Ink, landmarks: bool) -> list[str]:
    """The arc from the cord down: shared stations on both lines, then each limb's own end."""
    going = [station for station in route.stations if station.limb == "afferent"][::-1]
    leaving = [station for station in route.stations if station.limb == "efferent"]
    top, *going = going
    draw = _Loop(pressed, ink, landmarks)
    draw.top(top)
    while going and leaving and going[0].node == leaving[0].node:
        left, right = going.pop(0), leaving.pop(0)
        draw.both(left, right, last=not going and not leaving)
    for station in going:
        draw.left(station, last=station is going[-1])
    for station, after in zip_longest(leaving, leaving[1:]):
        draw.right(station, after.edge_mm if after else 0.0)
    return draw.lines


class _Loop:
    """Sets the lines of an arc: in on the left, out on the right."""

    def __init__(self, pressed: str | None, ink: Ink, landmarks: bool) -> None:
        self.pressed, self.ink, self.landmarks = pressed, ink, landmarks
        self.bars = [_WHOLE, _WHOLE]
        self.lines = [ink.faint(f"{'in ↑':>10}   ↓ out")]

    def top(self, station: Station) -> None:
        """The cord, where the arc turns; lengths run on from the receptor."""
        length = millimetres(station.cumulative_mm)
        self._row(length, "╭───╮", length, station, False)
        self._below(station, station.edge_mm)

    def both(self, left: Station, right: Station, *, last: bool) -> None:
        """A station that the signal passes on its way in and on its way out."""
        here = self._press(left)
        mark = _PRESSED if here else _MARK[left.kind]
        glyphs = "╰─◆─╯" if last else f"{mark}   {mark}"
        lengths = millimetres(left.cumulative_mm), millimetres(right.cumulative_mm)
        self._row(lengths[0], glyphs, lengths[1], left, here)
        if not last:
            self._below(left, left.edge_mm)

    def left(self, station: Station, *, last: bool) -> None:
        """A station of the afferent limb only."""
        here = self._press(station, 0)
        mark = _PRESSED if here else _MARK[station.kind]
        length = millimetres(station.cumulative_mm)
        self._row(length, f"{mark}   {self.bars[1]}", "", station, here)
        if last:
            self.bars[0] = " "
        self._below(station, station.edge_mm)

    def right(self, station: Station, follows_mm: float) -> None:
        """A station of the efferent limb only."""
        here = self._press(station, 1)
        mark = _PRESSED if here else _MARK[station.kind]
        length = millimetres(station.cumulative_mm)
        self._row("", f"{self.bars[0]}   {mark}", length, station, here)
        if not follows_mm:
            self.bars[1] = " "
        self._below(station, follows_mm)

    def _press(self, station: Station, *limbs: int) -> bool:
        here = station.node == self.pressed
        for limb in limbs or (0, 1):
            self.bars[limb] = _BROKEN if here else self.bars[limb]
        return here

    def _row(self, left: str, glyphs: str, right: str, station: Station, here: bool) -> None:
        name = _name(station, here, self.ink, WIDTH - _LOOP_TEXT)
        lengths = self.ink.faint(left.rjust(_LEFT - 2)), self.ink.faint(right.rjust(6))
        self.lines.append(f"{lengths[0]}  {glyphs} {lengths[1]}  {name}")

    def _below(self, station: Station, follows_mm: float) -> None:
        notes = _notes(station, WIDTH - _LOOP_TEXT) if self.landmarks else []
        for note in _padded(notes, follows_mm, self.landmarks):
            bars = f"{' ' * _LEFT}{self.bars[0]}   {self.bars[1]}"
            self.lines.append(f"{bars.ljust(_LOOP_TEXT)}{self.ink.faint(note)}")
