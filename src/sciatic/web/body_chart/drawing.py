"""The views as SVG.

Every shape is written once, in the definitions, and used for both sides. Colours are attributes, so
that a drawing stands alone; the style sheet overrides them for light, dark and print.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Final

from markupsafe import Markup, escape

from sciatic.web.body_chart.curves import Bend
from sciatic.web.body_chart.marks import LAYERS
from sciatic.web.body_chart.views import Box, Shape, View

SIDES_DRAWN: Final = ("right", "left")

_INKS: Final = {
    "numb": "#2a55a3",
    "tingling": "#0d6d63",
    "burning": "#a04a06",
    "pain": "#7e2a73",
    "agreed": "#1b5a6b",
}
_SKIN: Final = 'fill="#e6dfd6" stroke="#e6dfd6"'
_LINE: Final = 'fill="none" stroke="#6d675f" stroke-linecap="round" stroke-linejoin="round"'
_FINE: Final = 0.6
"""Width of the fine lines, as a share of the outline's."""

_PATTERNS: Final = {
    "numb": (20, '<path d="M2 5h10M12 15h8M0 15h2"/>'),
    "tingling": (20, '<circle cx="5" cy="5" r="3.2"/><circle cx="15" cy="15" r="3.2"/>'),
    "burning": (22, '<path d="M2 2l7 7M9 2l-7 7M13 13l7 7M20 13l-7 7"/>'),
    "pain": (16, '<path d="M-4 12L12-4M-4 20L20-4M4 20L20 4"/>'),
    "alone": (16, '<path d="M-4 12L12-4M-4 20L20-4M4 20L20 4"/>'),
}
"""The size of each pattern's tile, in units of the views, and what is in it."""


@dataclass(frozen=True, slots=True)
class Paint:
    """One use of a region's shape: whose, which, and how it is painted.

    Attributes:
        side: whose.
        region: which.
        look: a layer of the chart, or ``both-1`` to ``predicted-3`` and ``painted-0``.
    """

    side: str
    region: str
    look: str


def definitions(views: Iterable[View], used: Collection[str] | None = None) -> Markup:
    """The shapes and the patterns, to be put into the page once; of all regions, or those used."""
    shapes = "".join(_view_definitions(view, used) for view in views)
    return Markup(
        '<svg class="bc-defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        f"{_patterns()}{shapes}</defs></svg>"
    )


def drawing(
    view: View, paint: Iterable[Paint] = (), *, label: str = "", side: str | None = None
) -> Markup:
    """One view, both sides or one, with what is painted on it.

    Args:
        view: which.
        paint: what to paint; what this view doesn't show is left out.
        label: what a screen reader says of it.
        side: only this side, else both.
    """
    box = view.box if side is None else view.box_of(side)
    painted = list(paint)
    halves = "".join(
        _half(view, each, [one for one in painted if one.side == each])
        for each in (SIDES_DRAWN if side is None else (side,))
    )
    return Markup(
        f'<svg class="bc-svg" viewBox="{_box(box)}" role="img" aria-label="{escape(label)}">'
        f"{halves}</svg>"
    )


def picture(
    view: View, paint: Iterable[Paint] = (), *, label: str = "", side: str | None = None
) -> Markup:
    """The same as ``drawing``, complete in itself: for paper, where definitions can't be shared."""
    painted = list(paint)
    drawn = str(drawing(view, painted, label=label, side=side))
    used = {one.region for one in painted}
    head, body = drawn.split(">", 1)
    whole = f"{head}><defs>{_patterns()}{_view_definitions(view, used)}</defs>{body}"
    whole = whole.replace(' class="bc-svg"', f' width="{_n(view.box.width)}" class="bc-svg"')
    return Markup(whole.replace("bc-ink-", f"bc-{view.id}-ink-").replace('"bc-hits"', '"bc-none"'))


def swatch(layer: str) -> Markup:
    """A small sample of a layer's pattern, for a button or a legend."""
    return Markup(
        '<svg class="bc-swatch" viewBox="0 0 44 44" aria-hidden="true" focusable="false">'
        f'<rect class="bc-mark bc-{layer}" x="2" y="2" width="40" height="40" rx="8" '
        f"{_look(layer)}/></svg>"
    )


def path_of(bends: Iterable[Bend], *, closed: bool) -> str:
    """The ``d`` of a path, in relative pieces to keep it short."""
    pieces = list(bends)
    x, y = pieces[0].start
    written = [f"M{_n(x)} {_n(y)}c"]
    for piece in pieces:
        ends = (piece.leaving, piece.arriving, piece.end)
        written += [_n(value) for px, py in ends for value in (px - x, py - y)]
        x, y = piece.end
    return " ".join(written).replace("c ", "c").replace(" -", "-") + ("z" if closed else "")


