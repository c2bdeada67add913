"""The nerve picture in a real browser: labels apart, slider, signals, reduced motion, no script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from itertools import combinations
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from test_nerve_picture import DISC, KINDS, written

from sciatic.web.nerve_picture import lesson
from sciatic.web.security import POLICY

LESSONS: dict[str, dict[str, str]] = {
    **KINDS,
    "L4": {**DISC, "zone": "foraminal", "side": "left", "severity": "mild"},
    "S1": {**DISC, "level": "L5/S1", "side": "right", "severity": "severe"},
    "L3": {**DISC, "level": "L3/L4", "zone": "extraforaminal", "side": "right"},
    "stenosis": {"condition": "spinal_stenosis", "level": "L4/L5", "side": "both"},
    "tarsal": {"condition": "tarsal_tunnel", "side": "right", "severity": "moderate"},
    "gluteal": {"condition": "deep_gluteal", "side": "left"},
    "zoster": {"condition": "herpes_zoster", "side": "left"},
    "slip": {"condition": "spondylolisthesis", "level": "L5/S1", "severity": "moderate"},
}
WIDTHS = (320, 360, 1200)
SHEETS = ("tokens", "layout", "nerve_picture")
BOXES = """() => [...document.querySelectorAll('.np-words text')].map(one => {
  const box = one.getBoundingClientRect();
  return [one.textContent, box.left, box.top, box.right, box.bottom];
})"""


@cache
def page_of(name: str) -> str:
    sheets = "".join(f'<link rel="stylesheet" href="/styles/{one}.css">' for one in SHEETS)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A nerve</title>'
        '<link rel="icon" href="data:,">'
        f'<meta name="viewport" content="width=device-width">{sheets}'
        '<script type="module" src="/modules/nerve_picture.js"></script></head>'
        f"<body><main><h1>A nerve</h1>{written(lesson(**LESSONS[name]))}</main></body></html>"
    )


class Pages(BaseHTTPRequestHandler):
    """Serves the pictures and the static files under the policy of the real pages."""

    def do_GET(self) -> None:
        kinds = {".css": "text/css", ".js": "text/javascript"}
        kind = next((kinds[end] for end in kinds if self.path.endswith(end)), "")
        if kind:
            static = files("sciatic.web").joinpath("static", *self.path.split("/")[1:])
            body = static.read_bytes()
        else:
            body, kind = page_of(self.path.strip("/")).encode(), "text/html; charset=utf-8"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def pictures() -> Iterator[str]:
    """The address of a server of pictures."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def shown(chromium: Browser, pictures: str) -> Iterator[Any]:
    """A function that shows a picture; at the end nothing must have been complained of."""
    problems: list[str] = []
    contexts = []

    def show(name: str, width: int = 360, **wishes: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 740}, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda why: problems.append(f"{why}"))
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        page.on(
            "request", lambda asked: asked.url.startswith(pictures) or problems.append(asked.url)
        )
        page.goto(f"{pictures}/{name}")
        return page

    yield show
    for context in contexts:
        context.close()
    assert not [one for one in problems if "favicon" not in one and "404" not in one]


