"""README: its first screen says it all, and every example is what the program really prints."""

from __future__ import annotations

import pytest
from pages import Spoken, blocks, commands, first_missing, printed
from repository import ROOT

from sciatic.cli import COMMANDS

README = ROOT / "README.md"
SPOKEN = list(commands(README))


@pytest.mark.parametrize("spoken", SPOKEN, ids=str)
def test_an_example_prints_what_the_page_shows(spoken: Spoken) -> None:
    assert spoken.expected, "show what it prints"
    code, output = printed(spoken.command)
    assert code == (2 if spoken.expected[:1] and spoken.expected[0].startswith("sciatic: ") else 0)
    missing = first_missing(spoken.expected, output)
    assert missing is None, f"not printed: {missing}\n\n{output}"


def test_the_first_example_stands_on_the_first_screen() -> None:
    assert next(blocks(README)).line <= 25


def test_every_command_is_in_it() -> None:
    text = README.read_text("utf-8")
    assert not [command for command in COMMANDS if f"sciatic {command}" not in text]


def test_it_says_whom_it_is_not_for() -> None:
    first_screen = README.read_text("utf-8")[:2500]
    assert "not a diagnosis" in first_screen
    assert "emergency number" in first_screen
