"""The passive internode, solved once: its modes, their time constants and what they carry.

Between two nodes the double cable of McIntyre, Richardson and Grill (2002) is linear: ten
compartments (paranode, main segment, six of the internode, main segment, paranode), each with the
voltage over its axolemma and the voltage of the space under the myelin. In the twenty modes of
that network every mode decays by itself; nodes drive and feel it through two numbers, one an end.
Between equal nodes an internode is its own mirror image, and ten of its modes are even, ten odd.
Units: mV, ms, nA, so conductances are in uS and capacitances in nF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.physiology.fibres import Geometry, constants

Floats = npt.NDArray[np.float64]
COMPARTMENTS = 10
SPIKE_PER_MS = (3.0, 20.0, 100.0)
"""Rates, in 1/ms, that a spike is made of: its foot and tail, its upstroke, the step of time."""
SLOW_PER_MS = (0.3, 3.0)
"""Even (or odd) modes slower than 1/ms act nearly as one: it meets them at these rates."""


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
        rate: decay rates in 1/ms, shape (n, 20): the even modes slowest first, then the odd ones;
            where the two nodes differ, all of them slowest first.
        left, right: coupling of each mode to the node at either end, shape (n, 20), such that a
            mode q obeys q' = -rate q + left v_left + right v_right (v in mV from rest) and sends
            left q and right q (nA) into the nodes.
        source: what a shift of the internode's reversal potential (``depolarised_mv``) drives into
            each mode, shape (n, 20).
        left_us, right_us: axial conductance between each node and its paranode, shape (n,).
        skew: whether the two nodes differ, shape (n,).
    """

    rate: Floats
    left: Floats
    right: Floats
    source: Floats
    left_us: Floats
    right_us: Floats
    skew: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lumped:
    """Fewer modes, and what the others come to.

    Attributes:
        modes: those that are followed, shape (n, kept).
        taken: each of them as a sum of all modes, shape (n, kept, 20).
        at_once, stored: conductance and capacitance of the others from left to left, left to right
            and right to right, shape (n, 3).
    """

    modes: Modes
    taken: Floats
    at_once: Floats
    stored: Floats


def internode_modes(specs: Sequence[InternodeSpec]) -> Modes:
    """The modes of each internode, by the symmetric eigenproblem of its network."""
    matrix, capacitance, ends, source = _networks(specs)
    scale = 1 / np.sqrt(capacitance)
    fold = _mirror()
    folded = fold.T @ (matrix * scale[:, :, None] * scale[:, None, :]) @ fold
    skew = ends[:, 0] != ends[:, 1]
    n = COMPARTMENTS
    rate, shape = np.zeros((len(specs), 2 * n)), np.zeros(folded.shape)
    for half in (slice(0, n), slice(n, 2 * n)):
        rate[:, half], shape[:, half, half] = np.linalg.eigh(folded[:, half, half])
    rate[skew], shape[skew] = np.linalg.eigh(folded[skew])
    shape = fold @ shape

    def seen(what: Floats) -> Floats:
        coupled: Floats = np.einsum("nim,ni->nm", shape, what * scale)
        return coupled

    left, right = (seen(_at_end(ends[:, i], (n - 1) * i)) for i in (0, 1))
    return Modes(rate, left, right, seen(source), ends[:, 0], ends[:, 1], skew)


def lumped(modes: Modes, n_kept: int) -> Lumped:
    """The modes that matter most for a spike, and what the others come to.

    What a node feels of a mode falls with the rate s at which it is driven as 1 / (decay rate + s).
    Slow modes are joined to one. Then the modes that matter least are taken together as a
    conductance and a capacitance that meet their sum at the two higher of ``SPIKE_PER_MS``; a mode
    matters by its error in this at the lowest. This is for spikes in fibres at rest: a shift of the
    reversal potential that comes on within a run moves the slow modes apart, and needs all.

    Args:
        modes: all modes, shape (n, 20).
        n_kept: an even number; half of them even, half odd, unless the internode is skew.

    """
    n = len(modes.rate)
    same = np.broadcast_to(np.eye(2 * COMPARTMENTS), (n, 2 * COMPARTMENTS, 2 * COMPARTMENTS))
    if n_kept == 2 * COMPARTMENTS:
        return Lumped(modes, same, *np.zeros((2, n, 3)))
    modes, joined = _slow_as_one(modes, same.copy())
    rate = modes.rate
    ports = np.stack([modes.left**2, modes.left * modes.right, modes.right**2], axis=2)
    slow, middle, quick = SPIKE_PER_MS
    matter = (ports[..., 0] + ports[..., 2]) / ((rate + slow) * (rate + middle) * (rate + quick))
    left_out = np.ones(rate.shape)
    kept = _most(matter, modes.skew, n_kept)
    np.put_along_axis(left_out, kept, 0.0, axis=1)

    def felt(at: float) -> Floats:
        total: Floats = (ports * (left_out / (rate + at))[..., None]).sum(1)
        return total

    capacitance = (felt(middle) - felt(quick)) / (quick - middle)
    few = [np.take_along_axis(x, kept, 1) for x in (rate, modes.left, modes.right, modes.source)]
    lumps = Modes(few[0], few[1], few[2], few[3], modes.left_us, modes.right_us, modes.skew)
    taken = np.take_along_axis(joined, kept[:, :, None], axis=1)
    return Lumped(lumps, taken, felt(middle) + capacitance * middle, capacitance)