@pytest.mark.parametrize("name", LESSONS)
def test_labels_never_overlap_and_stay_inside(shown: Any, name: str) -> None:
    page = shown(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        boxes = page.evaluate(BOXES)
        assert len(boxes) >= 6
        for one, other in combinations(boxes, 2):
            apart = one[3] <= other[1] or other[3] <= one[1]
            slack = 2.0
            assert apart or one[4] <= other[2] + slack or other[4] <= one[2] + slack, (one, other)
        assert min(box[1] for box in boxes) >= 0
        assert max(box[3] for box in boxes) <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def lost(page: Page) -> float:
    return float(
        page.evaluate(
            "[...document.querySelectorAll('.np-main .np-lost')]"
            ".reduce((sum, one) => sum + Number(one.getAttribute('opacity')), 0)"
        )
    )


def above_the_squeeze(page: Page) -> int:
    """Signals between the pressed place and the cord, of a left L5 root pressed at L4/L5."""
    return int(
        page.evaluate(
            "[...document.querySelectorAll('.np-dots circle')].filter(one =>"
            " one.getAttribute('cy') < 200 && one.getAttribute('opacity') !== '0.00').length"
        )
    )


def test_the_slider_blocks_the_signals_and_fills_the_numb_skin(shown: Any) -> None:
    page = shown("root")
    slider = page.get_by_role("slider", name="Pressure on the nerve")
    slider.focus()
    page.keyboard.press("Home")
    assert lost(page) == 0
    free = above_the_squeeze(page)
    assert "All touch signals" in slider.get_attribute("aria-valuetext")
    before = 0.0
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        assert lost(page) >= before
        before = lost(page)
    assert before > 4
    assert above_the_squeeze(page) < free / 2
    assert slider.get_attribute("aria-valuetext").startswith("strong: About 1 in 10")
    assert page.locator(".np-said").inner_text() == "About 1 in 10 touch signals get through, late."


def test_back_leads_to_what_is_likely(shown: Any) -> None:
    page = shown("root")
    likely, slider = lost(page), page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    assert lost(page) > likely
    page.get_by_role("button", name="Back to likely").click()
    assert lost(page) == likely
    assert slider.input_value() == "15"


def places(page: Page) -> list[str]:
    return list(
        page.evaluate(
            "[...document.querySelectorAll('.np-dots circle')].map(one =>"
            " one.getAttribute('cx') + ',' + one.getAttribute('cy'))"
        )
    )


def test_nothing_moves_unasked_and_play_can_be_stopped(shown: Any) -> None:
    page = shown("nerve", 1200)
    before = places(page)
    page.wait_for_timeout(300)
    assert places(page) == before
    page.get_by_role("button", name="Play the signals").click()
    page.wait_for_timeout(300)
    assert places(page) != before
    page.get_by_role("button", name="Stop").click()
    page.wait_for_timeout(50)
    halted = places(page)
    page.wait_for_timeout(200)
    assert places(page) == halted


def test_the_share_that_passes_in_motion_is_the_share_that_conducts(shown: Any) -> None:
    page = shown("root")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Play the signals").click()
    seen = []
    for _ in range(25):
        page.wait_for_timeout(120)
        seen.append(above_the_squeeze(page))
    page.get_by_role("button", name="Stop").click()
    page.keyboard.press("Tab")
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    whole = above_the_squeeze(page)
    assert sum(seen) / len(seen) / whole == pytest.approx(0.08, abs=0.12)


def test_reduced_motion_gets_three_stills_and_no_play(shown: Any) -> None:
    page = shown("root", 1200, reduced_motion="reduce")
    assert page.locator(".np-still svg:visible").count() == 3
    assert not page.locator(".np-play").is_visible()
    assert page.get_by_role("slider").is_visible()


def test_without_javascript_the_likely_still_stands_there(shown: Any) -> None:
    page = shown("root", 360, java_script_enabled=False)
    assert page.locator(".np-main").is_visible()
    assert not page.locator(".np-controls").is_visible()
    assert page.locator(".np-dots circle").count() > 20
    assert page.locator(".np-now").inner_text().startswith("About 4 in 10 touch signals")


def test_the_picture_has_a_name_and_tells_the_way_in_words(shown: Any) -> None:
    page = shown("root")
    image = page.get_by_role("img", name="The left L5 nerve root, from the spine to the skin")
    assert image.count() == 1
    told = page.locator("#np-desc").text_content()
    assert "sciatic nerve, common fibular nerve, deep fibular nerve" in told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["root", "cauda", "none"])
def test_axe_finds_nothing(shown: Any, axe: str, name: str, scheme: str) -> None:
    page = shown(name, 360, color_scheme=scheme, bypass_csp=True)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document.querySelector('figure'))")
    assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found["violations"]] == []


def test_on_paper_numb_skin_and_the_way_need_no_colour(shown: Any) -> None:
    page = shown("root", 794)
    page.emulate_media(media="print")
    assert not page.locator(".np-controls").is_visible()
    assert page.locator(".np-now").is_visible()
    dashes = page.locator(".np-gap").first.evaluate("one => getComputedStyle(one).strokeDasharray")
    assert dashes != "none"
