"""What the server refuses, and what every answer carries."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from plain_http import ask, cookie_and_token

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
