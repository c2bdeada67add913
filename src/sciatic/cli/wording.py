"""Findings, places and causes in words, for the two readers of a page: the person, the clinician.

A finding is named by its path, with its value after "=": ``reflex.left.achilles_reflex=absent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatic.anatomy import Muscle, Reflex, Region

SIDES = ("left", "right", "unsure")
NUMBERS = "112, 999 or 911"
"""Emergency numbers: Europe and much of the world, the United Kingdom, North America."""


@cache
def _plain_words() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    text = Path(__file__).with_name("data").joinpath("plain_words.toml").read_text("utf-8")
    return tomllib.loads(text)


def plain_condition(condition: str) -> str:
    """A cause in plain words, such as "a disc that presses on a nerve (herniated disc)"."""
    return _plain_words()["conditions"].get(condition, condition.replace("_", " "))


def headings() -> Mapping[str, str]:
    """What to do now, by rung; and ``call_now``, ``stay_still``; with the numbers to call."""
    from sciatic.triage.rule_book import rule_book

    words = {**rule_book().headings, **rule_book().words}
    return {key: text.replace("{number}", NUMBERS) for key, text in words.items()}


@cache
def place_names() -> Mapping[str, str]:
    """Regions, muscles and reflexes by their clinical names, by id."""
    from sciatic.anatomy import muscles, reflexes, regions

    tables: tuple[Mapping[str, Region | Muscle | Reflex], ...] = (regions(), muscles(), reflexes())
    return {name: entry.label for table in tables for name, entry in table.items()}


def place(item: str) -> str:
    """A region, muscle or reflex by its clinical name; its id, spaced, where it is none."""
    return place_names().get(item, item.replace("_", " "))


def plain_place(item: str) -> str:
    """A region in plain words, such as "outer edge of the foot"."""
    from sciatic.anatomy import regions

    known = regions().get(item)
    return known.plain_label if known else item.replace("_", " ")


def split_path(path: str) -> tuple[str, str | None, str | None, str | None]:
    """A path as (finding, side, item, value); what it does not name is None."""
    name, _, value = path.partition("=")
    parts = name.split(".")
    side = parts[1] if len(parts) > 1 and parts[1] in SIDES else None
    items = parts[2:] if side else parts[1:]
    return parts[0], side, ".".join(items) or None, value or None


def question_of(path: str) -> str:
    """The plain question that asks for a finding, with its side; its label where there is none."""
    from sciatic.findings import vocabulary

    finding, side, item, _ = split_path(path)
    if finding == "chart":
        return f"Is this skin numb or tingling: {_sided(plain_place(item or ''), side)}?"
    entry = vocabulary().get(finding)
    if entry is None or not entry.question:
        return f"{finding_words(path)}?"
    return f"{_sided(entry.question, side)}"


def finding_words(path: str) -> str:
    """A finding for the clinician: "Ankle jerk, left: absent"."""
    from sciatic.findings import vocabulary

    finding, side, item, value = split_path(path)
    entry = vocabulary().get(finding)
    label = entry.label if entry else finding.replace("_", " ").capitalize()
    if finding == "chart":
        label = f"Drawn {_value(value)}" if value else "Drawn"
        return ", ".join(part for part in (label, side) if part) + f": {place(item or '')}"
    if item:
        label = place(item) if finding == "reflex" else f"{label}, {place(item)}"
    words = label if side is None else f"{label}, {side}"
    return f"{words}: {_value(value)}" if value else words


def because(paths: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The findings behind a rule, told and found apart: ("You said", [...]), ("Found", [...])."""
    from sciatic.findings import vocabulary

    told: list[str] = []
    found: list[str] = []
    for path in paths:
        finding = split_path(path)[0]
        entry = vocabulary().get(finding)
        elicited = entry is not None and entry.who != "patient"
        (found if elicited else told).append(_as_told(path))
    return [(lead, words) for lead, words in (("You said", told), ("Found", found)) if words]


def _as_told(path: str) -> str:
    """A finding in the person's words: "leg pain (left)", "course: worsening"."""
    finding, side, item, value = split_path(path)
    if finding == "chart":
        return f"{_value(value or 'marked')}: {_sided(plain_place(item or ''), side)}"
    words = finding_words(finding if item is None else f"{finding}.{item}")
    words = words[:1].lower() + words[1:] if words[1:2].islower() else words
    words = _sided(words, side)
    return words if value is None or _value(value) == "yes" else f"{words}: {_value(value)}"


def _value(value: str) -> str:
    known = {"True": "yes", "true": "yes", "False": "no", "false": "no", "not_sure": "not sure"}
    return known.get(value, value.replace("_", " ").replace("+", " and "))


def _sided(question: str, side: str | None) -> str:
    return f"{question} ({side})" if side in ("left", "right") else question


def sentence(text: str) -> str:
    """A text with a capital and a full stop."""
    text = text.strip()
    end = "" if text.endswith((".", "!", "?", ":")) else "."
    return text[:1].upper() + text[1:] + end


def in_sentence(text: str) -> str:
    """A heading as the later part of a sentence: lower case first, full stop last."""
    return text[:1].lower() + text[1:] + ("" if text.endswith(".") else ".")
