"""What changed between two cases of one person, finding by finding.

Seven kinds, and two that say that one of the two visits is silent. Silence is never "gone". Swap
the two cases and every kind turns into its opposite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciatic.findings import Case
from sciatic.findings.observations import thawed
from sciatic.followup.topics import (
    APART,
    CHART,
    least_changes,
    place_of,
    ranks,
    split,
    told_only,
    topic_of,
    topic_place,
    word_of,
)

NEW: Final = "new"
WORSE: Final = "worse"
UNKNOWN_NOW: Final = "unknown_now"
UNKNOWN_BEFORE: Final = "unknown_before"
CHANGED: Final = "changed"
UNCHANGED: Final = "unchanged"
BETTER: Final = "better"
GONE: Final = "gone"
KINDS: Final = (NEW, WORSE, UNKNOWN_NOW, UNKNOWN_BEFORE, CHANGED, BETTER, GONE, UNCHANGED)
"""In the order in which they are told within a topic."""
OPPOSITE: Final[Mapping[str, str]] = {
    NEW: GONE,
    GONE: NEW,
    WORSE: BETTER,
    BETTER: WORSE,
    UNKNOWN_NOW: UNKNOWN_BEFORE,
    UNKNOWN_BEFORE: UNKNOWN_NOW,
    CHANGED: CHANGED,
    UNCHANGED: UNCHANGED,
}
LEGS: Final = ("left", "right")
GROWING: Final = ("worsening", "rapidly_worsening")
"""The answers to a course that say worse."""
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One finding at two visits.

    Attributes:
        path: where it stands in a case.
        topic: the id of its topic.
        kind: one of ``KINDS``.
        before, after: the answers, None where it is not known; of a place of skin the sensations.
    """

    path: str
    topic: str
    kind: str
    before: object | None
    after: object | None

    @property
    def was_there(self) -> bool:
        """True where something was wrong at the first visit."""
        return is_there(self.path, self.before)

    @property
    def is_there(self) -> bool:
        """True where something is wrong at the second visit."""
        return is_there(self.path, self.after)

    def to_dict(self) -> dict[str, Any]:
        """The change as it stands in ``sciatic.comparison/1``."""
        return {
            "path": self.path,
            "topic": self.topic,
            "kind": self.kind,
            "before": _plain(self.before),
            "after": _plain(self.after),
        }


def changes(before: Case, after: Case) -> tuple[Change, ...]:
    """Every finding that either case knows, in clinical order: the most dangerous topic first."""
    then, now = answers_of(before), answers_of(after)
    skin_then, skin_now = _skin(before, after), _skin(after, before)
    rows = [
        Change(path, topic_of(name).id, _kind(name, then.get(path), now.get(path)),
               then.get(path), now.get(path))
        for path in dict.fromkeys((*then, *now))
        for name in (split(path)[0],)
    ]  # fmt: skip
    rows += [
        Change(path, topic_of(CHART).id, _kind_of_skin(old, skin_now[path]), old, skin_now[path])
        for path, old in skin_then.items()
        if (old, skin_now[path]) != (None, None)
    ]
    return tuple(sorted(rows, key=_order))


def answers_of(case: Case) -> Answers:
    """Every answer of a case by its path; "not sure" is no answer, and the chart is apart."""
    return {one.path: one.value for one in case.observations()}


def told_worse(case: Case) -> tuple[str, ...]:
    """What the person says is getting worse, by path, in clinical order; what is gone is not.

    A pain may stand at the same answer at both visits and yet be told as worse.
    """
    answers = answers_of(case)
    there = [
        path
        for path, since in case.timing.items()
        if since.course in GROWING and is_there(path, answers.get(path))
    ]
    if answers.get("course") in GROWING:
        there.append("course")
    return tuple(sorted(there, key=lambda path: (place_of(split(path)[0]), path)))


def rank_of(finding: str, value: object | None) -> int | None:
    """How bad an answer is, 0 for nothing wrong; None where it is not known or has no order."""
    scale = None if value is None else ranks(finding)
    return None if scale is None else scale[word_of(value)]


def is_there(path: str, value: object | None) -> bool:
    """True where an answer says that something is wrong."""
    finding = split(path)[0]
    if finding == CHART:
        return bool(value)
    if value is None or told_only(finding):
        return False
    rank = rank_of(finding, value)
    if rank is not None:
        return rank != 0
    known = least_changes().get(finding)
    return known is not None and known.worse == "higher" and _number(value) > 0


def _kind(finding: str, before: object | None, after: object | None) -> str:
    if before is None or after is None:
        return UNKNOWN_BEFORE if before is None else UNKNOWN_NOW
    if told_only(finding):
        return UNCHANGED if before == after else CHANGED
    old, new = rank_of(finding, before), rank_of(finding, after)
    if old is not None and new is not None:
        return _by_rank(old, new, same=before == after)
    return _by_number(finding, before, after)


def _by_rank(old: int, new: int, *, same: bool) -> str:
    if same:
        return UNCHANGED
    if old == new or (APART in (old, new) and 0 not in (old, new)):
        return CHANGED
    if old == 0 or new == 0:
        return NEW if old == 0 else GONE
    return WORSE if new > old else BETTER


def _by_number(finding: str, before: object, after: object) -> str:
    known = least_changes().get(finding)
    if known is None:
        return UNCHANGED if before == after else CHANGED
    old, new = _number(before), _number(after)
    if abs(new - old) < known.least:
        return UNCHANGED
    if known.worse == "lower":
        return WORSE if new < old else BETTER
    if old == 0 or new == 0:
        return NEW if old == 0 else GONE
    return WORSE if new > old else BETTER


def _kind_of_skin(before: object | None, after: object | None) -> str:
    if before is None or after is None:
        return UNKNOWN_BEFORE if before is None else UNKNOWN_NOW
    assert isinstance(before, frozenset)
    assert isinstance(after, frozenset)
    if before == after:
        return UNCHANGED
    if not before or not after:
        return NEW if not before else GONE
    if before < after or after < before:
        return WORSE if before < after else BETTER
    return CHANGED


def _skin(case: Case, other: Case) -> dict[str, frozenset[str] | None]:
    """What a case says of each place that either of the two has marked; None is not known."""
    own = felt(case)
    unsure = {region for side, region in own if side not in LEGS}
    said: dict[str, frozenset[str] | None] = {}
    for side, region in sorted({*own, *felt(other)}):
        known_normal = case.chart_complete and region not in unsure and side in LEGS
        nothing = frozenset[str]() if known_normal else None
        said[f"{CHART}.{side}.{region}"] = own.get((side, region), nothing)
    return said


def felt(case: Case) -> dict[tuple[str, str], frozenset[str]]:
    """The sensations that a chart marks, by side and place."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for mark in case.marks:
        here = (mark.side, mark.region)
        found[here] = found.get(here, frozenset()) | {mark.sensation}
    return found


def _order(change: Change) -> tuple[int, int, int, str]:
    place = place_of(split(change.path)[0])
    return topic_place(change.topic), KINDS.index(change.kind), place, change.path


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _plain(answer: object) -> Any:
    return sorted(answer) if isinstance(answer, frozenset) else thawed(answer)
