"""The history tables leave no cell open, and every cell is a probability with a passport."""

import csv
import math
from importlib.resources import files

import pytest

from sciatic.evidence import probability, read_table
from sciatic.findings import vocabulary
from sciatic.findings.numbers import curve_of, curves
from sciatic.findings.story_tables import groups, line_of, story_row, told_findings
from sciatic.pathology.states import SETTINGS, priors, subtypes

SEVERITIES = ("", "irritation", "mild", "moderate", "severe")
SIDES = {True: ("affected", "other"), False: ("",)}


def rows_of(room, name):
    return read_table(room, name, lambda cells: dict(cells))


def history():
    return rows_of("findings", "history")


def cells_by_place():
    found = {}
    for row in history():
        place = (row["finding"], row["subtype"], row["side"], row["severity"])
        found.setdefault(place, {})[row["value"]] = float(row["p"])
    return found


def test_no_row_stands_twice():
    keys = [
        (row["finding"], row["value"], row["subtype"], row["side"], row["severity"])
        for row in history()
    ]
    assert len(keys) == len(set(keys))


def test_every_row_names_a_known_finding_value_subtype_side_and_severity():
    for row in history():
        finding = vocabulary()[row["finding"]]
        known = ("true",) if finding.kind == "boolean" else tuple(map(str, finding.values))
        assert row["value"] in known, row
        assert row["subtype"] == "*" or row["subtype"] in subtypes(), row
        assert row["side"] in SIDES[finding.per_side], row
        assert row["severity"] in SEVERITIES, row


def test_every_cell_lies_strictly_between_never_and_always():
    parsed = read_table("findings", "history", lambda cells: probability(cells, "p"))
    assert all(0 < p < 1 for p in parsed)


def test_every_row_says_why():
    for name in ("history", "numbers"):
        assert all(row["note"].strip() for row in rows_of("findings", name))


def test_the_values_of_a_category_add_up_to_one():
    for place, cells in cells_by_place().items():
        if vocabulary()[place[0]].kind == "boolean":
            continue
        assert set(cells) == set(map(str, vocabulary()[place[0]].values)), place
        assert math.isclose(sum(cells.values()), 1, abs_tol=1e-6), place


@pytest.mark.parametrize("subtype", subtypes())
def test_every_finding_has_a_cell_for_this_subtype_at_every_severity(subtype):
    for finding in told_findings():
        for side in SIDES[vocabulary()[finding].per_side]:
            for severity in SEVERITIES:
                row = story_row(finding, subtype, severity, side)
                assert all(0 < p < 1 for p in row.values()), (finding, side, severity)


def test_every_finding_has_a_row_for_anyone():
    places = cells_by_place()
    for finding in told_findings():
        for side in SIDES[vocabulary()[finding].per_side]:
            assert (finding, "*", side, "") in places, (finding, side)


def test_a_graded_row_never_stands_alone():
    places = cells_by_place()
    for finding, subtype, side, severity in places:
        assert not severity or (finding, subtype, side, "") in places, (finding, subtype)


def test_what_the_nerve_map_does_not_give_is_all_in_the_tables():
    numbers = {finding for finding, _, _ in curves()}
    told = {name for name, (_, link, _) in groups().items() if link in ("story", "story_side")}
    assert told <= set(told_findings()) | numbers
    assert not set(told_findings()) & numbers


def test_a_row_that_only_repeats_what_it_inherits_is_left_out():
    places = cells_by_place()
    for (finding, subtype, side, severity), cells in places.items():
        if subtype == "*" or severity:
            continue
        if any((finding, subtype, side, grade) in places for grade in SEVERITIES[1:]):
            continue
        heir = next(name for name in line_of(subtype)[1:] if (finding, name, side, "") in places)
        graded = any((finding, heir, side, grade) in places for grade in SEVERITIES[1:])
        assert graded or places[finding, heir, side, ""] != cells, (finding, subtype, heir)


@pytest.mark.parametrize("finding", sorted({finding for finding, _, _ in curves()}))
def test_every_number_has_a_curve_for_every_subtype(finding):
    for subtype in subtypes():
        for side in SIDES[vocabulary()[finding].per_side]:
            curve = curve_of(finding, subtype, side)
            assert curve.low < curve.mean < curve.high
            assert 0 < curve.outlier < 0.2


def test_no_age_is_impossible():
    for subtype in subtypes():
        curve = curve_of("age_years", subtype)
        assert (curve.low, curve.high) == (0, 100), subtype
        assert curve.outlier >= 0.05, subtype


def test_the_forms_of_a_condition_share_it_out():
    shares = {}
    for row in subtypes().values():
        shares.setdefault(row.condition, []).append(row.share)
    for condition, parts in shares.items():
        assert math.isclose(sum(parts), 1, abs_tol=1e-9), condition


def test_no_subtype_is_its_own_ancestor():
    for name, row in subtypes().items():
        seen = {name}
        while row.parent:
            assert row.parent not in seen, name
            seen.add(row.parent)
            row = subtypes()[row.parent]


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_shares_out_every_condition(setting):
    weights = priors(setting)
    assert set(weights) == {row.condition for row in subtypes().values()}
    assert math.isclose(sum(weights.values()), 1, abs_tol=1e-4)
    assert min(weights.values()) > 1e-4


def test_the_tables_are_plain_text_that_any_reader_takes():
    for name in ("history", "numbers", "age_by_level"):
        text = files("sciatic.findings").joinpath("data", f"{name}.csv").read_text("utf-8")
        assert text.isascii()
        assert "\r" not in text
        widths = {len(line) for line in csv.reader(text.splitlines())}
        assert len(widths) == 1, name
