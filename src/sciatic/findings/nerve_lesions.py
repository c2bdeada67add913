"""What a lesion takes from the fibres that a nerve test looks at: lost, blocked or slowed, where.

Lost fibres have degenerated from the lesion outwards and answer nowhere below it; blocked ones
are whole below it; slowed ones pass it late. A share is of the fibres of one target.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from sciatic.anatomy import drg_position, edges_into, nerves, reflexes, root_share
from sciatic.evidence import bounded, probability, read_table
from sciatic.findings.parameters import parameters
from sciatic.pathology import Leg
from sciatic.pathology.effects import DiffuseEffect, diffuse_effects, effect
from sciatic.physiology import FibreEffect

FibreKind = Literal["movement", "touch"]
BEFORE_PLEXUS = "lumbar_paraspinals"
CREEPING_WEEKS = 12.0  # a usual course of more than three months comes on slowly


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What one lesion takes from one target's fibres; shares from 0 to 1.

    Attributes:
        lost: degenerated beyond the lesion; for touch, only what is lost beyond the ganglion.
        cut_off: lost between the ganglion and the cord alone: felt, but unseen in the skin nerve.
        blocked: whole, but stopped at the lesion.
        slowed: share of those that pass which pass late.
        velocity_ratio: velocity of the slowed ones over the sound, in the lesion.
        from_foramen_mm: where it lies; infinite where it has no place (the whole length), minus
            infinite above the motoneurone.
        creeping: fibres are lost evenly over the whole time, not at the onset.
    """

    lost: float = 0.0
    cut_off: float = 0.0
    blocked: float = 0.0
    slowed: float = 0.0
    velocity_ratio: float = 1.0
    from_foramen_mm: float = 0.0
    creeping: bool = False


class Harm(NamedTuple):
    """What a lesion does to the fibres that pass it, as ``Toll``; ``late`` is of all of them."""

    lost: float
    cut_off: float
    blocked: float
    late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffuseNature:
    """What a whole-limb lesion is made of; a row of diffuse_nature.csv."""

    axon_share: float
    velocity_ratio: float
    place: str
    weeks: float


@cache
def test_constants() -> Mapping[str, float]:
    """Every row of nerve_test.csv by name."""
    rows = read_table(
        "findings",
        "nerve_test",
        lambda cells: (cells["parameter"], bounded(cells, "value", 0, 2e3)),
    )
    return dict(rows)


@cache
def diffuse_natures() -> Mapping[str, DiffuseNature]:
    """Every row of diffuse_nature.csv by name."""

    def parse(cells: Mapping[str, str]) -> tuple[str, DiffuseNature]:
        return cells["diffuse"], DiffuseNature(
            axon_share=probability(cells, "axon_share"),
            velocity_ratio=bounded(cells, "velocity_ratio", 0.1, 1),
            place=cells["place"],
            weeks=bounded(cells, "weeks", 0, 1000),
        )

    return dict(read_table("findings", "diffuse_nature", parse))


def tolls(
    leg: Leg, target: str, kind: FibreKind, at_mm: float, ganglion: str | None = None
) -> tuple[Toll, ...]:
    """What a leg's lesions take from a muscle's or a skin nerve's fibres, one toll a lesion.

    Args:
        leg: the leg looked at.
        target: a muscle, a reflex or (``kind`` touch) a skin nerve.
        kind: which fibres.
        at_mm: from the foramen to the muscle or the recording electrode.
        ganglion: where this person's ganglia lie ("foraminal", "extraforaminal" or
            "intraspinal"); None: each where it lies in most people.
    """
    of_roots = _of_roots(leg, target, kind, ganglion)
    return (*([of_roots] if of_roots else []), *tolls_beyond_roots(leg, target, kind, at_mm))


def tolls_beyond_roots(leg: Leg, target: str, kind: FibreKind, at_mm: float) -> tuple[Toll, ...]:
    """As ``tolls``, of lesions of nerves and of whole limbs alone."""
    found = [_of_edges(leg, target, kind)]
    if leg.diffuse:
        found.append(_of_length(leg, target, kind, at_mm))
    return tuple(toll for toll in found if toll is not None)


def share_of_roots(target: str) -> Mapping[str, float]:
    """The roots of a muscle's or a nerve's fibres; sums to 1."""
    if target not in nerves():
        return root_share(target)
    shares: dict[str, float] = {}
    for edge in edges_into()[target]:
        for root, share in edge.roots.items():
            shares[root] = shares.get(root, 0.0) + share * edge.fraction
    total = sum(shares.values())
    return {root: share / total for root, share in shares.items()}


@cache
def passing(edges: tuple[tuple[str, str], ...], node: str) -> float:
    """Share of a nerve's or muscle's fibres that come by any of these edges."""
    into = edges_into().get(node, ())
    total = sum(edge.fraction for edge in into)
    if not into or not total:
        return 0.0
    share = sum(
        edge.fraction * (1.0 if (edge.parent, edge.child) in edges else passing(edges, edge.parent))
        for edge in into
    )
    return share / total


def ganglion_taken(leg: Leg, root: str, ganglion: str | None = None) -> float:
    """Share of a pressed root's lost sensory fibres that are lost beyond the ganglion too.

    Args:
        leg: its ``place`` says where the roots are hurt.
        root: the pressed root.
        ganglion: as in ``tolls``.
    """
    places = drg_position(root)
    place = ganglion or max(places, key=lambda one: places[one], default="foraminal")
    return _taken(leg.place, place)


def ganglion_taken_on_average(leg: Leg, root: str) -> float:
    """As ``ganglion_taken``, over all the places where people have the ganglion of this root."""
    places = drg_position(root) or {"foraminal": 1.0}
    shares = sum(places.values())
    return sum(share * _taken(leg.place, place) for place, share in places.items()) / shares


