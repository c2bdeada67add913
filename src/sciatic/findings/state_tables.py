"""P(finding | whole lesion): bladder and bowel, which need both sides; scans; the slip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sciatic.anatomy import LEVELS, regions
from sciatic.findings.leg_losses import LegLosses
from sciatic.findings.leg_tables import SADDLE
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Floats, Table, binary, noisy
from sciatic.pathology.effects import diffuse_effects, effect
from sciatic.pathology.lesions import Leg, LesionState

SACRAL_ROOTS = ("S2", "S3", "S4")
SPHINCTERS = {
    "bladder_retention": "retention",
    "bladder_incontinence": "incontinence",
    "bladder_sensation_lost": "bladder_feeling",
    "bowel_incontinence": "bowel",
    "bowel_sensation_lost": "bowel_feeling",
    "sexual_dysfunction_new": "sexual",
}
RESIDUAL = ("under_100", "100_to_199", "200_or_more")
NO_URINE = ("under_6", "6_or_more")


@dataclass(frozen=True, slots=True)
class SacralDose:
    """What a lesion leaves of the sacral roots: saddle feeling lost, bladder control lost."""

    saddle: float
    bladder: float


def sacral_doses(
    states: Sequence[LesionState], legs: Mapping[Leg, int], losses: LegLosses
) -> tuple[SacralDose, ...]:
    """The dose of every state.

    Saddle feeling follows the worse side; bladder and bowel hang on the less pressed side, and what
    the other side has more counts a quarter.
    """
    part = parameters()["sacral_other_side"]
    names = list(regions())
    saddle = losses.touch[0][:, [names.index(one) for one in SADDLE]].mean(axis=1)
    doses = []
    for state in states:
        left, right = _sacral_loss(state.left), _sacral_loss(state.right)
        bladder = min(left, right) + part * abs(left - right)
        worse = max(saddle[legs[state.left]], saddle[legs[state.right]])
        doses.append(SacralDose(round(float(worse), 2), round(bladder, 2)))
    return tuple(doses)


def _sacral_loss(leg: Leg) -> float:
    """Mean share of fibres lost over S2 to S4 in one side's roots or by the cord."""
    named = dict(leg.roots)
    lost = [
        (effect(named[root]).touch + effect(named[root]).movement) / 2 if root in named else 0.0
        for root in SACRAL_ROOTS
    ]
    below = diffuse_effects()[leg.diffuse].sacral if leg.diffuse else 0.0
    return max(sum(lost) / len(lost), below)


def sacral_tables(doses: Sequence[SacralDose]) -> Iterator[Table]:
    """Saddle, bladder and bowel; block "sacral", one column a dose."""
    p = parameters()
    saddle = np.array([dose.saddle for dose in doses])
    bladder = np.array([dose.bladder for dose in doses])

    def table(key: str, values: tuple[object, ...], cells: Floats) -> Table:
        return Table(key, "sacral", "sacral", values, noisy(cells[None, None], p["noise"]))

    told = p["sacral_saddle_floor"] + p["sacral_saddle"] * np.minimum(1, p["loss_scale"] * saddle)
    yield table("saddle_numbness", (False, True), binary(told))
    for finding, name in SPHINCTERS.items():
        p_true = p[f"sphincter_floor_{name}"] + p[f"sacral_{name}"] * bladder
        yield table(finding, (False, True), binary(p_true))
    slack = p["sphincter_floor_anal_tone"] + p["sacral_anal_tone"] * bladder
    gone = p["anal_tone_absent_share"]
    tone = np.stack([1 - slack, (1 - gone) * slack, gone * slack], axis=-1)
    yield table("anal_tone", ("normal", "reduced", "absent"), tone)
    high = p["residual_floor"] + p["sacral_residual"] * bladder
    middle = p["residual_middle"] * (1 - high)
    residual = np.stack([1 - high - middle, middle, high], axis=-1)
    yield table("post_void_residual_ml", RESIDUAL, residual)
    none_passed = p["no_urine_floor"] + p["no_urine_share"] * p["sacral_retention"] * bladder
    yield table("hours_without_urine", NO_URINE, binary(none_passed))


@dataclass(frozen=True, slots=True)
class Place:
    """What a scan would show: the condition, its levels, zone and side."""

    condition: str
    levels: tuple[str, ...]
    zone: str | None
    side: str


SCAN_WORDS = ("bulge", "herniation", "stenosis", "slip", "fracture", "tumour", "infection", "none")
SCAN_CONDITIONS = {
    "herniation": ("disc_herniation", "cauda_equina_syndrome"),
    "bulge": ("disc_herniation",),
    "stenosis": ("spinal_stenosis", "spondylolisthesis", "cauda_equina_syndrome"),
    "slip": ("spondylolisthesis",),
    "fracture": ("vertebral_fracture",),
    "tumour": ("spinal_malignancy",),
    "infection": ("spinal_infection",),
}


def place_tables(places: Sequence[Place]) -> Iterator[Table]:
    """A scan that names a finding at a level, and a slip there; block "place"."""
    p = parameters()
    for word in SCAN_WORDS:
        for level in (*LEVELS, ""):
            p_true = np.array([_scan_p(place, word, level) for place in places])
            yield Table(
                f"mri_finding.{word}.{level}", "tests", "place", (False, True),
                noisy(binary(p_true)[None, None], p["noise"]),
            )  # fmt: skip
    for level in LEVELS:
        slipped = np.array([
            p["slip_seen"] if place.condition == "spondylolisthesis" and level in place.levels
            else p["slip_background"] / p["slip_levels"]
            for place in places
        ])  # fmt: skip
        yield Table(
            f"slip_percent.{level}", "tests", "place", (False, True),
            noisy(binary(slipped)[None, None], p["noise"]),
        )  # fmt: skip


def _scan_p(place: Place, word: str, level: str) -> float:
    """P(a scan report names this at this level | what is there)."""
    p = parameters()
    if word == "none":
        spinal = any(place.condition in conditions for conditions in SCAN_CONDITIONS.values())
        return p["mri_other"] if spinal else 1 - p["mri_protrusion"]
    hit = place.condition in SCAN_CONDITIONS[word]
    if hit and place.levels:
        return p["mri_match"] if level in place.levels or not level else p["mri_other"]
    if hit:
        return p["mri_match"] if not level else p["mri_match"] / len(LEVELS)
    common = word in ("bulge", "herniation", "stenosis")
    background = p["mri_protrusion"] if common else p["mri_rare"]
    return background if not level else background / len(LEVELS)
