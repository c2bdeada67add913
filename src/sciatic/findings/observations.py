"""The small things a case is made of: marks, dates and single answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Timing:
    """When a finding began and how it has gone since; None is unknown.

    Attributes:
        since_days: days since it began.
        course: a value of the finding ``course``.
    """

    since_days: float | None = None
    course: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One patch of the body chart that the person marked, and what is felt there."""

    side: str
    region: str
    sensation: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One known answer, with its side and item; ``not_sure`` is no observation."""

    path: str
    finding: str
    section: str
    side: str | None
    item: str | None
    value: object


def frozen(answer: object) -> Any:
    """A read-only copy of an answer: mappings by view, lists as tuples."""
    if isinstance(answer, Mapping):
        return MappingProxyType({key: frozen(value) for key, value in answer.items()})
    if isinstance(answer, list | tuple):
        return tuple(frozen(value) for value in answer)
    return answer


def sealed(answers: Mapping[str, Part]) -> Mapping[str, Part]:
    """Answers by name, read-only all the way down."""
    return MappingProxyType({name: frozen(answer) for name, answer in answers.items()})


def thawed(answer: object) -> Any:
    """A copy of an answer that can be changed and written as JSON."""
    if isinstance(answer, Mapping):
        return {key: thawed(value) for key, value in answer.items()}
    if isinstance(answer, tuple):
        return [thawed(value) for value in answer]
    return answer
