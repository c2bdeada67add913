"""What of an earlier case a new check-in starts with, and what it asks anew.

An old "no" to a red flag is never carried over: it is asked again. What was there and can be
dangerous is asked again in full; so is relief by sitting and the like, by which a rule would wait
longer than on silence. Of the other complaints the person says whether each is the same,
better, worse or gone. Facts about the person that were true stay true, and can be changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciatic.findings import Case, Finding, find, load_case, vocabulary
from sciatic.findings.observations import thawed
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.followup.changes import answers_of, is_there
from sciatic.followup.topics import split, topic_of, topics, word_of
from sciatic.triage.rule_book import rule_book

SAME: Final = "same"
BETTER: Final = "better"
WORSE: Final = "worse"
GONE: Final = "gone"
REPLIES: Final = (SAME, BETTER, WORSE, GONE)
COURSES: Final[Mapping[str, str]] = {SAME: "stable", BETTER: "improving", WORSE: "worsening"}
COMPLAINTS: Final = "pain"
KEPT_TOPICS: Final = ("person", "pattern")
KEPT_TESTS: Final = ("mri_finding", "slip_percent")
COUNTED: Final = "duration_days"


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that was there, of which the person says how it has gone."""

    path: str
    finding: str
    side: str


def complaints(case: Case) -> tuple[Complaint, ...]:
    """The complaints to be compared, in clinical order: pain and what goes with it."""
    there = [path for path, value in answers_of(case).items() if value is True]
    rows = [(path, *split(path)[:2]) for path in there]
    listed = [Complaint(*row) for row in rows if topic_of(row[1]).id == COMPLAINTS]
    return tuple(sorted(listed, key=lambda one: (_place(one.finding), one.side)))


def asked_anew(case: Case) -> tuple[str, ...]:
    """The findings that were there and can be dangerous: to be asked in full, nothing filled in."""
    there = {split(path)[0] for path, value in answers_of(case).items() if is_there(path, value)}
    names = [
        name for name in there if _is_asked(find(name)) and topic_of(name).id not in _NOT_DANGER
    ]
    return tuple(sorted(names, key=_place))


def numbers(case: Case) -> tuple[str, ...]:
    """The severities that were told: asked anew beside their complaint."""
    names = {split(path)[0] for path in answers_of(case)}
    return tuple(sorted((name for name in names if name.endswith("_severity")), key=_place))


def carried(
    case: Case, days: int, replies: Mapping[str, str] | None = None, *, skin: str = ""
) -> Case:
    """The case that a new check-in starts with.

    Args:
        case: the newest earlier one.
        days: how long ago that was.
        replies: how each complaint has gone, by path: one of ``REPLIES``; others stay unknown.
        skin: how the marked skin has gone; unless it is ``gone`` or empty its marks are kept, to
            be corrected on the chart.
    """
    document: dict[str, Any] = {
        "schema": "sciatic.case/1",
        "id": case.id,
        "person": thawed(case.person),
        "history": dict(_history(case, days)),
        "tests": {name: thawed(case.tests[name]) for name in KEPT_TESTS if name in case.tests},
    }
    if skin == GONE:
        document["chart"] = {"complete": True, "marks": []}
    elif skin in REPLIES:
        document["chart"] = case.to_dict()["chart"]
    return _with_replies(load_case(document), case, days, replies or {})


def _history(case: Case, days: int) -> Iterator[tuple[str, Any]]:
    """The answers that stay: facts of the person and what makes it better or worse."""
    timing: dict[str, Any] = {}
    for name, answer in case.history.items():
        finding = find(name)
        if name == COUNTED and isinstance(answer, int | float):
            yield name, answer + days
        elif _is_kept(name) and _stays(finding, answer) and not _calms(name, answer):
            yield name, thawed(answer)
            since = case.timing.get(name)
            if since is not None and since.since_days is not None:
                timing[name] = {"since_days": since.since_days + days}
    if timing:
        yield "timing", timing


def _is_kept(name: str) -> bool:
    return topic_of(name).id in KEPT_TOPICS


def _stays(finding: Finding, answer: object) -> bool:
    """False for an old "no" or "not sure" to a red flag, and for any "not sure"."""
    told = list(answer.values()) if isinstance(answer, Mapping) else [answer]
    if NOT_SURE in told:
        return False
    return not finding.red_flag or finding.kind != "boolean" or all(told)


def _calms(name: str, answer: object) -> bool:
    """True for an old answer of what makes it better or worse that is milder than silence."""
    if topic_of(name).id != "pattern":
        return False
    slots = [slot for slot in rule_book().slots if (slot.finding, slot.kind) == (name, "answer")]
    return any(slot.scale[word_of(answer)] < slot.silence for slot in slots)


def _with_replies(new: Case, old: Case, days: int, replies: Mapping[str, str]) -> Case:
    changes: dict[str, object] = {}
    known = {one.path for one in complaints(old)}
    for path, reply in replies.items():
        if path not in known or reply not in REPLIES:
            continue
        changes[path] = reply != GONE
        if reply == GONE:
            continue
        began = old.get(f"timing.{path}.since_days")
        since = {"since_days": began + days} if isinstance(began, int | float) else {}
        changes[f"timing.{path}"] = {**since, "course": COURSES[reply]}
    return new.with_answers(changes)


def _is_asked(finding: Finding) -> bool:
    return finding.who == "patient" and finding.section == "history"


def _place(name: str) -> int:
    order = [one for topic in topics() for one in topic.findings]
    return order.index(name)


_NOT_DANGER: Final = (COMPLAINTS, *KEPT_TOPICS, "other")


def never_carried() -> tuple[str, ...]:
    """The red flags whose old "no" is asked again: all of them that a person can answer."""
    return tuple(one.id for one in vocabulary().values() if one.red_flag and _is_asked(one))
