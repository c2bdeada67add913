"""The words of Explore: choices, grades and shares, each in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sciatic.pathology import conditions
from sciatic.pathology.offering import ANY
from sciatic.pathology.states import subtypes

Say = Callable[[str], str]
FIELD_OF: Final = {"form": "subtype"}


def kind_word(kind: str, _: Say) -> str:
    """What a choice is about."""
    return {
        "condition": _("Cause"),
        "subtype": _("Form"),
        "level": _("Level"),
        "zone": _("Where in the canal"),
        "side": _("Side"),
        "severity": _("How hard it is hit"),
        "posture": _("Posture"),
    }[kind]


def choice_word(kind: str, word: str, _: Say) -> str:
    """One choice in words."""
    if word == ANY:
        return _("any, by how common it is")
    if kind == "condition":
        return _(conditions()[word])
    if kind == "subtype":
        return _(subtypes()[word].label)
    return words_of_kind(kind, _).get(word, word)


def words_of_kind(kind: str, _: Say) -> Mapping[str, str]:
    """The choices of zone, side, severity and posture in words; the rest are names already."""
    return {
        "zone": {
            "central": _("central"),
            "subarticular": _("lateral recess"),
            "foraminal": _("in the foramen"),
            "extraforaminal": _("far lateral"),
        },
        "side": {"left": _("left"), "right": _("right"), "both": _("both sides")},
        "severity": {
            "irritation": _("irritated"),
            "mild": _("mild"),
            "moderate": _("moderate"),
            "severe": _("severe"),
        },
        "posture": {
            "": _("over days"),
            "lying": _("lying"),
            "sitting": _("sitting"),
            "standing": _("standing"),
            "walking": _("walking"),
            "bent_forward": _("bent forward"),
            "leaning_back": _("leaning back"),
        },
    }.get(kind, {})


def grade_words(grade: int, _: Say) -> str:
    """A grade of the MRC scale in words."""
    return (
        _("no contraction"),
        _("a flicker, no movement"),
        _("moves, but not against gravity"),
        _("lifts against gravity, not against your hand"),
        _("gives way against your hand"),
        _("normal strength"),
    )[grade]


def people(share: float, _: Say) -> str:
    """A share as whole people of ten."""
    count = round(10 * share)
    if count == 0:
        return _("fewer than 1 in 10")
    return _("{n} in 10").replace("{n}", str(count))


def ten(share: float) -> str:
    """Ten small figures, as many of them filled."""
    count = round(10 * share)
    return "●" * count + "○" * (10 - count)


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def sacral_word(finding: str, _: Say) -> str:
    """A sign of bladder, bowel or saddle."""
    return {
        "saddle_numbness": _("Numb between the legs (saddle)"),
        "bladder_retention": _("Can't pass urine, or can't start"),
        "bladder_incontinence": _("Urine leaks"),
        "bladder_sensation_lost": _("Doesn't feel a full bladder"),
        "bowel_incontinence": _("Stool leaks"),
        "sexual_dysfunction_new": _("New trouble with sex or its feeling"),
        "anal_tone": _("Anal tone low or gone"),
        "perianal_pinprick": _("Pinprick around the anus dull or gone"),
    }[finding]


def tension_word(test: str, _: Say) -> str:
    """A tension sign."""
    return {
        "straight_leg_raise": _("Straight leg raise"),
        "crossed_straight_leg_raise": _(
            "Crossed straight leg raise: lift this leg, pain in the other"
        ),
        "slump": _("Slump test"),
        "femoral_stretch": _("Femoral stretch"),
        "crossed_femoral_stretch": _("Crossed femoral stretch"),
    }[test]
