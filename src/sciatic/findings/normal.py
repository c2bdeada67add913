"""What an examiner writes down where a finding is as it is in health."""

from __future__ import annotations

from typing import Final

from sciatic.findings.vocabulary import Finding

_WORDS: Final = ("normal", "negative", "flexor", "none", "no", "unaided")
FULL_STRENGTH: Final = 5


def normal_value(finding: Finding) -> str | int | bool | None:
    """The answer that says nothing is wrong; None where no single one does.

    A sign that is present or absent is absent in health, a pulse or a reflex is not: there the
    word "normal" is among the answers.
    """
    if finding.kind == "boolean":
        return False
    if finding.kind == "grade":
        return FULL_STRENGTH
    if set(finding.values) == {"present", "absent"}:
        return "absent"
    return next((word for word in _WORDS if word in finding.values), None)
