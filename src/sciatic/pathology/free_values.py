"""Numbers that may vary: each has a name; the fit may have moved it, and a caller may set it.

A number that is read through ``value_of`` is, in this order: what ``values_set`` says, what the
fit found (``data/fitted.csv``, written by ``make fit``), or what its own table says.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from typing import Literal, TypeVar

from sciatic.errors import EvidenceError
from sciatic.evidence import read_table

Scale = Literal["logit", "log"]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What the fit made of one number.

    Attributes:
        value: where the fit left it.
        scale: "logit" of a share, "log" of any other positive number.
        se: posterior standard deviation on that scale.
        start, start_sd: the table's own value, and how far it was held to be sure, on the scale.
        rows: ids of the published rows that moved it most, ``;`` between.
    """

    name: str
    value: float
    scale: Scale
    se: float
    start: float
    start_sd: float
    rows: str


@cache
def fitted() -> Mapping[str, Fitted]:
    """Every number that the fit moved, by name."""

    def parse(cells: Mapping[str, str]) -> Fitted:
        if cells["scale"] not in ("logit", "log"):
            raise ValueError(f"scale is {cells['scale']!r}; write logit or log")
        scale: Scale = "log" if cells["scale"] == "log" else "logit"
        return Fitted(
            name=cells["parameter"],
            value=float(cells["value"]),
            scale=scale,
            se=float(cells["se"]),
            start=float(cells["start"]),
            start_sd=float(cells["start_sd"]),
            rows=cells["rows"],
        )

    return {row.name: row for row in read_table("pathology", "fitted", parse)}


_changes: ContextVar[Mapping[str, float] | None] = ContextVar("changes", default=None)
_unfitted: ContextVar[bool] = ContextVar("unfitted", default=False)
_read: ContextVar[dict[str, float] | None] = ContextVar("read", default=None)


def value_of(name: str, written: float) -> float:
    """The number of this name, where its table says ``written``."""
    value = written
    changes = _changes.get()
    if changes is not None and name in changes:
        value = changes[name]
    elif not _unfitted.get() and name in fitted():
        value = fitted()[name].value
    seen = _read.get()
    if seen is not None:
        seen[name] = value
    return value


@contextmanager
def values_set(changes: Mapping[str, float], *, unfitted: bool = False) -> Iterator[None]:
    """Inside this block these numbers are set; ``unfitted``: all others as their tables say.

    Tables must be built inside it; a compiled model keeps the numbers that it was built with.
    """
    before = {**(_changes.get() or {}), **changes}
    token, fit_token = _changes.set(before), _unfitted.set(unfitted or _unfitted.get())
    try:
        yield
    finally:
        _changes.reset(token)
        _unfitted.reset(fit_token)


@contextmanager
def values_recorded() -> Iterator[dict[str, float]]:
    """Inside this block every number that is read by name is noted, with its value."""
    seen: dict[str, float] = {}
    token = _read.set(seen)
    try:
        yield seen
    finally:
        _read.reset(token)


def are_set() -> bool:
    """Whether numbers are set, or their reading noted, so that nothing may come from a cache."""
    return _changes.get() is not None or _unfitted.get() or _read.get() is not None


def cached_unless_set(function: Callable[[], Answer]) -> Callable[[], Answer]:
    """Cache a table that is read without arguments, but build it anew where numbers are set."""
    kept = cache(function)

    @wraps(function)
    def read() -> Answer:
        return function() if are_set() else kept()

    return read


def to_scale(value: float, scale: Scale) -> float:
    """A number on the scale on which it varies.

    Raises:
        EvidenceError: a share of 0 or 1, or a number that is not positive.
    """
    if value <= 0 or (scale == "logit" and value >= 1):
        raise EvidenceError(f"{value:g} has no {scale}; it can't vary")
    return math.log(value) if scale == "log" else math.log(value / (1 - value))


def from_scale(place: float, scale: Scale) -> float:
    """The number at a place of its scale."""
    return math.exp(place) if scale == "log" else 1 / (1 + math.exp(-place))
