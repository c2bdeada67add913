"""``sciatic conduct reference``: a table beside another program's answers."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sciatic.cli import group, main

TABLE = Path(__file__).parents[1] / "physiology" / "data" / "neuron_reference.csv"
PICKED = (
    ("none", "10.0"),
    ("thin", "10.0"),
    ("gap", "10.0"),
    ("depol", "5.7"),
    ("nablock", "16.0"),
)


@pytest.fixture
def table(tmp_path):
    """The first row of some lesions, and the first blocked one."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    chosen = [
        next(one for one in lines if (one["lesion"], one["diameter_um"]) == pair) for pair in PICKED
    ]
    chosen.append(next(one for one in lines if one["blocked"] == "1"))
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(chosen)
    return path


def called(*arguments):
    return CliRunner().invoke(group, ["conduct", "reference", *map(str, arguments)])


def test_every_row_is_told_beside_its_reference(table):
    result = called(table)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert len(lines) == 1 + len(PICKED) + 1 + 2
    for line, (lesion, um) in zip(lines[1:], PICKED, strict=False):
        assert lesion in line
        assert f"{float(um):g}" in line
    assert "6 rows. Blocked agrees in 6 of 6" in lines[-1]


def test_no_line_ends_in_blanks_and_the_columns_fit_a_wide_terminal(table):
    lines = called(table).output.splitlines()
    assert all(line == line.rstrip() for line in lines)
    assert max(len(line) for line in lines[:-2]) <= 90


def test_the_document_holds_the_promised_keys(table):
    document = json.loads(called(table, "--format", "json").output)
    assert set(document) == {"rows", "summary"}
    for row in document["rows"]:
        assert isinstance(row["blocked"], bool)
        assert row["blocked"] == row["reference_blocked"]
        if row["blocked"]:
            assert row["velocity_ratio"] is row["reference_velocity_ratio"] is None
        else:
            near = pytest.approx(row["reference_velocity_ratio"], rel=0.01)
            assert row["velocity_ratio"] == near
    assert document["rows"][-1]["blocked"]
    assert document["summary"]["rows"] == len(document["rows"])
    assert document["summary"]["blocked_agree"] == document["summary"]["blocked_told"]
    assert document["summary"]["worst_upstream_velocity"] < 0.001


def test_a_wrong_reference_is_shown_to_differ(table):
    lines = table.read_text("utf-8").splitlines()
    cells = next(csv.DictReader(lines))
    wrong = lines[1].replace(f",{cells['velocity_ratio']},", ",0.5000,")
    assert wrong != lines[1]
    table.write_text("\n".join([lines[0], wrong]) + "\n", "utf-8")
    document = json.loads(called(table, "--format", "json").output)
    assert document["summary"]["worst_velocity_ratio"] > 0.5


def test_rows_without_a_reference_are_run_all_the_same(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "fibre_model,diameter_um,lesion,internodes,level,settings\n"
        "MRG_INTERPOLATION,9.3,thin,7,0.8,36 C; dt 0.004 ms\n",
        "utf-8",
    )
    result = called(path)
    assert result.exit_code == 0, result.output
    assert "1 rows. Blocked agrees in 0 of 0" in result.output
    assert "not told" in result.output
    (row,) = json.loads(called(path, "--format", "json").output)["rows"]
    assert row["reference_blocked"] is None
    assert 0 < row["velocity_ratio"] < 1
    assert (row["temperature_degc"], row["step_ms"]) == (36.0, 0.004)


def test_watching_on_is_an_option(table):
    assert called(table, "--watch-on").exit_code == 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_bad_table_tells_every_bad_line_and_no_traceback(tmp_path, capsys, form):
    path = tmp_path / "bad.csv"
    path.write_text(
        "fibre_model,diameter_um,lesion,internodes,level,settings\n"
        "MRG_DISCRETE,-3,none,3,0,dt 0.005 ms\n"
        "MRG_DISCRETE,10.0,rust,3,0,dt 0.005 ms\n",
        "utf-8",
    )
    with pytest.raises(SystemExit) as left:
        main(["conduct", "reference", str(path), "--format", form])
    assert left.value.code == 2
    said = "".join(capsys.readouterr())
    assert "line 2" in said
    assert "line 3" in said
    assert "Traceback" not in said


def test_a_missing_file_is_an_error_of_use(capsys):
    with pytest.raises(SystemExit) as left:
        main(["conduct", "reference", "nowhere.csv"])
    assert left.value.code == 2
    assert "nowhere.csv" in "".join(capsys.readouterr())
