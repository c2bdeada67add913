"""Conduction studies as a laboratory does them: motor and sensory.

Every figure is read off a compound potential built from the fibres that the lesion leaves
(``physiology.nerve_signals``), on the route lengths of the anatomy scaled to the person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sciatic.anatomy import route
from sciatic.evidence import bounded, read_table
from sciatic.findings.nerve_lesions import FibreKind, Toll, test_constants, tolls
from sciatic.findings.regeneration import degenerated, denervated
from sciatic.pathology import Leg
from sciatic.physiology import nerve_signals as signals
from sciatic.physiology.nerve_signals import Compound, Fibres, Stretch

STANDARD_CM = 170.0
ABSENT = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is tested: lengths scale with height, amplitudes and velocities fall with age."""

    age: float
    height_cm: float

    @property
    def scale(self) -> float:
        """Lengths over those of an adult of 170 cm."""
        return self.height_cm / STANDARD_CM

    @property
    def speed(self) -> float:
        """Velocity over that at 25 years."""
        p = signals.signal_constants()
        years = max(0.0, self.age - p["age_from_years"])
        return 1 - p["velocity_loss_per_year"] * years


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A row of nerve_studies.csv; ``stimuli`` are (name, mm back from the recording place)."""

    id: str
    label: str
    kind: Literal["motor", "sensory"]
    nerve: str
    target: str
    root: str
    stimuli: tuple[tuple[str, float], ...]
    fibres: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One leg of one person under one lesion, so many weeks after its onset."""

    leg: Leg
    weeks: float
    person: Person
    ganglion: str | None = None


@cache
def studies() -> tuple[Study, ...]:
    """The conduction studies that the table of a laboratory begins with."""

    def parse(cells: Mapping[str, str]) -> Study:
        pairs = (one.split(":") for one in cells["stimuli"].split())
        if cells["kind"] not in ("motor", "sensory"):
            raise ValueError(f"kind is {cells['kind']!r}; write motor or sensory")
        return Study(
            id=cells["study"],
            label=cells["label"],
            kind="motor" if cells["kind"] == "motor" else "sensory",
            nerve=cells["nerve"],
            target=cells["target"],
            root=cells["root"],
            stimuli=tuple((name, float(mm)) for name, mm in pairs),
            fibres=cells["fibres"],
        )

    return read_table("findings", "nerve_studies", parse)


@cache
def limits() -> Mapping[tuple[str, str], tuple[str, float]]:
    """(study, measure) -> ("upper" or "lower", limit)."""

    def parse(cells: Mapping[str, str]) -> tuple[tuple[str, str], tuple[str, float]]:
        if cells["bound"] not in ("upper", "lower"):
            raise ValueError(f"bound is {cells['bound']!r}; write upper or lower")
        key = cells["study"], cells["measure"]
        return key, (cells["bound"], bounded(cells, "limit", 0, 200))

    return dict(read_table("findings", "nerve_limits", parse))


def motor_figures(study: Study, scene: Scene) -> Mapping[str, float]:
    """Distal latency, amplitudes and velocities of a motor study; an absent one is infinite."""
    end = route(study.root, study.target).length_mm
    taken = tolls(scene.leg, study.target, "movement", end)
    responses = [
        (name, back, _motor_response(study, scene, taken, end, back))
        for name, back in study.stimuli
    ]
    _, before_mm, before = responses[0]
    figures = {"distal_latency": before.onset_ms, "amplitude": before.amplitude_uv / 1000}
    for name, back, now in responses[1:]:
        length = (back - before_mm) * scene.person.scale
        seen = now.present and before.present
        figures[f"velocity_{name}"] = length / (now.onset_ms - before.onset_ms) if seen else ABSENT
        figures[f"amplitude_{name}"] = now.amplitude_uv / 1000
        before, before_mm = now, back
    return figures


def sensory_figures(study: Study, scene: Scene) -> Mapping[str, float]:
    """Peak latency, amplitude and velocity of a sensory study; an absent one is infinite."""
    at = route(study.root, study.target).length_mm
    taken = tolls(scene.leg, study.nerve, "touch", at, scene.ganglion)
    back = study.stimuli[0][1]
    p = signals.signal_constants()
    decades = max(0.0, scene.person.age - p["age_from_years"]) / 10
    young = signals.sensory_axons(study.fibres)
    fibres = young.kept(min(1.0, p["sensory_loss_per_decade"] * decades))
    found = [
        signals.sensory_response(part, way, speed=scene.person.speed)
        for part, way in _parts(fibres, at - back, at, taken, scene, "touch")
    ]
    whole = signals.together(found)
    return {
        "peak_latency": whole.peak_ms,
        "amplitude": whole.amplitude_uv,
        "velocity": back * scene.person.scale / whole.onset_ms if whole.present else ABSENT,
    }


