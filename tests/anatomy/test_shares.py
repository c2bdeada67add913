"""What a cut takes away, and how long the fibres are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatic.anatomy import (
    drg_position,
    edges,
    length_mm,
    level_share,
    level_share_far_lateral,
    muscles,
    reflexes,
    regions,
    root_share,
    share_through,
    share_through_by_root,
    zone_share,
)
from sciatic.errors import UnknownTermError

TARGETS = [*regions(), *muscles(), *reflexes()]
PAIRS = [(edge.parent, edge.child) for edge in edges()]


@pytest.mark.parametrize("target", TARGETS)
def test_cutting_a_root_takes_exactly_its_share(target: str) -> None:
    for name, share in root_share(target).items():
        assert share_through([(f"seg_{name}", name)], target) == pytest.approx(share)


@pytest.mark.parametrize("target", TARGETS)
def test_cutting_every_root_takes_all(target: str) -> None:
    every = [(f"seg_{name}", name) for name in root_share(target)]
    assert share_through(every, target) == pytest.approx(1)


@given(
    cut=st.sets(st.sampled_from(PAIRS), max_size=6),
    more=st.sampled_from(PAIRS),
    target=st.sampled_from(TARGETS),
)
def test_a_further_cut_never_gives_fibres_back(
    cut: set[tuple[str, str]], more: tuple[str, str], target: str
) -> None:
    before = share_through_by_root(cut, target)
    after = share_through_by_root(cut | {more}, target)
    assert all(before[name] <= after[name] + 1e-12 for name in before)
    assert all(after[name] <= root_share(target)[name] + 1e-12 for name in after)
    assert 0 <= share_through(cut, target) <= share_through(cut | {more}, target) + 1e-12


def test_an_edge_that_does_not_exist_takes_nothing() -> None:
    assert share_through([("tibial", "deep_fibular")], "web1") == 0


def test_a_cut_below_takes_no_more_than_the_cut_above() -> None:
    below = share_through([("common_fibular", "deep_fibular")], "toe1_dorsal")
    above = share_through([("sciatic", "common_fibular")], "toe1_dorsal")
    assert 0 < below < above < 1


def test_a_reflex_is_lost_with_either_limb() -> None:
    sensory = [("lateral_plantar", "sole_lateral"), ("sural", "sole_lateral")]
    assert share_through(sensory, "plantar_response") == pytest.approx(1)
    assert share_through([("common_fibular", "deep_fibular")], "plantar_response") == 1


def test_the_length_to_the_second_toe_is_the_weighted_mean_of_its_ways() -> None:
    assert length_mm("toe2_dorsal") == pytest.approx(1183, abs=0.5)


def test_the_longest_fibres_end_in_the_toes_and_the_shortest_near_the_sacrum() -> None:
    by_length = sorted(regions(), key=length_mm)
    assert {regions()[name].segment for name in by_length[-5:]} == {"toes"}
    assert {regions()[name].segment for name in by_length[:3]} <= {"buttock", "saddle"}


def test_shares_of_zones_levels_and_ganglia_sum_to_one() -> None:
    for shares in (zone_share(), level_share(), level_share_far_lateral()):
        assert sum(shares.values()) == pytest.approx(1)
    for name in ("L1", "L2", "L3", "L4", "L5", "S1", "S2"):
        assert sum(drg_position(name).values()) == pytest.approx(1)


@pytest.mark.parametrize("ask", [root_share, length_mm])
def test_an_unknown_place_gets_the_nearest_known(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnknownTermError, match="toe1_dorsal"):
        ask("toe1_dorsl")
