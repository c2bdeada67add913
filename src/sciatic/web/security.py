"""What every answer of the server carries, and what it refuses: foreign forms and large ones.

A form is taken where two things agree: its token was signed by this server for the cookie that came
with it, and the browser does not say that another site sent it.

The key that signs is new whenever the server starts, so a page that was open then has a token that
means nothing. What was typed into it need not be lost: where the browser itself says that a page of
ours sent the form (``is_only_old``), it is not acted on, but shown back in hidden fields with a
fresh token and one button. That keeps the protection, for these reasons:

- ``Origin`` and ``Sec-Fetch-Site`` are set by the browser and no script of another site can change
  them. A form from elsewhere carries its own origin or ``null`` and is refused as before; so is one
  that says nothing of where it comes from.
- Nothing happens until the person presses the button on a page of ours, and that form has to pass
  both checks itself. No other site can press it: it may not frame our pages (``frame-ancestors``),
  nor read the token (another origin).
- What is shown back is escaped, and went only to whoever sent it.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable, MutableMapping
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "sciatic_form"
FIELD: Final = "form_token"
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it a browser sends "Origin: null" with our own forms, and the check
    # of where a form came from would be blind. Addresses here hold nothing personal.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
log = logging.getLogger("sciatic.web")


class GuardMiddleware:
    """Sets the headers of every answer, refuses bodies above a size, and keeps errors quiet.

    Args:
        app: what is guarded.
        most_bytes: the largest body that is read.
        refused: the page for a request that went wrong (500) or is too large (413).
    """

    def __init__(
        self, app: ASGIApp, most_bytes: int, refused: Callable[[Request, int], Response]
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _set_headers(message, scope)
            await send(message)

        try:
            if _declared(scope) > self._most_bytes:
                raise _TooLargeError
            await self._app(scope, self._counted(receive), send_guarded)
        except _TooLargeError:
            too_large = self._refused(Request(scope), 413)
            too_large.headers["Connection"] = "close"
            await too_large(scope, receive, send_guarded)
        except Exception as why:  # what a person wrote may stand in its message: only its kind
            log.error(
                "%s while answering %r, in %s", type(why).__name__, scope["path"], _where(why)
            )
            if not started:  # else the server cuts the line; raising would log the message
                await self._refused(Request(scope), 500)(scope, receive, send_guarded)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def read() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most_bytes:
                raise _TooLargeError
            return message

        return read


def _where(why: Exception) -> str:
    """The file and line where an error arose; nothing of what was being read."""
    places = extract_tb(why.__traceback__)
    return f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "an unknown place"


class _TooLargeError(Exception):
    """The body is larger than what is read."""


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else 0


def _set_headers(message: MutableMapping[str, Any], scope: Scope) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    still = scope["path"].startswith("/static/")
    headers.setdefault("Cache-Control", "no-cache" if still else "no-store")


def token_for(cookie: str, secret: bytes) -> str:
    """The hidden token that goes with a cookie: only this server can make it."""
    return hmac.new(secret, cookie.encode(), sha256).hexdigest()


def cookie_of(request: Request) -> str:
    """The cookie that forms are tied to; a new one where there is none."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def set_cookie(response: Response, cookie: str, *, secure: bool) -> None:
    """Give the cookie: for this session, this site, and no script."""
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=secure)


def is_ours(request: Request, form: FormData, secret: bytes) -> bool:
    """True where a form was made by this server for this browser, and sent from our own page."""
    cookie, token = request.cookies.get(COOKIE, ""), form.get(FIELD, "")
    if not cookie or not isinstance(token, str):
        return False
    signed = hmac.compare_digest(token.encode(), token_for(cookie, secret).encode())
    return signed and _from_here(request) is not False


def is_only_old(request: Request) -> bool:
    """True where a form that is not ours any more was sent by a page of ours, for certain."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    return _from_here(request) is True and site == "same-origin"


def _from_here(request: Request) -> bool | None:
    """Whether a page of ours sent a form, as every browser says; None from what is no browser."""
    origin = request.headers.get("origin")
    if origin is not None:
        return _host_in(origin) == request.headers.get("host")
    site = request.headers.get("sec-fetch-site")
    return None if site is None else site == "same-origin"


def _host_in(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no address at all, such as "http://["
        return ""
