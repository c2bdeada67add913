"""Checking in again: open what was kept, say what has changed, compare, keep it for next time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sciatic.assessment.interview import CHART
from sciatic.errors import CaseError, Problem
from sciatic.findings import Case
from sciatic.findings.wording import finding_words
from sciatic.followup import Series, parse_series
from sciatic.followup import Visit as EarlierVisit
from sciatic.followup.carrying import GONE, SAME, asked_anew, carried, complaints, numbers
from sciatic.web.kept_files import attached, chosen_file, kept_in
from sciatic.web.known import known
from sciatic.web.pages.interview import Sent, go_on, read
from sciatic.web.questions import Slips, questions
from sciatic.web.replies import with_answers
from sciatic.web.site import Site, site_of
from sciatic.web.visit import Visit, earlier_of, fresh, packed

if TYPE_CHECKING:
    from sciatic.web.stored_cases import StoredCases

router = APIRouter()
PAGE: Final = "check_in.html"
KEPT: Final = "check_in_kept.html"
REPLY: Final = "c."
DAY: Final = "day"
LONGEST_CODE: Final = 100
DAY_IN_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
NO_DAY: Final = date.min  # stands in a form until the person has said the day
NOT_FOUND: Final = 404
UNREADABLE: Final = 422


@router.get("/check-in", response_class=HTMLResponse)
@router.get("/check-in/{step}", response_class=HTMLResponse)
async def start(request: Request) -> Response:
    """Where to open what was kept."""
    return _start(request, site_of(request))


def _start(request: Request, site: Site, status: int = 200, **said: Any) -> Response:
    store = site.settings.store is not None
    shown: dict[str, Any] = {"problem": "", "deleted": False, **said}
    return site.page(
        request, PAGE, status=status, store=store, keep_days=site.settings.keep_days, **shown
    )


@router.post("/check-in/open", response_class=HTMLResponse)
async def opened(request: Request) -> Response:
    """Read a file, or what is kept under a code, and ask what has changed."""
    site = site_of(request)
    form = await site.form(request)
    try:
        if file := chosen_file(form):
            series = _from_file(await kept_in(form), f"{file.filename}")
            return await run_in_threadpool(ask_what_changed, request, site, series)
    finally:
        await form.close()
    return await run_in_threadpool(_by_code, request, site, form)


def _from_file(kept: Case | Series, name: str) -> Series:
    if isinstance(kept, Series):
        return kept
    return Series("web", (EarlierVisit(kept, _day_in(name)),))


def _day_in(name: str) -> date:
    """The day in the name of a file that we gave it; ``NO_DAY`` where none is."""
    for found in DAY_IN_NAME.findall(name):
        try:
            return date.fromisoformat(found)
        except ValueError:
            continue
    return NO_DAY


def _by_code(request: Request, site: Site, form: FormData) -> Response:
    code = _code(form)
    if code is None:
        problem = "slip" if form.get("code") else "nothing"
        return _start(request, site, UNREADABLE, problem=problem)
    kept = _store(site).open(code, site.settings.today())
    if kept is None:
        return _start(request, site, NOT_FOUND, problem="unknown")
    return ask_what_changed(request, site, parse_series(kept.text, "what was kept"))


def ask_what_changed(
    request: Request, site: Site, series: Series, answered: _Answered | None = None
) -> Response:
    """The page that asks what has changed since the newest visit of a series."""
    today, last = site.settings.today(), series.newest
    day = last.on if last.on != NO_DAY else None
    if day is not None and day > today:
        told = f"{day} lies ahead of today, {today}"
        raise CaseError([Problem("date", day.isoformat(), told)], "the check-in")
    words = site.words(request)
    told_of = (answer for group in known(last.case, words) for answer in group.answers)
    now = answered or _Answered(fresh().case, {}, {})
    return site.page(
        request,
        "check_in_changes.html",
        status=UNREADABLE if now.slips else 200,
        earlier=packed(series),
        day=day,
        today_iso=today.isoformat(),
        said={answer.id: answer.words for answer in told_of},
        anew=questions(now.case, asked_anew(last.case), now.slips),
        counted=questions(now.case, numbers(last.case), now.slips),
        complaints=[(one, finding_words(one.path, words.say)) for one in complaints(last.case)],
        n_marks=len({(mark.side, mark.region) for mark in last.case.marks}),
        chosen=now.chosen,
        slips=now.slips,
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """What was answered so far on the page of changes: the new case, the choices, the slips."""

    case: Case
    chosen: Mapping[str, object]
    slips: Slips


@router.post("/check-in/changes", response_class=HTMLResponse)
async def changed(request: Request) -> Response:
    """Take in what has changed and go on with the questions."""
    site = site_of(request)
    form = await site.form(request)
    return await run_in_threadpool(_changed, request, site, form)


def _changed(request: Request, site: Site, form: FormData) -> Response:
    series = earlier_of(form)
    if series is None:
        return _start(request, site, UNREADABLE, problem="nothing")
    today = site.settings.today()
    dated = _dated(series, form, today)
    last, skin = (dated or series).newest, f"{form.get('skin', '')}"
    days = (today - last.on).days if dated and last.on else 0
    replies = {name.removeprefix(REPLY): f"{value}" for name, value in form.items()}
    case, slips = with_answers(
        carried(last.case, days, replies, skin=skin),
        form,
        (*asked_anew(last.case), *numbers(last.case)),
    )
    if dated is None or slips:
        slips = slips if dated else {**slips, DAY: f"{form.get(DAY, '')}"}
        return ask_what_changed(request, site, series, _Answered(case, dict(form.items()), slips))
    trail = ((CHART,),) if skin in (SAME, GONE) else ()
    visit = Visit(case, trail, "", dated)
    return go_on(request, site, Sent(visit, (), "next", {}))


def _dated(series: Series, form: FormData, today: date) -> Series | None:
    """The series with the day that the person gave where it had none; None where that is no day."""
    if series.newest.on != NO_DAY:
        return series
    try:
        day = date.fromisoformat(f"{form.get(DAY, '')}".strip())
    except ValueError:
        return None
    if day > today:
        return None
    return Series(series.id, (*series.visits[:-1], EarlierVisit(series.newest.case, day)))


@router.post("/check-in/series")
async def download(request: Request) -> Response:
    """All visits as one file, to keep on the person's own machine."""
    site = site_of(request)
    visit = read(await site.form(request)).visit
    today = site.settings.today()
    text = _text(_series(visit, today), indent=2)
    return attached(text, f"sciatic-check-ins-{today}.json")


