"""The JSON Schema of ``sciatic.case/1``, made from the vocabulary.

It says all that the reader asks of a document, save what JSON Schema can't say: that a key stands
only once, that a movement and its muscle have the same grade, and that two spellings of a level
have the same value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sciatic.findings.answers import GRADE_SPELLINGS, LARGEST_NUMBER, MRI_WORDS
from sciatic.findings.places import ZONE_SYNONYMS, items, level_spellings
from sciatic.findings.reader import LONGEST_ID, NO_ID, SCHEMA, timed_findings
from sciatic.findings.vocabulary import (
    NOT_SURE,
    SECTIONS,
    SENSATIONS,
    SIDES,
    Finding,
    Section,
    find,
    movements,
    vocabulary,
)

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def case_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a case."""
    properties: Schema = {
        "schema": {"const": SCHEMA},
        "id": {
            "description": "A name for the case; nothing that identifies the person.",
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_ID,
            "not": {"pattern": NO_ID},
        },
    }
    for section in SECTIONS:
        properties[section] = _section(section)
        if section == "history":
            properties[section]["properties"]["timing"] = _timing()
            properties["chart"] = _chart()
    return {
        "$schema": DIALECT,
        "$id": f"urn:{SCHEMA.replace('/', ':').replace('.', ':')}",
        "title": "A case: all that is known of one person now",
        "description": (
            "What is absent is unknown, never no. A finding answered on each side takes left, "
            "right or, alone, unsure: one side, not known which."
        ),
        **closed(properties, required=["schema"]),
        "$defs": _definitions(),
    }


def closed(properties: Schema, required: Iterable[str] = ()) -> Schema:
    """An object that may hold these properties and no other."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return schema


def _section(section: Section) -> Schema:
    return closed(
        {
            finding.id: {
                "title": finding.label,
                "description": _description(finding),
                **_answer(finding),
            }
            for finding in vocabulary().values()
            if finding.section == section
        }
    )


def _description(finding: Finding) -> str:
    note = f" ({finding.note})" if finding.note else ""
    flag = " A rule of triage reads it." if finding.red_flag else ""
    return f"{finding.question or 'For a clinician: ' + finding.label}{note}.{flag}".replace(
        "?.", "?"
    )


def _answer(finding: Finding) -> Schema:
    if finding.kind == "mri":
        return {"$ref": "#/$defs/mri"}
    value = _value(finding)
    if finding.item_kind is not None:
        names = {"enum": list(finding.groups)} if finding.groups else _names(finding)
        value = {"type": "object", "propertyNames": names, "additionalProperties": value}
    return _sided(value) if finding.per_side else value


def _names(finding: Finding) -> Schema:
    name = "muscle_or_movement" if finding.id == "strength" else finding.item_kind
    return {"$ref": f"#/$defs/{name}"}


def _sided(value: Schema) -> Schema:
    alone = {"required": ["unsure"], "minProperties": 2}
    return {**closed(dict.fromkeys(SIDES, value)), "not": alone}


def _value(finding: Finding) -> Schema:
    if finding.kind == "boolean":
        value: Schema = {"type": "boolean"}
    elif finding.kind == "choice":
        return {"enum": [*finding.values, *([NOT_SURE] if finding.may_be_not_sure else [])]}
    elif finding.kind == "grade":
        return {"enum": [*finding.values, *GRADE_SPELLINGS]}
    else:
        value = _number(finding)
    return {"anyOf": [value, {"const": NOT_SURE}]} if finding.may_be_not_sure else value


def _number(finding: Finding) -> Schema:
    high = LARGEST_NUMBER if finding.high is None else finding.high
    return {"type": finding.kind, "minimum": finding.low or 0, "maximum": high}


def _chart() -> Schema:
    mark = closed(
        {
            "side": {"enum": list(SIDES)},
            "region": {"$ref": "#/$defs/region"},
            "sensation": {"enum": list(SENSATIONS)},
        },
        required=["side", "region", "sensation"],
    )
    return closed(
        {
            "complete": {
                "description": "True where skin without a mark is known to feel normal.",
                "type": "boolean",
            },
            "marks": {"type": "array", "uniqueItems": True, "items": mark},
        }
    )


def _timing() -> Schema:
    once: Schema = {"$ref": "#/$defs/timing"}
    sided = {"anyOf": [once, closed(dict.fromkeys(SIDES, once))]}
    return {
        "description": "Date and course of single findings, by finding and, if sided, by side.",
        **closed({name: sided if find(name).per_side else once for name in timed_findings()}),
    }


def _definitions() -> Schema:
    words = {name: list(known) for name, known in MRI_WORDS.items()}
    words["level"] = list(level_spellings())
    words["zone"] = [*words["zone"], *ZONE_SYNONYMS]
    reading = closed({name: {"enum": known} for name, known in words.items()}, ["finding"])
    return {
        "region": {"enum": list(items("region"))},
        "muscle": {"enum": list(items("muscle"))},
        "muscle_or_movement": {"enum": [*items("muscle"), *movements()]},
        "reflex": {"enum": list(items("reflex"))},
        "nerve": {"enum": list(items("nerve"))},
        "level": {"enum": list(level_spellings())},
        "mri": {"type": "array", "items": reading},
        "timing": closed(
            {
                "since_days": _number(find("duration_days")),
                "course": {"enum": list(find("course").values)},
            }
        ),
    }
