"""The way a root's fibres take to a place, station by station.

Where several ways lead from a root to a place, the route is the one that carries most of its
fibres: at each node the root's fibres are split over the edges that end there by ``fraction``
times the root's share of each edge, and the shares multiply along the way. The shortest path
would be another way for some 100 of the 257 pairs of root and region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from typing import Literal

from sciatic.anatomy.levels import drg_position
from sciatic.anatomy.muscles import ArcLimb, Limb, muscles, reflexes
from sciatic.anatomy.nerves import Edge, edges_into, node_kind, node_label
from sciatic.anatomy.roots import root
from sciatic.anatomy.shares import carriers, reaches, root_share
from sciatic.anatomy.skin import regions
from sciatic.errors import UnknownTermError

RouteKind = Literal["touch", "movement", "reflex"]
_KINDS: tuple[RouteKind, ...] = ("touch", "movement", "reflex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One stop of a route.

    Attributes:
        node: id in the nerve map; "seg_L5" is the cord segment, "L5" the root at its foramen.
        kind: segment, root, plexus, nerve, skin or muscle.
        label: the node in words.
        limb: afferent (towards the cord) or efferent (away from it).
        landmark: where it is found, coming from the cord; empty at the cord.
        edge_mm: length of the stretch between the previous station and this one.
        cumulative_mm: touch and movement: from the foramen, so the cord segment stands below 0.
            Reflex: along the arc from the receptor.
        share: share of the root's fibres at the target that pass this station.
        ganglion: where the dorsal root ganglion lies, on the root of an afferent limb.
        sources: keys of the table of sources, for length and landmark.
    """

    node: str
    kind: str
    label: str
    limb: Limb
    landmark: str
    edge_mm: float
    cumulative_mm: float
    share: float
    ganglion: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way from the same root to the same place, with the share of its fibres."""

    nodes: tuple[str, ...]
    length_mm: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way that carries most of a root's fibres to or from a target.

    Attributes:
        kind: "touch" (skin), "movement" (muscle) or "reflex" (an arc).
        stations: touch and movement from the cord segment out to the target; a reflex in the
            order of its signal, in by the afferent limb and out by the efferent.
        length_mm: from the foramen to the target; for a reflex, the whole arc, cord and back.
        preganglionic_mm: from the cord segment to the foramen, one way.
        share: share of this root's fibres at the target that take this way.
        root_share: share of this root in the target.
        alternatives: the other ways, largest first (of a reflex: of its afferent limb).
    """

    root: str
    target: str
    kind: RouteKind
    stations: tuple[Station, ...]
    length_mm: float
    preganglionic_mm: float
    share: float
    root_share: float
    alternatives: tuple[Alternative, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """The stations' ids, in order."""
        return tuple(station.node for station in self.stations)

    def to_dict(self) -> dict[str, object]:
        """As plain lists, numbers and strings, ready for JSON."""
        plain = asdict(self)
        plain["stations"] = [
            {**station, "sources": list(station["sources"])} for station in plain["stations"]
        ]
        plain["alternatives"] = [
            {**way, "nodes": list(way["nodes"])} for way in plain["alternatives"]
        ]
        return plain


def kind_of(target: str) -> RouteKind:
    """The kind of route that ends in a target: touch, movement or reflex.

    Raises:
        UnknownTermError: neither a region nor a muscle nor a reflex.
    """
    if target in regions():
        return "touch"
    if target in muscles():
        return "movement"
    if target in reflexes():
        return "reflex"
    known = [*regions(), *muscles(), *reflexes()]
    raise UnknownTermError("region, muscle or reflex", target, known)


def route(root_name: str, target: str, kind: str | None = None) -> Route:
    """The route from a root to a region or muscle, or the arc of a reflex through that root.

    Args:
        root_name: T12 to S5.
        target: a region (touch), muscle (movement) or reflex.
        kind: None to take the kind that fits the target.

    Raises:
        UnknownTermError: an unknown root or target, a kind that does not fit the target, or a
            root that does not serve it; the error lists those that do.
    """
    name = root(root_name).name
    fits = kind_of(target)
    if kind is not None and kind != fits:
        raise UnknownTermError(f"kind of route to {target}", kind, (fits,))
    shares = root_share(target)
    if name not in shares:
        raise UnknownTermError(f"root of {target}", root_name, shares)
    if fits == "reflex":
        return _arc(name, target, shares[name])
    limb: Limb = "afferent" if fits == "touch" else "efferent"
    ways = _ways(name, target)
    best, share = ways[0]
    stations = _outward(best, share, limb)
    return Route(
        root=name,
        target=target,
        kind=fits,
        stations=stations,
        length_mm=stations[-1].cumulative_mm,
        preganglionic_mm=best[0].length_mm,
        share=share,
        root_share=shares[name],
        alternatives=_alternatives(ways[1:]),
    )


def _ways(name: str, node: str) -> list[tuple[tuple[Edge, ...], float]]:
    """Every way of a root's fibres to a node, from the cord out, with its share; largest first."""
    ways: list[tuple[tuple[Edge, ...], float]] = []
    for edge, share in carriers(name, node):
        if edge.parent == f"seg_{name}":
            ways.append(((edge,), share))
        else:
            ways.extend(((*way, edge), share * part) for way, part in _ways(name, edge.parent))
    return sorted(ways, key=lambda way: -way[1])


def _outward(way: Sequence[Edge], share: float, limb: Limb) -> tuple[Station, ...]:
    """The stations of a way from the cord out, measured from the foramen."""
    stations = [_station(way[0].parent, limb, share, cumulative_mm=-way[0].length_mm)]
    for edge in way:
        here = _station(edge.child, limb, share, stations[-1].cumulative_mm + edge.length_mm)
        stations.append(
            replace(
                here,
                landmark=edge.landmark,
                edge_mm=edge.length_mm,
                sources=edge.sources,
                ganglion=_ganglion(edge.child) if edge.preganglionic and limb == "afferent" else "",
            )
        )
    return tuple(stations)


def _station(node: str, limb: Limb, share: float, cumulative_mm: float) -> Station:
    return Station(
        node=node,
        kind=node_kind(node),
        label=node_label(node),
        limb=limb,
        landmark="",
        edge_mm=0.0,
        cumulative_mm=cumulative_mm,
        share=share,
    )


def _ganglion(name: str) -> str:
    places = drg_position(name)
    if not places:
        return "dorsal root ganglion"
    place, share = max(places.items(), key=lambda item: item[1])
    return f"dorsal root ganglion, {place} in {100 * share:.0f} %"


def _alternatives(ways: Sequence[tuple[tuple[Edge, ...], float]]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(
            nodes=tuple(edge.child for edge in way),
            length_mm=sum(edge.length_mm for edge in way if not edge.preganglionic),
            share=share,
        )
        for way, share in ways
    )


def _arc(name: str, target: str, share_of_root: float) -> Route:
    reflex = reflexes()[target]
    inward = _limb_ways(name, reflex.afferent)
    outward = _limb_ways(name, reflex.efferent)
    way_in, share_in = inward[0]
    way_out, share_out = outward[0]
    going = _turned(_outward(way_in, share_in, "afferent"))
    leaving = _outward(way_out, share_out, "efferent")
    stations = _along([*going, *leaving[1 if going[-1].node == leaving[0].node else 0 :]])
    return Route(
        root=name,
        target=target,
        kind="reflex",
        stations=stations,
        length_mm=stations[-1].cumulative_mm,
        preganglionic_mm=way_in[0].length_mm,
        share=share_in,
        root_share=share_of_root,
        alternatives=_alternatives(inward[1:]),
    )


def _limb_ways(name: str, limbs: Sequence[ArcLimb]) -> list[tuple[tuple[Edge, ...], float]]:
    """The ways of one limb for a root, largest first.

    Where the root has none, those of the root that serves the limb most: the arc crosses over
    to it inside the cord.
    """
    able = [limb for limb in limbs if reaches(name, limb)]
    if not able:
        return _limb_ways(_main_root(limbs), limbs)
    total = sum(limb.share for limb in able)
    found: list[tuple[tuple[Edge, ...], float]] = []
    for limb in able:
        ways = [
            (way, share)
            for way, share in _ways(name, limb.target)
            if limb.nerve == limb.target or way[-1].parent == limb.nerve
        ]
        part = sum(share for _, share in ways)
        found.extend((way, limb.share / total * share / part) for way, share in ways)
    return sorted(found, key=lambda way: -way[1])


def _main_root(limbs: Sequence[ArcLimb]) -> str:
    shares: dict[str, float] = {}
    for limb in limbs:
        for edge in edges_into()[limb.target]:
            if limb.nerve in (limb.target, edge.parent):
                for name, share in edge.roots.items():
                    shares[name] = shares.get(name, 0.0) + limb.share * edge.fraction * share
    return max(shares, key=lambda name: shares[name])


def _turned(stations: Sequence[Station]) -> list[Station]:
    """An outward limb walked from its end to the cord: each stretch now lies before its parent."""
    inward = stations[::-1]
    lengths = (0.0, *(station.edge_mm for station in inward))
    return [replace(here, edge_mm=mm) for here, mm in zip(inward, lengths, strict=False)]


def _along(stations: Sequence[Station]) -> tuple[Station, ...]:
    """The stations measured along the way, from the first."""
    lengths = accumulate(station.edge_mm for station in stations)
    return tuple(
        replace(here, cumulative_mm=total) for here, total in zip(stations, lengths, strict=True)
    )
