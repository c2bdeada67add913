"""What a harmed stretch does to single fibres, over a grid: the run behind ``make surface``.

For each diameter, length of harm, thinning and node gap the simulation finds the depolarisation
that blocks, how slow the spike is on the way there, and the range of depolarisations at which the
stretch fires by itself. The table is read by ``surface``, which needs none of this. C fibres come
from their own model. Needs numba.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import product

import numpy as np
import numpy.typing as npt

from sciatic.physiology.conduction import Settings, conduct
from sciatic.physiology.ectopic import BURST_MS, LISTEN_MS, LISTENING, spontaneous_spikes
from sciatic.physiology.fibres import INTERPOLATION, Lesion, MyelinatedFibre
from sciatic.physiology.surface import PARTS, Response
from sciatic.physiology.unmyelinated import conduct_unmyelinated

Floats = npt.NDArray[np.float64]
DIAMETERS_UM = (2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 15.0)
LENGTHS_MM = (5.0, 10.0, 20.0)
THINNED = (0.0, 0.5, 0.8, 0.9, 0.94, 0.97, 0.99)
GAPS_UM = (1.0, 8.0, 16.0, 24.0, 32.0)
HIGHEST_MV, NEAR_MV = 40.0, 0.05
FIRING_MV = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0)
C_DIAMETERS_UM = (0.6, 1.0)
C_HIGHEST_MV, C_NEAR_MV = 60.0, 0.25
SETTINGS = Settings(step="second_order", modes=10, longest_ms=20.0)
INPUTS = (
    "mrg_constants.csv",
    "mrg_gates.csv",
    "mrg_interpolation.csv",
    "unmyelinated.csv",
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Which fibres and harms the table holds."""

    diameters_um: Sequence[float] = DIAMETERS_UM
    lengths_mm: Sequence[float] = LENGTHS_MM
    thinned: Sequence[float] = THINNED
    gaps_um: Sequence[float] = GAPS_UM
    c_diameters_um: Sequence[float] = C_DIAMETERS_UM


