"""Published studies as data: each can be run, each slip in one is named."""

import dataclasses
import re

import numpy as np
import pytest

from benchmarks.model_check import CHECKS
from sciatic.errors import EvidenceError, SciaticError, UnknownTermError
from sciatic.evidence.tables import read_table
from sciatic.simulate import simulate, studies, study
from sciatic.simulate.measures import METRICS
from sciatic.simulate.published import metric_of, published
from sciatic.simulate.rules import read_rule
from sciatic.simulate.studies import Reference, read_studies

GOOD = """
[rules]
slr = {path = "straight_leg_raise.affected", is = "positive"}
[[study]]
id = "mine"
title = "A study of mine"
source = "capra2011"
seen = "page"
people = {setting = "specialist", conditions = ["disc_herniation", "nonspecific_back_pain"]}
truth = {conditions = ["disc_herniation"]}
figure = [{row = "ACC006", finding = "slr"}]
"""


@pytest.mark.parametrize("name", studies())
def test_every_study_can_be_run(name):
    found = simulate(study(name), 4000, 2)
    assert found.results
    for one in found.results:
        assert one.published.metric in METRICS
        assert np.isfinite(one.predicted.value) or one.n_without == 0 or one.n_with < 50
        assert one.n_with > 0


def test_every_row_of_the_exact_check_has_its_study():
    rows = {figure.published[0].row for one in studies().values() for figure in one.figures}
    assert {check.row for check in CHECKS} <= rows


def test_no_row_is_predicted_twice():
    rows = [figure.published[0].row for one in studies().values() for figure in one.figures]
    assert len(rows) == len(set(rows))


def test_the_same_seed_gives_the_same_cohort():
    first, second, other = (simulate(study("cook2011"), 2000, seed) for seed in (4, 4, 5))
    assert first.to_dict() == second.to_dict()
    assert first.to_dict()["figures"] != other.to_dict()["figures"]


def test_a_cohort_holds_only_whom_the_rule_lets_in():
    found = simulate(study("jeon2013"), 3000, 1)
    assert 0 < len(found.people) < found.n_drawn
    assert set(found.people.told("strength.affected.tibialis_anterior")) <= {0, 1, 2}
    rows = list(found.rows())
    assert len(rows) == len(found.people)
    assert {len(row) for row in rows} == {len(found.header())}


def test_a_study_agrees_with_counting_its_people_by_hand():
    found = simulate(study("majlesi2008"), 3000, 1)
    ill = np.array([row[1] == "disc_herniation" for row in found.rows()])
    positive = found.people.has("slump.affected", ["positive"])
    sensitivity, specificity = (one.predicted.value for one in found.results[:2])
    assert sensitivity == pytest.approx(positive[ill].mean())
    assert specificity == pytest.approx(1 - positive[~ill].mean())


def test_a_reference_standard_that_errs_brings_the_groups_together():
    right = study("majlesi2008")
    blurred = dataclasses.replace(right, reference=Reference(sensitivity=0.7, specificity=0.6))
    one, other = (simulate(each, 20_000, 1).results[0] for each in (right, blurred))
    assert other.predicted.value < one.predicted.value - 0.02
    useless = dataclasses.replace(right, reference=Reference(sensitivity=0.5, specificity=0.5))
    sensitivity, specificity = (
        each.predicted.value for each in simulate(useless, 20_000, 1).results[:2]
    )
    assert sensitivity == pytest.approx(1 - specificity, abs=0.03)


def test_a_figure_may_have_a_reference_of_its_own():
    right = study("majlesi2008")
    own = tuple(
        dataclasses.replace(figure, reference=Reference(sensitivity=0.5, specificity=0.5))
        for figure in right.figures[:1]
    )
    first, _, second, _ = simulate(
        dataclasses.replace(right, figures=own + right.figures[1:]), 20_000, 1
    ).results
    untouched = simulate(right, 20_000, 1).results
    assert first.predicted.value < untouched[0].predicted.value - 0.02
    assert second == untouched[2]


def test_a_reference_may_err_in_some_people_alone():
    right = study("majlesi2008")
    slr = read_rule({"path": "straight_leg_raise.affected", "is": "positive"}, {})
    wrong = Reference(sensitivity=1.0, specificity=0.5, among=slr)
    misled = dataclasses.replace(right, figures=right.figures[:1], reference=wrong)
    assert "straight_leg_raise.affected" in misled.paths()
    found = simulate(dataclasses.replace(right, reference=wrong), 20_000, 1).results
    before = simulate(right, 20_000, 1).results
    assert found[3].predicted.value > before[3].predicted.value + 0.02
    assert found[2].n_with > before[2].n_with


def test_a_study_that_lets_nobody_in_says_so():
    with pytest.raises(SciaticError, match="none of 3 people meets the inclusion rule"):
        simulate(study("jeon2013"), 3, 1)