def _coarse(bend: Bend) -> Bend:
    """A piece with handles in whole units; both areas beside it round them alike."""
    leaving, arriving = ((floor(x + 0.5), floor(y + 0.5)) for x, y in (bend.leaving, bend.arriving))
    return Bend(bend.start, leaving, arriving, bend.end)


def _view_definitions(view: View, used: Collection[str] | None = None) -> str:
    name = f"bc-{view.id}"
    contour = {bend for drawn in view.silhouette for bend in (drawn, drawn.reversed())}
    parts = [
        f'<path id="{name}-{shape.region}" d="{_shape_path(shape, contour)}"/>'
        for shape in view.shapes
        if used is None or shape.region in used
    ]
    parts.append(f'<path id="{name}--skin" d="{path_of(view.silhouette, closed=True)}"/>')
    strokes = "".join(path_of(stroke, closed=False) for stroke in view.outline)
    if view.outline != (view.silhouette,):
        parts.append(f'<path id="{name}--outline" d="{strokes}"/>')
    fine = "".join(path_of(line, closed=False) for line in view.lines)
    if fine:
        parts.append(f'<path id="{name}--lines" d="{fine}"/>')
    return "".join(parts)


def _shape_path(shape: Shape, contour: Collection[Bend]) -> str:
    """Exact along the contour, where the outline is drawn; coarse between regions, to be short."""
    bends = (bend for edge in shape.face.edges for bend in edge.bends)
    return path_of((b if b in contour else _coarse(b) for b in bends), closed=True)


def _half(view: View, side: str, paint: Iterable[Paint]) -> str:
    name = f"#bc-{view.id}"
    turned = side != view.drawn_side
    mirror = f' transform="matrix(-1 0 0 1 {_n(2 * view.axis)} 0)"' if turned else ""
    shown = {shape.region for shape in view.shapes}
    by_look: dict[str, list[str]] = {}
    for one in paint:
        if one.region in shown:
            by_look.setdefault(one.look, []).append(f'<use href="{name}-{one.region}"/>')
    marks = "".join(
        f'<g class="bc-mark bc-{look}" {_look(look, turned)}>{"".join(uses)}</g>'
        for look, uses in by_look.items()
    )
    width = view.line_width
    contour = "skin" if view.outline == (view.silhouette,) else "outline"
    fine = (
        f'<use class="bc-line" href="{name}--lines" {_LINE} stroke-opacity=".6" '
        f'stroke-width="{_n(width * _FINE)}"/>'
        if view.lines
        else ""
    )
    return (
        f'<g class="bc-half" data-side="{side}"{mirror}>'
        f'<use class="bc-skin" href="{name}--skin" {_SKIN}/><g class="bc-hits"></g>'
        f'<g class="bc-paint">{marks}</g>{fine}'
        f'<use class="bc-outline" href="{name}--{contour}" {_LINE} stroke-width="{_n(width)}"/></g>'
    )


def _look(look: str, turned: bool = False) -> str:
    """The attributes that paint a shape where no style sheet does.

    A mirrored half has patterns that are mirrored back, so that strokes lean the same way.
    """
    back = "-turned" if turned else ""
    if look in LAYERS:
        return f'fill="url(#bc-ink-{look}{back})"'
    kind, _, step = look.partition("-")
    ink = _INKS["agreed"]
    if kind == "painted":
        return f'fill="url(#bc-ink-alone{back})"'
    if kind == "both":
        return f'fill="{ink}" fill-opacity="{_OPACITY[int(step)]}"'
    return f'fill="none" stroke="{ink}" stroke-width="5" stroke-opacity="{_OPACITY[int(step)]}"'


_OPACITY: Final[Mapping[int, float]] = {0: 0.0, 1: 0.35, 2: 0.6, 3: 0.9}


def _patterns() -> str:
    return "".join(_pattern(layer, back) for layer in _PATTERNS for back in ("", "-turned"))


def _pattern(layer: str, back: str) -> str:
    size, marks = _PATTERNS[layer]
    colour = _INKS["agreed" if layer == "alone" else layer]
    mirror = ' patternTransform="scale(-1 1)"' if back else ""
    return (
        f'<pattern id="bc-ink-{layer}{back}" width="{size}" height="{size}"{mirror} '
        f'patternUnits="userSpaceOnUse"><rect class="bc-tint bc-tint-{layer}" width="{size}" '
        f'height="{size}" fill="{colour}" fill-opacity=".2"/><g class="bc-ink bc-ink-{layer}" '
        f'fill="none" stroke="{colour}" stroke-width="2.2">{marks}</g></pattern>'
    )


def _box(box: Box) -> str:
    return f"{_n(box.x)} {_n(box.y)} {_n(box.width)} {_n(box.height)}"


def _n(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("0.", ".", 1) if text[:2] == "0." else text
