"""Where the fitted constants of the pressure law come from, and what it then predicts.

    python -m benchmarks.fit_pressure_law            check the table against the fit, print both
    python -m benchmarks.fit_pressure_law --predict  print every pressure row beside its source

Fitted to calibration rows alone: the stop pressures (val043, val045: read off), the critical area
(val052: read off) and the band in which ``reach_mm`` may lie (val037-val040); inside the band it is
set to the published share of nutrition by cerebrospinal fluid. The others follow from one published
measurement each that is no row of the validation table. Deficit means the share of touch and
motor fibres blocked; the threshold of a fibre is that of the MRG model over 10 internodes, as the
fit needs one number. The simulation's own answer to every row, from whole populations of fibres:
``python -m benchmarks.physiology_validation``.
"""

from __future__ import annotations

import math
import sys
from dataclasses import replace

from sciatic.physiology.blood_flow import Segment, blood_flow, supply, unevenness
from sciatic.physiology.dural_sac import sac_area_mm2, sac_pressure_mmhg
from sciatic.physiology.pressure_constants import constant
from sciatic.physiology.pressure_law import (
    SOUND_SEGMENT,
    SegmentState,
    depolarised_mv,
    follow,
)
from sciatic.physiology.surface import response

PIG = Segment(length_mm=10, mean_arterial_mmhg=150)
PIG_ROWS = ((50, 120), (50, 240), (100, 120), (100, 240), (200, 120), (200, 240))
BY_FLUID = 0.58  # share of nutrition by cerebrospinal fluid: rydevik1990csf, from memory
NONE = 0.02  # below: "no deficit"
CLEAR = 0.10  # above: "deficit"
TOLERANCE = 0.01
LARGER = 0.02  # a difference that an experiment of this size may show


def blocked(state: SegmentState, fibre_class: str, segment: Segment) -> float:
    """Share of a class blocked by depolarisation; stand-in for the kernel, 0 to 1."""
    shift = depolarised_mv(state, fibre_class)
    spread = math.hypot(constant("block_spread_mv"), shift * unevenness(segment))
    return 0.5 * math.erfc((constant("block_mv") - shift) / spread / math.sqrt(2))


def deficit(pressure_mmhg: float, minutes: float, segment: Segment) -> float:
    """Mean share of touch and motor fibres blocked after a pressure from rest."""
    state = follow(SOUND_SEGMENT, pressure_mmhg, minutes, segment)
    return sum(blocked(state, name, segment) for name in ("touch", "movement")) / 2


def deficit_at(shared: float, pressure_mmhg: float, minutes: float) -> float:
    """The pig's deficit, were a share ``shared`` of a gap in supply filled from the ends."""
    state = follow(SOUND_SEGMENT, pressure_mmhg, minutes, PIG)
    now = (1 - supply(pressure_mmhg, PIG)) / (1 - blood_flow(pressure_mmhg, PIG) + 1e-300)
    gap = (1 - state.energy) * (1 - shared) / now
    tried = SegmentState(energy=1 - gap, oedema=state.oedema, choked=state.choked)
    return sum(blocked(tried, name, PIG) for name in ("touch", "movement")) / 2


def agrees(shared: float) -> bool:
    """Whether val037-val040 hold in words."""
    row = {key: deficit_at(shared, *key) for key in PIG_ROWS}
    return (
        max(row[50, 120], row[50, 240]) < NONE
        and row[100, 120] > CLEAR
        and all(row[mmhg, 240] > row[mmhg, 120] + LARGER for mmhg in (100, 200))
        and all(row[200, time] > row[100, time] + LARGER for time in (120, 240))
    )


def reach_for(shared: float, length_mm: float = PIG.length_mm) -> float:
    """Reach in mm at which the share is that; tanh(a)/a = shared, a = length / (2 reach)."""
    low, high = 1e-6, 1e3
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if math.tanh(middle) / middle > shared else (low, middle)
    return length_mm / 2 / low


def fitted() -> dict[str, float]:
    """Every derived constant, anew."""
    allowed = [share / 1000 for share in range(1, 1000) if agrees(share / 1000)]
    if not allowed:
        raise SystemExit("no share of supply agrees with the calibration rows")
    print(
        f"share of a gap in supply filled from the ends of 10 mm: {allowed[0]:.2f} to "
        f"{allowed[-1]:.2f} agrees with val037-val040; {BY_FLUID} is published"
    )
    if not agrees(BY_FLUID):
        raise SystemExit("the published share does not agree with the calibration rows")
    run_down, last = constant("run_down_mv"), constant("last_block_mv")
    motor_gone, touch_gone = 46, 30  # min without blood: hofmeijer2013
    minutes = -motor_gone / math.log(1 - last / run_down)
    return {
        "reach_mm": reach_for(BY_FLUID),
        "run_down_mv": (1 - 0.34) * 80,  # leppanen1997; rest of MRG
        "run_down_minutes": minutes,
        "touch_factor": last / run_down / (1 - math.exp(-touch_gone / minutes)),
        "root_arteriole_stop_share": 127 / 150,
        "root_arteriole_spread_share": 18 / 150,
        "root_venule_stop_mmhg": 30,
        "root_venule_spread_mmhg": 10,
        "sac_critical_mm2": 77,
        "oedema_exponent": math.log(120 / 2) / math.log(200 / 50),
        "oedema_onset_exponent": math.log(120 / 2) / math.log(20 / 0.075),
    }


