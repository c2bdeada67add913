"""What the server refuses, and what every answer carries."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest
from plain_http import ask, cookie_and_token
from serving import served

from sciatic.web.settings import Settings

FRESH = {"schema": "sciatic.case/1", "id": "web"}


@pytest.fixture(scope="module")
def form(address):
    """A cookie and the token that goes with it."""
    return cookie_and_token(address)


def test_a_form_of_ours_is_taken(address, form):
    cookie, token = form
    status, _, text = ask(address, "POST", "/questions", {"form_token": token}, {"Cookie": cookie})
    assert status == 200
    assert "How old are you?" in text


@pytest.mark.parametrize("path", ["/questions", "/summary", "/summary.pdf", "/case", "/open",
                                  "/language"])  # fmt: skip
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("0" * 64, {}),
        (None, {"Cookie": ""}),
        (None, {"Cookie": "sciatic_form=another"}),
        (None, {"Origin": "https://elsewhere.example"}),
        (None, {"Origin": "null"}),
        (None, {"Origin": "http://["}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_foreign_form_is_refused(address, form, path, token, headers):
    cookie, ours = form
    fields = {"form_token": ours if token is None else token}
    status, _, text = ask(address, "POST", path, fields, {"Cookie": cookie, **headers})
    assert status == 403
    assert "too old" in text


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_large_is_refused(address, form, chunked):
    cookie, token = form
    body = urlencode({"form_token": token, "case": "x" * 300_000}).encode()
    pieces = (body[at : at + 8192] for at in range(0, len(body), 8192))
    try:
        status, _, _ = ask(
            address, "POST", "/questions", None, {"Cookie": cookie}, pieces if chunked else body
        )
    except (BrokenPipeError, ConnectionResetError):
        return  # the line was cut while we were still sending
    assert status == 413


def test_another_host_is_not_answered(address):
    assert ask(address, "GET", "/", headers={"Host": "elsewhere.example"})[0] == 400


def test_a_case_that_is_none_is_named_by_its_place(address, form):
    cookie, token = form
    case = json.dumps({**FRESH, "history": {"saddel_numbness": True}})
    status, _, text = ask(
        address, "POST", "/questions", {"form_token": token, "case": case}, {"Cookie": cookie}
    )
    assert status == 400
    assert "saddle_numbness" in text


def test_what_is_written_in_a_case_is_never_markup(address, form):
    cookie, token = form
    case = json.dumps({**FRESH, "id": "<script>alert(1)</script>"})
    fields = {"form_token": token, "case": case, "do": "result"}
    _, _, text = ask(address, "POST", "/questions", fields, {"Cookie": cookie})
    assert "<script>alert" not in text


def test_a_page_with_a_case_is_kept_nowhere(address, form):
    cookie, token = form
    _, headers, _ = ask(address, "POST", "/questions", {"form_token": token}, {"Cookie": cookie})
    assert headers["cache-control"] == "no-store"


def test_the_cookie_is_for_this_site_and_no_script(address):
    _, headers, _ = ask(address, "GET", "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=strict" in headers["set-cookie"]
    assert "Max-Age" not in headers["set-cookie"]


@pytest.mark.parametrize("path", ["/questions", "/summary", "/summary.pdf", "/case", "/open"])
def test_an_address_without_its_form_leads_to_the_start(address, path):
    status, headers, _ = ask(address, "GET", path)
    assert (status, headers["location"]) == (303, "/")


def test_an_error_says_nothing_of_the_person(address, form, caplog):
    cookie, token = form
    case = json.dumps({**FRESH, "id": "a secret of mine", "history": {"fever": "yes"}})
    ask(address, "POST", "/questions", {"form_token": token, "case": case}, {"Cookie": cookie})
    assert "secret" not in caplog.text


@pytest.fixture(scope="module")
def restarted():
    """A server that was started again: its address, and the cookie and token from before."""
    with served(Settings()) as before:
        cookie, token = cookie_and_token(before)
    with served(Settings(), urlsplit(before).port) as address:
        assert address == before
        yield address, cookie, token


def fields_of(text):
    """Every hidden field of the form that is handed back, as pairs of name and value."""
    form = re.search(r'<form id="old-form".*?</form>', text, re.S)
    assert form, "no form is handed back"
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form.group())
    return [(unescape(name), unescape(value)) for name, value in pairs]


@pytest.mark.parametrize("proof", ["Origin", "Sec-Fetch-Site"])
def test_after_a_restart_a_form_of_ours_is_handed_back_and_goes_on(restarted, proof):
    address, cookie, token = restarted
    told = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
    headers = {"Cookie": cookie, proof: told[proof]}
    case = json.dumps({**FRESH, "id": 'a "quoted" <id> & more'})
    sent = [("form_token", token), ("case", case), ("screen", "age_years"), ("a.age_years", "46"),
            ("mark.left.toe1", "numb"), ("mark.left.toe1", "pain")]  # fmt: skip
    status, _, text = ask(address, "POST", "/questions", None, headers, urlencode(sent).encode())
    assert status == 403
    assert "What you filled in is still here" in text
    held = fields_of(text)
    assert sorted(held[1:]) == sorted(sent[1:])
    assert 'action="/questions"' in text
    status, _, text = ask(address, "POST", "/questions", None, headers, urlencode(held).encode())
    assert status == 200
    assert unescape(text).count('"age_years":46') >= 1


def test_after_a_restart_nothing_is_done_until_the_button_is_pressed(restarted):
    address, cookie, token = restarted
    headers = {"Cookie": cookie, "Origin": address}
    fields = {"form_token": token, "language": "es"}
    status, answer, _ = ask(address, "POST", "/language", fields, headers)
    assert status == 403
    assert "sciatic_language" not in answer["set-cookie"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "OURS", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_after_a_restart_a_form_that_may_be_foreign_is_refused_as_ever(restarted, headers):
    address, cookie, token = restarted
    headers = {name: value.replace("OURS", address) for name, value in headers.items()}
    fields = {"form_token": token, "a.age_years": "46"}
    status, _, text = ask(address, "POST", "/questions", fields, {"Cookie": cookie, **headers})
    assert status == 403
    assert "too old" in text
    assert "old-form" not in text


def test_after_a_restart_a_file_is_asked_for_again(restarted):
    address, cookie, token = restarted
    parts = [f'form-data; name="form_token"\r\n\r\n{token}',
             'form-data; name="file"; filename="kept.json"\r\n\r\n{"id": "secret"}']  # fmt: skip
    body = "".join(f"--x\r\nContent-Disposition: {part}\r\n" for part in parts) + "--x--\r\n"
    headers = {
        "Cookie": cookie, "Origin": address, "Content-Type": "multipart/form-data; boundary=x"
    }  # fmt: skip
    status, _, text = ask(address, "POST", "/open", None, headers, body.encode())
    assert status == 403
    assert re.search(r'<input type="file"[^>]* name="file"', text)
    assert 'enctype="multipart/form-data"' in text
    assert "secret" not in text


def test_after_a_restart_what_is_handed_back_is_never_markup(restarted):
    address, cookie, token = restarted
    fields = {"form_token": token, '"><script>alert(1)</script>': "'\"><script>alert(2)</script>"}
    headers = {"Cookie": cookie, "Origin": address}
    _, _, text = ask(address, "POST", "/questions", fields, headers)
    assert "<script>alert" not in text
    assert [(name, value) for name, value in fields_of(text) if name != "form_token"] == [
        pair for pair in fields.items() if pair[0] != "form_token"
    ]


@pytest.mark.parametrize("path", ["/language", "/clinician/update", "/clinician/case",
                                  "/clinician/chart", "/clinician/open"])  # fmt: skip
def test_what_needs_a_form_leads_to_a_page_that_has_one(address, path):
    status, headers, _ = ask(address, "GET", path)
    assert status == 303
    assert headers["location"] == ("/clinician" if path.startswith("/clinician") else "/")


def test_a_way_that_a_page_is_not_asked_in_is_no_fault_of_ours(address):
    status, _, text = ask(address, "POST", "/about", {})
    assert status == 405
    assert "There is no such page" in text
