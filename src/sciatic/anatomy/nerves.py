"""Nerves and the stretches between them: the map that every route runs on.

An edge leads from parent to child, away from the cord, whichever way its signals run. Nodes are
cord segments ("seg_L5"), roots ("L5"), plexus parts, nerves, regions of skin and muscles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from sciatic.anatomy.muscles import muscles
from sciatic.anatomy.roots import ROOTS
from sciatic.anatomy.skin import regions
from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, probability, read_table

NodeKind = Literal["segment", "root", "plexus", "nerve", "skin", "muscle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nerve:
    """A peripheral nerve or a part of the plexus."""

    id: str
    label: str
    also_called: str
    kind: Literal["plexus", "nerve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One stretch of nerve.

    Attributes:
        parent, child: its two ends, the parent nearer the cord.
        kind: such as "root->plexus" or "nerve->skin".
        roots: root make-up of its fibres; sums to 1.
        fraction: share of the child's fibres that come by this parent.
        length_mm: from the start of the parent to the start of the child, or to the centre of a
            region or the motor point of a muscle, in an adult of 170 cm; take 15 % either way.
        distance_mm: length from the foramen to the child along ``ref_root``.
        landmark: where a surgeon or an examiner finds it.
        sources: keys of the table of sources.
    """

    parent: str
    child: str
    kind: str
    roots: Mapping[str, float]
    fraction: float
    length_mm: float
    distance_mm: float
    ref_root: str
    landmark: str
    sources: tuple[str, ...]
    seen: str
    note: str

    @property
    def preganglionic(self) -> bool:
        """Between cord and ganglion: a lesion here spares the sensory nerve action potential."""
        return self.kind == "segment->root"


@cache
def nerves() -> Mapping[str, Nerve]:
    """Every nerve and plexus part by its id."""
    rows = read_table("anatomy", "nerves", _nerve)
    return MappingProxyType({row.id: row for row in rows})


@cache
def edges() -> tuple[Edge, ...]:
    """Every edge of the nerve map, from the cord outwards."""
    return read_table("anatomy", "nerve_edges", _edge)


@cache
def edges_into() -> Mapping[str, tuple[Edge, ...]]:
    """The edges that end in each node."""
    found: dict[str, list[Edge]] = {}
    for edge in edges():
        found.setdefault(edge.child, []).append(edge)
    return MappingProxyType({child: tuple(into) for child, into in found.items()})


def node_kind(node: str) -> NodeKind:
    """What a node of the map is.

    Raises:
        UnknownTermError: no such node; the error names the nearest.
    """
    if node in ROOTS:
        return "root"
    if node.removeprefix("seg_") in ROOTS:
        return "segment"
    if node in nerves():
        return nerves()[node].kind
    if node in regions():
        return "skin"
    if node in muscles():
        return "muscle"
    raise UnknownTermError("node of the nerve map", node, node_names())


def node_label(node: str) -> str:
    """A node's name in words: "deep fibular nerve", "L5 root"."""
    kind = node_kind(node)
    if kind == "segment":
        return f"{node.removeprefix('seg_')} segment of the cord"
    if kind == "root":
        return f"{node} root"
    if kind == "skin":
        return regions()[node].label
    if kind == "muscle":
        return muscles()[node].label
    return nerves()[node].label


def node_names() -> tuple[str, ...]:
    """Every node of the map: segments, roots, plexus, nerves, regions, muscles."""
    segments = tuple(f"seg_{name}" for name in ROOTS)
    return (*segments, *ROOTS, *nerves(), *regions(), *muscles())


def _nerve(cells: Mapping[str, str]) -> Nerve:
    if cells["kind"] not in ("plexus", "nerve"):
        raise ValueError(f"kind is {cells['kind']!r}; write plexus or nerve")
    return Nerve(
        id=cells["nerve"],
        label=cells["label"],
        also_called=cells["also_called"],
        kind="plexus" if cells["kind"] == "plexus" else "nerve",
    )


def _edge(cells: Mapping[str, str]) -> Edge:
    return Edge(
        parent=cells["parent"],
        child=cells["child"],
        kind=cells["kind"],
        roots=_roots(cells["root_contributions"]),
        fraction=probability(cells, "fraction"),
        length_mm=bounded(cells, "edge_mm", 1.0, 1500.0),
        distance_mm=bounded(cells, "distance_mm", 0.0, 1500.0),
        ref_root=cells["ref_root"],
        landmark=cells["landmark"],
        sources=tuple(cells["source"].split(";")),
        seen=cells["seen"],
        note=cells["note"],
    )


def _roots(text: str) -> Mapping[str, float]:
    shares: dict[str, float] = {}
    for part in text.split(";"):
        name, _, share = part.partition(":")
        if name not in ROOTS:
            raise ValueError(f"{name!r} is not a root from T12 to S5")
        shares[name] = float(share)
    total = sum(shares.values())
    if not 0.95 <= total <= 1.05:
        raise ValueError(f"root shares sum to {total:.3f}, not to 1")
    return MappingProxyType({name: share / total for name, share in shares.items()})
