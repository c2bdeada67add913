"""A real chance of a serious cause may raise the rung, never lower it. Plain numbers come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from sciatic.triage.rule_book import rule_book
from sciatic.triage.rule_files import RUNGS
from sciatic.triage.urgency import Reason, Urgency

FITS: Final = "Your answers together fit {label} well enough to be checked."


@dataclass(frozen=True)
class Threshold:
    """From this chance of a condition on, at least this rung.

    Attributes:
        condition: a condition id.
        label: its plain name.
        at: the least chance, from 0 to 1.
        to: the rung.
        call: True where the way to hospital is an ambulance.
        sources: keys of the table of sources.
        note: the reason for the figure.
    """

    condition: str
    label: str
    at: float
    to: str
    call: bool
    sources: tuple[str, ...]
    note: str


@cache
def thresholds() -> tuple[Threshold, ...]:
    """The thresholds of every serious cause, from ``data/posterior_thresholds.toml``."""
    return tuple(
        Threshold(
            condition=row["condition"],
            label=row["label"],
            at=row["at"],
            to=row["to"],
            call=bool(row.get("call")),
            sources=tuple(row["source"].split(";")),
            note=row["note"],
        )
        for row in rule_book().thresholds
    )


def raise_by_posterior(urgency: Urgency, chances: Mapping[str, float]) -> Urgency:
    """The urgency, raised where a serious cause is likely enough.

    Args:
        urgency: what the red flags gave.
        chances: P(condition | case) by condition id; a condition that is not there counts as 0.

    Returns:
        The same urgency, or one at a higher rung with the reasons added. Open flags that can't
        raise it further are no longer listed.
    """
    reached: dict[str, Threshold] = {}
    for row in thresholds():
        if chances.get(row.condition, 0.0) >= row.at:
            known = reached.get(row.condition)
            if known is None or RUNGS.index(row.to) > RUNGS.index(known.to):
                reached[row.condition] = row
    above = [row for row in reached.values() if RUNGS.index(row.to) > RUNGS.index(urgency.level)]
    if not above:
        return urgency
    highest = max((row.to for row in above), key=RUNGS.index)
    return urgency.raised(highest, [_reason(row) for row in above])


def _reason(row: Threshold) -> Reason:
    return Reason(
        rule=f"posterior:{row.condition}",
        text=FITS.format(label=row.label),
        findings=(),
        sources=row.sources,
        rung=row.to,
        call=row.call,
    )
