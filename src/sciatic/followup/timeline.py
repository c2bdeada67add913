"""The visits as a picture: pain, numb area, strength and urgency over time, as SVG.

Each row has its title, its scale and its values written at the points; no legend is needed. Colours
are those of the sheet around it (``timeline-…`` classes); ``standalone`` brings its own, for light
and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from sciatic.findings.wording import Say, as_it_is
from sciatic.followup.measures import Measures
from sciatic.guidance.day_words import long_date
from sciatic.triage import RUNGS

TITLE: Final = "Your visits over time"
LEG: Final = "Leg pain, 0 to 10"
BACK: Final = "Back pain, 0 to 10"
NUMB: Final = "Numb skin, of all you ever marked"
STRENGTH: Final = "Strength"
SOON: Final = "How soon to be seen"
STRENGTHS: Final = ("full", "a little weak", "very weak", "can't move")
SOON_WORDS: Final = {
    "self_care": "care for yourself",
    "routine": "routine",
    "within_2_weeks": "2 weeks",
    "same_day": "today",
    "emergency_now": "now",
}
UNKNOWN: Final = "not told"
VISIT: Final = "{date}: leg pain {leg}, back pain {back}, numb skin {numb}, strength {strength}"
HEIGHT: Final = 96
TOP: Final = 46
PLOT: Final = 34
PAD: Final = 12
NARROW: Final = 320
WIDE: Final = 640
STRENGTH_LOOK: Final = "strength"
LETTER: Final = 10
"""About how wide a letter is, in units of the picture: values that would overlap are left out."""
STYLE: Final = """
svg{color-scheme:light dark;font:16px system-ui,sans-serif;--ink:#20242a;--muted:#595f68;
--line:#dcd6cb;--accent:#1b5a6b;--numb:#2a55a3;--pain:#7e2a73;--emergency:#931a1d;
--same-day:#6f4208;--routine:#1c4f8f;--self-care:#0b655c;--raised:#fff}
@media (prefers-color-scheme:dark){svg{--ink:#e9e6e0;--muted:#aaaeb4;--line:#363c42;
--accent:#8ccbdc;--numb:#94b6f5;--pain:#dd9ad3;--emergency:#ff9c97;--same-day:#e3b266;
--routine:#95bdf2;--self-care:#70cbbd;--raised:#1e2226}}
"""
LOOK: Final = """
.timeline-ground{fill:var(--raised)}.timeline text{fill:var(--ink);font-size:16px}
.timeline .timeline-title{font-weight:600}.timeline .timeline-day{fill:var(--muted)}
.timeline .timeline-value{stroke:var(--raised);stroke-width:4px;paint-order:stroke}
.timeline-rule{stroke:var(--line);stroke-width:1}
.timeline-line{fill:none;stroke-width:2.5;stroke:var(--accent)}
.timeline-dot{fill:var(--accent);stroke:var(--raised);stroke-width:2}
.timeline-pain{stroke:var(--pain)}.timeline-dot-pain{fill:var(--pain)}
.timeline-numb{stroke:var(--numb)}.timeline-dot-numb{fill:var(--numb)}
.timeline-emergency_now{fill:var(--emergency)}.timeline-same_day{fill:var(--same-day)}
.timeline-within_2_weeks,.timeline-routine{fill:var(--routine)}
.timeline-self_care{fill:var(--self-care)}
.timeline-emergency_now,.timeline-same_day{stroke:var(--ink)}
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """One line of a row: a height of 0 to 1 and a word for each visit; None is not known."""

    look: str
    heights: tuple[float | None, ...]
    words: tuple[str, ...]
    dots: tuple[str, ...] = ()


def texts() -> tuple[str, ...]:
    """Every text of the picture."""
    names = (TITLE, LEG, BACK, NUMB, STRENGTH, SOON, UNKNOWN, VISIT)
    return (*names, *STRENGTHS, *SOON_WORDS.values())


def timeline(
    visits: Sequence[Measures],
    say: Say = as_it_is,
    day: Callable[[date], str] = long_date,
    *,
    width: int = WIDE,
    name: str = "timeline",
) -> str:
    """The picture as an SVG element.

    Args:
        visits: the oldest first.
        say: into the reader's language.
        day: a date as the reader writes it.
        width: of the picture, in its own units; text is 16 of them high.
        name: the beginning of its ids, unlike any other of the page.
    """
    rows = [(say(title), run) for title, run in _rows(visits, say) if _known(run)]
    across = _across(visits, width)
    height = len(rows) * HEIGHT + 30
    parts = [
        f'<svg class="timeline" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" focusable="false">',
        f'<title id="{name}-title">{escape(say(TITLE))}</title>',
        f'<desc id="{name}-desc">{escape(" ".join(described(visits, say, day)))}</desc>',
        f'<rect class="timeline-ground" width="{width}" height="{height}"/>',
    ]
    for number, (title, run) in enumerate(rows):
        parts += _row(number * HEIGHT, title, run, across, width)
    parts += _days(visits, across, len(rows) * HEIGHT + 18, width)
    return "".join([*parts, "</svg>"])


def standalone(visits: Sequence[Measures]) -> str:
    """The picture as a file of its own, in light and dark."""
    text = timeline(visits)
    start = text.index(">") + 1
    head = text[:start].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    return f"{head}<style>{STYLE}{LOOK}</style>{text[start:]}\n"


def described(
    visits: Sequence[Measures], say: Say = as_it_is, day: Callable[[date], str] = long_date
) -> list[str]:
    """Each visit in one sentence."""
    told = []
    for one in visits:
        rung = say(SOON_WORDS[one.act_on])
        sentence = say(VISIT).format(
            date=day(one.on) if one.on else "–",
            leg=_of_ten(one.leg_pain, say),
            back=_of_ten(one.back_pain, say),
            numb=say(UNKNOWN) if one.numb_share is None else f"{100 * one.numb_share:.0f} %",
            strength=say(UNKNOWN) if one.weakness is None else say(STRENGTHS[one.weakness]),
        )
        told.append(f"{sentence}; {say(SOON)}: {rung}.")
    return told


def _rows(visits: Sequence[Measures], say: Say) -> list[tuple[str, _Run]]:
    leg = _Run("pain", *_scaled([one.leg_pain for one in visits], 10, "{:g}"))
    back = _Run("pain", *_scaled([one.back_pain for one in visits], 10, "{:g}"))
    shares = [None if one.numb_share is None else 100 * one.numb_share for one in visits]
    most = len(STRENGTHS) - 1
    strength = _Run(
        STRENGTH_LOOK,
        tuple(None if one.weakness is None else 1 - one.weakness / most for one in visits),
        tuple("" if one.weakness is None else say(STRENGTHS[one.weakness]) for one in visits),
    )
    soon = _Run(
        "soon",
        tuple(RUNGS.index(one.act_on) / (len(RUNGS) - 1) for one in visits),
        tuple(say(SOON_WORDS[one.act_on]) for one in visits),
        tuple(one.act_on for one in visits),
    )
    return [
        (LEG, leg),
        (BACK, back),
        (NUMB, _Run("numb", *_scaled(shares, 100, "{:.0f} %"))),
        (STRENGTH, strength),
        (SOON, soon),
    ]


def _scaled(
    values: Sequence[float | None], most: float, form: str
) -> tuple[tuple[float | None, ...], tuple[str, ...]]:
    heights = tuple(None if one is None else one / most for one in values)
    return heights, tuple("" if one is None else form.format(one) for one in values)


def _known(run: _Run) -> bool:
    return any(height is not None for height in run.heights)


def _across(visits: Sequence[Measures], width: int) -> list[float]:
    """Where each visit stands: by its day, or evenly where a day is not known."""
    left, right = PAD, width - PAD
    days = [one.on.toordinal() for one in visits if one.on]
    dated = len(days) == len(visits) and days[-1] > days[0]
    if not dated:
        step = (right - left) / max(1, len(visits) - 1)
        return [left + step * number for number in range(len(visits))]
    scale = (right - left) / (days[-1] - days[0])
    return [left + (one - days[0]) * scale for one in days]


def _row(top: float, title: str, run: _Run, across: list[float], width: int) -> list[str]:
    low = top + TOP + PLOT
    points = [
        (x, low - height * PLOT) if height is not None else None
        for x, height in zip(across, run.heights, strict=True)
    ]
    return [
        f'<text class="timeline-title" x="0" y="{top + 16}">{escape(title)}</text>',
        f'<path class="timeline-rule" d="M0 {low}H{width}"/>',
        _path(run, points),
        *_dots(run, points),
        *_values(run, points, width),
    ]


def _path(run: _Run, points: Sequence[tuple[float, float] | None]) -> str:
    """The line; broken where a visit says nothing."""
    steps, pen = [], False
    for point in points:
        if point is not None:
            steps.append(f"{'L' if pen else 'M'}{point[0]:.1f} {point[1]:.1f}")
        pen = point is not None
    return f'<path class="timeline-line timeline-{run.look}" d="{"".join(steps)}"/>'


def _dots(run: _Run, points: Sequence[tuple[float, float] | None]) -> list[str]:
    looks = run.dots or (f"dot-{run.look}",) * len(points)
    return [
        f'<circle class="timeline-dot timeline-{look}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" '
        'r="6"/>'
        for point, look in zip(points, looks, strict=True)
        if point is not None
    ]


def _values(run: _Run, points: Sequence[tuple[float, float] | None], width: int) -> list[str]:
    """The values above their points: the last, the first, the worst, and others with room."""
    spots = [
        _Spot(point[0], point[1], word, width)
        for point, word in zip(points, run.words, strict=True)
        if point is not None
    ]
    worst = min(spots, key=lambda spot: spot.y * (-1 if run.look == STRENGTH_LOOK else 1))
    written: list[_Spot] = []
    for spot in (spots[-1], spots[0], worst, *spots):
        if all(spot.right < one.left or spot.left > one.right for one in written):
            written.append(spot)
    return [spot.text() for spot in sorted(written, key=lambda spot: spot.x)]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value above its point, kept inside the picture."""

    x: float
    y: float
    word: str
    width: int

    @property
    def left(self) -> float:
        """Where its first letter begins."""
        wide = LETTER * len(self.word)
        return min(max(self.x - wide / 2, 0.0), self.width - wide)

    @property
    def right(self) -> float:
        """Where its last letter ends."""
        return self.left + LETTER * len(self.word)

    def text(self) -> str:
        """The value as SVG."""
        anchor, x = "middle", self.x
        if self.left <= 0:
            anchor, x = "start", 0.0
        elif self.right >= self.width:
            anchor, x = "end", float(self.width)
        where = f'x="{x:.1f}" y="{self.y - 11:.1f}" text-anchor="{anchor}"'
        return f'<text class="timeline-value" {where}>{escape(self.word)}</text>'


def _days(visits: Sequence[Measures], across: list[float], y: float, width: int) -> list[str]:
    """The day of the first and the last visit."""
    ends = {0: ("start", 0), len(visits) - 1: ("end", width)}
    return [
        f'<text class="timeline-day" x="{x}" y="{y}" text-anchor="{anchor}">'
        f"{_short(visits[number].on)}</text>"
        for number, (anchor, x) in ends.items()
    ]


def _short(when: date | None) -> str:
    return when.isoformat() if when else "–"


def _of_ten(value: float | None, say: Say) -> str:
    return say(UNKNOWN) if value is None else f"{value:g}/10"
