"""One spike on its way through a pressed stretch: what a film of it holds.

The fibre is the one in the middle of its class (median diameter of a root or of the tibial nerve,
mean supply) unless a diameter is given. The same fibre without pressure runs beside it.

    >>> from sciatic.physiology.pictures.film import squeeze
    >>> squeeze("touch", pressure_mmhg=100, minutes=120).blocked
    True
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sciatic.errors import UnknownTermError
from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.fibres import (
    DISCRETE,
    INTERPOLATION,
    SMALL,
    Lesion,
    MyelinatedFibre,
    PhysiologyError,
    discrete_geometry,
    interpolated_range,
)
from sciatic.physiology.populations import FIBRE_CLASSES, population
from sciatic.physiology.pressure_law import SOUND_SEGMENT, SegmentState, depolarised_mv, follow

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from sciatic.physiology.conduction import Film

    Floats = npt.NDArray[np.float64]

UNMYELINATED = "warmth"
CROSSING_MV = -30.0
"""A place has fired when its membrane rises through this voltage, as in ``conduct``."""
MOST_THINNED, WIDEST_GAP_UM = 0.999, 300.0
"""The most harm that a fibre's ``Lesion`` takes."""
END_PLACES, SAME_MS = 4, 0.05
AFTER_MS, LONGEST_MS = 1.2, 400.0
SENSORY = {"root": "root_dorsal", "ganglion": "root_dorsal", "limb_nerve": "tibial"}
MOTOR = {"root": "root_ventral", "ganglion": "root_ventral", "limb_nerve": "tibial"}


@dataclass(frozen=True, slots=True, eq=False)
class SqueezedFibre:
    """A spike in one fibre of a pressed segment, and the same without pressure.

    Attributes:
        fibre_class: "touch", "movement", "pinprick" or "warmth".
        diameter_um: of the fibre with its myelin.
        pressure_mmhg, minutes, segment: what presses, how long, on what.
        state: what the segment has become.
        depolarised_mv: shift of this fibre's reversal potentials.
        film: the spike under pressure; positions in mm from where it starts.
        sound: the same without pressure, frame for frame until one of them ends.
        velocity_m_per_s: before the stretch.
        velocity_ratio: through the stretch over before it; NaN where blocked.
    """

    fibre_class: str
    diameter_um: float
    pressure_mmhg: float
    minutes: float
    segment: Segment
    state: SegmentState
    depolarised_mv: float
    film: Film
    sound: Film
    velocity_m_per_s: float
    velocity_ratio: float

    @property
    def blocked(self) -> bool:
        """Whether the spike died; what started by itself beyond the stretch doesn't count."""
        return self.film.blocked

    @property
    def fires_beyond(self) -> bool:
        """Whether the spike died and a place beyond the stretch fired by itself."""
        import numpy as np

        beyond = self.film.position_mm > self.film.harmed_mm[1]
        return self.blocked and bool(np.isfinite(crossing_ms(self.film)[beyond]).any())

    @property
    def died_after_mm(self) -> float:
        """How far into the stretch the spike came: 0 at its edge, NaN where it came through."""
        if not self.blocked:
            return math.nan
        return max(0.0, reach_mm(self.film) - self.film.harmed_mm[0])


def squeeze(
    fibre_class: str = "touch",
    *,
    pressure_mmhg: float,
    minutes: float,
    segment: Segment | None = None,
    diameter_um: float | None = None,
    temperature_degc: float = 37.0,
) -> SqueezedFibre:
    """Press a segment, then send one spike down one of its fibres.

    Args:
        fibre_class: "touch", "movement", "pinprick" or "warmth".
        pressure_mmhg: pressure on the segment, 0 or more.
        minutes: how long it has lasted; infinite means settled.
        segment: what is pressed; a centimetre of root where None.
        diameter_um: of the fibre; None is the median of its class there.
        temperature_degc: of the tissue.

    Raises:
        UnknownTermError: an unknown fibre class.
        PhysiologyError: a diameter that no fibre of the class has, or numba missing.
        ValueError: a negative pressure or duration.
    """
    where = segment or Segment()
    if diameter_um is None:
        diameter_um = median_diameter_um(fibre_class, where.tissue)
    check_diameter(fibre_class, diameter_um)
    state = follow(SOUND_SEGMENT, pressure_mmhg, minutes, where)
    shift = depolarised_mv(state, fibre_class)
    run = _unmyelinated if fibre_class == UNMYELINATED else _myelinated
    try:
        film, sound, velocity, ratio = run(diameter_um, state, shift, where, temperature_degc)
    except ModuleNotFoundError as why:
        raise PhysiologyError(f"{why.name} is missing: pip install 'sciatic[physiology]'") from why
    return SqueezedFibre(
        fibre_class, diameter_um, pressure_mmhg, minutes, where, state, shift, film, sound,
        velocity, ratio,
    )  # fmt: skip


def median_diameter_um(fibre_class: str, tissue: str = "root") -> float:
    """The diameter in the middle of a class: of a lumbar root, or of the tibial nerve.

    Raises:
        UnknownTermError: an unknown fibre class.
    """
    if fibre_class not in FIBRE_CLASSES:
        raise UnknownTermError("fibre class", fibre_class, FIBRE_CLASSES)
    structure = (MOTOR if fibre_class == "movement" else SENSORY)[tissue]
    return round(float(population(structure, fibre_class).quantiles(1)[0]), 2)


