"""Rows of physiology_validation.csv, and what single fibres answer: velocities and thresholds.

Every function answers some rows. An answer says how it was made, and, should it miss, why we think
it does; it does not know the published value except where ``given`` says so. Pressed segments and
whole nerves answer in ``validation_nerves``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from sciatic.evidence import read_table
from sciatic.physiology import nerve_signals as signals
from sciatic.physiology.conduction import Settings, conduct, velocity_m_per_s
from sciatic.physiology.fibres import Lesion, MyelinatedFibre
from sciatic.physiology.pressure_constants import constant

EQUAL_STEP = Settings(dead_below_mv=-45.0)
CONVERGED = Settings(step="second_order", step_ms=0.0025)
NERVE_DEGC = 35.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A row of the table; ``y`` is a number or, in rows told in words, None."""

    id: str
    case: str
    x: float | None
    words: str
    y: float | None
    low: float | None
    high: float | None
    unit: str
    source: str
    use: str
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What we predict for a row.

    Attributes:
        told: the prediction in figures or words.
        value: the number that is compared, where the row holds one.
        holds: whether the published words hold, where the row holds words.
        scaled: the value after the human factor of the nerve tests, for velocities of people.
        order: the row only asks which of two is worse.
        given: why this is no prediction: the row's figure went into the model.
        how: how it was made, or what else there is to say.
        miss: why it misses, should it.
    """

    told: str
    value: float | None = None
    holds: bool | None = None
    scaled: float | None = None
    order: bool = False
    given: str = ""
    how: str = ""
    miss: str = ""


Answers = dict[str, Answer]


@cache
def published() -> Mapping[str, Published]:
    """Every row by its id."""

    def number(cell: str) -> float | None:
        try:
            return float(cell)
        except ValueError:
            return None

    def parse(cells: Mapping[str, str]) -> Published:
        return Published(
            id=cells["id"],
            case=cells["case"],
            x=number(cells["x"]),
            words=cells["y"],
            y=number(cells["y"]),
            low=number(cells["y_lo"]),
            high=number(cells["y_hi"]),
            unit=cells["y_unit"],
            source=cells["source"],
            use=cells["use"],
            table=cells["table"],
        )

    return {row.id: row for row in read_table("physiology", "physiology_validation", parse)}


def rows_of(table: str) -> list[Published]:
    """The rows whose table begins so."""
    return [row for row in published().values() if row.table.startswith(table)]


def human_velocities() -> Answers:
    """Sound fibres by a converged step at the temperature of the recording, unscaled."""
    found: Answers = {}
    for table, degc in (
        ("velocity vs diameter human root", 36.0),
        ("velocity vs diameter human S4", 37.0),
    ):
        rows = rows_of(table)
        diameters = [row.x or 0.0 for row in rows]
        ours = velocity_m_per_s(diameters, degc)
        for row, diameter, velocity in zip(rows, diameters, ours, strict=True):
            motor = row.case.startswith(("alpha", "gamma"))
            factor = signals.human_factor("motor" if motor else "sensory")
            found[row.id] = Answer(
                told=f"{velocity:.1f} m/s",
                value=float(velocity),
                scaled=float(velocity) * factor,
                how=f"{degc:g} degC; with the human factor {factor:.2f}: {velocity * factor:.0f}",
                miss=f"MRG: {velocity / diameter:.1f} m/s per um; measured "
                f"{(row.y or 0) / diameter:.1f}, less in thin fibres",
            )
    at_um = signals.signal_constants()["human_per_um_at_um"]
    per_um = float(velocity_m_per_s([at_um], NERVE_DEGC)[0]) / at_um
    factor = signals.human_factor("sensory")
    found["val016"] = Answer(
        told=f"{per_um:.2f} m/s per um",
        value=per_um,
        scaled=per_um * factor,
        how=f"fibre of {at_um:g} um at {NERVE_DEGC:g} degC; with the human factor {factor:.2f} "
        f"(set on the radial nerve of the same paper): {per_um * factor:.2f}",
        miss="MRG is faster than human nerve at equal diameter",
    )
    return found


def neuron_velocities() -> Answers:
    """Sound fibres at the step NEURON took."""
    found: Answers = {}
    for table, step_ms in (
        ("velocity vs diameter NEURON", 0.005),
        ("velocity NEURON MRG small step", 0.001),
    ):
        rows = rows_of(table)
        fibres = [MyelinatedFibre(row.x or 0.0) for row in rows]
        speeds = conduct(fibres, None, replace(EQUAL_STEP, step_ms=step_ms)).upstream_m_per_s
        for row, speed in zip(rows, speeds, strict=True):
            how = f"backward Euler {step_ms:g} ms, as NEURON"
            found[row.id] = Answer(told=f"{speed:.2f} m/s", value=float(speed), how=how)
    return found


def thinnest_percent(diameter_um: float, internodes: int, how: Settings) -> float:
    """The share of lamellae gone that blocks, by halving, in percent."""
    fibre = MyelinatedFibre(diameter_um)
    low, high = 0.9, 0.9999
    while high - low > 1e-4:
        middle = (low + high) / 2
        harm = Lesion(internodes=internodes, thinned=middle)
        low, high = (low, middle) if conduct([fibre], harm, how).blocked[0] else (middle, high)
    return 100 * high


def thinning_blocks() -> Answers:
    """Thresholds by halving; beside NEURON at its step, beside other models by a converged one."""
    found: Answers = {}
    for row in rows_of("block threshold myelin removed"):
        percent = thinnest_percent(float(row.case.split()[0]), int(row.x or 0), EQUAL_STEP)
        how = "halved to 0.01, backward Euler 0.005 ms"
        found[row.id] = Answer(told=f"{percent:.1f} percent", value=percent, how=how)
    one, all_ = (100 - thinnest_percent(10.0, internodes, CONVERGED) for internodes in (1, 40))
    for row in rows_of("block threshold myelin thickness"):
        found[row.id] = Answer(
            told=f"{all_:.1f} percent of normal",
            value=all_,
            how=f"10 um, 40 internodes alike; one internode alone: {one:.1f}",
            miss="another model: MRG has a second cable under its myelin and weak axolemma there; "
            "NEURON with MRG's equations agrees with us (rows above)",
        )
    return found


def widened_nodes() -> Answers:
    """Thirteen nodes widened, as their nodes 8 to 20, in the fibre as fast as theirs."""
    normal, crushed = 19.1, published()["val035"].y or 0.0
    grid = np.linspace(3.0, 5.7, 10)
    diameter = round(float(np.interp(normal, velocity_m_per_s(list(grid)), grid)), 1)
    fibre, gaps = MyelinatedFibre(diameter, "SMALL_MRG_INTERPOLATION"), np.arange(4.0, 17.0)
    ratios = [
        conduct(
            [fibre] * len(gaps),
            [Lesion(internodes=14, gap_um=float(gap), seal=seal) for gap in gaps],
            CONVERGED,
        ).velocity_ratio
        for seal in (1.0, constant("loosest_seal"))
    ]
    width = float(np.interp(-crushed, -ratios[0], gaps))
    loose = float(np.interp(width, gaps, ratios[1]))
    return {
        "val035": Answer(
            told=f"{crushed:.2f} at a width of {width:.1f} um",
            given="their width stands on no page we read: ours is solved for it",
            how=f"{diameter:g} um fibre ({normal:g} m/s), 13 nodes widened, channel number kept",
        ),
        "val036": Answer(
            told=f"{loose:.3f}",
            value=loose,
            how=f"the width of the row above, paranodal seal / {constant('loosest_seal'):g}",
            miss="MRG has no juxtaparanodal potassium channels to lay bare; a loosened seal alone "
            "slows less",
        ),
    }


GROUPS: tuple[Callable[[], Answers], ...] = (
    human_velocities, neuron_velocities, thinning_blocks, widened_nodes,
)  # fmt: skip
