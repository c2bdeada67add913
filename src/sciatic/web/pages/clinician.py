"""The clinician's page: a sheet that is judged as it is filled in; without script, by a button."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from sciatic.assessment import assess
from sciatic.errors import CaseError
from sciatic.findings import Case
from sciatic.web.clinician.entries import with_entries
from sciatic.web.clinician.panel import spoken, stages
from sciatic.web.clinician.sheet import SIDES, sheet
from sciatic.web.clinician.slips import slip_words
from sciatic.web.clinician.touch import KINDS, kind_of, touch_chart, touched, with_touch
from sciatic.web.judged import Judged
from sciatic.web.kept_files import case_file, case_in
from sciatic.web.known import known
from sciatic.web.pages.result import show_result
from sciatic.web.questions import Slips
from sciatic.web.site import Site, site_of
from sciatic.web.visit import Visit, fresh, read_visit

router = APIRouter()
PAUSE_S: Final = 0.12
"""Whoever types on has sent the next form by then, and the slow parts of this one are not begun."""
LIVE: Final = "live"
"""The field of a page with script: it fetches the chart when it is wanted."""
AT_FIRST: Final = 13
"""Stages that a whole page waits for: what three tests would do is in, script adds the rest."""
PARTS: Final = ("card", "where", "causes", "next", "bar")


@dataclass(frozen=True, slots=True)
class Sent:
    """The sheet as it was sent; ``kind`` is the touch chart to show, none where empty."""

    visit: Visit
    slips: Slips
    button: str = ""
    kind: str = ""


def read(form: FormData) -> Sent:
    """What a form says; one without a sheet, as another page sends it, is a case alone.

    Raises:
        CaseError: the case or the chart in it can't be read.
    """
    visit, button = read_visit(form), f"{form.get('do', '')}"
    action, _, name = button.partition(":")
    case = with_touch(visit.case, form)
    case, slips = with_entries(case, form, name if action == "normal" else "")
    kind = name if action == "touch" else form.get("touch", "")
    shown = "" if form.get(LIVE) and action != "touch" else kind_of(kind)
    return Sent(replace(visit, case=case), slips, button, shown)


async def _sent(request: Request) -> Sent:
    """The sheet in a form of ours; files that came along are closed unread."""
    form = await site_of(request).form(request)
    try:
        return await run_in_threadpool(read, form)
    finally:
        await form.close()


@router.get("/clinician", response_class=HTMLResponse)
async def empty(request: Request) -> Response:
    """An empty sheet."""
    sent = Sent(fresh(), {})
    return await run_in_threadpool(_page, request, site_of(request), sent)


@router.get("/clinician/{step}")
async def nothing() -> Response:
    """What needs a form leads to an empty sheet."""
    return RedirectResponse("/clinician", 303)


@router.post("/clinician", response_class=HTMLResponse)
async def filled(request: Request) -> Response:
    """The sheet with what was filled in, and all that it says."""
    site = site_of(request)
    sent = await _sent(request)
    if sent.button == "person" and not sent.slips:
        judged = Judged(sent.visit.case, site.settings.today())
        return await run_in_threadpool(show_result, request, site, judged, sent.visit)
    return await run_in_threadpool(_page, request, site, sent)


@router.post("/clinician/case")
async def download(request: Request) -> Response:
    """The case file; where a field is not understood, the sheet that says so."""
    site = site_of(request)
    sent = await _sent(request)
    if sent.slips:
        return await run_in_threadpool(_page, request, site, sent)
    return case_file(sent.visit.case, site.settings.today())


@router.post("/clinician/open", response_class=HTMLResponse)
async def reopen(request: Request) -> Response:
    """Another case from a file; where it can't be read, the sheet as it was, and what is wrong."""
    site = site_of(request)
    form = await site.form(request)
    try:
        case = await case_in(form)
        sent = Sent(Visit(case), {})
        return await run_in_threadpool(_page, request, site, sent)
    except CaseError as why:
        places = tuple(f"{one}" for one in why.problems[:5])
        return await run_in_threadpool(_page, request, site, read(form), places)
    finally:
        await form.close()


@router.post("/clinician/chart", response_class=HTMLResponse)
async def chart(request: Request) -> Response:
    """The touch chart to paint on, for a page that has script."""
    site = site_of(request)
    sent = await _sent(request)
    return await run_in_threadpool(_chart, request, site, sent)


def _chart(request: Request, site: Site, sent: Sent) -> Response:
    drawn = touch_chart(sent.visit.case, sent.kind or KINDS[0])
    others = touched(sent.visit.case, site.words(request), drawn.kind)
    return site.page(request, "clinician_touch.html", sent.visit, chart=drawn, touched=others)


@router.post("/clinician/update")
async def update(request: Request) -> Response:
    """The parts of the panel, a line of JSON each, as soon as each is known."""
    site = site_of(request)
    sent = await _sent(request)
    return StreamingResponse(_lines(request, site, sent), media_type="application/x-ndjson")


async def _lines(request: Request, site: Site, sent: Sent) -> AsyncIterator[str]:
    parts = _parts(request, site, sent)
    while (line := await run_in_threadpool(next, parts, None)) is not None:
        if line:
            yield line + "\n"
            continue
        await asyncio.sleep(PAUSE_S)
        if await request.is_disconnected():
            return


def _parts(request: Request, site: Site, sent: Sent) -> Iterator[str]:
    """The lines, an empty one for each pause."""
    words = site.words(request)
    yield json.dumps({"part": "slips", "slips": slip_words(sent.slips, words)})
    assessment = assess(sent.visit.case, today=site.settings.today())
    always = spoken(assessment, words)
    for part, shown in stages(assessment, words):
        if part == "pause":
            yield ""
            continue
        html = site.text(request, f"clinician_{part}.html", **always, **shown)
        yield json.dumps({"part": part, "html": html})
    yield json.dumps({"part": "done"})


def _page(
    request: Request, site: Site, sent: Sent, file_problems: tuple[str, ...] = ()
) -> Response:
    """The whole page, every part of the panel as far as it goes."""
    words, case = site.words(request), sent.visit.case
    assessment = assess(case, today=site.settings.today())
    shown: dict[str, Any] = spoken(assessment, words)
    for _, parts in islice(stages(assessment, words), AT_FIRST):
        shown |= parts
    return site.page(
        request,
        "clinician.html",
        sent.visit,
        422 if sent.slips or file_problems else 200,
        groups=sheet(case, sent.slips),
        slips=slip_words(sent.slips, words),
        sides=SIDES,
        chart=touch_chart(case, sent.kind) if sent.kind else None,
        touched=touched(case, words, sent.kind),
        file_problems=file_problems,
        kept=known(_not_shown(case), words),
        parts=PARTS,
        **shown,
    )


def _not_shown(case: Case) -> Case:
    """The case without what the sheet shows: what it keeps besides."""
    shown = (cell for group in sheet(case) for line in group.lines for cell in line.cells)
    changes = {path: None for cell in shown for path in cell.paths if case.get(path) is not None}
    return case.with_answers(changes) if changes else case
