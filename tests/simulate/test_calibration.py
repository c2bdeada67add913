"""Inference on drawn people is right as often as it says: drawing is what inference inverts."""

import numpy as np
import pytest
from small_cases import case_of

from sciatic.assessment import compiled
from sciatic.assessment.differential import differential
from sciatic.simulate import People, Population, draw

N = 700
FAR = 4.0  # standard errors
PATHS = (
    "age_years",
    "duration_days",
    "worse_sitting",
    "relieved_bending_forward",
    "leg_pain.left",
    "leg_pain.right",
    "straight_leg_raise.left",
    "straight_leg_raise.right",
    "reflex.left.achilles_reflex",
    "reflex.right.achilles_reflex",
    "strength.left.extensor_hallucis_longus",
    "light_touch.left.web1",
    "light_touch.left.foot_border_lateral",
    "light_touch.right.web1",
    "foot_pulses.left",
)


@pytest.fixture(scope="module")
def judged() -> tuple[People, np.ndarray]:
    """People, and P(state | their findings), shape (n, n_states)."""
    people = draw(N, 21, Population(setting="specialist"), PATHS)
    told = {path: people.told(path) for path in PATHS}
    rows = []
    for number in range(N):
        case = case_of({path: told[path][number] for path in PATHS})
        found = differential(compiled(), case, "specialist", other_leg_silence=False)
        rows.append(found.p_states)
    return people, np.array(rows)


def off(p: np.ndarray, truth: np.ndarray) -> float:
    """The gap of what was expected and what came, in standard errors of what came."""
    return float(abs(p.sum() - truth.sum()) / np.sqrt((p * (1 - p)).sum()))


@pytest.mark.parametrize(
    "condition",
    ["disc_herniation", "spinal_stenosis", "nonspecific_back_pain", "polyneuropathy"],
)
def test_a_condition_is_as_often_true_as_predicted(condition, judged):
    people, p_states = judged
    mask = np.array(people.labels.condition) == condition
    p, truth = p_states[:, mask].sum(axis=1), mask[people.states]
    assert off(p, truth) < FAR
    for low, high in ((0.0, 0.2), (0.2, 0.6), (0.6, 1.01)):
        inside = (p >= low) & (p < high)
        if inside.sum() >= 20:
            assert off(p[inside], truth[inside]) < FAR


@pytest.mark.parametrize("root", ["L4", "L5", "S1"])
def test_a_root_is_as_often_pressed_as_predicted(root, judged):
    people, p_states = judged
    mask = people.labels.roots[:, people.labels.root_names.index(("left", root))]
    assert off(p_states[:, mask].sum(axis=1), mask[people.states]) < FAR


def test_the_findings_tell_something(judged):
    people, p_states = judged
    prior = np.exp(compiled().network("specialist", None).log_prior)
    gained = np.log(p_states[np.arange(N), people.states]) - np.log(prior[people.states])
    assert gained.mean() > 0.5
