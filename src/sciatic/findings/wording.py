"""Findings and places in words, for the two readers of a page: the person, the clinician.

A finding is named by its path, with its value after "=": ``reflex.left.achilles_reflex=absent``.
``say`` turns a word or sentence of this package into the reader's language; left out, it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final, TypeAlias

from sciatic.evidence import read_table
from sciatic.findings.places import labels
from sciatic.findings.vocabulary import SIDES, vocabulary

Say: TypeAlias = Callable[[str], str]
_UNITS: Final = {"duration_days": "days", "walking_distance_m": "m"}  # the label names no unit
_MOST_IN_FULL: Final = 3


def as_it_is(text: str) -> str:
    """The text, unchanged: the language of the package."""
    return text


@cache
def place_names() -> Mapping[str, str]:
    """Regions, muscles and reflexes by their clinical names, by id."""
    return {**labels("region"), **labels("muscle"), **labels("reflex")}


def place(item: str, say: Say = as_it_is) -> str:
    """A region, muscle or reflex by its clinical name; its id, spaced, where it is none."""
    return say(place_names().get(item, item.replace("_", " ")))


def plain_place(item: str, say: Say = as_it_is) -> str:
    """A region in plain words, such as "outer edge of the foot"."""
    return say(labels("region", "plain_label").get(item, item.replace("_", " ")))


@cache
def plain_labels() -> Mapping[str, str]:
    """What a question is about in the person's words, by finding, where its label is not plain."""
    return dict(read_table("findings", "plain_labels", _plain_label, sourced=False))


def _plain_label(row: Mapping[str, str]) -> tuple[str, str]:
    return row["finding"], row["plain_label"]


def plain_label(finding: str, say: Say = as_it_is) -> str:
    """What a question is about, as the person would say it: "Numb between your legs"."""
    return say(plain_labels().get(finding) or vocabulary()[finding].label)


def split_path(path: str) -> tuple[str, str | None, str | None, str | None]:
    """A path as (finding, side, item, value); what it does not name is None."""
    name, _, value = path.partition("=")
    parts = name.split(".")
    side = parts[1] if len(parts) > 1 and parts[1] in SIDES else None
    items = parts[2:] if side else parts[1:]
    return parts[0], side, ".".join(items) or None, value or None


def question_of(path: str, say: Say = as_it_is) -> str:
    """The plain question that asks for a finding, with its side; its label where there is none."""
    finding, side, item, _ = split_path(path)
    if finding == "chart":
        where = _sided(plain_place(item or "", say), side, say)
        return say("Is this skin numb or tingling: {place}?").format(place=where)
    entry = vocabulary().get(finding)
    if entry is None or not entry.question:
        return f"{finding_words(path, say)}?"
    return _sided(say(entry.question), side, say)


def finding_words(path: str, say: Say = as_it_is) -> str:
    """A finding for the clinician: "Ankle jerk, left: absent"."""
    finding, side, item, value = split_path(path)
    if finding == "chart":
        return _drawn(side, item, value, say)
    entry = vocabulary().get(finding)
    label = say(entry.label) if entry else finding.replace("_", " ").capitalize()
    if item:
        label = place(item, say) if finding == "reflex" else f"{label}, {place(item, say)}"
    words = label if side is None else f"{label}, {say(side)}"
    return f"{words}: {value_words(value, finding, say)}" if value else words


def _drawn(side: str | None, item: str | None, value: str | None, say: Say) -> str:
    """A mark of the chart: "Drawn numb, left: First web space, dorsal"."""
    if item is None:
        return f"{say('Chart')}, {say(side or '')}: {value_words(value or 'drawn', '', say)}"
    felt = f"{say('Drawn')} {value_words(value, '', say)}" if value else say("Drawn")
    return ", ".join(part for part in (felt, say(side or "")) if part) + f": {place(item, say)}"


def because(
    paths: Iterable[str], values: Mapping[str, str], say: Say = as_it_is
) -> list[tuple[str, str]]:
    """The answers behind a rule in the person's words, told and found apart.

    Args:
        paths: the findings that made the rule hold.
        values: the answers of the case by path, so far as they are known here.
        say: into the reader's language.

    Returns:
        Up to two pairs, ("You said", ...) and ("Found on examination", ...).
    """
    told: dict[str, list[str]] = {}
    found: dict[str, list[str]] = {}
    for path in paths:
        finding, side, item, value = split_path(path)
        entry = vocabulary().get(finding)
        group = told if entry is None or entry.who == "patient" else found
        answer = value or values.get(path.partition("=")[0])
        group.setdefault(finding, []).append(_as_told(finding, side, item, answer, say))
    pairs = ((say("You said"), told), (say("Found on examination"), found))
    return [
        (lead, "; ".join(_together(words, say) for words in group.values()))
        for lead, group in pairs
        if group
    ]


def _together(words: list[str], say: Say) -> str:
    """Up to three answers to one question in full, else the first and how many more."""
    if len(words) <= _MOST_IN_FULL:
        return "; ".join(words)
    return say("{first} and {n} more places").format(first=words[0], n=len(words) - 1)


def _as_told(finding: str, side: str | None, item: str | None, value: str | None, say: Say) -> str:
    """A finding in the person's words: "leg pain (left)", "course: worsening"."""
    if finding == "chart":
        where = _sided(plain_place(item or "", say), side, say)
        return f"{value_words(value or 'marked', '', say)}: {where}"
    if finding == "age_years" and value:
        return say("age {years}").format(years=value)
    words = finding_words(finding if item is None else f"{finding}.{item}", say)
    if finding in plain_labels():
        words = plain_label(finding, say)
    if finding in ("light_touch", "pinprick") and item:
        words = say("feeling of the {place}").format(place=plain_place(item, say))
    words = words[:1].lower() + words[1:] if words[1:2].islower() else words
    words = _sided(words, side, say)
    if value is None or _spelled(value) == "yes":
        return words
    return f"{words}: {value_words(value, finding, say)}"


def value_words(value: str, finding: str = "", say: Say = as_it_is) -> str:
    """A value as a word: "yes", "not sure", "3 days", "cannot move"."""
    if finding in _UNITS and value.replace(".", "", 1).isdigit():
        number = value.removesuffix(".0")
        unit = _UNITS[finding].removesuffix("s") if number == "1" else _UNITS[finding]
        return f"{number} {say(unit)}"
    return say(_spelled(value))


def _spelled(value: str) -> str:
    known = {"True": "yes", "true": "yes", "False": "no", "false": "no", "not_sure": "not sure"}
    return known.get(value, value.replace("_", " ").replace("+", " and "))


def _sided(question: str, side: str | None, say: Say) -> str:
    return f"{question} ({say(side)})" if side in ("left", "right") else question
