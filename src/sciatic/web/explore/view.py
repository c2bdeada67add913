"""What the page of a lesson shows: choices, skin, strength, reflexes, signs, and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sciatic.anatomy import node_label, reflexes, regions
from sciatic.assessment import compiled
from sciatic.assessment.passports import sources_of
from sciatic.assessment.predict import Prediction, predict
from sciatic.evidence.sources import Source, sources
from sciatic.pathology import POSTURES
from sciatic.pathology.offering import ANY, MAY_BE_OPEN
from sciatic.web.explore.chart import LinkedChart, linked_chart
from sciatic.web.explore.lesson import FIELDS, Lesson
from sciatic.web.explore.words import (
    Say,
    choice_word,
    grade_words,
    kind_word,
    sacral_word,
    tension_word,
)
from sciatic.web.nerve_picture import NervePicture, lesson

SIDES: Final = ("left", "right")
LEAST_SHOWN: Final = 0.25
"""A finding is listed from this share on, as ``sciatic predict`` does; nothing hangs on it."""
LEAST_SACRAL: Final = 0.15
LEAST_PRESSED: Final = 0.05
MOST_SKIN: Final = 12
PICTURES_KEPT: Final = 48
"""The last pictures that were asked for: a slider is moved to and fro."""
SLIDERS: Final = ("level", "severity")


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a choice."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to choose: its field, its label, and the words that exist beside the others."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    slider: bool

    @property
    def said(self) -> str:
        """What is chosen, in words."""
        return next((one.words for one in self.choices if one.chosen), "")


@dataclass(frozen=True, slots=True)
class Row:
    """A finding and its share on each side that is shown; ``grades`` where it has any."""

    id: str
    label: str
    shares: tuple[float, ...]
    grades: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    more: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonView:
    """Everything that the result of a lesson shows."""

    title: str
    sides: tuple[str, ...]
    pressed: tuple[Mapping[str, Any], ...]
    chart: LinkedChart
    skin: tuple[Row, ...]
    n_skin: int
    muscles: tuple[Row, ...]
    reflexes: tuple[Row, ...]
    tension: tuple[Row, ...]
    sacral: tuple[Row, ...]
    picture: NervePicture
    sources: tuple[Source, ...]
    has_course: bool


def controls(chosen: Lesson, _: Say) -> tuple[Control, ...]:
    """The choices of a lesson; of what has but one word there is none to make."""
    found = []
    for kind, words in {**chosen.settled.offered, "posture": ("", *POSTURES)}.items():
        if len(words) < 2:
            continue
        now = chosen.chosen[kind] or ""
        offered = (*words, ANY) if kind in MAY_BE_OPEN else words
        choices = tuple(Choice(one, choice_word(kind, one, _), one == now) for one in offered)
        found.append(Control(FIELDS[kind], kind_word(kind, _), choices, kind in SLIDERS))
    return tuple(found)


def title_of(chosen: Lesson, _: Say) -> str:
    """The lesson in one line: what, where, how hard, in which posture."""
    words = {kind: choice_word(kind, word, _) for kind, word in chosen.chosen.items()
             if word is not None and word != ANY}  # fmt: skip
    if "subtype" in words and chosen.chosen["condition"] != "spinal_stenosis":
        words["condition"] = words.pop("subtype")
    words.pop("subtype", None)
    order = ("condition", "level", "zone", "side", "severity", "posture")
    return ", ".join(words[kind] for kind in order if kind in words)


def left_out(chosen: Lesson, _: Say) -> tuple[str, ...]:
    """What was asked for and does not exist beside the rest, each a sentence."""
    said = []
    for one in chosen.settled.left_out:
        if one.kind == "subtype":
            continue
        was = f"{kind_word(one.kind, _)}: {choice_word(one.kind, one.word, _)}"
        if one.instead is None:
            text = _("{was} is left out. This cause has no such choice.")
        else:
            now = choice_word(one.kind, one.instead, _)
            text = _("{was} does not go with this cause. Now: {now}.").replace("{now}", now)
        said.append(text.replace("{was}", was))
    return tuple(said)


def lesson_view(chosen: Lesson, say: Say) -> LessonView:
    """What a lesson shows."""
    found = predict(**_as_arguments(chosen), posture=chosen.posture, courses=False)
    sides = _sides(found)
    alike = _alike(found)
    shown = sides[:1] if alike else sides
    skin = tuple(_skin(found, shown, say))
    rows = {
        "muscles": tuple(_muscles(found, shown, say)),
        "reflexes": tuple(_reflexes(found, shown, say)),
        "tension": tuple(_tension(found, shown, say)),
    }
    return LessonView(
        title=title_of(chosen, say),
        sides=("both",) if alike else sides,
        pressed=tuple(_pressed(found, alike, say)),
        chart=linked_chart({(row.side, row.region): row.p_numb for row in found.skin}),
        skin=skin[:MOST_SKIN],
        n_skin=len(skin),
        sacral=tuple(
            Row(one.finding, sacral_word(one.finding, say), (one.probability,))
            for one in found.sacral
            if one.probability >= LEAST_SACRAL
        ),
        picture=_picture(tuple(chosen.lesion.items()), say),
        sources=_sources(
            str(chosen.chosen["condition"]), skin[:MOST_SKIN], rows["muscles"], rows["reflexes"]
        ),
        has_course=any(one.mmhg > 0 for one in found.pressed),
        **rows,
    )


@lru_cache(maxsize=PICTURES_KEPT)
def _picture(lesion: tuple[tuple[str, str | None], ...], say: Say) -> NervePicture:
    return lesson(**dict(lesion), say=say)  # type: ignore[arg-type]


def _as_arguments(chosen: Lesson) -> dict[str, Any]:
    return dict(chosen.lesion)


def _sides(found: Prediction) -> tuple[str, ...]:
    """The legs that suffer: where something is pressed, numb or weak; else those of the lesion."""
    seen = {one.side for one in found.pressed if one.probability >= LEAST_SHOWN}
    seen |= {one.side for one in found.skin if max(one.p_numb, one.p_pain) >= LEAST_SHOWN}
    seen |= {one.side for one in found.muscles if one.p_weak >= LEAST_SHOWN}
    if not seen and found.lesion["side"] in SIDES:
        return (str(found.lesion["side"]),)
    return tuple(side for side in SIDES if side in seen) or SIDES


def _alike(found: Prediction) -> bool:
    """Whether both legs show the same, to one part in twenty, so that once is enough."""
    figures: dict[str, list[int]] = {side: [] for side in SIDES}
    for skin in found.skin:
        figures[skin.side] += [round(20 * skin.p_numb), round(20 * skin.p_tingling)]
    for muscle in found.muscles:
        figures[muscle.side].append(round(20 * muscle.p_weak))
    for reflex in found.reflexes:
        figures[reflex.side].append(round(20 * reflex.p_reduced))
    return figures["left"] == figures["right"]


def _pressed(found: Prediction, alike: bool, say: Say) -> Iterable[Mapping[str, Any]]:
    for one in found.pressed:
        if one.probability >= LEAST_PRESSED and not (alike and one.side == SIDES[1]):
            label = one.root if len(one.root) < 4 else say(node_label(one.root))
            yield {
                "id": one.root,
                "label": label,
                "side": "both" if alike else one.side,
                "share": one.probability,
                "mmhg": one.mmhg,
                "touch": one.touch_blocked,
                "movement": one.movement_blocked,
                "irritation": one.irritation,
            }


def _by_item(rows: Sequence[Any], item: str, sides: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of the shown sides by what they are about."""
    found: dict[str, list[Any]] = {}
    for side in sides:
        for row in rows:
            if row.side == side:
                found.setdefault(getattr(row, item), []).append(row)
    return found


