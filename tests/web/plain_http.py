"""Asking the server without a browser: one request, one answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def ask(
    address: str,
    method: str,
    path: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | Iterable[bytes] | None = None,
) -> tuple[int, dict[str, str], str]:
    """The status, the headers and the text of an answer."""
    status, told, content = fetch(address, method, path, fields, headers, body)
    return status, told, content.decode("utf-8", "replace")


def fetch(
    address: str,
    method: str,
    path: str,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | Iterable[bytes] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """The same as it came, for what is no text."""
    host = urlsplit(address).netloc
    content = urlencode(fields) if fields is not None else body
    with closing(HTTPConnection(host, timeout=30)) as line:
        line.request(method, path, content, {"Host": host, **FORM, **(headers or {})})
        answer = line.getresponse()
        content = answer.read()
    return answer.status, dict(answer.getheaders()), content


def cookie_and_token(address: str) -> tuple[str, str]:
    """The cookie that a first visit gets, and the token of its forms."""
    _, headers, text = ask(address, "GET", "/")
    found = re.search(r'name="form_token" value="(\w+)"', text)
    assert found, "the first page has no form"
    return headers["set-cookie"].partition(";")[0], found.group(1)


class Visitor:
    """Somebody who reads in one language and sends forms."""

    def __init__(self, address: str, language: str) -> None:
        self.address = address
        self.cookie, self.token = cookie_and_token(address)
        self.language = language

    def get(self, path: str) -> str:
        """The page at an address, whatever its status."""
        return ask(self.address, "GET", path, headers=self._headers())[2]

    def post(self, path: str, **fields: str) -> str:
        """The page that a form brings."""
        sent = {"form_token": self.token, **fields}
        return ask(self.address, "POST", path, sent, self._headers())[2]

    def file(self, path: str, **fields: str) -> bytes:
        """The file that a form brings."""
        sent = {"form_token": self.token, **fields}
        return fetch(self.address, "POST", path, sent, self._headers())[2]

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "Accept-Language": self.language}
