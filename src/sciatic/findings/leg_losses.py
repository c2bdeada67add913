"""What each kind of leg loses: touch, pinprick, strength and reflexes, under every plexus variant.

The latent Z has five values: normal; prefixed and postfixed plexus (a share of each weight moves
one root, for skin, muscles and reflexes alike); and a map one root up or down (skin alone: the
person's map, or the drawing, is that of the neighbouring root). A region's loss adds up over roots,
share times fibres blocked; losses of roots, nerves and long fibres are independent of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.anatomy import (
    ROOTS,
    length_mm,
    muscles,
    reflexes,
    regions,
    root_share,
    share_through,
)
from sciatic.evidence import probability, read_table
from sciatic.findings.parameters import parameters, with_the_first
from sciatic.pathology.effects import diffuse_effects, effect, pain_places
from sciatic.pathology.free_values import cached_unless_set
from sciatic.pathology.lesions import Leg
from sciatic.physiology import FibreEffect

Floats = npt.NDArray[np.float64]
LATENT = ("normal", "prefixed", "postfixed", "map_up", "map_down")
TERRITORY = "territory"
BEFORE_PLEXUS = "lumbar_dorsal_rami"  # leaves the root before the plexus: EMG tells them apart


@dataclass(frozen=True, slots=True)
class LegLosses:
    """Losses of every leg, shares from 0 to 1. ``territory`` is the share of a region's fibres that
    the lesion touches at all, however lightly, shaped as ``touch``.

    ``touch``, ``pinprick``, ``irritation``, ``pain``: (n_z, n_legs, n_regions).
    ``movement``: (n_z, n_legs, n_muscles). ``reflex``: (n_z, n_legs, n_reflexes).
    """

    touch: Floats
    pinprick: Floats
    irritation: Floats
    movement: Floats
    reflex: Floats
    pain: Floats
    territory: Floats


def latent_prior() -> Floats:
    """P(z), shape (5,)."""
    p = parameters()
    return with_the_first(np.array([p[f"latent_{name}"] for name in LATENT[1:]]))


def shifted(shares: Floats, latent: str, *, skin: bool) -> Floats:
    """Root shares, shape (n_targets, n_roots), under one value of the latent.

    In a prefixed plexus (or a map one up) a root serves what the next root down serves usually.
    """
    up, down = _moved(shares, 1), _moved(shares, -1)
    part = parameters()["variant_shift"]
    if latent == "prefixed":
        return (1 - part) * shares + part * up
    if latent == "postfixed":
        return (1 - part) * shares + part * down
    if latent == "map_up" and skin:
        return up
    if latent == "map_down" and skin:
        return down
    return shares


def _moved(shares: Floats, steps: int) -> Floats:
    """Every share handed to the root ``steps`` higher; the ends keep what would fall off."""
    moved = np.zeros_like(shares)
    for place in range(shares.shape[1]):
        goal = min(max(place - steps, 0), shares.shape[1] - 1)
        moved[:, goal] += shares[:, place]
    return moved


@cache
def share_table(kind: str) -> Floats:
    """Root shares of every region, muscle or reflex, shape (n_targets, n_roots)."""
    targets = {"region": regions, "muscle": muscles, "reflex": reflexes}[kind]()
    table = np.zeros((len(targets), len(ROOTS)))
    for row, target in enumerate(targets):
        for root, share in root_share(target).items():
            table[row, ROOTS.index(root)] = share
    return table


def _part(whole: FibreEffect, part: str) -> float:
    """One kind of loss; for the territory whether anything at all is touched."""
    return float(whole.irritation > 0) if part == TERRITORY else float(getattr(whole, part))


def _over_roots(leg: Leg, part: str) -> Floats:
    """Share of each root's fibres that is blocked or fires, shape (n_roots,)."""
    blocked = np.zeros(len(ROOTS))
    for root, name in leg.roots:
        blocked[ROOTS.index(root)] = _part(effect(name), part)
    return blocked


def _through_edges(leg: Leg, part: str, targets: Sequence[str]) -> Floats:
    if not leg.edges:
        return np.zeros(len(targets))
    through = _edge_shares(leg.edges, tuple(targets))
    return np.asarray(through) * _part(effect(leg.edge_effect), part)


