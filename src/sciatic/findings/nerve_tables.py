"""P(finding of a nerve test | what it finds gone): needle, sensory potentials, H-reflex."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sciatic.anatomy import muscles
from sciatic.findings.leg_tables import leg_table, present, three
from sciatic.findings.nerve_lesions import test_constants
from sciatic.findings.nerve_losses import NerveLosses, sensory_potentials
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Table, logistic


def nerve_tables(losses: NerveLosses) -> Iterator[Table]:
    """Every table that reads a leg's nerve tests, block "leg"."""
    yield from _needle(losses)
    yield from _sensory(losses)
    yield _h_reflex(losses)


def _needle(losses: NerveLosses) -> Iterator[Table]:
    """Half are called denervated at the share from which the laboratory's table shows 1+."""
    p, cut = parameters(), test_constants()["fibrillation_1"]
    seen = logistic(losses.denervated, cut, p["denervation_width"])
    shown = p["denervation_floor"] + p["denervation_gain"] * seen
    for place, muscle in enumerate(muscles()):
        yield leg_table(f"emg_denervation.{muscle}", "tests", present(shown[..., place]))


def _sensory(losses: NerveLosses) -> Iterator[Table]:
    p = parameters()
    cut = logistic(losses.sensory, p["snap_cut"], p["snap_width"])
    low = p["snap_floor"] + p["snap_gain"] * cut
    for place, row in enumerate(sensory_potentials()):
        key = f"sensory_nerve_action_potential.{row.nerve}"
        yield leg_table(key, "tests", three(low[..., place]))


def _h_reflex(losses: NerveLosses) -> Table:
    """Out of order by what is left in time; then absent by what is left at all."""
    p, least = parameters(), test_constants()["h_least_seen"]
    in_time = losses.h_size * (1 - p["h_reflex_late_part"] * losses.h_late)
    odd = logistic(1 - in_time, p["h_reflex_cut"], p["h_reflex_width"])
    low = p["h_reflex_floor"] + p["h_reflex_gain"] * odd
    gone = logistic(least - losses.h_size, 0.0, p["h_reflex_absent_width"])
    base = p["h_reflex_absent_base"]
    absent = base + (1 - base) * p["h_reflex_absent_gain"] * gone
    return leg_table(
        "h_reflex", "tests", np.stack([low * absent, low * (1 - absent), 1 - low], axis=-1)
    )
