"""The lesion states that fit a description such as a command line gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sciatic.anatomy import ZONES
from sciatic.anatomy import level as level_named
from sciatic.errors import UnknownTermError
from sciatic.pathology.lesions import LesionState
from sciatic.pathology.pressure import SEVERITIES
from sciatic.pathology.states import conditions, lesion_states, subtypes

LEG_SIDES = ("left", "right", "both")
ZONE_SYNONYMS = {"lateral_recess": "subarticular", "paracentral": "subarticular"}


def described(
    condition: str,
    *,
    level: str | None = None,
    side: str | None = None,
    zone: str | None = None,
    severity: str | None = None,
    subtype: str | None = None,
) -> Mapping[str, str | None]:
    """The description in the words of the tables; ``subtype`` is a form of the condition.

    Raises:
        UnknownTermError: a word that is not in the vocabulary.
    """
    for kind, word, known in (
        ("condition", str(condition), tuple(conditions())),
        ("side", side, LEG_SIDES),
        ("zone", zone, (*ZONES, *ZONE_SYNONYMS)),
        ("severity", severity, SEVERITIES),
    ):
        if word is not None and word not in known:
            raise UnknownTermError(kind, word, known)
    return {
        "condition": condition,
        "subtype": None if subtype is None else _form(condition, subtype),
        "level": level_named(level).name if level else None,
        "side": side,
        "zone": ZONE_SYNONYMS.get(zone or "", zone),
        "severity": severity,
    }


def _form(condition: str, subtype: str) -> str:
    """A form of the condition by its id, checked."""
    known = tuple(one.id for one in subtypes().values() if one.condition == condition)
    if subtype not in known:
        raise UnknownTermError(f"form of {condition}", subtype, known)
    return subtype


def fitting_states(wanted: Mapping[str, str | None]) -> tuple[LesionState, ...]:
    """The states that fit a description of ``described``.

    Raises:
        UnknownTermError: no state fits; it names the first word that fits none.
    """
    fits: Sequence[LesionState] = lesion_states()
    told: list[str] = []
    for kind, word in wanted.items():
        if word is None:
            continue
        fitting = [state for state in fits if word in words_of(state, kind)]
        if not fitting:
            known = sorted({other for state in fits for other in words_of(state, kind)})
            raise UnknownTermError(
                f"{kind} of {', '.join(told)}", word, known or (f"none; leave the {kind} out",)
            )
        fits = fitting
        told.append(word)
    return tuple(fits)


def words_of(state: LesionState, kind: str) -> tuple[str, ...]:
    """What a state may be called by: its levels, or its condition, form, side, zone, severity."""
    if kind == "level":
        return tuple(state.levels)
    word = getattr(state, kind)
    return (word,) if word and word != "none" else ()
