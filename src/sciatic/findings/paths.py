"""The path of an answer, such as ``reflex.left.achilles_reflex``: what may stand in it."""

from __future__ import annotations

from sciatic.errors import UnknownTermError
from sciatic.findings.places import is_item, items_of
from sciatic.findings.vocabulary import SIDES, Finding, find

TIMING_PARTS = ("since_days", "course")


def check_path(finding: Finding, parts: list[str]) -> None:
    """Refuse a side or an item that the finding can't have.

    Raises:
        UnknownTermError: with the nearest words that would be right.
    """
    rest = list(parts)
    if finding.per_side and rest and rest.pop(0) not in SIDES:
        raise UnknownTermError("side", parts[0], SIDES)
    if finding.item_kind and rest:
        item = rest.pop(0)
        if item not in items_of(finding):
            raise UnknownTermError(finding.item_kind, item, items_of(finding))
    if rest:
        legal = [finding.id, *parts[: len(parts) - len(rest)]]
        raise UnknownTermError("path", ".".join([finding.id, *parts]), [".".join(legal)])


def check_chart_path(path: str, parts: list[str]) -> None:
    """Refuse a path into the chart that is not a side and a region."""
    if len(parts) != 2:
        raise UnknownTermError("path", path, ["chart.complete", "chart.left.toe5_dorsal"])
    side, region = parts
    if side not in SIDES:
        raise UnknownTermError("side", side, SIDES)
    if region not in is_item("region"):
        raise UnknownTermError("region", region, sorted(is_item("region")))


def timing_path(parts: list[str]) -> tuple[str, str | None]:
    """What stands behind ``timing.``: the finding with its side, and the part that is named.

    Args:
        parts: as in ``timing.leg_pain.left`` or ``timing.leg_pain.left.since_days``.

    Raises:
        UnknownTermError: no such finding, side or part.
    """
    if not parts:
        raise UnknownTermError("path", "timing", ["timing.leg_pain.left", "timing.saddle_numbness"])
    finding = find(parts[0])
    n_named = 2 if finding.per_side else 1
    named, rest = parts[:n_named], parts[n_named:]
    check_path(finding, named[1:])
    if len(rest) > 1 or (rest and rest[0] not in TIMING_PARTS):
        raise UnknownTermError("part of a timing", ".".join(rest), TIMING_PARTS)
    return ".".join(named), rest[0] if rest else None
