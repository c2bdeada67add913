"""The compiled rules as a z3 formula, and the claims made of them.

Every slot is a ladder of truths, "ranks at least so", one for each step of its worry order; two
states, before and after, share the rules. What z3 can't satisfy is proved for every possible case,
not for a sample. z3 is needed by the tests only, so it is imported where it is used.

A state is wider than a case can be: dates and courses of single findings vary freely, whatever the
date and course of the leg trouble. A claim that holds for all states holds for all cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

from sciatic.triage.rule_book import RuleBook, Slot
from sciatic.triage.rule_files import EMERGENCY, ROUTINE, SAME_DAY, WITHIN_2_WEEKS

SILENT = ("unknown", "not_sure")
Formula = Any  # z3 has no usable types


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a person, as z3 variables.

    Attributes:
        steps: for each slot, "ranks at least so" for rank 1 and up.
        said: for each slot, whether an answer was given.
        follows: for each course, whether it stands for the course of the whole trouble.
    """

    steps: tuple[tuple[Formula, ...], ...]
    said: tuple[Formula, ...]
    follows: tuple[Formula, ...]


class Proof:
    """Formulas over the states of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self.z3: Any = import_module("z3")
        z3 = self.z3
        self.book = book
        self.fits = {name: z3.Bool(f"fits:{name}") for name in book.reading["fits"]}
        self._course = book.slot_number("course")

    # ------------------------------------------------------------------ states

    def state(self, name: str) -> tuple[State, list[Formula]]:
        """A new state, and what makes it a possible one."""
        z3, slots = self.z3, self.book.slots
        steps = tuple(
            tuple(z3.Bool(f"{name}:{slot.path}>={rank}") for rank in range(1, slot.top + 1))
            for slot in slots
        )
        state = State(
            steps,
            tuple(z3.Bool(f"{name}:{slot.path}:said") for slot in slots),
            tuple(z3.Bool(f"{name}:{slot.path}:follows") for slot in slots),
        )
        return state, [*self._possible(state)]

    def _possible(self, state: State) -> Iterable[Formula]:
        z3 = self.z3
        for number, slot in enumerate(self.book.slots):
            ladder = state.steps[number]
            for lower, higher in pairwise(ladder):
                yield z3.Implies(higher, lower)
            yield z3.Implies(z3.Not(state.said[number]), self._silent(state, number))
            answers = {rank for word, rank in slot.scale.items() if word not in SILENT}
            given = [self.rank_is(state, number, rank) for rank in answers]
            yield z3.Implies(state.said[number], z3.Or(given))
            if slot.kind == "course" and slot.by_leg and slot.finding != "episode":
                same = [a == b for a, b in zip(ladder, state.steps[self._course], strict=True)]
                yield z3.Implies(state.follows[number], z3.And(same))
            else:
                yield z3.Not(state.follows[number])

    def _silent(self, state: State, number: int) -> Formula:
        """Ranked where silence stands, or where "not sure" does."""
        slot = self.book.slots[number]
        places = {slot.silence, slot.scale.get("not_sure", slot.silence)}
        return self.z3.Or([self.rank_is(state, number, place) for place in places])

    def at_least(self, state: State, number: int, rank: int) -> Formula:
        """This slot ranks at least so."""
        if rank <= 0:
            return self.z3.BoolVal(True)
        ladder = state.steps[number]
        return ladder[rank - 1] if rank <= len(ladder) else self.z3.BoolVal(False)

    def rank_is(self, state: State, number: int, rank: int) -> Formula:
        """This slot ranks exactly so."""
        above = self.at_least(state, number, rank + 1)
        return self.z3.And(self.at_least(state, number, rank), self.z3.Not(above))

    def open(self, state: State, number: int) -> Formula:
        """A person could still answer this."""
        slot = self.book.slots[number]
        if not slot.asked:
            return self.z3.BoolVal(False)
        fits = self.fits.get(slot.finding, self.z3.BoolVal(True))
        return self.z3.And(fits, self.z3.Not(state.said[number]))

    def at_worst(self, state: State) -> State:
        """The state with every open question answered as badly as can be."""
        z3 = self.z3
        worst_course = self.open(state, self._course)
        steps = []
        for number, ladder in enumerate(state.steps):
            lifted = z3.Or(self.open(state, number), z3.And(worst_course, state.follows[number]))
            steps.append(tuple(z3.Or(step, lifted) for step in ladder))
        return State(tuple(steps), state.said, state.follows)

    # ------------------------------------------------------------------ rungs

    def triggered(self, state: State, height: int) -> Formula:
        """Some rule reaches at least this rung."""
        values = self._nodes(state)
        rungs = [
            values[rung.node]
            for rule in self.book.rules
            for rung in rule.rungs
            if rung.height >= height
        ]
        return self.z3.Or(rungs)

    def _nodes(self, state: State) -> list[Formula]:
        z3 = self.z3
        values: list[Formula] = []
        for kind, *rest in self.book.nodes:
            if kind == "=":
                values.append(self.at_least(state, rest[0], rest[1]))
            elif kind == "&":
                values.append(z3.And([values[child] for child in rest[0]]))
            elif kind == "|":
                values.append(z3.Or([values[child] for child in rest[0]]))
            elif kind == "#":
                values.append(z3.AtLeast(*[values[child] for child in rest[1]], rest[0]))
            else:
                values.append(z3.Not(values[rest[0]]))
        return values

    def level_at_least(self, state: State, height: int) -> Formula:
        """The level is at least this rung."""
        known = self.triggered(state, height)
        if height > ROUTINE:
            return known
        return self.z3.Or(known, self.triggered(self.at_worst(state), ROUTINE))

    def blocked(self, state: State) -> Formula:
        """Some set of answers to the open questions would raise what the known facts trigger."""
        z3, worst = self.z3, self.at_worst(state)
        return z3.Or(
            [
                z3.And(self.triggered(worst, height), z3.Not(self.triggered(state, height)))
                for height in range(ROUTINE, EMERGENCY + 1)
            ]
        )

    def acts_at_least(self, state: State, height: int) -> Formula:
        """The rung to act on is at least this: ``level``, or what holds until all is answered."""
        z3 = self.z3
        level = self.level_at_least(state, height)
        if height > SAME_DAY or height < WITHIN_2_WEEKS:
            return level
        in_doubt = z3.BoolVal(True)
        if height == SAME_DAY:
            in_doubt = z3.Or([self.at_least(state, slot, rank) for slot, rank in self.book.episode])
        most = self.triggered(self.at_worst(state), height)
        return z3.Or(level, z3.And(in_doubt, most))

    # ------------------------------------------------------------------ claims

    def no_less_worrying(
        self, before: State, after: State, moves: Callable[[Slot], bool]
    ) -> list[Formula]:
        """``after`` is ``before`` with answers raised; slots that do not move stay as they are.

        An answer may be raised, or taken back where silence ranks no lower than it.
        """
        z3, claims = self.z3, []
        for number, slot in enumerate(self.book.slots):
            pairs = list(zip(before.steps[number], after.steps[number], strict=True))
            if not moves(slot):
                claims += [a == b for a, b in pairs]
                claims.append(before.said[number] == after.said[number])
                claims.append(before.follows[number] == after.follows[number])
                continue
            higher = z3.Or([z3.And(b, z3.Not(a)) for a, b in pairs])
            claims += [z3.Implies(a, b) for a, b in pairs]
            claims.append(z3.Or(higher, z3.Implies(after.said[number], before.said[number])))
            claims.append(z3.Or(higher, before.follows[number] == after.follows[number]))
        return claims

    def answered_at_worst(self, before: State, after: State) -> list[Formula]:
        """Every question that was open and is answered now has its most worrying answer."""
        z3 = self.z3
        claims = []
        for number, slot in enumerate(self.book.slots):
            if slot.asked:
                closed = z3.And(self.open(before, number), after.said[number])
                claims.append(z3.Implies(closed, self.at_least(after, number, slot.top)))
            if slot.kind == "course":
                let_go = z3.And(before.follows[number], z3.Not(after.follows[number]))
                claims.append(z3.Implies(let_go, self.at_least(after, number, slot.top)))
        return claims

    def counter_example(self, claims: Iterable[Formula]) -> dict[str, bool] | None:
        """A state in which all of these hold, or None where there is none: then it is proved."""
        solver = self.z3.Solver()
        solver.add(*claims)
        if solver.check() == self.z3.unsat:
            return None
        model = solver.model()
        return {str(name): self.z3.is_true(model[name]) for name in model.decls()}


def moves_in_order(slot: Slot) -> bool:
    """Slots that the worry order speaks of: not age and sex, not the six weeks."""
    return slot.kind != "person" and slot.path != "past_six_weeks"
