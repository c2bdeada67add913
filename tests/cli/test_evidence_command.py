"""``sciatic evidence``: the overview, a finding, rows so seen; text fits and JSON is JSON."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sciatic.cli.evidence import evidence


def said(*words: str) -> str:
    result = CliRunner().invoke(evidence, list(words), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--seen", "memory"),
        ("achilles_reflex",),
        ("relieved_sitting",),
        ("strength_cut_4",),
        ("spinal_stenosis",),
        ("RF013",),
        ("capra2011",),
        ("strength", "--seen", "memory"),
    ],
)
def test_text_fits_and_json_is_json(words):
    text = said(*words)
    assert all(len(line) <= 80 or "http" in line for line in text.splitlines())
    document = json.loads(said(*words, "--format", "json"))
    assert document["schema"].startswith("sciatic.evidence")


def test_without_an_id_every_room_is_counted():
    text = said()
    for room in ("anatomy", "findings", "guidance", "pathology", "physiology", "triage"):
        assert f"\n{room} " in text
    document = json.loads(said("--format", "json"))
    links = next(row for row in document["tables"] if row["table"] == "findings/data/links.csv")
    assert links["assumption"] > links["page"] > 0


def test_a_finding_shows_what_it_rests_on():
    text = said("achilles_reflex")
    for part in ("Rests on", "reflex_cut", "reflex_roots.csv: 3 page", "Published rows that", "RF"):
        assert part in text


def test_seen_with_a_finding_keeps_to_its_rows():
    rows = json.loads(said("muscle_wasting", "--seen", "memory", "--format", "json"))["rows"]
    assert {row["id"] for row in rows} == {"extensor_digitorum_longus", "soleus"}


def test_the_page_is_written_where_it_is_told(tmp_path):
    target = tmp_path / "page.md"
    assert said("--page", str(target)) == ""
    assert target.read_text("utf-8").startswith("# What every finding rests on")
