"""What time does to lost fibres: degeneration, denervation of the muscle, and what grows back."""

from __future__ import annotations

import math
from typing import Literal

from sciatic.findings.nerve_lesions import test_constants

FibreKind = Literal["movement", "touch"]


def degenerated(weeks: float, kind: FibreKind) -> float:
    """Share of the lost fibres that no longer answer below the lesion, 0 to 1.

    Args:
        weeks: since the onset, 0 or more.
        kind: "movement" (read at the muscle) or "touch" (read on the nerve, some days later).
    """
    c = test_constants()
    name = "motor" if kind == "movement" else "sensory"
    start, end = c[f"wallerian_{name}_from_days"], c[f"wallerian_{name}_to_days"]
    return min(1.0, max(0.0, (7 * weeks - start) / (end - start)))


def fibrillation_onset_weeks(length_mm: float) -> float:
    """When a muscle this far from the foramen first shows fibrillation potentials."""
    c = test_constants()
    return _between(length_mm, c["fibrillation_near_weeks"], c["fibrillation_far_weeks"])


def denervated(weeks: float, length_mm: float, creeping: bool = False) -> float:
    """Share of the muscle fibres once denervated that still are: neighbours take them over.

    Args:
        weeks: since the onset.
        length_mm: from the foramen to the muscle.
        creeping: lost evenly over these weeks, instead of all at the onset.
    """
    c = test_constants()
    fade = _between(length_mm, c["fade_near_weeks"], c["fade_far_weeks"])
    since = max(0.0, weeks - c["reinnervation_weeks"])
    if not creeping or since == 0:
        return math.exp(-since / fade)
    return (weeks - since + fade * (1 - math.exp(-since / fade))) / weeks


def fibrillating(weeks: float, length_mm: float, creeping: bool = False) -> float:
    """Share of the muscle fibres whose axons are lost that a needle finds fibrillating, 0 to 1.

    None before the first weeks, by length; later those that no neighbour has taken over.

    Args:
        weeks, length_mm, creeping: as in ``denervated``.
    """
    if weeks < fibrillation_onset_weeks(length_mm):
        return 0.0
    return denervated(weeks, length_mm, creeping)


def _between(length_mm: float, near: float, far: float) -> float:
    """Linear in length from the paraspinal to the longest muscle, and level beyond them."""
    c = test_constants()
    start, end = c["fibrillation_near_mm"], c["fibrillation_far_mm"]
    way = min(1.0, max(0.0, (length_mm - start) / (end - start)))
    return near + way * (far - near)
