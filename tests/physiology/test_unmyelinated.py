"""C fibres: the numbers of NEURON, the velocities of people, and what outlasts a cuff."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="C fibres need sciatic[physiology]")

import numpy as np

from sciatic.physiology.fibres import PhysiologyError
from sciatic.physiology.unmyelinated import (
    UnmyelinatedFibre,
    conduct_unmyelinated,
    watch_unmyelinated,
)

REFERENCE = Path(__file__).parent / "data" / "c_fibre_reference.csv"
COARSE = {"dt_ms": 0.02, "compartment_um": 50.0}


def reference() -> list[dict[str, str]]:
    return list(csv.DictReader(REFERENCE.read_text("utf-8").splitlines()))


def settings(row: dict[str, str]) -> dict[str, float]:
    found = re.search(r"dt ([\d.]+) ms; compartment ([\d.]+) um", row["settings"])
    assert found
    return {"dt_ms": float(found[1]), "compartment_um": float(found[2])}


@pytest.mark.source("pyfibers_src")
@pytest.mark.parametrize("row", reference(), ids=lambda row: row["id"])
def test_neuron_finds_the_same(row: dict[str, str]) -> None:
    x = float(row["x"])
    ours = conduct_unmyelinated(
        [float(row["diameter_um"])],
        depolarised_mv=x if row["lesion"] == "depol" else 0.0,
        sodium_lost=x if row["lesion"] == "nablock" else 0.0,
        lesion_mm=float(row["lesion_mm"]),
        **settings(row),
    )
    assert bool(ours.blocked[0]) == (row["blocked"] == "yes")
    assert ours.velocity_m_per_s[0] == pytest.approx(float(row["velocity_m_per_s"]), rel=0.001)
    assert ours.lesion_rest_mv[0] == pytest.approx(float(row["lesion_rest_mv"]), abs=0.02)
    if row["velocity_ratio"]:
        assert ours.velocity_ratio[0] == pytest.approx(float(row["velocity_ratio"]), rel=0.005)


def test_the_reference_brackets_both_thresholds() -> None:
    for lesion in ("depol", "nablock"):
        rows = [r for r in reference() if r["lesion"] == lesion and r["diameter_um"] == "1.0"]
        assert {r["blocked"] for r in rows} == {"yes", "no"}


@pytest.mark.source("tigerholm2014")
def test_a_cutaneous_c_fibre_runs_at_069_m_per_s() -> None:
    assert UnmyelinatedFibre(1.0).velocity_m_per_s() == pytest.approx(0.69, rel=0.02)


@pytest.mark.source("vanhees1981", "fowler1988")
def test_c_fibres_of_human_diameters_run_as_fast_as_in_people() -> None:
    thin, thick = conduct_unmyelinated([0.5, 1.5], lesion_mm=0.0).velocity_m_per_s
    assert 0.5 - 0.2 < thin < 0.5 + 0.2
    assert 0.86 - 0.17 < thick < 0.86 + 0.17


@pytest.mark.source("casale1992", "ischthermal")
def test_a_c_fibre_passes_where_ischaemia_has_blocked_every_myelinated_fibre() -> None:
    run = conduct_unmyelinated([0.8, 1.0], depolarised_mv=[15.0, 30.0], **COARSE)
    assert not run.blocked.any()
    assert (run.velocity_ratio > 0.8).all()


def test_a_shift_slows_more_and_more_and_then_blocks() -> None:
    shifts = [0.0, 10.0, 20.0, 30.0, 40.0, 44.0, 46.0, 60.0]
    run = conduct_unmyelinated(np.full(8, 0.8), depolarised_mv=shifts, **COARSE)
    assert run.blocked.tolist() == [False] * 6 + [True] * 2
    assert (np.diff(run.velocity_ratio[:6]) < 0).all()
    assert np.isnan(run.velocity_ratio[6:]).all()
    assert (np.diff(run.lesion_rest_mv) > 0).all()


def test_a_short_lesion_is_jumped_where_a_long_one_blocks() -> None:
    short, long = (
        conduct_unmyelinated([1.0], depolarised_mv=60.0, lesion_mm=mm, **COARSE).blocked[0]
        for mm in (0.3, 5.0)
    )
    assert (bool(short), bool(long)) == (False, True)


def test_velocity_grows_with_the_root_of_the_diameter() -> None:
    fine = {"dt_ms": 0.01, "compartment_um": 10.0}
    slow, fast = conduct_unmyelinated([0.5, 2.0], lesion_mm=0.0, **fine).velocity_m_per_s
    assert fast / slow == pytest.approx(2.0, rel=0.01)


def test_the_steps_taken_by_default_cost_less_than_two_per_cent() -> None:
    fine = conduct_unmyelinated([0.5, 1.0], lesion_mm=0.0, dt_ms=0.0025, compartment_um=12.5)
    usual = conduct_unmyelinated([0.5, 1.0], lesion_mm=0.0)
    error = usual.velocity_m_per_s / fine.velocity_m_per_s - 1.0
    assert (error > -0.02).all()
    assert (error < 0.0).all()


def test_a_cold_fibre_is_slow() -> None:
    velocities = [UnmyelinatedFibre(1.0).velocity_m_per_s(degc) for degc in (25.0, 32.0, 37.0)]
    assert velocities == sorted(velocities)
    assert velocities[0] < 0.8 * velocities[2]


def test_a_fibre_does_alone_what_it_does_in_a_crowd() -> None:
    diameters, shifts = np.array([0.4, 0.9, 1.4]), np.array([0.0, 35.0, 50.0])
    crowd = conduct_unmyelinated(diameters, depolarised_mv=shifts, sodium_lost=0.1, **COARSE)
    for i in range(3):
        alone = conduct_unmyelinated(
            diameters[i], depolarised_mv=shifts[i], sodium_lost=0.1, **COARSE
        )
        assert alone.velocity_m_per_s[0] == crowd.velocity_m_per_s[i]
        assert alone.blocked[0] == crowd.blocked[i]


def test_a_film_shows_the_spike_die_in_the_lesion_or_leave_it() -> None:
    for shift, passes in ((0.0, True), (50.0, False)):
        film = watch_unmyelinated(1.0, depolarised_mv=shift, lesion_mm=4.0, **COARSE)
        assert film.voltage_mv.shape == (film.time_ms.size, film.position_mm.size)
        assert film.blocked is not passes
        beyond = film.position_mm > film.lesion_mm[1] + 1.0
        before = (film.position_mm > 1.0) & (film.position_mm < 2.0)
        assert film.voltage_mv[:, before].max() > 20.0
        assert (film.voltage_mv[:, beyond].max() > 20.0) is np.bool_(passes)


def test_a_film_and_a_run_agree_on_the_velocity() -> None:
    film = watch_unmyelinated(1.0, lesion_mm=4.0, frame_ms=0.02, **COARSE)
    ours = conduct_unmyelinated([1.0], lesion_mm=4.0, **COARSE)
    places = [30, 48]
    at = [film.time_ms[np.argmax(film.voltage_mv[:, place] > -30.0)] for place in places]
    velocity = (film.position_mm[48] - film.position_mm[30]) / (at[1] - at[0])
    assert velocity == pytest.approx(ours.velocity_m_per_s[0], rel=0.02)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"diameters_um": [10.0]}, "diameter of a C fibre is 10, outside 0.2 to 3 um"),
        ({"diameters_um": [float("nan")]}, "diameter of a C fibre is nan"),
        ({"lesion_mm": -1.0}, "lesion of a C fibre is -1, outside 0 to 200 mm"),
        ({"depolarised_mv": 100.0}, "depolarised_mv of a C fibre is 100"),
        ({"sodium_lost": 1.5}, "sodium_lost of a C fibre is 1.5, outside 0 to 1"),
        ({"temperature_degc": 60.0}, "temperature of a C fibre is 60"),
        ({"dt_ms": 1.0}, "time step of a C fibre is 1"),
        ({"depolarised_mv": [1.0, 2.0, 3.0]}, "2 diameters but 3 values of depolarised_mv"),
    ],
)
def test_what_cannot_be_is_refused_in_words(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(PhysiologyError, match=re.escape(said)):
        conduct_unmyelinated(**{"diameters_um": [0.8, 1.0], **wrong})  # type: ignore[arg-type]


def test_the_heavy_libraries_are_loaded_on_use() -> None:
    code = (
        "import sys, sciatic.physiology.unmyelinated;"
        "print([m for m in ('numba', 'numpy', 'scipy') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_without_numba_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from sciatic.physiology.unmyelinated import conduct_unmyelinated\n"
        "conduct_unmyelinated([1.0])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'sciatic[physiology]'" in said.stderr
