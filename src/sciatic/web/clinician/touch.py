"""The examiner's touch map on the body chart: one kind of touch at a time, four words of it.

The chart paints layers; each stands for one word of the case format. Where two are painted on one
place, the graver counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciatic.anatomy import regions
from sciatic.findings import Case, find, load_case
from sciatic.findings.observations import Mark
from sciatic.findings.wording import place
from sciatic.web.body_chart import SIDES, BodyChart, Painted, body_chart, read_painted
from sciatic.web.words import Words

KINDS: Final = ("pinprick", "light_touch")
WORD_OF: Final[Mapping[str, str]] = {
    "numb": "reduced",
    "tingling": "normal",
    "burning": "absent",
    "pain": "increased",
}
LAYER_OF: Final = {word: layer for layer, word in WORD_OF.items()}
GRAVEST_FIRST: Final = ("absent", "reduced", "increased", "normal")
NORMAL: Final = "normal"
MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchChart(BodyChart):
    """The chart that an examiner paints; ``words`` are the words of its layers."""

    kind: str = KINDS[0]

    @property
    def words(self) -> Mapping[str, str]:
        """The word of the case format that each layer stands for."""
        return WORD_OF


def kind_of(name: object) -> str:
    """A kind of touch by its name; empty where it is none."""
    return name if isinstance(name, str) and name in KINDS else ""


def touched(case: Case, words: Words, shown: str = "") -> tuple[str, ...]:
    """What the case says of touch, in words: each kind, side and word with its places.

    The kind whose chart is shown is left out: there it can be seen.
    """
    lines = []
    for kind in (kind for kind in KINDS if kind != shown):
        for side, told in _map(case, kind).items():
            for word in GRAVEST_FIRST:
                places = [region for region, of_it in told.items() if of_it == word]
                if places:
                    lead = (
                        f"{words.say(find(kind).label)}, {words.gettext(side)}, {words.say(word)}"
                    )
                    lines.append(f"{lead}: {_places(places, words)}")
    return tuple(lines)


def _places(places: Sequence[str], words: Words) -> str:
    if len(places) > MOST_NAMED:
        return words.ngettext("%(num)d place", "%(num)d places", len(places)) % {"num": len(places)}
    return ", ".join(place(region, words.say) for region in places)


def touch_chart(case: Case, kind: str) -> TouchChart:
    """The chart of one kind of touch, painted with what the case says."""
    told = _map(case, kind)
    marks = [
        Mark(side, region, LAYER_OF[word])
        for side, of_side in told.items()
        for region, word in of_side.items()
    ]
    everywhere = sum(len(of) for of in told.values()) == len(SIDES) * len(regions())
    if everywhere:
        marks = [mark for mark in marks if mark.sensation != LAYER_OF[NORMAL]]
    chart = body_chart(marks, everywhere)
    return TouchChart(painted=chart.painted, kind=kind)


def with_touch(case: Case, form: Mapping[str, object]) -> Case:
    """The case with the touch map of a form; as it was where the form holds none.

    Raises:
        CaseError: a mark that is none.
    """
    if "touch" not in form:
        return case
    kind, painted = kind_of(form["touch"]) or KINDS[0], read_painted(form)
    document = case.to_dict()
    kept = {side: of for side, of in document["exam"].get(kind, {}).items() if side not in SIDES}
    now = {side: of for side, of in _words(painted).items() if of}
    document["exam"][kind] = now or kept
    if not document["exam"][kind]:
        del document["exam"][kind]
    return load_case(document)


def _map(case: Case, kind: str) -> dict[str, Mapping[str, str]]:
    told = case.sides(kind)
    return {side: told[side] for side in SIDES if side in told}  # type: ignore[misc]


def _words(painted: Painted) -> dict[str, dict[str, str]]:
    """The word of each place, by side; where the rest is said to be normal, it is."""
    found: dict[str, dict[str, str]] = {}
    for side in SIDES:
        of_side: dict[str, str] = {}
        for region in regions():
            felt = {WORD_OF[name] for name in painted.felt(side, region) if name in WORD_OF}
            graver = next((word for word in GRAVEST_FIRST if word in felt), None)
            if graver or painted.complete:
                of_side[region] = graver or NORMAL
        found[side] = of_side
    return found
