"""The way of a lesion's nerve to the skin: the one description that every picture is drawn from.

The terminal draws its first strand in characters; the web page and the printed page draw all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sciatic.anatomy import ROOTS, regions, share_through
from sciatic.assessment.assess import Assessment
from sciatic.assessment.drawn_place import STANDS_OUT, place_to_draw, reported_skin
from sciatic.assessment.route_steps import SIDES, Step, steps_of
from sciatic.assessment.skin_paths import Stop, skin_path, skin_share
from sciatic.pathology import LesionState, lesion_states
from sciatic.pathology.choosing import described, fitting_states
from sciatic.pathology.effects import diffuse_effects

Kind = Literal["root", "nerve", "plexus", "cauda", "long_fibres", "cord", "traced", "none"]
BRANCH_FROM = 0.25
"""A thinner branch is drawn to skin of which the root or nerve carries at least this share."""
MOST_BRANCHES = 5
SOUND_WAYS = (("L5", "toe1_dorsal"), ("S1", "foot_border_lateral"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """The fibres of one root to one patch of skin; ``pressed`` is a station, None where sound."""

    side: str
    root: str
    region: str
    stops: tuple[Stop, ...]
    pressed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveRoute:
    """What presses where, the way to the skin, and how the signals fail.

    Attributes:
        kind: what is hurt: a root, a limb nerve, the plexus, the cauda equina, long fibres from
            their ends, the cord above the picture; what was traced; or no nerve that stands out.
        condition, severity, level, zone, side: of the lesion; None where it has none.
        pressed: (side, root or nerve) pairs.
        main: the strand that is followed; the rest are its branches and its neighbours.
        strands: the main one first.
        steps, likely: from nothing to severe, and the step that is likely now.
        told: (side, region) pairs that the person painted or an examiner found numb.
    """

    kind: Kind
    condition: str | None
    severity: str | None
    level: str | None
    zone: str | None
    side: str | None
    pressed: tuple[tuple[str, str], ...]
    strands: tuple[Strand, ...]
    steps: tuple[Step, ...]
    likely: int
    told: frozenset[tuple[str, str]]

    @property
    def main(self) -> Strand:
        """The strand that is followed from the cord to the skin."""
        return self.strands[0]

    @property
    def sides(self) -> tuple[str, ...]:
        """The legs that have a strand."""
        seen = {strand.side for strand in self.strands}
        return tuple(side for side in SIDES if side in seen)


def likely_route(assessment: Assessment) -> NerveRoute:
    """The route of what an assessment finds likeliest; sound nerves where nothing stands out."""
    document = _document(assessment)
    told = frozenset(reported_skin(document["reasons"]))
    spot = place_to_draw(document)
    first, chance = assessment.conditions[0]
    states, p = lesion_states(), assessment.found.p_states
    if spot is not None:
        fits = [n for n, state in enumerate(states) if (spot[1], spot[0]) in state.roots]
    elif chance >= STANDS_OUT:
        fits = [n for n, state in enumerate(states) if state.condition == first]
    else:
        return _sound(told)
    best = max(fits, key=lambda number: p[number])
    return route_of(states[best], told=told, follow=spot)


def _document(assessment: Assessment) -> dict[str, Any]:
    """The parts of the assessment's document that decide what is drawn."""
    return {
        "reasons": [{"finding": row.finding} for row in assessment.reasons],
        "roots": [
            {"root": root, "side": side, "probability": p} for side, root, p, _ in assessment.roots
        ],
        "predicted_chart": [
            {"side": side, "region": region, "p_numb": p}
            for (side, region), p in assessment.found.p_numb().items()
        ],
    }


def lesson_route(
    condition: str,
    level: str | None = None,
    side: str | None = None,
    zone: str | None = None,
    severity: str | None = None,
    subtype: str | None = None,
) -> NerveRoute:
    """The route of the commonest lesion that fits a description.

    Raises:
        UnknownTermError: a word that is not in the vocabulary, or a lesion that no state describes.
    """
    wanted = described(
        condition, level=level, side=side, zone=zone, severity=severity, subtype=subtype
    )
    fits = fitting_states(wanted)
    return route_of(max(fits, key=lambda state: state.weight))


def route_of(
    state: LesionState,
    *,
    told: frozenset[tuple[str, str]] = frozenset(),
    follow: tuple[str, str, str] | None = None,
) -> NerveRoute:
    """The route of one lesion; ``follow`` is the (root, side, region) of its main strand."""
    kind = _kind(state)
    if kind == "none":
        return _sound(told, state)
    steps, likely = steps_of(state)
    skin = steps[-1].skin
    strands = _strands(state, kind, told, skin)
    if follow is not None:
        root, side, region = follow
        strands = [*_strand(side, root, region, root), *strands]
    chosen: dict[tuple[str, str, str], Strand] = {}
    for one in strands:
        chosen.setdefault((one.side, one.root, one.region), one)
    return NerveRoute(
        kind=kind,
        condition=state.condition,
        severity=state.severity,
        level=state.level,
        zone=state.zone,
        side=state.side,
        pressed=tuple(_pressed(state)),
        strands=tuple(chosen.values()),
        steps=steps,
        likely=likely,
        told=told,
    )


