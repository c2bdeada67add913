"""The table behind the dose-response: made by the kernel of now, and behaving as fibres do."""

from importlib.resources import files
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatic.errors import UnknownTermError
from sciatic.physiology import response as runs
from sciatic.physiology.blood_flow import Segment
from sciatic.physiology.populations import FIBRE_CLASSES
from sciatic.physiology.pressure_law import SOUND_SEGMENT, SegmentState
from sciatic.physiology.response import Grid, inputs_digest, responses
from sciatic.physiology.surface import (
    PARTS,
    UNHARMED_CLASS,
    _fibre,
    _table,
    response,
    surface,
)

MYELINATED = tuple(row for row in surface() if row.kind == "myelinated")
BY_THINNING_MV, BY_LENGTH_MV, BY_DIAMETER_MV = 0.15, 0.3, 0.6
"""How far curves may cross. Halving stops within 0.05 mV; beyond that a stretch that is about to
fire by itself now helps, now hinders the spike that was sent. Between diameters, a stretch is a
whole number of internodes, and its threshold jumps where that number does (9 to 10 um at 20 mm)."""
STATES = st.builds(
    SegmentState,
    energy=st.floats(0, 1),
    choked=st.floats(0, 1),
    demyelinated=st.floats(0, 1),
    widened_um=st.floats(0, 300),
    axon_loss=st.floats(0, 1),
    adapted_mmhg=st.floats(0, 200),
    pressure_mmhg=st.floats(0, 200),
)


def rows(**where):
    return [
        row
        for row in MYELINATED
        if all(getattr(row, name) == value for name, value in where.items())
    ]


def block_mv(diameter_um, length_mm, thinned=0.0, gap_um=1.0, kind="myelinated"):
    return _table()[kind, diameter_um, length_mm, thinned, gap_um].block_mv


def threshold_mv(diameter_um, length_mm, thinned, gap_um):
    """What the dose-response takes: the least of the rows of gaps up to this one."""
    gaps = [gap for gap in Grid().gaps_um if gap <= gap_um]
    return min(block_mv(diameter_um, length_mm, thinned, gap) for gap in gaps)


def test_the_table_was_made_from_the_constants_of_now():
    written = files("sciatic.physiology").joinpath("data", "surface_digest.txt").read_text("utf-8")
    assert written.strip() == inputs_digest(), "run: make surface"


def test_the_table_holds_the_whole_grid_once():
    grid = Grid()
    wanted = set(product(grid.diameters_um, grid.lengths_mm, grid.thinned, grid.gaps_um))
    held = [(row.diameter_um, row.length_mm, row.thinned, row.gap_um) for row in MYELINATED]
    assert len(held) == len(set(held)) == len(wanted)
    assert set(held) == wanted
    thin = {(r.diameter_um, r.length_mm) for r in surface() if r.kind == "unmyelinated"}
    assert thin == set(product(grid.c_diameters_um, grid.lengths_mm))


def test_every_row_is_in_range():
    for row in surface():
        assert 0 <= row.block_mv <= runs.C_HIGHEST_MV
        assert len(row.slowed) == len(PARTS)
        assert all(0 <= ratio <= 1 for ratio in row.slowed), row
        assert (row.fires_mv is None) == (row.silent_mv is None)
        assert row.fires_mv is None or row.fires_mv < (row.silent_mv or 0.0)
        assert (row.block_mv == 0) == (row.slowed[0] == 0), row


@pytest.mark.parametrize(
    ("diameter_um", "length_mm", "thinned", "gap_um"),
    [(3.0, 5.0, 0.9, 1.0), (6.0, 10.0, 0.5, 8.0), (10.0, 10.0, 0.9, 1.0), (13.0, 20.0, 0.0, 24.0)],
)
def test_the_kernel_still_gives_the_rows(diameter_um, length_mm, thinned, gap_um):
    grid = Grid((diameter_um,), (length_mm,), (thinned,), (gap_um,), c_diameters_um=())
    (anew,) = responses(grid)
    held = _table()["myelinated", diameter_um, length_mm, thinned, gap_um]
    assert anew.block_mv == pytest.approx(held.block_mv, abs=0.1)
    assert anew.slowed[:3] == pytest.approx(held.slowed[:3], abs=0.02)


@pytest.mark.parametrize("thinned", Grid().thinned)
def test_a_longer_harm_blocks_no_later(thinned):
    for diameter, gap in product(Grid().diameters_um, Grid().gaps_um):
        along = [threshold_mv(diameter, length, thinned, gap) for length in Grid().lengths_mm]
        assert all(a >= b - BY_LENGTH_MV for a, b in pairwise(along)), (diameter, gap, along)
    for diameter in Grid().diameters_um:
        along = [block_mv(diameter, length, thinned) for length in Grid().lengths_mm]
        if diameter >= 6 and thinned < 0.94:
            assert along[0] > along[2] + 1.5, (diameter, along)


@pytest.mark.parametrize("length_mm", Grid().lengths_mm)
def test_a_thinner_sheath_blocks_no_later(length_mm):
    for diameter, gap in product(Grid().diameters_um, Grid().gaps_um):
        along = [block_mv(diameter, length_mm, thin, gap) for thin in Grid().thinned]
        assert all(a >= b - BY_THINNING_MV for a, b in pairwise(along)), (diameter, gap, along)
    for diameter in Grid().diameters_um:
        along = [block_mv(diameter, length_mm, thin) for thin in Grid().thinned]
        assert along[0] > along[3] > along[5] > along[6] == 0 or along[5] == 0, (diameter, along)


