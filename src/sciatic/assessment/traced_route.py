"""A traced way as the nerve picture draws it: of a root, a nerve, or a place back to its roots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from sciatic.anatomy import ROOTS, Route, Station, Trace, muscles, regions, root_share, route
from sciatic.assessment.nerve_route import BRANCH_FROM, MOST_BRANCHES, NerveRoute, Strand
from sciatic.assessment.route_steps import Step
from sciatic.assessment.skin_paths import Stop
from sciatic.errors import UnknownTermError

MOST_ROOTS: Final = 3
LEAST_ROOT: Final = 0.1
"""A root that carries less of a place is named in the list of roots, and not drawn."""
NOT_DRAWN: Final = ("external_anal_sphincter", "lumbar_paraspinals")
"""Muscles that lie under others in the picture, or in the back."""


def traced_route(found: Trace, side: str) -> NerveRoute | None:
    """The ways of a trace on one side, the largest share first; None where none can be drawn.

    The one step holds the shares: of the traced place, or of every patch that a root or nerve
    serves.
    """
    ways = [way for way in found.routes if way.root_share >= LEAST_ROOT][:MOST_ROOTS]
    ways = ways or list(found.routes[:1]) or _ways_of_field(found)
    strands = [strand for way in ways for strand in _strand(way, side)]
    if not strands:
        return None
    places = {way.target: way.share for way in found.serves if way.target in regions()}
    if found.routes:
        places = {strand.region: 1.0 for strand in strands}
    lit = {(side, place): share for place, share in places.items()}
    step = Step(name="", mmhg=None, blocked=0.0, slowed=0.0, irritation=0.0, skin=lit)
    return NerveRoute(
        kind="traced",
        condition=None,
        severity=None,
        level=None,
        zone=None,
        side=side,
        pressed=((side, found.start),),
        strands=tuple(strands),
        steps=(step,),
        likely=0,
        told=frozenset((side, strand.region) for strand in strands),
    )


def _strand(way: Route, side: str) -> Iterable[Strand]:
    stations = [one for one in way.stations if way.kind != "reflex" or one.limb == "efferent"]
    if way.kind == "reflex" and stations and stations[0].kind != "segment":
        name = f"seg_{stations[0].node}"  # an arc may leave the cord by another root than it came
        cord = next((one for one in way.stations if one.node == name), way.stations[0])
        stations = [replace(cord, node=name, kind="segment"), *stations]
    end = stations[-1].node
    if end in NOT_DRAWN or end not in {*regions(), *muscles()} or len(stations) < 4:
        return
    stops = tuple(_stop(one) for one in stations)
    yield Strand(side=side, root=stations[1].node, region=end, stops=stops, pressed=None)


def _stop(station: Station) -> Stop:
    return Stop(station.node, station.kind, station.label, station.edge_mm, station.cumulative_mm)


def _ways_of_field(found: Trace) -> list[Route]:
    """For a root or nerve: one way to each of its last nerves, to the place most its own."""
    ways: dict[str, Route] = {}
    served = [one for one in found.serves if one.kind != "reflex" and one.target not in NOT_DRAWN]
    served.sort(key=lambda one: one.kind != "touch")
    least = min(BRANCH_FROM, max((place.share for place in served), default=0.0))
    for place in served:
        if place.share < least or len(ways) == MOST_BRANCHES:
            continue
        way = _way_through(found.start, place.target)
        if way is not None:
            ways.setdefault(way.nodes[-2], way)
    return list(ways.values())


def _way_through(start: str, target: str) -> Route | None:
    """The way of most fibres to a target that passes a root or nerve."""
    shares = root_share(target)
    names = [start] if start in ROOTS else sorted(shares, key=lambda name: -shares[name])
    for name in names:
        try:
            way = route(name, target)
        except UnknownTermError:
            continue
        if start in way.nodes:
            return way
    return None
