"""Unmyelinated (C) fibres: how fast a spike runs, and whether it passes a pressed stretch.

The model is that of Tigerholm and others (2014): a human cutaneous C nociceptor with
TTX-sensitive (mainly Nav1.7) sodium channels, Nav1.8 and Nav1.9, four kinds of potassium channel,
an h channel, a sodium-potassium pump and balanced leaks. It was chosen over the two-channel model
of Sundt and others (2015) because of what ischaemia does to people: after half an hour under a
cuff A-beta fibres are blocked and C fibres are not (Casale 1992), and warmth is felt when no
myelinated fibre works any more. Nav1.8 makes the difference: half of it is ready at -32 mV, half
of Nav1.7 only at -69 mV. In NEURON the Sundt fibre fires by itself once its reversal potentials
are shifted by 5 mV; this one carries spikes through a centimetre shifted by 44 mV (its rest then
17 mV up), and MRG fibres stop at 12 to 15 mV.

Where it may mislead. It lives by Nav1.8: with a fifth of it the block comes at a shift of 30 mV,
with a tenth there is no spike at all; yet in dorsal roots of mice and monkeys five sixths of the
C volley need no Nav1.8 (Klein 2017), so a root may give way sooner. Ion concentrations are held
during the one spike (which costs 0.02 % of velocity, against NEURON with moving ions), so trains
and their slowing are not modelled. The lesion has stood long enough for its slow gates to rest.
Block does not depend on diameter: a long uniform cable only scales.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any

from sciatic.physiology.fibres import PhysiologyError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from sciatic.physiology.unmyelinated_membrane import Membrane

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnmyelinatedFibre:
    """One C fibre, known by its axon's diameter.

    Raises:
        PhysiologyError: a diameter outside 0.2 to 3 um.
    """

    diameter_um: float

    def __post_init__(self) -> None:
        _within("diameter", "um", self.diameter_um, "diameter_least", "diameter_most")

    def velocity_m_per_s(self, temperature_degc: float = 37.0) -> float:
        """Conduction velocity of the sound fibre."""
        run = conduct_unmyelinated(
            [self.diameter_um], lesion_mm=0.0, temperature_degc=temperature_degc
        )
        return float(run.velocity_m_per_s[0])


@dataclass(frozen=True, slots=True, eq=False)
class UnmyelinatedConduction:
    """What became of one spike in each fibre; every array has shape (fibre,).

    Attributes:
        velocity_m_per_s: in the sound fibre before the lesion.
        lesion_m_per_s: from the first to past the last compartment of the lesion; nan if blocked,
            or if there is no lesion.
        velocity_ratio: the second over the first.
        blocked: whether the spike failed to leave the lesion.
        lesion_rest_mv: resting potential at the middle of the lesion.
    """

    velocity_m_per_s: Floats
    lesion_m_per_s: Floats
    velocity_ratio: Floats
    blocked: NDArray[np.bool_]
    lesion_rest_mv: Floats


@dataclass(frozen=True, slots=True, eq=False)
class UnmyelinatedFilm:
    """Membrane voltage along one fibre in time.

    Attributes:
        time_ms: shape (time,). position_mm: shape (place,), 0 where the spike was started.
        voltage_mv: shape (time, place).
        lesion_mm: where the lesion begins and ends, in the same measure as ``position_mm``.
        blocked: whether the spike failed to pass.
    """

    time_ms: Floats
    position_mm: Floats
    voltage_mv: Floats
    lesion_mm: tuple[float, float]
    blocked: bool


def conduct_unmyelinated(
    diameters_um: ArrayLike,
    *,
    depolarised_mv: ArrayLike = 0.0,
    lesion_mm: float = 10.0,
    sodium_lost: ArrayLike = 0.0,
    temperature_degc: float = 37.0,
    dt_ms: float | None = None,
    compartment_um: float | None = None,
) -> UnmyelinatedConduction:
    """Send a spike along C fibres, each with a lesion of one length.

    Args:
        diameters_um: axon diameters, shape (fibre,), 0.2 to 3 um.
        depolarised_mv: shift of the potassium reversal potential in the lesion (channels and
            leak), as under ischaemia; one for all or shape (fibre,). The resting potential there
            moves by about a third of it: see ``lesion_rest_mv``.
        lesion_mm: length of the lesion, 0 to 200 mm; 3 mm of sound fibre lie either side.
        sodium_lost: share of all sodium channels lost in the lesion; one for all or (fibre,).
        temperature_degc: 20 to 42.
        dt_ms, compartment_um: step in time and space; defaults 0.01 ms and 25 um, at which a
            1 um fibre is 1.1 % slower than in the limit of small steps, one of 0.5 um 1.5 %.

    Raises:
        PhysiologyError: a figure outside its range, arrays of unlike length, or numba missing.
    """
    import numpy as np

    kernel = _kernel()
    setting = _Setting(lesion_mm, temperature_degc, dt_ms, compartment_um)
    fibres = _Fibres.checked(diameters_um, depolarised_mv, sodium_lost, setting)
    crossed = np.empty((len(fibres.links), setting.n_places))
    membrane = setting.membrane
    rests = kernel.travel_all(
        membrane.table, membrane.grid, membrane.rows, fibres.links, fibres.pulses, fibres.lesions,
        setting.plan(), crossed,
    )  # fmt: skip
    return setting.read(crossed, rests)


def watch_unmyelinated(
    diameter_um: float,
    *,
    depolarised_mv: float = 0.0,
    lesion_mm: float = 10.0,
    sodium_lost: float = 0.0,
    temperature_degc: float = 37.0,
    frame_ms: float | None = None,
    dt_ms: float | None = None,
    compartment_um: float | None = None,
) -> UnmyelinatedFilm:
    """Follow one spike along one C fibre; arguments as in ``conduct_unmyelinated``.

    The film ends 5 ms after the spike has passed the lesion or died in it. ``frame_ms`` is the
    time between frames (default 0.1), rounded to whole steps.
    """
    import numpy as np

    kernel = _kernel()
    setting = _Setting(lesion_mm, temperature_degc, dt_ms, compartment_um)
    fibres = _Fibres.checked([diameter_um], depolarised_mv, sodium_lost, setting)
    membrane, crossed = setting.membrane, np.empty((1, setting.n_places))
    given = (membrane.table, membrane.grid, membrane.rows)
    rests = kernel.travel_all(
        *given, fibres.links, fibres.pulses, fibres.lesions, setting.plan(), crossed
    )
    blocked = bool(setting.read(crossed, rests).blocked[0])
    long_ms = float(np.nanmax(crossed)) + _c("film.afterwards")
    every = max(1, round((frame_ms or _c("film.frame")) / setting.dt_ms))
    n_frames = int(long_ms / (setting.dt_ms * every)) + 1
    film = np.empty((n_frames, setting.n_places))
    plan = setting.plan(behind=setting.n_places, steps=(n_frames - 1) * every + 1)
    kernel.travel(
        *given, float(fibres.links[0]), float(fibres.pulses[0]), fibres.lesions[0], plan,
        crossed[0], film, every,
    )  # fmt: skip
    places = np.arange(setting.n_places, dtype=np.float64) * setting.mm(1)
    ends = (setting.mm(setting.enters), setting.mm(setting.leaves))
    return UnmyelinatedFilm(
        np.arange(n_frames, dtype=np.float64) * (every * setting.dt_ms), places, film, ends, blocked
    )


class _Setting:
    """Where things lie on the fibre, in compartments, and how finely it is stepped."""

    def __init__(
        self, lesion_mm: float, temperature_degc: float, dt_ms: float | None, um: float | None
    ) -> None:
        _within("temperature", "degc", temperature_degc, "temperature_least", "temperature_most")
        _between("lesion", "mm", lesion_mm, 0.0, _c("range.lesion_most"))
        self.dt_ms = _c("step.dt") if dt_ms is None else dt_ms
        self.compartment_um = _c("step.compartment") if um is None else um
        _between("time step", "ms", self.dt_ms, _c("step.dt_least"), _c("step.dt_most"))
        _between("compartment", "um", self.compartment_um, *_c2("step.compartment"))
        self.temperature_degc = temperature_degc
        before, after = _c("route.before"), _c("route.after")
        self.enters, self.leaves = self.place(before), self.place(before + lesion_mm)
        self.n_places = self.place(before + lesion_mm + after) + 1
        self.passed = self.place(before + lesion_mm + _c("route.passed_at") * after)
        self.measured = tuple(
            self.place(_c(f"route.measured_{end}") * before) for end in ("from", "to")
        )

    @cached_property
    def membrane(self) -> Membrane:
        from sciatic.physiology.unmyelinated_membrane import membrane

        return membrane(self.temperature_degc, self.dt_ms)

    def place(self, mm: float) -> int:
        return round(1e3 * mm / self.compartment_um)

    def mm(self, places: int) -> float:
        return places * self.compartment_um * 1e-3

    def plan(self, behind: int | None = None, steps: int | None = None) -> NDArray[np.int64]:
        import numpy as np

        pulse, patience = _c("launch.duration"), _c("window.patience")
        return np.array([
            round(pulse / self.dt_ms),
            steps or round(_c("window.most") / self.dt_ms),
            round(patience / self.dt_ms),
            behind or self.place(_c("window.behind")),
            self.passed,
        ])  # fmt: skip

    def read(self, crossed: Floats, rests: Floats) -> UnmyelinatedConduction:
        """Velocities from the times at which compartments crossed, shape (fibre, place)."""
        import numpy as np

        start, end = self.measured
        velocity = self.mm(end - start) / (crossed[:, end] - crossed[:, start])
        blocked = np.isnan(crossed[:, self.passed])
        inside = np.full_like(velocity, np.nan)
        through = ~blocked & (self.leaves > self.enters)
        taken = crossed[through, self.leaves] - crossed[through, self.enters]
        inside[through] = self.mm(self.leaves - self.enters) / taken
        return UnmyelinatedConduction(velocity, inside, inside / velocity, blocked, rests)


@dataclass(frozen=True, slots=True, eq=False)
class _Fibres:
    """Per fibre: axial link in S/cm2, pulse in mA/cm2, and the lesion as the kernel wants it."""

    links: Floats
    pulses: Floats
    lesions: Floats

    @classmethod
    def checked(
        cls, diameters_um: ArrayLike, shift_mv: ArrayLike, lost: ArrayLike, setting: _Setting
    ) -> _Fibres:
        import numpy as np

        d = np.atleast_1d(np.asarray(diameters_um, dtype=float))
        try:
            shifts, shares = (
                np.broadcast_to(np.asarray(x, float), d.shape) for x in (shift_mv, lost)
            )
        except ValueError:
            raise PhysiologyError(
                f"{d.size} diameters but {np.size(shift_mv)} values of depolarised_mv and "
                f"{np.size(lost)} of sodium_lost; give one for all or one a fibre"
            ) from None
        for given, check in ((d, _is_diameter), (shifts, _is_shift), (shares, _is_share)):
            for value in np.unique(given):
                check(float(value))
        dx_cm, d_cm = 1e-4 * setting.compartment_um, 1e-4 * d
        links = d_cm / (4.0 * _c("membrane.axial_resistivity") * dx_cm**2)
        pulses = 1e-6 * _c("launch.current") * d**1.5 / (np.pi * d_cm * dx_cm)
        places = (np.full_like(d, setting.enters), np.full_like(d, setting.leaves))
        return cls(links, pulses, np.column_stack((*places, shares, shifts)))


def _is_diameter(value: float) -> None:
    _within("diameter", "um", value, "diameter_least", "diameter_most")


def _is_shift(value: float) -> None:
    _within("depolarised_mv", "mV", value, "shift_least", "shift_most")


def _is_share(value: float) -> None:
    _between("sodium_lost", "as a share", value, 0.0, 1.0)


def _c(name: str) -> float:
    from sciatic.physiology.unmyelinated_membrane import constants

    return constants()[name]


def _c2(name: str) -> tuple[float, float]:
    return _c(f"{name}_least"), _c(f"{name}_most")


def _within(what: str, unit: str, value: float, least: str, most: str) -> None:
    _between(what, unit, value, _c(f"range.{least}"), _c(f"range.{most}"))


def _between(what: str, unit: str, value: float, least: float, most: float) -> None:
    if not isfinite(value) or not least <= value <= most:
        raise PhysiologyError(
            f"{what} of a C fibre is {value:g}, outside {least:g} to {most:g} {unit}"
        )


def _kernel() -> Any:
    try:
        from sciatic.physiology import unmyelinated_kernel
    except ModuleNotFoundError as why:
        raise PhysiologyError(f"{why.name} is missing: pip install 'sciatic[physiology]'") from why
    return unmyelinated_kernel
