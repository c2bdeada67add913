"""What a nerve test would show: the table of an electromyography laboratory, predicted.

Both legs, each figure beside its normal limit, and a conclusion drawn from the table alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sciatic.anatomy import drg_position, node_label
from sciatic.findings.late_responses import f_latency_ms, h_figures
from sciatic.findings.needle import Needle, needle, screened_muscles
from sciatic.findings.nerve_conclusion import conclude
from sciatic.findings.nerve_lesions import diffuse_natures
from sciatic.findings.nerve_readings import Reading, beside_the_other
from sciatic.findings.nerve_studies import (
    Person,
    Scene,
    limits,
    motor_figures,
    sensory_figures,
    studies,
)
from sciatic.pathology import LesionState
from sciatic.pathology.choosing import described, fitting_states

SIDES = ("left", "right")
USUAL_WEEKS = 4.0
AGES = (18.0, 100.0)
HEIGHTS_CM = (120.0, 220.0)
MOST_WEEKS = 1040.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NerveTest:
    """A predicted nerve test.

    Attributes:
        lesion: as described by the caller.
        pressed: what the likeliest form of the lesion presses, in words, by side.
        likelihood: share of that form among all that fit the description.
        weeks, age, height_cm: as given.
        readings: conduction studies and late responses, left and right.
        needle: every muscle, left and right.
        conclusion: two lines in words.
    """

    lesion: Mapping[str, str | None]
    pressed: tuple[str, ...]
    likelihood: float
    weeks: float
    age: float
    height_cm: float
    readings: tuple[Reading, ...]
    needle: tuple[Needle, ...]
    conclusion: tuple[str, str]

    def reading(self, study: str, measure: str, side: str) -> Reading:
        """One reading; its absence is a fault of the caller."""
        return next(
            r for r in self.readings if (r.study, r.measure, r.side) == (study, measure, side)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists and numbers: the document ``sciatic.nerve_test/1``."""
        return {
            "schema": "sciatic.nerve_test/1",
            **asdict(self),
            "pressed": list(self.pressed),
            "readings": [asdict(row) for row in self.readings],
            "needle": [{**asdict(row), "abnormal": row.abnormal} for row in self.needle],
            "conclusion": list(self.conclusion),
        }


def nerve_test(
    condition: str,
    *,
    level: str | None = None,
    side: str | None = None,
    zone: str | None = None,
    severity: str | None = None,
    weeks: float | None = None,
    age: float = 45.0,
    height_cm: float = 170.0,
) -> NerveTest:
    """What a laboratory would find in one person with the likeliest form of a lesion.

    Args:
        condition, level, side, zone, severity: as in ``predict``.
        weeks: since the onset, 0 to 1040; None is 4, or longer for what comes on slowly.
        age: 18 to 100 years.
        height_cm: 120 to 220.

    Raises:
        UnknownTermError: a word that is not in the vocabulary, or a lesion no state describes.
        ValueError: weeks, age or height out of range.
    """
    wanted = described(condition, level=level, side=side, zone=zone, severity=severity)
    for name, value, (low, high) in (
        ("age", age, AGES),
        ("height_cm", height_cm, HEIGHTS_CM),
        ("weeks", 0.0 if weeks is None else weeks, (0.0, MOST_WEEKS)),
    ):
        if not low <= value <= high:
            raise ValueError(f"{name} is {value:g}; give a number from {low:g} to {high:g}")
    states = fitting_states(wanted)
    state = max(states, key=lambda one: one.weight)
    total = sum(one.weight for one in states)
    return examine(
        state,
        weeks=weeks,
        person=Person(age=age, height_cm=height_cm),
        lesion=wanted,
        likelihood=state.weight / total,
    )


