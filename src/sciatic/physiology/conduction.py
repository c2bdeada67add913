"""Does a spike pass, how fast, and what does it look like: the public door of the simulation.

A spike is started at node 0 by a current pulse and followed until it has passed the harmed stretch
or died there. Needs numba (``pip install 'sciatic[physiology]'``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sciatic.physiology.fibres import (
    FIRST_LESION_NODE,
    Lesion,
    MyelinatedFibre,
    PhysiologyError,
    constants,
)

try:
    from sciatic.physiology.coefficients import Scheme
    from sciatic.physiology.simulation import BEYOND_LESION, Batch, Outcome, Pulse
except ModuleNotFoundError as why:
    raise PhysiologyError(f"{why.name} is missing: pip install 'sciatic[physiology]'") from why

Floats = npt.NDArray[np.float64]
UPSTREAM = (4, 14)
PASSING_MV, LOOK_MS, CONTROL_MS = 10.0, 0.05, 8.0
"""A spike that passes lifts the middle of a lesion by more than this; seen so often, so long."""
NODES_AROUND = 28
"""Sixteen before the lesion and twelve beyond; one more where that makes the count odd, as PyFibers
keeps it, so that rows of its tables are met node by node."""
STEPS = ("backward_euler", "second_order")
PRECISIONS = {"f64": np.float64, "f32": np.float32}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to simulate.

    Args:
        step_ms: time step.
        temperature_degc: of the tissue.
        step: "backward_euler", as NEURON's default, whose velocities are 8 to 9 % low at 0.005 ms,
            or "second_order", 2 % low at the same step.
        precision: "f64" or "f32".
        modes: how many modes of each internode are followed: 20 is exact; 10 joins the slow ones
            and lets the fast ones follow at once, which is within 1 % for a fibre at rest.
        longest_ms: give up after this time.
        dead_below_mv: call a spike dead as soon as no node is above this voltage (looked at every
            0.1 ms); None follows it until every node is within 4 mV of its rest, which finds
            spikes that all but die in a lesion and still come through.
        control: look whether a spike came through the middle of a depolarised lesion, whose edges
            may fire by themselves, before it counts as conducted.

    Raises:
        PhysiologyError: a setting that is none of these.
    """

    step_ms: float = 0.005
    temperature_degc: float = 37.0
    step: str = "backward_euler"
    precision: str = "f64"
    modes: int = 20
    longest_ms: float = 40.0
    dead_below_mv: float | None = None
    control: bool = True

    def __post_init__(self) -> None:
        for name, low, high in (
            ("step_ms", 1e-5, 0.05),
            ("temperature_degc", 10.0, 45.0),
            ("longest_ms", 0.1, 10_000.0),
        ):
            if not low <= getattr(self, name) <= high:
                raise PhysiologyError(
                    f"{name} is {getattr(self, name):g}; give a value from {low:g} to {high:g}"
                )
        for name, known in (("step", STEPS), ("precision", PRECISIONS), ("modes", (20, 10))):
            if getattr(self, name) not in known:
                raise PhysiologyError(
                    f"{name} is {getattr(self, name)!r}; give one of {', '.join(map(str, known))}"
                )

    @property
    def scheme(self) -> Scheme:
        """The same, for the kernel."""
        second = self.step == "second_order"
        return Scheme(self.step_ms, self.temperature_degc, second, self.modes, self.dead_below_mv)


@dataclass(frozen=True, slots=True)
class Conduction:
    """What became of one spike in each of n fibres.

    Attributes:
        blocked: whether it never reached the eighth node beyond the harmed stretch, shape (n,).
        upstream_m_per_s: velocity from node 4 to node 14, before the harmed stretch; NaN where no
            spike got that far, shape (n,).
        lesion_m_per_s: velocity over the harmed stretch and a sound internode either side; NaN
            where blocked, shape (n,).
        velocity_ratio: the second over the first, shape (n,).
        extra_delay_ms: arrival beyond what the upstream velocity would give, shape (n,).
    """

    blocked: npt.NDArray[np.bool_]
    upstream_m_per_s: Floats
    lesion_m_per_s: Floats
    velocity_ratio: Floats
    extra_delay_ms: Floats


