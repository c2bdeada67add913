"""The known answers of a set of cases: ``truth.jsonl``, one JSON object a line.

A field that a line lacks is a question that its case can't score; nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sciatic.errors import CaseError, Problem
from sciatic.triage import RUNGS

SIDES = ("left", "right", "both")

SPINAL_CONDITIONS = frozenset(
    {"disc_herniation", "spinal_stenosis", "spondylolisthesis", "cauda_equina_syndrome"}
)
"""The conditions that sit at a level, so that the level of their cases can be scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of one case. An empty set or None is unknown: that question is not scored.

    Attributes:
        id: the case it belongs to.
        condition: the condition as the source settled it, or None.
        conditions: every condition that counts as right; ``condition`` is one of them.
        roots: every root that counts as right; empty where the findings name it themselves.
        roots_stated: whether the source named the root (else it was inferred from the anatomy).
        levels: every level that counts as right; empty unless the condition sits at a level.
        side: left, right or both, or None.
        urgency: the rung as first graded, or None.
        rungs: every rung that counts as right, a second reading's included.
    """

    id: str
    condition: str | None
    conditions: frozenset[str]
    roots: frozenset[str]
    roots_stated: bool
    levels: frozenset[str]
    side: str | None
    urgency: str | None
    rungs: frozenset[str]

    @property
    def is_emergency(self) -> bool:
        """Whether the case was graded ``emergency_now`` at the first reading."""
        return self.urgency == "emergency_now"

    @property
    def lowest_rung(self) -> int | None:
        """Index in ``RUNGS`` of the lowest accepted rung; None where none is known."""
        return min((RUNGS.index(rung) for rung in self.rungs), default=None)

    @property
    def highest_rung(self) -> int | None:
        """Index in ``RUNGS`` of the highest accepted rung; None where none is known."""
        return max((RUNGS.index(rung) for rung in self.rungs), default=None)

    @property
    def can_wait(self) -> bool:
        """Whether nothing above ``within_2_weeks`` is accepted: a case that can be over-triaged."""
        highest = self.highest_rung
        return highest is not None and highest <= RUNGS.index("within_2_weeks")


def read_truth(path: Path) -> dict[str, Truth]:
    """The answers by case id, in the order of the file.

    Raises:
        CaseError: the file is missing, a line is no JSON object or has no id, an id stands
            twice, or a field has the wrong kind of value; every such line is named at once.
    """
    problems: list[Problem] = []
    found: dict[str, Truth] = {}
    for where, line in _lines(path):
        try:
            truth = parse_truth(json.loads(line))
        except (ValueError, TypeError) as why:
            problems.append(Problem(where, line[:60], str(why)))
            continue
        if truth.id in found:
            problems.append(Problem(where, truth.id, f"the id {truth.id!r} stands twice"))
        found[truth.id] = truth
    if problems:
        raise CaseError(problems, str(path))
    return found


def parse_truth(row: object) -> Truth:
    """One answer from its JSON object.

    Raises:
        ValueError: no id, an unknown rung or side, or a list that is none.
    """
    if not isinstance(row, Mapping):
        raise ValueError('not a JSON object; write one object a line, such as {"id": "case-1"}')
    condition = _text(row, "condition")
    roots = _names(row, "roots")
    scored_root = roots and not row.get("findings_name_root", False)
    level = _names(row, "level") if condition in SPINAL_CONDITIONS else frozenset()
    urgency = _word(row, "urgency", RUNGS)
    return Truth(
        id=_text(row, "id", needed=True) or "",
        condition=condition,
        conditions=_names(row, "condition") | _names(row, "also_acceptable")
        if condition
        else frozenset(),
        roots=roots | _names(row, "roots_also_acceptable") if scored_root else frozenset(),
        roots_stated=row.get("roots_basis") == "stated",
        levels=level | _names(row, "levels_all") if level else frozenset(),
        side=_word(row, "side", SIDES),
        urgency=urgency,
        rungs=_rungs(row) if urgency else frozenset(),
    )


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        reason = (getattr(why, "strerror", None) or str(why)).lower()
        problem = Problem(path.name, None, f"can't be read ({reason}); the answers stand in it")
        raise CaseError([problem], str(path.parent)) from why
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield f"{path.name} line {number}", line


def _rungs(row: Mapping[str, object]) -> frozenset[str]:
    review = row.get("urgency_review") or {}
    if not isinstance(review, Mapping):
        raise ValueError("urgency_review is no object; write its level and also_acceptable")
    rungs = (
        _names(row, "urgency")
        | _names(row, "urgency_also_acceptable")
        | _names(review, "level")
        | _names(review, "also_acceptable")
    )
    for rung in sorted(rungs - frozenset(RUNGS)):
        raise ValueError(f"unknown urgency {rung!r}; write one of {', '.join(RUNGS)}")
    return rungs


def _names(row: Mapping[str, object], key: str) -> frozenset[str]:
    """The words under a key that holds one word, or a list of them, or nothing."""
    value = row.get(key)
    if value is None:
        return frozenset()
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"{key} is {value!r}; write a word or a list of words")
    return frozenset(words)


def _text(row: Mapping[str, object], key: str, *, needed: bool = False) -> str | None:
    value = row.get(key)
    if value is None and not needed:
        return None
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is {value!r}; write a word")
    return value


def _word(row: Mapping[str, object], key: str, known: tuple[str, ...]) -> str | None:
    value = _text(row, key)
    if value is not None and value not in known:
        raise ValueError(f"unknown {key} {value!r}; write one of {', '.join(known)}")
    return value
