"""The passive internode, solved once: its modes, their time constants and what they carry.

Between two nodes the double cable of McIntyre, Richardson and Grill (2002) is linear: ten
compartments (paranode, main segment, six of the internode, main segment, paranode), each with the
voltage over its axolemma and the voltage of the space under the myelin. In the twenty modes of
that network every mode decays by itself; nodes drive and feel it through two numbers, one an end.
Units: mV, ms, nA, so conductances are in uS and capacitances in nF.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sciatic.physiology.fibres import Geometry, constants

Floats = npt.NDArray[np.float64]
COMPARTMENTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class InternodeSpec:
    """What tells one internode from another; lengths of its two nodes in micrometres."""

    diameter_um: float
    model: str
    geometry: Geometry
    thinned: float = 0.0
    seal: float = 1.0
    depolarised_mv: float = 0.0
    left_node_um: float
    right_node_um: float


@dataclass(frozen=True, slots=True)
class Modes:
    """The modes of n internodes.

    Attributes:
        rate: decay rates in 1/ms, shape (n, 20), slowest first.
        left, right: coupling of each mode to the node at either end, shape (n, 20), such that a
            mode q obeys q' = -rate q + left v_left + right v_right (v in mV from rest) and sends
            left q and right q (nA) into the nodes.
        source: what a shift of the internode's reversal potential (``depolarised_mv``) drives into
            each mode, shape (n, 20).
        left_us, right_us: axial conductance between each node and its paranode, shape (n,).
    """

    rate: Floats
    left: Floats
    right: Floats
    source: Floats
    left_us: Floats
    right_us: Floats


def internode_modes(specs: Sequence[InternodeSpec]) -> Modes:
    """The modes of each internode, by the symmetric eigenproblem of its network."""
    built = [_network(spec) for spec in specs]
    conductance = np.stack([one[0] for one in built])
    capacitance = np.stack([one[1] for one in built])
    ends = np.stack([one[2] for one in built])
    source = np.stack([one[3] for one in built])
    scale = 1 / np.sqrt(capacitance)
    rate, shape = np.linalg.eigh(conductance * scale[:, :, None] * scale[:, None, :])
    return Modes(
        rate,
        np.einsum("nim,ni->nm", shape, _at_end(ends[:, 0], 0) * scale),
        np.einsum("nim,ni->nm", shape, _at_end(ends[:, 1], COMPARTMENTS - 1) * scale),
        np.einsum("nim,ni->nm", shape, source * scale),
        ends[:, 0],
        ends[:, 1],
    )


def _at_end(conductance: Floats, compartment: int) -> Floats:
    """Current from a node reaches both voltages of the paranode beside it."""
    driven = np.zeros((len(conductance), 2 * COMPARTMENTS))
    driven[:, compartment] = driven[:, COMPARTMENTS + compartment] = conductance
    return driven


def _network(spec: InternodeSpec) -> tuple[Floats, Floats, Floats, Floats]:
    """Conductance matrix (uS), capacitances (nF), end conductances and sources of one internode.

    The voltages are those over the axolemma (first ten) and of the periaxonal space (last ten):
    in these the capacitance is diagonal.
    """
    c, g = constants(spec.model), spec.geometry
    n = COMPARTMENTS
    stin = c["stin_segments"]
    rest = g.internode_um - c["node_length"] - 2 * c["mysa_length"] - 2 * g.flut_um
    length = np.array([c["mysa_length"], g.flut_um, *[rest / stin] * int(stin),
                       g.flut_um, c["mysa_length"]])  # fmt: skip
    paranode = np.array([True, *[False] * (n - 2), True])
    axon = np.where(paranode, g.node_um, g.axon_um)
    space = np.where(paranode, c["mysa_space"], c["internode_space"])
    membrane = math.pi * axon * length
    myelin = math.pi * spec.diameter_um * length / (2 * g.lamellae) / (1 - spec.thinned)
    over_membrane = (
        np.where(paranode, c["mysa_conductance"], c["internode_conductance"]) * membrane * 1e-2
    )
    axial = _ohmic(length, math.pi * axon**2 / 4)
    periaxonal = _ohmic(length, _ring(axon, space)) / np.where(paranode, spec.seal, 1.0)
    matrix = np.zeros((2 * n, 2 * n))
    diagonal = np.concatenate([over_membrane, c["lamella_conductance"] * myelin * 1e-2])
    matrix[np.diag_indices(2 * n)] = diagonal
    for place in range(n - 1):
        both = [place, n + place], [place + 1, n + place + 1]
        _join(matrix, *both, 2 / (axial[place] + axial[place + 1]))
        _join(matrix, [n + place], [n + place + 1], 2 / (periaxonal[place] + periaxonal[place + 1]))
    ends = np.empty(2)
    for end, place, node_um in ((0, 0, spec.left_node_um), (1, n - 1, spec.right_node_um)):
        core = _ohmic(np.array(node_um), np.array(math.pi * g.node_um**2 / 4))
        ring = _ohmic(np.array(node_um), _ring(np.array(g.node_um), np.array(c["mysa_space"])))
        ends[end] = 2 / (axial[place] + core)
        _join(matrix, [place, n + place], [], float(ends[end]))
        _join(matrix, [n + place], [], 2 / float(periaxonal[place] + ring))
    capacitance = np.concatenate([
        c["axolemma_capacitance"] * membrane * 1e-5,
        c["lamella_capacitance"] * myelin * 1e-5,
    ])  # fmt: skip
    source = np.concatenate([over_membrane * spec.depolarised_mv, np.zeros(n)])
    return matrix, capacitance, ends, source


def _ohmic(length_um: Floats, section_um2: Floats) -> Any:
    """Resistance in 1/uS of fluid of a length and a cross-section."""
    return constants()["resistivity"] * length_um / section_um2 * 1e-2


def _ring(inner_um: Floats, space_um: Floats) -> Any:
    return math.pi * ((inner_um / 2 + space_um) ** 2 - (inner_um / 2) ** 2)


def _join(matrix: Floats, one: list[int], other: list[int], conductance: float) -> None:
    """Add a conductance between two sums of voltages (or one and the bath)."""
    sign = dict.fromkeys(one, 1.0) | dict.fromkeys(other, -1.0)
    for row, up in sign.items():
        for column, down in sign.items():
            matrix[row, column] += conductance * up * down
