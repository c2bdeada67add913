"""A name followed to its sources and back: what a finding rests on, and what a row bears on."""

from __future__ import annotations

import pytest

from sciatic.assessment.foundations import finding_names, foundation, touched
from sciatic.assessment.parameter_reads import KEPT, reads, recorded
from sciatic.errors import UnknownTermError
from sciatic.evidence import sources
from sciatic.evidence.registry import passport, records
from sciatic.findings import vocabulary
from sciatic.findings.parameters import parameters
from sciatic.pathology import conditions
from sciatic.simulate.evidence_trail import overview, rows_seen, trail
from sciatic.simulate.studied_findings import table_of_path

TRIED = ("strength_cut_4", "reflex_cut", "painter_segment_on", "sacral_bowel", "mri_rare",
         "muscle:tibialis_anterior", "reflex:patellar")  # fmt: skip


def test_what_tables_read_is_as_kept():
    again = recorded(TRIED)
    assert set(again) == set(reads()), f"write {KEPT.name} anew"
    for table, names in again.items():
        assert names == tuple(name for name in TRIED if name in reads()[table]), table


def test_every_parameter_moves_some_finding():
    moved = {name for names in reads().values() for name in names}
    unseen = {"other_root_sciatic"}  # no lesion of ours presses only roots without a row
    assert set(parameters()) - moved == unseen


@pytest.mark.parametrize(
    ("finding", "parameter"),
    [
        ("achilles_reflex", "ankle_jerk_low_in_old"),
        ("reflex.achilles_reflex", "reflex_cut"),
        ("foot_drop_reported", "foot_drop_cut"),
        ("post_void_residual_ml", "residual_high_ml"),
        ("chart.sensation", "painter_mark_on"),
        ("straight_leg_raise", "straight_leg_raise_positive_below"),
        ("leg_pain", "silence_present"),
    ],
)
def test_a_finding_rests_on_its_parameters_and_they_bear_on_it(finding, parameter):
    own = trail(finding).foundation
    assert own is not None
    assert parameter in {row.id for row in own.parameters}
    family = finding if finding in finding_names() else "reflex"
    assert family in trail(parameter).findings


def test_a_finding_of_the_knee_does_not_read_the_ankle():
    own = foundation("reflex.patellar")
    assert own is not None
    assert "ankle_jerk_low_in_old" not in {row.id for row in own.parameters}
    assert {row.id for row in own.shares} == {"patellar"}


def test_history_rows_of_a_finding_are_all_there():
    own = foundation("relieved_sitting")
    assert own is not None
    rows = [row for row in records() if row.table.endswith("history.csv")]
    wanted = [row.place for row in rows if row.id == "relieved_sitting"]
    assert [row.place for row in own.told] == wanted


@pytest.mark.parametrize("name", ["straight_leg_raise", "chart.pain", "age_years", "limb_numbness"])
def test_forth_and_back(name):
    own = foundation(name)
    assert own is not None
    for row in own.told + own.shares:
        assert name in touched([row])[0], row.place


def test_every_finding_with_a_table_has_sourced_numbers():
    for name in finding_names():
        own = foundation(name)
        assert own is not None
        assert own.numbers, name
        assert all(set(row.source_keys) <= set(sources()) for row in own.numbers)
        assert own.seen().total() == len(own.numbers)


def test_a_finding_without_a_table_still_names_who_reads_it():
    bare = [name for name in vocabulary() if name not in finding_names()]
    for name in bare:
        own = trail(name).foundation
        assert own is not None
        assert not own.numbers


def test_a_source_leads_to_findings_and_conditions():
    found = trail("suri2010")
    assert "relieved_sitting" in found.findings
    assert "spinal_stenosis" in found.conditions


@pytest.mark.parametrize("name", ["ACC001", "capra2011", "VAL044"])
def test_a_published_row_leads_to_its_finding(name):
    assert "straight_leg_raise" in trail(name).findings


def test_a_rule_leads_to_the_findings_that_it_reads():
    assert "saddle_numbness" in trail("RF001").findings


def test_a_rule_reads_what_its_finding_says():
    own = trail("saddle_numbness").foundation
    assert own is not None
    assert "RF001" in {row.id for row in own.rules}


def test_advice_hangs_on_findings():
    own = trail("saddle_numbness").foundation
    assert own is not None
    assert own.advice
    assert "saddle_numbness" in trail(own.advice[0].id).findings


@pytest.mark.parametrize("name", sorted(conditions()))
def test_a_condition_has_a_prior_in_every_setting(name):
    priors = trail(name).condition["pathology/data/priors_by_setting.csv"]
    assert {row.cells["setting"] for row in priors} == {
        "primary_care", "specialist", "emergency", "mixed"
    }  # fmt: skip


def test_published_rows_are_told_apart():
    found = {one.row: one.calibrates for one in trail("straight_leg_raise").studied}
    assert found["ACC001"] is True
    assert found["VAL044"] is False


def test_legs_do_not_matter():
    assert table_of_path("reflex.affected.achilles_reflex") == "reflex.achilles_reflex"
    left, bare = trail("reflex.left.achilles_reflex"), trail("reflex.achilles_reflex")
    assert left.to_dict() == bare.to_dict()


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UnknownTermError, match="achilles_reflex"):
        trail("achiles_reflex")


def test_the_overview_counts_every_row_once():
    counts = overview()
    assert "findings/data/links.csv" in counts
    sourced = [row for row in records() if "seen" in row.cells and row.table in counts]
    total = sum(seen[word] for seen in counts.values() for word in seen if word != "fitted")
    assert total == len(sourced)
    by_seen = sum(seen["memory"] for seen in counts.values())
    assert by_seen == len([row for row in rows_seen("memory") if row.table in counts])


def test_every_passport_still_opens():
    for name in ("ACC001", "PRI040", "phys143", "web1", "textbook", "drop_surgeon"):
        assert trail(name).passport.id == passport(name).id
