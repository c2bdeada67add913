"""What the findings can't tell apart, and the side: said, never hidden in decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sciatic.assessment.assess import Assessment
from sciatic.assessment.close_roots import ROOT, TOO_CLOSE, WORTH_SAYING, close_roots
from sciatic.assessment.differential import Differential

SIDES: Final = ("left", "right", "both")
NONE: Final = "none"
"""A cause without a side: of the cord, of the whole body, of the back alone."""
LEGS: Final = ("left", "right")


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two things that the findings can't tell apart.

    Attributes:
        kind: ``root``, ``level``, ``side`` or ``condition``.
        first: the likelier one: a root, a level, a side, the id of a cause.
        second: the other.
        side: the side of roots and levels; else empty.
        would_tell: path of the question that moves them most; empty where none is known (yet).
    """

    kind: str
    first: str
    second: str
    side: str = ""
    would_tell: str = ""


def sides(found: Differential) -> tuple[tuple[str, float], ...]:
    """(side, probability) of the lesion: left, right, both, none; falling; they sum to one."""
    told = np.array(found.model.labels.side)
    rows = [(side, float(found.p_states[told == side].sum())) for side in (*SIDES, NONE)]
    return tuple(sorted(rows, key=lambda row: -row[1]))


def undecided(one: Assessment, questions: Sequence[Mapping[str, Any]] = ()) -> list[Undecided]:
    """Every pair of leading answers that lie too close, by the rule of ``close_roots``.

    Args:
        one: the assessment.
        questions: its next questions as documents, with their outcomes where they are known.
    """
    rows = [
        {"root": root, "side": side, "probability": p, "share": share}
        for side, root, p, share in one.roots
    ]
    found: list[Undecided] = []
    roots = close_roots({"roots": rows})
    if roots:
        found.append(Undecided("root", *roots, would_tell=_tells_roots(questions)))
    found += _levels(one)
    legs = [row for row in sides(one.found) if row[0] in LEGS]
    if _too_close(legs):
        found.append(Undecided("side", legs[0][0], legs[1][0]))
    causes = one.conditions[:2]
    if _too_close(causes):
        (first, _), (second, _) = causes
        found.append(Undecided("condition", first, second, would_tell=_tells_causes(questions)))
    return found


def _levels(one: Assessment) -> list[Undecided]:
    """The two likeliest levels of one side, where they lie too close."""
    levels = one.found.levels()
    beside = [row for row in levels[1:] if row[1] == levels[0][1]]
    if not beside or not _too_close(((levels[0][0], levels[0][2]), (beside[0][0], beside[0][2]))):
        return []
    side = "" if levels[0][1] == NONE else levels[0][1]
    return [Undecided("level", levels[0][0], beside[0][0], side)]


def _too_close(rows: Sequence[tuple[str, float]], among: frozenset[str] | None = None) -> bool:
    (first, p), (second, p_second), *_ = rows
    meant = among is None or {first, second} == among
    return meant and p >= WORTH_SAYING and p_second >= TOO_CLOSE * p


def _tells_roots(questions: Sequence[Mapping[str, Any]]) -> str:
    """The first question that a root hangs on."""
    return next((f"{row['finding']}" for row in questions if ROOT.search(row["would_change"])), "")


def _tells_causes(questions: Sequence[Mapping[str, Any]]) -> str:
    """The first question of which some answer would bring another cause to the front."""
    told = (row for row in questions if row.get("outcomes", {}).get("would_change_first_cause"))
    return next((f"{row['finding']}" for row in told), "")