def _taken(lesion: str, ganglion: str) -> float:
    table = _ganglion_table()
    key = (lesion, "any")
    return table[key] if key in table else table[lesion, ganglion.split(" ")[0]]


def axon_loss(name: str, whole: FibreEffect, kind: FibreKind) -> float:
    """Share of the fibres that pass a lesion which has degenerated.

    Of pressure: what the dose-response says. Of effects that no pressure describes: a share of
    the blocked (axon_share.csv).
    """
    if ":" in name:
        return whole.axon_loss
    return float(getattr(whole, kind)) * _axon_shares()[name]


def harm(name: str, kind: FibreKind, seen: float = 1.0) -> Harm:
    """What an effect (``pathology.effect``) does to the fibres that pass it.

    Args:
        name: of the effect.
        kind: which fibres.
        seen: share of the lost that are lost beyond the ganglion too.
    """
    whole = effect(name)
    silent = float(getattr(whole, kind))
    gone = min(silent, axon_loss(name, whole, kind))
    late = whole.slowed
    if ":" not in name:
        stopped = silent - gone
        late = (1 - silent) * min(1.0, test_constants()["slowed_per_blocked"] * stopped)
    return Harm(gone * seen, gone * (1 - seen), silent - gone, min(late, 1 - silent))


def hardest_hit(leg: Leg, shares: Mapping[str, float]) -> Mapping[str, float]:
    """The segment of the multifidus that the needle seeks out: that of the hardest-hit root.

    Args:
        leg: the leg looked at.
        shares: roots of the whole muscle.
    """
    if leg.beyond_ganglion:
        return {}
    hit = {root: effect(name).movement for root, name in leg.roots if shares.get(root)}
    worst = max(hit, key=lambda root: hit[root], default=None)
    return {} if worst is None else {worst: 1.0}


def _of_roots(leg: Leg, target: str, kind: FibreKind, ganglion: str | None) -> Toll | None:
    if not leg.roots:
        return None
    shares = share_of_roots(target)
    if target == BEFORE_PLEXUS:
        shares = hardest_hit(leg, shares)
    total = Harm(0.0, 0.0, 0.0, 0.0)
    for root, name in leg.roots:
        seen = ganglion_taken(leg, root, ganglion) if kind == "touch" else 1.0
        one = harm(name, kind, seen)
        share = shares.get(root, 0.0)
        total = Harm(*(so_far + share * part for so_far, part in zip(total, one, strict=True)))
    return _toll(total, 0.0)


def _toll(done: Harm, from_foramen_mm: float) -> Toll:
    passing_still = 1 - done.lost - done.cut_off - done.blocked
    return Toll(
        lost=done.lost,
        cut_off=done.cut_off,
        blocked=done.blocked,
        slowed=min(1.0, done.late / passing_still) if passing_still > 0 else 0.0,
        velocity_ratio=test_constants()["slowed_ratio"],
        from_foramen_mm=from_foramen_mm,
    )


def _of_edges(leg: Leg, target: str, kind: FibreKind) -> Toll | None:
    node = _node(target)
    share = passing(leg.edges, node) if leg.edges else 0.0
    if not share:
        return None
    done = Harm(*(share * part for part in harm(leg.edge_effect, kind)))
    return _toll(done, _place_mm(leg.edges, node))


def _node(target: str) -> str:
    """The place in the nerve map: of a reflex, the muscle that answers."""
    return reflexes()[target].efferent[0].target if target in reflexes() else target


def _place_mm(edges: tuple[tuple[str, str], ...], node: str) -> float:
    """Where the first pressed stretch on the way to the target ends, from the foramen."""
    for parent, child in edges:
        if passing(((parent, child),), node):
            return next(e.distance_mm for e in edges_into()[child] if e.parent == parent)
    return 0.0


def _of_length(leg: Leg, target: str, kind: FibreKind, at_mm: float) -> Toll:
    row, nature = diffuse_effects()[leg.diffuse], diffuse_natures()[leg.diffuse]
    whole = float(getattr(row.effect, kind)) * _reached(row, kind, at_mm)
    if target in reflexes() and kind == "touch":
        whole = max(whole, row.reflex_loss)
    ratio = nature.velocity_ratio
    central = nature.place == "cord" or (nature.place == "horn" and kind == "touch")
    if central:  # the fibres themselves are whole
        return Toll(blocked=whole if kind == "movement" else 0.0, from_foramen_mm=-math.inf)
    lost = whole * nature.axon_share
    return Toll(
        lost=lost,
        blocked=whole - lost,
        slowed=1.0 if ratio < 1 else 0.0,
        velocity_ratio=ratio,
        from_foramen_mm=math.inf,
        creeping=nature.weeks > CREEPING_WEEKS,
    )


def _reached(row: DiffuseEffect, kind: FibreKind, at_mm: float) -> float:
    """Share of the way up that a length-dependent disease has come, as in the legs' losses."""
    if row.threshold_mm == 0:
        return 1.0
    p = parameters()
    shift = row.motor_shift_mm + p["motor_length_mm"] if kind == "movement" else 0.0
    over = at_mm - (row.threshold_mm - shift)
    return 1 / (1 + math.exp(-over / p["length_width_mm"]))


@cache
def _axon_shares() -> Mapping[str, float]:
    rows = read_table(
        "findings", "axon_share", lambda cells: (cells["effect"], probability(cells, "axon_share"))
    )
    return dict(rows)


@cache
def _ganglion_table() -> Mapping[tuple[str, str], float]:
    def parse(cells: Mapping[str, str]) -> tuple[tuple[str, str], float]:
        return (cells["lesion"], cells["place"]), probability(cells, "taken")

    return dict(read_table("findings", "ganglion_taken", parse))