@router.post("/check-in/keep", response_class=HTMLResponse)
async def keep(request: Request) -> Response:
    """Keep all visits here, under a new code or the one that was typed."""
    site = site_of(request)
    form = await site.form(request)
    return await run_in_threadpool(_keep, request, site, form)


def _keep(request: Request, site: Site, form: FormData) -> Response:
    from sciatic.web.stored_cases import new_code, read_code, written

    store, today, visit = _store(site), site.settings.today(), read(form).visit
    code, typed = _code(form), bool(form.get("code"))
    if typed and (code is None or store.open(code, today) is None):
        problem = "slip" if code is None else "unknown"
        return site.page(request, KEPT, visit, UNREADABLE, problem=problem, code="", until=None)
    code = code or read_code(new_code())
    until = store.keep(code, _text(_series(visit, today)), today)
    return site.page(request, KEPT, visit, problem="", code=written(code), until=until)


@router.post("/check-in/delete", response_class=HTMLResponse)
async def delete(request: Request) -> Response:
    """Delete what is kept under a code."""
    site = site_of(request)
    form = await site.form(request)
    store, code = _store(site), _code(form)
    if code is None:
        return _start(request, site, UNREADABLE, problem="slip")
    if not store.delete(code):
        return _start(request, site, NOT_FOUND, problem="unknown")
    return _start(request, site, deleted=True)


def _store(site: Site) -> StoredCases:
    """Where check-ins are kept, what is over deleted; a page that is not there where nothing is."""
    if site.settings.store is None:
        raise HTTPException(NOT_FOUND)
    from sciatic.web.stored_cases import StoredCases

    store = StoredCases(site.settings.store, site.settings.keep_days)
    store.purge(site.settings.today())
    return store


def purge(site: Site) -> None:
    """Delete what is over, where anything is kept at all."""
    if site.settings.store is not None:
        _store(site)


def _code(form: FormData) -> str | None:
    """The code in a form; None where there is none or it has a slip."""
    from sciatic.web.stored_cases import CodeError, read_code

    try:
        return read_code(f"{form.get('code') or ''}"[:LONGEST_CODE])
    except CodeError:
        return None


def _series(visit: Visit, today: date) -> Series:
    """The visits so far with this one, once."""
    earlier = visit.earlier.visits if visit.earlier else ()
    before = tuple(one for one in earlier if (one.on, one.case) != (today, visit.case))
    return Series("web", (*before, EarlierVisit(visit.case, today)))


def _text(series: Series, indent: int | None = None) -> str:
    return json.dumps(series.to_dict(), indent=indent, ensure_ascii=False) + "\n"