def test_an_unknown_study_is_named_with_the_nearest():
    with pytest.raises(UnknownTermError, match=r"unknown study 'capra'\. Nearest: capra2011"):
        study("capra")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('source = "capra2011"', 'source = "nobody1900"', "source 'nobody1900' is not among"),
        ('seen = "page"', "", "seen is None"),
        ('id = "mine"', "", "study 1: id is missing"),
        ('"slr"}]', '"sl"}]', "no rule is named 'sl'"),
        (', finding = "slr"', "", "ACC006: sensitivity needs a finding"),
        ("ACC006", "ACC999", "unknown published row 'ACC999'"),
        ("ACC006", "VAL091", "unknown metric 'points'"),
        ("ACC006", "ACC170", "ACC170 holds no number"),
        ('title = "', 'titel = "', "unknown key of study 'titel'"),
        ("setting =", "seting =", "unknown key of people 'seting'"),
        ('"slr"}]', '{score = ["slr"]}}]', "sensitivity needs a cut-off"),
        ('{conditions = ["disc_herniation"]}', '{conditions = "disc"}', "lesions are lists"),
        ('finding = "slr"}]', 'finding = "slr", tests = [{finding = "slr"}]}]', "bounds nothing"),
        ('finding = "slr"}]', 'finding = "slr", standrad = "slr"}]', "unknown key of figure"),
        ("[rules]", '[rules]\nnew = {any = ["slr"]}', "no rule is named 'slr'"),
        ("[[study]]", "[[study", "studies: "),
        ("[[study]]", "[[studies]]", "unknown key of study file 'studies'"),
        ('truth = {conditions = ["disc_herniation"]}', "", "truth is missing"),
        ('seen = "page"', 'seen = "page"\nreference = {sensitivity = 95}', "write 95 % as 0.95"),
        (', is = "positive"', "", "rule slr: straight_leg_raise.affected: write the answers"),
    ],
)
def test_a_slip_in_a_study_is_named_with_its_place(old, new, message):
    assert read_studies(GOOD, "studies")["mine"].title == "A study of mine"
    assert old in GOOD
    with pytest.raises(EvidenceError, match=re.escape(message)) as caught:
        read_studies(GOOD.replace(old, new), "studies")
    assert str(caught.value).startswith("studies")


def test_a_study_that_stands_twice_is_refused():
    again = GOOD[GOOD.index("[[study]]") :]
    with pytest.raises(EvidenceError, match="mine: the id stands twice"):
        read_studies(GOOD + again, "studies")


def test_every_validation_row_has_its_passport():
    rows = read_table("simulate", "validation_tables", dict)
    assert len({row["id"] for row in rows}) == len(rows) == 106


@pytest.mark.parametrize(
    ("written", "metric"),
    [
        ("LR+", "lr_pos"),
        ("AUC (range over two references)", "auc"),
        ("NPV (range)", "npv"),
        ("post-test probability", "share"),
        ("points", "points"),
    ],
)
def test_a_metric_is_known_by_what_the_table_calls_it(written, metric):
    assert metric_of(written) == metric


def test_inside_is_the_interval_or_near_enough():
    (slr_sensitivity, _) = published("ACC001")
    assert slr_sensitivity.holds(0.88)
    assert not slr_sensitivity.holds(0.86)
    (bare,) = published("VAL044")
    assert bare.holds(0.83 - 1e-9)
    assert not bare.holds(0.84)
    (ratio,) = published("VAL136")
    assert ratio.holds(13 * 1.24)
    assert not ratio.holds(13 * 1.26)


def test_a_bound_is_kept_from_its_own_side():
    (upper,) = published("VAL007")
    assert (upper.metric, upper.bound) == ("lr_pos", "upper")
    assert upper.holds(1.0)
    assert upper.holds(4.0)
    assert not upper.holds(4.01)
    (lower,) = published("VAL008")
    assert (lower.metric, lower.bound) == ("lr_neg", "lower")
    assert lower.holds(0.9)
    assert not lower.holds(0.39)


def test_the_best_of_many_tests_meets_a_bound():
    one = study("iversen2013")
    figures = {figure.published[0].row: figure for figure in one.figures}
    bounds = (figures["VAL007"], figures["VAL008"])
    best = [found.predicted.value for found in simulate(
        dataclasses.replace(one, figures=bounds), 4000, 3).results]  # fmt: skip
    singles = [
        [simulate(dataclasses.replace(one, figures=(dataclasses.replace(
            figure, tests=(test,)),)), 4000, 3).results[0].predicted.value
         for test in figure.tests]
        for figure in bounds
    ]  # fmt: skip
    assert best == [max(singles[0]), min(singles[1])]


def test_a_standard_may_be_a_finding_itself():
    text = GOOD.replace('{row = "ACC006"', '{row = "ACC006", standard = "slr"')
    found = simulate(read_studies(text, "studies")["mine"], 4000, 1)
    sensitivity, specificity = (one.predicted.value for one in found.results[:2])
    assert sensitivity == 1.0
    assert 0 < specificity < 1
    alone = text.replace('truth = {conditions = ["disc_herniation"]}', "")
    found = simulate(read_studies(alone, "studies")["mine"], 4000, 1)
    assert [one.predicted.value for one in found.results[:2]] == [1.0, 1.0]


def test_the_second_file_knows_the_rules_of_the_first():
    assert set(study("bertilson2010").paths()) >= {"reflex.affected.patellar"}
    assert set(studies()) > {"capra2011", "iversen2013"}
