"""What to ask first, and what to ask after a yes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sciatic.triage.red_flags import red_flags
from sciatic.triage.rule_files import DATA

if TYPE_CHECKING:
    from sciatic.findings import Case


@dataclass(frozen=True, slots=True)
class RedFlagQuestion:
    """A question still to be asked: the finding, and each side that is open (none: no sides)."""

    finding: str
    sides: tuple[str, ...]


def red_flag_questions(case: Case) -> tuple[RedFlagQuestion, ...]:
    """The red flags to ask about now, the most dangerous first; both sides in one question.

    What was answered with "not sure" is not asked again, though it stays open.
    """
    sides: dict[str, list[str]] = {}
    for path in red_flags(case).unanswered_red_flags:
        if case.get(path) is None:
            finding, _, side = path.partition(".")
            sides.setdefault(finding, []).extend([side] if side else [])
    return tuple(RedFlagQuestion(finding, tuple(sides[finding])) for finding in sides)


def follow_ups(finding: str) -> tuple[str, ...]:
    """What to ask after a yes: ``since_days`` and ``course``, or nothing.

    Each is a part of ``timing`` in the case.
    """
    asked: list[str] = []
    for entry in _table()["after_yes"]:
        if finding in entry["findings"]:
            asked += entry["ask"]
    return tuple(asked)


def follow_up_question(part: str) -> str:
    """The plain question for ``since_days`` or ``course``."""
    return str(_table()["questions"][part])


@cache
def _table() -> dict[str, Any]:
    import tomllib  # only the interview needs it

    text = DATA.joinpath("asking.toml").read_text("utf-8")
    return tomllib.loads(text)
