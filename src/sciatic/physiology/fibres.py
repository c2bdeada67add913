"""Myelinated fibres and what may be wrong with a stretch of one.

The fibre is the double cable of McIntyre, Richardson and Grill (2002): nodes of Ranvier with four
gates, joined by internodes whose axolemma and myelin are both drawn. Geometry is read from
``data/mrg_geometry.csv`` (the published diameters) and ``data/mrg_interpolation.csv`` (polynomials
for the diameters between and below), channel constants from ``data/mrg_constants.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sciatic.errors import SciaticError, UnknownTermError
from sciatic.evidence import bounded, read_table

DISCRETE = "MRG_DISCRETE"
INTERPOLATION = "MRG_INTERPOLATION"
SMALL = "SMALL_MRG_INTERPOLATION"
PENA = "PENA"
MODELS = (DISCRETE, INTERPOLATION, SMALL, PENA)
FIRST_LESION_NODE = 16


class PhysiologyError(SciaticError, ValueError):
    """A fibre, a lesion or a pressure that can't be: says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The measures of one fibre, in micrometres; ``lamellae`` is a count.

    ``internode_um`` runs from the middle of a node to that of the next; ``flut_um`` is the length
    of one paranodal main segment; ``node_um`` and ``axon_um`` are diameters of the axon.
    """

    internode_um: float
    flut_um: float
    axon_um: float
    node_um: float
    lamellae: float


@dataclass(frozen=True, slots=True)
class MyelinatedFibre:
    """One myelinated fibre.

    Args:
        diameter_um: outer diameter, with its myelin.
        model: ``MRG_DISCRETE`` (published diameters only), ``MRG_INTERPOLATION`` (between them)
            or, for thin fibres, ``SMALL_MRG_INTERPOLATION`` (the channels of MRG) and ``PENA``
            (channels of its own).

    Raises:
        PhysiologyError: a diameter that the model does not have.
        UnknownTermError: an unknown model.
    """

    diameter_um: float
    model: str = DISCRETE
    geometry: Geometry = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "geometry", geometry(self.model, float(self.diameter_um)))

    @classmethod
    def nearest_model(cls, diameter_um: float) -> MyelinatedFibre:
        """The fibre of this diameter by the first model that has it."""
        if diameter_um in discrete_geometry():
            return cls(diameter_um, DISCRETE)
        low, high = interpolated_range(INTERPOLATION)
        return cls(diameter_um, INTERPOLATION if low <= diameter_um <= high else SMALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """What is wrong with a stretch of a fibre, over ``internodes`` from node 16 on.

    Args:
        internodes: how many internodes are harmed; 0 is a sound fibre.
        thinned: share of the lamellae gone, from 0 to under 1.
        gap_um: length of the widened nodes, channel number kept; None leaves them as they are.
        seal: axial resistance of the periaxonal space under the paranodes is divided by this.
        depolarised_mv: shift of the reversal potentials (passive axolemma of the internodes,
            potassium and leak of the nodes), in mV.
        sodium_lost: share of both sodium conductances of the nodes gone, 0 to 1.
        persistent_sodium: the persistent sodium conductance of the nodes, over normal.

    Lesion nodes are those strictly inside; a single internode takes the nodes at its two ends.

    Raises:
        PhysiologyError: a value out of its range.
    """

    internodes: int = 0
    thinned: float = 0.0
    gap_um: float | None = None
    seal: float = 1.0
    depolarised_mv: float = 0.0
    sodium_lost: float = 0.0
    persistent_sodium: float = 1.0

    def __post_init__(self) -> None:
        limits = {
            "internodes": (0, 1000),
            "thinned": (0.0, 0.99999),
            "seal": (1e-6, 1e9),
            "depolarised_mv": (-60.0, 100.0),
            "sodium_lost": (0.0, 1.0),
            "persistent_sodium": (0.0, 1000.0),
        }
        for name, (low, high) in limits.items():
            _within(name, getattr(self, name), low, high)
        if self.gap_um is not None:
            _within("gap_um", self.gap_um, 0.1, 300.0)

    @property
    def nodes(self) -> range:
        """The nodes that the lesion harms, counted from 0."""
        if self.internodes == 0:
            return range(0)
        if self.internodes == 1:
            return range(FIRST_LESION_NODE, FIRST_LESION_NODE + 2)
        return range(FIRST_LESION_NODE + 1, FIRST_LESION_NODE + self.internodes)


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise PhysiologyError(f"{name} is {value:g}; give a value from {low:g} to {high:g}")


@cache
def constants(model: str = DISCRETE) -> Mapping[str, float]:
    """The constants of a model by name, in the units of their column ``unit``."""
    rows = read_table(
        "physiology",
        "mrg_constants",
        lambda cells: (cells["constant"], cells["model"], float(cells["value"])),
    )
    shared = {name: value for name, only, value in rows if not only}
    return shared | {name: value for name, only, value in rows if only == model}


@cache
def discrete_geometry() -> Mapping[float, Geometry]:
    """The published diameters, in micrometres, with their measures."""

    def parse(cells: Mapping[str, str]) -> tuple[float, Geometry]:
        measures = {
            name: bounded(cells, name, 0, 2000)
            for name in ("internode_um", "flut_um", "axon_um", "node_um", "lamellae")
        }
        return float(cells["diameter_um"]), Geometry(**measures)

    return dict(read_table("physiology", "mrg_geometry", parse))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Polynomial:
    model: str
    measure: str
    low_um: float
    high_um: float
    coefficients: tuple[float, ...]
    cut: bool


@cache
def _polynomials() -> tuple[_Polynomial, ...]:
    def parse(cells: Mapping[str, str]) -> _Polynomial:
        return _Polynomial(
            model=cells["model"],
            measure=cells["measure"],
            low_um=float(cells["low_um"]),
            high_um=float(cells["high_um"]),
            coefficients=tuple(float(cells[power]) for power in ("c0", "c1", "c2", "c3")),
            cut=cells["rounded"] == "down",
        )

    return read_table("physiology", "mrg_interpolation", parse)


@cache
def interpolated_range(model: str) -> tuple[float, float]:
    """The diameters, in micrometres, from the thinnest to the thickest that a model reaches."""
    rows = [row for row in _polynomials() if row.model == _geometry_of(model)]
    return min(row.low_um for row in rows), max(row.high_um for row in rows)


@cache
def geometry(model: str, diameter_um: float) -> Geometry:
    """The measures of a fibre of this diameter by this model."""
    if model == DISCRETE:
        if diameter_um not in discrete_geometry():
            known = ", ".join(f"{one:g}" for one in discrete_geometry())
            raise PhysiologyError(
                f"{model} has no fibre of {diameter_um:g} um; it has {known}. "
                f"For diameters between take {INTERPOLATION}, for thin ones {SMALL}"
            )
        return discrete_geometry()[diameter_um]
    if model not in MODELS:
        raise UnknownTermError("fibre model", model, MODELS)
    low, high = interpolated_range(model)
    if not low <= diameter_um <= high:
        raise PhysiologyError(
            f"{model} reaches from {low:g} to {high:g} um; {diameter_um:g} um is outside it"
        )
    return Geometry(**{
        row.measure: _evaluate(row, diameter_um)
        for row in reversed(_polynomials())
        if row.model == _geometry_of(model) and row.low_um <= diameter_um <= row.high_um
    })  # fmt: skip


def _geometry_of(model: str) -> str:
    """PENA has channels of its own and the measures of the small-fibre interpolation."""
    return SMALL if model == PENA else model


def _evaluate(row: _Polynomial, diameter_um: float) -> float:
    value = sum(c * diameter_um**power for power, c in enumerate(row.coefficients))
    return float(math.floor(value)) if row.cut else value
