"""Findings, places and causes in words, for the two readers of a page: the person, the clinician.

A finding is named by its path, with its value after "=": ``reflex.left.achilles_reflex=absent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

SIDES = ("left", "right", "unsure")
NUMBERS = "112, 999 or 911"
"""Emergency numbers: Europe and much of the world, the United Kingdom, North America."""

_UNITS = {"duration_days": "days", "walking_distance_m": "m"}  # where the label does not name it


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
    from sciatic.findings import labels

    return {**labels("region"), **labels("muscle"), **labels("reflex")}


def place(item: str) -> str:
    """A region, muscle or reflex by its clinical name; its id, spaced, where it is none."""
    return place_names().get(item, item.replace("_", " "))


def plain_place(item: str) -> str:
    """A region in plain words, such as "outer edge of the foot"."""
    from sciatic.findings import labels

    return labels("region", "plain_label").get(item, item.replace("_", " "))


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
    if finding == "chart":
        return _drawn(side, item, value)
    entry = vocabulary().get(finding)
    label = entry.label if entry else finding.replace("_", " ").capitalize()
    if item:
        label = place(item) if finding == "reflex" else f"{label}, {place(item)}"
    words = label if side is None else f"{label}, {side}"
    return f"{words}: {_value(value, finding)}" if value else words


def _drawn(side: str | None, item: str | None, value: str | None) -> str:
    """A mark of the chart: "Drawn numb, left: First web space, dorsal"."""
    if item is None:
        return f"Chart, {side}: {_value(value or 'drawn')}"
    felt = f"Drawn {_value(value)}" if value else "Drawn"
    return ", ".join(part for part in (felt, side) if part) + f": {place(item)}"


def because(paths: Iterable[str], values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The answers behind a rule in the person's words, told and found apart.

    Args:
        paths: the findings that made the rule hold.
        values: the answers of the case by path, so far as they are known here.

    Returns:
        Up to two pairs, ("You said", ...) and ("Found on examination", ...).
    """
    from sciatic.findings import vocabulary

    told: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for path in paths:
        finding, side, item, value = split_path(path)
        entry = vocabulary().get(finding)
        group = told if entry is None or entry.who == "patient" else found
        answer = value or values.get(path.partition("=")[0])
        group.setdefault(finding, []).append(_as_told(finding, side, item, answer))
    pairs = (("You said", told), ("Found on examination", found))
    return [(lead, "; ".join(map(_together, group.values()))) for lead, group in pairs if group]


def _together(words: list[str]) -> str:
    """Up to three answers to one question in full, else the first and how many more."""
    if len(words) <= 3:
        return "; ".join(words)
    return f"{words[0]} and {len(words) - 1} more places"


def _as_told(finding: str, side: str | None, item: str | None, value: str | None) -> str:
    """A finding in the person's words: "leg pain (left)", "course: worsening"."""
    if finding == "chart":
        return f"{_value(value or 'marked')}: {_sided(plain_place(item or ''), side)}"
    words = finding_words(finding if item is None else f"{finding}.{item}")
    if finding in ("light_touch", "pinprick") and item:
        words = f"feeling of the {plain_place(item)}"
    words = words[:1].lower() + words[1:] if words[1:2].islower() else words
    words = _sided(words, side)
    if finding == "age_years" and value:
        return f"age {value}"
    return (
        words if value is None or _value(value) == "yes" else f"{words}: {_value(value, finding)}"
    )


def _value(value: str, finding: str = "") -> str:
    known = {"True": "yes", "true": "yes", "False": "no", "false": "no", "not_sure": "not sure"}
    if finding in _UNITS and value.replace(".", "", 1).isdigit():
        number = value.removesuffix(".0")
        return f"{number} {_UNITS[finding].removesuffix('s') if number == '1' else _UNITS[finding]}"
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
