"""What moved between two assessments: probabilities, and the log-odds behind those that did most.

The shares of ``sciatic.inference.reasons`` are taken in each of the two, finding by finding, and
set beside each other. In both they add up to the posterior log-odds, so what they moved by adds up
to what the log-odds moved by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.assessment.differential import DIGITS, LEAST_SHOWN, Differential
from sciatic.assessment.passports import sources_of
from sciatic.inference import Shares, shares_of

LEAST_MOVED = 0.001  # a chance that moved by less is not explained
MOST_CAUSES = 3
MOST_ROOTS = 2
NOTHING = 1e-9
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Moved:
    """The chance of one thing before and after; ``side`` is None where there is none."""

    name: str
    side: str | None
    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class FindingShift:
    """What one finding did to the odds before and after, in natural logs; None: it was not there.

    ``before`` and ``after`` are the finding with its value, as in the reasons of an assessment.
    """

    before: str | None
    after: str | None
    log_odds_before: float
    log_odds_after: float
    sources: tuple[str, ...]

    @property
    def answer_changed(self) -> bool:
        """Whether this is a changed answer, not one whose weight moved along with it."""
        return self.before != self.after

    @property
    def change(self) -> float:
        """After less before, in natural logs."""
        return self.log_odds_after - self.log_odds_before


@dataclass(frozen=True, slots=True)
class Shift:
    """Why the odds of one cause or root moved: natural logs, and each finding's part in them."""

    favours: str
    log_odds_before: float
    log_odds_after: float
    findings: tuple[FindingShift, ...]


def moved_conditions(before: Differential, after: Differential) -> tuple[Moved, ...]:
    """Every condition, the one that moved most first."""
    then, now = dict(before.conditions()), dict(after.conditions())
    return _by_change(Moved(name, None, then[name], now[name]) for name in before.condition_ids)


def moved_roots(before: Differential, after: Differential) -> tuple[Moved, ...]:
    """Every root that is not too rare on both occasions, the one that moved most first."""
    labels = before.model.labels
    chances = zip(before.p_states @ labels.roots, after.p_states @ labels.roots, strict=True)
    return _by_change(
        Moved(root, side, float(then), float(now))
        for (side, root), (then, now) in zip(labels.root_names, chances, strict=True)
        if max(then, now) >= LEAST_SHOWN
    )


def moved_levels(before: Differential, after: Differential) -> tuple[Moved, ...]:
    """Every level by side that is not too rare on both occasions, most moved first."""
    labels = before.model.labels
    chances = zip(before.p_states @ labels.levels, after.p_states @ labels.levels, strict=True)
    return _by_change(
        Moved(level, None if side == "none" else side, float(then), float(now))
        for (level, side), (then, now) in zip(labels.level_names, chances, strict=True)
        if max(then, now) >= LEAST_SHOWN
    )


def shifts(before: Differential, after: Differential) -> tuple[Shift, ...]:
    """Why the causes and roots that moved most did so; nothing where nothing moved."""
    causes = [one for one in moved_conditions(before, after) if _told(one)][:MOST_CAUSES]
    roots = [one for one in moved_roots(before, after) if _told(one)][:MOST_ROOTS]
    events: dict[str, Mask] = {}
    condition_of = {f"condition:{one.name}": one.name for one in causes}
    for key, name in condition_of.items():
        events[key] = before.condition_of_state == before.condition_ids.index(name)
    labels = before.model.labels
    for one in roots:
        column = labels.root_names.index((str(one.side), one.name))
        events[f"root:{one.name}:{one.side}"] = labels.roots[:, column]
    if not events:
        return ()
    then = shares_of(before.network, before.observed, events)
    now = shares_of(after.network, after.observed, events)
    leading = after.conditions()[0][0]
    passports = after.model.passports
    return tuple(
        _shift(key, then[key], now[key], passports, condition_of.get(key, leading))
        for key in events
    )


def _told(one: Moved) -> bool:
    return abs(one.change) >= LEAST_MOVED


def _by_change(rows: Iterable[Moved]) -> tuple[Moved, ...]:
    return tuple(sorted(rows, key=lambda one: -round(abs(one.change), DIGITS)))


def _shift(
    favours: str,
    then: Shares,
    now: Shares,
    passports: Mapping[str, Mapping[str, list[str]]],
    condition: str,
) -> Shift:
    """The shift of one event; the changed answers first, then what moved along, largest first."""
    was, is_now = _summed(then), _summed(now)
    rows = [FindingShift("prior", "prior", then.prior, now.prior, ("assumption",))]
    for one, other in _pairs(was, is_now):
        sources = sources_of(passports, other or one or "", condition)
        weights = was.get(one or "", 0.0), is_now.get(other or "", 0.0)
        rows.append(FindingShift(one, other, *weights, sources))
    kept = [row for row in rows if row.answer_changed or abs(row.change) > NOTHING]
    kept.sort(key=lambda row: (not row.answer_changed, -round(abs(row.change), DIGITS)))
    return Shift(favours, then.posterior, now.posterior, tuple(kept))


def _summed(shares: Shares) -> dict[str, float]:
    """The share of each finding by its name with its value."""
    found: dict[str, float] = {}
    for name, share in shares.shares:
        found[name] = found.get(name, 0.0) + share
    return found


def _pairs(was: Iterable[str], now: Iterable[str]) -> list[tuple[str | None, str | None]]:
    """Each finding before beside itself after: the same, or another value at the same path."""
    then, later = dict.fromkeys(was), dict.fromkeys(now)
    pairs: list[tuple[str | None, str | None]] = [(name, name) for name in later if name in then]
    gone: dict[str, list[str]] = {}
    for name in then:
        if name not in later:
            gone.setdefault(name.partition("=")[0], []).append(name)
    for name in later:
        if name not in then:
            mine = gone.get(name.partition("=")[0])
            pairs.append((mine.pop(0) if mine else None, name))
    return pairs + [(name, None) for names in gone.values() for name in names]
