"""The chart of a lesson: what is expected, in three steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from sciatic.anatomy import regions
from sciatic.web.body_chart import views
from sciatic.web.body_chart.comparison import step_of
from sciatic.web.body_chart.drawing import Paint, definitions, drawing
from sciatic.web.explore.words import Say

Shares = Mapping[tuple[str, str], float]
ALWAYS: Final = ("front", "back", "foot_top", "foot_sole")
SADDLE: Final = "saddle"
EDGE: Final = ("foot_outer", "foot_inner")


@dataclass(frozen=True, slots=True)
class LinkedChart:
    """Which views are shown, and the drawing of each.

    Attributes:
        shares: what is expected, by side and region, 0 to 1.
        names: the views, the same for every lesson so that nothing jumps under the slider; the
            saddle where it is touched.
    """

    shares: Shares
    names: tuple[str, ...]

    @property
    def definitions(self) -> Markup:
        """The shapes of the views that are shown."""
        return definitions(views()[name] for name in self.names)

    def drawn(self, name: str, label: str) -> Markup:
        """A view with what is expected; the page's module makes a link of each patch."""
        paint = [
            Paint(side, region, f"both-{step_of(share)}")
            for (side, region), share in self.shares.items()
            if step_of(share)
        ]
        return drawing(views()[name], paint, label=label)

    def patches(self, say: Say) -> dict[str, str]:
        """The patches of the views that are shown, each by its name."""
        shown = _seen(self.names)
        return {name: say(row.plain_label) for name, row in regions().items() if name in shown}


def linked_chart(shares: Shares) -> LinkedChart:
    """The chart of these shares."""
    touched = {region for (_, region), share in shares.items() if step_of(share)}
    unseen = touched - _seen(ALWAYS)
    more = tuple(name for name in (*EDGE, SADDLE) if unseen & _seen((name,)))
    return LinkedChart(shares, (*ALWAYS, *more))


def _seen(names: Iterable[str]) -> set[str]:
    return {shape.region for name in names for shape in views()[name].shapes}
