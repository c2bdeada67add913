"""``sciatic trace``: follow a nerve between its root and the skin, muscle or reflex."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from sciatic.anatomy import Alternative, Route, Trace, node_kind, node_label, reflexes, regions
from sciatic.anatomy.trace import trace as follow
from sciatic.cli.route_drawing import draw_route, millimetres
from sciatic.cli.terminal import Ink, bar, columns, heading, ink_for, paragraph

_OF = {"touch": "of its feeling", "movement": "of its strength", "reflex": "of this reflex"}
_PLACES = {"touch": "Skin", "movement": "Muscles", "reflex": "Reflexes"}


@click.command()
@click.argument("start", metavar="START")
@click.argument("target", metavar="[TARGET]", required=False)
@click.option(
    "--kind",
    type=click.Choice(["touch", "movement", "reflex"]),
    help="The kind of route; left out, the one that fits the target.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def trace(start: str, target: str | None, kind: str | None, form: str) -> None:
    """Follow a nerve, station by station, with landmarks and lengths in mm.

    \b
    sciatic trace L5 toe1_dorsal      from a root to a patch of skin
    sciatic trace web1                from skin (or a muscle) back to its roots
    sciatic trace achilles_reflex     the arc of a reflex, in and out
    sciatic trace deep_fibular        all that a root or nerve serves

    Of several ways it draws the one that carries most of the root's fibres. Lengths are for a
    person of 170 cm and may be 15 % off either way.
    """
    found = follow(start, target, kind)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
        return
    click.echo(text_of(found, ink_for(sys.stdout)))


def text_of(found: Trace, ink: Ink) -> str:
    """The trace as text of at most 80 columns."""
    if not found.routes:
        return "\n".join(_field(found, ink))
    main = found.routes[0]
    lines = [ink.strong(_title(found)), *paragraph(_about(main), 0), ""]
    lines.append(draw_route(main, colour=ink.colour))
    lines += ["", *paragraph(_measured(main), 0)]
    if main.alternatives:
        lines += heading(f"Other ways of {main.root} to the same place", ink)
        lines += _alternatives(main)
    if len(found.routes) > 1:
        lines += heading("Every root that serves it", ink)
        lines += _roots(found.routes)
    return "\n".join(lines)


def _title(found: Trace) -> str:
    route = found.routes[0]
    if route.kind == "reflex":
        return f"{reflexes()[route.target].label} through {route.root}"
    place = route.stations[-1].label
    return f"{place}: back to its roots" if found.target is None else f"{route.root} – {place}"


def _about(route: Route) -> str:
    plain = f" ({regions()[route.target].plain_label})" if route.kind == "touch" else ""
    return (
        f"{route.kind.capitalize()}{plain}: {route.root} carries {_percent(route.root_share)} "
        f"{_OF[route.kind]}, and {_percent(route.share)} of that comes this way."
    )


def _measured(route: Route) -> str:
    if route.kind == "reflex":
        return f"{millimetres(route.length_mm)} mm from the receptor to the cord and back."
    total = route.length_mm + route.preganglionic_mm
    return (
        f"{millimetres(route.length_mm)} mm from the foramen (0 above), "
        f"{millimetres(total)} mm from the cord."
    )


def _alternatives(route: Route) -> list[str]:
    rows = [
        (_percent(way.share), f"{millimetres(way.length_mm)} mm", f"by {_by(way, route)}")
        for way in route.alternatives
    ]
    return columns(rows, (-6, -9, 58))


def _by(way: Alternative, main: Route) -> str:
    """The nerves of a way that the drawn one does not have."""
    own = [n for n in way.nodes if n not in main.nodes and node_kind(n) in ("nerve", "plexus")]
    if len(own) > 1:
        own = [node for node in own if node_kind(node) == "nerve"]
    return ", ".join(node_label(node) for node in own) or "the same nerves"


def _roots(routes: Sequence[Route]) -> list[str]:
    rows = []
    for way in routes:
        nerves = [s.label for s in way.stations if s.kind == "nerve"]
        length = f"{millimetres(way.length_mm)} mm"
        last = nerves[-1] if way.kind != "reflex" and nerves else ""
        rows.append((way.root, _percent(way.root_share), bar(way.root_share, 20), length, last))
    return columns(rows, (4, -5, 20, -9, 34))


def _field(found: Trace, ink: Ink) -> list[str]:
    lines = [ink.strong(f"What the {node_label(found.start)} serves")]
    for kind, title in _PLACES.items():
        places = [place for place in found.serves if place.kind == kind]
        if places:
            lines += heading(f"{title} (share of each that comes by it)", ink)
            rows = [(_percent(p.share), bar(p.share, 10), p.target, p.label) for p in places]
            lines += columns(rows, (-5, 10, 26, 33))
    return lines


def _percent(share: float) -> str:
    return "<1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")
