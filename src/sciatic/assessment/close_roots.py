"""Two roots that the answers can't tell apart: said in so many words, never hidden in decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]
TOO_CLOSE = 0.5
"""Two roots are too close where the second has at least this part of the first one's share."""
WORTH_SAYING = 0.15
ROOT = re.compile(r"\b(left|right) [TLS]\d+ root\b")


def close_roots(document: Document) -> tuple[str, str, str] | None:
    """(root, other root, side) of the two likeliest, where they lie on one side and are too close.

    Args:
        document: ``Assessment.to_dict()``.

    Returns:
        None where one root stands out, where none is likely, or where a lesion presses both.
    """
    rows = document["roots"]
    if not rows or rows[0]["share"] < WORTH_SAYING:
        return None
    first = rows[0]
    others = [row for row in rows[1:] if row["side"] == first["side"]]
    if not others or others[0]["share"] < TOO_CLOSE * first["share"]:
        return None
    together = first["probability"] + others[0]["probability"]
    if together > 1.2 or first["probability"] > 1.5 * first["share"]:
        return None
    return first["root"], others[0]["root"], first["side"]


def what_would_tell(document: Document) -> str | None:
    """The finding that moves the root most, as its path; None where no question does."""
    for question in document["next_questions"]:
        if ROOT.search(question["would_change"]):
            return str(question["finding"])
    return None
