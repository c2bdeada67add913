"""What each answer to a question would lead to, in a few lines: "if yes ...", "if no ..."."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sciatic.cli.terminal import Ink, paragraph, percent

Document = Mapping[str, Any]
FLAGS = (
    ("would_change_urgency", "would change the urgency"),
    ("would_change_first_cause", "would change the first cause"),
)
STAKES = (
    ("would_change_urgency", "how soon you need help"),
    ("would_change_first_cause", "which cause fits best"),
)
INDENT = 11


def outcome_lines(outcomes: Document, ink: Ink) -> list[str]:
    """The first-ranked cause and the rung to act on after each answer; alike ones together.

    Args:
        outcomes: of a question in ``sciatic.assessment/1``.
        ink: whether there is colour.
    """
    groups = [list(alike) for _, alike in groupby(outcomes["answers"], key=_leads_to)]
    lines: list[str] = []
    for group in groups:
        lead = "whatever is found" if len(groups) == 1 else f"if {_words(group)}{_chance(group)}"
        after = f"{group[0]['condition'].replace('_', ' ')} {_spread(group)}, {group[0]['act_on']}"
        lines += paragraph(f"{lead}: {after}", INDENT, 2)
    flags = [words for key, words in FLAGS if outcomes[key]]
    told = [ink.strong(line) for line in paragraph("→ " + ", ".join(flags), INDENT, 2)]
    return [*lines, *told] if flags else lines


def could_change(outcomes: Document) -> list[str]:
    """One line that says what is at stake, not which answer leads where: that would sway it."""
    stakes = [words for key, words in STAKES if outcomes[key]]
    return [f"  The answer could change {' and '.join(stakes)}."] if stakes else []


def _leads_to(answer: Document) -> tuple[str, str]:
    return answer["condition"], answer["act_on"]


def _words(group: Sequence[Document]) -> str:
    """The answers of a group: "yes", "0 to 3", "reduced or absent"."""
    words = [str(one["answer"]).replace("_", " ") for one in group]
    if len(words) > 1 and all(word.isdigit() for word in words):
        return f"{words[0]} to {words[-1]}"
    if len(words) > 1 and words[-1].endswith(" or more"):
        return f"{words[0].removeprefix('under ').split(' to ')[0]} or more"
    if len(words) > 1 and (" to " in words[-1]):
        low, high = words[0].split(" to ")[0], words[-1].split(" to ")[1]
        return f"under {high}" if low.startswith("under ") else f"{low} to {high}"
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"


def _chance(group: Sequence[Document]) -> str:
    if any(one["chance"] is None for one in group):
        return ""
    return f" ({percent(sum(one['chance'] for one in group))})".replace(" %", "\u00a0%")


def _spread(group: Sequence[Document]) -> str:
    """The probability of the first cause, or the least and the most of it."""
    low, high = (
        percent(find(one["probability"] for one in group)).replace(" %", "\u00a0%")
        for find in (min, max)
    )
    return low if low == high else f"{low.removesuffix(chr(160) + '%')} to {high}"
