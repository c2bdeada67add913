"""The JSON Schema of ``sciatic.assessment/1``: what an assessment holds, and what it means."""

from __future__ import annotations

from typing import Any, Final

from sciatic.anatomy import ROOTS, regions
from sciatic.evidence import read_table
from sciatic.findings.places import LEVELS, ZONES
from sciatic.findings.schema import DIALECT, Schema, closed

SCHEMA: Final = "sciatic.assessment/1"
RUNGS: Final = ("emergency_now", "same_day", "within_2_weeks", "routine", "self_care")
_PROBABILITY: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
_INTERVAL: Final[Schema] = {
    "description": "90 % interval over draws of the model's numbers.",
    "type": "array",
    "items": _PROBABILITY,
    "minItems": 2,
    "maxItems": 2,
}
_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_SOURCES: Final[Schema] = {**_TEXTS, "minItems": 1}
_DATE: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_ONE_SIDE: Final[Schema] = {"enum": ["left", "right"]}
_ANY_SIDE: Final[Schema] = {"enum": ["left", "right", "both", None]}


def assessment_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of an assessment."""
    properties: Schema = {
        "schema": {"const": SCHEMA},
        "case_id": _TEXT,
        "urgency": _urgency(),
        **_causes(),
        **_places(),
        "reasons": _list(
            "Natural-log odds for the leading condition or root; with the row prior they sum to "
            "the posterior log-odds.",
            finding=_TEXT,
            favours={"type": "string", "pattern": "^(condition:[a-z_]+|root:[TLS][0-9]+:.+)$"},
            log_odds={"type": "number"},
            sources=_TEXTS,
        ),
        "next_questions": _questions(),
        "guidance": _guidance(),
        "model": _whole(
            version=_TEXT, evidence_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}
        ),
        "not_a_diagnosis": _TEXT,
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:sciatic:assessment:1",
        "title": "An assessment: how urgent, what is likely, and what to do",
        "description": "It makes no diagnosis. Probabilities of the conditions sum to 1.",
        **closed(properties, required=properties),
    }


def _whole(**properties: Any) -> Schema:
    """An object that holds exactly these properties."""
    return closed(properties, required=properties)


def _list(description: str, /, **properties: Any) -> Schema:
    return {"description": description, "type": "array", "items": _whole(**properties)}


def _questions() -> Schema:
    asked: Schema = {
        "finding": _TEXT,
        "who": {"enum": ["patient", "clinician", "test"]},
        "expected_bits": {"type": "number"},
        "would_change": {"type": "string"},
    }
    answer = _whole(
        answer=_TEXT,
        value={"type": ["string", "number", "boolean"]},
        chance={
            "description": "P(answer | case); null for a number or a patch of skin.",
            "anyOf": [{"type": "null"}, _PROBABILITY],
        },
        condition={"enum": list(_conditions())},
        probability=_PROBABILITY,
        level={"enum": [*RUNGS]},
        act_on={"enum": [*RUNGS]},
    )
    outcomes = _whole(
        would_change_urgency={"description": "The rung to act on.", "type": "boolean"},
        would_change_first_cause={"type": "boolean"},
        answers={"description": "The first cause and the rungs after each answer.",
                 "type": "array", "items": answer},
    )  # fmt: skip
    return {
        "description": "What to ask or examine next, the most informative first; outcomes are "
        "there where they were asked for.",
        "type": "array",
        "items": closed({**asked, "outcomes": outcomes}, required=asked),
    }


def _urgency() -> Schema:
    return _whole(
        level={"description": "The highest rung that the known facts trigger.", "enum": [*RUNGS]},
        reasons=_list(
            "The rules that decided it.",
            rule=_TEXT,
            text=_TEXT,
            findings=_TEXTS,
            sources=_SOURCES,
        ),
        unanswered_red_flags={
            "description": "Open questions that could raise the level, most dangerous first.",
            **_TEXTS,
        },
        reassurance_blocked={"type": "boolean"},
        until_answered={
            "description": "The rung to act on while questions are open; null where none is.",
            "enum": [*RUNGS[:3], None],
        },
    )


def _causes() -> Schema:
    condition = {"enum": list(_conditions())}
    return {
        "conditions": _list(
            "Every condition, the most probable first.",
            id=condition,
            label=_TEXT,
            probability=_PROBABILITY,
            interval=_INTERVAL,
        ),
        "also_present": _list(
            "The other half of a pair.",
            id=condition,
            probability=_PROBABILITY,
            interval=_INTERVAL,
        ),
        "syndromes": _list(
            "Named patterns, which are no causes.",
            id=_TEXT,
            side=_ANY_SIDE,
            present={"type": "boolean"},
            because=_TEXTS,
            likely_causes={"type": "array", "items": condition},
        ),
    }


def _places() -> Schema:
    return {
        "lesions": _list(
            "The most probable places; side is that of the lesion, both where it is central.",
            condition={"enum": list(_conditions())},
            level={"enum": [*LEVELS, None]},
            side=_ANY_SIDE,
            zone={"enum": [*ZONES, None]},
            probability=_PROBABILITY,
            interval=_INTERVAL,
        ),
        "levels": _list(
            "Discs by side, the most probable first.",
            level={"enum": [*LEVELS]},
            side=_ANY_SIDE,
            probability=_PROBABILITY,
            interval=_INTERVAL,
        ),
        "roots": _list(
            "P(affected) of each root, which need not sum to 1; the order is that of share.",
            root={"enum": list(ROOTS)},
            side=_ONE_SIDE,
            probability=_PROBABILITY,
            interval=_INTERVAL,
            share=_PROBABILITY,
        ),
        "predicted_chart": _list(
            "P(touch reduced or lost) of every region of both sides.",
            side=_ONE_SIDE,
            region={"enum": list(regions())},
            p_numb=_PROBABILITY,
        ),
    }


def _guidance() -> Schema:
    lines = {"type": "array", "items": _whole(id=_TEXT, text=_TEXT, sources=_SOURCES)}
    day: Schema = {"type": "integer", "minimum": 0}
    again = _whole(text=_TEXT, next_date=_DATE, daily_until=_DATE, sources=_SOURCES)
    return _whole(
        rung={"description": "The rung that is acted on.", "enum": [*RUNGS]},
        do=lines,
        avoid=lines,
        see=_whole(who=_TEXT, by=_TEXT, why=_TEXT, by_date=_DATE, sources=_SOURCES),
        return_at_once_if=lines,
        ring_same_day_if=lines,
        check_again={"anyOf": [{"type": "null"}, again]},
        plan=_list(
            "What to do from one day to another; days count from today as 0.",
            id=_TEXT,
            when=_TEXT,
            text=_TEXT,
            first_day=day,
            last_day=day,
            first_date=_DATE,
            last_date=_DATE,
            sources=_SOURCES,
        ),
        explain=lines,
        treatment_options=_list(
            "What a doctor may examine, order and offer, by likely cause.",
            condition={"enum": list(_conditions())},
            suspected={"type": ["string", "null"]},
            examine=lines,
            order=lines,
            options=lines,
        ),
    )


def _conditions() -> tuple[str, ...]:
    rows = read_table("pathology", "priors_by_setting", lambda cells: cells["condition"])
    return tuple(dict.fromkeys(rows))
