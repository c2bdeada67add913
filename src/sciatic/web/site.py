"""What every page shares: settings, templates in the reader's language, and how a page is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sciatic import __version__
from sciatic.findings.wording import plain_label
from sciatic.guidance.plain_words import plain_condition
from sciatic.triage.rule_book import rule_book
from sciatic.web.questions import UNITS
from sciatic.web.security import (
    FIELD,
    cookie_of,
    is_only_old,
    is_ours,
    set_cookie,
    token_for,
)
from sciatic.web.settings import CODE_NUMBERS, Settings
from sciatic.web.visit import Visit
from sciatic.web.words import Words, chosen, is_translated, words_of

LANGUAGE: Final = "sciatic_language"
CHOSEN: Final = "language"
"""The field of a form whose button asked for another language; the same page answers in it."""
A_YEAR: Final = 365 * 24 * 3600
MOST_FIELDS: Final = 1000


@cache
def templates(language: str) -> Environment:
    """The templates, speaking one language."""
    words = words_of(language)
    environment = Environment(
        loader=PackageLoader("sciatic.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True
    )
    environment.globals.update(
        words=words,
        version=__version__,
        units=UNITS,
        plain=plain_condition,
        plain_label=plain_label,
        headings=_headings(),
    )
    environment.filters["day"] = words.day
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    return environment


def _headings() -> Mapping[str, str]:
    """What to do now, by rung, and the words of a call."""
    return {**rule_book().headings, **rule_book().words}


class OldFormError(Exception):
    """A form of ours from before the server was started again; see ``security``.

    Attributes:
        fields: what was filled in, as pairs of name and value.
        files: the names of the fields for which a file was chosen; it has to be chosen again.
    """

    def __init__(self, form: FormData) -> None:
        pairs = [(name, value) for name, value in form.multi_items() if name != FIELD]
        self.fields = [(name, value) for name, value in pairs if isinstance(value, str)]
        self.files = [
            name for name, value in pairs if isinstance(value, UploadFile) and value.filename
        ]
        super().__init__("a form from before the server was started again")


@dataclass(frozen=True)
class Site:
    """The settings of the server, and what a page needs of a request."""

    settings: Settings

    def words(self, request: Request) -> Words:
        """The words in the language of this request."""
        accepted = request.headers.get("accept-language", "")
        wanted = getattr(request.state, "language", request.cookies.get(LANGUAGE))
        return words_of(chosen(wanted, accepted, self.settings.languages))

    def text(
        self, request: Request, template: str, visit: Visit | None = None, **shown: Any
    ) -> str:
        """A page as HTML text; ``shown`` is what its template reads."""
        words = self.words(request)
        cookie = self._cookie(request)
        fields = {FIELD: token_for(cookie, self.settings.secret)}
        number = words.say(self.settings.emergency_number)
        theirs = words.say(CODE_NUMBERS)

        def fill(text: str) -> str:
            return text.replace("{number}", number).replace(theirs, number)

        def say(text: str) -> str:
            return fill(words.say(text))

        page: Mapping[str, Any] = {
            "visit": visit,
            "hidden": fields | (visit.fields() if visit else {}),
            "number": number,
            "tel": number if number.isdecimal() else "",
            "here": request.url.path,
            "say": say,
            "fill": fill,
            "languages": self.languages(),
            "today": self.settings.today(),
            "stores": self.settings.store is not None,
        }
        return templates(words.language).get_template(template).render({**page, **shown})

    def page(
        self,
        request: Request,
        template: str,
        visit: Visit | None = None,
        status: int = 200,
        **shown: Any,
    ) -> HTMLResponse:
        """A page, with the cookie that its forms are tied to."""
        response = HTMLResponse(self.text(request, template, visit, **shown), status)
        set_cookie(response, self._cookie(request), secure=request.url.scheme == "https")
        if hasattr(request.state, "language"):
            keep_language(response, request.state.language)
        return response

    def _cookie(self, request: Request) -> str:
        if not hasattr(request.state, "cookie"):
            request.state.cookie = cookie_of(request)
        return str(request.state.cookie)

    def languages(self) -> tuple[Words, ...]:
        """The languages to choose from; none where there is no choice."""
        there = [words_of(name) for name in self.settings.languages if is_translated(name)]
        return tuple(there) if len(there) > 1 else ()

    async def form(self, request: Request) -> FormData:
        """The fields of a form of ours.

        Raises:
            OldFormError: it was made here, but before the server was started again.
            HTTPException: 403 where it was not made here for this browser.
        """
        form = await request.form(max_fields=MOST_FIELDS, max_files=1)
        if is_ours(request, form, self.settings.secret):
            if form.get(CHOSEN) in self.settings.languages:
                request.state.language = form[CHOSEN]
            return form
        await form.close()
        raise OldFormError(form) if is_only_old(request) else HTTPException(403)


def keep_language(response: Response, language: str) -> None:
    """Remember the language that was chosen."""
    response.set_cookie(LANGUAGE, language, max_age=A_YEAR, httponly=True, samesite="strict")


def site_of(request: Request) -> Site:
    """The site that answers a request."""
    site: Site = request.app.state.site
    return site


def to_start() -> RedirectResponse:
    """Where a page that only a form can open is asked for by its address."""
    return RedirectResponse("/", 303)