def inputs_digest() -> str:
    """Digest of the constants that the table was computed from."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update(files("sciatic.physiology").joinpath("data", name).read_bytes())
    digest.update(
        repr((SETTINGS, LISTENING, Grid(), PARTS, FIRING_MV, BURST_MS, LISTEN_MS)).encode()
    )
    return digest.hexdigest()[:12]


def responses(
    grid: Grid | None = None, progress: Callable[[str], None] = lambda words: None
) -> list[Response]:
    """Run the whole grid: a few minutes on two cores."""
    grid = grid or Grid()
    rows: list[Response] = []
    for diameter_um, length_mm in product(grid.diameters_um, grid.lengths_mm):
        progress(f"{diameter_um:g} um over {length_mm:g} mm")
        rows += _myelinated(diameter_um, length_mm, grid)
    for diameter_um, length_mm in product(grid.c_diameters_um, grid.lengths_mm):
        progress(f"C fibre of {diameter_um:g} um over {length_mm:g} mm")
        rows.append(_unmyelinated(diameter_um, length_mm))
    return rows


def _myelinated(diameter_um: float, length_mm: float, grid: Grid) -> list[Response]:
    fibre = MyelinatedFibre(diameter_um, INTERPOLATION)
    internodes = max(1, round(length_mm * 1000 / fibre.geometry.internode_um))
    harms = [
        Lesion(internodes=internodes, thinned=thin, gap_um=gap)
        for thin, gap in product(grid.thinned, grid.gaps_um)
    ]
    block_mv = _block_mv(fibre, harms)
    slowed = _slowed(fibre, harms, block_mv)
    firing = _firing(fibre, [harm for harm in harms if harm.gap_um == grid.gaps_um[0]])
    return [
        Response(
            kind="myelinated",
            diameter_um=diameter_um,
            length_mm=length_mm,
            thinned=harm.thinned,
            gap_um=harm.gap_um or 0.0,
            block_mv=round(float(blocks), 3),
            slowed=tuple(round(float(one), 4) for one in ratios),
            fires_mv=firing.get(harm, (None, None))[0],
            silent_mv=firing.get(harm, (None, None))[1],
        )
        for harm, blocks, ratios in zip(harms, block_mv, slowed, strict=True)
    ]


def _at(harms: Sequence[Lesion], shift_mv: Floats) -> list[Lesion]:
    return [
        replace(harm, depolarised_mv=float(shift))
        for harm, shift in zip(harms, shift_mv, strict=True)
    ]


def _block_mv(fibre: MyelinatedFibre, harms: Sequence[Lesion]) -> Floats:
    """The least depolarisation that blocks each, in mV, by halving; 0 where none is needed."""

    def blocked(shift_mv: Floats) -> npt.NDArray[np.bool_]:
        return conduct([fibre] * len(harms), _at(harms, shift_mv), SETTINGS).blocked

    low = np.zeros(len(harms))
    high = np.where(blocked(low), 0.0, HIGHEST_MV)
    while (high - low).max() > NEAR_MV:
        middle = (low + high) / 2
        dead = blocked(middle)
        high, low = np.where(dead, middle, high), np.where(dead, low, middle)
    return high


def _slowed(fibre: MyelinatedFibre, harms: Sequence[Lesion], block_mv: Floats) -> Floats:
    """Velocity over the stretch against that of a sound fibre, shape (harm, part); 0 if blocked.

    A slight depolarisation hurries a spike by some per cent; that counts as 1.
    """
    fibres = [fibre] * len(harms)
    sound = conduct([fibre], None, SETTINGS).upstream_m_per_s[0]
    columns = [
        conduct(fibres, _at(harms, part * block_mv), SETTINGS).lesion_m_per_s / sound
        for part in PARTS
    ]
    ratios: Floats = np.minimum(np.nan_to_num(np.stack(columns, axis=1)), 1.0)
    ratios[block_mv == 0] = 0.0
    return ratios


def _firing(
    fibre: MyelinatedFibre, harms: Sequence[Lesion]
) -> dict[Lesion, tuple[float | None, float | None]]:
    """Where each stretch fires by itself once the first burst is over.

    The range runs from half a grid step below the first depolarisation that fires to half a grid
    step above the last.
    """
    tried = [replace(harm, depolarised_mv=mv) for harm, mv in product(harms, FIRING_MV)]
    spikes = spontaneous_spikes([fibre] * len(tried), tried).reshape(len(harms), -1)
    edges = np.concatenate([[0.0], FIRING_MV, [FIRING_MV[-1]]])
    found: dict[Lesion, tuple[float | None, float | None]] = {}
    for harm, counted in zip(harms, spikes, strict=True):
        fires = np.flatnonzero(counted)
        if len(fires):
            first, last = int(fires[0]) + 1, int(fires[-1]) + 1
            found[harm] = (
                float(edges[first - 1] + edges[first]) / 2,
                float(edges[last] + edges[last + 1]) / 2,
            )
    return found


def _unmyelinated(diameter_um: float, length_mm: float) -> Response:
    def blocked(shift_mv: float) -> bool:
        seen = conduct_unmyelinated([diameter_um], depolarised_mv=shift_mv, lesion_mm=length_mm)
        return bool(seen.blocked[0])

    low, high = 0.0, C_HIGHEST_MV
    while high - low > C_NEAR_MV:
        middle = (low + high) / 2
        low, high = (low, middle) if blocked(middle) else (middle, high)
    shifts = np.array(PARTS) * high
    ratio = conduct_unmyelinated(
        [diameter_um] * len(shifts), depolarised_mv=shifts, lesion_mm=length_mm
    ).velocity_ratio
    return Response(
        kind="unmyelinated",
        diameter_um=diameter_um,
        length_mm=length_mm,
        thinned=0.0,
        gap_um=0.0,
        block_mv=round(high, 3),
        slowed=tuple(round(float(one), 4) for one in np.nan_to_num(ratio)),
        fires_mv=None,
        silent_mv=None,
    )
