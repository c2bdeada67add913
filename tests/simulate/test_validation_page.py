"""The page and the picture of a validation, and the explanations of its misses."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sciatic.errors import EvidenceError, SciaticError
from sciatic.simulate import validate
from sciatic.simulate.validation_forest import save_forest
from sciatic.simulate.validation_misses import UNEXPLAINED, misses, read_misses
from sciatic.simulate.validation_page import page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/validation.md"
PICTURE = "pictures/validation_forest.svg"


@pytest.fixture(scope="module")
def shipped():
    return validate()


def test_the_page_of_the_docs_is_the_shipped_models(shipped):
    assert PAGE.read_text("utf-8") == page(shipped, PICTURE), "run make validate"


def test_the_picture_of_the_docs_is_the_shipped_models(shipped, tmp_path):
    save_forest(shipped, tmp_path / "forest.svg")
    drawn = (tmp_path / "forest.svg").read_text("utf-8")
    told = ROOT.joinpath("docs", PICTURE).read_text("utf-8")
    assert words_of(told) == words_of(drawn), "run make validate"


def words_of(svg):
    return [element.text for element in ET.fromstring(svg).iter() if element.text]


def test_every_row_stands_on_the_page_once(shipped):
    text = page(shipped)
    for line in shipped.lines:
        if line.row.id.startswith("VAL"):
            assert len(re.findall(rf"\b{line.row.id}\b", text)) == 1
    assert text.count(f"**{shipped.verdict}.**") == 1
    assert text.count("| inside |") == shipped.count("inside")
    assert text.count("**outside**") == shipped.count("outside")


def test_each_miss_is_explained_or_said_to_lack_it(shipped, monkeypatch):
    missed = [line.row.id for line in shipped.lines if line.missed]
    told = {missed[0]: "for a reason of its own"}
    monkeypatch.setattr("sciatic.simulate.validation_page.misses", lambda: told)
    text = page(shipped)
    assert text.count("for a reason of its own") == 1
    assert text.count(UNEXPLAINED) == len(missed) - 1
    assert f"without an explanation yet: {len(missed) - 1}." in text


def test_explanations_are_of_rows_that_count(shipped):
    counted = {line.row.id for line in shipped.lines if line.verdict != "not counted"}
    assert misses().keys() <= counted


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[miss]]\nrows = ['A']", "miss 1: write rows, a list, and why"),
        ("[[miss]]\nrows = 'A'\nwhy = 'so'", "miss 1: write rows, a list, and why"),
        ("[[miss]]\nrows = ['A', 'A']\nwhy = 'so'", "A is explained twice"),
    ],
)
def test_a_slip_in_the_explanations_is_named(text, message):
    with pytest.raises(EvidenceError, match=message):
        read_misses(text)


def test_the_picture_names_every_row_and_is_told_in_words(shipped, tmp_path):
    save_forest(shipped, tmp_path / "forest.svg")
    root = ET.fromstring((tmp_path / "forest.svg").read_text("utf-8"))
    words = [element.text for element in root.iter() if element.text]
    for line in shipped.lines:
        if line.row.id.startswith("VAL"):
            assert (line.row.id in words) == (line.verdict != "not counted")
    assert any(word.startswith(shipped.verdict) for word in words)
    description = next(root.iter("{http://www.w3.org/2000/svg}desc"))
    assert shipped.verdict in description.text


def test_a_picture_of_another_kind_is_refused(shipped, tmp_path):
    with pytest.raises(SciaticError, match="picture of this kind"):
        save_forest(shipped, tmp_path / "forest.gif")


def test_rows_without_a_study_are_drawn_as_such(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text(
        "id,study,cohort_description,rule_or_finding,metric,value,lo,hi,n,source,seen,note\n"
        "X1,S,people,nobody described it,AUC,0.7,,,,s,page,\n"
        "X2,S,people,nor this,LR+,4,,,,s,page,\n",
        "utf-8",
    )
    found = validate(table, n=10)
    save_forest(found, tmp_path / "forest.svg")
    assert (tmp_path / "forest.svg").read_text("utf-8").count("not described") >= 2
    assert "Rows that no study describes" in page(found)
