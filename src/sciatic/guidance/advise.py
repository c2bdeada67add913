"""From a case, its urgency and the chance of each cause to what the person does now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sciatic.errors import UnknownTermError
from sciatic.guidance.day_words import DAYS_A_WEEK, deadline, long_date, on, span
from sciatic.guidance.document import (
    CheckAgain,
    Guidance,
    Item,
    PlanStep,
    See,
    TreatmentOptions,
)
from sciatic.guidance.facts import facts_of
from sciatic.guidance.limits import causes, days, limit
from sciatic.guidance.lines import KINDS, Situation, advice, options, plan_lines, visits
from sciatic.guidance.rungs import UrgencyLike, acting_rung, height

if TYPE_CHECKING:
    from sciatic.findings import Case

_EMERGENCY = "emergency_now"


def advise(
    case: Case,
    urgency: UrgencyLike,
    chances: Sequence[tuple[str, float]],
    *,
    today: date | None = None,
    level_side: str | None = None,
) -> Guidance:
    """What to do and leave, whom to see by when, when to go back, and what a doctor may do.

    Args:
        case: what is known of the person.
        urgency: how urgent it is; the rung acted on is the higher of ``level`` and
            ``until_answered``, and an ambulance comes where it says so.
        chances: each condition's id and probability, in any order; those missing count as 0.
        today: dates are written from it; without it intervals stand in their place.
        level_side: the suspected level and side, such as "L5/S1 left", for the clinician's part.

    Raises:
        UnknownTermError: a condition or a rung of urgency that does not exist.
    """
    chance = _by_condition(chances)
    rung = acting_rung(urgency)
    facts = facts_of(case, chance)
    situation = Situation(
        rung, urgency.reassurance_blocked, facts, urgency.call, urgency.stay_still
    )
    lines = _lines(situation)
    return Guidance(
        rung=rung,
        do=lines["do"],
        avoid=lines["avoid"],
        see=_see(situation, today),
        return_at_once_if=lines["return"],
        ring_same_day_if=lines["ring"],
        check_again=_check_again(lines["check"], today),
        plan=_plan(situation, today),
        explain=lines["explain"],
        treatment_options=_treatment_options(situation, chance, level_side),
    )


def _by_condition(chances: Sequence[tuple[str, float]]) -> dict[str, float]:
    for condition, _ in chances:
        if condition not in causes():
            raise UnknownTermError("condition", condition, causes())
    return dict(chances)


def _lines(situation: Situation) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for line in advice():
        if line.fits(situation):
            words = line.words(situation.facts)
            found[line.kind].append(Item(line.id, words, line.sources))
    return {kind: tuple(items) for kind, items in found.items()}


def _see(situation: Situation, today: date | None) -> See:
    visit = next(v for v in visits() if v.rung == situation.rung and v.when.fits(situation))
    if situation.rung == _EMERGENCY:
        return See(visit.who, "now", visit.why, today, visit.sources)
    day = days(f"{situation.rung}_by")
    return See(visit.who, deadline(day, today), visit.why, on(day, today), visit.sources)


def _check_again(lines: tuple[Item, ...], today: date | None) -> CheckAgain | None:
    if not lines:
        return None
    daily = days("daily_check_days")
    last = on(daily - 1, today)
    until = f"until {long_date(last)}" if last else f"for {daily // DAYS_A_WEEK} weeks"
    text = lines[0].text.replace("{until}", until)
    return CheckAgain(text, on(1, today), last, lines[0].sources)


def _plan(situation: Situation, today: date | None) -> tuple[PlanStep, ...]:
    steps = sorted(
        (line for line in plan_lines() if line.fits(situation)),
        key=lambda line: (line.first_day, line.last_day),
    )
    return tuple(
        PlanStep(
            line.id,
            span(line.first_day, line.last_day, today),
            line.words(situation.facts),
            line.first_day,
            line.last_day,
            on(line.first_day, today),
            on(line.last_day, today),
            line.sources,
        )
        for line in steps
    )


def _treatment_options(
    situation: Situation, chance: Mapping[str, float], level_side: str | None
) -> tuple[TreatmentOptions, ...]:
    chosen = _causes_to_show(situation, chance)
    return tuple(
        TreatmentOptions(
            cause,
            level_side if place == 0 and causes()[cause].has_level else None,
            *(_part(situation, cause, part) for part in ("examine", "order", "offer")),
        )
        for place, cause in enumerate(chosen)
    )


def _causes_to_show(situation: Situation, chance: Mapping[str, float]) -> list[str]:
    """The likely causes, and at the two upper rungs the dangerous ones that are less so."""
    order = {condition: place for place, condition in enumerate(causes())}
    ranked = sorted(chance, key=lambda cause: (-chance[cause], order[cause]))
    likely = [cause for cause in ranked if chance[cause] >= limit("options_chance")]
    shown = likely[: days("options_most")]
    if height(situation.rung) >= height("same_day"):
        shown += [
            cause
            for cause in ranked
            if causes()[cause].dangerous
            and cause not in shown
            and chance[cause] >= limit("serious_chance")
        ]
    return shown


def _part(situation: Situation, cause: str, part: str) -> tuple[Item, ...]:
    return tuple(
        Item(option.id, option.text, option.sources)
        for option in options()
        if option.condition == cause and option.part == part and option.fits(situation)
    )