def examine(
    state: LesionState,
    *,
    person: Person,
    weeks: float | None = None,
    lesion: Mapping[str, str | None] | None = None,
    likelihood: float = 1.0,
    ganglion: str | None = None,
) -> NerveTest:
    """The nerve test of one lesion state; see ``nerve_test``.

    ``ganglion`` says where this person's ganglia lie; None: where they do in most people.
    """
    weeks = _usual_weeks(state) if weeks is None else weeks
    scenes = {side: Scene(getattr(state, side), weeks, person, ganglion) for side in SIDES}
    figures = {side: tuple(_figures(scene)) for side, scene in scenes.items()}
    readings = tuple(beside_the_other(figures["left"], figures["right"], limits()))
    found = tuple(needle(scenes[side], side, m) for m in screened_muscles() for side in SIDES)
    named = {"condition": state.condition, "level": state.level, "side": state.side,
             "zone": state.zone, "severity": state.severity}  # fmt: skip
    return NerveTest(
        lesion=named if lesion is None else lesion,
        pressed=tuple(_pressed(state)),
        likelihood=likelihood,
        weeks=weeks,
        age=person.age,
        height_cm=person.height_cm,
        readings=readings,
        needle=found,
        conclusion=conclude(readings, found, weeks),
    )


def _usual_weeks(state: LesionState) -> float:
    slow = [
        diffuse_natures()[leg.diffuse].weeks for leg in (state.left, state.right) if leg.diffuse
    ]
    return max(slow, default=USUAL_WEEKS)


def _figures(scene: Scene) -> Iterator[tuple[str, str, float]]:
    """(study, measure, value) of one leg; an absent response is infinite, or 0 in size."""
    for study in studies():
        values = dict((motor_figures if study.kind == "motor" else sensory_figures)(study, scene))
        if study.kind == "motor":
            values["f_latency"] = f_latency_ms(study, scene)
        yield from ((study.id, measure, value) for measure, value in values.items())
    for measure, value in h_figures(scene).items():
        yield "h_reflex", measure, value


def _pressed(state: LesionState) -> Iterator[str]:
    for side in SIDES:
        leg = getattr(state, side)
        yield from (f"{side} {root} root" for root, _ in leg.roots)
        yield from (f"{side} {node_label(child)}" for _, child in leg.edges)
        if leg.diffuse:
            yield f"{side} leg: {leg.diffuse.replace('_', ' ')}"


def _ratio(
    study: str,
    side: str,
    state: LesionState,
    weeks: float | None,
    person: Person,
    ganglion: str | None,
) -> float:
    since = _usual_weeks(state) if weeks is None else weeks
    chosen = next(one for one in studies() if one.id == study)
    sizes = [
        (motor_figures if chosen.kind == "motor" else sensory_figures)(
            chosen, Scene(getattr(state, one), since, person, ganglion)
        )["amplitude"]
        for one in (side, SIDES[1 - SIDES.index(side)])
    ]
    return sizes[0] / sizes[1] if sizes[1] else math.nan


def amplitude_ratio(test: NerveTest, study: str, side: str) -> float:
    """Amplitude of one side over the other's: what a laboratory calls the SNAP or CMAP ratio."""
    other = SIDES[1 - SIDES.index(side)]
    here, there = (test.reading(study, "amplitude", one).value or 0.0 for one in (side, other))
    return here / there if there else math.nan


def amplitude_ratios(
    study: str, side: str, *, root: str | None = None, weeks: float | None = None, **lesion: str
) -> tuple[tuple[float, float], ...]:
    """(weight, amplitude ratio) over everyone who fits a description; weights sum to 1.

    Args:
        study: such as "superficial_fibular".
        side: the side of the lesion.
        root: None, or keep only those in whom this root is pressed.
        weeks: as in ``nerve_test``.
        lesion: condition, level, zone, severity.

    Raises:
        UnknownTermError: as ``nerve_test``.
    """
    person, found = Person(age=45.0, height_cm=170.0), []
    for state in fitting_states(described(**lesion, side=side)):
        roots = [name for name, _ in getattr(state, side).roots]
        if root is not None and root not in roots:
            continue
        for place, share in (drg_position(root or roots[0]) if roots else {"": 1.0}).items():
            ratio = _ratio(study, side, state, weeks, person, place.split(" ")[0] or None)
            found.append((state.weight * share, ratio))
    total = sum(weight for weight, _ in found)
    return tuple((weight / total, ratio) for weight, ratio in found)
