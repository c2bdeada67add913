from __future__ import annotations

import pytest

from sciatic.anatomy import LEVELS, ROOTS, level, root, zone_roots
from sciatic.errors import UnknownTermError


@pytest.mark.parametrize("written", ["L4/L5", "L4/5", "L4-5", "l4/l5", " L4-L5 "])
def test_a_level_is_read_as_clinicians_write_it(written: str) -> None:
    assert level(written).name == "L4/L5"


def test_the_lumbosacral_level_needs_no_letter() -> None:
    assert level("L5/1").name == level("L5/S1").name == "L5/S1"


@pytest.mark.parametrize("wrong", ["L4/L6", "L5/L1", "T12/L1", "S1/S2", "", "L4"])
def test_an_unknown_level_is_refused_with_those_known(wrong: str) -> None:
    with pytest.raises(UnknownTermError, match="L4/L5"):
        level(wrong)


def test_a_sixth_lumbar_root_is_refused() -> None:
    with pytest.raises(UnknownTermError, match="unknown root 'L6'"):
        root("L6")


def test_neighbours_walk_the_whole_spine() -> None:
    names, here = [], root("T12")
    while here is not None:
        names.append(here.name)
        here = here.below
    assert tuple(names) == ROOTS
    assert all(root(name).below.above == root(name) for name in ROOTS[:-1])
    assert root("T12").above is None


def test_a_level_knows_its_roots_and_neighbours() -> None:
    for name in LEVELS:
        here = level(name)
        assert here.exiting_root.below == here.traversing_root
        if here.below:
            assert here.below.above == here
            assert here.below.exiting_root == here.traversing_root
    assert level("L1/L2").above is None
    assert level("L5/S1").below is None
    assert root("S3").and_below() == ("S3", "S4", "S5")


def test_a_narrowing_without_a_row_of_its_own_is_a_labelled_assumption() -> None:
    borrowed = zone_roots("L1/L2", "subarticular", "stenosis_compression")
    assert all(row.assumed and "assumption" in row.source.split(";") for row in borrowed)
    own = zone_roots("L4/L5", "subarticular", "stenosis_compression")
    assert not any(row.assumed for row in own)


@pytest.mark.parametrize(
    ("zone", "kind"), [("lateral", "compression"), ("central", "anomaly"), ("all", "compression")]
)
def test_an_unknown_zone_or_kind_of_record_is_refused(zone: str, kind: str) -> None:
    with pytest.raises(UnknownTermError):
        zone_roots("L4/L5", zone, kind)  # type: ignore[arg-type]
