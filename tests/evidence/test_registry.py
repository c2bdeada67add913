from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sciatic.cli.evidence import evidence
from sciatic.errors import UnknownTermError
from sciatic.evidence import sources
from sciatic.evidence.registry import known_ids, passport, records


def test_a_row_shows_its_figure_its_source_and_its_caveat() -> None:
    found = passport("ACC001")
    assert [record.cells["sensitivity"] for record in found.records] == ["0.92"]
    assert [source.key for source in found.sources] == ["vdwindt2010"]
    assert "spectrum bias" in found.records[0].cells["note"]


def test_a_source_shows_every_row_that_cites_it() -> None:
    used = passport("vdwindt2010").used_in
    assert {"ACC001", "ACC002"} <= {record.id for record in used}
    assert all("vdwindt2010" in record.source_keys for record in used)


@pytest.mark.parametrize("key", ["vdwindt2010", "textbook", "rivm2006"])
def test_where_used_counts_as_a_plain_search_does(key: str) -> None:
    cited = [record for record in records() if key in record.source_keys]
    assert list(passport(key).used_in) == cited
    assert cited


@pytest.mark.parametrize("spelt", ["acc001", " ACC001 "])
def test_case_and_blanks_do_not_matter(spelt: str) -> None:
    assert passport(spelt).id == "ACC001"


def test_an_unknown_id_gets_the_nearest() -> None:
    with pytest.raises(UnknownTermError, match="vdwindt2010"):
        passport("vdwindt2011")


def test_every_source_key_has_a_passport_and_every_cited_source_resolves() -> None:
    assert set(sources()) <= set(known_ids())
    for record in records():
        for key in record.source_keys:
            assert key in sources(), record.place


@pytest.mark.parametrize("name", ["ACC001", "PRI040", "phys143", "web1", "textbook", "derived"])
def test_the_text_fits_the_page_and_the_json_is_json(name: str) -> None:
    text = CliRunner().invoke(evidence, [name]).output
    assert text.startswith(name)
    assert all(len(line) <= 80 or "http" in line for line in text.splitlines())
    document = json.loads(CliRunner().invoke(evidence, [name, "--format", "json"]).output)
    assert document["schema"] == "sciatic.evidence/1"


def test_the_text_says_how_the_figure_was_seen() -> None:
    assert "recalled, not read again" in CliRunner().invoke(evidence, ["web1"]).output
