"""Rules over drawn findings: any of them, all, at least so many, a score of weighted ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.simulate.people import People

Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One finding and what counts: some answers, or a number from ``low`` to below ``high``."""

    path: str
    values: tuple[object, ...] = ()
    low: float = -np.inf
    high: float = np.inf

    def holds(self, people: People) -> Mask:
        """Whether it counts, of each person."""
        if self.values:
            return people.has(self.path, self.values)
        number = people.number(self.path)
        found: Mask = (number >= self.low) & (number < self.high)
        return found

    def score(self, people: People) -> Floats:
        """One where it counts, else nought."""
        return self.holds(people).astype(np.float64)

    def paths(self) -> Iterator[str]:
        """The finding that must be drawn."""
        yield self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points for the parts that hold; it holds itself from ``at_least`` points on."""

    parts: tuple[Rule, ...]
    points: tuple[float, ...]
    at_least: float

    def holds(self, people: People) -> Mask:
        """Whether the points reach, of each person."""
        found: Mask = self.score(people) >= self.at_least
        return found

    def score(self, people: People) -> Floats:
        """The points of each person."""
        found: Floats = np.zeros(len(people))
        for part, points in zip(self.parts, self.points, strict=True):
            found += points * part.holds(people)
        return found

    def paths(self) -> Iterator[str]:
        """The findings that must be drawn."""
        for part in self.parts:
            yield from part.paths()


Rule: TypeAlias = Sign | Score
_SIGN = frozenset({"path", "is", "from", "below"})
_SHAPES = {
    "any": frozenset({"any"}),
    "all": frozenset({"all"}),
    "none": frozenset({"none"}),
    "count": frozenset({"count", "at_least"}),
    "score": frozenset({"score", "at_least"}),
}
_FORMS = "write path with is, from or below; or any, all, none, count or score"


def read_rule(node: object, named: Mapping[str, Rule]) -> Rule:
    """A rule from its data, or the named one.

    Raises:
        ValueError: the data are no rule; the message says what would be.
    """
    if isinstance(node, str):
        if node not in named:
            raise ValueError(f"no rule is named {node!r}; named are: {', '.join(named) or 'none'}")
        return named[node]
    if not isinstance(node, Mapping):
        raise ValueError(f"{node!r} is no rule; {_FORMS}")
    keys = set(node) - {"points"}
    if "path" in keys and keys <= _SIGN:
        return _sign(node)
    for shape, allowed in _SHAPES.items():
        if shape in keys and keys <= allowed:
            return _score(shape, node, named)
    raise ValueError(f"a rule can't have {', '.join(sorted(keys))} together; {_FORMS}")


def _sign(node: Mapping[str, object]) -> Sign:
    values = node.get("is", [])
    if not isinstance(values, list):
        values = [values]
    if bool(values) == bool({"from", "below"} & set(node)):
        raise ValueError(f"{node['path']}: write the answers that count (is), or from and below")
    return Sign(
        path=str(node["path"]),
        values=tuple(values),
        low=_number(node, "from", -np.inf),
        high=_number(node, "below", np.inf),
    )


def _score(shape: str, node: Mapping[str, object], named: Mapping[str, Rule]) -> Score:
    listed = node[shape]
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{shape} needs a list of rules")
    parts = tuple(_weighted(entry, named) for entry in listed)
    points = tuple(
        _number(entry, "points", 1.0) if isinstance(entry, Mapping) else 1.0 for entry in listed
    )
    if shape == "none":
        return Score(parts=parts, points=tuple(-one for one in points), at_least=0.0)
    least = {"any": 1.0, "all": float(len(parts))}.get(shape)
    return Score(
        parts=parts,
        points=points,
        at_least=_number(node, "at_least", np.inf) if least is None else least,
    )


def _weighted(entry: object, named: Mapping[str, Rule]) -> Rule:
    """A part of a list; ``rule`` with ``points`` gives points to a named rule."""
    if isinstance(entry, Mapping) and set(entry) == {"rule", "points"}:
        return read_rule(entry["rule"], named)
    return read_rule(entry, named)


def _number(node: Mapping[str, object], key: str, otherwise: float) -> float:
    value = node.get(key, otherwise)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{key} is {value!r}; write a number")
    return float(value)