@cache
def _edge_shares(edges: tuple[tuple[str, str], ...], targets: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(share_through(edges, target) for target in targets)


def _long_fibres(leg: Leg, part: str, lengths_mm: Floats, shift: bool) -> Floats:
    if not leg.diffuse:
        return np.zeros(len(lengths_mm))
    p = parameters()
    row = diffuse_effects()[leg.diffuse]
    strength = _part(row.effect, part)
    if part == TERRITORY and row.effect.touch < p["faint_touch"]:
        strength = 0.0
    if row.threshold_mm == 0:
        return np.full(len(lengths_mm), strength)
    threshold = row.threshold_mm - (row.motor_shift_mm + p["motor_length_mm"] if shift else 0)
    return strength / (1 + np.exp(-(lengths_mm - threshold) / p["length_width_mm"]))


def _together(*parts: Floats) -> Floats:
    kept = np.ones_like(parts[0])
    for part in parts:
        kept = kept * (1 - np.clip(part, 0, 1))
    return 1 - kept


def _skin(legs: Sequence[Leg], part: str) -> Floats:
    """Skin loss of one kind."""
    names = tuple(regions())
    lengths = np.array([length_mm(name) for name in names])
    table = share_table("region")
    out = np.zeros((len(LATENT), len(legs), len(names)))
    for z, latent in enumerate(LATENT):
        plain = part == TERRITORY and not latent.startswith("map")  # the map is the textbook's
        shares = table if plain else shifted(table, latent, skin=True)
        for number, leg in enumerate(legs):
            roots = shares @ _over_roots(leg, part)
            long_fibres = _long_fibres(leg, part, lengths, False)
            out[z, number] = _together(roots, _through_edges(leg, part, names), long_fibres)
    return out


def _movement(legs: Sequence[Leg]) -> Floats:
    names = tuple(muscles())
    lengths = np.array([length_mm(name) for name in names])
    loss = _motor(legs, "muscle", names, lambda leg: _long_fibres(leg, "movement", lengths, True))
    before_plexus = np.array([row.nerve == BEFORE_PLEXUS for row in muscles().values()])
    spared = np.array([leg.beyond_ganglion for leg in legs])
    kept: Floats = np.where(spared[:, None] & before_plexus, 0.0, loss)
    return kept


def _reflex(legs: Sequence[Leg]) -> Floats:
    names = tuple(reflexes())

    def long_fibres(leg: Leg) -> Floats:
        loss = np.zeros(len(names))
        if leg.diffuse:
            row = diffuse_effects()[leg.diffuse]
            loss[names.index("achilles_reflex")] = row.reflex_loss
            if row.tone == "lost":
                loss[:] = row.reflex_loss
        return loss

    return _motor(legs, "reflex", names, long_fibres)


def _motor(
    legs: Sequence[Leg], kind: str, names: tuple[str, ...], long_fibres: Callable[[Leg], Floats]
) -> Floats:
    table = share_table(kind)
    out = np.zeros((len(LATENT), len(legs), len(names)))
    for z, latent in enumerate(LATENT):
        shares = shifted(table, latent, skin=False)
        for number, leg in enumerate(legs):
            roots = shares @ _over_roots(leg, "movement")
            edges = _through_edges(leg, "movement", names)
            out[z, number] = _together(roots, edges, long_fibres(leg))
    return out


@cached_unless_set
def furman() -> Floats:
    """Provoked root pain, share of drawings that touch each region, (n_roots, n_regions).

    Roots that were not provoked take the nearest that was; every root is smoothed over its
    neighbours.
    """
    rows = read_table(
        "findings",
        "furman",
        lambda cells: (cells["root"], cells["regions"], probability(cells, "share")),
    )
    names = tuple(regions())
    table = np.zeros((len(ROOTS), len(names)))
    for root, pattern, share in rows:
        for place, name in enumerate(names):
            if fnmatch(name, pattern):
                table[ROOTS.index(root), place] = max(table[ROOTS.index(root), place], share)
    first, last = ROOTS.index("L3"), ROOTS.index("S1")
    table[:first], table[last + 1 :] = table[first], table[last]
    near = parameters()["pain_neighbour"]
    padded = np.vstack([table[:1], table, table[-1:]])
    smooth: Floats = near * padded[:-2] + (1 - 2 * near) * table + near * padded[2:]
    return smooth


@cached_unless_set
def _kernels() -> Mapping[str, Floats]:
    """P(pain mark) of each named kernel, shape (n_regions,)."""
    names = tuple(regions())
    found: dict[str, Floats] = {}
    for row in pain_places():
        p = found.setdefault(row.kernel, np.full(len(names), parameters()["pain_floor"]))
        for place, name in enumerate(names):
            if fnmatch(name, row.regions) and (row.p > p[place] or row.kernel == "none"):
                p[place] = row.p
    return found


def _pain(legs: Sequence[Leg]) -> Floats:
    p = parameters()
    skin = share_table("region")
    buttock = np.array([region.segment == "buttock" for region in regions().values()])
    pain = np.zeros((len(LATENT), len(legs), len(skin)))
    drawings, kernels = furman(), _kernels()
    for z, latent in enumerate(LATENT):
        shares = shifted(skin, latent, skin=True)
        for number, leg in enumerate(legs):
            if leg.pain in ("root", "dermatome") and leg.roots:
                fires = _over_roots(leg, "irritation") > 0
                band = np.minimum(shares[:, fires].sum(axis=1), 1)
                provoked = drawings[fires].max(axis=0)
                weights = (p["pain_furman"], p["pain_dermatome"])
                if leg.pain == "dermatome":
                    weights = (0.0, 1.0)
                mark = p["pain_floor"] + weights[0] * provoked + weights[1] * band
                if leg.pain == "root":
                    alone = p["pain_floor"] + p["pain_furman_buttock"] * provoked
                    mark = np.where(buttock, alone, mark)
                pain[z, number] = np.minimum(mark, p["pain_ceiling"])
            else:
                kernel = leg.pain if leg.pain in kernels else "none"
                pain[z, number] = kernels[kernel]
    return pain


def leg_losses(legs: Sequence[Leg]) -> LegLosses:
    """All losses of all legs; see ``LegLosses``."""
    scale = parameters()["irritation_scale"]
    return LegLosses(
        touch=_skin(legs, "touch"),
        pinprick=_skin(legs, "pinprick"),
        irritation=np.minimum(1.0, scale * _skin(legs, "irritation")),
        movement=_movement(legs),
        reflex=_reflex(legs),
        pain=_pain(legs),
        territory=_skin(legs, TERRITORY),
    )
