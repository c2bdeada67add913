"""Compound potentials: what a population of fibres shows at an electrode some way off.

Each fibre arrives by its own velocity over stretches of its own temperature; its potential is
added to the others', late ones against early ones. Motor: a biphasic surface potential a unit,
of published number and size. Sensory: the potential of each fibre at the skin from its action
currents (line source in a half-space; Plonsey), so that its size is a prediction.

MRG conducts faster than human nerve at every diameter. ``human_factor`` brings it down to
published human figures (radial nerve, axons of tibialis anterior), none of them among the norms
that the results are compared with. Fibres keep their diameter along the leg: the model has no
distal slowing but that of temperature.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from sciatic.evidence import bounded, read_table
from sciatic.physiology.populations import population

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

Kind = Literal["sensory", "motor"]
MODEL_DEGC = 37.0
STEP_MS = 0.02


@dataclass(frozen=True, slots=True)
class Fibres:
    """A population: ``diameters_um`` and ``weight``, each of shape (fibre,).

    ``weight`` is how many fibres (or motor units) each entry stands for; ``rank`` is its place
    from thinnest (0) to thickest (1).
    """

    diameters_um: Floats
    weight: Floats

    def kept(self, lost: float, thick_first: float = 0.0) -> Fibres:
        """The population with a share of it lost.

        Args:
            lost: share lost, 0 to 1.
            thick_first: 0 takes every size alike; 1 takes the thickest at twice the mean rate
                and the thinnest not at all, as far as there are fibres to take.
        """
        import numpy as np

        rank = np.argsort(np.argsort(self.diameters_um)) / max(1, len(self.weight) - 1)
        taken = np.clip(lost * (1 + thick_first * (2 * rank - 1)), 0.0, 1.0)
        return Fibres(self.diameters_um, self.weight * (1 - taken))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of nerve of one temperature; ``ratio`` is its velocity over the sound one."""

    length_mm: float
    temperature_degc: float
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Compound:
    """A recorded potential: ``time_ms`` and ``voltage_uv`` (negative up), shape (time,)."""

    time_ms: Floats
    voltage_uv: Floats
    onset_ms: float
    peak_ms: float
    amplitude_uv: float

    @property
    def present(self) -> bool:
        """Whether there is a response that could be measured."""
        return math.isfinite(self.onset_ms)


@cache
def signal_constants() -> Mapping[str, float]:
    """Every row of nerve_signals.csv by name."""
    rows = read_table(
        "physiology",
        "nerve_signals",
        lambda cells: (cells["parameter"], bounded(cells, "value", 0.0, 1e5)),
    )
    return dict(rows)


@cache
def _velocity_table() -> tuple[tuple[float, ...], tuple[float, ...]]:
    rows = read_table(
        "physiology",
        "velocity",
        lambda cells: (
            bounded(cells, "diameter_um", 0.0, 30.0),
            bounded(cells, "velocity_m_per_s", 0.0, 200.0),
        ),
    )
    return tuple(d for d, _ in rows), tuple(v for _, v in rows)


def model_velocity_m_per_s(diameters_um: Floats) -> Floats:
    """Velocity of MRG fibres at 37 degC, converged in the time step, shape (fibre,)."""
    import numpy as np

    diameters, velocities = _velocity_table()
    slope = velocities[-1] / diameters[-1]
    inside: Floats = np.interp(diameters_um, (0.0, *diameters), (0.0, *velocities))
    beyond = np.asarray(diameters_um) > diameters[-1]
    return np.where(beyond, slope * np.asarray(diameters_um), inside)


def temperature_factor(temperature_degc: float, from_degc: float = MODEL_DEGC) -> float:
    """Velocity at one temperature over that at another (exponential; source in the table)."""
    factor: float = signal_constants()["q10"] ** ((temperature_degc - from_degc) / 10)
    return factor


@cache
def human_factor(kind: Kind = "sensory") -> float:
    """Human velocity over MRG's at equal diameter and temperature, below 1.

    Sensory: velocity per um of the fastest fibres of the radial nerve. Motor: mean velocity of
    single motor axons of tibialis anterior over that of MRG fibres of the ventral root.
    """
    import numpy as np

    p = signal_constants()
    if kind == "sensory":
        at_um = p["human_per_um_at_um"]
        model = float(model_velocity_m_per_s(np.array([at_um]))[0])
        return p["human_per_um"] * at_um / (model * temperature_factor(p["human_per_um_degc"]))
    axons = population("root_ventral", "movement").quantiles(100)
    way_mm = p["motor_mean_mm"]
    warm = temperature_factor((p["deep_degc"] + limb_degc(way_mm)) / 2)
    return p["motor_mean_m_per_s"] / float(model_velocity_m_per_s(axons).mean() * warm)


