"""Every kind of page at 200 and at 400 % of a desktop window, and for whom motion makes ill.

A window of 1280 pixels that is enlarged to 200 % is 640 wide to a page, to 400 % it is 320.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from all_pages import every_page
from plain_http import Visitor
from playwright.sync_api import Page, Route

ZOOMED = {"200 %": ({"width": 640, "height": 400}, 2), "400 %": ({"width": 320, "height": 256}, 4)}
LEAST_PX = 16
CAPTIONS = ".np-words, .paper, .ex-spine, .ex-plot, code, [aria-hidden]"
"""Words that belong to a drawing or to a sheet of paper, and what is not read but counted."""
SHOWN = re.compile(r"/[\w/.-]*|the chart|a slip|nothing told|open flags|\d\d (result|summary)")
QUESTIONS = ("saddle_numbness", "age_years", "muscle_weakness", "leg_pain", "onset", "gait")

FAULTS = """([least, captions]) => {
  const found = [], wide = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - wide;
  if (over > 0) found.push(`${over} px wider than the window`);
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const seen = box.width > 1 && box.height > 1 && style.visibility !== 'hidden';
    if (!own || !seen || one.closest(captions)) continue;
    const words = `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;
    if (one.ownerSVGElement) continue;
    const slid = one.closest('.ex-scroll'); // a wide table in a frame that scrolls
    if (!slid && (box.right > wide + 1 || box.left < -1)) found.push(`outside: ${words}`);
    const cut = style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1;
    if (cut) found.push(`cut: ${words}`);
    if (parseFloat(style.fontSize) < least) found.push(`small, ${style.fontSize}: ${words}`);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def pages(address: str) -> dict[str, str]:
    """Pages of every kind, as the server wrote them, by a name that says how they were come by."""
    every = dict(every_page(Visitor(address, "en")))
    shown = {name: text for name, text in every.items() if SHOWN.fullmatch(name)}
    shown |= {name: every[name] for name in QUESTIONS if name in every}
    return {name: text for name, text in shown.items() if "<html" in text}


def looked_at(page: Page, pages: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Each of the pages in the browser, with its own styles and script, all details open."""
    text = ""

    def give(route: Route) -> None:
        route.fulfill(body=text, content_type="text/html; charset=utf-8")

    page.route("**/looked-at", give)
    for name, text in pages.items():  # noqa: B007 (the route reads it)
        page.goto("/looked-at", wait_until="load")
        page.wait_for_function(
            "!document.querySelector('.bc:not(.bc-read):not([data-ready])')"
            " && !document.querySelector('[data-nerve-picture]:not(.alive)')"
        )
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        yield name, page


def test_the_pages_are_of_every_kind(pages: dict[str, str]) -> None:
    assert {"/", "/clinician", "/explore", "/check-in", "the chart", "open flags"} <= set(pages)
    assert sum("data-nerve-picture" in text for text in pages.values()) > 8
    assert any("card-emergency_now" in text for text in pages.values())
    assert any("card-blocked" in text for text in pages.values())


@pytest.mark.parametrize("zoom", ZOOMED)
def test_nothing_is_lost_or_too_small_when_enlarged(
    open_page: Any, pages: dict[str, str], zoom: str
) -> None:
    size, scale = ZOOMED[zoom]
    page = open_page(viewport=size, device_scale_factor=scale)
    found = {
        name: shown.evaluate(FAULTS, [LEAST_PX, CAPTIONS]) for name, shown in looked_at(page, pages)
    }
    assert not {name: faults[:6] for name, faults in found.items() if faults}


def test_with_reduced_motion_nothing_moves_and_stills_stand_in(
    open_page: Any, pages: dict[str, str]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    with_three = 0
    for name, shown in looked_at(page, pages):
        moving = shown.evaluate(
            "document.getAnimations().filter(one => one.playState === 'running').length"
        )
        assert moving == 0, name
        assert shown.locator(".np-play:visible").count() == 0, name
        for picture in shown.locator("[data-nerve-picture]").all():
            stills = picture.locator(".np-still svg:visible").count()
            assert stills == picture.locator(".np-still").count(), name
            assert stills >= 2 or not picture.locator(".np-controls input").count(), name
            with_three += stills == 3
    assert with_three > 5


@pytest.mark.parametrize("zoom", ZOOMED)
def test_one_card_alone_decides(open_page: Any, pages: dict[str, str], zoom: str) -> None:
    size, scale = ZOOMED[zoom]
    page = open_page(viewport=size, device_scale_factor=scale)
    results = {name: text for name, text in pages.items() if name.endswith("result")}
    for name, shown in looked_at(page, results):
        assert shown.locator("#page .card:visible").count() == 1, name
        top = shown.locator("#page .card").evaluate("one => one.getBoundingClientRect().top")
        assert 0 <= top < size["height"], name