def check_diameter(fibre_class: str, diameter_um: float) -> None:
    """Refuse a diameter that the model of the class doesn't reach.

    Raises:
        PhysiologyError: says from where to where it reaches.
    """
    if fibre_class == UNMYELINATED:
        from sciatic.physiology.unmyelinated import UnmyelinatedFibre

        UnmyelinatedFibre(diameter_um)
        return
    reaches = [interpolated_range(model) for model in (SMALL, INTERPOLATION)]
    low = min(*discrete_geometry(), *(low for low, _ in reaches))
    high = max(*discrete_geometry(), *(high for _, high in reaches))
    if not low <= diameter_um <= high:
        raise PhysiologyError(
            f"no myelinated fibre of {diameter_um:g} um: the {DISCRETE.partition('_')[0]} model "
            f"reaches from {low:g} to {high:g} um. For a C fibre take warmth"
        )


def lesion_of(state: SegmentState, shift_mv: float, internodes: int) -> Lesion:
    """What the state of a segment makes of ``internodes`` internodes of a fibre."""
    return Lesion(
        internodes=internodes,
        thinned=min(state.thinned, MOST_THINNED),
        gap_um=min(state.gap_um, WIDEST_GAP_UM),
        seal=state.seal,
        depolarised_mv=shift_mv,
    )


def crossing_ms(film: Film) -> Floats:
    """When each place first rose through -30 mV, in ms, shape (place,); NaN where it never did."""
    import numpy as np

    high = film.voltage_mv >= CROSSING_MV
    first = high.argmax(axis=0)
    before = np.maximum(first - 1, 0)
    places = np.arange(high.shape[1])
    low_mv, high_mv = film.voltage_mv[before, places], film.voltage_mv[first, places]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.clip((CROSSING_MV - low_mv) / (high_mv - low_mv), 0, 1)
    at = film.time_ms[before] + part * (film.time_ms[first] - film.time_ms[before])
    return np.where(high.any(axis=0), at, np.nan)


def reach_mm(film: Film) -> float:
    """How far the spike came without a gap, in mm from its start; 0 where it never started."""
    import numpy as np

    silent = np.flatnonzero(np.isnan(crossing_ms(film)))
    last = int(silent[0]) - 1 if len(silent) else len(film.position_mm) - 1
    return float(film.position_mm[max(0, last)])


def _myelinated(
    diameter_um: float, state: SegmentState, shift_mv: float, where: Segment, degc: float
) -> tuple[Film, Film, float, float]:
    from sciatic.physiology.conduction import NODES_AROUND, Settings, conduct, watch
    from sciatic.physiology.simulation import Pulse

    fibre = MyelinatedFibre.nearest_model(diameter_um)
    internodes = max(1, round(1000 * where.length_mm / fibre.geometry.internode_um))
    how = Settings(step="second_order", temperature_degc=degc, longest_ms=LONGEST_MS)
    harm, none = lesion_of(state, shift_mv, internodes), Lesion(internodes=internodes)
    run = conduct([fibre, fibre], [harm, none], how)
    velocity = float(run.upstream_m_per_s[0])
    if math.isnan(velocity):
        raise PhysiologyError(
            f"a fibre of {diameter_um:g} um carries no spike at {degc:g} degC; try nearer 37"
        )
    delay = 0.0 if run.blocked[0] else max(0.0, float(run.extra_delay_ms[0]))
    long_mm = (NODES_AROUND + internodes) * fibre.geometry.internode_um / 1000
    long_ms = min(LONGEST_MS, long_mm / velocity + delay + AFTER_MS)
    film, sound, alone = (
        watch(fibre, one, how, duration_ms=long_ms, frame_ms=long_ms / 200, pulse=pulse)
        for one, pulse in ((harm, None), (none, None), (harm, Pulse(na=0.0)))
    )
    if film.blocked or _same_arrival(film, alone):
        return replace(film, blocked=True), sound, velocity, math.nan
    return film, sound, velocity, float(run.velocity_ratio[0])


def _same_arrival(film: Film, alone: Film) -> bool:
    """Whether what arrives at the end arrives without a stimulus too: it started by itself."""
    end = -END_PLACES
    return bool(abs(crossing_ms(film)[end] - crossing_ms(alone)[end]) < SAME_MS)


def _unmyelinated(
    diameter_um: float, state: SegmentState, shift_mv: float, where: Segment, degc: float
) -> tuple[Film, Film, float, float]:
    """C fibres have no myelin to lose: only the shift reaches them."""
    from sciatic.physiology.conduction import Film
    from sciatic.physiology.unmyelinated import conduct_unmyelinated, watch_unmyelinated

    shifts, length = (shift_mv, 0.0), where.length_mm
    run = conduct_unmyelinated(
        [diameter_um] * 2, depolarised_mv=shifts, lesion_mm=length, temperature_degc=degc
    )
    films = []
    for one in shifts:
        seen = watch_unmyelinated(
            diameter_um, depolarised_mv=one, lesion_mm=length, temperature_degc=degc
        )
        films.append(
            Film(seen.time_ms, seen.position_mm, seen.voltage_mv, seen.lesion_mm, seen.blocked)
        )
    film, sound = films
    return film, sound, float(run.velocity_m_per_s[0]), float(run.velocity_ratio[0])
