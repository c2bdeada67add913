"""Turns for the worse that only several visits show: what they date and grade for the red flags.

A finding that was not there at one visit and is there now began between the two. One that is worse
than at a visit a few days ago is getting worse fast. Such a derived date or course is set only
where it makes some red flag more worrying and none less: an answer of the person is never
overwritten by a milder one (``_only_raises`` looks at every slot).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sciatic.findings import Case
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.followup.changes import LEGS, Answers, answers_of, felt, rank_of
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
UNSURE: Final = "unsure"
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


class Told:
    """What each of several visits says, worked out once however often they are compared."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._cases = [visit.case for visit in visits]
        self._answers = [answers_of(case) for case in self._cases]
        self._ranks: dict[str, list[int | None]] = {}
        self._numb: dict[tuple[object, ...], int | None] = {}

    def answers(self, place: int) -> Answers:
        """Every answer of the visit at a place."""
        return self._answers[place]

    def ranks_before(self, place: int, path: str) -> list[int | None]:
        """How bad the answer was at each visit before the one at a place; see ``_then``."""
        known = self._ranks.setdefault(path, [])
        for answers in self._answers[len(known) : place]:
            known.append(rank_of(split(path)[0], _then(answers, path)))
        return known[:place]

    def numb(
        self, place: int, sides: tuple[str, ...], beside: tuple[str, ...] = (), saddle: bool = False
    ) -> int | None:
        """How many places are numb at a visit; see ``_numb_places``."""
        asked = (place, sides, beside, saddle)
        if asked not in self._numb:
            self._numb[asked] = _numb_places(self._cases[place], sides, beside, saddle=saddle)
        return self._numb[asked]


def turned(visits: Sequence[Visit], told: Told | None = None) -> tuple[Case, tuple[Turn, ...]]:
    """The newest case with what the visits before it tell of dates and courses.

    Args:
        visits: at least one, the oldest first.
        told: what they and later ones say, where the same visits are compared more than once.

    Returns:
        The case for the red flags to read, and each answer that was set.
    """
    case, turns = visits[-1].case, list[Turn]()
    for turn in _turns(visits, told or Told(visits)):
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


def _turns(visits: Sequence[Visit], told: Told) -> Iterator[Turn]:
    """What each track tells, the milder first, so that the graver of two stays."""
    for track in _tracks(len(visits) - 1, told):
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


def _was_fast(visits: Sequence[Visit], track: _Track, place: int) -> bool:
    """True where it got worse within days; the days that it has stood still since do not count."""
    grown = track.ranks[place] or 0
    reached = next(
        later
        for later in range(place + 1, len(visits))
        if (track.ranks[later] or 0) - grown >= track.least
    )
    gaps = (visits[place].days_to(visits[end]) for end in (reached, len(visits) - 1))
    return any(gap is not None and gap <= days("rapid_days") for gap in gaps)


def _date(visits: Sequence[Visit], track: _Track, place: int) -> Iterator[Turn]:
    gap = visits[place].days_to(visits[-1])
    if gap is not None and track.dated in _timed():
        path = f"timing.{track.dated}.since_days"
        yield _turn(visits, track, place, path, float(gap), "began", ())


def _course(visits: Sequence[Visit], track: _Track, place: int, *, anew: bool) -> Iterator[Turn]:
    fast = _was_fast(visits, track, place) and (track.marked or not anew)
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


def _tracks(newest: int, told: Told) -> Iterator[_Track]:
    """Everything of the newest visit that the visits before it may date, by path."""
    for path, value in told.answers(newest).items():
        finding, side, item = split(path)
        of_leg = _dated(finding, side, item)
        if of_leg not in _timed():
            continue
        ranks = (*told.ranks_before(newest, path), rank_of(finding, value))
        marked = is_marked(finding, value) or (finding.startswith("strength") and _weak(value))
        tracks = topic_of(finding).tracks
        yield _Track(path, of_leg, ranks, marked, grades=tracks)
    yield from _numb_areas(newest, told)


def _then(answers: Answers, path: str) -> object | None:
    """An earlier answer; where the side was not sure at one of two visits, that of the other.

    Of two legs beside a side that is not sure, the worse: only what is graver than both has grown.
    """
    finding, side, item = split(path)
    if path in answers or not side:
        return answers.get(path)
    others = LEGS if side == UNSURE else (UNSURE,)
    tail = f".{item}" if item else ""
    told = [answers.get(f"{finding}.{other}{tail}") for other in others]
    return max(told, key=lambda value: rank_of(finding, value) or 0)


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


def _numb_areas(newest: int, told: Told) -> Iterator[_Track]:
    """The number of numb or tingling places of each leg, and of the saddle."""
    least = least_changes()[CHART].least
    saddle = stands_for("saddle")
    counts = tuple(told.numb(one, (*LEGS, UNSURE), saddle=True) for one in range(newest + 1))
    yield _Track(saddle, saddle, counts, least=least)
    for side in (*LEGS, UNSURE):
        now = told.numb(newest, (side,))
        then = (told.numb(one, (side,), _beside(side)) for one in range(newest))
        yield _Track(f"{CHART}.{side}", f"{stands_for(CHART)}.{side}", (*then, now), least=least)


def _beside(side: str) -> tuple[str, ...]:
    """Where a numb area may have stood before, when one of two visits is not sure of the side."""
    return LEGS if side == UNSURE else (UNSURE,)


def _numb_places(
    case: Case, sides: Sequence[str], beside: Sequence[str] = (), *, saddle: bool = False
) -> int | None:
    """How many places are numb; None where nothing of the skin was painted.

    ``beside`` are sides to count where these have none.
    """
    if not case.marks and not case.chart_complete:
        return None
    of_saddle = rule_book().reading["regions"]["saddle"]
    numb = [
        side
        for (side, region), sensations in felt(case).items()
        if sensations & NUMB and (region in of_saddle) == saddle
    ]
    own = sum(side in sides for side in numb)
    there = own or max((numb.count(side) for side in beside), default=0)
    return there if there or case.chart_complete else None
