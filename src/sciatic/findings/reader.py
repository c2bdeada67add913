"""Read a case strictly: every problem of the document is found and named in one go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypedDict

from sciatic.errors import CaseError
from sciatic.findings.answers import Problems, below, hint, read_answer, read_number, shown
from sciatic.findings.observations import Mark, Timing, sealed
from sciatic.findings.places import items
from sciatic.findings.vocabulary import SECTIONS, SENSATIONS, SIDES, Finding, find, vocabulary

SCHEMA: Final = "sciatic.case/1"
KEYS: Final = ("schema", "id", "person", "history", "chart", "exam", "tests")
UNNAMED: Final = "case"
LONGEST_ID: Final = 200
# Control characters, breaks of lines, turns of direction and halves of pairs; see the JSON Schema.
NO_ID: Final = "[\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
# These three date the whole episode: they have no date of their own.
NOT_TIMED: Final = frozenset({"onset", "duration_days", "course"})
_EXAMPLE: Final = '{"since_days": 3, "course": "worsening"}'


class Contents(TypedDict):
    """What a case is made of, each part checked."""

    id: str
    person: Mapping[str, object]
    history: Mapping[str, object]
    timing: Mapping[str, Timing]
    chart_complete: bool
    marks: tuple[Mark, ...]
    exam: Mapping[str, object]
    tests: Mapping[str, object]


def read_document(document: object, where: str) -> Contents:
    """The checked contents of a plain document.

    Args:
        document: what JSON or TOML held.
        where: the name of the file, for the message.

    Raises:
        CaseError: the document breaks a rule; every problem is listed.
    """
    problems = Problems()
    if not isinstance(document, Mapping):
        problems.add("document", document, f"{shown(document)} where an object is expected")
        raise CaseError(problems.found, where)
    given = problems.mapping("", document, "an object")
    _check_keys(given, problems)
    history = given.get("history", {})
    answers: dict[str, Mapping[str, object]] = {
        name: _section(name, given.get(name, {}), problems) for name in SECTIONS
    }
    complete, marks = _chart(given.get("chart", {}), problems)
    contents = Contents(
        id=_id(given, problems),
        person=answers["person"],
        history=answers["history"],
        timing=_timing(history, answers, problems),
        chart_complete=complete,
        marks=marks,
        exam=answers["exam"],
        tests=answers["tests"],
    )
    if problems.found:
        raise CaseError(problems.found, where)
    return contents


def timed_findings() -> tuple[str, ...]:
    """The findings that may have a date and a course of their own."""
    return tuple(
        finding.id
        for finding in vocabulary().values()
        if finding.section != "person" and finding.id not in NOT_TIMED
    )


def _check_keys(given: Mapping[object, object], problems: Problems) -> None:
    if "schema" not in given:
        problems.add("schema", None, f'is missing; write "schema": "{SCHEMA}"')
    elif given["schema"] != SCHEMA:
        value = given["schema"]
        problems.add("schema", value, f"{shown(value)} is not read here; this reads {SCHEMA}")
    for key in given:
        if key not in KEYS:
            _unknown_key("", key, KEYS, problems)


def _id(given: Mapping[object, object], problems: Problems) -> str:
    value = given.get("id", UNNAMED)
    if not isinstance(value, str):
        problems.add("id", value, f"{shown(value)} is not a text")
    elif not 1 <= len(value) <= LONGEST_ID:
        problems.add("id", value, f"must have 1 to {LONGEST_ID} characters, not {len(value)}")
    elif re.search(NO_ID, value):
        problems.add("id", value, f"{shown(value)} holds a character that can't be printed")
    else:
        return value
    return UNNAMED


def _section(name: str, value: object, problems: Problems) -> Mapping[str, object]:
    answers: dict[str, object] = {}
    legal = [finding.id for finding in vocabulary().values() if finding.section == name]
    for key, answer in problems.mapping(name, value, "an object of findings").items():
        if name == "history" and key == "timing":
            continue
        finding = vocabulary().get(key) if isinstance(key, str) else None
        if finding is None or finding.section != name:
            _unknown_key(name, key, legal, problems)
            continue
        read = read_answer(finding, answer, below(name, key), problems)
        if read is not None:
            answers[finding.id] = read
    ordered = {name: answers[name] for name in legal if name in answers}
    return sealed(ordered)


def _unknown_key(
    section: str, key: object, legal: tuple[str, ...] | list[str], problems: Problems
) -> None:
    """Say where a key belongs if it is known elsewhere, else which known ones are near."""
    path = below(section, key)
    elsewhere = vocabulary().get(key) if isinstance(key, str) else None
    if elsewhere is not None:
        problems.add(path, key, f"belongs in {elsewhere.section}: {elsewhere.section}.{key}")
    elif isinstance(key, str):
        problems.add(path, key, f"is no known key. {problems.hint(key, tuple(legal))}")
    else:
        problems.add(path, key, "is no known key: keys are texts")


def _chart(value: object, problems: Problems) -> tuple[bool, tuple[Mark, ...]]:
    chart = problems.mapping("chart", value, '{"complete": ..., "marks": [...]}')
    for key in chart:
        if key not in ("complete", "marks"):
            _unknown_key("chart", key, ("complete", "marks"), problems)
    complete = chart.get("complete", False)
    if not isinstance(complete, bool):
        message = f"{shown(complete)} is neither true nor false. Known: true, false"
        problems.add("chart.complete", complete, message)
    marks = chart.get("marks", [])
    if not isinstance(marks, list | tuple):
        problems.add("chart.marks", marks, f"{shown(marks)} where a list of marks is expected")
        marks = []
    read = [_mark(mark, f"chart.marks[{number}]", problems) for number, mark in enumerate(marks)]
    whole: dict[Mark, None] = {}
    for number, mark in enumerate(read):
        if mark in whole:
            problems.add(f"chart.marks[{number}]", marks[number], "is the same as an earlier mark")
        elif mark is not None:
            whole[mark] = None
    return complete is True, tuple(whole)


def _mark(value: object, path: str, problems: Problems) -> Mark | None:
    known = {"side": SIDES, "region": items("region"), "sensation": SENSATIONS}
    parts = problems.mapping(path, value, '{"side": ..., "region": ..., "sensation": ...}')
    for key in parts:
        if key not in known:
            _unknown_key(path, key, tuple(known), problems)
    words = {}
    for key, legal in known.items():
        if key in parts:
            word = problems.word(f"{path}.{key}", parts[key], legal, key)
            if word is not None:
                words[key] = word
        elif isinstance(value, Mapping):
            problems.add(f"{path}.{key}", None, f"is missing. {hint('', legal)}")
    return Mark(**words) if len(words) == len(known) else None


def _timing(
    history: object, answers: Mapping[str, Mapping[str, object]], problems: Problems
) -> Mapping[str, Timing]:
    given = history.get("timing", {}) if isinstance(history, Mapping) else {}
    path = "history.timing"
    timing: dict[str, Timing] = {}
    timed = timed_findings()
    for key, value in problems.mapping(path, given, '{"finding id": {...}}').items():
        here = below(path, key)
        if key in NOT_TIMED:
            problems.add(here, key, "dates the whole episode and has no date of its own")
        elif not isinstance(key, str) or key not in timed:
            problems.add(here, key, f"is no finding that can be dated. {problems.hint(key, timed)}")
        else:
            finding = find(key)
            answer = answers[finding.section].get(key)
            timing |= _timing_of(finding, answer, value, here, problems)
    ordered = sorted(timing, key=_vocabulary_order)
    return sealed({name: timing[name] for name in ordered})


def _timing_of(
    finding: Finding, answer: object, value: object, path: str, problems: Problems
) -> dict[str, Timing]:
    """The timing of one finding by path; without sides it goes to every side that is answered."""
    given = problems.mapping(path, value, _EXAMPLE)
    if any(side in given for side in SIDES):
        if not finding.per_side:
            problems.add(path, value, f"{finding.id} has no sides: write {_EXAMPLE}")
            return {}
        timing = {}
        for side, part in given.items():
            here = below(path, side)
            if problems.word(here, side, SIDES, "side") is None:
                continue
            parts = problems.mapping(here, part, _EXAMPLE)
            timing[f"{finding.id}.{side}"] = _parts(parts, here, problems)
        return timing
    what = _parts(given, path, problems)
    if not finding.per_side:
        return {finding.id: what}
    sides = answer if isinstance(answer, Mapping) and answer else ("left", "right")
    return {f"{finding.id}.{side}": what for side in sides}


def _parts(given: Mapping[object, object], path: str, problems: Problems) -> Timing:
    since: int | float | None = None
    course: str | None = None
    for key, value in given.items():
        here = below(path, key)
        if key == "since_days":
            since = read_number(find("duration_days"), value, here, problems)
        elif key == "course":
            course = problems.word(here, value, map(str, find("course").values), "course")
        else:
            _unknown_key(path, key, ("since_days", "course"), problems)
    return Timing(since, course)


def _vocabulary_order(path: str) -> tuple[int, int]:
    finding, _, side = path.partition(".")
    return list(vocabulary()).index(finding), SIDES.index(side) if side else 0
