"""Causes in plain words, for the person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sciatic.evidence import data_text


@cache
def plain_conditions() -> Mapping[str, str]:
    """Every cause in plain words, by its id."""
    import tomllib

    words: Mapping[str, str] = tomllib.loads(data_text("guidance", "plain_words.toml"))[
        "conditions"
    ]
    return words


def plain_condition(condition: str) -> str:
    """A cause in plain words, such as "a disc that presses on a nerve (herniated disc)"."""
    return plain_conditions().get(condition, condition.replace("_", " "))
