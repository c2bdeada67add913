"""A series is read strictly, and every problem says where it stands."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import garbage, valid_cases
from visits_of import FIRST, visit

from sciatic.errors import CaseError
from sciatic.findings import Case
from sciatic.followup import Series, Visit, compare_series, load_series, parse_kept, parse_series
from sciatic.followup.schema import comparison_schema, course_schema

CASE = {"schema": "sciatic.case/1"}


def document(*days, **more):
    return {
        "schema": "sciatic.course/1",
        "visits": [{"date": day, "case": CASE} for day in days],
        **more,
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(valid_cases(6), min_size=1, max_size=4), st.lists(st.integers(0, 90), min_size=4))
def test_what_is_written_is_read_back_the_same_and_fits_the_schema(cases, gaps):
    days = [FIRST + timedelta(days=sum(gaps[:number])) for number in range(len(cases))]
    series = Series("one", tuple(Visit(*pair) for pair in zip(cases, days, strict=True)))
    assert load_series(series.to_dict()) == series
    assert parse_series(json.dumps(series.to_dict())) == series
    SCHEMA.validate(series.to_dict())


SCHEMA = Draft202012Validator(course_schema())


@pytest.mark.parametrize(
    ("wrong", "where", "told"),
    [
        (document(), "visits", "1 to 400"),
        ({**document("2026-11-03"), "visits": {}}, "visits", "a list"),
        (document("3 November"), "visits[0].date", "2026-11-03"),
        (document("2026-11-03", "2026-11-01"), "visits[1].date", "put the oldest first"),
        (document("2026-11-03", note="x"), "note", "not known here"),
        ({"schema": "sciatic.case/1"}, "schema", "sciatic.course/1"),
        (document("2026-11-03", id=""), "id", "1 to 200"),
        (
            {
                **document(),
                "visits": [{"date": "2026-11-03", "case": {**CASE, "history": {"x": 1}}}],
            },
            "visits[0].case.history.x",
            "",
        ),
        (
            {**document(), "visits": [{"date": "2026-11-03", "case": CASE, "day": 1}]},
            "visits[0].day",
            "not known here",
        ),
        ({**document(), "visits": ["x"]}, "visits[0]", "where"),
    ],
)
def test_each_mistake_is_named_by_its_place(wrong, where, told):
    with pytest.raises(CaseError) as caught:
        load_series(wrong)
    found = {problem.path: problem.message for problem in caught.value.problems}
    assert where in found
    assert told in found[where]


def test_all_mistakes_are_found_at_once():
    wrong = document("x", "y", note=1)
    with pytest.raises(CaseError) as caught:
        load_series(wrong)
    paths = {problem.path for problem in caught.value.problems}
    assert {"note", "visits[0].date", "visits[1].date"} <= paths


@settings(max_examples=60, deadline=None)
@given(garbage())
def test_garbage_is_refused_and_never_breaks_the_reader(what):
    with pytest.raises(CaseError):
        parse_kept(json.dumps(what, default=str), "garbage")


def test_a_kept_file_is_a_case_or_a_series():
    assert isinstance(parse_kept(json.dumps(CASE), "file"), Case)
    assert isinstance(parse_kept(json.dumps(document("2026-11-03")), "file"), Series)


def test_a_series_from_toml_has_dates_of_its_own(tmp_path):
    path = tmp_path / "course.toml"
    path.write_text(
        'schema = "sciatic.course/1"\n[[visits]]\ndate = 2026-11-03\n'
        '[visits.case]\nschema = "sciatic.case/1"\n',
        "utf-8",
    )
    assert load_series(path).newest.on == date(2026, 11, 3)


def test_a_visit_takes_its_place_by_its_day():
    series = Series("x", (visit({}, 0), visit({}, 9)))
    longer = series.with_visit(visit({}, 4))
    assert [one.on for one in longer.visits] == [FIRST + timedelta(days=n) for n in (0, 4, 9)]


def test_one_visit_has_nothing_to_compare_with_and_two_have():
    assert compare_series(Series("x", (visit({}),))) is None
    told = compare_series(Series("x", (visit({"fever": False}), visit({"fever": True}, 2))))
    assert told is not None
    assert told.changes[0].kind == "new"


def test_the_document_of_a_comparison_fits_its_schema():
    validator = Draft202012Validator(comparison_schema())
    Draft202012Validator.check_schema(comparison_schema())
    Draft202012Validator.check_schema(course_schema())
    before = visit({"reported_weakness.left": "mild", "leg_pain.left": True, "age_years": 40})
    after = visit({"reported_weakness.left": "marked", "age_years": 30}, 4)
    told = compare_series(Series("x", (visit({}, -9), before, after))).to_dict()
    validator.validate(json.loads(json.dumps(told)))
    assert told["derived"]
    assert told["not_answered_now"] == ["leg_pain.left"]
    assert told["doubts"]
    for part in ("derived", "measures", "changes"):
        told[part][0].pop(
            "because" if part == "derived" else "date" if part == "measures" else "path"
        )
        assert not validator.is_valid(told)
