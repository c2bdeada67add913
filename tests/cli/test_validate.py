"""``sciatic validate``: its page, its last line, its document and its errors."""

from __future__ import annotations

import json
import re

import pytest


def test_the_last_line_counts(sciatic):
    told = sciatic("validate", "--n", "2000")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert re.fullmatch(r"\d+ of 84 rows inside", lines[-1])
    assert sum("NOT DESCRIBED" in line for line in lines) == 30
    assert all(len(line) <= 80 for line in lines)


def test_the_document_is_strict_json(sciatic):
    told = sciatic("validate", "--n", "2000", "--format", "json")
    document = json.loads(told.stdout, parse_constant=lambda word: pytest.fail(word))
    assert document["schema"] == "sciatic.validation/1"
    assert document["inside"] + document["outside"] + document["not_described"] == 84
    verdicts = [row["verdict"] for row in document["rows"]]
    assert verdicts.count("inside") == document["inside"]
    assert all((row["predicted"] is None) == (row["study"] is None) for row in document["rows"])


@pytest.mark.parametrize(
    ("text", "message"),
    [("id,metric\na,AUC\n", "no column value"), ("\xff", "no column id")],
)
def test_a_bad_table_is_told(text, message, sciatic, tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(text, "utf-8")
    told = sciatic("validate", str(table))
    assert told.returncode == 2
    assert told.stdout == ""
    assert message in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("arguments", [["none.csv"], ["--studies", "none.toml"], ["--n", "0"]])
def test_bad_input_is_told(arguments, sciatic):
    told = sciatic("validate", *arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("sciatic: ")
    assert "Traceback" not in told.stderr
