"""What an interview asks next and how it keeps a reply, whoever asks: a terminal or a page.

The order: who the person is; the red flags that could by themselves be an emergency; the painted
skin; how it began; the other red flags; then what tells most. Nothing is asked twice, nothing has
to be answered, and the lists shrink as replies come.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciatic.findings import Case, Finding, find
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.triage import RUNGS, red_flag_questions, red_flags
from sciatic.triage.asking import follow_ups

OPENING: Final = ("age_years", "sex")
ALWAYS: Final = ("duration_days", "back_pain")
"""Asked however little they tell of the cause: rungs and some danger signs hang on them."""
BEGINNING: Final = (*ALWAYS, "onset", "course")
CHART: Final = "chart"
LEAST_BITS: Final = 0.02
NO_ANSWERS: Final = (None, False, NOT_SURE, "none")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """What to ask now.

    Attributes:
        stage: ``about``, ``danger``, ``chart``, ``beginning``, ``flags``, ``telling`` or ``done``.
        findings: the ids to ask for, the most pressing first; of ``telling`` the most telling.
    """

    stage: str
    findings: tuple[str, ...] = ()


def next_step(case: Case, put: Collection[str], questions: Callable[[Case], Rows]) -> Step:
    """What to ask a person next.

    Args:
        case: what is known.
        put: the ids that were put already, answered or not; ``chart`` for the painted skin.
        questions: the next questions of an assessment; called only when no flag is left to ask.
    """
    about = _open(case, OPENING, put)
    if about:
        return Step("about", about)
    flags = flags_to_ask(case, put)
    alone = could_be_emergency_alone(case) if flags else frozenset()
    danger = tuple(name for name in flags if name in alone)
    if danger:
        return Step("danger", danger)
    if CHART not in put:
        return Step("chart", (CHART,))
    beginning = _open(case, BEGINNING, put)
    if beginning:
        return Step("beginning", beginning)
    if flags:
        return Step("flags", flags)
    telling = telling_questions(questions(case), put)
    return Step("telling", telling) if telling else Step("done")


def _open(case: Case, names: Iterable[str], put: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in put and case.get(name) is None)


def flags_to_ask(case: Case, put: Collection[str] = ()) -> tuple[str, ...]:
    """The findings of the open red flags that were not put yet, the most dangerous first."""
    return tuple(
        question.finding for question in red_flag_questions(case) if question.finding not in put
    )


def could_be_emergency_alone(case: Case) -> frozenset[str]:
    """The open red flags of which a single answer would make it an emergency."""
    highest = len(RUNGS) - 1
    return frozenset(
        flag.path.split(".")[0]
        for flag in red_flags(case).open_flags
        if flag.reaches == highest and flag.together == 1
    )


def telling_questions(rows: Rows, put: Collection[str]) -> tuple[str, ...]:
    """What a person can answer and what is worth asking, the most telling first."""
    worth = [
        str(row["finding"]).split(".")[0]
        for row in rows
        if row["who"] == "patient" and row["expected_bits"] >= LEAST_BITS
    ]
    return tuple(name for name in dict.fromkeys(worth) if name != CHART and name not in put)


def asked_by_side(finding: Finding) -> bool:
    """True where each leg is a question of its own; a yes or no of both legs is one question."""
    return finding.per_side and finding.kind != "boolean"


def with_reply(case: Case, finding: Finding, reply: object, side: str = "") -> Case:
    """The case with one reply kept.

    Args:
        case: what is known.
        finding: what was asked.
        reply: a value; ``not_sure``, which is left out where a case can't hold it; a mapping by
            side; None takes the answer away.
        side: left or right, where each leg was asked apart.
    """
    if reply == NOT_SURE and not finding.may_be_not_sure:
        reply = None  # an earlier answer may not stay
    if finding.per_side and not side:
        sided = reply if isinstance(reply, Mapping) else dict.fromkeys(("left", "right"), reply)
        return case.with_answers({f"{finding.id}.{one}": value for one, value in sided.items()})
    return case.with_answer(f"{finding.id}.{side}" if side else finding.id, reply)


def says_yes(case: Case, finding: Finding) -> bool:
    """True where a reply is neither no nor "not sure", on any side."""
    told = list(case.sides(finding.id).values()) if finding.per_side else [case.get(finding.id)]
    return any(value not in NO_ANSWERS for value in told)


def dates_to_ask(case: Case, name: str) -> tuple[str, ...]:
    """The parts of its timing to ask after a yes: ``since_days``, ``course``, or nothing."""
    return follow_ups(name) if says_yes(case, find(name)) else ()


def with_date(case: Case, name: str, told: Mapping[str, object]) -> Case:
    """The case with the date and course of a finding kept; what is None was not known."""
    known = {part: value for part, value in told.items() if value is not None}
    return case.with_answer(f"timing.{name}", known) if known else case


def numb_sides(case: Case) -> tuple[str, ...]:
    """The legs told to be numb or tingling, whose skin can be painted."""
    return tuple(
        side
        for side in ("left", "right")
        if case.get(f"limb_numbness.{side}") not in (None, "none", NOT_SURE)
    )
