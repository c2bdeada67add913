"""F-waves and the H-reflex: signals that go to the cord and back, past every root."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sciatic.anatomy import route
from sciatic.findings.nerve_lesions import FibreKind, Toll, test_constants, tolls
from sciatic.findings.nerve_studies import (
    ABSENT,
    Scene,
    Study,
    delayed,
    split,
)
from sciatic.physiology import nerve_signals as signals
from sciatic.physiology.nerve_signals import Fibres, Kind, Stretch

H_REFLEX = "h_reflex_soleus"
SENSORY: Kind = "sensory"
MOTOR: Kind = "motor"
MOST_SLOWED = 0.5  # more than half of the volley late: the reflex comes late


def f_latency_ms(study: Study, scene: Scene) -> float:
    """Shortest of ten F-waves from the ankle, infinite where there is none.

    A few units answer each shock; the shortest latency is that of the fastest among all that
    answered, so that a lesion that leaves some fast fibres hardly moves it.
    """
    import numpy as np

    c, p = test_constants(), signals.signal_constants()
    way = route(study.root, study.target)
    taken = tolls(scene.leg, study.target, "movement", way.length_mm)
    kept = 1 - gone(taken)
    if kept < c["f_least_share"]:
        return ABSENT
    draws = p["f_shocks"] * p["f_units_per_shock"] * kept
    cord, stimulus = -way.preganglionic_mm, way.length_mm - study.stimuli[0][1]
    there_and_back = (*_piece(stimulus, cord, scene), *_piece(cord, way.length_mm, scene))
    parts = _slowed_parts(signals.motor_axons(1.0), there_and_back, taken, way.length_mm)
    inside = _branches(way.length_mm)
    times = np.concatenate(
        [
            signals.travel_ms(f.diameters_um, (*w, inside), scene.person.speed, "motor")
            for f, w in parts
        ]
    )
    weight = np.concatenate([f.weight for f, _ in parts])
    order = np.argsort(times)
    rank = np.cumsum(weight[order]) / weight.sum()
    fastest = float(times[order][int(np.searchsorted(rank, 1 / (draws + 1)))])
    return fastest + p["stimulus_ms"] + p["turnaround_ms"] + p["junction_ms"]


def h_figures(scene: Scene) -> Mapping[str, float]:
    """Latency of the H-reflex of soleus (infinite: absent), and its size over a sound leg's."""
    c, p = test_constants(), signals.signal_constants()
    kept_in, time_in = _limb("touch", scene)
    kept_out, time_out = _limb("movement", scene)
    size = h_size(kept_in, kept_out)
    if size < c["h_least_seen"]:
        return {"latency": ABSENT, "size": 0.0}
    fixed = p["stimulus_ms"] + p["cord_delay_ms"] + p["junction_ms"]
    weak = c["h_weak_volley_ms"] * (1 - kept_in)
    return {"latency": time_in + time_out + fixed + weak, "size": size}


def h_size(kept_in: float, kept_out: float) -> float:
    """Size of the H-reflex over that of a sound leg.

    Args:
        kept_in, kept_out: shares of the sensory and of the motor fibres that carry on.
    """
    least = test_constants()["h_least_volley"]
    return max(0.0, (kept_in - least) / (1 - least)) * kept_out


def _limb(kind: FibreKind, scene: Scene) -> tuple[float, float]:
    """One limb of the arc: share of its fibres that carry on, and the time of the fastest."""
    import numpy as np

    c = test_constants()
    way = route("S1", "soleus")
    cord = -way.preganglionic_mm
    split_mm = next(s.cumulative_mm for s in way.stations if s.node == "tibial")
    taken = tolls(scene.leg, H_REFLEX, kind, way.length_mm)
    if kind == "touch":
        path = _piece(split_mm + c["h_stimulus_mm"], cord, scene)
        diameters, nerve = np.array([c["h_fastest_um"]]), SENSORY
    else:
        path = (*_piece(cord, way.length_mm, scene), _branches(way.length_mm))
        diameters, nerve = signals.motor_axons(1.0).diameters_um, MOTOR
    for toll in taken:
        if toll.slowed > MOST_SLOWED and toll.from_foramen_mm > -math.inf:
            path = delayed(path, toll, way.length_mm)
    times = signals.travel_ms(diameters, path, scene.person.speed, nerve)
    return 1 - gone(taken), float(times.min())


def gone(taken: Sequence[Toll]) -> float:
    """Share of the fibres that carry nothing from the limb to the cord, or back."""
    left = 1.0
    for toll in taken:
        if toll.from_foramen_mm > -math.inf:
            left *= 1 - min(1.0, toll.lost + toll.cut_off + toll.blocked)
    return 1 - left


def _slowed_parts(
    fibres: Fibres, way: tuple[Stretch, ...], taken: Sequence[Toll], end_mm: float
) -> list[tuple[Fibres, tuple[Stretch, ...]]]:
    """Fibres in parts that travel alike; a lesion with a place is passed there and back."""
    parts = [(fibres, way)]
    for toll in taken:
        if toll.slowed > 0 and toll.from_foramen_mm > -math.inf:
            twice = not math.isinf(toll.from_foramen_mm)
            halves = [one for part, on in parts for one in split(part, on, toll, end_mm)]
            parts = [
                (part, delayed(on, toll, end_mm) if twice and number % 2 else on)
                for number, (part, on) in enumerate(halves)
            ]
    return parts


def _piece(start_mm: float, end_mm: float, scene: Scene) -> tuple[Stretch, ...]:
    return signals.leg_stretches(start_mm, end_mm, scale=scene.person.scale)


def _branches(length_mm: float) -> Stretch:
    p = signals.signal_constants()
    return Stretch(p["terminal_mm"], signals.limb_degc(length_mm), p["terminal_velocity_share"])
