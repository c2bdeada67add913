"""``sciatic conduct``: its page, its document, its pictures, its errors."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sciatic.cli import group, main
from sciatic.cli.conduct_text import STRIP_COLUMNS

pytest.importorskip("numba", reason="conduct needs numba: pip install 'sciatic[physiology]'")

HARD = ("--pressure", "100", "--minutes", "120", "--length-mm", "10")


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(group, ["conduct", *(arguments or HARD)])
    assert result.exit_code == 0, result.output
    return result.output


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(["conduct", *arguments])
    assert stopped.value.code == 2
    return capsys.readouterr().err


def document(*arguments: str) -> dict:
    return json.loads(printed(*(arguments or HARD), "--format", "json"))


def test_the_page_says_the_stretch_the_classes_and_the_spike():
    page = printed()
    for words in ("pressed at 100 mmHg for 2 hours", "blood flow", "of what it needs", "touch",
                  "movement", "pinprick", "warmth", "blocked", "slowed", "firing",
                  "No. In a touch fibre", "squeezed"):  # fmt: skip
        assert words in page


def test_no_line_is_wider_than_a_terminal_or_ends_in_blanks():
    for line in (*printed().splitlines(), *printed("--pressure", "40").splitlines()):
        assert len(line) <= 80
        assert line == line.rstrip()


def strip_rows(page: str) -> list[str]:
    rows = [line for line in page.splitlines() if line[:10].rstrip().endswith(" ms")]
    return [line[12:].ljust(STRIP_COLUMNS) for line in rows]


def test_the_drawn_spike_dies_in_the_drawn_stretch():
    page = printed()
    ruler = next(line for line in page.splitlines() if "├" in line)[12:]
    rows = strip_rows(page)
    beyond = [row[ruler.index("┤") + 1 :] for row in rows]
    assert any("▓" in row[: ruler.index("├")] for row in rows)
    assert not any(set(part) & set("░▒▓█") for part in beyond)


def test_the_drawn_spike_passes_a_gentle_touch():
    rows = strip_rows(printed("--pressure", "20", "--minutes", "30"))
    assert any("▓" in row[-4:] for row in rows)
    assert "Yes, at" in printed("--pressure", "20", "--minutes", "30")


def test_without_pressure_nothing_is_squeezed():
    page = printed("--pressure", "0")
    assert "├" not in page
    assert "·" not in page
    assert "that nothing presses" in page


def test_the_document_holds_the_same():
    told = document()
    assert told["schema"] == "sciatic.conduct/1"
    assert told["spike"]["blocked"] is True
    assert told["spike"]["velocity_ratio"] is None
    assert 0 <= told["spike"]["died_after_mm"] <= 10
    assert told["extrapolated"] == []
    shares = {name: one["blocked"] for name, one in told["classes"].items()}
    assert shares["warmth"] < shares["movement"] < shares["touch"]
    assert told["stretch"]["depolarised_mv"]["touch"] == told["spike"]["depolarised_mv"]


def test_more_blood_pressure_spares_more_fibres():
    low, high = document(*HARD, "--map", "70"), document(*HARD, "--map", "150")
    assert high["classes"]["touch"]["blocked"] < low["classes"]["touch"]["blocked"]


def test_two_levels_are_worse_than_one():
    at = ("--pressure", "30", "--minutes", "120")
    one, two = document(*at), document(*at, "--levels", "2")
    assert two["stretch"]["blood_flow"] < one["stretch"]["blood_flow"]


@pytest.mark.parametrize("fibre", ["touch", "movement", "pinprick", "warmth"])
def test_every_class_has_a_spike(fibre: str):
    told = document("--pressure", "30", "--minutes", "30", "--fibre", fibre)
    assert told["spike"]["fibre"] == fibre
    assert told["spike"]["blocked"] is False
    assert 0.5 < told["spike"]["velocity_ratio"] <= 1.02


def test_a_pressure_above_any_measured_is_said():
    page = printed("--pressure", "600", "--minutes", "30")
    assert "Beyond what was measured" in page
    assert "above the 200 mmHg" in page.replace("\n    ", " ")
    assert document("--pressure", "600")["extrapolated"]


def test_a_length_beyond_the_table_is_said():
    assert any("60 mm is taken" in note for note in document(*HARD[:4], "--length-mm", "60")[
        "extrapolated"])  # fmt: skip


def test_the_worst_of_all_pressures_still_has_an_answer():
    told = document("--pressure", "1000", "--minutes", "inf")
    assert told["spike"]["blocked"] is True
    assert told["classes"]["touch"]["axon_loss"] > 0.9
    assert "lost" in printed("--pressure", "1000", "--minutes", "inf")


def test_for_good_is_a_duration_too():
    assert "for good" in printed("--pressure", "30", "--minutes", "inf")
    assert document("--pressure", "30", "--minutes", "inf")["minutes"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--pressure 100 is in mmHg"),
        (("--pressure", "-3"), "not in the range x>=0"),
        (("--pressure", "nan"), "a pressure is 0 or more"),
        (("--pressure", "50", "--minutes", "nan"), "--minutes is not a number"),
        (("--pressure", "50", "--length-mm", "-3"), "give a length above 0 up to 500 mm"),
        (("--pressure", "50", "--length-mm", "nan"), "not a number"),
        (("--pressure", "50", "--diameter-um", "40"), "reaches from 1 to 16 um"),
        (("--pressure", "50", "--fibre", "warmth", "--diameter-um", "8"), "0.2 to 3 um"),
        (("--pressure", "50", "--map", "300"), "mean arterial pressure, 40 to 200 mmHg"),
        (("--pressure", "50", "--temperature", "60"), "10 to 45"),
        (("--pressure", "50", "--onset-s", "0"), "seconds above 0"),
        (("--pressure", "50", "--fibre", "toe"), "'toe' is not one of"),
        (("--pressure", "50", "-o", "film.bmp"), "ends in .svg, .png, .gif, not in .bmp"),
        (("--pressure", "50", "--chart", "block", "-o", "film.gif"), "not in .gif"),
        (("--pressure", "50", "-o", "no_such_folder/film.svg"), "there is no folder"),
        (("--chart", "velocity"), "-o velocity.svg"),
    ],
)
def test_a_slip_is_told_with_what_would_be_right(capsys, arguments, words):
    said = refused(capsys, *arguments)
    assert words in said
    assert "Traceback" not in said


def test_a_picture_is_written(tmp_path: Path):
    film, chart = tmp_path / "film.svg", tmp_path / "block.png"
    printed(*HARD, "-o", str(film))
    printed(*HARD, "--chart", "block", "-o", str(chart))
    assert film.read_text("utf-8").startswith("<?xml")
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_the_velocity_chart_needs_no_pressure(tmp_path: Path):
    chart = tmp_path / "velocity.svg"
    assert "written" in printed("--chart", "velocity", "-o", str(chart))
    assert "conduction velocity" in chart.read_text("utf-8")


def test_the_reference_table_is_a_command_of_its_own():
    assert "FILE.csv" in printed("reference", "--help")