def human_velocity_m_per_s(
    diameters_um: Floats, temperature_degc: float, kind: Kind = "sensory"
) -> Floats:
    """Velocity of human fibres, shape (fibre,), in m/s.

    Args:
        diameters_um: outer diameters, shape (fibre,), above 0.
        temperature_degc: of the nerve, 15 to 42.
        kind: which human factor: "sensory" or "motor".

    Raises:
        ValueError: a diameter of 0 or less, or a temperature outside the range.
    """
    import numpy as np

    if not np.all(np.asarray(diameters_um) > 0):
        raise ValueError("a fibre's diameter is above 0 um")
    if not 15 <= temperature_degc <= 42:
        raise ValueError(f"{temperature_degc:g} degC is outside 15 to 42 degC")
    scale = human_factor(kind) * temperature_factor(temperature_degc)
    return model_velocity_m_per_s(diameters_um) * scale


def motor_axons(units: float, pieces: int = 100) -> Fibres:
    """The motor axons of a small foot muscle: root fibres, less those too slow for such a muscle.

    Args:
        units: how many motor units.
        pieces: equal parts that the population is cut into.
    """
    import numpy as np

    diameters = population("root_ventral", "movement").quantiles(pieces)
    least = signal_constants()["motor_slowest_share"] * diameters[-1]
    kept = diameters[diameters >= least]
    return Fibres(kept, np.full(len(kept), units / len(kept)))


def sensory_axons(nerve: str, pieces: int = 100) -> Fibres:
    """The touch fibres of a skin nerve of the leg: "sural" or "superficial_fibular"."""
    import numpy as np

    n = signal_constants()["sensory_fibres_large"]
    diameters = population(nerve, "touch").quantiles(pieces)
    return Fibres(diameters, np.full(pieces, n / pieces))


def limb_degc(from_foramen_mm: float) -> float:
    """Temperature of the nerve at a place of the leg (adult of 170 cm), in degC."""
    p = signal_constants()
    way = min(1.0, max(0.0, from_foramen_mm / p["leg_mm"]))
    return p["deep_degc"] + way * (p["foot_degc"] - p["deep_degc"])


def leg_stretches(
    from_mm: float, to_mm: float, *, scale: float = 1.0, pieces: int = 6
) -> tuple[Stretch, ...]:
    """A way along the leg in pieces of their own temperature.

    Args:
        from_mm, to_mm: places, measured from the foramen in an adult of 170 cm; above the
            foramen they are negative. Either may be the larger.
        scale: the person's height over 170 cm.
        pieces: number of equal pieces.
    """
    length = abs(to_mm - from_mm) / pieces
    low = min(from_mm, to_mm)
    return tuple(
        Stretch(length * scale, limb_degc(low + (piece + 0.5) * length)) for piece in range(pieces)
    )


def travel_ms(
    diameters_um: Floats, way: Sequence[Stretch], speed: float = 1.0, kind: Kind = "sensory"
) -> Floats:
    """Conduction time of each fibre over a way, shape (fibre,), in ms.

    Args:
        diameters_um: shape (fibre,).
        way: the stretches, lengths 0 or more.
        speed: a factor on every velocity, such as that of age.
        kind: which human factor.

    Raises:
        ValueError: a negative length, or a ratio or speed of 0 or less.
    """
    import numpy as np

    total: Floats = np.zeros(len(diameters_um))
    for part in way:
        if part.length_mm < 0 or part.ratio <= 0 or speed <= 0:
            raise ValueError("a stretch has a length of 0 mm or more and a ratio above 0")
        velocity = human_velocity_m_per_s(diameters_um, part.temperature_degc, kind)
        total = total + part.length_mm / (velocity * part.ratio * speed)
    return total


def unit_potential(area_uv_ms: float) -> Floats:
    """A motor unit at a surface electrode: a negative, then a positive half-wave, in uV.

    Args:
        area_uv_ms: area of the negative phase.

    Returns:
        Samples every ``STEP_MS`` from its onset, shape (time,).
    """
    import numpy as np

    p = signal_constants()
    rise, fall = p["unit_negative_ms"], p["unit_negative_ms"] * p["unit_positive_stretch"]
    height = area_uv_ms * math.pi / (2 * rise)
    up = np.sin(np.pi * np.arange(0, rise, STEP_MS) / rise)
    down = np.sin(np.pi * np.arange(0, fall, STEP_MS) / fall)
    return np.concatenate([height * up, -height * p["unit_positive_share"] * down])


def unit_area(peak_to_peak_uv: float) -> float:
    """Area of the negative phase of a unit that measures this much peak to peak, in uV ms."""
    p = signal_constants()
    height = peak_to_peak_uv / (1 + p["unit_positive_share"])
    return height * 2 * p["unit_negative_ms"] / math.pi


