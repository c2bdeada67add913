"""The tables of the nerve map agree with one another."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
import pytest

from sciatic.anatomy import (
    LEVELS,
    ROOTS,
    SEGMENTS,
    ZONES,
    carriers,
    edges,
    edges_into,
    level_facts,
    muscles,
    nerve_map,
    nerve_share,
    nerves,
    node_kind,
    reflexes,
    regions,
    root_share,
    zone_roots,
)

TARGETS = [*regions(), *muscles(), *reflexes()]


def test_the_map_holds_what_the_design_promises() -> None:
    assert (len(ROOTS), len(regions()), len(muscles()), len(reflexes())) == (11, 61, 27, 11)
    assert {region.segment for region in regions().values()} == set(SEGMENTS)


def test_the_saddle_is_the_six_regions_of_the_case_format() -> None:
    saddle = {name for name, region in regions().items() if region.saddle}
    inside = {"genital", "perineum", "perianal_outer", "perianal_inner"}
    assert saddle == inside | {"ischial", "saddle_inner_thigh"}


@pytest.mark.parametrize("target", TARGETS)
def test_root_shares_sum_to_one(target: str) -> None:
    assert sum(root_share(target).values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("region", regions())
def test_nerve_shares_are_the_fractions_of_the_skin_edges(region: str) -> None:
    by_edge = {edge.parent: edge.fraction for edge in edges_into()[region]}
    assert dict(nerve_share(region)) == pytest.approx(by_edge, abs=0.001)


def test_fractions_into_every_node_sum_to_one() -> None:
    for node, into in edges_into().items():
        assert sum(edge.fraction for edge in into) == pytest.approx(1, abs=0.05), node


@pytest.mark.parametrize("region", regions())
def test_roots_through_the_nerves_give_the_dermatome_weights(region: str) -> None:
    mixed = dict.fromkeys(ROOTS, 0.0)
    for edge in edges_into()[region]:
        for name, share in edge.roots.items():
            mixed[name] += edge.fraction * share
    expected = {name: root_share(region).get(name, 0.0) for name in ROOTS}
    assert mixed == pytest.approx(expected, abs=0.025)


@pytest.mark.parametrize("target", [*regions(), *muscles()])
def test_every_root_with_a_share_has_a_way_there(target: str) -> None:
    for name in root_share(target):
        assert sum(share for _, share in carriers(name, target)) == pytest.approx(1)


@pytest.mark.parametrize("muscle", muscles())
def test_a_muscle_hangs_on_the_nerve_its_row_names(muscle: str) -> None:
    assert {edge.parent for edge in edges_into()[muscle]} == {muscles()[muscle].nerve}


def test_reflex_arcs_end_in_places_that_exist_and_shares_sum_to_one() -> None:
    for reflex in reflexes().values():
        for limbs in (reflex.afferent, reflex.efferent):
            assert sum(limb.share for limb in limbs) == pytest.approx(1)
            for limb in limbs:
                parents = {edge.parent for edge in edges_into()[limb.target]}
                assert limb.nerve == limb.target or limb.nerve in parents


def test_every_edge_joins_known_nodes_and_only_the_first_is_preganglionic() -> None:
    for edge in edges():
        ends = f"{node_kind(edge.parent)}->{node_kind(edge.child)}"
        assert (ends == "segment->root") == edge.preganglionic
    assert {e.child for e in edges()} >= {*ROOTS, *nerves(), *regions(), *muscles()}


@pytest.mark.parametrize("name", ROOTS)
def test_the_cumulative_lengths_add_up_along_the_reference_root(name: str) -> None:
    """``distance_mm`` is the sum of the edges, along some way that the reference root takes."""
    reached = {name: {0.0}}
    for _ in range(10):
        for edge in edges():
            if name in edge.roots and edge.parent in reached:
                sums = {length + edge.length_mm for length in reached[edge.parent]}
                reached.setdefault(edge.child, set()).update(sums)
    for edge in edges():
        if edge.ref_root == name and not edge.preganglionic:
            assert min(abs(edge.distance_mm - length) for length in reached[edge.child]) <= 1


def test_the_graph_is_acyclic_and_each_region_hangs_below_its_roots() -> None:
    graph = nerve_map()
    assert nx.is_directed_acyclic_graph(graph)
    for name in regions():
        assert {f"seg_{root}" for root in root_share(name)} <= nx.ancestors(graph, name)


def test_touch_and_movement_are_separate_ways_over_one_map() -> None:
    graph = nerve_map()
    assert graph.edges["sural", "toe5_dorsal"]["carries"] == ("touch",)
    assert graph.edges["deep_fibular", "tibialis_anterior"]["carries"] == ("movement",)
    assert graph.edges["sciatic", "common_fibular"]["carries"] == ("touch", "movement")
    assert graph.nodes["web1"]["area_cm2"] == regions()["web1"].area_cm2


def test_every_level_and_zone_says_what_it_presses() -> None:
    for name in LEVELS:
        for zone in ZONES:
            assert zone_roots(name, zone)
            assert zone_roots(name, zone, "stenosis_compression")


def test_the_roots_of_a_compression_are_those_its_words_name() -> None:
    for row in level_facts():
        if row.record_type.endswith("compression"):
            words = row.structure.replace("(", " ").replace(",", " ").split()
            span = next(word for word in words if word[:2] in ROOTS)
            first, _, last = span.partition("-")
            assert (row.roots[0], row.roots[-1]) == (first, last or first)
            assert row.both_sides == ("cauda equina" in row.structure)


def test_reading_the_anatomy_imports_neither_numpy_nor_networkx() -> None:
    code = (
        "import sys; from sciatic.anatomy import route; route('L5', 'web1');"
        "sys.exit(int(bool({'numpy', 'networkx', 'pydantic'} & set(sys.modules))))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
