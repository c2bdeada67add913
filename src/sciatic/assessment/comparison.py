"""What would change if an answer were another: two assessments side by side, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sciatic.assessment.assess import NOT_A_DIAGNOSIS, Assessment, assess
from sciatic.assessment.shifts import (
    Moved,
    Shift,
    moved_conditions,
    moved_levels,
    moved_roots,
    shifts,
)
from sciatic.findings import Case, Timing, load_case
from sciatic.findings.observations import thawed
from sciatic.triage import RUNGS, Reason, Urgency
from sciatic.triage.red_flags import triggered

SCHEMA: Final = "sciatic.what_if/1"
SUMMARY: Final = (
    "urgency",
    "conditions",
    "also_present",
    "syndromes",
    "levels",
    "roots",
    "next_questions",
)
"""The parts of ``sciatic.assessment/1`` that are kept of each of the two."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer before and after; None where it is not known."""

    path: str
    before: object | None
    after: object | None

    @property
    def unchanged(self) -> bool:
        """Whether the case says so already."""
        return self.before == self.after

    def to_dict(self) -> dict[str, Any]:
        """The change as it stands in ``sciatic.what_if/1``."""
        before, after = _plain(self.before), _plain(self.after)
        return {"path": self.path, "before": before, "after": after, "unchanged": self.unchanged}


@dataclass(frozen=True)
class WhatIf:
    """Two assessments of one person, the second with some answers changed."""

    changes: tuple[Change, ...]
    before: Assessment
    after: Assessment

    @cached_property
    def conditions(self) -> tuple[Moved, ...]:
        """Every condition before and after, the one that moved most first."""
        return moved_conditions(self.before.found, self.after.found)

    @cached_property
    def roots(self) -> tuple[Moved, ...]:
        """Roots before and after, the one that moved most first."""
        return moved_roots(self.before.found, self.after.found)

    @cached_property
    def levels(self) -> tuple[Moved, ...]:
        """Levels before and after, the one that moved most first."""
        return moved_levels(self.before.found, self.after.found)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Why the causes and roots that moved most did so."""
        return shifts(self.before.found, self.after.found)

    def to_dict(self) -> dict[str, Any]:
        """The document ``sciatic.what_if/1``."""
        before, after = self.before.to_dict(), self.after.to_dict()
        return {
            "schema": SCHEMA,
            "case_id": before["case_id"],
            "changes": [change.to_dict() for change in self.changes],
            "unchanged": all(change.unchanged for change in self.changes),
            "before": {part: before[part] for part in SUMMARY},
            "after": {part: after[part] for part in SUMMARY},
            "differences": self._differences(),
            "model": before["model"],
            "not_a_diagnosis": NOT_A_DIAGNOSIS,
        }

    def _differences(self) -> dict[str, Any]:
        labels = self.before.found.model.condition_labels
        then = [one.finding for one in self.before.next_questions]
        now = [one.finding for one in self.after.next_questions]
        return {
            "urgency": _urgency(self.before, self.after),
            "conditions": [
                {"id": one.name, "label": labels[one.name], **_chances(one)}
                for one in self.conditions
            ],
            "levels": [
                {"level": one.name, "side": one.side, **_chances(one)} for one in self.levels
            ],
            "roots": [{"root": one.name, "side": one.side, **_chances(one)} for one in self.roots],
            "next_questions": {
                "added": [path for path in now if path not in then],
                "removed": [path for path in then if path not in now],
            },
            "reasons": [_shift(one) for one in self.shifts],
        }


def what_if(
    case: Case | Mapping[str, Any] | str | Path,
    changes: Mapping[str, object],
    setting: str | None = None,
    *,
    today: date | None = None,
) -> WhatIf:
    """Assess a case as it is and with some answers changed, and set the two side by side.

    Args:
        case: as for ``assess``.
        changes: the new answer by path, as for ``Case.with_answer``; None takes an answer away.
            They are made together.
        setting: as for ``assess``.
        today: as for ``assess``.

    Raises:
        CaseError: a case that can't be read, or an answer that is not legal there.
        UnknownTermError: a path that names no finding, side or item; no such setting.
    """
    known = load_case(case)
    other = known.with_answers(changes)
    return WhatIf(
        changes=tuple(Change(path, known.get(path), other.get(path)) for path in changes),
        before=assess(known, setting=setting, today=today),
        after=assess(other, setting=setting, today=today),
    )


def _urgency(one: Assessment, other: Assessment) -> dict[str, Any]:
    """Both rungs before and after, the rules that came and went, and those that moved them."""
    before, after = one.urgency, other.urgency
    then, now = _holding(one), _holding(other)
    added = [reason for reason in after.reasons if (reason.rule, reason.rung) not in then]
    removed = [reason for reason in before.reasons if (reason.rule, reason.rung) not in now]
    return {
        "level": _rungs(before.level, after.level),
        "act_on": _rungs(before.act_on, after.act_on),
        "moved_by": [reason.rule for reason in _deciding(before, after, added, removed)],
        "rules_added": [_rule(reason) for reason in added],
        "rules_removed": [_rule(reason) for reason in removed],
        "flags_opened": _only(after.unanswered_red_flags, before.unanswered_red_flags),
        "flags_closed": _only(before.unanswered_red_flags, after.unanswered_red_flags),
    }


def _holding(one: Assessment) -> set[tuple[str, str]]:
    """Every rule that holds, with its rung, shown or not: a higher one hides those below it."""
    shown = {(reason.rule, reason.rung) for reason in one.urgency.reasons}
    return shown | set(triggered(one.case).items())


def _deciding(
    before: Urgency, after: Urgency, added: list[Reason], removed: list[Reason]
) -> list[Reason]:
    """The rules that moved the level: those new at a higher one, those gone from it otherwise."""
    was, is_now = RUNGS.index(before.level), RUNGS.index(after.level)
    if is_now > was:
        return [reason for reason in added if reason.rung == after.level]
    return [reason for reason in removed if RUNGS.index(reason.rung) > is_now]


def _rungs(before: str, after: str) -> dict[str, Any]:
    steps = RUNGS.index(after) - RUNGS.index(before)
    return {"before": before, "after": after, "steps": steps}


def _rule(reason: Reason) -> dict[str, Any]:
    return {**reason.to_dict(), "rung": reason.rung}


def _only(these: tuple[str, ...], those: tuple[str, ...]) -> list[str]:
    """What is in the first and not in the second, in its order."""
    known = set(those)
    return [path for path in these if path not in known]


def _chances(one: Moved) -> dict[str, float]:
    return {"before": one.before, "after": one.after, "change": one.change}


def _shift(one: Shift) -> dict[str, Any]:
    return {
        "favours": one.favours,
        "log_odds_before": one.log_odds_before,
        "log_odds_after": one.log_odds_after,
        "findings": [
            {
                "before": row.before,
                "after": row.after,
                "answer_changed": row.answer_changed,
                "log_odds_before": row.log_odds_before,
                "log_odds_after": row.log_odds_after,
                "change": row.change,
                "sources": list(row.sources),
            }
            for row in one.findings
        ],
    }


def _plain(answer: object) -> Any:
    """An answer as JSON writes it."""
    if isinstance(answer, frozenset):
        return sorted(answer)
    if isinstance(answer, Timing):
        return {"since_days": answer.since_days, "course": answer.course}
    return thawed(answer)
