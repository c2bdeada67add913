"""From mmHg, duration and blood pressure to what a segment's fibres have become.

Linear states per segment, each exact in closed form while the pressure is constant: energy (minutes
to hours), oedema (hours), myelin and displaced nodes (weeks), axons (months). The state is then
read as what a fibre model needs: shift of reversal potentials, thinning, node gap. Constants,
sources and which of them were fitted: ``data/pressure_law.csv``; derivation, fit and predictions:
``benchmarks/fit_pressure_law.py``. Pure Python: it runs when the tables are compiled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sciatic.errors import UnknownTermError
from sciatic.physiology.blood_flow import Segment, check_pressure, supply, unevenness
from sciatic.physiology.pressure_constants import MINUTES_PER_DAY, constant

FIBRE_CLASSES = ("touch", "movement", "pinprick", "warmth")


@dataclass(frozen=True, slots=True)
class SegmentState:
    """What a segment is like now; the default is unharmed.

    Attributes:
        energy: 1 fed to 0 empty, before oedema.
        oedema: 0 to 1.
        choked: what the oedema has cost so far, 0 to 1; it lags, as stores must first run down.
        demyelinated: mean share of lamellae gone.
        widened_um: how far paranodes have drawn back from a node, in um.
        axon_loss: share of fibres lost.
        worst_loss: the largest axon loss so far; part of it never comes back.
        adapted_mmhg: pressure that the mechanoreceptive membrane has got used to.
        pressure_mmhg: pressure at the end of the last step.
    """

    energy: float = 1.0
    oedema: float = 0.0
    choked: float = 0.0
    demyelinated: float = 0.0
    widened_um: float = 0.0
    axon_loss: float = 0.0
    worst_loss: float = 0.0
    adapted_mmhg: float = 0.0
    pressure_mmhg: float = 0.0

    @property
    def supplied(self) -> float:
        """Energy after oedema has taken its part, 1 to 0."""
        return self.energy * (1.0 - constant("oedema_weight") * self.choked)

    @property
    def thinned(self) -> float:
        """Mean share of lamellae gone: x of the lesion ``thin``."""
        return self.demyelinated

    @property
    def gap_um(self) -> float:
        """Length of a node with its gap, in um: x of the lesion ``gap``."""
        return constant("node_um") + self.widened_um

    @property
    def seal(self) -> float:
        """Division of the paranodal seal, 1 or more: x of the lesion ``seal``."""
        return 1.0 + (constant("loosest_seal") - 1.0) * self.widened_um / constant("displaced_um")


SOUND_SEGMENT = SegmentState()


def follow(
    state: SegmentState, pressure_mmhg: float, minutes: float, segment: Segment
) -> SegmentState:
    """The state after ``minutes`` more under one constant pressure.

    Exact: two steps at one pressure are one step of their sum. ``math.inf`` minutes give the
    settled state; pressure 0 is recovery.

    Args:
        state: the state at the start.
        pressure_mmhg: pressure on the segment in mmHg, 0 or more.
        minutes: duration in min, 0 or more; infinite is allowed.
        segment: what is pressed.

    Raises:
        ValueError: a negative pressure or duration.
    """
    check_pressure(pressure_mmhg)
    if not minutes >= 0:
        raise ValueError(f"minutes is {minutes:g}; a duration is 0 or more")
    if minutes == 0:
        return state
    fed = supply(pressure_mmhg, segment)
    insult = _insult(fed, pressure_mmhg)
    loss = _axon_loss(state, insult, minutes, segment)
    oedema, choked = _oedema(state, _oedema_rate(pressure_mmhg, segment), minutes)
    return SegmentState(
        energy=_toward(
            state.energy,
            fed,
            minutes,
            1.0 / constant("refill_minutes" if fed > state.energy else "run_down_minutes"),
        ),
        oedema=oedema,
        choked=choked,
        demyelinated=_balance(
            state.demyelinated,
            insult / (constant("demyelination_days") * MINUTES_PER_DAY),
            1.0 / (constant("remyelination_days") * MINUTES_PER_DAY),
            minutes,
        ),
        widened_um=_widened_um(state.widened_um, pressure_mmhg, minutes),
        axon_loss=loss,
        worst_loss=max(state.worst_loss, loss),
        adapted_mmhg=_toward(
            state.adapted_mmhg,
            pressure_mmhg,
            minutes,
            1.0 / segment.of_tissue("adaptation_minutes"),
        ),
        pressure_mmhg=pressure_mmhg,
    )


def depolarised_mv(state: SegmentState, fibre_class: str, deviation: float = 0.0) -> float:
    """Shift of a fibre's reversal potentials, in mV: x of the lesion ``depol``.

    Args:
        state: the segment now.
        fibre_class: "touch", "movement", "pinprick" or "warmth": touch fibres run down faster
            than motor ones (hofmeijer2013), thin ones slower.
        deviation: how much more this fibre's supply falls short than the mean, as a share of the
            shortfall; draw it with mean 0 and SD ``unevenness(segment)``.

    Raises:
        UnknownTermError: an unknown fibre class.
    """
    if fibre_class not in FIBRE_CLASSES:
        raise UnknownTermError("fibre class", fibre_class, FIBRE_CLASSES)
    short = (1.0 - state.supplied) * max(0.0, 1.0 + deviation)
    return constant("run_down_mv") * min(1.0, short * constant(f"{fibre_class}_factor"))


def thinned(state: SegmentState, deviation: float = 0.0) -> float:
    """Share of lamellae gone in a fibre ``deviation`` standard deviations from the median.

    Logit-normal around the segment's mean share: outer fibres lose more than central ones.
    """
    gone = state.demyelinated * math.exp(constant("thinning_spread") * deviation)
    return gone / (gone + 1.0 - state.demyelinated)


def squeezed(state: SegmentState) -> float:
    """Share of fibres that fire under a pressure not yet got used to, 0 to the ceiling.

    Seconds in a root, minutes in a ganglion.
    """
    fresh = abs(state.pressure_mmhg - state.adapted_mmhg) if state.pressure_mmhg > 0 else 0.0
    return constant("firing_ceiling") * fresh / (fresh + constant("firing_half_mmhg"))


def bare(state: SegmentState) -> float:
    """Share of fibres that fire from a demyelinated patch, as its channels are rebuilt."""
    return constant("firing_ceiling") * constant("firing_demyelinated") * state.demyelinated


def extrapolated(pressure_mmhg: float, minutes: float, segment: Segment) -> str | None:
    """What a result rests on beyond any measurement, in words; None inside the measured range.

    Args:
        pressure_mmhg: pressure in mmHg, 0 or more.
        minutes: duration in min; infinite means settled.
        segment: what is pressed.
    """
    check_pressure(pressure_mmhg)
    notes = []
    measured = constant("measured_mmhg" if segment.tissue == "limb_nerve" else "root_measured_mmhg")
    if pressure_mmhg > measured:
        top = constant("tourniquet_mmhg")
        what = "no nerve was pressed harder" if pressure_mmhg > top else "only tourniquets are"
        notes.append(
            f"{pressure_mmhg:g} mmHg is above the {measured:g} mmHg at which conduction of a "
            f"{segment.tissue.replace('_', ' ')} was measured: {what}"
        )
    longest = constant("chronic_measured_days")
    if pressure_mmhg > 0 and constant("acute_measured_minutes") < minutes < MINUTES_PER_DAY:
        notes.append("between 4 hours and a day no pressure was measured")
    elif pressure_mmhg > 0 and minutes > longest * MINUTES_PER_DAY:
        notes.append(f"longer than the {longest:g} days that animals were followed")
    return "; ".join(notes) or None


def _insult(fed: float, pressure_mmhg: float) -> float:
    """Harm to myelin and axons per time: want of supply, and pressure itself."""
    return (1.0 - fed) + pressure_mmhg / constant("insult_mmhg")


def _oedema_rate(pressure_mmhg: float, segment: Segment) -> float:
    """Growth of oedema per min; a rapid onset drives it harder."""
    slow = constant("oedema_onset_s")
    onset_s = min(max(segment.onset_s, constant("oedema_fastest_s")), slow)
    haste: float = (slow / onset_s) ** constant("oedema_onset_exponent")
    part = pressure_mmhg / constant("oedema_reference_mmhg")
    grown: float = part ** constant("oedema_exponent")
    return constant("oedema_rate_per_min") * haste * grown


def _oedema(state: SegmentState, gain: float, minutes: float) -> tuple[float, float]:
    """Oedema, and what follows it with the lag of the stores: a chain of two linear steps."""
    rate = gain + 1.0 / constant("oedema_clearance_minutes")
    lag = 1.0 / constant("run_down_minutes")
    goal = gain / rate
    above = state.oedema - goal
    fading, lagging = math.exp(-minutes * rate), math.exp(-minutes * lag)
    apart = rate - lag
    near = math.isclose(rate, lag, rel_tol=1e-9)
    shared = minutes * fading if near else (lagging - fading) / apart
    if math.isinf(minutes):
        shared = 0.0
    choked = goal + (state.choked - goal) * lagging + above * lag * shared
    return goal + above * fading, min(1.0, max(0.0, choked))


def _widened_um(now_um: float, pressure_mmhg: float, minutes: float) -> float:
    """Gap at the nodes: driven by high pressure only, mended with the myelin."""
    part = pressure_mmhg / constant("displacement_mmhg")
    pushed: float = part ** constant("displacement_exponent")
    widest = constant("displaced_um")
    mended = 1.0 / (constant("remyelination_days") * MINUTES_PER_DAY)
    share = _balance(now_um / widest, pushed / constant("displacement_minutes"), mended, minutes)
    return widest * share


def _axon_loss(state: SegmentState, insult: float, minutes: float, segment: Segment) -> float:
    """Share of fibres lost: toward what the insult takes, or back by regrowth along the route."""
    power = constant("axon_loss_exponent")
    part: float = (insult / constant("axon_loss_insult")) ** power
    goal = max(part / (1.0 + part), constant("lasting_share") * state.worst_loss)
    if goal > state.axon_loss:
        days = constant("axon_loss_days") / max(insult**power, math.ulp(0.0) ** 0.5)
    else:
        days = segment.route_mm / constant("regrowth_mm_per_day")
    return _toward(state.axon_loss, goal, minutes, 1.0 / (days * MINUTES_PER_DAY))


def _balance(now: float, gain: float, loss: float, minutes: float) -> float:
    """Solution of x' = gain (1 - x) - loss x after ``minutes``; rates per min."""
    return _toward(now, gain / (gain + loss), minutes, gain + loss)


def _toward(now: float, goal: float, minutes: float, rate: float) -> float:
    """First-order approach; ``rate`` per min, above 0."""
    return goal + (now - goal) * math.exp(-minutes * rate)


__all__ = [
    "FIBRE_CLASSES",
    "SOUND_SEGMENT",
    "Segment",
    "SegmentState",
    "bare",
    "depolarised_mv",
    "extrapolated",
    "follow",
    "squeezed",
    "thinned",
    "unevenness",
]