def onset_minutes(fibre_class: str, pressure_mmhg: float, segment: Segment) -> float:
    """Minutes until 95 % of a class are blocked; infinite where that never happens."""
    for minutes in range(1, 601):
        state = follow(SOUND_SEGMENT, pressure_mmhg, minutes, segment)
        if blocked(state, fibre_class, segment) >= 0.95:
            return minutes
    return math.inf


def shares(pressure_mmhg: float, segment: Segment, *minutes: float) -> str:
    """Touch and movement blocked, and touch firing by the simulation, after each of ``minutes``."""
    told = []
    for time in minutes:
        state = follow(SOUND_SEGMENT, pressure_mmhg, time, segment)
        touch, movement = (blocked(state, name, segment) for name in ("touch", "movement"))
        firing = response(state, segment, "touch").ectopic
        told.append(f"{time:g} min T{touch:.0%} M{movement:.0%} fire {firing:.0%}")
    return ", ".join(told)


def predictions() -> list[tuple[str, str, str]]:
    """(row, published, predicted) for every pressure row of the validation table."""
    arm = Segment(tissue="limb_nerve", length_mm=25)  # length of a wrist cuff: assumption
    low_map = [replace(PIG, mean_arterial_mmhg=mmhg) for mmhg in (90, 80, 70, 60)]
    rapid = replace(PIG, onset_s=0.05)
    two = 1 - blood_flow(10, replace(PIG, levels=2))
    rows = [("val037", "no deficit", f"{deficit(0, 120, PIG):.1%}")]
    rows += [
        (key, words, ", ".join(f"{time} min {deficit(mmhg, time, PIG):.1%}" for time in (120, 240)))
        for key, words, mmhg in (
            ("val038", "50 mmHg none", 50),
            ("val039", "100 deficit, 4 h worse", 100),
            ("val040", "200 larger", 200),
        )
    ]
    hypotension = ", ".join(
        f"MAP {segment.mean_arterial_mmhg:g} {deficit(50, 120, segment):.0%}" for segment in low_map
    )
    rows.append(("val041", "50 mmHg 2 h deficit at low MAP", hypotension))
    rate = f"100 mmHg 2 h slow {deficit(100, 120, PIG):.1%}, rapid {deficit(100, 120, rapid):.1%}"
    rows.append(("val042", "rapid worse", rate))
    stop = PIG.arteriole_stop_mmhg
    for key, words, mmhg in (
        ("val043", "venules stop at 30", 30),
        ("val044", "capillaries 40", 40),
    ):
        rows.append((key, words, f"effective flow there {blood_flow(mmhg, PIG):.2f}"))
    rows.append(("val045", "arterioles 127", f"{stop:.0f}; flow there {blood_flow(stop, PIG):.2f}"))
    rows.append(("val046", "64 percent less flow", f"{two:.0%} (form chosen knowing it)"))
    rows.append(("val047", "30: mild, paraesthesia", shares(30, arm, 30, 60, 90)))
    rows.append(("val050", "40: some loss in 30-240 min", shares(40, arm, 60, 120, 240)))
    rows.append(("val051", "50: complete in 30-240 min", shares(50, arm, 60, 120, 240)))
    for key, mmhg in (("val048", 60), ("val049", 90)):
        touch, movement = (onset_minutes(name, mmhg, arm) for name in ("touch", "movement"))
        lag = f"touch gone at {touch:g} min, movement {movement - touch:g} min later"
        rows.append((key, "sensory block in 30-90 min, motor 10-30 min later", lag))
    for key, mmhg, area in (("val052", 0, 77), ("val053", 50, 62.4), ("val054", 100, 57.0)):
        told = f"{sac_area_mm2(mmhg):.1f} mm2 ({sac_pressure_mmhg(area):.0f} mmHg at {area})"
        rows.append((key, f"{area} mm2 at {mmhg} mmHg", told))
    for key, tissue in (("val071", "root"), ("val072", "ganglion")):
        fading = math.log(10) * constant(f"{tissue}_adaptation_minutes")
        words = {"root": "several seconds", "ganglion": "5-25 min"}[tissue]
        rows.append((key, words, f"{fading:.2g} min to a tenth (an input)"))
    return rows


def main(arguments: list[str]) -> int:
    """Check the table; 1 where it holds another figure than the fit gives."""
    off = 0
    for name, value in fitted().items():
        held = constant(name)
        good = abs(held - value) <= TOLERANCE * value
        off += not good
        print(f"{name:30} table {held:<10g} derived {value:<10.4g} {'' if good else 'DIFFERS'}")
    if "--predict" in arguments:
        for key, published, predicted in predictions():
            print(f"{key:11} {published:48} {predicted}")
    return min(off, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
