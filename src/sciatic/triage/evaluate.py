"""The urgency of a case: its red flags, and what the chance of a serious cause adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sciatic.triage.posterior import raise_by_posterior
from sciatic.triage.red_flags import red_flags
from sciatic.triage.rule_book import rule_book
from sciatic.triage.urgency import Urgency

if TYPE_CHECKING:
    from sciatic.findings import Case


def evaluate(case: Case, *, chances: Mapping[str, float] | None = None) -> Urgency:
    """How urgent a case is.

    Args:
        case: all that is known of the person now.
        chances: P(condition | case) by condition id, under the primary-care prior unless the
            setting is known. They can raise the rung, never lower it.

    Returns:
        The urgency: rung, reasons, and the red flags that are still open.
    """
    urgency = red_flags(case)
    return urgency if chances is None else raise_by_posterior(urgency, chances)


def headings() -> Mapping[str, str]:
    """The heading of each rung as a person reads it; ``{number}`` is the emergency number."""
    return rule_book().headings
