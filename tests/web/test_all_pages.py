"""What is true of every page: it is small, names no other place, and holds no script or style."""

from __future__ import annotations

import re

import pytest
from all_pages import addresses, every_page
from plain_http import Visitor, ask

MOST_BYTES = 200_000


@pytest.fixture(scope="module")
def pages(address):
    return dict(every_page(Visitor(address, "en")))


def test_there_are_pages_of_each_kind(pages):
    assert {"/", "/about", "/nothing-here", "saddle_numbness", "the chart"} <= set(pages)
    assert "Get help now" in pages["29 asked"]
    assert "too old" in pages["a foreign form"]
    assert len(pages) > 150


def test_the_largest_page_is_small(pages):
    sizes = {name: len(text.encode()) for name, text in pages.items()}
    assert not {name: size for name, size in sizes.items() if size >= MOST_BYTES}


def test_no_page_names_a_place_outside(pages):
    """What a page loads is ours. A publication may be linked, without saying who sends its reader;
    the number to call is not a place."""
    for name, page in pages.items():
        text = re.sub(r'<a href="https?:[^"]*" rel="noreferrer">', "", page)
        told = re.findall(r"""\b(?:src|href|action|formaction|hx-\w+|data)="([^"]*)\"""", text)
        assert not [one for one in told if re.match(r"(?!tel:)[a-z]+:|//", one)], name


def test_no_script_or_style_stands_in_a_page(pages):
    for name, text in pages.items():
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), name
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text), name


@pytest.mark.parametrize("path", [*addresses(), "/static/modules/page.js"])
def test_every_answer_carries_the_policy(address, path):
    _, headers, _ = ask(address, "GET", path)
    policy = dict(part.strip().partition(" ")[::2] for part in
                  headers["content-security-policy"].split(";"))  # fmt: skip
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")


def test_no_page_asks_for_anything_outside(open_page):
    """In a browser: every address, with all that it loads; the fixture fails on a stray request."""
    page = open_page()
    loaded: list[str] = []
    page.on("requestfinished", lambda request: loaded.append(request.url))
    for path in addresses():
        page.goto(path, wait_until="networkidle")
    assert len(loaded) > len(addresses())
