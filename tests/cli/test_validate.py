"""``sciatic validate``: its page, its last line, its document and its errors."""

from __future__ import annotations

import json
import re

import pytest


def test_the_last_line_counts(sciatic):
    told = sciatic("validate", "--n", "2000")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert re.fullmatch(r"\d+ of 91 rows inside", lines[-1])
    assert sum("rows inside" in line for line in lines) == 1
    assert not any("NOT DESCRIBED" in line for line in lines)
    assert {"Clinical studies", "Roots one by one: stimulation, blocks, drawings, needles"} <= set(
        lines
    )
    assert all(len(line) <= 80 for line in lines)


def test_the_document_is_strict_json(sciatic):
    told = sciatic("validate", "--n", "2000", "--format", "json")
    document = json.loads(told.stdout, parse_constant=lambda word: pytest.fail(word))
    assert document["schema"] == "sciatic.validation/1"
    assert document["inside"] + document["outside"] + document["not_described"] == 91
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


def test_the_page_and_the_picture_are_written(sciatic, tmp_path):
    page, picture = tmp_path / "docs" / "page.md", tmp_path / "forest.png"
    page.parent.mkdir()
    told = sciatic("validate", "--n", "500", "--page", str(page), "--picture", str(picture))
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] in page.read_text("utf-8")
    assert "(../forest.png)" in page.read_text("utf-8")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_table_of_roots_is_known_by_its_header(sciatic, tmp_path):
    table = tmp_path / "roots.csv"
    table.write_text(
        "dataset,source,root_or_level,measure,item,value,n,used_in_merge,note\n"
        "mine,me,L5,share of stimulated roots with a response,soleus,0.9,10,no,\n",
        "utf-8",
    )
    told = sciatic("validate", str(table))
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == "0 of 1 rows inside"
