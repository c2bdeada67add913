"""Explore in a real browser: sliders, the address, tapping, the keyboard, no script, axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from walking import DESKTOP, NARROW, PHONE

CAUDA = (
    "/explore?condition=cauda_equina_syndrome&form=ces_disc&level=L4/L5&side=both&severity=severe"
)
PAIR = "/explore/compare?condition=disc_herniation&side=left&b_condition=fibular_neuropathy"
PAGES = {
    "first": "/explore",
    "cauda": CAUDA,
    "walk": "/explore?condition=spinal_stenosis&side=both&severity=severe&walk=yes",
    "compare": PAIR,
    "trace root": "/explore/trace?root=L5",
    "trace skin": "/explore/trace?place=toe1_dorsal",
    "trace reflex": "/explore/trace?place=achilles_reflex",
    "unknown": "/explore?condition=disc",
}
WIDE = """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""


def violations(page: Page, axe: str) -> list[object]:
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [(one["id"], [n["target"] for n in one["nodes"]][:3]) for one in found]


def title(page: Page) -> str:
    return page.locator(".ex-title").first.inner_text()


def set_slider(page: Page, name: str, key: str, times: int = 1) -> None:
    slider = page.get_by_role("slider", name=name, exact=True)
    slider.focus()
    with page.expect_response(lambda answer: "/explore/lesson" in answer.url):
        for _ in range(times):
            page.keyboard.press(key)
    page.wait_for_timeout(100)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(open_page, axe, scheme, viewport):
    page = open_page(viewport=viewport, color_scheme=scheme)
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        found[name] = violations(page, axe)
    assert not any(found.values()), found


@pytest.mark.parametrize("viewport", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_no_page_is_wider_than_the_screen(open_page, viewport):
    page = open_page(viewport=viewport)
    for name, path in PAGES.items():
        page.goto(path)
        for summary in page.locator("main summary").all():
            summary.click()
        whole, seen = page.evaluate(WIDE)
        assert whole <= seen, (name, whole)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_slider_changes_what_is_shown_and_the_address_brings_it_back(open_page, viewport):
    page = open_page(viewport=viewport)
    page.goto("/explore")
    assert "moderate" in title(page)
    before = page.locator(".bc-both-3").count()
    set_slider(page, "How hard it is hit", "ArrowRight")
    expect(page.locator(".ex-title")).to_contain_text("severe")
    assert page.locator(".bc-both-2, .bc-both-3").count() > before
    assert "severity=severe" in page.url
    slider = page.get_by_role("slider", name="How hard it is hit", exact=True)
    expect(slider).to_be_focused()
    assert slider.get_attribute("aria-valuetext") == "severe"
    set_slider(page, "Level", "ArrowRight")
    expect(page.locator(".ex-title")).to_contain_text("L5/S1")
    shown = page.locator(".ex-result").inner_text()
    page.goto(page.url)
    assert page.locator(".ex-result").inner_text().split("A walk")[0] == shown.split("A walk")[0]


def test_a_new_cause_brings_its_own_choices_and_says_what_changed(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto("/explore")
    page.get_by_label("Cause").select_option("fibular_neuropathy")
    expect(page.locator(".ex-changed")).to_contain_text("Level: L4/L5 is left out.")
    expect(page.get_by_role("slider", name="Level", exact=True)).to_have_count(0)
    page.get_by_label("Cause").select_option("spinal_stenosis")
    expect(page.get_by_label("Form")).to_be_visible()
    names = page.locator(".ex-controls select").evaluate_all("all => all.map(one => one.name)")
    order = ["condition", "form", "level", "zone", "side", "severity", "posture"]
    assert names == [name for name in order if name in names]
    assert {"form", "level"} <= set(names)


def test_a_patch_that_is_tapped_is_traced(open_page):
    page = open_page(viewport=PHONE, has_touch=True)
    page.goto("/explore")
    hit = page.locator(
        '.ex-view-foot_top .bc-half[data-side="left"] a[href*="place=toe1_dorsal"] use'
    )
    hit.scroll_into_view_if_needed()
    hit.tap()
    page.wait_for_url("**/explore/trace?place=toe1_dorsal&side=left")
    assert "top of the big toe" in title(page)
    expect(page.locator(".ex-stop").first).to_contain_text("L5 segment")


def test_the_walk_comes_when_it_is_looked_at(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto("/explore?condition=spinal_stenosis&side=both&severity=severe&zone=central")
    page.locator("#walk").scroll_into_view_if_needed()
    expect(page.locator(".ex-curve")).to_have_count(3, timeout=15_000)


def test_signals_still_play_after_the_lesson_changed(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto("/explore")
    set_slider(page, "How hard it is hit", "ArrowLeft")
    expect(page.locator(".ex-title")).to_contain_text("mild")
    page.get_by_role("button", name="Play the signals").click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_visible()


def test_the_keyboard_alone_reaches_choices_and_every_way(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto(CAUDA)
    page.get_by_label("Cause").focus()
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "() => document.activeElement.name || document.activeElement.id"
                " || document.activeElement.getAttribute('href')"
            )
        )
    assert {"form", "side", "posture"} <= seen
    assert {"ex-level-slider", "ex-severity-slider"} <= seen
    assert any("place=abductor" in f"{one}" for one in seen), seen


def test_two_lessons_follow_their_choices(open_page):
    page = open_page(viewport=DESKTOP)
    page.goto(PAIR)
    second = page.locator("fieldset").nth(1)
    second.get_by_label("Cause").select_option("tarsal_tunnel")
    expect(page.locator(".ex-title").nth(1)).to_contain_text("Tarsal tunnel")
    assert "b_condition=tarsal_tunnel" in page.url
    assert page.locator(".ex-telling tbody tr").count() > 4


def test_without_script_the_form_is_sent_and_every_choice_is_a_list(open_page):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/explore")
    assert page.get_by_role("slider").count() == 0
    page.get_by_label("How hard it is hit").select_option("severe")
    page.get_by_label("Level").select_option("L5/S1")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**severity=severe**")
    assert "L5/S1" in title(page)
    page.get_by_text("Skin in a list").click()
    page.get_by_role("link", name="outer edge of the foot").click()
    assert re.search(r"place=foot_border_lateral&side=left$", page.url)
    page.get_by_label("Root", exact=True).select_option("S2")
    page.get_by_role("button", name="Trace", exact=True).click()
    assert title(page).startswith("S2 to")


def test_reduced_motion_shows_stills_and_no_play(open_page):
    page = open_page(viewport=DESKTOP, reduced_motion="reduce")
    page.goto("/explore")
    assert page.locator(".np-play").is_hidden()
    assert page.locator(".np-still").first.is_visible()