def _skin(found: Prediction, sides: Sequence[str], say: Say) -> Iterable[Row]:
    rows = [
        Row(
            region,
            say(regions()[region].plain_label),
            tuple(one.p_numb for one in those),
            more=tuple(one.p_tingling for one in those),
        )
        for region, those in _by_item(found.skin, "region", sides).items()
        if max(max(one.p_numb, one.p_tingling) for one in those) >= LEAST_SHOWN
    ]
    return sorted(rows, key=lambda row: -max(*row.shares, *row.more))


def _muscles(found: Prediction, sides: Sequence[str], say: Say) -> Iterable[Row]:
    rows = [
        Row(
            muscle,
            say(those[0].label),
            tuple(one.p_weak for one in those),
            grades=tuple(one.expected_mrc for one in those),
            words=tuple(grade_words(round(one.expected_mrc), say) for one in those),
        )
        for muscle, those in _by_item(found.muscles, "muscle", sides).items()
        if max(one.p_weak for one in those) >= LEAST_SHOWN
    ]
    return sorted(rows, key=lambda row: -max(row.shares))


def _reflexes(found: Prediction, sides: Sequence[str], say: Say) -> Iterable[Row]:
    rows = [
        Row(
            name,
            say(reflexes()[name].label),
            tuple(one.p_reduced for one in those),
            more=tuple(one.p_absent for one in those),
        )
        for name, those in _by_item(found.reflexes, "reflex", sides).items()
        if max(one.p_reduced for one in those) >= LEAST_SHOWN
    ]
    return sorted(rows, key=lambda row: -max(row.shares))


def _tension(found: Prediction, sides: Sequence[str], say: Say) -> Iterable[Row]:
    for test, those in _by_item(found.tension, "test", sides).items():
        shares = tuple(one.p_positive for one in those)
        if max(shares) >= LEAST_SHOWN:
            yield Row(test, tension_word(test, say), shares)


def _sources(condition: str, *tables: Sequence[Row]) -> tuple[Source, ...]:
    """The sources of the rows that are shown, each once."""
    passports = compiled().passports
    names = [
        f"{finding}.left.{row.id}"
        for finding, rows in zip(("light_touch", "strength", "reflex"), tables, strict=True)
        for row in rows
    ]
    keys = [key for name in names for key in sources_of(passports, name, condition)]
    return tuple(sources()[key] for key in dict.fromkeys(keys) if key in sources())