@pytest.mark.source("neuron_ref")
def test_thin_fibres_resist_thinning_better_and_yield_sooner_to_depolarisation():
    for length in (10.0, 20.0):
        by_shift = [block_mv(diameter, length) for diameter in Grid().diameters_um]
        assert all(a <= b + BY_DIAMETER_MV for a, b in pairwise(by_shift)), by_shift
        assert by_shift[0] < by_shift[-1] - 4
    lost = {d: min(r.thinned for r in rows(diameter_um=d, length_mm=10.0, gap_um=1.0)
                   if r.block_mv == 0) for d in (3.0, 10.0)}  # fmt: skip
    assert lost[3.0] > lost[10.0]


@pytest.mark.source("ischthermal")
def test_c_fibres_outlast_all_at_a_centimetre():
    c_fibres = [row.block_mv for row in surface() if row.kind == "unmyelinated"]
    assert min(c_fibres) > max(row.block_mv for row in rows(length_mm=10.0, gap_um=1.0))


def test_firing_comes_before_block_and_a_longer_stretch_fires_sooner():
    for diameter in Grid().diameters_um:
        first = []
        for length in (10.0, 20.0):
            row = _table()["myelinated", diameter, length, 0.0, 1.0]
            assert row.fires_mv is not None
            assert row.fires_mv < row.block_mv
            first.append(row.fires_mv)
        if diameter >= 6:  # thinner ones are as long as their own cable at a centimetre
            assert first[1] <= first[0], (diameter, first)


def test_curves_hit_the_rows_of_the_grid():
    """The threshold is the least of the gaps up to this one: a wider node saves no fibre."""
    for diameter, length, gap in ((5.0, 10.0, 1.0), (12.0, 20.0, 16.0), (3.0, 5.0, 32.0)):
        fibre = _fibre(1.0, "myelinated", diameter, length, gap)
        for thin in Grid().thinned:
            threshold, slowed, firing = fibre.at(thin)
            held = [
                _table()["myelinated", diameter, length, thin, upto]
                for upto in Grid().gaps_um
                if upto <= gap
            ]
            assert threshold == min(one.block_mv for one in held)
            assert slowed == held[-1].slowed
            first = held[0]
            assert firing == ((first.fires_mv, first.silent_mv) if first.fires_mv else None)


@pytest.mark.parametrize("gap_um", [2.0, 8.0, 12.0, 20.0, 30.0, 100.0])
def test_a_wider_node_saves_no_fibre(gap_um):
    for diameter in (3.0, 8.0, 13.0):
        narrow, wide = (_fibre(1.0, "myelinated", diameter, 10.0, g) for g in (1.0, gap_um))
        pairs = zip(narrow.block_mv, wide.block_mv, strict=True)
        assert all(a >= b for a, b in pairs)


@pytest.mark.parametrize("length_mm", [5.0, 7.5, 10.0, 14.0, 20.0])
def test_between_two_rows_a_curve_stays_between_them(length_mm):
    fibre = _fibre(1.0, "myelinated", 8.0, length_mm, 1.0)
    for thin in (0.0, 0.3, 0.85, 0.95):
        corners = [
            block_mv(8.0, length, near)
            for length in Grid().lengths_mm
            for near in Grid().thinned
            if abs(length - length_mm) <= 10 and abs(near - thin) <= 0.5
        ]
        assert min(corners) <= fibre.at(thin)[0] <= max(corners)


def test_lengths_beyond_the_grid_are_those_of_its_ends():
    for beyond, end in ((1.0, 5.0), (300.0, 20.0)):
        assert _fibre(1.0, "myelinated", 8.0, beyond, 1.0) == _fibre(
            1.0, "myelinated", 8.0, end, 1.0
        )


@settings(max_examples=60, deadline=None)
@given(
    STATES,
    st.sampled_from(["root", "ganglion", "limb_nerve"]),
    st.floats(1, 60),
    st.sampled_from(FIBRE_CLASSES),
)
def test_every_share_lies_between_none_and_all(state, tissue, length_mm, fibre_class):
    found = response(state, Segment(tissue=tissue, length_mm=length_mm), fibre_class)
    for name in ("blocked", "axon_loss", "slowed", "ectopic", "silent"):
        assert 0 <= getattr(found, name) <= 1 + 1e-12, name
    assert 0 < found.velocity_ratio < 1.1
    assert found.blocked + found.slowed + found.axon_loss <= 1 + 1e-9


@pytest.mark.parametrize("fibre_class", FIBRE_CLASSES)
def test_a_sound_segment_harms_none(fibre_class):
    found = response(SOUND_SEGMENT, Segment(), fibre_class)
    assert found.velocity_ratio == pytest.approx(1.0, abs=0.01)
    assert (found.blocked, found.axon_loss, found.slowed, found.ectopic) == (0, 0, 0, 0)
    assert UNHARMED_CLASS.silent == 0


@pytest.mark.parametrize("fibre_class", FIBRE_CLASSES)
def test_less_energy_never_frees_a_fibre(fibre_class):
    steps = [response(SegmentState(energy=1 - n / 25), Segment(), fibre_class) for n in range(26)]
    assert all(a.blocked <= b.blocked + 1e-9 for a, b in pairwise(steps))
    if fibre_class != "warmth":
        assert steps[-1].blocked > 0.99


def test_an_unknown_class_is_refused_with_the_known_ones():
    with pytest.raises(UnknownTermError, match="pinprick"):
        response(SOUND_SEGMENT, Segment(), "itch")
