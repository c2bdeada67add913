"""The questions: one screen at a time, and the stop when an answer makes it an emergency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sciatic.assessment.interview import CHART, Step, next_step
from sciatic.findings import find
from sciatic.findings.vocabulary import vocabulary
from sciatic.web.chart import chart_of, with_chart
from sciatic.web.judged import Judged, judged_of
from sciatic.web.known import known
from sciatic.web.pages.result import show_result
from sciatic.web.questions import Slips, questions
from sciatic.web.replies import with_answers
from sciatic.web.site import CHOSEN, Site, site_of, to_start
from sciatic.web.topics import by_topic, screen_of
from sciatic.web.visit import Screen, Visit, is_new, read_visit, screens, warning_of

router = APIRouter()
SAME = "same"
STAGES = ("danger", "chart", "story", "result")
STAGE_OF = {"about": "danger", "danger": "danger", "chart": "chart"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: the visit with its answers, the screen they stood on, the button."""

    visit: Visit
    screen: Screen
    button: str
    slips: Slips

    @property
    def changes(self) -> str:
        """The finding to change, where a button asked for it; else empty."""
        action, _, name = self.button.partition(":")
        is_known = name == CHART or name in vocabulary()
        return name if action == "change" and is_known else ""


@router.get("/questions", response_class=HTMLResponse)
async def nothing() -> Response:
    """Questions need a form: back to the start."""
    return to_start()


@router.post("/questions", response_class=HTMLResponse)
async def ask(request: Request) -> Response:
    """Take in the answers of a screen and show what comes next."""
    site = site_of(request)
    form = await site.form(request)
    return await run_in_threadpool(_answered, request, site, form)


def _answered(request: Request, site: Site, form: FormData) -> Response:
    return go_on(request, site, read(form))


def go_on(request: Request, site: Site, sent: Sent) -> Response:
    """What comes after a form was sent: the same screen, the stop, the next or the result."""
    visit = sent.visit
    judged = judged_of(visit, site.settings.today())
    if sent.changes:
        return _screen(request, site, judged, visit, (sent.changes,))
    if sent.button == SAME:
        return _same(request, site, judged, sent)
    if sent.button == "back":
        earlier, screen = visit.back(sent.screen)
        return _screen(request, site, judged, earlier, screen) if screen else to_start()
    if sent.slips:
        return _screen(request, site, judged, visit, sent.screen, sent.slips)
    visit = visit.after(sent.screen, visit.case)
    warning = warning_of(judged.urgency)
    if is_new(warning, visit.warned):
        return _stop(request, site, judged, replace(visit, warned=warning))
    if sent.button == "result":
        return show_result(request, site, judged, visit)
    if sent.button == "open":
        return _open_flags(request, site, judged, visit)
    return _next(request, site, judged, visit)


def read(form: FormData) -> Sent:
    """What a form says.

    Raises:
        CaseError: the case in it can't be read.
    """
    visit = read_visit(form)
    button = SAME if CHOSEN in form else f"{form.get('do', 'next')}"
    screen = next(iter(screens(form.get("screen"))), ())
    if CHART in screen:
        return Sent(replace(visit, case=with_chart(visit.case, form)), screen, button, {})
    case, slips = with_answers(visit.case, form, screen, rest_is_no=button == "none")
    return Sent(replace(visit, case=case), screen, button, slips)


def _same(request: Request, site: Site, judged: Judged, sent: Sent) -> Response:
    """The page that was shown, with what was filled in; without a screen it was the result."""
    if sent.screen:
        return _screen(request, site, judged, sent.visit, sent.screen, sent.slips)
    return show_result(request, site, judged, sent.visit)


def _next(request: Request, site: Site, judged: Judged, visit: Visit) -> Response:
    step = next_step(visit.case, visit.put, judged.questions)
    if step.stage == "done":
        return show_result(request, site, judged, visit, finished=True)
    return _screen(request, site, judged, visit, _of_step(step), stage=step.stage)


def _of_step(step: Step) -> Screen:
    return step.findings if step.stage in ("about", "beginning") else screen_of(step.findings)


def _open_flags(request: Request, site: Site, judged: Judged, visit: Visit) -> Response:
    """The flags that are still open, also those that were put before or are not sure."""
    paths = judged.urgency.unanswered_red_flags
    names = tuple(dict.fromkeys(path.split(".")[0] for path in paths))
    visit = visit.without(names)
    if not names:
        return _next(request, site, judged, visit)
    return _screen(request, site, judged, visit, screen_of(names))


def _screen(
    request: Request,
    site: Site,
    judged: Judged,
    visit: Visit,
    screen: Screen,
    slips: Slips | None = None,
    stage: str = "",
) -> Response:
    """One screen: the chart, or the questions of a topic."""
    shown: dict[str, Any] = {
        "screen": screen,
        "stage": STAGE_OF.get(stage or _stage_of(screen), "story"),
        "stages": STAGES,
        "known": known(visit.case, site.words(request)),
        "urgency": judged.urgency,
        "so_far": judged.account if stage == "telling" else None,
        "first": not visit.trail,
    }
    if CHART in screen:
        return site.page(request, "chart.html", visit, chart=chart_of(visit.case), **shown)
    asked = {one.id: one for one in questions(visit.case, screen, slips or {})}
    groups = [(title, [asked[name] for name in names]) for title, names in by_topic(screen)]
    return site.page(
        request,
        "questions.html",
        visit,
        422 if slips else 200,
        groups=groups,
        offers_no=sum(question.plain_no for question in asked.values()) > 1,
        **shown,
    )


def _stage_of(screen: Screen) -> str:
    """The stage of a screen that was gone back to."""
    if CHART in screen:
        return "chart"
    first = find(screen[0])
    return "about" if first.section == "person" else "danger" if first.red_flag else "story"


def _stop(request: Request, site: Site, judged: Judged, visit: Visit) -> Response:
    """What to do now, alone; the rest can wait."""
    urgency = judged.urgency
    reasons = [reason for reason in urgency.reasons if reason.rung == urgency.level]
    names = dict.fromkeys(path.split(".")[0] for one in reasons for path in one.findings)
    changeable = [find(name) for name in names if name in vocabulary()]
    return site.page(
        request,
        "stop.html",
        visit,
        urgency=urgency,
        reasons=reasons,
        changeable=[one for one in changeable if one.who == "patient"],
        painted=any(path.startswith("chart.") for one in reasons for path in one.findings),
    )
