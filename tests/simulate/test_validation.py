"""Validation: rows whose truth is known, what counts, and every slip of a table at once."""

import tomllib

import pytest

from sciatic.errors import EvidenceError, UnknownTermError
from sciatic.evidence.data_files import data_text
from sciatic.simulate import studies, validate
from sciatic.simulate.published import is_calibration
from sciatic.simulate.studies import calibration_studies
from sciatic.simulate.validation import _reasons
from sciatic.simulate.validation_anatomy import TABLE
from sciatic.simulate.validation_table import (
    CLINICAL,
    COLUMNS,
    read_validation_table,
    validation_table,
)

HEADER = ",".join(COLUMNS)
STUDIES = """
[rules]
everybody = {path = "age_years", from = 0}
[[study]]
id = "known"
title = "A finding that all people have"
source = "somebody_else"
seen = "page"
people = {setting = "specialist", mix = {disc_herniation = 1, nonspecific_back_pain = 3}}
truth = {conditions = ["disc_herniation"]}
figure = [
  {row = "N1", finding = "everybody"},
  {row = "N2", finding = "everybody"},
  {row = "N3", finding = "everybody"},
  {row = "N4", finding = "everybody"},
  {row = "N5"},
  {row = "N6"},
  {row = "N7", finding = "everybody"},
]
"""
ROWS = """
N1,S,people,everybody,sensitivity,0.95,,,,somebody,page,
N2,S,people,everybody,specificity,0.5,0.4,0.6,,somebody,page,
N3,S,people,everybody,LR+,1.24,,,,somebody,page,
N4,S,people,everybody,LR+,1.26,,,,somebody,page,
N5,S,people,a disc,share,0.32,,,,somebody,page,
N6,S,people,a disc,share,0.32,0.29,0.35,,somebody,page,
N7,S,people,everybody,specificity (range),,0.0,0.1,,somebody,page,
N8,S,people,nobody described it,AUC,0.7,,,,somebody,page,
N9,S,people,nor this,kappa,0.7,,,,somebody,page,
O1,S,people,mean age,years,44,,,,somebody,page,
O2,S,score definition,age,points,2,,,,somebody,page,
O3,S,people,prevalence of a disc,share,0.25,,,,somebody,page,
O4,S,people,provoked pain,share,0.25,,,,furman2019,page,
O5,S,people,certainty,expert certainty,0.8,,,,somebody,page,
O6,S,people,no number,sensitivity,,,,,somebody,page,
"""
EXPECTED = {
    "N1": "inside", "N2": "outside", "N3": "inside", "N4": "outside", "N5": "inside",
    "N6": "outside", "N7": "inside", "N8": "not described", "N9": "not described",
}  # fmt: skip


def written(folder, rows=ROWS, studies=STUDIES):
    table, described = folder / "table.csv", folder / "studies.toml"
    table.write_text(HEADER + rows, "utf-8")
    described.write_text(studies, "utf-8")
    return table, described


def test_rows_whose_truth_is_known(tmp_path):
    found = validate(*written(tmp_path), n=20_000, seed=3)
    verdicts = {line.row.id: line.verdict for line in found.lines}
    assert {key: verdicts.pop(key) for key in EXPECTED} == EXPECTED
    assert set(verdicts.values()) == {"not counted"}
    assert found.verdict == "4 of 9 rows inside"
    predicted = {
        line.row.id: line.result.predicted.value for line in found.lines if line.result is not None
    }
    assert predicted["N1"] == 1
    assert predicted["N2"] == 0
    assert predicted["N3"] == 1
    assert predicted["N5"] == pytest.approx(0.25, abs=0.015)


def test_an_id_of_ours_with_other_words_is_another_row(tmp_path):
    ours = {row.id: row for row in validation_table()}["VAL001"].published
    row = f"\nVAL001,S,people,{ours.words},LR+,1000,,,,somebody,page,"
    table, _ = written(tmp_path, row)
    (line,) = validate(table, n=4000).lines
    assert (line.verdict, line.study) == ("outside", "iversen2013")
    table, _ = written(tmp_path, row.replace(ours.words, "something else"))
    assert validate(table, n=4000).lines[0].verdict == "not described"


