"""The red flags of a case, whatever the probabilities say. Never waits for the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sciatic.triage.open_flags import OpenFlag, open_flags
from sciatic.triage.readings import Readings, read_case
from sciatic.triage.rule_book import Rule, RuleBook, RungOfRule, holds, rule_book
from sciatic.triage.rule_files import EMERGENCY, ROUTINE, RUNGS, SAME_DAY, SELF_CARE, WITHIN_2_WEEKS
from sciatic.triage.urgency import Reason, Urgency

if TYPE_CHECKING:
    from sciatic.findings import Case

UNDATED: Final = "You did not say since when or how it goes, so it counts as new and getting worse."
Fired = tuple[Rule, RungOfRule]


def red_flags(case: Case) -> Urgency:
    """The urgency of a case by its red flags alone.

    Unknown is never counted as absent: an open flag that could raise the rung blocks ``self_care``
    and is listed. A not-sure answer stays open.
    """
    book = rule_book()
    readings = read_case(book, case)
    known = holds(book.nodes, readings.ranks)
    fired = _fired(book, known)
    level = max((rung.height for _, rung in fired), default=SELF_CARE)
    flags = () if level == EMERGENCY else open_flags(book, readings, level)
    if flags:
        level = max(level, ROUTINE)
    reasons = _reasons(book, readings, known, fired, level)
    return Urgency(
        level=RUNGS[level],
        reasons=reasons or (_default_reason(book, flags),),
        open_flags=flags,
        in_doubt=RUNGS[SAME_DAY if _new_or_worse(book, readings) else WITHIN_2_WEEKS],
    )


def triggered(case: Case) -> dict[str, str]:
    """The rung that each rule reaches by the known facts, by rule id, in the order of the rules."""
    book = rule_book()
    fired = _fired(book, holds(book.nodes, read_case(book, case).ranks))
    return {rule.id: RUNGS[rung.height] for rule, rung in fired}


def height_of(book: RuleBook, ranks: Sequence[int]) -> int:
    """The height of the highest rung that these ranks trigger; 0 where none."""
    known = holds(book.nodes, ranks)
    return max((rung.height for _, rung in _fired(book, known)), default=SELF_CARE)


def at_worst(book: RuleBook, readings: Readings) -> tuple[int, ...]:
    """The ranks with every open flag at its most worrying answer."""
    course = book.slot_number("course")
    worst_course = readings.open[course]
    return tuple(
        slot.top
        if readings.open[number] or (worst_course and readings.follows[number])
        else readings.ranks[number]
        for number, slot in enumerate(book.slots)
    )


def _new_or_worse(book: RuleBook, readings: Readings) -> bool:
    """Symptoms 14 days old or less, undated or worsening."""
    return any(readings.ranks[slot] >= rank for slot, rank in book.episode)


def _fired(book: RuleBook, known: Sequence[bool]) -> list[Fired]:
    """Each rule that holds, with its highest rung."""
    fired = []
    for rule in book.rules:
        held = [rung for rung in rule.rungs if known[rung.node]]
        if held:
            highest = max(held, key=lambda rung: rung.height)
            fired.append((rule, replace(highest, call=any(rung.call for rung in held))))
    return fired


def _reasons(
    book: RuleBook,
    readings: Readings,
    known: Sequence[bool],
    fired: Sequence[Fired],
    level: int,
) -> tuple[Reason, ...]:
    """What to tell the person: the deciding rules and any other of today, most urgent first."""
    heights = {rule.id: rung.height for rule, rung in fired}
    dated = holds(book.nodes, _old_and_stable(book, readings))
    shown = [
        (rule, rung)
        for rule, rung in fired
        if rung.height >= min(level, SAME_DAY)
        and not any(heights.get(other, -1) >= rung.height for other in rule.gives_way_to)
    ]
    shown.sort(key=lambda entry: -entry[1].height)
    return tuple(
        _reason(book, readings, known, rule, rung, lacking=not dated[rung.node])
        for rule, rung in shown
    )


def _reason(
    book: RuleBook,
    readings: Readings,
    known: Sequence[bool],
    rule: Rule,
    rung: RungOfRule,
    *,
    lacking: bool,
) -> Reason:
    return Reason(
        rule=rule.id,
        text=f"{rung.text} {UNDATED}" if lacking else rung.text,
        findings=_because(book, readings, known, rung.node),
        sources=rule.sources,
        rung=RUNGS[rung.height],
        call=rung.call,
        stay_still=rung.still,
        for_lack_of_a_date=lacking,
    )


def _because(
    book: RuleBook, readings: Readings, known: Sequence[bool], node: int
) -> tuple[str, ...]:
    """The paths of the answers on which a condition rests, in the order of the rule."""
    found: dict[str, None] = {}
    waiting, seen = [node], {node}
    while waiting:
        kind, *rest = book.nodes[waiting.pop()]
        if kind == "=":
            slot, rank = rest
            silence, top = book.slots[slot].silence, book.slots[slot].top
            if rank > 0 and (readings.ranks[slot] > silence or silence == top):
                found |= dict.fromkeys(readings.paths[slot])
            continue
        children = [child for child in rest[-1] if known[child] and child not in seen]
        seen.update(children)
        waiting += reversed(children)
    return tuple(found)


def _old_and_stable(book: RuleBook, readings: Readings) -> list[int]:
    """The ranks as they were if every date and course that is not known were old and stable."""
    ranks = list(readings.ranks)
    for number, slot in enumerate(book.slots):
        if slot.kind == "days" and ranks[number] == slot.top:
            ranks[number] = slot.scale["older"] if readings.undated[number] else ranks[number]
        elif slot.kind == "course" and ranks[number] == slot.silence:
            ranks[number] = slot.scale["stable"]
    return ranks


def _default_reason(book: RuleBook, flags: Sequence[OpenFlag]) -> Reason:
    """Why it is no higher: flags are open, or every one was answered no."""
    said = book.blocked if flags else book.self_care
    return Reason(
        rule=said["id"],
        text=said["text"],
        findings=(),
        sources=tuple(said["source"].split(";")),
        rung=RUNGS[ROUTINE if flags else SELF_CARE],
    )