def conduct(
    fibres: Sequence[MyelinatedFibre],
    lesions: Sequence[Lesion] | Lesion | None = None,
    settings: Settings | None = None,
    pulse: Pulse | None = None,
) -> Conduction:
    """Send a spike down each fibre.

    Args:
        fibres: n fibres.
        lesions: one a fibre, or one for all; None for sound fibres.
        settings: how to simulate.
        pulse: the stimulus at node 0.

    Raises:
        PhysiologyError: no fibre, or lesions that don't match the fibres.
    """
    lesions = _one_each(fibres, lesions)
    how, pulse = settings or Settings(), pulse or Pulse()
    n = len(fibres)
    result = Conduction(np.ones(n, bool), *(np.full(n, np.nan) for _ in range(4)))
    spans = np.array([lesion.internodes for lesion in lesions])
    for internodes in np.unique(spans):
        places = np.flatnonzero(spans == internodes).tolist()
        chosen = [fibres[place] for place in places]
        harms = [lesions[place] for place in places]
        arrival = _run(chosen, harms, how, pulse).arrival_ms
        if how.control:
            _discount_own_firing(arrival, chosen, harms, how)
        internode_mm = np.array([fibre.geometry.internode_um for fibre in chosen]) / 1000
        for name, values in _measure(arrival, internode_mm, int(internodes)).items():
            getattr(result, name)[places] = values
    return result


def _one_each(
    fibres: Sequence[MyelinatedFibre], lesions: Sequence[Lesion] | Lesion | None
) -> Sequence[Lesion]:
    if not fibres:
        raise PhysiologyError("there is no fibre; give at least one")
    if lesions is None or isinstance(lesions, Lesion):
        return [lesions or Lesion()] * len(fibres)
    if len(lesions) != len(fibres):
        raise PhysiologyError(
            f"{len(fibres)} fibres and {len(lesions)} lesions; give one lesion a fibre, or one"
        )
    return lesions


def _run(
    fibres: Sequence[MyelinatedFibre],
    lesions: Sequence[Lesion],
    how: Settings,
    pulse: Pulse,
    **watching: int | bool,
) -> Outcome:
    batch = Batch(
        fibres,
        lesions,
        n_nodes_around(lesions[0].internodes),
        temperature_degc=how.temperature_degc,
        dtype=PRECISIONS[how.precision],
    )
    return batch.run(batch.settled(), how.scheme, how.longest_ms, pulse, **watching)  # type: ignore[arg-type]


def _discount_own_firing(
    arrival: Floats, fibres: Sequence[MyelinatedFibre], lesions: Sequence[Lesion], how: Settings
) -> None:
    """Forget, in place, arrivals of spikes that never came through the middle of the lesion.

    The edges of a depolarised stretch may fire by themselves while its middle is dead.
    """
    middle = FIRST_LESION_NODE + (lesions[0].internodes + 1) // 2
    target = FIRST_LESION_NODE + lesions[0].internodes + BEYOND_LESION
    may_fire = np.array([les.depolarised_mv > 0 or les.persistent_sodium > 1 for les in lesions])
    asked = np.flatnonzero(may_fire & ~np.isnan(arrival[:, target]))
    if not asked.size:
        return
    seen = _run(
        [fibres[place] for place in asked.tolist()],
        [lesions[place] for place in asked.tolist()],
        replace(how, longest_ms=CONTROL_MS),
        Pulse(),
        stop=False,
        film_every=max(1, round(LOOK_MS / how.step_ms)),
    ).film_mv[:, :, middle]
    dead = asked[seen.max(axis=1) - seen[:, 0] < PASSING_MV]
    arrival[dead, FIRST_LESION_NODE + 1 :] = np.nan