def fibre_potential(diameter_um: float, velocity_m_per_s: float) -> tuple[Floats, int]:
    """One sensory fibre between two skin electrodes, in uV, negative up.

    The action current (second derivative of a spike of published height and duration) in a
    conducting half-space; the spike of a slow fibre lasts longer.

    Returns:
        Samples every ``STEP_MS``, shape (time,), and the index of the moment when the spike
        passes the active electrode.
    """
    import numpy as np

    p = signal_constants()
    depth = p["nerve_depth_mm"]
    slow = (p["spike_at_m_per_s"] / velocity_m_per_s) ** p["spike_slow_exponent"]
    half = 4.0 * slow
    time = np.arange(-round(half / STEP_MS), round(half / STEP_MS) + 1) * STEP_MS
    width = np.where(time < 0, p["spike_rise_ms"], p["spike_fall_ms"]) * slow
    spike = p["spike_mv"] * np.exp(-0.5 * (time / width) ** 2)
    along = velocity_m_per_s * time  # mm
    kernel = (2 * along**2 - depth**2) / (along**2 + depth**2) ** 2.5
    axon_mm = p["axon_share"] * diameter_um / 2000
    # line source: (a^2 / 4) (sigma_i / sigma_e), twice for the half-space under dry skin
    strength = 2 * axon_mm**2 / 4 / (p["axoplasm_ohm_m"] * p["tissue_s_per_m"])
    active = -strength * np.convolve(spike, kernel, "same") * velocity_m_per_s * STEP_MS * 1000
    lag = round(p["electrode_spacing_mm"] / velocity_m_per_s / STEP_MS)
    pair = np.zeros(len(active) + lag)
    pair[: len(active)] += active
    pair[lag:] -= active
    return pair, round(half / STEP_MS)


def add_up(
    arrivals_ms: Floats, potentials: Sequence[Floats], offsets: Sequence[int], weight: Floats
) -> Compound:
    """Sum of single potentials, each at its own time.

    Args:
        arrivals_ms: shape (fibre,).
        potentials: one per fibre, sampled every ``STEP_MS``, in uV.
        offsets: index in each potential that falls on its arrival.
        weight: how many fibres each stands for, shape (fibre,).

    Returns:
        The compound potential; without fibres, one that is not ``present``.
    """
    import numpy as np

    starts = np.rint(np.asarray(arrivals_ms) / STEP_MS).astype(int) - np.asarray(offsets)
    first = min(0, int(starts.min(initial=0)))
    last = max((int(s) + len(p) for s, p in zip(starts, potentials, strict=True)), default=1)
    voltage: Floats = np.zeros(last - first + 1)
    for start, potential, number in zip(starts - first, potentials, weight, strict=True):
        if number > 0:
            voltage[start : start + len(potential)] += number * potential
    time: Floats = (np.arange(len(voltage), dtype=np.float64) + first) * STEP_MS
    return _measured(time, voltage)


def _measured(time: Floats, voltage: Floats) -> Compound:
    """Onset (a twentieth of the peak on the way up), peak, and height from the baseline."""
    import numpy as np

    peak = int(np.argmax(voltage))
    height = float(voltage[peak])
    if height <= 0:
        return Compound(time, voltage, math.inf, math.inf, 0.0)
    low = np.nonzero(voltage[: peak + 1] < height / 20)[0]
    onset = int(low[-1]) + 1 if len(low) else 0
    return Compound(time, voltage, float(time[onset]), float(time[peak]), height)


def together(parts: Sequence[Compound]) -> Compound:
    """Several potentials of the same recording as one."""
    starts = [round(float(part.time_ms[0]) / STEP_MS) for part in parts]
    ones = [1.0] * len(parts)
    import numpy as np

    times = np.array([0.0] * len(parts))
    offsets = [-start for start in starts]
    return add_up(times, [part.voltage_uv for part in parts], offsets, np.array(ones))


def motor_response(
    units: Fibres, way: Sequence[Stretch], area_uv_ms: float, *, speed: float = 1.0
) -> Compound:
    """Compound muscle action potential of motor units stimulated at the far end of a way.

    Args:
        units: their axons; ``weight`` counts motor units.
        way: from the cathode to the motor point; the muscle's own branches are added.
        area_uv_ms: negative area of one unit's potential.
        speed: a factor on every velocity.
    """
    end = way[-1].temperature_degc
    p = signal_constants()
    inside = Stretch(p["terminal_mm"], end, p["terminal_velocity_share"])
    fixed = p["stimulus_ms"] + p["junction_ms"]
    arrivals = travel_ms(units.diameters_um, (*way, inside), speed, "motor") + fixed
    shape = unit_potential(area_uv_ms)
    n = len(units.weight)
    return add_up(arrivals, [shape] * n, [0] * n, units.weight)


def sensory_response(fibres: Fibres, way: Sequence[Stretch], *, speed: float = 1.0) -> Compound:
    """Sensory nerve action potential at a pair of skin electrodes a way from the cathode."""
    p = signal_constants()
    arrivals = travel_ms(fibres.diameters_um, way, speed) + p["stimulus_ms"]
    near = human_velocity_m_per_s(fibres.diameters_um, way[-1].temperature_degc) * speed
    made = [
        fibre_potential(float(d), float(v)) for d, v in zip(fibres.diameters_um, near, strict=True)
    ]
    return add_up(arrivals, [p for p, _ in made], [at for _, at in made], fibres.weight)
