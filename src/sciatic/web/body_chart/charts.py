"""The body chart of one case, ready for the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from markupsafe import Markup

from sciatic.anatomy import SEGMENTS, Region, regions
from sciatic.findings.observations import Mark
from sciatic.web.body_chart.comparison import Compared, compare
from sciatic.web.body_chart.drawing import Paint, definitions, drawing, picture, swatch
from sciatic.web.body_chart.marks import LAYERS, SIDES, Painted
from sciatic.web.body_chart.views import VIEWS, View, views

_WELL: Final = 0.6
"""A view shows a region well that is drawn at least this large, against where it is largest."""

_Chances = Mapping[tuple[str, str], float]

LEGS: Final = VIEWS[:4]
FEET: Final = VIEWS[4:8]
SADDLE: Final = VIEWS[8]


@dataclass(frozen=True, slots=True)
class Said:
    """Places where the same is felt on one side, for a sentence."""

    side: str
    sensation: str
    places: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyChart:
    """What the template of the body chart reads.

    Attributes:
        painted: the marks, and whether the rest feels normal.
        predicted: chance of reduced feeling by side and region; None where nothing is predicted.
    """

    painted: Painted
    predicted: _Chances | None = None
    layers: tuple[str, ...] = LAYERS
    sides: tuple[str, ...] = SIDES
    compared: tuple[Compared, ...] = field(default=())

    @property
    def views(self) -> Mapping[str, View]:
        """Every view by its id."""
        return views()

    @property
    def segments(self) -> tuple[tuple[str, tuple[Region, ...]], ...]:
        """The regions by body part, from the hip down, the saddle last."""
        order = [*reversed(SEGMENTS[:-1]), SEGMENTS[-1]]
        known = regions().values()
        return tuple((part, tuple(r for r in known if r.segment == part)) for part in order)

    @property
    def said(self) -> tuple[Said, ...]:
        """Every mark in words: by side, then by sensation; unknown sides and rashes too."""
        places: dict[tuple[str, str], list[Region]] = {}
        for mark in _ordered(self.painted.marks):
            places.setdefault((mark.side, mark.sensation), []).append(regions()[mark.region])
        return tuple(Said(*key, tuple(found)) for key, found in places.items())

    @property
    def kept(self) -> tuple[tuple[Mark, Region], ...]:
        """Marks that the drawing can't show, each with its region."""
        return tuple((mark, regions()[mark.region]) for mark in self.painted.unpaintable)

    @property
    def compared_views(self) -> tuple[tuple[str, str | None], ...]:
        """The views worth showing, each with its side, or with None for both sides.

        Halves that meet in the midline are never shown alone.
        """
        touched = {(mark.side, mark.region) for mark in self._paintable}
        touched |= {(one.side, one.region) for one in self.compared}
        chosen = []
        for name in _fewest({region for _, region in touched}):
            here = {shape.region for shape in views()[name].shapes}
            sides = {side for side, region in touched if region in here}
            alone = len(sides) == 1 and not views()[name].joined
            chosen.append((name, sides.pop() if alone else None))
        return tuple(chosen)

    @property
    def _paintable(self) -> tuple[Mark, ...]:
        left_over = set(self.painted.unpaintable)
        return tuple(mark for mark in self.painted.marks if mark not in left_over)

    @property
    def shown_layers(self) -> tuple[str, ...]:
        """The layers that are painted somewhere, for a legend."""
        there = {mark.sensation for mark in self.painted.marks if mark.side in SIDES}
        return tuple(layer for layer in LAYERS if layer in there)

    def half_box(self, view: str, side: str) -> str:
        """What is shown of a view when zoomed to one side, as an SVG view box."""
        box = views()[view].box_of(side)
        return f"{box.x:g} {box.y:g} {box.width:g} {box.height:g}"

    def marked(self, side: str, region: str, sensation: str) -> bool:
        """Whether one place is marked with one sensation."""
        return sensation in self.painted.felt(side, region)

    def definitions(self) -> Markup:
        """The shapes and patterns of all drawings, to be put into the page once."""
        return definitions(views().values())

    def number(self, region: Region) -> int:
        """The place of a region among all, for short ids."""
        return list(regions()).index(region.id)

    def drawn(self, view: str, label: str = "", side: str | None = None) -> Markup:
        """A view with what is painted, of both sides or one."""
        paint = [Paint(mark.side, mark.region, mark.sensation) for mark in self._paintable]
        return drawing(views()[view], paint, label=label, side=side)

    def pictured(self, view: str, label: str = "", side: str | None = None) -> Markup:
        """A view with what is painted, complete in itself: for paper."""
        paint = [Paint(mark.side, mark.region, mark.sensation) for mark in self._paintable]
        return picture(views()[view], paint, label=label, side=side)

    def drawn_compared(self, view: str, label: str = "", side: str | None = None) -> Markup:
        """A view with what is predicted, told apart by whether it is painted too."""
        paint = [Paint(c.side, c.region, f"{c.kind}-{c.step}") for c in self.compared]
        return drawing(views()[view], paint, label=label, side=side)

    def swatch(self, look: str) -> Markup:
        """A sample of a pattern."""
        return swatch(look)


def body_chart(
    marks: Iterable[Mark] = (), complete: bool = False, predicted: _Chances | None = None
) -> BodyChart:
    """The chart of a case.

    Args:
        marks: the marks of the case.
        complete: whether skin without a mark feels normal.
        predicted: chance of reduced feeling by (side, region), for the read-only chart.
    """
    painted = Painted(tuple(marks), complete)
    compared = compare(painted, predicted) if predicted is not None else ()
    return BodyChart(painted=painted, predicted=predicted, compared=compared)


def _ordered(marks: Iterable[Mark]) -> list[Mark]:
    sides, known = [*SIDES, "unsure"], list(regions())
    feelings = [*LAYERS, "rash"]
    key: Callable[[Mark], tuple[int, int, int]] = lambda mark: (  # noqa: E731
        sides.index(mark.side),
        feelings.index(mark.sensation),
        known.index(mark.region),
    )
    return sorted(marks, key=key)


def _fewest(wanted: set[str]) -> tuple[str, ...]:
    """Few views that show all the wanted regions well, chosen greedily, the largest ones first."""
    sizes = {
        name: {s.region: s.face.area for s in view.shapes if s.region not in view.zooms}
        for name, view in views().items()
    }
    largest = {region: max(of.get(region, 0.0) for of in sizes.values()) for region in wanted}
    chosen: list[str] = []
    left = set(wanted)
    while left:
        well = {
            name: {r for r in left if of.get(r, 0.0) >= _WELL * largest[r]}
            for name, of in sizes.items()
        }
        chosen.append(max(VIEWS, key=lambda name: len(well[name])))
        left -= well[chosen[-1]]
    return tuple(name for name in VIEWS if name in chosen)
