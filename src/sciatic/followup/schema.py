"""The JSON Schemas of ``sciatic.course/1`` and ``sciatic.comparison/1``."""

from __future__ import annotations

from typing import Any, Final

from sciatic.assessment.schema import RUNGS, assessment_schema
from sciatic.findings.reader import LONGEST_ID
from sciatic.findings.schema import DIALECT, Schema, case_schema, closed
from sciatic.followup.changes import KINDS
from sciatic.followup.comparison import SCHEMA
from sciatic.followup.expected import STANDINGS
from sciatic.followup.series import MOST_VISITS
from sciatic.followup.topics import topics
from sciatic.followup.visits import SCHEMA as COURSE

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_TRUTH: Final[Schema] = {"type": "boolean"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_DAY_OR_NOT: Final[Schema] = {"type": ["string", "null"], "format": "date"}
_RUNG: Final[Schema] = {"enum": [*RUNGS]}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_PAIN: Final[Schema] = {"type": ["number", "null"], "minimum": 0, "maximum": 10}
_SHARE: Final[Schema] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def course_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of the visits of one person."""
    case = case_schema()
    definitions = case.pop("$defs")
    for key in ("$schema", "$id"):
        case.pop(key)
    properties: Schema = {
        "schema": {"const": COURSE},
        "id": {**_TEXT, "maxLength": LONGEST_ID},
        "visits": {
            "description": "The oldest first; two of one day may follow each other.",
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_VISITS,
            "items": _whole(date=_DAY, case=case),
        },
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:sciatic:course:1",
        "title": "A course: what was known of one person on several days",
        **closed(properties, required=["schema", "visits"]),
        "$defs": definitions,
    }


def comparison_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of two visits set side by side."""
    parts = assessment_schema()["properties"]
    told = _whole(date=_DAY_OR_NOT, case_id=_TEXT, level=_RUNG, act_on=_RUNG)
    properties: Schema = {
        "schema": {"const": SCHEMA},
        "before": told,
        "after": told,
        "days_between": {"type": ["integer", "null"], "minimum": 0},
        "visits": {"type": "integer", "minimum": 2},
        "counts": _whole(**dict.fromkeys(KINDS, _COUNT)),
        "changes": _list("Finding by finding, the most dangerous topic first.", **_change()),
        "not_answered_now": {
            "description": "Was wrong before and is not answered now; it is not gone.",
            **_TEXTS,
        },
        "told_worse": {
            "description": "Of what is there now, what the person says is getting worse.",
            **_TEXTS,
        },
        "derived": _list(
            "Dates and courses that only the visits together tell; the red flags read them.",
            **_derived(),
        ),
        "urgency": _urgency(parts["urgency"]),
        "expected": _expected(),
        "advised_before": _list(
            "What was advised with a date.", made=_DAY, rung=_RUNG, by=_DAY, passed=_TRUTH
        ),
        "measures": _list("Each visit in a few numbers.", **_measures()),
        "doubts": _TEXTS,
        "model": parts["model"],
        "not_a_diagnosis": _TEXT,
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:sciatic:comparison:1",
        "title": "A comparison: what changed between two visits of one person",
        "description": "urgency is never below that of the newest case alone.",
        **closed(properties, required=properties),
    }


def _whole(**properties: Any) -> Schema:
    """An object that holds exactly these properties."""
    return closed(properties, required=properties)


def _list(description: str, /, **properties: Any) -> Schema:
    return {"description": description, "type": "array", "items": _whole(**properties)}


def _change() -> Schema:
    answer: Schema = {"description": "In the words of sciatic.case/1; null where it is not known."}
    return {
        "path": _TEXT,
        "topic": {"enum": [topic.id for topic in topics()]},
        "kind": {"enum": [*KINDS]},
        "before": answer,
        "after": answer,
    }


def _derived() -> Schema:
    return {
        "path": _TEXT,
        "value": {"type": ["string", "number"]},
        "own_answer": {
            "description": "What the person said, where that was milder; else null.",
            "type": ["string", "number", "null"],
        },
        "because": _TEXT,
        "kind": {"enum": ["began", "grew"]},
        "from": _DAY_OR_NOT,
        "to": _DAY_OR_NOT,
        "days": {"type": ["integer", "null"], "minimum": 0},
        "sources": {"description": "Empty for a date, which is counted.", **_TEXTS},
    }


def _urgency(part: Schema) -> Schema:
    reason = part["properties"]["reasons"]["items"]
    with_rung = _whole(**reason["properties"], rung=_RUNG)
    return _whole(
        **part["properties"],
        newest_alone=_RUNG,
        raised_by_comparing={"type": "array", "items": with_rung},
    )


def _expected() -> Schema:
    fact = _whole(id=_TEXT, text=_TEXT, share=_SHARE, sources={**_TEXTS, "minItems": 1})
    return _whole(
        standing={"enum": [*STANDINGS]},
        text=_TEXT,
        days={"type": ["number", "null"], "minimum": 0},
        facts={"description": "Empty where nothing may reassure.", "type": "array", "items": fact},
        sources=_TEXTS,
    )


def _measures() -> Schema:
    return {
        "date": _DAY_OR_NOT,
        "leg_pain": _PAIN,
        "back_pain": _PAIN,
        "numb_share": {"description": "By area, of all skin ever marked numb.", **_SHARE},
        "weakness": {
            "description": "0 none, 1 mild, 2 marked, 3 can't move.",
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": 3,
        },
        "level": _RUNG,
        "act_on": _RUNG,
    }