def _kind(state: LesionState) -> Kind:
    legs = [leg for leg in (state.left, state.right) if leg.affected]
    if any(name.startswith("sacral_") for leg in legs for _, name in leg.roots):
        return "cauda"
    if any(leg.roots for leg in legs):
        return "plexus" if any(leg.beyond_ganglion for leg in legs) else "root"
    if any(leg.edges for leg in legs):
        return "nerve"
    diffuse = next((leg.diffuse for leg in legs if leg.diffuse), "")
    if state.condition in ("polyneuropathy", "guillain_barre"):
        return "long_fibres"
    return "cord" if diffuse and diffuse_effects()[diffuse].tone in ("upper", "mixed") else "none"


def _pressed(state: LesionState) -> Iterable[tuple[str, str]]:
    for side in SIDES:
        leg = getattr(state, side)
        yield from ((side, root) for root, _ in leg.roots)
        yield from ((side, child) for _, child in leg.edges)


def _strand(side: str, root: str, region: str, pressed: str | None) -> list[Strand]:
    path = skin_path(root, region)
    if path is None:
        return []
    here = pressed if any(stop.node == pressed for stop in path.stops) else None
    return [Strand(side=side, root=root, region=region, stops=path.stops, pressed=here)]


def _strands(
    state: LesionState,
    kind: Kind,
    told: frozenset[tuple[str, str]],
    skin: Mapping[tuple[str, str], float],
) -> list[Strand]:
    found: list[Strand] = []
    for side in SIDES:
        leg = getattr(state, side)
        roots = [root for root, _ in leg.roots]
        if kind == "cauda":
            roots.sort(key=lambda root: (root not in ("S3", "S4"), ROOTS.index(root)))
        for number, root in enumerate(roots):
            most = MOST_BRANCHES if len(roots) == 1 else 2 if number < 2 else 1
            found += _root_branches(side, root, told, most)
        for edge in leg.edges:
            found += _edge_branches(side, edge, told)
        if kind in ("long_fibres", "cord") and leg.diffuse:
            for root, region in SOUND_WAYS:
                found += _strand(side, root, region, f"seg_{root}" if kind == "cord" else None)
    painted = [one for one in found if (one.side, one.region) in told]
    first = max(painted, key=lambda one: skin.get((one.side, one.region), 0.0), default=None)
    return [first, *found] if first else found


def _root_branches(
    side: str, root: str, told: frozenset[tuple[str, str]], most: int
) -> list[Strand]:
    """One strand for each last nerve of a root, to the skin that is most its own."""
    return _distinct(
        side, [(root, region, skin_share(root, region)) for region in regions()], root, told, most
    )


def _edge_branches(
    side: str, edge: tuple[str, str], told: frozenset[tuple[str, str]]
) -> list[Strand]:
    """Strands through one stretch of a limb nerve."""
    ways = []
    for region in regions():
        through = share_through([edge], region)
        for root in ROOTS:
            path = skin_path(root, region)
            if path and edge[1] in [stop.node for stop in path.stops]:
                ways.append((root, region, through * path.share))
    best = max((share for *_, share in ways), default=0.0)
    scaled = [(root, region, share / best) for root, region, share in ways] if best else []
    return _distinct(side, scaled, edge[1], told, 3)


def _distinct(
    side: str,
    ways: Sequence[tuple[str, str, float]],
    pressed: str,
    told: frozenset[tuple[str, str]],
    most: int,
) -> list[Strand]:
    """Of ways that end in the same nerve the best one; painted skin first."""

    def weight(way: tuple[str, str, float]) -> tuple[float, bool]:
        share = way[2] * (4.0 if (side, way[1]) in told else 1.0)
        return round(share, 2), "plantar" not in way[1]

    found: dict[str, Strand] = {}
    for root, region, share in sorted(ways, key=weight, reverse=True):
        if share < BRANCH_FROM or len(found) == most:
            continue
        for strand in _strand(side, root, region, pressed):
            found.setdefault(strand.stops[-2].node, strand)
    return list(found.values())


def _sound(told: frozenset[tuple[str, str]], state: LesionState | None = None) -> NerveRoute:
    """Nothing pressed: the two longest ways of the sciatic nerve, on the side that was told of."""
    sides = [side for side in SIDES if side in {one for one, _ in told}] or list(SIDES)
    strands = [
        strand
        for side in sides
        for root, region in SOUND_WAYS
        for strand in _strand(side, root, region, None)
    ]
    steps, likely = steps_of(LesionState(condition="", subtype="", weight=0, side="", severity=""))
    return NerveRoute(
        kind="none",
        condition=state.condition if state else None,
        severity=None,
        level=None,
        zone=None,
        side=None,
        pressed=(),
        strands=tuple(strands),
        steps=steps,
        likely=likely,
        told=told,
    )
