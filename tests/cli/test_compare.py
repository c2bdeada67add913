"""``sciatic compare``: two files or a series, as text and as a document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from small_cases import case_of

from sciatic.cli import main
from sciatic.followup import load_series
from sciatic.followup.schema import comparison_schema

OLD = {"duration_days": 60, "course": "stable", "age_years": 46, "sex": "female"}


@pytest.fixture
def files(tmp_path):
    """Two cases five days apart, the weakness worse in the second; their names hold the days."""
    found = []
    for day, word in (("2026-11-03", "mild"), ("2026-11-08", "marked")):
        path = tmp_path / f"sciatic-case-{day}.json"
        path.write_text(json.dumps(case_of(OLD | {"reported_weakness.left": word}).to_dict()))
        found.append(str(path))
    return found


def said(capsys, *arguments):
    with pytest.raises(SystemExit) as done:
        main(["compare", *arguments])
    out = capsys.readouterr()
    return done.value.code, out.out, out.err


def test_the_page_says_what_to_do_first_and_why_it_was_derived(files, capsys):
    code, text, _ = said(capsys, *files)
    assert code == 0
    assert text.startswith("Go to hospital now")
    assert "What changed since 3 November 2026 (5 days)" in text
    assert "worse than 5 days before. So it counts as getting" in text
    assert "Today's answers alone would have said: Speak to a doctor today" in text
    assert all(len(line) <= 80 for line in text.split("\n"))


def test_the_document_fits_its_schema(files, capsys):
    code, text, _ = said(capsys, *files, "--format", "json")
    document = json.loads(text)
    Draft202012Validator(comparison_schema()).validate(document)
    assert code == 0
    assert document["days_between"] == 5
    assert document["urgency"]["newest_alone"] == "same_day"
    assert document["urgency"]["level"] == "emergency_now"


def test_days_come_from_options_before_the_names_of_the_files(files, capsys):
    _, text, _ = said(capsys, *files, "--before-on", "2026-10-01", "--format", "json")
    document = json.loads(text)
    assert document["days_between"] == 38
    assert document["derived"][0]["value"] == "worsening"


def test_without_any_day_nothing_is_dated(files, capsys, tmp_path):
    names = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, name in zip(files, names, strict=True):
        name.write_bytes(Path(path).read_bytes())
    _, text, _ = said(capsys, *map(str, names), "--format", "json")
    assert json.loads(text)["days_between"] is None


def test_a_series_is_written_added_to_and_drawn(files, capsys, tmp_path):
    series, picture = tmp_path / "all.json", tmp_path / "all.svg"
    assert said(capsys, *files, "--series", str(series), "--svg", str(picture))[0] == 0
    assert len(load_series(series).visits) == 2
    assert picture.read_text("utf-8").startswith("<svg")
    third = tmp_path / "sciatic-case-2026-11-20.json"
    third.write_text(json.dumps(case_of(OLD | {"reported_weakness.left": "mild"}).to_dict()))
    code, text, _ = said(capsys, str(series), str(third))
    assert code == 0
    assert "Better: Weakness, reported, left (was marked, now mild)" in text
    assert said(capsys, str(series))[0] == 0


def test_a_course_is_never_overwritten_by_visits_without_a_day(files, capsys, tmp_path):
    kept, undated = tmp_path / "all.json", tmp_path / "today.json"
    assert said(capsys, *files, "--series", str(kept))[0] == 0
    undated.write_bytes(Path(files[1]).read_bytes())
    before = kept.read_bytes()
    code, _, err = said(capsys, str(kept), str(undated), "--series", str(kept))
    assert code == 2
    assert "the day of every visit" in err
    assert kept.read_bytes() == before
    code, _, err = said(capsys, str(kept), str(undated), "--before-on", "2026-11-01")
    assert code == 2
    assert "leave out the day" in err


def test_what_is_told_as_worse_is_said_though_the_answer_is_the_same(capsys, tmp_path):
    told, names = {"leg_pain.left": True}, [tmp_path / "a.json", tmp_path / "b.json"]
    worse = told | {"timing.leg_pain.left": {"course": "worsening"}}
    for name, case in zip(names, (told, worse), strict=True):
        name.write_text(json.dumps(case_of(case).to_dict()))
    _, text, _ = said(capsys, *map(str, names))
    assert "Told as getting worse: Leg pain, left." in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{0}"], "two cases"),
        (["{1}", "{0}"], "name the earlier case first"),
        (["{0}", "nowhere.json"], "nowhere.json"),
        (["{0}", "{1}", "--after-on", "soon"], "is no date"),
    ],
)
def test_what_can_not_be_compared_says_why(files, capsys, arguments, told):
    code, _, err = said(capsys, *(argument.format(*files) for argument in arguments))
    assert code == 2
    assert told in err
