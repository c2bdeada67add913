"""Trace a way: root to place, place back to its roots, or all that a root or nerve serves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from sciatic.anatomy.muscles import muscles, reflexes
from sciatic.anatomy.nerves import edges_into, nerves
from sciatic.anatomy.roots import ROOTS
from sciatic.anatomy.routes import Route, RouteKind, kind_of, route
from sciatic.anatomy.shares import root_share, share_through
from sciatic.anatomy.skin import regions
from sciatic.errors import UnknownTermError

KINDS: tuple[RouteKind, ...] = ("touch", "movement", "reflex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A place that a root or nerve serves, and its share of that place's fibres."""

    target: str
    label: str
    kind: RouteKind
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What was traced.

    Attributes:
        start, target: as asked, spelt as in the tables; target None where none was given.
        routes: the ways between root and place; from a place, one per root, largest share first.
        serves: for a root or nerve by itself, every place it serves, largest share first.
    """

    start: str
    target: str | None
    kind: Literal["touch", "movement", "reflex", "all"]
    routes: tuple[Route, ...]
    serves: tuple[Served, ...]

    def to_dict(self) -> dict[str, object]:
        """As plain lists, numbers and strings: the document ``sciatic.trace/1``."""
        return {
            "schema": "sciatic.trace/1",
            "start": self.start,
            "target": self.target,
            "kind": self.kind,
            "routes": [way.to_dict() for way in self.routes],
            "serves": [asdict(place) for place in self.serves],
        }


def trace(start: str, target: str | None = None, kind: str | None = None) -> Trace:
    """Every station, landmark and length of the way from a root to a place, or back.

    Args:
        start: a root ("L5"), a region, muscle or reflex ("web1", "achilles_reflex"), or a nerve.
        target: the other end. None: from a place back to all its roots; from a root or nerve
            to everything it serves.
        kind: "touch", "movement" or "reflex"; None takes the kind that fits.

    Returns:
        The routes that carry most of each root's fibres, never merely the shortest.

    Raises:
        UnknownTermError: a name that is not known, or a root that does not serve the target.
    """
    wanted = next((one for one in KINDS if one == kind), None)
    if kind is not None and wanted is None:
        raise UnknownTermError("kind of route", kind, KINDS)
    first, second = _spelt(start), None if target is None else _spelt(target)
    if second is None:
        if first in ROOTS or first in nerves():
            return _field(first, wanted)
        ways = tuple(route(name, first, kind) for name in _by_share(first))
        return Trace(start=first, target=None, kind=kind_of(first), routes=ways, serves=())
    root_name, place = (second, first) if second in ROOTS else (first, second)
    way = route(root_name, place, kind)
    return Trace(start=first, target=second, kind=way.kind, routes=(way,), serves=())


def _spelt(name: str) -> str:
    """The name as the tables spell it: "l5" is L5, "tibialis anterior" tibialis_anterior."""
    known = {*ROOTS, *nerves(), *regions(), *muscles(), *reflexes()}
    plain = name.strip().replace(" ", "_").replace("-", "_")
    for spelling in (name, plain.lower(), plain.upper()):
        if spelling in known:
            return spelling
    order = [*ROOTS, *regions(), *muscles(), *reflexes(), *nerves()]
    raise UnknownTermError("root, region, muscle, reflex or nerve", name, order)


def _by_share(target: str) -> list[str]:
    shares = root_share(target)
    return sorted(shares, key=lambda name: -shares[name])


def _field(start: str, kind: RouteKind | None) -> Trace:
    into = [(edge.parent, edge.child) for edge in edges_into()[start]]
    places = [
        Served(target=name, label=place.label, kind=kind_of(name), share=share_through(into, name))
        for table in (regions(), muscles(), reflexes())
        for name, place in table.items()
        if kind in (None, kind_of(name))
    ]
    served = sorted((p for p in places if p.share > 0), key=lambda place: -place.share)
    return Trace(start=start, target=None, kind=kind or "all", routes=(), serves=tuple(served))
