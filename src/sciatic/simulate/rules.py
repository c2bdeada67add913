"""Rules over drawn findings: any of them, all, at least so many, a score of weighted ones.

Beside those: a band or a quarter of a score, and points that a study fitted to its own people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.errors import SciaticError
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Whose score lies from ``low`` to below ``high``, or in one ``quarter`` of all scores.

    Quarters count from 1, the lowest. People of one score stand in one quarter, the lower.
    """

    of: Score
    low: float = -np.inf
    high: float = np.inf
    quarter: int | None = None

    def holds(self, people: People) -> Mask:
        """Whether the score lies there, of each person."""
        points = self.of.score(people)
        if self.quarter is None:
            found: Mask = (points >= self.low) & (points < self.high)
            return found
        edges = np.quantile(points, (0.25, 0.5, 0.75), method="inverted_cdf")
        return np.asarray(np.searchsorted(edges, points) == self.quarter - 1, dtype=np.bool_)

    def score(self, people: People) -> Floats:
        """One where it lies there, else nought."""
        return self.holds(people).astype(np.float64)

    def paths(self) -> Iterator[str]:
        """The findings that must be drawn."""
        yield from self.of.paths()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Findings whose points a study took from a logistic regression on its own people."""

    parts: tuple[Rule, ...]

    def fitted(self, people: People, truth: Mask) -> Score:
        """The score with the points that these people give.

        It holds where the predicted share reaches that of the truth among them: the cut-off at
        which sensitivity and specificity together are best.
        """
        found = np.stack([part.holds(people) for part in self.parts], axis=1)
        points, cut = logistic_points(found, truth)
        return Score(parts=self.parts, points=points, at_least=cut)

    def holds(self, people: People) -> Mask:
        """Refused: without the truth there are no points."""
        raise SciaticError("a regression is the finding of a figure; it can't stand inside a rule")

    def score(self, people: People) -> Floats:
        """Refused, as ``holds`` is."""
        return self.holds(people).astype(np.float64)

    def paths(self) -> Iterator[str]:
        """The findings that must be drawn."""
        for part in self.parts:
            yield from part.paths()


def logistic_points(found: Mask, truth: Mask) -> tuple[tuple[float, ...], float]:
    """Log odds ratios of findings, and the sum from which the truth is as common as over all.

    Args:
        found: shape (n, n_findings).
        truth: shape (n,).
    """
    patterns, place = np.unique(found, axis=0, return_inverse=True)
    people = np.bincount(place.ravel(), minlength=len(patterns))
    ill = np.bincount(place.ravel()[truth], minlength=len(patterns))
    x = np.column_stack([np.ones(len(patterns)), patterns])
    held = np.eye(x.shape[1]) * RIDGE
    beta: Floats = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ beta)))
        slope = x.T @ (ill - people * p) - held @ beta
        beta = beta + np.linalg.solve((x.T * (people * p * (1 - p))) @ x + held, slope)
    share = float(np.clip(truth.mean(), RIDGE, 1 - RIDGE))
    cut = np.log(share / (1 - share)) - beta[0]
    return tuple(float(one) for one in beta[1:]), float(cut)


Rule: TypeAlias = Sign | Score | Band | Regression
RIDGE, STEPS = 1e-3, 30
"""Holds points finite where a finding is in nobody or in everybody; steps to the best points."""
_SIGN = frozenset({"path", "is", "from", "below"})
_SHAPES = {
    "any": frozenset({"any"}),
    "all": frozenset({"all"}),
    "none": frozenset({"none"}),
    "count": frozenset({"count", "at_least"}),
    "score": frozenset({"score", "at_least"}),
}
_BAND = frozenset({"score_of", "from", "below", "quarter"})
_FORMS = (
    "write path with is, from or below; or any, all, none, count or score; or score_of with from, "
    "below or quarter; or regression"
)


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
    if "score_of" in keys and keys <= _BAND:
        return _band(node, named)
    if keys == {"regression"}:
        return Regression(parts=_parts("regression", node["regression"], named))
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


def _band(node: Mapping[str, object], named: Mapping[str, Rule]) -> Band:
    of = read_rule(node["score_of"], named)
    if not isinstance(of, Score):
        raise ValueError(f"score_of is {node['score_of']!r}; write a score")
    low, high = _number(node, "from", -np.inf), _number(node, "below", np.inf)
    quarter = node.get("quarter")
    if (quarter is None) == (low == -high):
        raise ValueError("write from, below or both; or a quarter alone")
    if quarter is None:
        return Band(of=of, low=low, high=high)
    if isinstance(quarter, bool) or quarter not in (1, 2, 3, 4):
        raise ValueError(f"quarter is {quarter!r}; write 1 for the lowest to 4")
    return Band(of=of, quarter=int(str(quarter)))


def _parts(shape: str, listed: object, named: Mapping[str, Rule]) -> tuple[Rule, ...]:
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{shape} needs a list of rules")
    return tuple(_weighted(entry, named) for entry in listed)


def _score(shape: str, node: Mapping[str, object], named: Mapping[str, Rule]) -> Score:
    listed = node[shape]
    parts = _parts(shape, listed, named)
    assert isinstance(listed, list)
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
