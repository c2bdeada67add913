"""What every answer of the server carries, and what it refuses: foreign forms and large ones."""

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
                "%s while answering %s, in %s", type(why).__name__, scope["path"], _where(why)
            )
            if started:
                raise
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
    return signed and _from_here(request)


def _from_here(request: Request) -> bool:
    """Every browser says where a form comes from; what says nothing is no browser."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
