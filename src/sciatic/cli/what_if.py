"""``sciatic assess CASE --what-if PATH=VALUE``: the case beside the one with answers changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import click

from sciatic.cli.terminal import ink_for

if TYPE_CHECKING:
    from sciatic.findings import Case

UNKNOWN = "unknown"
TRUTH = {"true": True, "yes": True, "false": False, "no": False}
SECTIONS = ("person", "history", "exam", "tests")


def show_what_if(
    case: Case, changes: Sequence[str], form: str, *, setting: str | None, today: date | None
) -> None:
    """Print the two assessments side by side, as a page or as ``sciatic.what_if/1``."""
    from sciatic.assessment import what_if

    read = dict(map(answer, changes))
    document = what_if(case, read, setting, today=today).to_dict()
    if form == "json":
        import json

        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    from sciatic.cli.what_if_text import render

    ink = ink_for(sys.stdout)
    click.echo(render(document, ink), nl=False, color=ink.colour)


def answer(change: str) -> tuple[str, object]:
    """The path and the new answer in what was typed: a path, "=" and a value.

    Raises:
        click.BadParameter: there is no value, or the path is of a date without its part.
    """
    path, equals, word = change.partition("=")
    if not equals:
        raise click.BadParameter(f"{change!r} names no value; write {change}=VALUE")
    path, word = _without_section(path.strip()), word.strip()
    if word.lower() == UNKNOWN:
        return path, None
    return path, _value(path, word)


def _without_section(path: str) -> str:
    """A path as the messages write it, "history.fever", without its section."""
    section, dot, rest = path.partition(".")
    return rest if dot and section in SECTIONS else path


def _value(path: str, word: str) -> object:
    """What was typed, as the kind of value that the finding of the path takes."""
    from sciatic.findings import vocabulary

    if path == "chart.complete":
        return TRUTH.get(word.lower(), word)
    if path.startswith("chart."):
        return word.split("+")
    if path.startswith("timing."):
        return _of_timing(path, word)
    finding = vocabulary().get(path.partition(".")[0])
    if finding is None or finding.kind in ("choice", "mri"):
        return word
    if finding.kind == "boolean":
        return TRUTH.get(word.lower(), word)
    return _number(word)


def _of_timing(path: str, word: str) -> object:
    """A date in days, or a course; the path must say which."""
    from sciatic.findings.paths import timing_path

    part = timing_path(path.split(".")[1:])[1]
    if part is None:
        raise click.BadParameter(f"write {path}.since_days=3 or {path}.course=worsening")
    return _number(word) if part == "since_days" else word


def _number(word: str) -> object:
    for number in (int, float):
        with suppress(ValueError):
            return number(word)
    return word