def test_a_calibration_row_does_not_count(tmp_path):
    table, _ = written(
        tmp_path, "\nACC006,S,people,straight leg raise (supine),sensitivity,0.4,,,,s,page,"
    )
    assert validate(table, n=10).verdict == "0 of 0 rows inside"


def test_every_problem_of_a_table_is_told_at_once():
    rows = """
A1,S,p,f,sensitivity,40,,,,s,page,
A1,S,p,f,specificity,high,,,,s,page,
A2,S,p,,AUC,0.7,0.8,0.6,,s,page,
A3,S,p,f,LR+,-2,1,,,s,page,
A4,S,p,f,AUC,0.7
"""
    with pytest.raises(EvidenceError) as told:
        read_validation_table(HEADER.replace(",note", ",remark") + rows, "here.csv")
    assert str(told.value).splitlines() == [
        "here.csv: 9 problems",
        "  line 1: no column note",
        "  line 2: value is 40, outside 0 to 1; write 40 % as 0.4",
        "  line 3: id A1 stands twice",
        "  line 3: value is 'high', not a number",
        "  line 4: rule_or_finding is empty",
        "  line 4: lo 0.8 is above hi 0.6",
        "  line 5: value is -2; a ratio is never below 0",
        "  line 5: an interval needs both lo and hi",
        "  line 6: 6 cells, 12 are expected",
    ]


@pytest.mark.parametrize("text", ["", HEADER, "\n\n"])
def test_an_empty_table_is_refused(text):
    with pytest.raises(EvidenceError, match=r"no column id|it holds no rows"):
        read_validation_table(text, "here.csv")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('{row = "N1", finding = "nobody"}', "nobody"),
        ('{row = "N99", finding = "everybody"}', "N99"),
        ('{row = "O6", finding = "everybody"}', "O6 holds no number"),
        ('{row = "O1", finding = "everybody"}', "years"),
        ('{row = "N2", finding = "everybody"}', "more than one figure for N2"),
    ],
)
def test_a_slip_in_somebody_elses_studies_is_named(wrong, message, tmp_path):
    broken = STUDIES.replace('{row = "N1", finding = "everybody"}', wrong)
    with pytest.raises((EvidenceError, UnknownTermError), match=message):
        validate(*written(tmp_path, studies=broken), n=10)


@pytest.fixture(scope="module")
def ours():
    return validate(n=4000)


def test_our_own_tables_leave_no_row_undescribed(ours):
    gaps = {line.row.id for line in ours.lines if line.verdict == "not described"}
    assert gaps == set(_reasons()) == set()
    tables = [line.row.table for line in ours.lines]
    counted = [line.row.table for line in ours.lines if line.verdict != "not counted"]
    assert (tables.count(CLINICAL), counted.count(CLINICAL)) == (106, 84)
    assert (tables.count(TABLE), counted.count(TABLE)) == (124, 7)
    assert ours.counted == 91


def test_the_same_seed_gives_the_same_validation(ours):
    assert validate(n=4000).to_dict() == ours.to_dict()


def test_each_row_that_counts_has_a_topic_and_a_study(ours):
    for line in ours.lines:
        if line.verdict != "not counted":
            assert line.study
            assert line.topic != "no study"
    topics = {line.row.id: line.topic for line in ours.lines}
    assert topics["VAL002"] == topics["VAL007"] == "which root or level"
    assert topics["VAL031"] == "is a root pressed"
    assert topics["VAL137"] == "stenosis and claudication"
    assert topics["VAL140"] == "a nerve test or a clinician as the standard"


def test_no_held_out_row_may_be_fitted_to():
    held_out = {row.id for row in validation_table()}
    by_row = {one.row: one for each in studies().values() for figure in each.figures
              for one in figure.published}  # fmt: skip
    assert held_out & by_row.keys() == {row for row in by_row if not row.startswith("ACC")}
    for row, one in by_row.items():
        assert is_calibration(one) == (row not in held_out)
    fitted = [one.row for each in calibration_studies().values() for figure in each.figures
              for one in figure.published]  # fmt: skip
    assert fitted
    assert not held_out & set(fitted)
    held_out_alone = read_studies_file("held_out_studies.toml")
    assert not held_out_alone & calibration_studies().keys()


def read_studies_file(name):
    return {one["id"] for one in tomllib.loads(data_text("simulate", name))["study"]}
