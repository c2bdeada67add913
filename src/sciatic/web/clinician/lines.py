"""Which findings the sheet shows, in groups: from ``clinician.toml``, the red flags from triage."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sciatic.assessment.interview import could_be_emergency_alone
from sciatic.evidence import data_text
from sciatic.findings import movements
from sciatic.triage import red_flag_questions
from sciatic.web.visit import fresh

MOVEMENTS: Final = "movements"
FLAGS: Final = {"flags:alone": True, "flags:more": False}


@dataclass(frozen=True, slots=True)
class LineGroup:
    """A group of the sheet: its id, its lines (``strength.dorsiflexion``), whether it is folded."""

    id: str
    lines: tuple[str, ...]
    folded: bool


@cache
def line_groups() -> tuple[LineGroup, ...]:
    """Every group, in the order of the sheet; no line comes twice."""
    rows = tomllib.loads(data_text("web", "clinician.toml"))["group"]
    named = {line for row in rows for line in row["lines"]}
    return tuple(
        LineGroup(
            row["id"],
            tuple(line for name in row["lines"] for line in _expanded(name, named)),
            row.get("folded", False),
        )
        for row in rows
    )


def _expanded(name: str, named: set[str]) -> Iterator[str]:
    if name == MOVEMENTS:
        yield from (f"strength.{movement}" for movement in movements())
    elif name in FLAGS:
        nobody = fresh().case
        alone = could_be_emergency_alone(nobody)
        for question in red_flag_questions(nobody):
            if (question.finding in alone) == FLAGS[name] and question.finding not in named:
                yield question.finding
    else:
        yield name
