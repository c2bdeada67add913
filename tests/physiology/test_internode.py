"""The passive internode against hand calculations and against itself."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sciatic.physiology.fibres import MyelinatedFibre, constants
from sciatic.physiology.internode import COMPARTMENTS, InternodeSpec, Modes, internode_modes, lumped


def spec(diameter_um: float = 10.0, **changed: float) -> InternodeSpec:
    sizes = {"left_node_um": 1.0, "right_node_um": 1.0} | changed
    geometry = MyelinatedFibre(diameter_um).geometry
    return InternodeSpec(
        diameter_um=diameter_um, model="MRG_DISCRETE", geometry=geometry, **sizes
    )  # fmt: skip


SPECS = [
    spec(diameter_um, thinned=thinned, seal=seal)
    for diameter_um in (2.0, 5.7, 10.0, 16.0)
    for thinned in (0.0, 0.9)
    for seal in (1.0, 50.0)
]
SKEW = [spec(d, right_node_um=w) for d in (5.7, 16.0) for w in (4.0, 24.0)]


def admittance(modes: Modes, at: float) -> np.ndarray:
    """Driven at the left node at a rate: what goes in there, and out at the right node."""
    rate, left, right = modes.rate + at, modes.left, modes.right
    here = modes.left_us - (left * left / rate).sum(1)
    return np.stack([here, (left * right / rate).sum(1)], axis=1)


def test_axial_conductance_by_hand() -> None:
    """70 ohm cm, 0.5 um of node and 1.5 um of paranode, both 3.3 um across."""
    assert constants()["resistivity"] == 70
    section_cm2 = math.pi * (3.3e-4) ** 2 / 4
    ohm = 70 * 2e-4 / section_cm2
    assert internode_modes([spec()]).left_us[0] == pytest.approx(1e6 / ohm, rel=1e-9)


def test_held_at_rest_it_leaks_what_its_membranes_leak() -> None:
    """Slowly driven at both ends alike, current goes through axolemma and myelin in series."""
    modes = internode_modes([spec()])
    (here, there), g, c = admittance(modes, 0.0)[0], MyelinatedFibre(10.0).geometry, constants()
    inner = (g.internode_um - 1 - 6) * math.pi * g.axon_um * 1e-2
    axolemma = c["internode_conductance"] * inner
    myelin = c["lamella_conductance"] / (2 * g.lamellae) * math.pi * 10 * g.internode_um * 1e-2
    leak = here - there
    assert 0 < leak < axolemma + 2 * c["mysa_conductance"] * 3 * math.pi * g.node_um * 1e-2
    in_series = axolemma * myelin / (axolemma + myelin)
    assert in_series / 2 < leak * 2 < 6 * in_series


def test_driven_ever_faster_only_the_core_conducts() -> None:
    here, there = admittance(internode_modes([spec()]), 1e12)[0]
    assert here == pytest.approx(internode_modes([spec()]).left_us[0], rel=1e-4)
    assert abs(there) < 1e-4 * here


@pytest.mark.parametrize("one", SPECS[:4] + SKEW)
def test_each_decays_and_none_gives_back_more_than_it_got(one: InternodeSpec) -> None:
    modes = internode_modes([one])
    assert (modes.rate > 0).all()
    for at in (0.0, 1.0, 1000.0):
        here, there = admittance(modes, at)[0]
        assert here > abs(there)


def test_between_equal_nodes_ten_modes_are_even_and_ten_are_odd() -> None:
    modes = internode_modes(SPECS)
    even, odd = slice(0, COMPARTMENTS), slice(COMPARTMENTS, None)
    largest = np.abs(modes.left).max()
    assert np.abs(modes.left - modes.right)[:, even].max() < 1e-9 * largest
    assert np.abs(modes.left + modes.right)[:, odd].max() < 1e-9 * largest
    assert (np.diff(modes.rate[:, even]) > 0).all()
    assert (np.diff(modes.rate[:, odd]) > 0).all()
    assert not modes.skew.any()


def test_a_wider_node_on_the_left_is_one_on_the_right_seen_from_the_other_side() -> None:
    modes = internode_modes([spec(left_node_um=8.0), spec(right_node_um=8.0)])
    assert modes.skew.all()
    assert modes.rate[0] == pytest.approx(modes.rate[1])
    assert np.abs(modes.left[0]) == pytest.approx(np.abs(modes.right[1]), rel=1e-6, abs=1e-9)
    assert modes.left_us[0] < modes.right_us[0]


def test_many_at_once_are_each_alone() -> None:
    together = internode_modes([*SPECS, *SKEW])
    for i, one in enumerate([*SPECS, *SKEW]):
        alone = internode_modes([one])
        assert together.rate[i] == pytest.approx(alone.rate[0])
        assert np.abs(together.left[i]) == pytest.approx(np.abs(alone.left[0]), abs=1e-9)


def test_thinner_myelin_stores_more_and_a_depolarised_internode_pushes() -> None:
    modes = internode_modes([spec(), spec(thinned=0.8), spec(depolarised_mv=10.0)])
    here = admittance(modes, 50.0)
    assert here[1, 0] - here[1, 1] > 2 * (here[0, 0] - here[0, 1])
    pushed = (modes.source * modes.left / modes.rate).sum(1)
    assert pushed[0] == 0
    assert pushed[2] > 0


def test_ten_modes_do_at_the_nodes_what_twenty_do() -> None:
    every = internode_modes([*SPECS, *SKEW])
    lumps = lumped(every, 10)
    few, at_once, stored = lumps.modes, lumps.at_once, lumps.stored
    assert few.rate.shape == (len(SPECS) + len(SKEW), 10)
    assert (stored[:, [0, 2]] > 0).all()
    for at in (0.5, 3.0, 30.0, 200.0):
        whole, part = admittance(every, at), admittance(few, at)
        part += np.stack([stored[:, 0] * at - at_once[:, 0], at_once[:, 1] - stored[:, 1] * at], 1)
        assert np.abs(part - whole).max(axis=1) / whole[:, 0] == pytest.approx(0, abs=6e-3)


def test_twenty_modes_are_all() -> None:
    every = internode_modes(SPECS)
    same = lumped(every, 20)
    assert same.modes is every
    assert not same.at_once.any()
    assert not same.stored.any()
