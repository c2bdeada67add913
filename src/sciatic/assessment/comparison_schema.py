"""The JSON Schema of ``sciatic.what_if/1``: two assessments side by side, and why they differ."""

from __future__ import annotations

from typing import Any, Final

from sciatic.assessment.comparison import SCHEMA, SUMMARY
from sciatic.assessment.schema import RUNGS, assessment_schema
from sciatic.findings.schema import DIALECT, Schema, closed

_RUNG: Final[Schema] = {"enum": [*RUNGS]}
_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_NUMBER: Final[Schema] = {"type": "number"}
_TRUTH: Final[Schema] = {"type": "boolean"}
_NAME: Final[Schema] = {"type": ["string", "null"], "minLength": 1}


def what_if_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a what-if."""
    parts = assessment_schema()["properties"]
    summary = _whole(**{part: parts[part] for part in SUMMARY})
    answer: Schema = {"description": "In the words of sciatic.case/1; null where it is not known."}
    properties: Schema = {
        "schema": {"const": SCHEMA},
        "case_id": _TEXT,
        "changes": {
            "type": "array",
            "minItems": 1,
            "items": _whole(path=_TEXT, before=answer, after=answer, unchanged=_TRUTH),
        },
        "unchanged": {"description": "The case says all of it already.", **_TRUTH},
        "before": summary,
        "after": summary,
        "differences": _differences(parts),
        "model": parts["model"],
        "not_a_diagnosis": _TEXT,
    }
    return {
        "$schema": DIALECT,
        "$id": "urn:sciatic:what_if:1",
        "title": "A what-if: a case before and after some answers are changed, and why",
        "description": "before and after are parts of sciatic.assessment/1, unchanged.",
        **closed(properties, required=properties),
    }


def _whole(**properties: Any) -> Schema:
    """An object that holds exactly these properties."""
    return closed(properties, required=properties)


def _list(description: str, /, **properties: Any) -> Schema:
    return {"description": description, "type": "array", "items": _whole(**properties)}


def _differences(parts: Schema) -> Schema:
    return _whole(
        urgency=_urgency(),
        conditions=_moved(parts["conditions"], "id", "label"),
        levels=_moved(parts["levels"], "level", "side"),
        roots=_moved(parts["roots"], "root", "side"),
        next_questions=_whole(added=_TEXTS, removed=_TEXTS),
        reasons=_reasons(),
    )


def _urgency() -> Schema:
    steps: Schema = {"description": "Rungs up; negative is down.", "type": "integer"}
    pair = _whole(before=_RUNG, after=_RUNG, steps=steps)
    row: Schema = {"rule": _TEXT, "text": _TEXT, "findings": _TEXTS, "sources": _TEXTS}
    row["rung"] = _RUNG
    return _whole(
        level=pair,
        act_on={**pair, "description": "The higher of level and until_answered."},
        moved_by={"description": "The rules that moved level.", **_TEXTS},
        rules_added=_list("Rules that hold after and not before, at this rung.", **row),
        rules_removed=_list("Rules that hold before and not after, at this rung.", **row),
        flags_opened=_TEXTS,
        flags_closed=_TEXTS,
    )


def _moved(rows: Schema, *names: str) -> Schema:
    """Rows named as in an assessment, with the chance before, after, and the change."""
    properties = rows["items"]["properties"]
    named = {name: properties[name] for name in names}
    chance = properties["probability"]
    return _list("Most moved first.", **named, before=chance, after=chance, change=_NUMBER)


def _reasons() -> Schema:
    finding: Schema = {
        "before": {"description": "The finding with its value; null: not there.", **_NAME},
        "after": _NAME,
        "answer_changed": {"description": "False: its weight moved with the others.", **_TRUTH},
        "log_odds_before": _NUMBER,
        "log_odds_after": _NUMBER,
        "change": _NUMBER,
        "sources": _TEXTS,
    }
    return _list(
        "Natural-log odds of the causes and roots that moved most; the changes of the findings add "
        "up to that of the whole.",
        favours={"type": "string", "pattern": "^(condition:[a-z_]+|root:[TLS][0-9]+:.+)$"},
        log_odds_before=_NUMBER,
        log_odds_after=_NUMBER,
        findings={"type": "array", "items": _whole(**finding)},
    )
