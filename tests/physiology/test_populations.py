"""Populations of fibres are the published ones, sum to one, and are drawn alike everywhere."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatic.errors import EvidenceError, UnknownTermError
from sciatic.evidence import data_text, read_table
from sciatic.physiology import populations
from sciatic.physiology.populations import (
    FIBRE_CLASSES,
    Population,
    n_fibres,
    population,
    structures,
)

ROOT = Path(__file__).resolve().parents[2]
HELD = [(name, kind) for kind in FIBRE_CLASSES for name in structures(kind)]
SEEN_ONCE = [
    "0x1.618668152d001p+3",
    "0x1.8bc2d7744c1b5p+3",
    "0x1.765ddf85cec29p+3",
    "0x1.2e57fc0d790edp+3",
]
STEPPED = Population((1.0, 2.0, 4.0), (2.0, 4.0, 5.0), (0.5, 0.0, 0.5))


@pytest.mark.parametrize(("structure", "fibre_class"), HELD)
def test_a_population_is_a_whole(structure, fibre_class):
    fibres = population(structure, fibre_class)
    assert sum(fibres.share) == pytest.approx(1, abs=1e-12)
    assert fibres.upper_um[:-1] == fibres.lower_um[1:]
    assert fibres.share_below(fibres.lower_um[0]) == 0
    assert fibres.share_below(fibres.upper_um[-1]) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("structure", "fibre_class"), HELD)
def test_the_models_have_every_diameter(structure, fibre_class):
    fibres = population(structure, fibre_class)
    lowest, highest = (0.1, 2.5) if fibre_class == "warmth" else (2.0, 16.0)
    assert lowest <= fibres.lower_um[0] < fibres.upper_um[-1] <= highest


@pytest.mark.parametrize("structure", structures("pinprick"))
def test_touch_is_thicker_than_pinprick_and_pinprick_than_warmth(structure):
    touch, pinprick, warmth = (
        population(structure, kind) for kind in ("touch", "pinprick", "warmth")
    )
    assert touch.lower_um[0] >= pinprick.upper_um[-1]
    assert warmth.mean_um < pinprick.mean_um


def mode_um(fibres):
    density = [
        share / (high - low)
        for low, high, share in zip(fibres.lower_um, fibres.upper_um, fibres.share, strict=True)
    ]
    place = density.index(max(density))
    return (fibres.lower_um[place] + fibres.upper_um[place]) / 2


@pytest.mark.source("jacobs1985")
@pytest.mark.parametrize(("fibre_class", "low", "high"), [("touch", 9, 12), ("pinprick", 3, 5)])
def test_the_sural_has_its_two_published_modes(fibre_class, low, high):
    assert low <= mode_um(population("sural", fibre_class)) <= high


@pytest.mark.source("stevens1973")
def test_motor_fibres_are_as_thick_as_the_large_ones_of_the_nerve_to_a_foot_muscle():
    assert population("deep_fibular", "movement").mean_um == pytest.approx(10.8, rel=0.05)


@pytest.mark.source("hauck2009")
def test_nearly_all_motor_fibres_lie_in_the_published_range_of_s1():
    motor = population("root_ventral", "movement")
    assert motor.share_below(14) - motor.share_below(6) > 0.9
    small = population("root_dorsal", "pinprick")
    assert (small.lower_um[0], small.upper_um[-1]) == (2, 4)
    pinprick, touch = (n_fibres("root_dorsal", kind) for kind in ("pinprick", "touch"))
    assert pinprick / (pinprick + touch) == pytest.approx(0.7, abs=0.01)


@pytest.mark.source("kawamura1977")
def test_an_l5_ventral_root_has_5043_motor_fibres():
    assert n_fibres("root_ventral", "movement") == 5043


@pytest.mark.source("ochoa1969")
def test_a_sural_nerve_has_3_7_times_as_many_fibres_without_myelin_as_with():
    touch, pinprick, warmth = (n_fibres("sural", kind) for kind in ("touch", "pinprick", "warmth"))
    assert warmth / (touch + pinprick) == pytest.approx(3.7)


@pytest.mark.source("schalow_dorsal")
def test_ia_fibres_are_among_the_thickest():
    assert population("soleus_spindles", "touch").mean_um == pytest.approx(13.2, abs=0.1)


def test_the_stored_bins_are_those_of_the_stored_peaks():
    command = [sys.executable, "-m", "benchmarks.fibre_histograms"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == data_text("physiology", "fibre_diameters.csv")


def test_the_same_seed_gives_the_same_fibres_on_every_machine():
    drawn = population("sural", "touch").sample(4, seed=7)
    assert [um.hex() for um in drawn.tolist()] == SEEN_ONCE
    assert not np.array_equal(drawn, population("sural", "touch").sample(4, seed=8))


@given(st.sampled_from(HELD), st.integers(1, 400))
def test_quantiles_are_fixed_rising_and_inside(names, n):
    fibres = population(*names)
    middle = fibres.quantiles(n)
    assert middle.shape == (n,)
    assert np.all(np.diff(middle) >= 0)
    assert fibres.lower_um[0] <= middle[0] <= middle[-1] <= fibres.upper_um[-1]
    below = [fibres.share_below(um) for um in middle.tolist()]
    assert below == pytest.approx(((np.arange(n) + 0.5) / n).tolist(), abs=1e-9)


def test_quantiles_of_a_histogram_worked_by_hand():
    assert STEPPED.quantiles(4).tolist() == [1.25, 1.75, 4.25, 4.75]
    assert STEPPED.mean_um == 3.0
    assert STEPPED.share_below(3) == 0.5


@pytest.mark.parametrize("names", [("root_ventral", "movement"), ("sural", "warmth")])
def test_a_large_sample_has_the_shares_of_its_histogram(names):
    fibres = population(*names)
    edges = [*fibres.lower_um, fibres.upper_um[-1]]
    counts, _ = np.histogram(fibres.sample(40_000, seed=1), edges)
    spread = np.sqrt(np.array(fibres.share) * 40_000)
    assert np.all(np.abs(counts - np.array(fibres.share) * 40_000) < 5 * spread + 5)


@pytest.mark.parametrize("n", [0, -3])
def test_no_fibres_can_not_be_drawn(n):
    with pytest.raises(ValueError, match="ask for 1 or more"):
        STEPPED.sample(n, seed=1)
    with pytest.raises(ValueError, match="ask for 1 or more"):
        STEPPED.quantiles(n)


@pytest.mark.parametrize(
    ("structure", "fibre_class", "hint"),
    [
        ("ulnar", "touch", "root_ventral"),
        ("sural", "pain", "pinprick"),
        ("sural", "movement", "touch, pinprick, warmth"),
    ],
)
def test_an_unknown_name_is_told_the_known_ones(structure, fibre_class, hint):
    for asked in (population, n_fibres):
        with pytest.raises(UnknownTermError, match=hint):
            asked(structure, fibre_class)


def test_a_count_that_nobody_published_is_not_made_up():
    assert population("tibial", "touch") == population("sural", "touch")
    with pytest.raises(UnknownTermError, match="count of touch fibres"):
        n_fibres("tibial", "touch")


@pytest.mark.parametrize(
    ("lower", "upper", "share", "why"),
    [
        ((1.0, 3.0), (2.0, 4.0), (0.5, 0.5), "starts where"),
        ((1.0, 2.0), (2.0, 2.0), (0.5, 0.5), "above its lower"),
        ((1.0, 2.0), (2.0, 3.0), (0.5, 0.4), "sum to 1"),
        ((1.0, 2.0), (2.0, 3.0), (1.5, -0.5), "sum to 1"),
        ((1.0,), (2.0, 3.0), (1.0,), "as many"),
        ((), (), (), "as many"),
    ],
)
def test_a_broken_histogram_is_refused(lower, upper, share, why):
    with pytest.raises(ValueError, match=why):
        Population(lower, upper, share)


def test_a_table_whose_shares_do_not_sum_to_one_is_refused():
    with pytest.raises(EvidenceError, match=r"sural touch: shares sum to 0\.8"):
        populations._histogram(("sural", "touch"), [(1.0, 2.0, 0.5), (2.0, 3.0, 0.3)])


@pytest.mark.parametrize("table", ["fibre_peaks", "fibre_counts", "fibre_diameters"])
def test_every_row_says_what_it_assumes(table):
    rows = read_table("physiology", table, dict)
    assert rows
    for row in rows:
        if "assumption" in row["source"].split(";"):
            assert "assumption" in row["note"].lower(), row


def test_every_histogram_is_used_and_every_use_has_one():
    counted = {
        (row["diameters_of"], row["fibre_class"])
        for row in read_table("physiology", "fibre_counts", dict)
    }
    drawn = {
        (row["structure"], row["fibre_class"])
        for row in read_table("physiology", "fibre_diameters", dict)
    }
    assert counted == drawn


def test_the_module_loads_without_numpy():
    code = (
        "import sys; from sciatic.physiology.populations import population; "
        "population('sural', 'touch'); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
