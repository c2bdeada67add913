"""A real server on a free port, and a real Chromium that may speak to this machine alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from serving import served
from walking import PHONE

from sciatic.web.settings import Settings

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]
HERE = Path(__file__).parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(emergency_number="999", today=lambda: date(2026, 11, 25))


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:
    """Where the server listens; it runs in a thread of this process."""
    with served(settings) as listening:
        yield listening


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("no chromium here; make test installs it, or: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Guard:
    """Lets through what stays on this machine; notes and stops everything else."""

    def __init__(self) -> None:
        self.strayed: list[str] = []
        self.problems: list[str] = []

    def __call__(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.scheme == "data" or asked.hostname in LOOPBACK:
            route.continue_()
        else:
            self.strayed.append(route.request.url)
            route.abort()

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda why: self.problems.append(f"{why}"))
        page.on("console", self._heard)

    def _heard(self, message: object) -> None:
        if getattr(message, "type", "") == "error" and "status of 4" not in f"{message.text}":  # type: ignore[attr-defined]
            self.problems.append(f"{message.text}")  # type: ignore[attr-defined]


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[object]:
    """A function that opens the first page in a context of its own; checks it at the end."""
    guard, contexts = Guard(), list[BrowserContext]()

    def opened(**wishes: object) -> Page:
        wishes.setdefault("viewport", PHONE)
        context = chromium.new_context(base_url=address, **wishes)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        guard.watch(page)
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not guard.strayed, f"asked for something outside: {guard.strayed}"
    assert not guard.problems, f"the browser complained: {guard.problems}"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, to be run in a page."""
    return HERE.joinpath("vendor", "axe-core", "axe.min.js").read_text("utf-8")
