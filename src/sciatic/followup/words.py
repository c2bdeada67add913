"""A comparison in words, for the person and the clinician alike.

``say`` turns a text of this package into the reader's language; left out, it stays. Texts with a
hole are translated whole and filled afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sciatic.findings.wording import Say, as_it_is, finding_words, plain_place, value_words
from sciatic.followup.changes import KINDS, UNCHANGED, UNKNOWN_BEFORE, UNKNOWN_NOW, Change
from sciatic.followup.comparison import OTHER_SEX, YOUNGER
from sciatic.followup.expected import STANDINGS, facts
from sciatic.followup.topics import CHART, place_of, split, topics, word_of
from sciatic.followup.turns import SPREADING, Turn

Spell: TypeAlias = Callable[[str, str], str]
KIND_WORDS: Final[Mapping[str, str]] = {
    "new": "New",
    "worse": "Worse",
    "unknown_now": "Not answered now",
    "unknown_before": "Told for the first time",
    "changed": "Different",
    "better": "Better",
    "gone": "Gone",
    "unchanged": "Same",
}
WEAKNESS_WORDS: Final = ("none", "mild", "marked", "cannot move")
MOST_PLACES: Final = 3
WAS_NOW: Final = "was {before}, now {after}"
WAS_SILENT: Final = "was {before}; this time you did not say"
SKIN: Final = "Marked skin"
SKIN_ONE: Final = "1 place: {places}"
SKIN_MANY: Final = "{n} places: {places}"
AND_MORE: Final = "{places} and {n} more"
BEGAN: Final = "{what}: not there on {date}, there now. So it began within {days} days."
BEGAN_TODAY: Final = "{what}: not there earlier the same day, there now."
GREW: Final = "{what}: worse than on {date}. So it counts as getting worse."
GREW_FAST: Final = "{what}: worse than {days} days before. So it counts as getting worse fast."
GREW_TODAY: Final = "{what}: worse than earlier the same day. So it counts as getting worse fast."
GREW_UNDATED: Final = "{what}: worse than before. So it counts as getting worse."
NUMB_AREA: Final = "The numb area"
BESIDE: Final = "You said “{own}”; the more worrying of the two counts."
FROM_VISITS: Final = "This comes from your visits set side by side, not from an answer of today."
_IGNORED: Final = frozenset({"duration_days", "age_years"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: its kind, what it is about, and how."""

    kind: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Section:
    """What changed of one topic, the graver first; ``same`` is what stayed as it was."""

    title: str
    lines: tuple[Line, ...]
    same: tuple[Line, ...]


def texts() -> Iterator[str]:
    """Every text of this room that a page can show."""
    yield from KIND_WORDS.values()
    yield from (topic.title for topic in topics())
    yield from (*STANDINGS.values(), *(fact.text for fact in facts()), *WEAKNESS_WORDS)
    yield from (WAS_NOW, WAS_SILENT, SKIN, SKIN_ONE, SKIN_MANY, AND_MORE, BEGAN, BEGAN_TODAY)
    yield from (OTHER_SEX, YOUNGER)
    yield from (GREW, GREW_FAST, GREW_TODAY, GREW_UNDATED, NUMB_AREA, BESIDE, FROM_VISITS)


def worth_telling(change: Change) -> bool:
    """False for what was not there and still is not, and for what time itself changes."""
    finding = split(change.path)[0]
    if finding in _IGNORED:
        return False
    if change.kind == UNKNOWN_BEFORE:
        return change.is_there
    if change.kind == UNKNOWN_NOW:
        return change.was_there
    return change.kind != UNCHANGED or change.is_there


def sections(
    rows: Sequence[Change], say: Say = as_it_is, spell: Spell | None = None
) -> tuple[Section, ...]:
    """What changed by topic, in clinical order; a topic of which nothing is to be told is out.

    Args:
        rows: what changed.
        say: into the reader's language.
        spell: an answer in words, given its finding and value; left out, the words of a clinic.
    """
    spelled = spell or (lambda finding, value: value_words(value, finding, say))
    told: list[Section] = []
    for topic in topics():
        mine = [row for row in rows if row.topic == topic.id and worth_telling(row)]
        lines = tuple(_lines(mine, say, spelled))
        if lines:
            moved = tuple(line for line in lines if line.kind != UNCHANGED)
            same = tuple(line for line in lines if line.kind == UNCHANGED)
            told.append(Section(say(topic.title), moved, same))
    return tuple(told)


