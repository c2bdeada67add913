"""``sciatic simulate``: a study's text, document and people."""

from __future__ import annotations

import csv
import io
import json

import pytest


def test_a_cohort_stands_beside_what_was_published(sciatic):
    told = sciatic("simulate", "cohort", "--study", "capra2011", "--n", "5000")
    assert told.returncode == 0, told.stderr
    assert "ACC006: straight leg raise (supine)" in told.stdout
    assert "5,000 people drawn with seed 1" in told.stdout
    assert "of 6 inside." in told.stdout
    assert all(len(line) <= 80 for line in told.stdout.splitlines())


def test_the_document_is_strict_json_and_the_same_by_seed(sciatic):
    call = ("simulate", "cohort", "--study", "jeon2013", "--n", "60", "--format", "json")
    told, again = sciatic(*call), sciatic(*call)
    assert told.stdout == again.stdout
    document = json.loads(told.stdout, parse_constant=lambda word: pytest.fail(word))
    assert document["schema"] == "sciatic.cohort/1"
    assert document["n_drawn"] == 60


def test_the_people_are_a_table(sciatic):
    told = sciatic("simulate", "cohort", "--study", "cook2011", "--n", "50", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert 0 < len(rows) <= 50
    assert {row["worse_standing"] for row in rows} <= {"true", "false"}
    assert all(float(row["age_years"]) >= 16 for row in rows)


def test_every_study_is_listed(sciatic):
    from sciatic.simulate import studies

    lines = sciatic("simulate", "studies").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(studies())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cohort", "--study", "capra2012"], "unknown study 'capra2012'. Nearest: capra2011"),
        (["cohort"], "missing option '--study'"),
        (["cohort", "--study", "capra2011", "--n", "0"], "0 is not in the range"),
        (["cohort", "--study", "capra2011", "--seed", "-1"], "-1 is not in the range"),
        (["cohort", "--study", "capra2011", "--format", "xml"], "'xml' is not one of"),
        (["cohort", "--study", "jeon2013", "--n", "2"], "raise --n"),
    ],
)
def test_bad_input_is_told(arguments, message, sciatic):
    told = sciatic("simulate", *arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert message in told.stderr
    assert "Traceback" not in told.stderr
