"""Where the tables of a room lie: in its folder ``data``, beside the code."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def data_text(room: str, name: str) -> str:
    """The text of ``sciatic/<room>/data/<name>``."""
    return PACKAGE.joinpath(room, "data", name).read_text("utf-8")
