"""A case judged once for each page, and only where the page needs it.

A check-in is judged together with the visits before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sciatic.assessment import Assessment, assess
from sciatic.assessment.account import Account, account
from sciatic.errors import CaseError, Problem
from sciatic.findings import Case
from sciatic.followup import Comparison, compare
from sciatic.followup import Visit as EarlierVisit
from sciatic.triage import Urgency, red_flags
from sciatic.web.visit import Visit


class Judged:
    """What is made of a case: urgency at once, the assessment when it is first read."""

    def __init__(self, case: Case, today: date, comparison: Comparison | None = None) -> None:
        self.case = case
        self.comparison = comparison
        self._today = today

    @cached_property
    def urgency(self) -> Urgency:
        """The urgency by the red flags alone."""
        return self.comparison.red_flags if self.comparison else red_flags(self.case)

    @cached_property
    def assessment(self) -> Assessment:
        """The whole assessment."""
        if self.comparison:
            return self.comparison.assessment
        return assess(self.case, today=self._today)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The assessment as a document."""
        document = self.assessment.to_dict()
        if self.comparison:
            document["urgency"] = self.comparison.told_by_person(document["urgency"])
        return document

    @cached_property
    def account(self) -> Account:
        """What to say of the causes."""
        return account(self.document)

    def questions(self, _case: Case) -> Sequence[dict[str, Any]]:
        """The next questions of the assessment, as the interview wants them."""
        rows: Sequence[dict[str, Any]] = [
            {"finding": one.finding, "who": one.who, "expected_bits": one.expected_bits}
            for one in self.assessment.next_questions
        ]
        return rows


def judged_of(visit: Visit, today: date) -> Judged:
    """What is made of a visit, beside the visits before it where there are any.

    Raises:
        CaseError: an earlier visit lies ahead of today.
    """
    if visit.earlier is None:
        return Judged(visit.case, today)
    *before, last = visit.earlier.visits
    if last.on is not None and last.on > today:
        told = f"{last.on} lies ahead of today, {today}"
        raise CaseError([Problem(f"visits[{len(before)}].date", None, told)], "the check-in")
    comparison = compare(last, EarlierVisit(visit.case, today), earlier=before)
    return Judged(visit.case, today, comparison)
