"""The application: routes, guards, static files, a model made ready before the first visit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from sciatic.assessment import compiled
from sciatic.errors import CaseError
from sciatic.web.judged import Judged
from sciatic.web.nerve_picture import picture
from sciatic.web.pages import check_in, clinician, explore, interview, papers, start
from sciatic.web.result_view import result_view
from sciatic.web.security import GuardMiddleware
from sciatic.web.settings import Settings
from sciatic.web.site import OldFormError, Site, site_of, templates
from sciatic.web.visit import fresh
from sciatic.web.words import SOURCE, words_of

STATIC: Final = Path(__file__).with_name("static")


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application with these settings; without any, for this machine alone."""
    site = Site(settings or Settings())
    app = FastAPI(
        title="sciatic", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_made_ready
    )
    app.state.site = site
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for pages in (start, interview, papers, check_in, clinician, explore):
        app.include_router(pages.router)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(CaseError, _told)
    app.add_exception_handler(OldFormError, _handed_back)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(site.settings.hosts))

    def refused(request: Request, status: int) -> Response:
        return site.page(request, "error.html", status=status, code=status, places=())

    app.add_middleware(GuardMiddleware, most_bytes=site.settings.most_bytes, refused=refused)
    return app


@asynccontextmanager
async def _made_ready(app: FastAPI) -> AsyncIterator[None]:
    """Load the model and judge an empty case: what is slow the first time is over then."""
    site: Site = app.state.site
    compiled()
    nobody = Judged(fresh().case, site.settings.today())
    result_view(nobody, words_of(SOURCE))
    picture(nobody.assessment)
    for language in site.settings.languages:
        for name in ("questions.html", "result.html"):
            templates(language).get_template(name)
    Thread(target=explore.make_ready, daemon=True).start()
    check_in.purge(site)
    yield


async def _told(request: Request, why: Exception) -> Response:
    """An error as a page that says what to do; what was wrong in a case is named by its place."""
    status = why.status_code if isinstance(why, HTTPException) else 400
    places = tuple(f"{one}" for one in why.problems[:5]) if isinstance(why, CaseError) else ()
    return site_of(request).page(request, "error.html", status=status, code=status, places=places)


async def _handed_back(request: Request, why: Exception) -> Response:
    """A form that is only too old, with all that was filled in and a button to send it anew."""
    assert isinstance(why, OldFormError)
    return site_of(request).page(
        request,
        "old_form.html",
        status=403,
        fields=why.fields,
        files=why.files,
        multipart=request.headers.get("content-type", "").startswith("multipart/"),
    )
