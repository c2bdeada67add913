"""From a file or a text to the plain document, whatever is wrong with it named by its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from sciatic.errors import CaseError, Problem

YAML_REFUSED = (
    "YAML is not read: in it the answer no means false, and a version such as 4.10 a number. "
    "Write the same document as JSON or TOML"
)

MOST_DOTS = 100
"""In one line of TOML: a key with thousands of parts takes the parser minutes."""


class Repeated(dict[str, Any]):
    """A JSON object in which a key came twice; ``keys_twice`` names them."""

    keys_twice: tuple[str, ...] = ()


def read_file(path: Path) -> object:
    """The document in a file: TOML where its name ends in .toml, else JSON.

    Raises:
        CaseError: no such file, not text, not JSON or TOML, or YAML.
    """
    where = str(path)
    ending = path.suffix.lower()
    if ending in (".yaml", ".yml"):
        _refuse(where, where, YAML_REFUSED)
    try:
        text = decoded(path.read_bytes(), where)
    except (OSError, ValueError) as why:
        reason = getattr(why, "strerror", None) or str(why)
        _refuse(where, where, f"can't be read: {reason.lower()}")
    return read_toml(text, where) if ending == ".toml" else read_json(text, where)


def decoded(content: bytes, where: str) -> str:
    """The text in bytes of UTF-8, with or without a byte order mark.

    Raises:
        CaseError: the bytes are not UTF-8, or there is nothing in them.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        _refuse(where, where, f"byte {why.start} is not UTF-8 text; save it as UTF-8")
    if not text.strip():
        _refuse(where, "document", "there is nothing in it")
    return text


def read_json(text: str, where: str) -> object:
    """The document in a JSON text; a key that comes twice is kept for the reader to name.

    Raises:
        CaseError: the text is not JSON; the line and column are named.
    """
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as why:
        place = f"line {why.lineno}, column {why.colno}"
        message = re.sub("( starting)? at$|: $", "", why.msg)
        _refuse(where, place, f"this is not JSON: {message[:1].lower()}{message[1:]}")
    except RecursionError:
        _refuse(where, "document", "objects lie too deep in one another to be a case")
    except ValueError:
        _refuse(where, "document", "a number in it has thousands of digits")


def read_toml(text: str, where: str) -> object:
    """The document in a TOML text.

    Raises:
        CaseError: the text is not TOML; the line and column are named.
    """
    import tomllib

    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        _refuse(where, "document", "a line in it has too many dots to be of a case")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        found = re.fullmatch(r"(.*) \(at (.*)\)", str(why), flags=re.DOTALL)
        message, place = found.groups() if found else (str(why), "document")
        _refuse(where, place, f"this is not TOML: {message[:1].lower()}{message[1:]}")
    except RecursionError:
        _refuse(where, "document", "tables lie too deep in one another to be a case")
    except ValueError:
        _refuse(where, "document", "a number or date in it can't exist")


def keys_twice(document: Mapping[Any, Any]) -> tuple[str, ...]:
    """The keys that came twice in this JSON object."""
    return document.keys_twice if isinstance(document, Repeated) else ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    seen: set[str] = set()
    twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    repeated = Repeated(plain)
    repeated.keys_twice = tuple(dict.fromkeys(twice))
    return repeated


def _refuse(where: str, place: str, message: str) -> NoReturn:
    raise CaseError([Problem(place, None, message)], where) from None
