from __future__ import annotations

import json
from itertools import pairwise

import pytest

from sciatic.anatomy import (
    edges,
    muscles,
    nerve_map,
    node_kind,
    reflexes,
    regions,
    root_share,
    route,
    trace,
)
from sciatic.errors import UnknownTermError

PAIRS = [(name, target) for target in [*regions(), *muscles()] for name in root_share(target)]
ARCS = [(name, reflex) for reflex in reflexes() for name in root_share(reflex)]


@pytest.mark.parametrize(("name", "target"), PAIRS)
def test_shares_of_all_ways_sum_to_one_and_the_drawn_one_leads(name: str, target: str) -> None:
    way = route(name, target)
    others = [other.share for other in way.alternatives]
    assert way.share + sum(others) == pytest.approx(1)
    assert all(way.share >= share for share in others)
    assert others == sorted(others, reverse=True)


@pytest.mark.parametrize(("name", "target"), PAIRS)
def test_a_route_runs_along_the_map_and_its_lengths_add_up(name: str, target: str) -> None:
    way = route(name, target)
    lengths = {(edge.parent, edge.child): edge.length_mm for edge in edges()}
    assert way.nodes[:2] == (f"seg_{name}", name)
    assert way.nodes[-1] == target
    for before, here in pairwise(way.stations):
        assert here.edge_mm == lengths[before.node, here.node]
        assert here.cumulative_mm - before.cumulative_mm == pytest.approx(here.edge_mm)
    assert way.stations[1].cumulative_mm == 0
    assert way.length_mm == way.stations[-1].cumulative_mm


@pytest.mark.parametrize(("name", "reflex"), ARCS)
def test_an_arc_runs_in_over_the_ganglion_and_out_again(name: str, reflex: str) -> None:
    way = route(name, reflex)
    limbs = [station.limb for station in way.stations]
    assert limbs == sorted(limbs)  # afferent first
    inward = [station for station in way.stations if station.limb == "afferent"]
    assert inward[-1].node == f"seg_{name}"
    assert [s.node for s in inward if s.ganglion] == [name]
    assert not any(s.ganglion for s in way.stations if s.limb == "efferent")
    assert way.length_mm == pytest.approx(sum(station.edge_mm for station in way.stations))


def test_the_route_is_not_the_shortest_path() -> None:
    way = route("L5", "toe1_dorsal")
    shortest = min(way.alternatives, key=lambda other: other.length_mm)
    assert shortest.nodes[1:4] == ("lumbar_plexus", "femoral", "saphenous")
    assert shortest.length_mm == 1160
    assert shortest.share == pytest.approx(0.013, abs=0.002)


def test_a_hundred_pairs_would_take_another_way_by_the_shortest_path() -> None:
    import networkx as nx

    graph = nerve_map()
    other = 0
    for name, target in PAIRS:
        if target not in regions():
            continue
        mine = graph.edge_subgraph([(a, b) for a, b, r in graph.edges(data="roots") if name in r])
        path = nx.shortest_path(mine, f"seg_{name}", target, weight="length_mm")
        other += tuple(path) != route(name, target).nodes
    assert other == pytest.approx(100, abs=3)


def test_every_nerve_station_of_a_route_has_a_landmark_and_sources() -> None:
    for name, target in PAIRS:
        for station in route(name, target).stations:
            if node_kind(station.node) in ("root", "plexus", "nerve"):
                assert station.landmark
                assert station.sources


@pytest.mark.parametrize(
    ("name", "target", "kind"),
    [("L5", "web1", "movement"), ("L1", "web1", None), ("L7", "web1", None), ("L5", "web9", None)],
)
def test_a_route_that_does_not_exist_is_refused(name: str, target: str, kind: str | None) -> None:
    with pytest.raises(UnknownTermError):
        route(name, target, kind)


def test_a_place_alone_is_traced_back_to_every_root_it_has() -> None:
    found = trace("web1")
    assert [way.root for way in found.routes] == ["L5", "S1", "L4"]
    assert sum(way.root_share for way in found.routes) == pytest.approx(1)


def test_start_and_target_may_be_given_either_way_round_and_loosely_spelt() -> None:
    assert trace("web1", "l5").routes == trace("L5", "web1").routes
    assert trace("l5", "Tibialis Anterior").kind == "movement"


def test_a_root_or_nerve_alone_lists_what_it_serves() -> None:
    for place in trace("L5").serves:
        assert place.share == pytest.approx(root_share(place.target)["L5"])
    served = {place.target for place in trace("deep_fibular", kind="movement").serves}
    assert "tibialis_anterior" in served
    assert served <= set(muscles())


@pytest.mark.parametrize("name", ["L5", "web1", "achilles_reflex", "tibialis_anterior", "sural"])
def test_a_trace_is_json(name: str) -> None:
    document = trace(name).to_dict()
    assert json.loads(json.dumps(document)) == document
