"""``make screenshots``: the pictures of docs/pages.md, taken of a server and a browser of our own.

Each is written as a PNG of few colours, without a note of when or where it was made.
"""

from __future__ import annotations

import io
import shutil
import sys
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from conftest import FLAGS  # noqa: E402
from serving import served  # noqa: E402
from walking import DESKTOP, PHONE, STORY, answer, begin, press, screen  # noqa: E402

from sciatic.web.settings import Settings  # noqa: E402

PICTURES = HERE.parents[1] / "docs" / "pictures" / "web"
EXAMPLE = HERE.parents[1] / "examples" / "s1_disc.json"
PAINTED = ("toe5_dorsal", "toe4_dorsal", "foot_dorsum_lateral")
COLOURS = 96
MOST_BYTES = 150_000


class Camera:
    """Opens pages at a size and in light or dark, and writes what they show."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def page(self, size: dict[str, int], **wishes: str) -> Page:
        """The first page, in a context of its own."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=size,  # type: ignore[arg-type]
            **{"locale": "en-GB", "color_scheme": "light", **wishes},  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.goto("/")
        return page

    def take(self, page: Page, name: str) -> None:
        """What is in the window now, as a small picture."""
        page.wait_for_timeout(300)
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        kept = io.BytesIO()
        image.quantize(COLOURS).save(kept, "PNG", optimize=True)
        assert len(kept.getvalue()) <= MOST_BYTES, f"{name} has {len(kept.getvalue())} bytes"
        PICTURES.joinpath(f"{name}.png").write_bytes(kept.getvalue())
        print(f"{name}.png: {len(kept.getvalue()) // 1000} kB")


def opened(camera: Camera, size: dict[str, int], **wishes: str) -> Page:
    """The result of the published example, whose open flags are answered with no."""
    page = camera.page(size, **wishes)
    begin(page)
    while screen(page):
        if screen(page) == "chart":
            page.locator(".bc-layers button").first.wait_for()
            page.locator(".bc-list").evaluate("one => one.open = true")
            for region in PAINTED:
                page.locator(f'input[name="mark.left.{region}"][value="numb"]').check()
            page.locator(".bc-list").evaluate("one => one.open = false")
            if size == PHONE:
                page.locator('[data-show="foot_top"]').first.click()
            page.evaluate("scrollTo(0, document.querySelector('.bc').offsetTop - 60)")
            camera.take(page, "chart-phone" if size == PHONE else "chart")
        else:
            answer(page, STORY)
            if "stiff_spine_disease" in screen(page) and size == DESKTOP:
                camera.take(page, "interview")
        press(page, "Next")
    return page


def show(page: Page, selector: str) -> None:
    """Scroll so that something stands at the top of the window."""
    page.locator(selector).first.evaluate(
        "one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)"
    )


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    settings = Settings(emergency_number="112", today=lambda: date(2026, 11, 25))
    with served(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        camera = Camera(browser, address)
        camera.take(camera.page(PHONE), "start-phone")
        page = camera.page(PHONE)
        begin(page)
        page.locator('input[name="a.saddle_numbness"][value="yes"]').check(force=True)
        press(page, "Next")
        camera.take(page, "stop-phone")
        page = opened(camera, PHONE)
        camera.take(page, "result-phone")
        page = opened(camera, DESKTOP)
        camera.take(page, "result")
        show(page, "#h-picture")
        camera.take(page, "nerve")
        press(page, "One page for the doctor")
        camera.take(page, "summary")
        for path, name in (("/clinician", "clinician"), ("/explore", "explore")):
            page.goto(path, wait_until="networkidle")
            camera.take(page, name)
        page.goto("/check-in")
        camera.take(page, "check-in")
        browser.close()


if __name__ == "__main__":
    main()