def _most(matter: Floats, skew: npt.NDArray[np.bool_], n_kept: int) -> npt.NDArray[np.int64]:
    """Places of the modes that matter most, in order, shape (n, n_kept)."""
    n, half = COMPARTMENTS, n_kept // 2
    even, odd = (np.argsort(-matter[:, part])[:, :half] for part in (slice(n), slice(n, None)))
    of_all = np.argsort(-matter, axis=1)[:, :n_kept]
    return np.sort(np.where(skew[:, None], of_all, np.hstack([even, n + odd])), axis=1)


def _slow_as_one(modes: Modes, joined: Floats) -> tuple[Modes, Floats]:
    """The same, with the slow even modes, and the slow odd ones, of symmetric internodes as one.

    In ``joined``, shape (n, 20, 20), the sum that each one is comes in place of a row of its own.
    """
    rate, left, right = modes.rate.copy(), modes.left.copy(), modes.right.copy()
    low, high = SLOW_PER_MS
    for first, sign in ((0, 1.0), (COMPARTMENTS, -1.0)):
        part = slice(first, first + COMPARTMENTS)
        slow = (rate[:, part] < 1.0) & ~modes.skew[:, None]
        rows = slow.sum(1) > 1
        slow &= rows[:, None]
        weight = np.where(slow, left[:, part] ** 2, 0.0)[rows]
        at_low, at_high = ((weight / (rate[rows, part] + at)).sum(1) for at in (low, high))
        total = (high - low) / (1 / at_high - 1 / at_low)
        sums = np.where(slow, left[:, part], 0.0)[rows] / np.sqrt(total)[:, None]
        left[:, part][slow] = right[:, part][slow] = 0.0
        rate[rows, first] = total / at_low - low
        left[rows, first] = np.sqrt(total)
        right[rows, first] = sign * left[rows, first]
        joined[rows, first, part] = sums
    return replace(modes, rate=rate, left=left, right=right), joined


@cache
def _mirror() -> Floats:
    """Orthogonal, shape (20, 20): ten combinations alike at mirrored places, then ten opposite."""
    n, half = COMPARTMENTS, COMPARTMENTS // 2
    fold = np.zeros((2 * n, 2 * n))
    for column in range(n):
        place = column if column < half else n + column - half
        other = n - 1 - place if column < half else 3 * n - 1 - place
        fold[[place, other], column] = np.sqrt(0.5)
        fold[[place, other], n + column] = np.sqrt(0.5), -np.sqrt(0.5)
    return fold


def _at_end(conductance: Floats, compartment: int) -> Floats:
    """Current from a node reaches both voltages of the paranode beside it."""
    driven = np.zeros((len(conductance), 2 * COMPARTMENTS))
    driven[:, compartment] = driven[:, COMPARTMENTS + compartment] = conductance
    return driven


