"""What is said of a pressed fibre and its spike: question, answer and description, in words."""

from __future__ import annotations

import math

from sciatic.physiology.pictures.film import UNMYELINATED, SqueezedFibre
from sciatic.physiology.pressure_constants import MINUTES_PER_DAY

TISSUES = {"root": "a root", "ganglion": "a ganglion", "limb_nerve": "a limb nerve"}
LONG_HOURS, LONG_DAYS = 3.0, 60.0


def lasting(minutes: float) -> str:
    """A duration in the unit that suits it.

    >>> lasting(120), lasting(40), lasting(7 * 1440), lasting(float("inf"))
    ('2 hours', '40 minutes', '7 days', 'for good')
    """
    if math.isinf(minutes):
        return "for good"
    if minutes >= 2 * MINUTES_PER_DAY:
        return _counted(minutes / MINUTES_PER_DAY, "day")
    if minutes >= LONG_HOURS * 60 or (minutes >= 60 and minutes % 60 == 0):
        return _counted(minutes / 60, "hour")
    return _counted(minutes, "minute")


def pressed_for(minutes: float) -> str:
    """The same behind a verb: "for 2 hours", "for good"."""
    return lasting(minutes) if math.isinf(minutes) else f"for {lasting(minutes)}"


def _counted(number: float, unit: str) -> str:
    shown = f"{number:.3g}"
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def question_of(fibre: SqueezedFibre) -> str:
    """What the film is asked."""
    where = TISSUES[fibre.segment.tissue]
    if fibre.pressure_mmhg == 0:
        return f"How does a spike pass {where} that nothing presses?"
    return (
        f"Does a spike pass {where} pressed at {fibre.pressure_mmhg:g} mmHg "
        f"{pressed_for(fibre.minutes)}?"
    )


def answer_of(fibre: SqueezedFibre) -> str:
    """What the film shows, in one sentence."""
    who = f"{fibre.fibre_class} fibre of {fibre.diameter_um:.3g} µm"
    if fibre.blocked:
        deep = fibre.died_after_mm
        where = "at the edge of" if deep < 0.1 else f"{deep:.1f} mm into"
        alone = " What runs beyond it started there by itself." if fibre.fires_beyond else ""
        return f"No. In a {who} it dies {where} the squeezed {fibre.segment.length_mm:g} mm.{alone}"
    if fibre.pressure_mmhg == 0:
        return f"At {fibre.velocity_m_per_s:.3g} m/s, in a {who}."
    return (
        f"Yes, at {100 * fibre.velocity_ratio:.0f} % of its speed through the squeezed "
        f"{fibre.segment.length_mm:g} mm, in a {who}."
    )


def why_of(fibre: SqueezedFibre) -> str:
    """What the pressure has done to the stretch of this fibre."""
    parts = [f"resting potential {shift_words(fibre.depolarised_mv)}"]
    if fibre.fibre_class != UNMYELINATED:
        parts.append(f"{100 * fibre.state.thinned:.0f} % of the myelin gone")
        if fibre.state.widened_um >= 0.1:
            parts.append(f"nodes {fibre.state.gap_um:.1f} µm wide")
    return "; ".join(parts)


def shift_words(mv: float) -> str:
    """A shift of the reversal potentials in words."""
    return f"pushed up by {mv:.1f} mV" if mv >= 0.05 else "as it was"


def description_of(fibre: SqueezedFibre) -> str:
    """The picture for those who can't see it."""
    start, end = fibre.film.harmed_mm
    return (
        f"{answer_of(fibre)} Membrane voltage in time, one line for each of many places along "
        f"{fibre.film.position_mm[-1]:.0f} mm of fibre. The stretch from {start:.0f} to "
        f"{end:.0f} mm is squeezed: {why_of(fibre)}. A dashed line shows when the spike would "
        f"have come by without pressure, at {fibre.velocity_m_per_s:.3g} m/s."
    )
