"""The first page: what this is, when to call at once, and a way to begin."""

from __future__ import annotations

import tomllib
from functools import cache

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sciatic.evidence import data_text
from sciatic.guidance.lines import advice
from sciatic.web.site import CHOSEN, keep_language, site_of, to_start

router = APIRouter()


@cache
def call_now() -> dict[str, tuple[str, ...]]:
    """When to call and when to go to hospital, before any question: lines of the advice."""
    chosen = tomllib.loads(data_text("web", "call_now.toml"))
    lines = {line.id: line.text for line in advice() if line.kind == "return"}
    return {key: tuple(lines[name] for name in names) for key, names in chosen.items()}


@router.get("/", response_class=HTMLResponse)
async def start(request: Request) -> Response:
    """The first page."""
    now = call_now()
    return site_of(request).page(
        request, "start.html", call_if=now["call"], hospital_if=now["hospital"]
    )


@router.get("/about", response_class=HTMLResponse)
async def about(request: Request) -> Response:
    """What this is and is not, where its numbers come from, and what happens to answers."""
    return site_of(request).page(request, "about.html")


@router.get("/language")
async def nothing() -> Response:
    """This needs a form: back to the start."""
    return to_start()


@router.post("/language")
async def language(request: Request) -> Response:
    """Keep the language that was chosen, and go to the first page in it."""
    site = site_of(request)
    await site.form(request)
    response = to_start()
    if hasattr(request.state, CHOSEN):
        keep_language(response, request.state.language)
    return response
