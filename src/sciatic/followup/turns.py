"""Turns for the worse that only several visits show: what they date and grade for the red flags.

A finding that was not there at one visit and is there now began between the two. One that is worse
than at a visit a few days ago is getting worse fast. Such a derived date or course is set only
where it makes some red flag more worrying and none less: an answer of the person is never
overwritten by a milder one (``_only_raises`` looks at every slot).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sciatic.findings import Case
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.followup.changes import answers_of, felt, rank_of
from sciatic.followup.topics import (
    APART,
    CHART,
    days,
    is_marked,
    least_changes,
    limits,
    split,
    stands_for,
    topic_of,
)
from sciatic.followup.visits import Visit
from sciatic.triage.readings import read_case
from sciatic.triage.rule_book import rule_book

RAPID: Final = "rapidly_worsening"
WORSENING: Final = "worsening"
SPREADING: Final = "spreading"
NUMB: Final = frozenset({"numb", "tingling", "burning"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer that two visits gave, beside or in place of the person's own.

    Attributes:
        path: what it sets, such as ``timing.reported_weakness.left.course`` or ``spreading``.
        value: what it sets it to.
        own: what the person said; None where nothing.
        because: the path that changed, ``chart.left`` for the numb area of a leg.
        kind: ``began`` (was not there) or ``grew`` (was milder).
        since: the day of the earlier visit; None where it is not known.
        until: the day of the newest visit.
        days: the days between the two.
        sources: keys of the table of sources.
    """

    path: str
    value: object
    own: object | None
    because: str
    kind: str
    since: date | None
    until: date | None
    days: int | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The turn as it stands in ``sciatic.comparison/1``."""
        return {
            "path": self.path,
            "value": self.value,
            "own_answer": self.own,
            "because": self.because,
            "kind": self.kind,
            "from": self.since.isoformat() if self.since else None,
            "to": self.until.isoformat() if self.until else None,
            "days": self.days,
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class _Track:
    """One thing at every visit: how bad it was, None where that is not known.

    ``dated`` is the finding, with its side, that takes the date and course.
    """

    because: str
    dated: str
    ranks: tuple[int | None, ...]
    marked: bool = False
    least: float = 1
    grades: bool = True


def turned(visits: Sequence[Visit]) -> tuple[Case, tuple[Turn, ...]]:
    """The newest case with what the visits before it tell of dates and courses.

    Args:
        visits: at least one, the oldest first.

    Returns:
        The case for the red flags to read, and each answer that was set.
    """
    case, turns = visits[-1].case, list[Turn]()
    for turn in _turns(visits):
        changed = case.with_answer(turn.path, turn.value)
        if _only_raises(case, changed):
            case = changed
            turns.append(turn)
    return case, tuple({turn.path: turn for turn in turns}.values())


def _only_raises(case: Case, changed: Case) -> bool:
    """True where some slot of the rules ranks higher, and none lower."""
    book = rule_book()
    was, now = read_case(book, case).ranks, read_case(book, changed).ranks
    pairs = list(zip(was, now, strict=True))
    return any(new > old for old, new in pairs) and all(new >= old for old, new in pairs)


def _turns(visits: Sequence[Visit]) -> Iterator[Turn]:
    """What each track tells, the milder first, so that the graver of two stays."""
    for track in _tracks(visits):
        began = _began(track)
        if began is not None:
            yield from _date(visits, track, began)
        grew = _grew(visits, track) if track.grades else None
        if grew is not None:
            yield from _course(visits, track, grew, anew=began == grew)


def _began(track: _Track) -> int | None:
    """The last visit at which it was known not to be there, where it has been there since."""
    if not track.ranks[-1]:
        return None
    for place in range(len(track.ranks) - 2, -1, -1):
        if track.ranks[place] == 0:
            return place
    return None


def _grew(visits: Sequence[Visit], track: _Track) -> int | None:
    """The last visit at which it was milder, where it has not eased or stood still since."""
    now = track.ranks[-1]
    if now is None or now <= 0:
        return None
    since = len(visits) - 1
    for place in range(len(visits) - 2, -1, -1):
        rank = track.ranks[place]
        if rank is None or rank == APART:
            continue
        if rank - now >= track.least:
            return None
        if now - rank >= track.least:
            still = visits[since].days_to(visits[-1])
            return place if still is None or still <= days("still_going_days") else None
        since = place
    return None


def _date(visits: Sequence[Visit], track: _Track, place: int) -> Iterator[Turn]:
    gap = visits[place].days_to(visits[-1])
    if gap is not None and track.dated in _timed():
        path = f"timing.{track.dated}.since_days"
        yield _turn(visits, track, place, path, float(gap), "began", ())


def _course(visits: Sequence[Visit], track: _Track, place: int, *, anew: bool) -> Iterator[Turn]:
    gap = visits[place].days_to(visits[-1])
    fast = gap is not None and gap <= days("rapid_days") and (track.marked or not anew)
    kind, sources = ("began" if anew else "grew"), limits()["rapid_days"][1]
    if track.dated in _timed():
        path = f"timing.{track.dated}.course"
        yield _turn(visits, track, place, path, RAPID if fast else WORSENING, kind, sources)
    spread = visits[-1].case.get(SPREADING)
    if track.because.startswith(CHART) and spread in (None, NOT_SURE) and not anew:
        speed = "quickly" if fast else "slowly"
        yield _turn(visits, track, place, SPREADING, speed, kind, sources)


def _turn(
    visits: Sequence[Visit],
    track: _Track,
    place: int,
    path: str,
    value: object,
    kind: str,
    sources: tuple[str, ...],
) -> Turn:
    earlier, newest = visits[place], visits[-1]
    gap = earlier.days_to(newest)
    own = newest.case.get(path)
    return Turn(path, value, own, track.because, kind, earlier.on, newest.on, gap, sources)


@cache
def _timed() -> frozenset[str]:
    """Every finding, with its side, of which a rule reads the date or course."""
    slots = rule_book().slots
    return frozenset(
        f"{slot.finding}.{slot.side}" if slot.side else slot.finding
        for slot in slots
        if slot.kind in ("days", "course") and slot.finding != "episode"
    )


def _tracks(visits: Sequence[Visit]) -> Iterator[_Track]:
    """Everything of the newest visit that the visits before it may date, by path."""
    told = [answers_of(visit.case) for visit in visits]
    for path, value in told[-1].items():
        finding, side, item = split(path)
        of_leg = _dated(finding, side, item)
        if of_leg not in _timed():
            continue
        ranks = tuple(
            None if answers.get(path) is None else rank_of(finding, answers[path])
            for answers in told
        )
        marked = is_marked(finding, value) or (finding.startswith("strength") and _weak(value))
        tracks = topic_of(finding).tracks
        yield _Track(path, of_leg, ranks, marked, grades=tracks)
    yield from _numb_areas(visits)


def _dated(finding: str, side: str, item: str) -> str:
    """The finding, with its side, whose date and course an answer shares."""
    if finding in ("light_touch", "pinprick") and item in rule_book().reading["regions"]["saddle"]:
        return stands_for("saddle")
    if item:
        shared = finding in ("strength", "strength_group", "light_touch", "pinprick")
        return f"{stands_for(finding)}.{side}" if shared else ""
    return f"{finding}.{side}" if side else finding


def _weak(value: object) -> bool:
    """True for a strength that the rules call marked."""
    most = rule_book().reading["grades"]["marked_to"]
    return isinstance(value, int) and value <= most


def _numb_areas(visits: Sequence[Visit]) -> Iterator[_Track]:
    """The number of numb or tingling places of each leg, the saddle left to its own question."""
    least: Mapping[str, Any] = {name: one.least for name, one in least_changes().items()}
    for side in ("left", "right"):
        counts = tuple(_numb_places(visit.case, side) for visit in visits)
        dated = f"{stands_for(CHART)}.{side}"
        yield _Track(f"{CHART}.{side}", dated, counts, least=least[CHART])


def _numb_places(case: Case, side: str) -> int | None:
    """How many places are numb; None where nothing of the skin was painted."""
    if not case.marks and not case.chart_complete:
        return None
    saddle = rule_book().reading["regions"]["saddle"]
    there = sum(
        bool(sensations & NUMB)
        for (leg, region), sensations in felt(case).items()
        if leg == side and region not in saddle
    )
    return there if there or case.chart_complete else None
