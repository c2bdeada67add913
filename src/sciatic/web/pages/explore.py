"""Explore: lessons, two lessons side by side, and ways of the nerves. Addresses hold no person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sciatic.anatomy import ROOTS, muscles, nerves, reflexes, regions
from sciatic.errors import UnknownTermError, nearest
from sciatic.pathology import SEVERITIES
from sciatic.pathology.effects import effect
from sciatic.web.explore.comparing import telling_groups
from sciatic.web.explore.course import course_of
from sciatic.web.explore.gallery import pairs, starts
from sciatic.web.explore.lesson import (
    LONGEST,
    Lesson,
    Query,
    Unknown,
    UnknownWordsError,
    read_lesson,
    texts,
    written,
)
from sciatic.web.explore.tracing import SIDES, label_of, read_wish, trace_view
from sciatic.web.explore.view import controls, left_out, lesson_view
from sciatic.web.explore.words import grade_words, people, percent, ten
from sciatic.web.site import site_of

router = APIRouter(prefix="/explore")
FAMILIES: Final = ("disc", "stenosis", "foraminal", "entrapment")
WORDS: Final[dict[str, Any]] = {"people": people, "ten": ten, "percent": percent}
SECOND: Final = "b_"
MOST_NEAR: Final = 12


def make_ready() -> None:
    """Work out what each grade of pressure does over days: slow the first time it is asked for."""
    for family in FAMILIES:
        for severity in SEVERITIES:
            effect(f"{family}:{severity}")


@router.get("", response_class=HTMLResponse)
def explore(request: Request) -> Response:
    """A lesson, with what can be chosen and where one can start."""
    return _of_lesson(request, "explore.html")


@router.get("/lesson", response_class=HTMLResponse, include_in_schema=False)
def lesson(request: Request) -> Response:
    """The same without the page around it, for a page that is open."""
    if not _by_script(request):
        return _whole(texts(request.query_params))
    return _of_lesson(request, "explore_lesson.html")


def _by_script(request: Request) -> bool:
    """Whether a script asks: who opens an address names ``text/html``, a script takes anything."""
    return "text/html" not in request.headers.get("accept", "")


def _whole(query: Query, end: str = "") -> Response:
    """Where the page lies that a part of it belongs to."""
    return RedirectResponse(f"/explore?{written(query)}{end}" if query else "/explore", 303)


def _of_lesson(request: Request, template: str) -> Response:
    site, query = site_of(request), texts(request.query_params)
    say = site.words(request).say
    try:
        chosen = read_lesson(query)
    except UnknownWordsError as why:
        return _unknown_words(request, query, why, "/explore")
    with_course = query.get("walk") == "yes"
    return site.page(
        request,
        template,
        **WORDS,
        lesson=chosen,
        controls=controls(chosen, say),
        changed=left_out(chosen, say),
        view=lesson_view(chosen, say),
        course=course_of(chosen, say) if with_course else None,
        course_asked=with_course,
        course_address=f"/explore/course?{written(chosen.query())}",
        walk_address=f"{chosen.address()}&walk=yes#walk",
        compare_address=f"/explore/compare?{written(_beside(chosen))}",
        starts=starts(say),
        pairs=pairs(say),
        grades=[grade_words(grade, say) for grade in range(6)],
        asked=bool(query),
    )


def _beside(chosen: Lesson) -> dict[str, str]:
    """A lesson with another beside it: the fibular nerve, or a root where it is that already."""
    other = "fibular_neuropathy"
    if chosen.chosen["condition"] == other:
        other = "disc_herniation"
    return {**chosen.query(), f"{SECOND}condition": other}


@router.get("/course", response_class=HTMLResponse, include_in_schema=False)
def course(request: Request) -> Response:
    """A walk and the postures of a lesson: the part that takes longest."""
    site, query = site_of(request), texts(request.query_params)
    if not _by_script(request):
        return _whole({**query, "walk": "yes"}, "#walk")
    say = site.words(request).say
    try:
        chosen = read_lesson(query)
    except UnknownWordsError as why:
        return _unknown_words(request, query, why, "/explore")
    return site.page(
        request, "explore_course.html", **WORDS, lesson=chosen, course=course_of(chosen, say)
    )


@router.get("/compare", response_class=HTMLResponse)
def compare(request: Request) -> Response:
    """Two lessons side by side, and what tells them apart."""
    site, query = site_of(request), texts(request.query_params)
    say = site.words(request).say
    wrong: list[Unknown] = []
    both: list[Lesson] = []
    for prefix in ("", SECOND):
        try:
            both.append(read_lesson(query, prefix))
        except UnknownWordsError as why:
            wrong += why.words
    if wrong:
        return _unknown_words(request, query, UnknownWordsError(wrong), "/explore/compare")
    one, other = both
    fields = {**one.query(), **other.query(SECOND)}
    return site.page(
        request,
        "explore_compare.html",
        **WORDS,
        lessons=[
            (prefix, chosen, controls(chosen, say), left_out(chosen, say), lesson_view(chosen, say))
            for prefix, chosen in (("", one), (SECOND, other))
        ],
        groups=telling_groups(one, other, say),
        pairs=pairs(say),
        address=f"/explore/compare?{written(fields)}",
    )


@router.get("/trace", response_class=HTMLResponse)
def follow(request: Request) -> Response:
    """A root, a nerve or a place, and its way."""
    site, query = site_of(request), texts(request.query_params)
    say = site.words(request).say
    wish = read_wish(query)
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        (say("Skin"), regions()),
        (say("Muscles"), muscles()),
        (say("Reflexes"), reflexes()),
        (say("Nerves"), nerves()),
    )
    try:
        if wish.side not in SIDES:
            raise UnknownTermError("side", wish.side, SIDES)
        view = trace_view(wish, say)
    except UnknownTermError as why:
        return _not_traced(request, query, why)
    places = [(title, [(name, label_of(name, say)) for name in names]) for title, names in tables]
    return site.page(
        request, "explore_trace.html", **WORDS, wish=wish, view=view, roots=ROOTS, places=places,
        sides=SIDES,
    )  # fmt: skip


def _unknown_words(request: Request, query: Query, why: UnknownWordsError, path: str) -> Response:
    """A page that names the nearest words there are, each a link that puts it right."""
    rows = [
        (
            one.field,
            one.word,
            [(word, f"{path}?{written({**query, one.field: word})}") for word in one.near],
        )
        for one in why.words
    ]
    return site_of(request).page(request, "explore_unknown.html", status=400, rows=rows, back=path)


def _not_traced(request: Request, query: Query, why: UnknownTermError) -> Response:
    """The same for a trace: an unknown name, or a root that does not serve the place."""
    fields = {name: query.get(name, "").strip() for name in ("side", "root", "place")}
    field = next((name for name, word in fields.items() if word == why.name), "place")
    word = fields[field][:LONGEST]
    near = nearest(word, why.known) or why.known[:MOST_NEAR]
    if why.kind.startswith("root of "):
        near = why.known
    rows = [
        (field, word, [(one, f"/explore/trace?{written({**query, field: one})}") for one in near])
    ]
    return site_of(request).page(
        request, "explore_unknown.html", status=400, rows=rows, back="/explore/trace"
    )
