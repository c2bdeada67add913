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


def test_what_if_changes_an_answer_first(sciatic: Run) -> None:
    told = sciatic("assess", CASE, "--format", "json", "--what-if", "saddle_numbness=yes")
    assert json.loads(told.stdout)["urgency"]["level"] == "emergency_now"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("saddle_numbness", "write saddle_numbness=VALUE"),
        ("fevr=yes", "fever"),
        ("reflex.left.achilles_reflex=gone", "absent, reduced, normal, brisk"),
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
