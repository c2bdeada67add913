"""The summary, its PDF, the case file, and a file brought back."""

from __future__ import annotations

import json
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from plain_http import Visitor
from walking import DESKTOP

from sciatic.assessment.interview import with_reply
from sciatic.findings import parse_case, vocabulary

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def result(open_page):
    page = open_page(viewport=DESKTOP)
    page.set_input_files("#file", EXAMPLES / "s1_disc.json")
    page.get_by_role("button", name="Open my case file").click()
    page.locator(".card").wait_for()
    return page


def test_a_saved_case_is_read_and_judged_anew(result):
    told = result.locator("#page").inner_text()
    assert "fit best with a disc" in told
    assert "First, check the danger signs" in told
    assert "Your skin, beside what this would explain" in told


def test_the_case_file_comes_back_as_it_went(result, tmp_path):
    with result.expect_download() as waiting:
        result.get_by_role("button", name="Download my answers").click()
    path = tmp_path / "case.json"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "sciatic-case-2026-11-25.json"
    kept, before = (json.loads(p.read_text("utf-8")) for p in (path, EXAMPLES / "s1_disc.json"))
    assert kept["history"] == before["history"]
    key = json.dumps
    assert sorted(map(key, kept["chart"]["marks"])) == sorted(map(key, before["chart"]["marks"]))


def test_the_summary_is_one_page_of_a4(result):
    with result.expect_download() as waiting:
        result.get_by_role("button", name="As a PDF").click()
    content = Path(waiting.value.path()).read_bytes()
    assert n_pages(content) == 1
    result.get_by_role("button", name="One page for the doctor").click()
    result.get_by_role("heading", name="summary for the doctor").wait_for()
    printed = result.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1


def n_pages(pdf):
    """The pages of a PDF, also where its objects are packed."""
    assert pdf.startswith(b"%PDF")
    packed = [m.group(1) for m in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]
    texts = [pdf]
    for one in packed:
        with suppress(zlib.error):
            texts.append(zlib.decompress(one))
    return sum(len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", text)) for text in texts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_summary_of_a_long_interview_is_one_page_too(address, language):
    """Every question answered with no, and six places painted."""
    case = parse_case((EXAMPLES / "s1_disc.json").read_text("utf-8"), "example")
    for finding in vocabulary().values():
        no = False if finding.kind == "boolean" else "none" if "none" in finding.values else None
        if finding.who == "patient" and no is not None and case.get(finding.id) is None:
            case = with_reply(case, finding, no)
    told = json.dumps(case.to_dict())
    assert n_pages(Visitor(address, language).file("/summary.pdf", case=told)) == 1


def test_the_summary_leads_back(result):
    result.get_by_role("button", name="One page for the doctor").click()
    result.get_by_role("button", name="Back to the result").click()
    result.locator(".card").wait_for()


def test_a_file_that_is_no_case_is_told_so(open_page, tmp_path):
    page = open_page()
    path = tmp_path / "case.json"
    path.write_text('{"schema": "sciatic.case/1", "history": {"fevr": true}}')
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Open my case file").click()
    assert "Nearest: fever" in page.locator("#page").inner_text()


def test_the_first_page_takes_a_file_of_several_visits_too(open_page, tmp_path):
    case = json.loads(EXAMPLES.joinpath("check_in_before_2026-11-03.json").read_text("utf-8"))
    visits = [{"date": day, "case": case} for day in ("2026-11-03", "2026-11-10")]
    path = tmp_path / "sciatic-check-ins-2026-11-10.JSON"
    path.write_text(json.dumps({"schema": "sciatic.course/1", "visits": visits}), "utf-8")
    page = open_page()
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Open my case file").click()
    page.get_by_role("button", name="Next: danger signs, and anything new").wait_for()
    assert "10 November 2026" in page.locator("#page").inner_text()


def test_the_summary_reassures_nobody_while_a_red_flag_is_open(address):
    visitor = Visitor(address, "en")
    case = EXAMPLES.joinpath("s1_disc.json").read_text("utf-8")
    page = visitor.post("/summary", case=case)
    now = page[page.index('class="paper-now"') :]
    assert re.search(r"<h2>(.*?)</h2>", now)[1] == "First, check the danger signs"
    assert "red flags are not answered yet" in now
