"""Every root, nerve, patch, muscle and reflex that can be traced can be drawn, or says it can't."""

from __future__ import annotations

import pytest

from sciatic.anatomy import ROOTS, muscles, nerves, reflexes, regions, root_share, trace
from sciatic.assessment.traced_route import LEAST_ROOT, MOST_ROOTS, NOT_DRAWN, traced_route

UNDRAWN = {*NOT_DRAWN, "cremasteric", "bulbocavernosus", "anal_wink", "lumbar_dorsal_rami"}
SMALL = {"perforating_cutaneous", "sural_communicating"}


@pytest.mark.parametrize("name", [*ROOTS, *regions(), *muscles(), *reflexes(), *nerves()])
def test_a_way_ends_where_it_was_traced_to_and_passes_what_was_traced(name: str) -> None:
    route = traced_route(trace(name), "right")
    if route is None:
        assert name in UNDRAWN | SMALL
        return
    assert route.sides == ("right",)
    assert route.kind == "traced"
    for strand in route.strands:
        nodes = [stop.node for stop in strand.stops]
        assert nodes[0] == f"seg_{strand.root}"
        if name in {*regions(), *muscles()}:
            assert nodes[-1] == name
        elif name in {*ROOTS, *nerves()}:
            assert name in nodes


@pytest.mark.parametrize("name", regions())
def test_the_roots_of_a_patch_are_drawn_largest_first(name: str) -> None:
    route = traced_route(trace(name), "left")
    assert route is not None
    shares = [root_share(name)[strand.root] for strand in route.strands]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == max(root_share(name).values())
    assert len(shares) <= MOST_ROOTS
    assert all(share >= LEAST_ROOT for share in shares)


def test_a_root_lights_its_skin_by_its_share() -> None:
    route = traced_route(trace("S1"), "left")
    assert route is not None
    assert (
        route.steps[0].skin[("left", "foot_border_lateral")]
        == root_share("foot_border_lateral")["S1"]
    )


def test_a_reflex_is_drawn_by_the_way_out() -> None:
    route = traced_route(trace("achilles_reflex"), "left")
    assert route is not None
    assert [stop.node for stop in route.main.stops][-2:] == ["tibial", "soleus"]
