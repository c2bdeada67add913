"""What speaks for a cause and what against it, for any cause, not the leading one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sciatic.assessment.differential import DIGITS, Differential
from sciatic.inference import shares_of


@dataclass(frozen=True, slots=True)
class ForAndAgainst:
    """The findings that move one cause, each with its share of the odds in natural logs.

    Attributes:
        condition: its id.
        prior: its log odds before any finding.
        supporting: (finding, share) of what makes it likelier, the strongest first.
        opposing: (finding, share) of what makes it less likely, the strongest first.
    """

    condition: str
    prior: float
    supporting: tuple[tuple[str, float], ...]
    opposing: tuple[tuple[str, float], ...]


def for_and_against(found: Differential, conditions: Sequence[str]) -> tuple[ForAndAgainst, ...]:
    """The reasons of each of these causes, by the rule of ``sciatic.inference.reasons``.

    The prior and all shares of a cause add up to its posterior log odds.
    """
    place = {name: number for number, name in enumerate(found.condition_ids)}
    events = {name: found.condition_of_state == place[name] for name in conditions}
    rows = []
    for name, shares in shares_of(found.network, found.observed, events).items():
        parts = sorted(shares.shares, key=lambda part: -round(abs(part[1]), DIGITS))
        rows.append(
            ForAndAgainst(
                name,
                shares.prior,
                tuple((finding, share) for finding, share in parts if share > 0),
                tuple((finding, share) for finding, share in parts if share < 0),
            )
        )
    return tuple(rows)
