"""``sciatic trace``: what is drawn, and what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sciatic.anatomy import muscles, reflexes, regions, root_share, route
from sciatic.cli.route_drawing import draw_route
from sciatic.cli.trace import trace
from sciatic.errors import UnknownTermError


def run(*words: str) -> str:
    result = CliRunner().invoke(trace, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_way_of_l5_to_the_great_toe_is_drawn_with_its_lengths() -> None:
    text = run("L5", "toe1_dorsal")
    for words in (
        "lumbosacral trunk",
        "superficial fibular nerve",
        "1,185",
        "75 %",
        "fibular neck",
    ):
        assert words in text
    assert text.index("L5 root") < text.index("sciatic nerve") < text.index("  1,185  ◆")


def test_a_reflex_is_drawn_as_its_loop() -> None:
    text = run("achilles_reflex")
    assert "Ankle jerk through S1" in text
    assert "╭───╮" in text
    assert "╰─◆─╯  1,570  Soleus" in text


def test_a_place_is_traced_back_to_its_roots() -> None:
    text = run("web1")
    assert text.index("L5    82 %") < text.index("S1    12 %") < text.index("L4     6 %")


@pytest.mark.parametrize(
    "words",
    [(name,) for name in [*reflexes(), "L5", "S3", "sciatic", "sural", "web1", "soleus"]]
    + [("L4", "tibialis_anterior"), ("S5", "perianal_inner")],
)
def test_no_line_is_wider_than_the_page_and_a_pipe_gets_no_colour(words: tuple[str, ...]) -> None:
    text = run(*words)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text


def test_every_route_can_be_drawn_with_every_station_pressed() -> None:
    for target in [*regions(), *muscles(), *reflexes()]:
        for root in root_share(target):
            way = route(root, target)
            for node in {way.nodes[1], way.nodes[-1]}:
                drawn = draw_route(way, pressed=node, landmarks=False)
                assert max(map(len, drawn.splitlines())) <= 80, (root, target)
                assert "✖" in drawn or "╰" in drawn


def test_the_line_is_broken_below_the_pressed_place_only() -> None:
    drawn = draw_route(route("L5", "web1"), pressed="deep_fibular").splitlines()
    at = next(n for n, line in enumerate(drawn) if "pressed here" in line)
    assert "✖" in drawn[at]
    assert not any("┊" in line for line in drawn[:at])
    assert not any("│" in line for line in drawn[at:])


def test_colour_changes_nothing_but_colour() -> None:
    way = route("S1", "toe5_dorsal")
    plain, coloured = draw_route(way), draw_route(way, colour=True)
    assert coloured != plain
    assert [x.rstrip() for x in re.sub(r"\x1b\[[\d;]*m", "", coloured).split("\n")] == plain.split(
        "\n"
    )


def test_a_place_off_the_route_can_not_be_pressed() -> None:
    with pytest.raises(UnknownTermError, match="tibial"):
        draw_route(route("L5", "web1"), pressed="tibial")


def test_json_carries_every_station() -> None:
    document = json.loads(run("L5", "toe1_dorsal", "--format", "json"))
    (way,) = document["routes"]
    assert document["schema"] == "sciatic.trace/1"
    assert way["length_mm"] == 1185
    assert [station["node"] for station in way["stations"]][-2:] == [
        "superficial_fibular",
        "toe1_dorsal",
    ]
    assert all(station["sources"] for station in way["stations"][1:])


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("L5", "toe1_dorsl"), "toe1_dorsal"),
        (("L6", "web1"), "L6"),
        (("L1", "web1"), "L4, L5, S1"),
        (("web1", "--kind", "movement"), "touch"),
    ],
)
def test_unknown_names_exit_with_2_and_the_nearest_known(words: tuple[str, ...], hint: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from sciatic.cli import main; main()", "trace", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert hint in done.stderr
    assert done.stdout == ""
