"""Ink, bars, columns, whole people."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatic.assessment.account import whole_people
from sciatic.cli.terminal import Ink, bar, bullets, columns, ink_for, ten


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=8))
def test_people_always_make_ten_and_stay_near_their_share(weights: list[float]) -> None:
    shares = [weight / sum(weights) for weight in weights]
    people = whole_people(shares)
    assert sum(people) == 10
    assert all(abs(count - 10 * share) < 1 for count, share in zip(people, shares, strict=True))


def test_ten_figures_stay_ten() -> None:
    assert ten(3) == "●●●○○○○○○○"
    assert len(ten(0)) == len(ten(10)) == 10


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (0.5, "████"), (1, "████████"), (7, "████████")]
)
def test_a_bar_is_as_long_as_its_share(share: float, drawn: str) -> None:
    assert bar(share, 8) == drawn


def test_later_lines_of_a_bullet_stand_under_its_first_word() -> None:
    first, second, *_ = bullets(["word " * 30])
    assert first.startswith("  • word")
    assert second.startswith("    word")


def test_columns_cut_what_is_too_long() -> None:
    assert columns([("abcdefgh", "1")], (5, -3)) == ["  abcd…   1"]


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert ink_for(Terminal()).colour
    assert not ink_for(io.StringIO()).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not ink_for(Terminal()).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not ink_for(Terminal()).colour


def test_without_colour_text_stays_as_it_is() -> None:
    assert Ink(False).card("routine", "Book") == "Book"
    assert Ink(True).strong("Why") == "\x1b[1mWhy\x1b[0m"
