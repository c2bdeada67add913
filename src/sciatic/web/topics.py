"""Which questions share a screen: presentation only; their order comes from the interview."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sciatic.evidence import data_text

MOST_ON_A_SCREEN: Final = 6
MOST_TOPICS_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of findings with its title."""

    id: str
    title: str
    findings: tuple[str, ...]


OTHER: Final = Topic("other", "Some more questions", ())


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the file."""
    rows = tomllib.loads(data_text("web", "topics.toml"))["topic"]
    return tuple(Topic(row["id"], row["title"], tuple(row["findings"])) for row in rows)


@cache
def _topic_of() -> Mapping[str, Topic]:
    return {name: topic for topic in topics() for name in topic.findings}


def topic_of(finding: str) -> Topic:
    """The topic of a finding."""
    return _topic_of().get(finding, OTHER)


def screen_of(findings: Sequence[str], most: int = MOST_ON_A_SCREEN) -> tuple[str, ...]:
    """The next few of some findings: those of the first one's topic, then of the next ones'.

    A topic that has more than one question is not begun for a single place left.
    """
    taken: list[str] = []
    left = list(findings)
    while left and len(taken) < most:
        room = most - len(taken)
        same = [name for name in left if topic_of(name) == topic_of(left[0])]
        if taken and room == 1 and len(same) > 1:
            break
        taken += same[:room]
        left = [name for name in left if name not in same]
    return tuple(taken)


def screens_of(findings: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """All the screens that it takes to ask these findings."""
    screens: list[tuple[str, ...]] = []
    left = list(findings)
    while left:
        screens.append(screen_of(left))
        left = [name for name in left if name not in screens[-1]]
    return tuple(screens)


def by_topic(findings: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The findings of a screen under the titles of their topics; under one where they are many."""
    groups: dict[Topic, list[str]] = {}
    for name in findings:
        groups.setdefault(topic_of(name), []).append(name)
    if len(groups) > MOST_TOPICS_NAMED:
        return ((OTHER.title, tuple(findings)),)
    return tuple((topic.title, tuple(names)) for topic, names in groups.items())


@cache
def choices() -> Mapping[str, Mapping[str, str]]:
    """The answers to choose from in plain words, by finding and value."""
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(data_text("web", "choices.toml"))
    return words


def choice_words(finding: str, value: str) -> str:
    """An answer to choose, in plain words."""
    return choices().get(finding, {}).get(value, value.replace("_", " "))
