"""axe-core finds nothing on any screen, in light and in dark; every pair of colours is readable."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from all_pages import addresses
from plain_http import ask
from walking import DESKTOP, PHONE, STORY, answer, begin, press, screen

TOKENS = Path(__file__).parents[2].joinpath("src/sciatic/web/static/styles/tokens.css")


def violations(page, axe):
    """What axe-core finds; evaluated by the browser's tools, which no page policy touches."""
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        (
            one["id"],
            [node["target"] for node in one["nodes"]][:3],
            one["nodes"][0]["failureSummary"],
        )
        for one in found
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_from_start_to_result(open_page, axe, scheme, viewport):
    page = open_page(viewport=viewport, color_scheme=scheme)
    found = {"start": violations(page, axe)}
    begin(page)
    kinds = set()
    while screen(page):
        kind = "chart" if screen(page) == "chart" else page.locator(".choices").count() > 4
        if kind not in kinds:
            kinds.add(kind)
            found[screen(page)] = violations(page, axe)
        if screen(page) != "chart":
            answer(page, STORY)
        press(page, "Next")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found["result"] = violations(page, axe)
    assert not {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_emergency_and_on_paper(open_page, axe, scheme):
    page = open_page(color_scheme=scheme)
    begin(page)
    page.locator('input[name="a.saddle_numbness"][value="yes"]').check(force=True)
    found = {"date": violations(page, axe)}
    press(page, "Next")
    found["stop"] = violations(page, axe)
    press(page, "What to do on the way, and a page for the hospital")
    found["result"] = violations(page, axe)
    page.get_by_role("button", name="One page for the doctor").click()
    page.get_by_role("heading", name="summary for the doctor").wait_for()
    found["summary"] = violations(page, axe)
    page.goto("/about")
    found["about"] = violations(page, axe)
    assert not {name: one for name, one in found.items() if one}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_address(open_page, axe, address, scheme):
    page = open_page(viewport=DESKTOP, color_scheme=scheme)
    found = {}
    for path in addresses():
        if "<html" in ask(address, "GET", path)[2]:  # the others lead on, or are parts of a page
            page.goto(path, wait_until="networkidle")
            found[path] = violations(page, axe)
    assert {"/", "/about", "/clinician", "/explore", "/check-in"} <= set(found)
    assert not {name: one for name, one in found.items() if one}


def test_reduced_motion_and_twice_the_text_lose_nothing(open_page):
    page = open_page(viewport={"width": 640, "height": 800}, reduced_motion="reduce")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("button", name="start the questions").is_visible()


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_text_and_ground_can_be_read(scheme):
    light, dark, *_ = re.split(r"@media", TOKENS.read_text("utf-8"))
    known = colours(light) | (colours(dark) if scheme == "dark" else {})
    texts = (
        "ink",
        "muted",
        "accent",
        "routine",
        "self-care",
        "numb",
        "tingling",
        "burning",
        "pain",
    )
    pairs = [*product(texts, ("paper", "raised", "sunken"))]
    pairs += [(f"on-{one}", one) for one in ("emergency", "same-day", "soon", "blocked", "accent")]
    weak = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert not {pair: value for pair, value in weak.items() if value < 4.5}
    assert contrast(known["edge"], known["raised"]) >= 3


def test_red_is_used_for_an_emergency_alone():
    styles = TOKENS.parent
    for path in styles.glob("*.css"):
        for rule in re.findall(r"([^{}]+)\{[^{}]*var\(--emergency\)", path.read_text("utf-8")):
            assert re.search(r"emergency|strip|call-now", rule), f"{path.name}: {rule.strip()}"
