"""What a person takes along: the summary, its PDF, the case file; and a file brought back."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sciatic.errors import CaseError, Problem
from sciatic.findings import Case, parse_case
from sciatic.web.judged import Judged, judged_of
from sciatic.web.pages.interview import read
from sciatic.web.pages.result import show_result, shown
from sciatic.web.pdf import PdfMissingError, pdf_of
from sciatic.web.site import Site, site_of, to_start
from sciatic.web.visit import Visit

router = APIRouter()
ATTACHED: Final = 'attachment; filename="{name}"'


@router.get("/summary", response_class=HTMLResponse)
@router.get("/summary.pdf")
@router.get("/case")
@router.get("/open")
async def nothing() -> Response:
    """These need a form: back to the start."""
    return to_start()


@router.post("/summary", response_class=HTMLResponse)
async def summary(request: Request) -> Response:
    """The summary as a page to print."""
    site = site_of(request)
    form = await site.form(request)
    return await run_in_threadpool(_summary, request, site, form)


def _summary(request: Request, site: Site, form: FormData) -> Response:
    visit, context = _told(request, site, form)
    return site.page(request, "summary.html", visit, on_screen=True, **context)


@router.post("/summary.pdf")
async def pdf(request: Request) -> Response:
    """The same as a PDF; where its maker is not installed, a page that says how else."""
    site = site_of(request)
    form = await site.form(request)
    return await run_in_threadpool(_pdf, request, site, form)


def _pdf(request: Request, site: Site, form: FormData) -> Response:
    visit, context = _told(request, site, form)
    try:
        content = pdf_of(site.text(request, "summary.html", visit, on_screen=False, **context))
    except PdfMissingError:
        return site.page(request, "no_pdf.html", visit, 501)
    name = f"sciatic-{site.settings.today().isoformat()}.pdf"
    headers = {"Content-Disposition": ATTACHED.format(name=name)}
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/case")
async def case(request: Request) -> Response:
    """The case file, to keep on the person's own machine."""
    site = site_of(request)
    visit = read(await site.form(request)).visit
    text = json.dumps(visit.case.to_dict(), indent=2, ensure_ascii=False) + "\n"
    name = f"sciatic-case-{site.settings.today().isoformat()}.json"
    headers = {"Content-Disposition": ATTACHED.format(name=name)}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/open", response_class=HTMLResponse)
async def reopen(request: Request) -> Response:
    """A case file that was kept, read again and judged anew."""
    site = site_of(request)
    form = await site.form(request)
    try:
        known = await _case_in(form)
    finally:
        await form.close()
    judged = Judged(known, site.settings.today())
    return await run_in_threadpool(show_result, request, site, judged, Visit(known))


async def _case_in(form: FormData) -> Case:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise CaseError([Problem("file", None, "no file was chosen")], "upload")
    return parse_case(await file.read(), "upload", toml=file.filename.endswith(".toml"))


def _told(request: Request, site: Site, form: FormData) -> tuple[Visit, dict[str, Any]]:
    visit = read(form).visit
    judged = judged_of(visit, site.settings.today())
    return visit, shown(request, site, judged)
