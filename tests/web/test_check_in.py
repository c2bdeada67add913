"""Checking in again: by file and by code, on a phone and a desktop, with and without script."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from plain_http import Visitor
from playwright.sync_api import Page
from serving import served
from small_cases import case_of
from walking import DESKTOP, NARROW, PHONE, STORY, answer, press, screen, to_the_result

from sciatic.findings import Case
from sciatic.followup import Series, Visit, load_series
from sciatic.followup.carrying import never_carried
from sciatic.web.settings import Settings
from sciatic.web.stored_cases import StoredCases

TODAY = date(2026, 11, 25)
BEFORE = date(2026, 11, 20)
SO_FAR = "See my result now"
NEXT = "Next: danger signs, and anything new"
NUMB = [("left", name, "numb") for name in ("toe5_dorsal", "foot_border_lateral")]
MILD = {"a.reported_weakness.left": "mild", "a.leg_pain_severity.left": "3"}
VERY_WEAK = {"a.reported_weakness.left": "marked"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept") / "store"


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    """A server on which check-ins may be kept."""
    with served(Settings(emergency_number="999", today=lambda: TODAY, store=folder)) as where:
        yield where


@pytest.fixture
def start(open_page):
    """A function that opens the first page of a check-in."""

    def opened(**wishes) -> Page:
        page = open_page(**wishes)
        page.goto("/check-in")
        return page

    return opened


def last_week() -> Case:
    return case_of(
        {"age_years": 46, "sex": "female", "leg_pain.left": True, "leg_pain_severity.left": 7,
         "back_pain": True, "reported_weakness.left": "mild", "saddle_numbness": False,
         "bladder_retention": False, "fever": False, "cancer_history": False, "diabetes": True,
         "worse_sitting": True, "duration_days": 30, "course": "stable", "onset": "weeks"},
        NUMB,
        complete=True,
    )  # fmt: skip


@pytest.fixture
def case_file(tmp_path) -> Path:
    path = tmp_path / f"sciatic-case-{BEFORE}.json"
    path.write_text(json.dumps(last_week().to_dict()), "utf-8")
    return path


def open_file(page: Page, path: Path) -> None:
    page.set_input_files("#file", path)
    press(page, "Open my file")


def say_changes(page: Page, told: dict[str, str], replies: dict[str, str]) -> None:
    """Fill in what has changed, and go on to the danger signs."""
    answer(page, told)
    for name, value in replies.items():
        page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)
    press(page, NEXT)


REPLIES = {"c.leg_pain.left": "better", "c.back_pain": "same", "skin": "same"}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_check_in_by_file_from_change_to_comparison(start, case_file, size, axe):
    page = start(viewport=size)
    open_file(page, case_file)
    assert page.get_by_role("heading", level=1).inner_text().replace("\n", " ") == (
        "What has changed since 20 November 2026?"
    )
    assert "Last time: left: a little weak" in page.locator("#q\\.reported_weakness").inner_text()
    assert not page.locator("input[type=radio]:checked").count()
    _clean(page, axe)
    say_changes(page, MILD, REPLIES)
    put = to_the_result(page, STORY | MILD)
    asked = {name for one in put for name in one.split(",")}
    assert {"saddle_numbness", "bladder_retention", "fever", "cancer_history"} <= asked
    assert not asked & {"age_years", "sex", "diabetes", "chart", "worse_sitting"}
    changes = page.locator(".changes")
    assert "Leg pain, 0-10, left" in changes.inner_text()
    assert "was 7/10, now 3/10" in changes.inner_text()
    order = page.locator("main h1, main h2").all_inner_texts()
    place = {text.replace("\n", " "): number for number, text in enumerate(order)}
    assert (
        0
        < place["What changed since 20 November 2026"]
        < place["Your visits over time"]
        < place["What is probably going on"]
    )
    assert page.locator("svg.timeline:visible").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(page.content()) < 200_000
    _clean(page, axe)


def test_weaker_than_five_days_ago_stops_at_once_and_says_why(start, case_file):
    page = start()
    open_file(page, case_file)
    say_changes(page, VERY_WEAK, REPLIES)
    assert "Go to hospital now" in page.get_by_role("heading", level=1).inner_text()
    assert "getting weaker fast" in page.locator("main").inner_text()
    press(page, "What to do on the way, and a page for the hospital")
    told = page.locator(".changes .turns").inner_text()
    assert "worse than 5 days before" in told
    assert "side by side" in told
    assert "Today's answers alone would have said: Speak to a doctor today" in told


def test_no_old_no_to_a_danger_sign_is_in_the_new_case(start, case_file):
    page = start()
    open_file(page, case_file)
    press(page, NEXT)
    document = json.loads(page.locator('#ask input[name="case"]').input_value())
    carried = {"onset", "duration_days", "worse_sitting", "diabetes"}
    assert set(document["history"]) == carried, "a yes of the person's own facts, and no old no"
    assert {"saddle_numbness", "fever", "cancer_history"} <= set(never_carried())
    assert document["history"]["duration_days"] == 35
    assert screen(page)


def test_stopping_early_says_that_questions_are_open_and_not_that_signs_are_gone(start, case_file):
    page = start()
    open_file(page, case_file)
    say_changes(page, MILD, {"c.leg_pain.left": "same"})
    press(page, SO_FAR)
    assert page.locator(".card-blocked").count() == 1
    changes = page.locator(".changes").inner_text()
    assert "Not answered now" in changes
    assert "Gone" not in changes
    assert "not counted as gone" in changes


def test_without_script_all_is_plain_forms(start, case_file):
    page = start(java_script_enabled=False)
    open_file(page, case_file)
    say_changes(page, MILD, REPLIES)
    to_the_result(page, STORY | MILD)
    assert "was 7/10, now 3/10" in page.locator(".changes").inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download my check-in file").click()
    series = load_series(coming.value.path().rename(case_file.with_name("all.json")))
    assert [visit.on for visit in series.visits] == [BEFORE, TODAY]


def test_a_file_without_a_day_asks_for_it_and_takes_none_of_the_future(start, case_file):
    page = start()
    open_file(page, case_file.rename(case_file.with_name("mine.json")))
    say_changes(page, MILD, REPLIES)
    assert "not later than today" in page.locator("#slip\\.day").inner_text()
    assert page.locator('input[name="a.reported_weakness.left"][value="mild"]').is_checked()
    assert page.locator('input[name="c.leg_pain.left"][value="better"]').is_checked()
    page.fill("#day", f"{TODAY + timedelta(days=1)}")
    press(page, NEXT)
    assert page.locator("#slip\\.day").count()
    page.fill("#day", f"{BEFORE}")
    press(page, NEXT)
    assert screen(page)


def test_keeping_by_code_coming_back_and_deleting(start, case_file, folder, caplog):
    caplog.set_level(logging.DEBUG)
    page = start()
    open_file(page, case_file)
    say_changes(page, MILD, REPLIES)
    press(page, SO_FAR)
    assert not folder.exists(), "nothing is stored before the button is pressed"
    press(page, "Keep my answers on this server")
    code = page.locator(".code-shown").inner_text().replace("\n", "")
    assert "Until 23 February 2027" in page.locator("main").inner_text()
    assert code not in page.url
    (kept,) = folder.iterdir()
    content = kept.read_bytes()
    for plain in (b"sciatic", b"history", b"reported_weakness", b"female", code.encode()):
        assert plain not in content
    assert code not in caplog.text
    assert code.replace("-", "") not in caplog.text
    page.goto("/check-in")
    page.fill("#code", code.lower())
    press(page, "Open what is kept")
    assert "What has changed since 25 November" in page.locator("h1").inner_text()
    page.goto("/check-in")
    page.fill("#code", code)
    press(page, "Delete what is kept")
    assert "Deleted" in page.get_by_role("status").first.inner_text()
    assert not list(folder.iterdir())
    page.fill("#code", code)
    press(page, "Open what is kept")
    assert "Nothing is kept under this code" in page.get_by_role("alert").inner_text()
    page.fill("#code", f"{'2' if code[0] != '2' else '3'}{code[1:]}")
    press(page, "Open what is kept")
    assert "slip" in page.get_by_role("alert").inner_text()


def test_a_visit_is_added_under_the_code_that_one_has(address, folder):
    visitor = Visitor(address, "en")
    case = json.dumps(last_week().to_dict())
    first = visitor.post("/check-in/keep", case=case)
    code = first.partition('code-shown">')[2].partition("<")[0]
    again = visitor.post("/check-in/keep", case=case, code=code)
    assert f'code-shown">{code}<' in again
    assert len(list(folder.iterdir())) == 1
    unknown = visitor.post("/check-in/keep", case=case, code=code[:-1])
    assert "Not kept" in unknown
    visitor.post("/check-in/delete", code=code)
    assert not list(folder.iterdir())


def test_a_series_brings_every_visit_to_the_timeline(start, tmp_path):
    visits = tuple(
        Visit(last_week().with_answer("leg_pain_severity.left", pain), BEFORE - timedelta(days=n))
        for n, pain in ((20, 8), (10, 7), (0, 6))
    )
    path = tmp_path / "series.json"
    path.write_text(json.dumps(Series("web", visits).to_dict()), "utf-8")
    page = start(viewport=DESKTOP, color_scheme="dark")
    open_file(page, path)
    say_changes(page, MILD, REPLIES)
    press(page, SO_FAR)
    page.get_by_text("The same in words").click()
    assert page.locator("details[open] li").count() == 4
    assert page.locator(".timeline-wide svg title").text_content() == "Your visits over time"
    assert page.locator(".timeline-wide svg desc").text_content()


@pytest.mark.parametrize("wishes", [{"color_scheme": "dark"}, {"viewport": NARROW}])
def test_the_first_page_has_no_barrier(start, axe, wishes):
    page = start(**wishes)
    _clean(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{}", "schema"),
        ('{"schema": "sciatic.course/1", "visits": [{"date": "x", "case": {}}]}', "visits[0].date"),
        (
            '{"schema": "sciatic.course/1", "visits": [{"date": "2026-12-01", '
            '"case": {"schema": "sciatic.case/1"}}]}',
            "lies ahead of today",
        ),
    ],
)
def test_a_file_that_is_wrong_says_where(start, tmp_path, content, told):
    path = tmp_path / "wrong.json"
    path.write_text(content, "utf-8")
    page = start()
    open_file(page, path)
    assert told in page.locator("main").inner_text()


def test_a_field_of_earlier_visits_that_was_meddled_with_is_refused(address):
    visitor = Visitor(address, "en")
    for earlier in ("AAAA", "eNoDAAAAAAE=", "\x00", "x" * 50):
        assert "can&#39;t be read" in visitor.post("/questions", earlier=earlier) or (
            "can't be read" in visitor.post("/questions", earlier=earlier)
        )


def test_a_server_that_keeps_nothing_offers_nothing(tmp_path):
    with served(Settings(today=lambda: TODAY)) as where:
        visitor = Visitor(where, "en")
        assert "Or type your code" not in visitor.get("/check-in")
        case = json.dumps(last_week().to_dict())
        assert "Keep my answers" not in visitor.post("/questions", case=case, do="result")
        for path in ("keep", "delete", "open"):
            told = visitor.post(f"/check-in/{path}", case=case, code="")
            assert "code-shown" not in told
    assert not list(tmp_path.iterdir())


def test_what_is_over_is_deleted_when_the_server_starts(tmp_path):
    folder = tmp_path / "store"
    store = StoredCases(folder, 90)
    store.keep("0" * 25, "old", TODAY - timedelta(days=91))
    with served(Settings(today=lambda: TODAY, store=folder)):
        assert not list(folder.iterdir())


def _clean(page: Page, axe: str) -> None:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert not found["violations"], [one["id"] for one in found["violations"]]
