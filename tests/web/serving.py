"""A server of its own for tests that need other settings than the rest."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from sciatic.web.app import create_app
from sciatic.web.settings import Settings

PATIENCE_S = 90.0


@contextmanager
def served(settings: Settings, port: int = 0) -> Iterator[str]:
    """Serve the pages with these settings, on a free port where none is named; its address."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    config = uvicorn.Config(
        create_app(settings), port=port, access_log=False, log_level="warning", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + PATIENCE_S
    while not server.started:
        assert time.monotonic() < end, "the server never started"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)
