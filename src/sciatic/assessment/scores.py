"""Score one assessment against the known answer.

The rule where there is no usable answer: it counts at its worst in every question that the case
can score. So leaving a case out, or crashing on it, never helps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciatic.assessment.truth import SIDES, Truth
from sciatic.triage import RUNGS

PARTS = frozenset({"roots", "levels", "lesions", "urgency"})
"""The parts of an assessment that a method may leave out altogether."""

BY_CHANCE = "posterior:"
"""How a rule begins that rests on the chance of a serious cause instead of a red flag."""

SUM_TOLERANCE = 1e-3
"""How far the probabilities of the conditions may be from 1: rounded documents pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What of an assessment is scored; a part that it does not give is None or empty.

    Attributes:
        conditions: probability by condition id, most probable first (ties as listed).
        root, level, side: the first of each list; ``side`` the one with most lesion probability.
        urgency: the rung of the known facts.
        until_answered: the rung to act on while red flags are unanswered.
        raised: whether the chance of a serious cause, not a red flag, raised the rung.
        offers: the parts that the document has at all.
    """

    conditions: tuple[tuple[str, float], ...]
    root: str | None
    level: str | None
    side: str | None
    urgency: str | None
    until_answered: str | None
    raised: bool
    offers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseScore:
    """How one case came out. ``None`` in a hit means that the case can't score it.

    Attributes:
        truth: the known answer, None for a case without one (assessed, not scored).
        answer: what was said, None where there is no usable answer.
        failure: why there is none.
        rank: place of the first right condition, 1 for the first; None where none is listed.
        p_accepted: summed probability of the accepted conditions; 0 without an answer.
    """

    id: str
    truth: Truth | None
    answer: Answer | None
    failure: str | None
    rank: int | None
    p_accepted: float | None
    first: bool | None
    in_three: bool | None
    root: bool | None
    level: bool | None
    side: bool | None
    rung: bool | None
    missed: bool | None
    sent_home: bool | None
    over_triage: bool | None
    raised_too_high: bool | None


_SILENCE = Answer(
    conditions=(),
    root=None,
    level=None,
    side=None,
    urgency=None,
    until_answered=None,
    raised=False,
    offers=frozenset(),
)


def read_answer(document: Mapping[str, object]) -> Answer:
    """The scored parts of a ``sciatic.assessment/1`` document, or of a smaller one like it.

    Raises:
        ValueError: the conditions are missing, stand twice, or are no probabilities that sum
            to 1: such an answer could win a score that it does not deserve.
    """
    urgency = document.get("urgency")
    level, until, raised = None, None, False
    if isinstance(urgency, Mapping):
        level, until = _rung(urgency, "level"), _rung(urgency, "until_answered")
        rules = (str(row.get("rule")) for row in _rows(urgency, "reasons"))
        raised = any(rule.startswith(BY_CHANCE) for rule in rules)
    return Answer(
        conditions=_conditions(document),
        root=_first(document, "roots", "root"),
        level=_first(document, "levels", "level"),
        side=_side(document),
        urgency=level,
        until_answered=until,
        raised=raised,
        offers=frozenset(
            key for key in ("roots", "levels", "lesions", "urgency") if key in document
        ),
    )


def score(
    identifier: str, truth: Truth | None, answer: Answer | None, failure: str | None = None
) -> CaseScore:
    """Compare an answer with the truth; no answer is the worst answer."""
    said = answer or _SILENCE
    names = [name for name, _ in said.conditions]
    accepted = truth.conditions if truth else frozenset()
    ranks = [place for place, name in enumerate(names, start=1) if name in accepted]
    rank = ranks[0] if ranks else None
    probability = math.fsum(p for name, p in said.conditions if name in accepted)
    return CaseScore(
        id=identifier,
        truth=truth,
        answer=answer,
        failure=failure,
        rank=rank,
        p_accepted=min(1.0, probability) if accepted else None,
        first=rank == 1 if accepted else None,
        in_three=rank is not None and rank <= 3 if accepted else None,
        root=_hit(truth.roots, said.root) if truth else None,
        level=_hit(truth.levels, said.level) if truth else None,
        side=said.side == truth.side if truth and truth.side else None,
        rung=_hit(truth.rungs, said.urgency) if truth else None,
        missed=_missed(truth, said),
        sent_home=_sent_home(truth, said),
        over_triage=_over_triage(truth, said),
        raised_too_high=_raised_too_high(truth, said),
    )


def _missed(truth: Truth | None, said: Answer) -> bool | None:
    """An emergency whose rung is below the lowest accepted one."""
    if truth is None or not truth.is_emergency or truth.lowest_rung is None:
        return None
    return _height(said.urgency) < truth.lowest_rung


def _sent_home(truth: Truth | None, said: Answer) -> bool | None:
    """An emergency that neither the facts nor the open questions bring to a doctor today."""
    if truth is None or not truth.is_emergency:
        return None
    today = RUNGS.index("same_day")
    return max(_height(said.urgency), _height(said.until_answered)) < today


def _over_triage(truth: Truth | None, said: Answer) -> bool | None:
    """Sent to hospital now where nothing above two weeks is accepted."""
    if truth is None or not truth.can_wait:
        return None
    return said.urgency in (None, "emergency_now")


def _raised_too_high(truth: Truth | None, said: Answer) -> bool | None:
    """Raised by the chance of a serious cause, to above every accepted rung."""
    if truth is None or truth.highest_rung is None or not said.raised:
        return None
    return _height(said.urgency) > truth.highest_rung


def _height(rung: str | None) -> int:
    return RUNGS.index(rung) if rung else -1


def _hit(accepted: frozenset[str], said: str | None) -> bool | None:
    return said in accepted if accepted else None


def _rows(document: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    rows = document.get(key)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    return [row for row in rows if isinstance(row, Mapping)]


def _first(document: Mapping[str, object], key: str, name: str) -> str | None:
    rows = _rows(document, key)
    value = rows[0].get(name) if rows else None
    return value if isinstance(value, str) else None


def _probability(row: Mapping[str, object]) -> float:
    value = row.get("probability")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"probability {value!r} of {row.get('id')!r} is no number")
    if not (math.isfinite(value) and 0.0 <= value <= 1.0):
        raise ValueError(f"probability {value!r} of {row.get('id')!r} is not from 0 to 1")
    return float(value)


def _conditions(document: Mapping[str, object]) -> tuple[tuple[str, float], ...]:
    pairs = [(str(row.get("id")), _probability(row)) for row in _rows(document, "conditions")]
    if not pairs:
        raise ValueError("the answer lists no conditions")
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("the answer lists a condition twice")
    total = math.fsum(p for _, p in pairs)
    if abs(total - 1.0) > SUM_TOLERANCE:
        raise ValueError(f"the probabilities of the conditions sum to {total:.4g}, not to 1")
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))


def _side(document: Mapping[str, object]) -> str | None:
    mass = dict.fromkeys(SIDES, 0.0)
    for row in _rows(document, "lesions"):
        side = row.get("side")
        if isinstance(side, str) and side in mass:
            mass[side] += _probability(row)
    best = max(mass, key=lambda side: mass[side])
    return best if mass[best] > 0 else None


def _rung(urgency: Mapping[str, object], key: str) -> str | None:
    value = urgency.get(key)
    if value is None:
        return None
    if value not in RUNGS:
        raise ValueError(f"unknown urgency {value!r} in {key}; known: {', '.join(RUNGS)}")
    return str(value)