def _motor_response(
    study: Study, scene: Scene, taken: Sequence[Toll], end: float, back: float
) -> Compound:
    units, area = motor_units(study.fibres, scene.person.age)
    fibres = signals.motor_axons(units)
    return signals.together(
        [
            signals.motor_response(part, way, area, speed=scene.person.speed)
            for part, way in _parts(fibres, end - back, end, taken, scene, "movement")
        ]
    )


def motor_units(fibres: str, age: float) -> tuple[float, float]:
    """Number of motor units, and the negative area of one at the skin in uV ms, at an age.

    Args:
        fibres: "edb" or "ah".
        age: in years; between the young and the old of the published counts, as they change.
    """
    p = signals.signal_constants()
    way = (age - p["young_years"]) / (p["old_years"] - p["young_years"])
    way = min(1.0, max(0.0, way))
    older = p["edb_units_old"] / p["edb_units"], p["edb_unit_uv_ms_old"] / p["edb_unit_uv_ms"]
    fewer, larger = (1 + way * (ratio - 1) for ratio in older)
    if fibres == "edb":
        return p["edb_units"] * fewer, p["edb_unit_uv_ms"] * larger
    return p["ah_units"] * fewer, signals.unit_area(p["ah_unit_pp_uv"]) * larger


def _parts(
    fibres: Fibres,
    stimulus_mm: float,
    record_mm: float,
    taken: Sequence[Toll],
    scene: Scene,
    kind: FibreKind,
) -> list[tuple[Fibres, tuple[Stretch, ...]]]:
    """What is left of the fibres, in parts that travel alike: those slowed and those not."""
    left = fibres.kept(
        missing(taken, scene, stimulus_mm, record_mm, kind), test_constants()["thick_first"]
    )
    way = signals.leg_stretches(stimulus_mm, record_mm, scale=scene.person.scale)
    parts = [(left, way)]
    for toll in taken:
        if between(toll, stimulus_mm, record_mm) and toll.slowed > 0:
            parts = [one for part, on in parts for one in split(part, on, toll, record_mm)]
    return parts


def split(
    fibres: Fibres, way: tuple[Stretch, ...], toll: Toll, record_mm: float
) -> list[tuple[Fibres, tuple[Stretch, ...]]]:
    """The fibres that pass a lesion at full speed, and those that pass it late."""
    late = delayed(way, toll, record_mm)
    return [
        (Fibres(fibres.diameters_um, fibres.weight * (1 - toll.slowed)), way),
        (Fibres(fibres.diameters_um, fibres.weight * toll.slowed), late),
    ]


def delayed(way: tuple[Stretch, ...], toll: Toll, record_mm: float) -> tuple[Stretch, ...]:
    """The way of a slowed fibre: slow all along, or with the lesion's extra time put first."""
    ratio = toll.velocity_ratio
    if math.isinf(toll.from_foramen_mm):
        return tuple(Stretch(p.length_mm, p.temperature_degc, p.ratio * ratio) for p in way)
    here = signals.limb_degc(min(toll.from_foramen_mm, record_mm))
    extra = Stretch(test_constants()["lesion_length_mm"], here, ratio / (1 - ratio))
    return (extra, *way)


def between(toll: Toll, start_mm: float, end_mm: float) -> bool:
    """Whether a signal from one place to another passes the lesion."""
    if math.isinf(toll.from_foramen_mm):
        return toll.from_foramen_mm > 0
    return min(start_mm, end_mm) <= toll.from_foramen_mm <= max(start_mm, end_mm)


def missing(
    taken: Sequence[Toll], scene: Scene, stimulus_mm: float, record_mm: float, kind: FibreKind
) -> float:
    """Share of the response that is gone: fibres lost and degenerated, or blocked on the way."""
    left = 1.0
    for toll in taken:
        gone = 1.0 if toll.creeping else degenerated(scene.weeks, kind)
        still = 1.0
        if kind == "movement":
            still = denervated(scene.weeks, record_mm, toll.creeping)
        left *= 1 - unanswered(toll, stimulus_mm, record_mm, gone, still)
    return 1 - left


def unanswered(
    toll: Toll, stimulus_mm: float, record_mm: float, gone: float = 1.0, still: float = 1.0
) -> float:
    """Share of the fibres that give no answer between two places, 0 to 1.

    Args:
        toll: what a lesion takes.
        stimulus_mm, record_mm: the two places, from the foramen.
        gone: share of the lost fibres that has degenerated.
        still: share of those that nothing has replaced.
    """
    share = toll.lost * gone * still
    if between(toll, stimulus_mm, record_mm):
        of_way = 1.0
        if math.isinf(toll.from_foramen_mm):
            of_way = min(1.0, abs(record_mm - stimulus_mm) / record_mm)
        share += toll.blocked * of_way + toll.lost * (1 - gone)
    return min(1.0, share)
