"""Lesion states of the spine: discs, stenosis, slips and the cauda equina, from the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Literal

from sciatic.anatomy import ROOTS, level, zone_roots
from sciatic.evidence import probability, read_table
from sciatic.pathology.lesions import SOUND, Leg, LesionState
from sciatic.pathology.pressure import SEVERITIES, grades

SUBSET_FLOOR = 0.012  # of the likeliest subset: rarer ones are dropped (sciatic_prototype)
RecordType = Literal["compression", "stenosis_compression"]
LESION_SIDES = {"left": ("left",), "right": ("right",), "both": ("left", "right")}


@cache
def shares() -> Mapping[tuple[str, str], Mapping[str, float]]:
    """P(value) of each (subtype, axis) of shares.csv; each adds up to one."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    rows = read_table(
        "pathology",
        "shares",
        lambda cells: (
            cells["subtype"],
            cells["axis"],
            cells["value"],
            probability(cells, "share"),
        ),
    )
    for subtype, axis, value, share in rows:
        found.setdefault((subtype, axis), {})[value] = share
    return {key: _normalised(values) for key, values in found.items()}


def _normalised(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {value: share / total for value, share in values.items()}


@cache
def root_subsets(
    level_name: str, zone: str, record_type: RecordType = "compression"
) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Which roots a place presses on its side, with P(subset): never none, cauda equina apart.

    The probabilities of ``levels.csv`` are of each root by itself; the subsets follow from them as
    independent, those below a floor are dropped and the rest normalised.
    """
    singles = [
        (pressed.roots[0], pressed.probability)
        for pressed in zone_roots(level_name, zone, record_type)
        if len(pressed.roots) == 1
    ]
    found: dict[tuple[str, ...], float] = {}
    for choice in product((False, True), repeat=len(singles)):
        roots = tuple(root for (root, _), chosen in zip(singles, choice, strict=True) if chosen)
        weight = 1.0
        for (_, p), chosen in zip(singles, choice, strict=True):
            weight *= p if chosen else 1 - p
        if roots:
            found[tuple(sorted(roots, key=ROOTS.index))] = weight
    floor = SUBSET_FLOOR * max(found.values())
    kept = {roots: weight for roots, weight in found.items() if weight >= floor}
    return tuple(_normalised_pairs(kept))


def _normalised_pairs(
    weights: Mapping[tuple[str, ...], float],
) -> Iterator[tuple[tuple[str, ...], float]]:
    total = sum(weights.values())
    for roots, weight in weights.items():
        yield roots, weight / total


def _state(
    subtype: str, weight: float, side: str, severity: str, leg: Leg, **place: str | None
) -> LesionState:
    sides = LESION_SIDES.get(side, ())
    return LesionState(
        condition="",
        subtype=subtype,
        weight=weight,
        side=side,
        severity=severity,
        left=leg if "left" in sides else SOUND,
        right=leg if "right" in sides else SOUND,
        roots=tuple((one, root) for one in sides for root, _ in leg.roots),
        **place,
    )


def _place(zone: str) -> str:
    """Where the roots are hurt: in a central zone they are still in the sac."""
    return "canal" if zone == "central" else zone


def disc_states(subtype: str) -> Iterator[LesionState]:
    """A disc at every level, zone, side, severity and subset of roots."""
    zone_of = {"disc_central": {"central": 1.0}, "disc_subarticular": {"subarticular": 1.0}}
    zones = zone_of.get(subtype) or shares()[subtype, "zone"]
    places = product(shares()[subtype, "level"].items(), zones.items())
    for (level_name, p_level), (zone, p_zone) in places:
        for (roots, p_roots), (side, p_side), severity in product(
            root_subsets(level_name, zone), shares()[subtype, "side"].items(), SEVERITIES
        ):
            weight = p_level * p_zone * p_roots * p_side * grades()["disc", severity].share
            leg = Leg(
                roots=tuple((root, f"disc:{severity}") for root in roots),
                pain="root",
                tension="root",
                place=_place(zone),
            )
            yield _state(subtype, weight, side, severity, leg, level=level_name, zone=zone)


def canal_states(subtype: str, *, like: str | None = None) -> Iterator[LesionState]:
    """Central narrowing: the roots below the disc, one to three of them, on one or both sides.

    ``like`` takes the shares of another subtype (a pair has those of its stenosis).
    """
    table = like or subtype
    pn = subtype == "stenosis_pn"
    for (name, p_level), (side, p_side), (depth, p_depth), severity in product(
        shares()[table, "level"].items(),
        shares()[table, "side"].items(),
        shares()[table, "depth"].items(),
        SEVERITIES,
    ):
        first, _, second = name.partition("+")
        start = ROOTS.index(level(first).traversing_root.name)
        roots = ROOTS[start : start + int(depth) + (1 if second else 0)]
        leg = Leg(
            roots=tuple((root, f"stenosis:{severity}") for root in roots),
            pain="claudication",
            tension="stenosis",
            diffuse="pn_stage2" if pn else "",
        )
        weight = p_level * p_side * p_depth * grades()["stenosis", severity].share
        state = _state(
            subtype, weight, side, severity, leg, level=second or first, zone="central",
            second_level=first if second else None,
        )  # fmt: skip
        yield _with_polyneuropathy(state) if pn else state


def _with_polyneuropathy(state: LesionState) -> LesionState:
    """Long fibres are sick in both legs, also in the one that the canal spares."""
    spared = Leg(diffuse="pn_stage2", pain="feet")
    return LesionState(
        **{
            **{name: getattr(state, name) for name in LesionState.__slots__},
            "left": spared if state.left is SOUND else state.left,
            "right": spared if state.right is SOUND else state.right,
            "also_present": "polyneuropathy",
        }
    )


def recess_states(
    subtype: str, zone: str, family: str, *, side_of: str | None = None
) -> Iterator[LesionState]:
    """Lateral recess or foramen: the roots that levels.csv gives the place."""
    table = side_of or subtype
    for (name, p_level), (side, p_side), severity in product(
        shares()[table, "level"].items(), shares()[table, "side"].items(), SEVERITIES
    ):
        for roots, p_roots in root_subsets(name, zone, "stenosis_compression"):
            leg = Leg(
                roots=tuple((root, f"{family}:{severity}") for root in roots),
                pain="root",
                tension="root" if family == "foraminal" else "stenosis",
                place=_place(zone),
            )
            weight = p_level * p_side * p_roots * grades()[family, severity].share
            yield _state(subtype, weight, side, severity, leg, level=name, zone=zone)


def back_only_slips(subtype: str) -> Iterator[LesionState]:
    """A slip that hurts the back alone."""
    for name, p_level in shares()[subtype, "level"].items():
        yield _state(subtype, p_level, "none", "mild", SOUND, level=name)


def cauda_equina_states(subtype: str) -> Iterator[LesionState]:
    """Level x stage x which sacral roots x which legs, and how hard and how far down.

    A severity with ":all" presses every root below the disc to S1, else the first two.
    """
    axes = {axis: shares()["ces", axis] for axis in ("stage", "sacral_side", "legs")}
    severities = shares()["ces", "leg_severity"]
    for (name, p_level), (stage, p_stage), (sacral, p_sacral), (legs, p_legs) in product(
        shares()[subtype, "level"].items(), *(axis.items() for axis in axes.values())
    ):
        weight = p_level * p_stage * p_sacral * p_legs
        for severity, p_severity in {"mild": 1.0}.items() if legs == "none" else severities.items():
            yield _cauda(subtype, weight * p_severity, name, (stage, sacral), (legs, severity))


def _cauda(
    subtype: str, weight: float, name: str, saddle: tuple[str, str], legs: tuple[str, str]
) -> LesionState:
    stage, sacral_side = saddle
    leg_side = legs[0]
    severity, _, reach = legs[1].partition(":")
    below = level(name).traversing_root.and_below()
    near = below[: below.index("S1") + 1] if reach == "all" else below[:2]
    leg_roots = [root for root in near if root not in ("S2", "S3")]
    both: dict[str, Leg] = {}
    for side in ("left", "right"):
        roots: list[tuple[str, str]] = []
        if side in LESION_SIDES.get(leg_side, ()):
            roots += [(root, f"disc:{severity}") for root in leg_roots]
        if side in LESION_SIDES[sacral_side]:
            roots += [(root, f"sacral_{stage}") for root in ("S2", "S3", "S4", "S5")]
        hurts = side in LESION_SIDES.get(leg_side, ())
        both[side] = Leg(
            roots=tuple(roots), pain="root" if hurts else "none",
            tension="root" if hurts else "back", affected=bool(roots),
        )  # fmt: skip
    side = "both" if leg_side == "none" else leg_side
    return LesionState(
        condition="",
        subtype=subtype,
        weight=weight,
        side=side,
        severity={"early": "mild", "incomplete": "moderate", "retention": "severe"}[stage],
        level=name,
        zone="central",
        roots=tuple((one, root) for one in both for root, _ in both[one].roots),
        left=both["left"],
        right=both["right"],
    )
