"""Syndromes: named patterns of symptoms, each with the causes behind it, never beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from sciatic.assessment.digests import model_folder
from sciatic.evidence import data_text
from sciatic.findings import Case, vocabulary

SIDES = ("left", "right")
LIKELY = 0.05
FILE = "syndromes.json"


@dataclass(frozen=True, slots=True)
class Syndrome:
    """A pattern that the answers show or deny, and the causes likely to lie behind it."""

    id: str
    side: str | None
    present: bool
    because: tuple[str, ...]
    likely_causes: tuple[str, ...]


def write(folder: Path) -> None:
    """Write the rules beside the model as JSON, which is read sooner than TOML."""
    (folder / FILE).write_text(json.dumps(_written()), "utf-8")


@cache
def _rules() -> tuple[Mapping[str, Any], ...]:
    try:
        return tuple(json.loads((model_folder() / FILE).read_bytes()))
    except OSError:
        return tuple(_written())


def _written() -> list[Mapping[str, Any]]:
    import tomllib  # only where no model is kept

    rules: list[Mapping[str, Any]] = tomllib.loads(data_text("assessment", "syndromes.toml"))[
        "syndrome"
    ]
    return rules


def syndromes(case: Case, chances: Sequence[tuple[str, float]]) -> tuple[Syndrome, ...]:
    """The syndromes that the case shows or denies; unknown ones are left out.

    Args:
        case: what is known.
        chances: each condition and its probability, falling.
    """
    found = []
    for rule in _rules():
        for side in SIDES if rule["per_side"] else (None,):
            because = tuple(_because(rule, case, side))
            denied = [path for path in _paths(rule["denied_by"], side) if case.get(path) is False]
            if because or denied:
                likely = [name for name, p in chances if name in rule["causes"] and p >= LIKELY]
                found.append(
                    Syndrome(rule["id"], side, bool(because), because or tuple(denied),
                             tuple(likely) if because else ())
                )  # fmt: skip
    return tuple(found)


def _paths(names: Sequence[str], side: str | None) -> Iterator[str]:
    for name in names:
        finding, _, item = name.partition(".")
        yield ".".join(part for part in (finding, side, item) if part)


def _because(rule: Mapping[str, Any], case: Case, side: str | None) -> Iterator[str]:
    for name in rule.get("any", ()):
        path = _holds(case, name, side)
        if path:
            yield path
    for mark in case.marks:
        counts = mark.side == side and mark.sensation in rule.get("painted_as", ())
        if counts and any(fnmatch(mark.region, pattern) for pattern in rule["painted"]):
            yield f"chart.{side}.{mark.region}={mark.sensation}"
    groups = [
        [path for name in names for path in _any_side(case, name)] for names in rule.get("all", ())
    ]
    if groups and all(groups):
        yield from (path for group in groups for path in group)


def _any_side(case: Case, name: str) -> Iterator[str]:
    for side in SIDES if vocabulary()[name].per_side else (None,):
        path = _holds(case, name, side)
        if path:
            yield path


def _holds(case: Case, name: str, side: str | None) -> str | None:
    """The path with its value where the answer is yes (or as the rule says)."""
    if "<=" in name:
        path, most = name.split("<=")
        full = next(_paths([path], side))
        value = case.get(full)
        return f"{full}={value}" if isinstance(value, int) and value <= int(most) else None
    path, _, wanted = name.partition("=")
    full = next(_paths([path], side))
    value = case.get(full)
    if wanted:
        return f"{full}={value}" if value == wanted else None
    return f"{full}=true" if value is True else None
