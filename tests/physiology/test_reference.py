"""A table of another program's answers, run by ours: met on every row; bad tables told whole."""

import csv
from functools import cache
from pathlib import Path

import pytest

from sciatic.physiology.reference import (
    DEAD_BELOW_MV,
    ReferenceTableError,
    read_rows,
    run_rows,
    run_table,
)

TABLE = Path(__file__).parent / "data" / "neuron_reference.csv"
RATIO_WITHIN, UPSTREAM_WITHIN = 0.01, 0.001
HEADER = "fibre_model,diameter_um,lesion,internodes,level,settings"


@cache
def found():
    return tuple(run_table(TABLE))


def told(result):
    row = result.row
    return f"{row.fibre} {row.lesion_name} {row.lesion.internodes} {row.level:g}"


def written(folder, *lines, header=HEADER):
    path = folder / "table.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.source("neuron_ref")
def test_every_row_is_blocked_or_passes_as_in_neuron():
    wrong = [told(one) for one in found() if one.blocked != one.row.reference_blocked]
    assert len(found()) == 276
    assert wrong == []


@pytest.mark.source("neuron_ref")
def test_every_velocity_ratio_is_within_one_percent():
    both = [(one, one.velocity_ratio, one.row.reference_velocity_ratio) for one in found()]
    known = [one for one in both if one[2] is not None]
    assert len(known) > 200
    off = [told(one) for one, ours, theirs in known if abs(ours / theirs - 1) > RATIO_WITHIN]
    assert off == []


@pytest.mark.source("neuron_ref")
def test_every_upstream_velocity_is_within_a_thousandth():
    both = [(one, one.upstream_m_per_s, one.row.reference_upstream_m_per_s) for one in found()]
    known = [one for one in both if one[2] is not None]
    assert len(known) == len(found())
    off = [told(one) for one, ours, theirs in known if abs(ours / theirs - 1) > UPSTREAM_WITHIN]
    assert off == []


def test_a_blocked_fibre_has_no_ratio_and_a_passing_one_has():
    for one in found():
        assert one.blocked == (one.velocity_ratio is None), told(one)
        assert one.upstream_m_per_s is not None


def test_step_and_temperature_are_read_from_the_settings(tmp_path):
    lines = [
        "MRG_DISCRETE,10.0,none,3,0,NEURON; 37 C; dt 0.005 ms",
        "MRG_DISCRETE,10.0,none,3,0,NEURON; 37 C; dt 0.001 ms",
        "MRG_DISCRETE,10.0,none,3,0,NEURON; 32 C; dt 0.005 ms",
        "MRG_DISCRETE,10.0,none,3,0,",
    ]
    coarse, fine, cold, unsaid = run_table(written(tmp_path, *lines))
    assert (coarse.row.settings.step_ms, fine.row.settings.step_ms) == (0.005, 0.001)
    assert cold.row.settings.temperature_degc == 32.0
    assert fine.upstream_m_per_s > 1.05 * coarse.upstream_m_per_s
    assert cold.upstream_m_per_s < 0.95 * coarse.upstream_m_per_s
    assert unsaid.upstream_m_per_s == coarse.upstream_m_per_s
    assert coarse.row.reference_blocked is None
    assert coarse.row.reference_velocity_ratio is None


def test_results_stand_in_the_order_of_the_rows(tmp_path):
    lines = [
        f"MRG_DISCRETE,{um},none,{n},0,dt {dt} ms"
        for um, n, dt in [(16.0, 3, 0.005), (5.7, 10, 0.0025), (10.0, 3, 0.005), (5.7, 1, 0.005)]
    ]
    results = run_table(written(tmp_path, *lines))
    assert [one.row.fibre.diameter_um for one in results] == [16.0, 5.7, 10.0, 5.7]
    speeds = [one.upstream_m_per_s for one in results]
    assert speeds[0] > speeds[2] > max(speeds[1], speeds[3])


def test_watching_on_waits_for_what_the_table_calls_dead():
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))[:1]
    (usual,) = read_rows(lines, "table")
    (patient,) = read_rows(lines, "table", watch_on=True)
    assert usual.settings.dead_below_mv == DEAD_BELOW_MV
    assert patient.settings.dead_below_mv is None
    assert run_rows([usual])[0].blocked == run_rows([patient])[0].blocked


def test_every_problem_of_a_table_is_told_at_once(tmp_path):
    path = written(
        tmp_path,
        "MRG_DISCRETE,10.0,none,3,0,dt 0.005 ms",
        "MRG_DISCRETE,9.9,none,3,0,dt 0.005 ms",
        "MRG_DISCRETE,10.0,rust,3,0,dt 0.005 ms",
        "MRG_DISCRETE,10.0,thin,some,0.5,dt 0.005 ms",
        "MRG_DISCRETE,ten,none,3,0,dt 0.005 ms",
        "MRG_DISCRETE,10.0,thin,3,1.5,dt 0.005 ms",
        "MRG_DISCRETE,10.0,none,3,0,dt 9 ms",
        "SQUID,10.0,none,3,0,dt 0.005 ms",
    )
    with pytest.raises(ReferenceTableError) as caught:
        run_table(path)
    problems = caught.value.problems
    assert [problem.split(":")[0] for problem in problems] == [f"line {n}" for n in range(3, 10)]
    for problem, word in zip(
        problems, ("9.9", "rust", "some", "ten", "1.5", "step_ms", "SQUID"), strict=True
    ):
        assert word in problem
    assert "7 problems" in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_table_without_its_columns_says_which_are_missing(tmp_path):
    path = written(tmp_path, "MRG_DISCRETE,10.0", header="fibre_model,diameter_um")
    with pytest.raises(ReferenceTableError, match="no column lesion") as caught:
        run_table(path)
    assert len(caught.value.problems) == 4


def test_an_empty_table_is_refused(tmp_path):
    with pytest.raises(ReferenceTableError, match="no rows"):
        run_table(written(tmp_path))


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        run_table(tmp_path / "none.csv")


@pytest.mark.parametrize("cell", ["nan", "inf", ""])
def test_a_level_that_is_no_number_is_refused(tmp_path, cell):
    path = written(tmp_path, f"MRG_DISCRETE,10.0,thin,3,{cell},dt 0.005 ms")
    with pytest.raises(ReferenceTableError, match="line 2"):
        run_table(path)


def test_a_short_line_is_told_and_not_a_crash(tmp_path):
    with pytest.raises(ReferenceTableError, match="line 2"):
        run_table(written(tmp_path, "MRG_DISCRETE,10.0,thin"))
