"""What can be chosen of a lesion: only what some state of the model is.

A wish is settled word by word, in the order of ``KINDS``. A word that fits no state any more is
left out and said; a word that was not given is filled with the commonest; ``ANY`` leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciatic.anatomy import LEVELS, ZONES
from sciatic.errors import UnknownTermError
from sciatic.pathology.choosing import LEG_SIDES, described, words_of
from sciatic.pathology.lesions import LesionState
from sciatic.pathology.pressure import SEVERITIES
from sciatic.pathology.states import conditions, lesion_states, subtypes

KINDS: Final = ("condition", "subtype", "level", "zone", "side", "severity")
ANY: Final = "any"
MAY_BE_OPEN: Final = ("subtype", "level", "zone", "severity")
States = Sequence[LesionState]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A word that fits no state beside the words before it, and what stands there instead."""

    kind: str
    word: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A lesion that the model has.

    Attributes:
        chosen: a word, ``ANY`` or None (there is nothing to choose) for each of ``KINDS``.
        offered: for each kind the words that fit what is chosen before it; empty where none does.
        left_out: what was wished for and does not fit.
        states: the states that fit.
    """

    chosen: Mapping[str, str | None]
    offered: Mapping[str, tuple[str, ...]]
    left_out: tuple[LeftOut, ...]
    states: tuple[LesionState, ...]

    @property
    def description(self) -> Mapping[str, str | None]:
        """What is chosen as ``described`` and ``predict`` take it: None for whatever is open."""
        return {kind: None if word == ANY else word for kind, word in self.chosen.items()}


def settle(wanted: Mapping[str, str | None]) -> Settled:
    """The lesion nearest to what is wanted.

    Args:
        wanted: a word for each of ``KINDS``, ``ANY``, or None where nothing is wanted; at least
            the condition.

    Raises:
        UnknownTermError: a word that is not in the vocabulary.
    """
    words = {kind: wanted.get(kind) for kind in KINDS}
    told = _told(words)
    fits, unfit = _kept(told)
    decided = _follows_zone(_fitting(lesion_states(), "condition", str(told["condition"])))
    chosen: dict[str, str | None] = {}
    for kind in KINDS:
        known = _known(fits, kind)
        if kind == "subtype" and decided:
            chosen[kind] = None
        elif words[kind] == ANY and kind in MAY_BE_OPEN and len(known) > 1:
            chosen[kind] = ANY
        else:
            chosen[kind] = told[kind] if told[kind] in known else _commonest(fits, kind)
        fits = _fitting(fits, kind, chosen[kind])
    return Settled(
        chosen=chosen,
        offered=_offered(chosen, decided),
        left_out=tuple(LeftOut(kind, word, chosen[kind]) for kind, word in unfit.items()),
        states=tuple(fits),
    )


def _told(words: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The words in the spelling of the tables; None where one is open or not given."""
    given = {kind: None if word == ANY else word for kind, word in words.items()}
    told = described(
        str(words["condition"]),
        level=given["level"],
        side=given["side"],
        zone=given["zone"],
        severity=given["severity"],
    )
    form = given["subtype"]
    if form is not None and form not in subtypes():
        own = [one.id for one in subtypes().values() if one.condition == told["condition"]]
        raise UnknownTermError("form", form, own)
    return {**told, "subtype": form}


def _kept(told: Mapping[str, str | None]) -> tuple[States, dict[str, str]]:
    """The states that fit what is told, each word left out that fits none of those left."""
    fits: States = lesion_states()
    unfit: dict[str, str] = {}
    for kind in KINDS:
        word = told[kind]
        if word is None:
            continue
        fitting = _fitting(fits, kind, word)
        if fitting:
            fits = fitting
        else:
            unfit[kind] = word
    return fits, unfit


def _offered(chosen: Mapping[str, str | None], decided: bool) -> dict[str, tuple[str, ...]]:
    fits: States = lesion_states()
    offered = {}
    for kind in KINDS:
        offered[kind] = () if kind == "subtype" and decided else _known(fits, kind)
        fits = _fitting(fits, kind, chosen[kind])
    return offered


def _fitting(states: States, kind: str, word: str | None) -> States:
    """The states that a word fits; all of them where it is open."""
    if word in (None, ANY):
        return states
    return [state for state in states if word in words_of(state, kind)]


def _known(states: Iterable[LesionState], kind: str) -> tuple[str, ...]:
    """The words of a kind that these states are called by, in the order of their table."""
    order: Iterable[str] = {
        "condition": conditions(),
        "subtype": subtypes(),
        "level": LEVELS,
        "zone": ZONES,
        "side": LEG_SIDES,
        "severity": SEVERITIES,
    }[kind]
    there = {word for state in states for word in words_of(state, kind)}
    return tuple(word for word in order if word in there)


def _follows_zone(states: States) -> bool:
    """Whether the form needs no choosing: there is one, or level and zone decide it."""
    forms: dict[object, set[str]] = {}
    for state in states:
        forms.setdefault((state.level, state.zone), set()).add(state.subtype)
    return all(len(those) == 1 for those in forms.values())


def _commonest(states: States, kind: str) -> str | None:
    """The word of most weight; of equals the first, so left before right."""
    weights = dict.fromkeys(_known(states, kind), 0.0)
    for state in states:
        for word in words_of(state, kind):
            weights[word] += state.weight
    return max(weights, key=lambda word: round(weights[word], 9), default=None)
