"""Blood flow and supply of a pressed segment of root or nerve.

A vascular waterfall: blood enters at a pressure that goes with the mean arterial pressure and
leaves against the higher of venous and outer pressure. Vessels differ, so both stop pressures
are spread (normal) and the flow is a smooth mean. What blood does not bring, neighbours and
cerebrospinal fluid bring in part, from the ends of the segment. Pure Python: runs at compile time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from sciatic.errors import UnknownTermError
from sciatic.physiology.pressure_constants import constant

TISSUES = ("root", "ganglion", "limb_nerve")
LEVELS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The stretch of root or nerve that is pressed.

    Attributes:
        tissue: "root", "ganglion" or "limb_nerve".
        length_mm: length under pressure, above 0 up to 500.
        mean_arterial_mmhg: mean arterial pressure, 40 to 200.
        levels: 1, or 2 where the segment lies between two pressed levels and its blood must
            pass both.
        onset_s: how long the pressure took to come on, in s, above 0.
        route_mm: way from the segment to what its fibres serve, over which lost axons regrow.

    Raises:
        UnknownTermError: an unknown tissue.
        ValueError: a figure out of its range; the message says what to give.
    """

    tissue: str = "root"
    length_mm: float = field(default_factory=lambda: constant("default_length_mm"))
    mean_arterial_mmhg: float = field(default_factory=lambda: constant("default_map_mmhg"))
    levels: int = 1
    onset_s: float = field(default_factory=lambda: constant("oedema_onset_s"))
    route_mm: float = field(default_factory=lambda: constant("route_mm"))

    def __post_init__(self) -> None:
        if self.tissue not in TISSUES:
            raise UnknownTermError("tissue", self.tissue, TISSUES)
        if self.levels not in LEVELS:
            raise ValueError(f"levels is {self.levels}; give 1 or 2 pressed levels")
        longest = constant("longest_mm")
        if not 0 < self.length_mm <= longest:
            raise ValueError(
                f"length_mm is {self.length_mm:g}; give a length above 0 up to {longest:g} mm"
            )
        low, high = constant("lowest_map_mmhg"), constant("highest_map_mmhg")
        if not low <= self.mean_arterial_mmhg <= high:
            raise ValueError(
                f"mean_arterial_mmhg is {self.mean_arterial_mmhg:g}; give the mean arterial "
                f"pressure, {low:g} to {high:g} mmHg (diastolic plus a third of the difference)"
            )
        if not 0 < self.onset_s < math.inf:
            raise ValueError(f"onset_s is {self.onset_s:g}; give seconds above 0")
        if not 0 < self.route_mm < math.inf:
            raise ValueError(f"route_mm is {self.route_mm:g}; give a way above 0 mm")

    def of_tissue(self, name: str) -> float:
        """The constant ``name`` of this segment's tissue, such as "venule_stop_mmhg"."""
        return constant(f"{self.tissue}_{name}")

    @property
    def arteriole_stop_mmhg(self) -> float:
        """Outer pressure at which its arterioles stand still on the mean, in mmHg."""
        return self.of_tissue("arteriole_stop_share") * self.mean_arterial_mmhg


def check_pressure(pressure_mmhg: float) -> None:
    """Refuse a pressure that is negative or not finite, with a ``ValueError``."""
    if not 0 <= pressure_mmhg < math.inf:
        raise ValueError(
            f"pressure_mmhg is {pressure_mmhg:g}; a pressure is 0 or more, above that of the "
            "tissue at rest"
        )


def blood_flow(pressure_mmhg: float, segment: Segment) -> float:
    """Effective flow through a pressed segment as a share of normal, 1 to 0.

    Effective: what keeps fibres fed. Capillaries under a balloon stand still from 40 mmHg
    (olmarker1989flow) and yet pigs conduct for 4 h at 50 (pedowitz1992), fed along the arterioles.

    Args:
        pressure_mmhg: pressure on the segment, 0 or more.
        segment: what is pressed.

    Raises:
        ValueError: a negative pressure.
    """
    check_pressure(pressure_mmhg)
    share = _through(pressure_mmhg, segment) / _through(0.0, segment)
    if segment.levels > 1:
        fall = pressure_mmhg / segment.of_tissue("venule_stop_mmhg")
        share *= math.exp(-constant("outlet_exponent") * fall)
    return min(1.0, share)


def shared_supply(segment: Segment) -> float:
    """Share of a gap in supply that is filled from the segment's ends, 1 (short) to 0 (long).

    Steady diffusion against use over a slab fed at both ends, mean over its length:
    tanh(a) / a with a = length / (2 reach).
    """
    half = segment.length_mm / (2.0 * constant("reach_mm"))
    return math.tanh(half) / half


def supply(pressure_mmhg: float, segment: Segment) -> float:
    """What a segment gets in the long run, share of its need, without oedema: 1 to 0."""
    gap = 1.0 - blood_flow(pressure_mmhg, segment)
    return 1.0 - gap * (1.0 - shared_supply(segment))


def unevenness(segment: Segment) -> float:
    """How much the gap in supply differs from fibre to fibre: relative SD.

    From the measured spread of arteriolar stop pressures over the driving pressure.
    """
    spread = segment.of_tissue("arteriole_spread_share") * segment.mean_arterial_mmhg
    drive = segment.arteriole_stop_mmhg - segment.of_tissue("venule_stop_mmhg")
    return spread / max(drive, spread)


def _through(pressure_mmhg: float, segment: Segment) -> float:
    """Mean driving pressure in mmHg, over vessels whose stop pressures are spread."""
    stop = segment.of_tissue("venule_stop_mmhg")
    wide = segment.of_tissue("venule_spread_mmhg")
    back = stop + wide * _mean_excess((pressure_mmhg - stop) / wide)
    spread = segment.of_tissue("arteriole_spread_share") * segment.mean_arterial_mmhg
    return spread * _mean_excess((segment.arteriole_stop_mmhg - back) / spread)


def _mean_excess(z: float) -> float:
    """Mean of max(z - X, 0) for a standard normal X."""
    below = 0.5 * math.erfc(-z / math.sqrt(2.0))
    return max(0.0, z * below + math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi))
