"""What nerve tests would find gone in each kind of leg, under every plexus variant.

The rules are those of the laboratory's table (``nerve_lesions``, ``regeneration``,
``late_responses``); here they are summed over root shares for all legs and values of the latent Z
at once. Needle and sensory potential answer to lost axons: a block that leaves the axon alive
shows only where the test sends its signal across it. The H-reflex goes to the cord and back and
answers to every lesion on the way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.anatomy import ROOTS, length_mm, muscles, reflexes
from sciatic.evidence import bounded, read_table
from sciatic.findings.late_responses import H_REFLEX, gone, h_size
from sciatic.findings.leg_losses import LATENT, share_table, shifted
from sciatic.findings.nerve_lesions import (
    BEFORE_PLEXUS,
    FibreKind,
    Harm,
    diffuse_natures,
    ganglion_taken_on_average,
    hardest_hit,
    harm,
    share_of_roots,
    tolls_beyond_roots,
)
from sciatic.findings.nerve_studies import unanswered
from sciatic.findings.parameters import parameters
from sciatic.findings.regeneration import fibrillating
from sciatic.pathology.lesions import Leg
from sciatic.physiology.surface import LATE

Floats = npt.NDArray[np.float64]
LOST = Harm._fields.index("lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class SensoryPotential:
    """A row of sensory_potentials.csv: recorded at ``at_mm``, sent from ``from_mm``."""

    nerve: str
    from_mm: float
    at_mm: float


@dataclass(frozen=True, slots=True)
class NerveLosses:
    """What tests find in every leg, shares from 0 to 1.

    ``denervated``: muscle fibres that fibrillate, (n_z, n_legs, n_muscles). ``sensory``: sensory
    potential gone, (n_z, n_legs, n_potentials). ``h_size``: H-reflex over a sound leg's, and
    ``h_late``: share of what is left of it that comes late, (n_z, n_legs).
    """

    denervated: Floats
    sensory: Floats
    h_size: Floats
    h_late: Floats


@cache
def sensory_potentials() -> tuple[SensoryPotential, ...]:
    """Every sensory potential that a case may tell."""

    def parse(cells: Mapping[str, str]) -> SensoryPotential:
        at_mm = length_mm(cells["target"])
        return SensoryPotential(
            nerve=cells["nerve"],
            from_mm=at_mm - bounded(cells, "back_mm", 0, 500),
            at_mm=at_mm,
        )

    return read_table("findings", "sensory_potentials", parse)


def nerve_losses(legs: Sequence[Leg]) -> NerveLosses:
    """All that nerve tests find gone in all legs; see ``NerveLosses``."""
    size, late = _h_reflex(legs)
    return NerveLosses(
        denervated=_denervated(legs), sensory=_sensory(legs), h_size=size, h_late=late
    )


def usual_weeks(leg: Leg) -> float:
    """Since the onset at a usual needle examination; what creeps has lasted longer."""
    weeks = parameters()["needle_weeks"]
    return max(weeks, diffuse_natures()[leg.diffuse].weeks) if leg.diffuse else weeks


def _harm_of_roots(leg: Leg, kind: FibreKind) -> Floats:
    """``Harm`` to each root's own fibres, (4, n_roots)."""
    table = np.zeros((4, len(ROOTS)))
    for root, name in leg.roots:
        seen = ganglion_taken_on_average(leg, root) if kind == "touch" else 1.0
        table[:, ROOTS.index(root)] = harm(name, kind, seen)
    return table


def _denervated(legs: Sequence[Leg]) -> Floats:
    names = tuple(muscles())
    shares = [shifted(share_table("muscle"), latent, skin=False) for latent in LATENT]
    out = np.zeros((len(LATENT), len(legs), len(names)))
    for number, leg in enumerate(legs):
        lost = _harm_of_roots(leg, "movement")[LOST]
        weeks = usual_weeks(leg)
        seen = np.array([fibrillating(weeks, length_mm(name)) for name in names])
        kept = np.array([_without_axons(leg, name, weeks) for name in names])
        for z in range(len(LATENT)):
            of_roots = shares[z] @ lost
            of_roots[names.index(BEFORE_PLEXUS)] = _at_the_spine(leg, lost)
            out[z, number] = 1 - (1 - np.minimum(of_roots, 1) * seen) * kept
    return out


def _at_the_spine(leg: Leg, lost: Floats) -> float:
    whole = hardest_hit(leg, share_of_roots(BEFORE_PLEXUS))
    return float(sum(share * lost[ROOTS.index(root)] for root, share in whole.items()))


def _without_axons(leg: Leg, muscle: str, weeks: float) -> float:
    """Share of a muscle that no lesion of a nerve or of long fibres makes fibrillate."""
    at = length_mm(muscle)
    kept = 1.0
    for toll in tolls_beyond_roots(leg, muscle, "movement", at):
        kept *= 1 - min(1.0, toll.lost) * fibrillating(weeks, at, toll.creeping)
    return kept


def _sensory(legs: Sequence[Leg]) -> Floats:
    rows = sensory_potentials()
    whole = np.array([[share_of_roots(row.nerve).get(root, 0.0) for root in ROOTS] for row in rows])
    shares = [shifted(whole, latent, skin=True) for latent in LATENT]
    out = np.zeros((len(LATENT), len(legs), len(rows)))
    for number, leg in enumerate(legs):
        lost = _harm_of_roots(leg, "touch")[LOST]
        kept = np.array([_answers(leg, row) for row in rows])
        for z in range(len(LATENT)):
            out[z, number] = 1 - (1 - np.minimum(shares[z] @ lost, 1)) * kept
    return out


def _answers(leg: Leg, row: SensoryPotential) -> float:
    """Share of a potential that lesions of nerves and of long fibres leave."""
    kept = 1.0
    for toll in tolls_beyond_roots(leg, row.nerve, "touch", row.at_mm):
        kept *= 1 - unanswered(toll, row.from_mm, row.at_mm)
    return kept


def _h_reflex(legs: Sequence[Leg]) -> tuple[Floats, Floats]:
    whole = share_table("reflex")[list(reflexes()).index(H_REFLEX)]
    shares = [shifted(whole[None], latent, skin=False)[0] for latent in LATENT]
    size, late = np.zeros((2, len(LATENT), len(legs)))
    for number, leg in enumerate(legs):
        for z in range(len(LATENT)):
            into, late_in = _limb(leg, "touch", shares[z])
            out, late_out = _limb(leg, "movement", shares[z])
            size[z, number] = h_size(into, out)
            late[z, number] = 1 - (1 - late_in) * (1 - late_out)
    return size, late


def _limb(leg: Leg, kind: FibreKind, shares: Floats) -> tuple[float, float]:
    """One limb of the arc: share of its fibres that carry on, and share of those that are late."""
    lost, cut_off, blocked, late = _harm_of_roots(leg, kind) @ shares
    kept = max(0.0, 1 - lost - cut_off - blocked)
    in_time = 1 - min(1.0, late / kept) if kept > 0 else 1.0
    beyond = tolls_beyond_roots(leg, H_REFLEX, kind, length_mm("soleus"))
    for toll in beyond:
        if toll.from_foramen_mm > -math.inf and toll.velocity_ratio < LATE:
            in_time *= 1 - toll.slowed
    return kept * (1 - gone(beyond)), 1 - in_time
