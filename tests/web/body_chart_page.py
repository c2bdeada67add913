"""A page with nothing but the body chart, served on localhost for the tests."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sciatic.findings.observations import Mark
from sciatic.web.body_chart import body_chart, read_painted

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = """
{% from "parts/body_chart.html" import body_chart, read_only_chart with context %}
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Body chart</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/styles/tokens.css">
<link rel="stylesheet" href="/static/styles/body_chart.css">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/static/modules/body_chart.js"></script></head>
<body><main><h1>Where do you feel it?</h1><h2>The chart</h2>
{% if editable %}<form method="post" action="/edit">{{ body_chart(chart) }}
<button>Go on</button></form>
{% else %}{{ read_only_chart(chart) }}{% endif %}</main></body></html>
"""
STYLE = "body{margin:16px;background:var(--paper);color:var(--ink);font:18px/1.5 var(--font)}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sciatic.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment


def _marks(request: Request) -> list[Mark]:
    return [Mark(*one.split(".")) for one in request.query_params.getlist("mark")]


def _shown(editable: bool, marks: list[Mark], predicted: dict[tuple[str, str], float]) -> Response:
    chart = body_chart(marks, predicted=None if editable else predicted)
    text = _environment().from_string(PAGE).render(editable=editable, chart=chart)
    return HTMLResponse(text, headers={"Content-Security-Policy": POLICY})


async def _edit(request: Request) -> Response:
    if request.method == "POST":
        return JSONResponse(read_painted(await request.form()).to_dict())
    return _shown(True, _marks(request), {})


async def _read(request: Request) -> Response:
    given = json.loads(request.query_params.get("predicted", "{}"))
    predicted = {tuple(place.split(".")): chance for place, chance in given.items()}
    return _shown(False, _marks(request), predicted)  # type: ignore[arg-type]


async def _style(_: Request) -> Response:
    return Response(STYLE, media_type="text/css")


async def _nothing(_: Request) -> Response:
    return Response(status_code=204)


@contextmanager
def served() -> Iterator[str]:
    """The address of a running server with the pages ``/edit`` and ``/read``."""
    app = Starlette(
        routes=[
            Route("/edit", _edit, methods=["GET", "POST"]),
            Route("/read", _read),
            Route("/page.css", _style),
            Route("/favicon.ico", _nothing),
            Mount("/static", StaticFiles(packages=[("sciatic.web", "static")])),
        ]
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=10)
