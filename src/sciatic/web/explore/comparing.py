"""Two lessons side by side, and what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

from sciatic.anatomy import muscles, reflexes, regions
from sciatic.assessment.telling_apart import SECTIONS, Telling, telling_apart
from sciatic.findings import find
from sciatic.findings.wording import value_words
from sciatic.web.explore.lesson import Lesson
from sciatic.web.explore.words import Say, words_of_kind


@dataclass(frozen=True, slots=True)
class TellingRow:
    """A finding that tells them apart: its words, and its share in each."""

    words: str
    p_one: float
    p_other: float

    @property
    def towards_one(self) -> bool:
        """Whether it speaks for the first."""
        return self.p_one > self.p_other


@dataclass(frozen=True, slots=True)
class TellingGroup:
    """The findings of one section, those that tell most first."""

    title: str
    rows: tuple[TellingRow, ...]


def telling_groups(one: Lesson, other: Lesson, say: Say) -> tuple[TellingGroup, ...]:
    """What tells two lessons apart: by examining, asking and tests."""
    rows = telling_apart(one.lesion, other.lesion)
    titles = {"exam": say("When you examine"), "history": say("When you ask"),
              "tests": say("When you test")}  # fmt: skip
    groups = [
        TellingGroup(
            titles[section],
            tuple(
                TellingRow(telling_words(row, say), row.p_one, row.p_other)
                for row in rows
                if row.section == section
            ),
        )
        for section in SECTIONS
    ]
    return tuple(group for group in groups if group.rows)


def telling_words(row: Telling, _: Say) -> str:
    """A finding with the value that is counted: "Ankle jerk, left: absent or reduced"."""
    label = _(find(row.finding).label)
    item = row.item and _(item_label(row.item))
    if row.finding == "strength":
        label, value = item, _("weak, grade 4 or less")
    elif row.finding == "reflex":
        label, value = item, _("absent or reduced")
    else:
        label = f"{label}, {item}" if item else label
        words = [value_words(str(value), row.finding, _) for value in row.values]
        value = "" if row.values == (True,) else _(" or ").join(words)
    side = words_of_kind("side", _).get(row.side, "")
    label = f"{label}, {side}" if side else label
    return f"{label}: {value}" if value else label


def item_label(item: str) -> str:
    """A muscle, reflex or patch by its label."""
    for table in (muscles(), reflexes()):
        if item in table:
            return str(table[item].label)
    return regions()[item].plain_label if item in regions() else item.replace("_", " ")