def _lines(rows: Sequence[Change], say: Say, spell: Spell) -> Iterator[Line]:
    for kind in KINDS:
        mine = [row for row in rows if row.kind == kind]
        yield from (_line(row, say, spell) for row in mine if split(row.path)[0] != CHART)
        for side in ("left", "right", "unsure"):
            skin = [row for row in mine if row.path.startswith(f"{CHART}.{side}.")]
            if skin:
                yield _skin_line(kind, side, skin, say)


def _line(change: Change, say: Say, spell: Spell) -> Line:
    before, after = (_value(change.path, one, spell) for one in (change.before, change.after))
    if change.kind == UNKNOWN_NOW:
        detail = say(WAS_SILENT).format(before=before)
    elif change.kind in (UNCHANGED, UNKNOWN_BEFORE) or before == after:
        detail = after
    else:
        detail = say(WAS_NOW).format(before=before, after=after)
    return Line(change.kind, finding_words(change.path, say), detail)


def _value(path: str, value: object | None, spell: Spell) -> str:
    if value is None:
        return ""
    finding = split(path)[0]
    if isinstance(value, tuple):
        seen = (f"{one['finding']} {one.get('level', '')}".strip() for one in value)
        return "; ".join(spell("", one) for one in seen)
    text = f"{value:g}" if isinstance(value, int | float) and value not in (True, False) else ""
    if isinstance(value, bool):
        text = word_of(value)
    words = spell(finding, text or f"{value}")
    return f"{words}/10" if finding.endswith("_severity") else words


def _skin_line(kind: str, side: str, rows: Sequence[Change], say: Say) -> Line:
    named = [plain_place(split(row.path)[2], say) for row in rows]
    places = "; ".join(named[:MOST_PLACES])
    if len(named) > MOST_PLACES:
        places = say(AND_MORE).format(places=places, n=len(named) - MOST_PLACES)
    text = say(SKIN_ONE if len(named) == 1 else SKIN_MANY)
    detail = text.format(n=len(named), places=places)
    return Line(kind, f"{say(SKIN)}, {say(side)}", detail)


def turn_words(turn: Turn, say: Say = as_it_is, day: Say = as_it_is) -> str:
    """Why a date or course was derived; ``day`` writes an ISO date in the reader's language."""
    what = _what(turn.because, say)
    days, date = turn.days, day(turn.since.isoformat()) if turn.since else ""
    if turn.path.endswith("since_days"):
        text = BEGAN if days else BEGAN_TODAY
    elif days is None:
        text = GREW_UNDATED
    elif turn.value in ("rapidly_worsening", "quickly"):
        text = GREW_FAST if days else GREW_TODAY
    else:
        text = GREW
    told = say(text).format(what=what, date=date, days=days)
    if turn.own is None:
        return told
    own = value_words(f"{turn.own:g}" if isinstance(turn.own, float) else f"{turn.own}", "", say)
    return f"{told} {say(BESIDE).format(own=own)}"


def _what(path: str, say: Say) -> str:
    finding, side, item = split(path)
    if finding == CHART and not item:
        return f"{say(NUMB_AREA)}, {say(side)}"
    return finding_words(path, say)


def turns_to_tell(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """One turn for each thing that changed: its course where there is one, else its date."""
    chosen: dict[str, Turn] = {}
    for turn in turns:
        had = chosen.get(turn.because)
        if had is None or (had.path.endswith("since_days") and turn.path != SPREADING):
            chosen[turn.because] = turn
    return tuple(sorted(chosen.values(), key=_clinical))


def _clinical(turn: Turn) -> int:
    return place_of(split(turn.because)[0])
