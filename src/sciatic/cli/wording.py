"""Words of the terminal: the numbers to call, headings, sentences; findings as ``findings`` has
them and causes as ``guidance`` has them."""

from __future__ import annotations

from collections.abc import Mapping

from sciatic.findings.wording import (
    because,
    finding_words,
    place,
    place_names,
    plain_place,
    question_of,
    split_path,
)
from sciatic.guidance.plain_words import plain_condition

__all__ = [
    "NUMBERS",
    "because",
    "finding_words",
    "headings",
    "in_sentence",
    "place",
    "place_names",
    "plain_condition",
    "plain_place",
    "question_of",
    "sentence",
    "split_path",
]

NUMBERS = "112, 999 or 911"
"""Emergency numbers: Europe and much of the world, the United Kingdom, North America."""


def headings() -> Mapping[str, str]:
    """What to do now, by rung; and ``call_now``, ``stay_still``; with the numbers to call."""
    from sciatic.triage.rule_book import rule_book

    words = {**rule_book().headings, **rule_book().words}
    return {key: text.replace("{number}", NUMBERS) for key, text in words.items()}


def sentence(text: str) -> str:
    """A text with a capital and a full stop."""
    text = text.strip()
    end = "" if text.endswith((".", "!", "?", ":")) else "."
    return text[:1].upper() + text[1:] + end


def in_sentence(text: str) -> str:
    """A heading as the later part of a sentence: lower case first, full stop last."""
    return text[:1].lower() + text[1:] + ("" if text.endswith(".") else ".")
