"""Read ``sciatic.course/1`` strictly: every problem is named by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from sciatic.errors import CaseError, Problem
from sciatic.findings import Case, load_case
from sciatic.findings.answers import MOST_LOOKED_UP, Problems, below, hint, shown
from sciatic.findings.case import read_case
from sciatic.findings.documents import decoded, read_file, read_json, read_toml
from sciatic.findings.reader import LONGEST_ID
from sciatic.followup.visits import SCHEMA, Series, Visit

KEYS: Final = ("schema", "id", "visits")
VISIT_KEYS: Final = ("date", "case")
MOST_VISITS: Final = 400
UNNAMED: Final = "course"


def load_series(source: Series | Mapping[str, object] | str | Path) -> Series:
    """Read the visits of one person and check them strictly.

    Args:
        source: a document of ``sciatic.course/1`` as a mapping, or the path of a JSON or TOML file
            with one. A ``Series`` is given back as it is.

    Raises:
        CaseError: the file can't be read, or the document breaks a rule; every problem is listed
            with its place, such as ``visits[1].case.history.fever``.
    """
    if isinstance(source, Series):
        return source
    if isinstance(source, Mapping):
        return read_series(source)
    return read_series(read_file(Path(source)), str(source))


def parse_series(text: str | bytes, where: str = "standard input") -> Series:
    """Read the visits of one person from a JSON text or its UTF-8 bytes.

    Raises:
        CaseError: as for ``load_series``.
    """
    text = decoded(text, where) if isinstance(text, bytes) else text
    return read_series(read_json(text, where), where)


def parse_kept(text: str | bytes, where: str, *, toml: bool = False) -> Case | Series:
    """What a person kept: one case, or a series of them.

    Raises:
        CaseError: it is neither.
    """
    text = decoded(text, where) if isinstance(text, bytes) else text
    return read_kept(read_toml(text, where) if toml else read_json(text, where), where)


def load_kept(path: str | Path) -> Case | Series:
    """The case or the series in a file.

    Raises:
        CaseError: it holds neither.
    """
    return read_kept(read_file(Path(path)), str(path))


def read_kept(document: object, where: str) -> Case | Series:
    """The case or the series in a plain document; its ``schema`` says which.

    Raises:
        CaseError: it is neither.
    """
    if isinstance(document, Mapping) and document.get("schema") == SCHEMA:
        return read_series(document, where)
    return read_case(document, where)


def read_series(document: object, where: str = "course") -> Series:
    """The checked series in a plain document; ``where`` names its file in the message.

    Raises:
        CaseError: as for ``load_series``.
    """
    problems = Problems()
    if not isinstance(document, Mapping):
        problems.add("document", document, f"{shown(document)} where an object is expected")
        raise CaseError(problems.found, where)
    given = problems.mapping("", document, "an object")
    if given.get("schema") != SCHEMA:
        value = given.get("schema")
        problems.add("schema", value, f'{shown(value)} is not read here; write "{SCHEMA}"')
    _check_keys("", given, KEYS, problems)
    name = _name(given.get("id", UNNAMED), problems)
    visits = _visits(given.get("visits"), problems)
    if problems.found:
        raise CaseError(problems.found, where)
    return Series(name, visits)


def _check_keys(
    path: str, given: Mapping[object, object], known: tuple[str, ...], problems: Problems
) -> None:
    for key in given:
        if key not in known:
            problems.add(below(path, key), key, f"is not known here. {hint(key, known)}")


def _name(value: object, problems: Problems) -> str:
    if isinstance(value, str) and 1 <= len(value) <= LONGEST_ID and value.isprintable():
        return value
    problems.add("id", value, f"{shown(value)} is no name of 1 to {LONGEST_ID} printed characters")
    return UNNAMED


def _visits(value: object, problems: Problems) -> tuple[Visit, ...]:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MOST_VISITS:
        problems.add("visits", value, f"a list of 1 to {MOST_VISITS} visits is expected")
        return ()
    read: list[Visit | None] = []
    for number, one in enumerate(value):
        if len(problems.found) >= MOST_LOOKED_UP:
            break  # enough to put right; reading on could take minutes
        read.append(_visit(f"visits[{number}]", one, problems))
    for number, (one, other) in enumerate(pairwise(read), start=1):
        if one and other and one.on and other.on and other.on < one.on:
            told = f"{other.on} is before the visit above it, of {one.on}; put the oldest first"
            problems.add(f"visits[{number}].date", other.on.isoformat(), told)
    return tuple(visit for visit in read if visit is not None)


def _visit(path: str, value: object, problems: Problems) -> Visit | None:
    given = problems.mapping(path, value, '{"date": "2026-11-03", "case": {...}}')
    _check_keys(path, given, VISIT_KEYS, problems)
    day = _day(f"{path}.date", given.get("date"), problems)
    case = _case(f"{path}.case", given.get("case"), problems)
    return Visit(case, day) if case is not None and day is not None else None


def _day(path: str, value: object, problems: Problems) -> date | None:
    if isinstance(value, date):
        return value  # TOML has dates of its own
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        problems.add(path, value, f"{shown(value)} is no date; write it as 2026-11-03")
        return None


def _case(path: str, value: object, problems: Problems) -> Case | None:
    try:
        return load_case(value) if isinstance(value, Mapping) else read_case(value)
    except CaseError as why:
        problems.found += [
            Problem(f"{path}.{one.path}", one.value, one.message) for one in why.problems
        ]
        return None
