"""The page of what every finding rests on is what the code makes of the tables."""

from __future__ import annotations

from pathlib import Path

from sciatic.assessment.foundations import finding_names
from sciatic.simulate.evidence_page import COMMAND, page_text

PAGE = Path(__file__).parents[2] / "docs" / "foundations.md"


def test_the_committed_page_is_what_the_code_makes():
    assert PAGE.read_text("utf-8") == page_text(), f"run {COMMAND}"


def test_every_finding_is_on_the_page_and_it_stays_short():
    text = PAGE.read_text("utf-8")
    assert all(f"| `{name}` |" in text for name in finding_names())
    assert len(text.encode()) < 80_000


def test_the_weakest_founded_come_first():
    rows = [line.split(" | ") for line in PAGE.read_text("utf-8").split("\n") if "| `" in line]
    names = [row[0].strip("|` ") for row in rows]
    read = {
        row[0].strip("|` "): sum(map(int, row[4:6])) / max(1, sum(map(int, row[4:8])))
        for row in rows
        if len(row) == 10
    }
    shares = [read[name] for name in names if name in read]
    assert shares == sorted(shares)
    assert len(shares) == len(finding_names())
