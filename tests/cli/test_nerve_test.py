"""``sciatic nerve-test``: its page, its document, its errors."""

import json

import pytest
from click.testing import CliRunner

from sciatic.cli import group, main

SEVERE_S1 = ["nerve-test", "--condition", "disc_herniation", "--level", "L5/S1", "--side", "left",
             "--zone", "subarticular", "--severity", "severe"]  # fmt: skip


def printed(*more: str) -> str:
    result = CliRunner().invoke(group, [*SEVERE_S1, *more])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_page_has_every_part_of_a_laboratorys_table():
    page = printed()
    for part in ("Motor conduction", "Sensory conduction", "Late responses", "Needle",
                 "Conclusion", "left S1 root", "H-reflex latency", "normal"):  # fmt: skip
        assert part in page


def test_no_line_is_wider_than_a_terminal_or_ends_in_blanks():
    for line in printed().splitlines():
        assert len(line) <= 80
        assert line == line.rstrip()


def test_the_conclusion_is_the_last_thing_said():
    assert printed().splitlines()[-1].strip().startswith("Fits a left S1 root lesion")


def test_an_abnormal_figure_is_marked_and_named():
    line = next(one for one in printed().splitlines() if "H-reflex latency" in one)
    assert "none" in line
    assert "left absent" in line


def test_the_document_holds_the_same_test():
    document = json.loads(printed("--format", "json", "--weeks", "6", "--age", "60"))
    assert document["schema"] == "sciatic.nerve_test/1"
    assert (document["weeks"], document["age"]) == (6, 60)
    assert {row["side"] for row in document["readings"]} == {"left", "right"}
    assert document["conclusion"][1].startswith("Fits a left S1 root lesion")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["nerve-test"], "--condition"),
        (["nerve-test", "--condition", "disk"], "unknown condition 'disk'"),
        ([*SEVERE_S1, "--weeks", "-2"], "-2"),
        ([*SEVERE_S1, "--height-cm", "1.7"], "1.7"),
        (["nerve-test", "--condition", "disc_herniation", "--level", "L7/L8"], "unknown level"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_reason(given, told, capsys):
    with pytest.raises(SystemExit) as stop:
        main(given)
    assert stop.value.code == 2
    assert told in capsys.readouterr().err