def n_nodes_around(internodes: int) -> int:
    """How many nodes a fibre gets around a harmed stretch of so many internodes."""
    n_nodes = NODES_AROUND + internodes
    return n_nodes + 1 - n_nodes % 2


def _measure(arrival: Floats, internode_mm: Floats, internodes: int) -> dict[str, Floats]:
    """Velocities in m/s and delay in ms from arrival times (fibre, node)."""
    first, last = UPSTREAM
    upstream = (last - first) * internode_mm / (arrival[:, last] - arrival[:, first])
    before, beyond = FIRST_LESION_NODE - 1, FIRST_LESION_NODE + internodes + 1
    target = FIRST_LESION_NODE + internodes + BEYOND_LESION
    blocked = np.isnan(arrival[:, target])
    lesion = (beyond - before) * internode_mm / (arrival[:, beyond] - arrival[:, before])
    lesion[blocked] = np.nan
    expected = (target - first) * internode_mm / upstream
    return {
        "blocked": blocked,
        "upstream_m_per_s": upstream,
        "lesion_m_per_s": lesion,
        "velocity_ratio": lesion / upstream,
        "extra_delay_ms": arrival[:, target] - arrival[:, first] - expected,
    }


def velocity_m_per_s(
    diameters_um: Sequence[float], temperature_degc: float = 37.0, settings: Settings | None = None
) -> Floats:
    """Conduction velocity of sound fibres, shape (n,), in m/s.

    By default by the second-order step at 0.0025 ms, within 1 % of what ever smaller steps give.
    """
    how = settings or Settings(step="second_order", step_ms=0.0025, modes=10)
    how = replace(how, temperature_degc=temperature_degc)
    fibres = [MyelinatedFibre.nearest_model(float(one)) for one in diameters_um]
    return conduct(fibres, None, how).upstream_m_per_s


@dataclass(frozen=True, slots=True)
class Film:
    """Membrane voltage along one fibre in time.

    Attributes:
        time_ms: shape (frame,).
        position_mm: of the nodes, from node 0, shape (node,).
        voltage_mv: at the nodes, shape (frame, node).
        harmed_mm: where the harmed stretch begins and ends.
        blocked: whether the spike died.
    """

    time_ms: Floats
    position_mm: Floats
    voltage_mv: Floats
    harmed_mm: tuple[float, float]
    blocked: bool


def watch(
    fibre: MyelinatedFibre,
    lesion: Lesion | None = None,
    settings: Settings | None = None,
    *,
    duration_ms: float = 4.0,
    frame_ms: float = 0.02,
    pulse: Pulse | None = None,
) -> Film:
    """Film a spike that runs down one fibre.

    Raises:
        PhysiologyError: a duration or frame out of range.
    """
    how, harm = settings or Settings(), lesion or Lesion()
    if not 0 < frame_ms <= duration_ms <= 10_000:
        raise PhysiologyError("a frame lasts more than 0 ms and no longer than the film (10 s)")
    every = max(1, round(frame_ms / how.step_ms))
    how = replace(how, longest_ms=duration_ms)
    seen = _run([fibre], [harm], how, pulse or Pulse(), stop=False, film_every=every)
    frames = np.asarray(seen.film_mv[0], np.float64)
    internode_mm = fibre.geometry.internode_um / 1000
    start = FIRST_LESION_NODE * internode_mm
    return Film(
        np.arange(len(frames), dtype=np.float64) * (every * how.step_ms),
        np.arange(frames.shape[1], dtype=np.float64) * internode_mm,
        frames,
        (start, start + harm.internodes * internode_mm),
        bool(np.isnan(seen.arrival_ms[0, FIRST_LESION_NODE + harm.internodes + BEYOND_LESION])),
    )


def rest_mv() -> float:
    """The resting potential of the model, in mV."""
    return constants()["rest"]
