"""The parts of the fit: scores are derivatives, figures follow them, numbers can be set."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from sciatic.findings.parameters import parameters
from sciatic.findings.scores import link_scores, moved, story_scores
from sciatic.findings.start_sd import start_sd
from sciatic.pathology import lesion_states
from sciatic.pathology.effects import tension_signs
from sciatic.pathology.free_values import fitted, from_scale, to_scale, values_set
from sciatic.pathology.parameter_draws import HUNDREDTHS, posterior_draws
from sciatic.simulate.fit.fitting import fit, read_figures
from sciatic.simulate.fit.targets import on_scale, predict, target
from sciatic.simulate.fit.writing import draws, table
from sciatic.simulate.published import published


def test_a_number_that_is_set_is_read_and_then_forgotten() -> None:
    before = tension_signs()["root"].slump
    with values_set({"tension.root.slump": 0.5, "reflex_cut": 0.3}):
        assert tension_signs()["root"].slump == 0.5
        assert parameters()["reflex_cut"] == 0.3
    assert tension_signs()["root"].slump == before
    assert parameters()["reflex_cut"] != 0.3


@pytest.mark.parametrize(("value", "scale"), [(0.2, "logit"), (3.0, "log")])
def test_a_scale_leads_there_and_back(value: float, scale: str) -> None:
    assert from_scale(to_scale(value, scale), scale) == pytest.approx(value)  # type: ignore[arg-type]
    assert moved(value, scale, 0.1) > value  # type: ignore[arg-type]


def test_scores_average_to_nothing() -> None:
    """The mean of d log P over the answers is zero: probabilities keep summing to one."""
    from sciatic.assessment import compiled

    scores = link_scores(lesion_states(), ["straight_leg_raise", "h_reflex"])
    assert set(scores) == {"straight_leg_raise", "h_reflex"}
    for key, found in scores.items():
        p = compiled().tables.tables[key].p
        for score in found:
            mean = (p * score.d).sum(axis=-1)
            assert np.abs(mean).max() < 2e-3, (key, score.number)
            assert np.abs(score.d).max() > 1e-4


def test_a_cell_of_the_history_moves_its_own_columns() -> None:
    stories = [("disc_subarticular", "mild"), ("back_referred", "mild")]
    scores = story_scores("worse_cough_sneeze", stories, [], by_side=False)
    assert len(set(scores.rows.tolist())) == 2
    for names, d in zip(scores.names, scores.d, strict=True):
        assert len(names) == len(d) == 1
        no, yes = d[0]
        assert yes > 0 > no


def test_figures_move_as_their_slopes_say() -> None:
    """Half a step on the scale of one number: the figures of a new drawing follow the slope."""
    plain, written = read_figures({}, 4000, 1)
    rows = [
        row for row, one in enumerate(plain.targets)
        if one.published.row == "ACC008" and one.published.metric == "sensitivity"
    ]  # fmt: skip
    assert rows
    name, step = "tension.root.slump", 0.5
    after, _ = read_figures({name: moved(written[name], "logit", step)}, 4000, 1)
    for row in rows:
        gained = after.places[row] - plain.places[row]
        assert gained == pytest.approx(step * plain.slopes[name][row], rel=0.25)
        assert gained > 0.2


def test_a_figure_of_a_cohort_is_the_plain_count() -> None:
    truth = np.array([True] * 60 + [False] * 40)
    positive = np.array([True] * 45 + [False] * 15 + [True] * 10 + [False] * 30)
    place, slope = predict("sensitivity", truth, positive, np.zeros((2, 100)))
    assert place == pytest.approx(math.log(45.5 / 15.5))
    assert slope.tolist() == [0, 0]
    ratio, _ = predict("lr_pos", truth, positive, np.zeros((1, 100)))
    assert ratio == pytest.approx(math.log((45.5 / 60.5) / (10.5 / 40.5)))


def test_a_pooled_interval_weighs_more_than_a_small_study() -> None:
    """ACC001 has an interval of .87 to .95; a recalled row of few people is held wider."""
    pooled = next(one for one in published("ACC001") if one.metric == "sensitivity")
    recalled = next(one for one in published("ACC043") if one.metric == "sensitivity")
    first, second = target("x", pooled), target("y", recalled)
    assert first is not None
    assert second is not None
    assert first.sd < second.sd
    assert first.place == pytest.approx(on_scale("sensitivity", 0.92))


def test_what_was_read_is_held_tighter_than_what_was_assumed() -> None:
    assert start_sd("tension.root.slump") < start_sd("tension.plexus.slump")


def test_the_numbers_that_ship_are_those_that_the_fit_makes() -> None:
    """`make fit`, run whole: another machine's arithmetic may move the last digits."""
    made = fit(20_000, rounds=4, seed=1)
    rows = {row["parameter"]: row for row in csv.DictReader(table(made).splitlines())}
    assert rows.keys() == fitted().keys()
    for name, one in fitted().items():
        assert float(rows[name]["value"]) == pytest.approx(one.value, rel=0.01), name
        assert float(rows[name]["se"]) == pytest.approx(one.se, rel=0.02), name
    drawn = {row["parameter"]: row for row in csv.DictReader(draws(made, 1).splitlines())}
    assert drawn.keys() == posterior_draws().keys()
    for name, shipped in posterior_draws().items():
        again = np.array([float(one) for one in drawn[name]["hundredths"].split()]) / HUNDREDTHS
        np.testing.assert_allclose(again, shipped, atol=0.05)


def test_rows_of_the_same_people_count_as_one_and_stand_ins_less() -> None:
    figure = published("ACC001")[0]
    alone, shared = target("one", figure), target("one", figure, sharing=4)
    stand_in = target("one", figure, stands_in=True)
    assert alone is not None
    assert shared is not None
    assert stand_in is not None
    assert shared.sd == pytest.approx(2 * alone.sd)
    assert alone.sd < stand_in.sd < 2 * alone.sd
