"""The two lines under the table: what is abnormal, and what it fits. Drawn from the table alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sciatic.anatomy import ROOTS, node_label, root_share
from sciatic.findings.needle import Needle
from sciatic.findings.nerve_readings import Reading

SIDES = ("left", "right")
SENSORY = ("sural", "superficial_fibular")
MOTOR = ("fibular_edb", "tibial_ah")
PARASPINALS = "lumbar_paraspinals"
FIBULAR_BELOW_HEAD = ("deep_fibular", "superficial_fibular")
NEAR_ROOTS = ("L2", "L3", "L4", "L5", "S1", "S2")
SECOND_ROOT = 0.75  # of the first root's score: named beside it
TOO_EARLY_WEEKS = 3.0
MANY_MUSCLES = 3  # denervated in the limb: with silent paraspinals a root is unlikely
PARASPINAL_WEEKS = 10.0  # later the paraspinals of a root lesion may have recovered
SLOWED_READINGS = 2  # of the motor ones in each leg: more than one nerve is slow all along


@dataclass(frozen=True, slots=True)
class _Leg:
    """What is abnormal in one leg."""

    side: str
    readings: tuple[Reading, ...]
    needle: tuple[Needle, ...]

    def flagged(self, *studies: str, measures: str = "") -> tuple[Reading, ...]:
        return tuple(
            r for r in self.readings if r.flag and r.study in studies and measures in r.measure
        )

    @property
    def muscles(self) -> tuple[Needle, ...]:
        return tuple(row for row in self.needle if row.abnormal)

    @property
    def paraspinals(self) -> bool:
        return any(row.muscle == PARASPINALS and row.denervated for row in self.needle)

    @property
    def sensory(self) -> bool:
        return bool(self.flagged(*SENSORY, measures="amplitude"))

    @property
    def head(self) -> bool:
        return any(r.flag in ("drop", "slowed") for r in self.readings)

    @property
    def slowed(self) -> tuple[Reading, ...]:
        """Motor velocities, distal latencies and F-waves beyond their limits."""
        return tuple(
            r
            for r in self.readings
            if r.flag in ("low", "high") and r.study in MOTOR and "amplitude" not in r.measure
        )

    @property
    def h_reflex(self) -> bool:
        return bool(self.flagged("h_reflex"))

    @property
    def abnormal(self) -> bool:
        return bool(self.muscles) or any(row.flag for row in self.readings)


def conclude(
    readings: Sequence[Reading], needle: Sequence[Needle], weeks: float
) -> tuple[str, str]:
    """What is abnormal, and what that fits.

    Args:
        readings, needle: the table, both legs.
        weeks: since the onset.
    """
    legs = [
        _Leg(
            side,
            tuple(r for r in readings if r.side == side),
            tuple(n for n in needle if n.side == side),
        )
        for side in SIDES
    ]
    ill = [leg for leg in legs if leg.abnormal]
    if not ill:
        poor = any(row.recruitment == "poor effort" for row in needle)
        return _nothing(poor, weeks)
    told = {leg.side: _facts(leg) for leg in ill}
    alike = len(set(told.values())) < len(told)
    if alike:
        told = {"both": told["left"]}
    facts = "; ".join(f"{side.capitalize()}: {what}" for side, what in told.items())
    return facts + ".", _meaning(ill, alike, weeks)


def _nothing(poor: bool, weeks: float) -> tuple[str, str]:
    if poor:
        return (
            "Nerves and muscles are sound, but few units are driven, and slowly.",
            "Fits a cause above the motoneurone (brain, cord), pain, or little effort.",
        )
    early = " So early the needle is still silent." if weeks < TOO_EARLY_WEEKS else ""
    return (
        "All within normal limits.",
        f"This does not rule out an irritated or lightly pressed root.{early}",
    )


def _facts(leg: _Leg) -> str:
    parts = []
    active = [row for row in leg.muscles if row.denervated]
    if active:
        parts.append(
            f"denervation in {_listed(row.label.split(' (')[0].lower() for row in active)}"
        )
    elif leg.muscles:
        count = len(leg.muscles)
        plural = "muscle" if count == 1 else "muscles"
        parts.append(f"{count} {plural} weakly recruited or remodelled, no denervation")
    if leg.h_reflex:
        gone = any(r.flag == "absent" for r in leg.flagged("h_reflex"))
        parts.append("H-reflex absent" if gone else "H-reflex late or small")
    if leg.head:
        parts.append("slowing or block at the fibular head")
    parts.append("sensory potentials low" if leg.sensory else "sensory potentials kept")
    return ", ".join(parts)


def _listed(names: Iterable[str], most: int = 4) -> str:
    shown = list(names)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def _meaning(ill: Sequence[_Leg], alike: bool, weeks: float) -> str:
    slow = all(len(leg.slowed) >= SLOWED_READINGS for leg in ill)
    if len(ill) == 2 and (
        slow or all(leg.sensory and not leg.paraspinals and not leg.head for leg in ill)
    ):
        kind = "with slowing (demyelination)" if slow else "with loss of axons, longest first"
        return f"Fits a polyneuropathy {kind}."
    if alike and not any(row.denervated for row in ill[0].needle) and not ill[0].h_reflex:
        return "Fits an early or mild polyneuropathy, or roots on both sides long ago."
    if alike:
        return _of_leg(replace(ill[0], side="both-sided"), weeks)
    return " ".join(_of_leg(leg, weeks) for leg in ill)


def _of_leg(leg: _Leg, weeks: float) -> str:
    side, fit = leg.side, _axons_or_block(leg, weeks)
    limb = [row for row in leg.muscles if row.muscle != PARASPINALS]
    below_head = bool(limb) and all(row.nerve in FIBULAR_BELOW_HEAD for row in limb)
    if leg.head or (below_head and leg.sensory and not leg.paraspinals):
        return f"Fits a {side} fibular nerve lesion at the fibular head, {fit}."
    if not leg.muscles:
        return _reflex_alone(leg)
    roots = _roots(leg)
    if len({row.nerve for row in limb}) == 1 and not (leg.paraspinals or leg.h_reflex):
        return f"Fits a {side} lesion of the {node_label(limb[0].nerve)}, {fit}."
    active = [row for row in limb if row.denervated]
    if len(active) >= MANY_MUSCLES and not leg.paraspinals and weeks <= PARASPINAL_WEEKS:
        return f"Fits a {side} plexus lesion ({roots} fibres): paraspinals are silent, {fit}."
    if leg.sensory and not leg.paraspinals:
        return f"Fits a {side} lesion of plexus or limb nerve ({roots} fibres), {fit}."
    if leg.sensory:
        return f"Fits a {side} {roots} lesion at or beyond the ganglion (foramen), {fit}."
    return f"Fits a {side} {roots} root lesion before the ganglion, {fit}."


def _reflex_alone(leg: _Leg) -> str:
    if leg.h_reflex and not leg.sensory:
        return f"Fits a {leg.side} S1 root lesion, without loss of motor axons to be seen."
    if leg.sensory:
        return f"Fits a {leg.side} sensory nerve lesion beyond the ganglion."
    return f"The {leg.side} late responses alone are abnormal: a root or a long-fibre lesion."


def _axons_or_block(leg: _Leg, weeks: float) -> str:
    active = any(row.denervated for row in leg.needle)
    if active and any(row.units != "normal" for row in leg.needle):
        return "axon loss with reinnervation"
    if active:
        return "axon loss, active"
    if any(row.units != "normal" for row in leg.needle):
        return "old axon loss, reinnervated"
    return "mostly block" if weeks >= TOO_EARLY_WEEKS else "too early to tell block from axon loss"


def _roots(leg: _Leg) -> str:
    """The root, or two, whose muscles are abnormal and whose others' are not."""
    ill = [row for row in leg.muscles if row.muscle != PARASPINALS] or list(leg.muscles)
    names = {row.muscle for row in ill}
    well = [row for row in leg.needle if row.muscle not in names and row.muscle != PARASPINALS]
    score = {root: _mean(root, ill) - _mean(root, well) for root in NEAR_ROOTS}
    if leg.h_reflex:
        score["S1"] += root_share("h_reflex_soleus").get("S1", 0.0) / 2
    elif score["S1"] > 0:
        score["S1"] /= 2
    best = max(score.values())
    chosen = [root for root in ROOTS if score.get(root, -1.0) >= SECOND_ROOT * best]
    return " and ".join(chosen[:2])


def _mean(root: str, rows: Sequence[Needle]) -> float:
    if not rows:
        return 0.0
    weights = [1.0 + row.fibrillations for row in rows]
    shares = [root_share(row.muscle).get(root, 0.0) for row in rows]
    return sum(w * s for w, s in zip(weights, shares, strict=True)) / sum(weights)
