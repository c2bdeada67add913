"""People who see a doctor, drawn from one model and weighed by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.assessment.model import CompiledModel
from sciatic.inference import Network, Row
from sciatic.inference.group_sum import GroupSum
from sciatic.simulate.interview import Interviewees, Question, interview_questions, observed
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Population

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
TOLD = frozenset({
    "age_years", "sex", "onset", "duration_days", "course", "previous_episodes", "back_pain",
    "back_pain_severity", "leg_pain", "leg_pain_severity", "pain_below_knee", "leg_pain_dominant",
    "shooting_pain", "groin_pain", "buttock_pain", "worse_standing", "worse_walking",
    "worse_sitting", "worse_bending_forward", "worse_cough_sneeze", "relieved_sitting",
    "relieved_bending_forward", "relieved_lying", "night_pain", "walking_distance_m",
    "calf_pain_walking", "worse_night_feet", "limb_numbness", "reported_weakness",
    "saddle_numbness", "bladder_retention", "bladder_incontinence", "bowel_incontinence", "fever",
    "unwell", "weight_loss", "cancer_history", "trauma", "steroid_use", "osteoporosis",
    "diabetes", "smoker", "previous_spine_surgery",
})  # fmt: skip
"""What a person can tell at a primary-care visit: cause, course, posture and the red flags."""
EXAMINED = frozenset({
    "straight_leg_raise", "crossed_straight_leg_raise", "femoral_stretch", "reflex.patellar",
    "reflex.achilles_reflex", "strength.iliopsoas", "strength.vastus_lateralis",
    "strength.tibialis_anterior", "strength.extensor_hallucis_longus",
    "strength.gastrocnemius_medial", "heel_walk", "toe_walk", "light_touch.thigh_anterior_lower",
    "light_touch.leg_anteromedial_lower", "light_touch.web1", "light_touch.foot_border_lateral",
    "foot_pulses", "hip_internal_rotation_painful", "spinal_percussion_tenderness",
    "plantar_response", "lumbar_flexion_limited",
})  # fmt: skip
"""What an examination of some minutes adds: roots, pulses, hips and the cord."""
KEPT = 3000  # groups of answers whose sums are kept: some 200 MB


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What an assessor made of people at one moment, and what was true.

    ``conditions``: P(condition | findings), shape (n, n_conditions); ``condition``: the true one,
    shape (n,). ``roots``: P(root on that side affected | findings), shape (n, 22); ``pressed``:
    whether it is, the same shape.
    """

    conditions: Floats
    condition: Ints
    roots: Floats
    pressed: Mask

    def __len__(self) -> int:
        return len(self.condition)


def questions(model: CompiledModel) -> tuple[Question, ...]:
    """All that is told and examined, each of both legs where it has legs."""
    asked = interview_questions(model, examined=True)
    return tuple(one for one in asked if one.key in TOLD | EXAMINED)


def visitors(model: CompiledModel, setting: str, n: int, seed: int) -> People:
    """People of a setting as a model has them, with all that they tell and show."""
    paths = [path for question in questions(model) for path in question.paths]
    return draw(n, seed, Population(setting=setting), paths, model)


def weigh(people: People, model: CompiledModel, setting: str) -> tuple[Judged, Judged]:
    """What a model makes of each person, taken to come from a setting, exactly.

    Args:
        people: drawn by ``visitors``, from this model or another of the same states.
        model: whose tables read the findings.
        setting: whose prior; the person's age is known, as to ``sciatic ask``.

    Returns:
        after what is told; after the examination too.
    """
    told, examined = _judged(people, model, setting, (TOLD, EXAMINED))
    return told, examined


def weigh_at_once(people: People, model: CompiledModel, setting: str) -> Judged:
    """The same after the examination alone, in half the time."""
    return _judged(people, model, setting, (TOLD | EXAMINED,))[0]


def _judged(
    people: People, model: CompiledModel, setting: str, stages: Sequence[frozenset[str]]
) -> tuple[Judged, ...]:
    """After each stage, the keys of what it adds."""
    among = Interviewees(model, setting, questions(model), people)
    names = list(model.condition_labels)
    of_state = np.array([names.index(name) for name in model.labels.condition], dtype=np.int64)
    pressed = model.labels.roots.astype(np.float64)
    conditions: list[list[Floats]] = [[] for _ in stages]
    roots: list[list[Floats]] = [[] for _ in stages]
    for posteriors in _posteriors(among, stages):
        for stage, p in enumerate(posteriors):
            conditions[stage].append(np.bincount(of_state, p, len(names)).astype(np.float64))
            roots[stage].append(p @ pressed)
    return tuple(
        Judged(
            conditions=np.array(some),
            condition=of_state[people.states],
            roots=np.array(other),
            pressed=model.labels.roots[people.states],
        )
        for some, other in zip(conditions, roots, strict=True)
    )


def _posteriors(
    among: Interviewees, stages: Sequence[frozenset[str]]
) -> Iterator[tuple[Floats, ...]]:
    """P(state | findings) of each person after each stage, shape (n_states,) each."""
    weighing = _Weighing(among)
    ages = among.people.number("age_years")
    for place in range(len(among)):
        network = among.model.network(among.setting, float(ages[place]))
        known: dict[str, list[Told]] = {}
        after = []
        for keys in stages:
            for one in weighing.told(place, keys):
                known.setdefault(one[2].group, []).append(one)
            after.append(weighing.posterior(network, known))
        yield tuple(after)


Told: TypeAlias = tuple[str, float, Row]
"""The path of an answer, the answer, and its row."""


class _Weighing:
    """The exact posterior of ``sciatic.inference``, for many people with much the same answers.

    What a group of findings says of every state is kept, since most people answer many groups
    alike; a posterior is then a product over groups.
    """

    def __init__(self, among: Interviewees) -> None:
        self._among = among
        self._rows: dict[tuple[str, float], Row] = {}
        self._groups: dict[object, tuple[Floats, Ints]] = {}

    def told(self, place: int, keys: frozenset[str]) -> Iterator[Told]:
        """What one person answers to the questions of these keys."""
        for question in self._among.questions:
            for path in question.paths if question.key in keys else ():
                value = float(self._among.people.answers[path][place])
                if (path, value) not in self._rows:
                    (row,) = observed(self._among, question.key, path, place).worlds[0]
                    self._rows[path, value] = row
                yield path, value, self._rows[path, value]

    def posterior(self, network: Network, known: Mapping[str, Sequence[Told]]) -> Floats:
        """P(state | all that is known, by group), shape (n_states,)."""
        joint: Floats = network.latent[:, None] * np.exp(network.log_prior)
        for name, told in known.items():
            mixed, index = self._group(network, name, told)
            joint *= np.take(mixed, index, axis=1)
            joint /= joint.max()
        p: Floats = joint.sum(axis=0)
        p /= p.sum()
        return p

    def _group(self, network: Network, name: str, told: Sequence[Told]) -> tuple[Floats, Ints]:
        """P(a group's findings | z, column) up to a factor, and the column of each state."""
        key = id(network), name, tuple((path, value) for path, value, _ in told)
        if key not in self._groups:
            if len(self._groups) >= KEPT:
                self._groups.clear()
            rows = [row for _, _, row in told]
            blocks = [one for row in rows for one in (row.block, *(x.block for x in row.leaves))]
            group = GroupSum(network, network.groups[name], blocks)
            for row in rows:
                group.add(row)
            group.rebuild()
            self._groups[key] = group.mixed, group.index
        return self._groups[key]
