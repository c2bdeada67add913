"""The page of published experiments says what the simulation of now predicts, for every row."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from benchmarks import physiology_validation as validation
from benchmarks.validation_fibres import Answer, Published, published

REWRITE = "run: python -m benchmarks.physiology_validation --write"
FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
PICTURES = (*("validation_pressure", "recovery_course", "firing_window"), "velocity_by_diameter")


@cache
def found():
    return tuple(validation.lines())


def row(**more):
    given = {"id": "val000", "case": "", "x": None, "words": "", "y": None, "low": None,
             "high": None, "unit": "", "source": "", "use": "validation", "table": "t"}  # fmt: skip
    return Published(**given | more)


def apart(text):
    """Words without figures, and the figures."""
    return FIGURE.sub("#", text), [float(figure) for figure in FIGURE.findall(text)]


def test_every_row_of_the_table_is_answered_once():
    assert [line.row.id for line in found()] == list(published())
    assert len(found()) == 72


def test_the_page_says_what_is_predicted_now():
    held = validation.PAGE.read_text("utf-8").splitlines()
    now = validation.page(list(found())).splitlines()
    assert len(held) == len(now), REWRITE
    for before, after in zip(held, now, strict=True):
        (words, figures), (new_words, new_figures) = apart(before), apart(after)
        assert words == new_words, REWRITE
        # another processor may round the last digit otherwise
        assert figures == pytest.approx(new_figures, rel=0.01, abs=0.1), REWRITE


def test_calibration_and_input_rows_are_not_counted():
    counts = validation.counts(list(found()))
    assert counts["calibration"] == 8
    uncounted = counts["calibration"] + counts["input"]
    inside, total = map(int, re.findall(r"\d+", validation.summary(list(found()))))
    assert total == 72 - uncounted
    assert inside == counts["inside"] + counts["order right"]


def test_every_row_that_went_into_the_model_says_so():
    for line in found():
        assert (line.verdict == "input") == bool(line.answer.given), line.row.id


def test_every_miss_has_a_reason():
    for line in found():
        if line.verdict == "outside":
            assert line.answer.miss, line.row.id
            assert line.answer.miss in line.remark


@pytest.mark.source("neuron_ref")
def test_everything_that_neuron_computed_is_met():
    ours = [line for line in found() if line.row.source == "neuron_ref"]
    assert len(ours) == 16
    assert [line.row.id for line in ours if line.verdict != "inside"] == []


@pytest.mark.source("pedowitz1992", "garfin1990", "olmarker1990rate", "lundborg1982",
                    "gelberman1983")  # fmt: skip
@pytest.mark.parametrize("key", ["val041", "val042", "val047", "val049", "val050", "val051"])
def test_pressed_nerves_do_what_was_published(key):
    (line,) = (one for one in found() if one.row.id == key)
    assert line.verdict in ("inside", "order right")


@pytest.mark.parametrize(
    ("published_row", "answer", "verdict"),
    [
        (row(y=10.0, low=8.0, high=9.0), Answer(told="", value=8.5), "inside"),
        (row(y=10.0, low=8.0, high=9.0), Answer(told="", value=9.5), "outside"),
        (row(y=10.0), Answer(told="", value=10.9), "inside"),
        (row(y=10.0), Answer(told="", value=11.1), "outside"),
        (row(words="none"), Answer(told="", holds=False, order=True), "outside"),
        (row(words="none"), Answer(told="", holds=True, order=True), "order right"),
        (row(words="none"), Answer(told="", holds=True), "inside"),
        (row(y=10.0), Answer(told="", value=10.0, given="taken"), "input"),
        (row(y=10.0, use="calibration"), Answer(told="", value=99.0), "calibration"),
    ],
)
def test_the_verdict(published_row, answer, verdict):
    assert validation.verdict(published_row, answer) == verdict


def test_an_answer_to_nothing_is_refused():
    with pytest.raises(ValueError, match="val000"):
        validation.verdict(row(y=1.0), Answer(told="?"))


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_of_the_page_is_there_and_told_in_words(name):
    path = validation.DOCS / "pictures" / f"{name}.svg"
    tree = ElementTree.parse(path)
    words = {element.tag.rpartition("}")[2] for element in tree.getroot()}
    assert {"title", "desc"} <= words
    assert f"pictures/{name}.svg" in validation.PAGE.read_text("utf-8")