def _networks(specs: Sequence[InternodeSpec]) -> tuple[Floats, Floats, Floats, Floats]:
    """Conductance matrices (uS), capacitances (nF), end conductances and sources of internodes.

    The voltages are those over the axolemma (first ten) and of the periaxonal space (last ten):
    in these the capacitance is diagonal. Shapes (n, 20, 20), (n, 20), (n, 2), (n, 20).
    """
    n, a = COMPARTMENTS, _Measures(specs)
    membrane = np.pi * a.axon * a.length * 1e-2
    myelin = np.pi * a.spec("diameter_um") * a.length / (2 * a.measure("lamellae")) * 1e-2
    myelin = myelin / (1 - a.spec("thinned"))
    over_membrane = a.paranode("conductance") * membrane
    over_myelin = a.model("lamella_conductance") * myelin
    axial = a.between(a.axial, *a.node_core())
    periaxonal = a.between(a.periaxonal, *a.node_space())
    conductance = np.hstack([over_membrane, over_myelin, axial, periaxonal])
    matrix = (conductance @ _joined()).reshape(-1, 2 * n, 2 * n)
    charge = a.model("axolemma_capacitance") * membrane, a.model("lamella_capacitance") * myelin
    source = np.hstack([over_membrane * a.spec("depolarised_mv"), np.zeros_like(membrane)])
    return matrix, np.hstack(charge) * 1e-3, axial[:, [0, -1]], source


@cache
def _joined() -> Floats:
    """What each conductance of the network adds to its matrix, shape (42, 400).

    Over the axolemma and over the myelin of each compartment; then inside the axon, and inside the
    periaxonal space, from node to compartment to compartment to node.
    """
    n = COMPARTMENTS
    membrane, space = np.eye(2 * n)[:n], np.eye(2 * n)[n:]
    nothing = np.zeros((1, 2 * n))
    steps = [np.vstack([x, nothing]) - np.vstack([nothing, x]) for x in (membrane + space, space)]
    felt = np.vstack([membrane, space, *steps])
    joined: Floats = felt[:, :, None] * felt[:, None, :]
    return joined.reshape(len(felt), -1)


class _Measures:
    """Measures of internodes, shape (n, 1), or by compartment, (n, 10)."""

    def __init__(self, specs: Sequence[InternodeSpec]) -> None:
        self._specs = specs
        mysa, flut = self.model("mysa_length"), self.measure("flut_um")
        rest = self.measure("internode_um") - self.model("node_length") - 2 * mysa - 2 * flut
        stin = [rest / self.model("stin_segments")] * (COMPARTMENTS - 4)
        self._is_paranode = np.array([True, *[False] * (COMPARTMENTS - 2), True])
        self.length = np.hstack([mysa, flut, *stin, flut, mysa])
        self.axon = np.where(self._is_paranode, self.measure("node_um"), self.measure("axon_um"))
        self.axial = _ohmic(self.length, np.pi * self.axon**2 / 4)
        ring = _ring(self.axon, self.paranode("space"))
        self.periaxonal = _ohmic(self.length, ring) / np.where(
            self._is_paranode, self.spec("seal"), 1.0
        )

    def spec(self, name: str) -> Floats:
        return np.array([[getattr(spec, name)] for spec in self._specs])

    def measure(self, name: str) -> Floats:
        return np.array([[getattr(spec.geometry, name)] for spec in self._specs])

    def model(self, name: str) -> Floats:
        return np.array([[constants(spec.model)[name]] for spec in self._specs])

    def paranode(self, name: str) -> Floats:
        """A constant that the paranodes have otherwise than the internode, by compartment."""
        inner = self.model(f"internode_{name}")
        return np.where(self._is_paranode, self.model(f"mysa_{name}"), inner)

    def between(self, inside: Floats, left: Floats, right: Floats) -> Floats:
        """Conductances from node to compartment to ... to node, shape (n, 11)."""
        along = np.hstack([left, inside, right])
        conductance: Floats = 2 / (along[:, :-1] + along[:, 1:])
        return conductance

    def node_core(self) -> tuple[Floats, Floats]:
        """Resistance inside the node on the left and on the right."""
        section = np.pi * self.measure("node_um") ** 2 / 4
        return self._along_nodes(section)

    def node_space(self) -> tuple[Floats, Floats]:
        """Resistance of the space around these nodes."""
        return self._along_nodes(_ring(self.measure("node_um"), self.model("mysa_space")))

    def _along_nodes(self, section: Floats) -> tuple[Floats, Floats]:
        left, right = self.spec("left_node_um"), self.spec("right_node_um")
        return _ohmic(left, section), _ohmic(right, section)


def _ohmic(length_um: Floats, section_um2: Floats) -> Floats:
    """Resistance in 1/uS of fluid of a length and a cross-section."""
    return constants()["resistivity"] * length_um / section_um2 * 1e-2


def _ring(inner_um: Floats, space_um: Floats) -> Floats:
    ring: Floats = np.pi * ((inner_um / 2 + space_um) ** 2 - (inner_um / 2) ** 2)
    return ring
