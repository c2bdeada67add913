"""The program as people call it: exit codes, errors, streams."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sciatic import __version__
from sciatic.cli import COMMANDS

Run = Callable[..., subprocess.CompletedProcess[str]]
CASE = "examples/s1_disc.json"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_on_all_its_options(command: str, sciatic: Run) -> None:
    told = sciatic(command, "--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"Usage: sciatic {command}")


def test_the_program_alone_shows_its_commands(sciatic: Run) -> None:
    told = sciatic()
    assert told.returncode == 0
    assert all(command in told.stdout for command in COMMANDS)


def test_the_version(sciatic: Run) -> None:
    assert sciatic("--version").stdout == f"sciatic {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["asess", CASE], "no command 'asess'. Nearest: assess"),
        (["assess"], "missing argument 'CASE'"),
        (["assess", "nowhere.json"], "nowhere.json"),
        (["assess", CASE, "--setting", "moon"], "'moon' is not one of"),
        (["assess", CASE, "--today", "tomorrow"], "'tomorrow' is no date; write 2026-11-24"),
        (["trace", "L6"], "L6"),
        (["predict", "--condition", "slipped"], "slipped"),
    ],
)
def test_bad_input_ends_with_2_and_one_word_of_help(
    arguments: list[str], message: str, sciatic: Run
) -> None:
    told = sciatic(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("sciatic: ")
    assert message in told.stderr
    assert "Traceback" not in told.stderr


def test_every_problem_of_a_case_is_told_at_once(sciatic: Run, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(
        '{"schema": "sciatic.case/1", "id": "x", "person": {"age_years": 200},'
        ' "history": {"fevr": true}}',
        "utf-8",
    )
    told = sciatic("assess", str(path))
    assert told.returncode == 2
    assert "age_years" in told.stderr
    assert "fever" in told.stderr


def test_a_case_comes_from_standard_input_too(sciatic: Run) -> None:
    text = Path(__file__).parents[2].joinpath(CASE).read_text("utf-8")
    told = sciatic("assess", "-", "--format", "json", input=text)
    direct = sciatic("assess", CASE, "--format", "json")
    assert json.loads(told.stdout) == json.loads(direct.stdout)


def test_garbage_on_standard_input_is_bad_input(sciatic: Run) -> None:
    told = sciatic("assess", "-", input="{")
    assert told.returncode == 2
    assert "standard input" in told.stderr


def test_no_colour_where_there_is_no_terminal(sciatic: Run) -> None:
    assert "\x1b" not in sciatic("assess", CASE).stdout


def test_what_if_changes_an_answer(sciatic: Run) -> None:
    told = sciatic("assess", CASE, "--format", "json", "--what-if", "saddle_numbness=yes")
    assert json.loads(told.stdout)["after"]["urgency"]["level"] == "emergency_now"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("saddle_numbness", "write saddle_numbness=VALUE"),
        ("fevr=yes", "fever"),
        ("reflex.left.achilles_reflex=gone", "absent, reduced, normal, brisk"),
        ("age_years=inf", "inf is not a number that can be measured"),
    ],
)
def test_a_change_that_is_none_is_bad_input(change: str, message: str, sciatic: Run) -> None:
    told = sciatic("assess", CASE, "--what-if", change)
    assert told.returncode == 2
    assert message in told.stderr


def test_a_pipe_that_closes_is_no_error() -> None:
    program = Path(sys.executable).with_name("sciatic")
    with subprocess.Popen(
        [program, "schema", "assessment"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


def test_what_if_takes_a_path_as_the_messages_write_it(sciatic: Run) -> None:
    short = sciatic("assess", CASE, "--format", "json", "--what-if", "fever=yes")
    long = sciatic("assess", CASE, "--format", "json", "--what-if", "history.fever=yes")
    assert short.returncode == 0
    assert long.stdout == short.stdout


def test_what_if_can_say_that_the_chart_is_whole(sciatic: Run) -> None:
    told = sciatic("assess", CASE, "--what-if", "chart.complete=no")
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_page_is_utf8_whatever_the_terminal_speaks(encoding: str, sciatic: Run) -> None:
    told = sciatic(
        "trace", "L5", "toe1_dorsal", env={"PYTHONIOENCODING": encoding}, encoding="utf-8"
    )
    assert told.returncode == 0, told.stderr
    assert "●  common fibular nerve" in told.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "there is nothing in it"),
        (b"\xef\xbb\xbf", "there is nothing in it"),
        (b'{"id": "\xe9"}', "byte 8 is not UTF-8 text"),
        (b'{"id": "\x1b"}', "line 1, column 9: this is not JSON: invalid control character\n"),
        (b'{"id": "', "unterminated string\n"),
    ],
)
def test_bytes_on_standard_input_that_are_no_case(content: bytes, message: str) -> None:
    program = Path(sys.executable).with_name("sciatic")
    told = subprocess.run([program, "assess", "-"], input=content, capture_output=True, check=False)
    assert told.returncode == 2
    assert message in told.stderr.decode()


def test_a_byte_order_mark_on_standard_input_is_no_matter(sciatic: Run) -> None:
    text = Path(__file__).parents[2].joinpath(CASE).read_text("utf-8")
    told = sciatic("assess", "-", input="\ufeff" + text)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("command", "code"), [(f"assess {CASE} >&-", 0), ("assess - <&-", 2), ("trace L5 >&-", 0)]
)
def test_a_closed_stream_is_no_crash(command: str, code: int) -> None:
    program = Path(sys.executable).with_name("sciatic")
    told = subprocess.run(
        ["/bin/sh", "-c", f"'{program}' {command}"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert told.returncode == code
    assert b"Traceback" not in told.stderr


def test_the_last_day_of_the_calendar_is_a_day(sciatic: Run) -> None:
    told = sciatic("assess", CASE, "--today", "9999-12-31")
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--level", "L5/S1"],
            "unknown level of tarsal_tunnel 'L5/S1'. Known: none; leave the level out",
        ),
        (["--side", "left", "--zone", "central"], "Known: none; leave the zone out"),
    ],
)
def test_a_lesion_that_can_not_be_is_told_by_its_first_wrong_word(
    arguments: list[str], message: str, sciatic: Run
) -> None:
    told = sciatic("predict", "--condition", "tarsal_tunnel", *arguments)
    assert told.returncode == 2
    assert message in told.stderr


def test_a_lesion_at_a_level_that_its_cause_never_has(sciatic: Run) -> None:
    told = sciatic("predict", "--condition", "cauda_equina_syndrome", "--level", "L1/L2")
    assert "Known: L2/L3, L3/L4, L4/L5, L5/S1" in told.stderr


def test_a_long_name_of_a_case_keeps_the_page_narrow(sciatic: Run) -> None:
    case = {"schema": "sciatic.case/1", "id": "x" * 199}
    told = sciatic("assess", "-", input=json.dumps(case))
    assert max(map(len, told.stdout.splitlines())) <= 80


@pytest.mark.parametrize("row", ["RF080", "tingling", "walk_short", "rash"])
def test_a_row_of_many_names_keeps_the_page_narrow(row: str, sciatic: Run) -> None:
    told = sciatic("evidence", row)
    assert told.returncode == 0, told.stderr
    lines = [line for line in told.stdout.splitlines() if "://" not in line]
    assert max(map(len, lines)) <= 80


def test_days_are_named_as_days(sciatic: Run) -> None:
    assert "You said: how long it has lasted: 365 days" in sciatic("assess", CASE).stdout
