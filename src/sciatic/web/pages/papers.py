"""What a person takes along: the summary, its PDF, the case file; and a file brought back."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sciatic.followup import Series
from sciatic.web.judged import Judged, judged_of
from sciatic.web.kept_files import attached, case_file, kept_in
from sciatic.web.pages.check_in import ask_what_changed
from sciatic.web.pages.interview import read
from sciatic.web.pages.result import show_result, shown
from sciatic.web.pdf import PdfMissingError, pdf_of
from sciatic.web.site import Site, site_of, to_start
from sciatic.web.visit import Visit

router = APIRouter()


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
    return attached(content, name, "application/pdf")


@router.post("/case")
async def case(request: Request) -> Response:
    """The case file, to keep on the person's own machine."""
    site = site_of(request)
    visit = read(await site.form(request)).visit
    return case_file(visit.case, site.settings.today())


@router.post("/open", response_class=HTMLResponse)
async def reopen(request: Request) -> Response:
    """A case file that was kept, judged anew; of several visits, what has changed since."""
    site = site_of(request)
    form = await site.form(request)
    try:
        known = await kept_in(form)
    finally:
        await form.close()
    if isinstance(known, Series):
        return await run_in_threadpool(ask_what_changed, request, site, known)
    judged = Judged(known, site.settings.today())
    return await run_in_threadpool(show_result, request, site, judged, Visit(known))


def _told(request: Request, site: Site, form: FormData) -> tuple[Visit, dict[str, Any]]:
    visit = read(form).visit
    judged = judged_of(visit, site.settings.today())
    return visit, shown(request, site, judged)
