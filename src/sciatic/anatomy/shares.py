"""Who serves what: shares of roots and nerves, and what a cut on the way takes from a place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from types import MappingProxyType

from sciatic.anatomy.muscles import ArcLimb, muscles, reflexes
from sciatic.anatomy.nerves import Edge, edges_into
from sciatic.anatomy.roots import ROOTS
from sciatic.anatomy.skin import region, regions
from sciatic.errors import UnknownTermError
from sciatic.evidence import probability, read_table


def root_share(target: str) -> Mapping[str, float]:
    """The expected share of each root in a region, a muscle or a reflex; sums to 1.

    Only roots with a share are listed, from T12 down. Shares are graded judgement over maps,
    blocks and proven lesions, not a pooled estimate (docs/evidence.md).

    Raises:
        UnknownTermError: no such region, muscle or reflex.
    """
    try:
        return _root_shares()[target]
    except KeyError:
        raise UnknownTermError("region, muscle or reflex", target, _root_shares()) from None


def nerve_share(region_id: str) -> Mapping[str, float]:
    """The expected share of each skin nerve in a region; sums to 1, largest first.

    Raises:
        UnknownTermError: no such region.
    """
    return _nerve_shares()[region(region_id).id]


def length_mm(target: str) -> float:
    """Length of the fibres from the foramen to a region or muscle, in mm.

    The mean of the routes' lengths weighted by the share of fibres on each, for an adult of
    170 cm; take 15 % either way. Long-fibre disease and conduction times need it.

    Raises:
        UnknownTermError: neither a region nor a muscle.
    """
    if target not in regions() and target not in muscles():
        raise UnknownTermError("region or muscle", target, [*regions(), *muscles()])
    into = edges_into()[target]
    return sum(e.fraction * e.distance_mm for e in into) / sum(e.fraction for e in into)


def share_through(edges: Collection[tuple[str, str]], target: str) -> float:
    """The share of a region's, muscle's or reflex's fibres that pass any of these edges.

    Args:
        edges: directed edges of the nerve map, (parent, child), the parent nearer the cord.
        target: a region, a muscle or a reflex. A reflex loses what its weaker limb loses.

    Returns:
        From 0 (none passes) to 1 (all do): what is lost when all these edges are cut.
    """
    return min(1.0, sum(share_through_by_root(edges, target).values()))


def share_through_by_root(edges: Collection[tuple[str, str]], target: str) -> Mapping[str, float]:
    """As ``share_through``, root by root; each is at most that root's ``root_share``."""
    cut = frozenset(edges)
    shares = root_share(target)
    if target in reflexes():
        lost = _reflex_lost(cut, target, tuple(shares))
        return {name: share * lost[name] for name, share in shares.items()}
    seen: dict[tuple[str, str], float] = {}
    return {name: share * _passing(cut, name, target, seen) for name, share in shares.items()}


@cache
def carriers(root: str, node: str) -> tuple[tuple[Edge, float], ...]:
    """The edges by which a root's fibres come to a node, with their shares; these sum to 1.

    The share of an edge is its ``fraction`` times the root's share of its fibres, over all edges
    that end in the node. Empty where the root does not reach the node.
    """
    weighed = [
        (edge, edge.fraction * edge.roots.get(root, 0.0))
        for edge in edges_into().get(node, ())
        if edge.parent == f"seg_{root}" or carriers(root, edge.parent)
    ]
    total = sum(weight for _, weight in weighed)
    if total <= 0:
        return ()
    return tuple((edge, weight / total) for edge, weight in weighed if weight > 0)


def _passing(
    cut: frozenset[tuple[str, str]], root: str, node: str, seen: dict[tuple[str, str], float]
) -> float:
    """Share of the root's fibres at this node that have passed a cut edge on their way."""
    key = (root, node)
    if key not in seen:
        seen[key] = sum(
            share
            * (1.0 if (edge.parent, edge.child) in cut else _passing(cut, root, edge.parent, seen))
            for edge, share in carriers(root, node)
        )
    return seen[key]


def _reflex_lost(
    cut: frozenset[tuple[str, str]], reflex_id: str, roots: tuple[str, ...]
) -> dict[str, float]:
    """Share of each root's arcs that is broken: that of the limb that loses more.

    A root with no path of its own on a limb loses that limb only as far as every root that has
    one does: the arc crosses to them inside the cord.
    """
    reflex = reflexes()[reflex_id]
    seen: dict[tuple[str, str], float] = {}
    lost = dict.fromkeys(roots, 0.0)
    for limbs in (reflex.afferent, reflex.efferent):
        own = {name: _limb_lost(cut, name, limbs, seen) for name in roots}
        least = min((value for value in own.values() if value is not None), default=0.0)
        for name, value in own.items():
            lost[name] = max(lost[name], least if value is None else value)
    return lost


def _limb_lost(
    cut: frozenset[tuple[str, str]],
    root: str,
    limbs: tuple[ArcLimb, ...],
    seen: dict[tuple[str, str], float],
) -> float | None:
    total = weight = 0.0
    for limb in limbs:
        if not reaches(root, limb):
            continue
        last = limb.nerve != limb.target and (limb.nerve, limb.target) in cut
        total += limb.share * (1.0 if last else _passing(cut, root, limb.nerve, seen))
        weight += limb.share
    return total / weight if weight else None


def reaches(root: str, limb: ArcLimb) -> bool:
    """Whether the root's fibres come to the limb's end by the limb's nerve."""
    if limb.nerve == limb.target:
        return bool(carriers(root, limb.nerve))
    return any(edge.parent == limb.nerve for edge, _ in carriers(root, limb.target))


@cache
def _root_shares() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for table, column in (
        ("dermatome_weights", "region"),
        ("muscle_roots", "muscle"),
        ("reflex_roots", "reflex"),
    ):
        for target, name, weight in read_table("anatomy", table, _share_row(column)):
            if weight > 0:
                found.setdefault(target, {})[name] = weight
    return MappingProxyType(
        {target: _normalised(shares, ROOTS) for target, shares in found.items()}
    )


@cache
def _nerve_shares() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for cells in read_table("anatomy", "cutaneous_nerves", dict):
        found.setdefault(cells["region"], {})[cells["nerve"]] = probability(cells, "weight")
    return MappingProxyType(
        {
            target: _normalised(shares, sorted(shares, key=lambda n: -shares[n]))
            for target, shares in found.items()
        }
    )


def _normalised(shares: Mapping[str, float], order: Collection[str]) -> Mapping[str, float]:
    total = sum(shares.values())
    return MappingProxyType({name: shares[name] / total for name in order if name in shares})


def _share_row(column: str) -> Callable[[Mapping[str, str]], tuple[str, str, float]]:
    """Makes the parser of a table of shares: target, root, and a weight inside its band."""

    def parse(cells: Mapping[str, str]) -> tuple[str, str, float]:
        weight = probability(cells, "weight")
        if cells["root"] not in ROOTS:
            raise ValueError(f"{cells['root']!r} is not a root from T12 to S5")
        if "low" in cells and not (
            probability(cells, "low") <= weight <= probability(cells, "high")
        ):
            raise ValueError(f"weight {weight:g} lies outside its band")
        return cells[column], cells["root"], weight

    return parse
