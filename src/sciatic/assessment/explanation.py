"""Why the leading condition and root lead: what each finding added to their odds."""

from __future__ import annotations

from dataclasses import dataclass

from sciatic.assessment.differential import DIGITS, Differential
from sciatic.assessment.passports import sources_of
from sciatic.inference import shares_of


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One finding's share of the odds of one thing; ``log_odds`` in natural logs."""

    finding: str
    favours: str
    log_odds: float
    sources: tuple[str, ...]


def reason_rows(found: Differential) -> tuple[ReasonRow, ...]:
    """The row "prior" and each finding's, for the leading condition, then for the leading root.

    The rule is stated in ``sciatic.inference.reasons``; each block adds up to the posterior odds.
    """
    leading = found.conditions()[0][0]
    place = found.condition_ids.index(leading)
    events = {f"condition:{leading}": found.condition_of_state == place}
    roots = found.roots()
    if roots:
        side, root = roots[0][:2]
        column = found.model.labels.root_names.index((side, root))
        events[f"root:{root}:{side}"] = found.model.labels.roots[:, column]
    rows: list[ReasonRow] = []
    for name, shares in shares_of(found.network, found.observed, events).items():
        rows.append(ReasonRow("prior", name, shares.prior, ("assumption",)))
        parts = sorted(shares.shares, key=lambda part: -round(abs(part[1]), DIGITS))
        rows += [
            ReasonRow(finding, name, share, sources_of(found.model.passports, finding, leading))
            for finding, share in parts
        ]
    return tuple(rows)
