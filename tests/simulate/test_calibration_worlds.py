"""The calibration study: worlds that the model does not know, and how sure it is in them."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from sciatic.assessment import assess, compiled
from sciatic.assessment.evaluation import evaluate
from sciatic.pathology.free_values import fitted, to_scale
from sciatic.simulate.calibration import CASES, PAGE, PICTURE, SEED
from sciatic.simulate.calibration_measures import N_BINS, Score, reliability
from sciatic.simulate.calibration_page import check_line, page
from sciatic.simulate.calibration_people import EXAMINED, TOLD, questions, visitors, weigh
from sciatic.simulate.calibration_picture import TITLE, save_calibration
from sciatic.simulate.calibration_study import (
    CHECKED,
    Calibration,
    Outcome,
    check_figures,
    of_cases,
    outcome,
)
from sciatic.simulate.calibration_telling import information
from sciatic.simulate.calibration_worlds import (
    FAR,
    HOME,
    World,
    all_telling,
    movable,
    other_ends,
    other_people,
    sound,
    world_model,
)

ROOT = Path(__file__).parents[2]
N = 250


@pytest.fixture(scope="module")
def own():
    return outcome(World(id="own", title="own", kind="own"), N, SEED)


@pytest.fixture(scope="module")
def less():
    values = all_telling(-FAR)
    return World(id="less", title="all signs tell less", kind="telling", values=values)


def test_in_its_own_world_it_is_as_sure_as_chance_allows(own):
    for moment in (own.told, own.examined):
        assert moment.condition.error <= moment.condition.chance
        assert moment.root.error <= moment.root.chance
    assert own.examined.log_loss < own.told.log_loss


def test_a_world_whose_signs_tell_less_is_found_out(own, less):
    found = outcome(less, N, SEED)
    for moment in (found.told, found.examined):
        assert moment.condition.error > moment.condition.chance
        assert moment.condition.too_sure > 0.03
    assert found.examined.condition.right < own.examined.condition.right
    assert found.knowing.log_loss < found.examined.log_loss


def test_an_answer_that_is_too_sure_is_found_out():
    rng = np.random.default_rng(1)
    p = rng.uniform(0.5, 1, 2000)
    right = rng.random(2000) < p
    sharp = p**3 / (p**3 + (1 - p) ** 3)
    assert reliability(p, right, 1).error < reliability(p, right, 1).chance
    found = reliability(sharp, right, 1)
    assert found.error > 2 * found.chance
    assert found.error == pytest.approx(found.too_sure, abs=0.01)


def test_the_same_seed_gives_the_same_figures():
    world = World(id="own", title="own", kind="own")
    first, again, other = (outcome(world, 40, seed) for seed in (3, 3, 4))
    assert repr(first) == repr(again)  # a bin without anybody says nan
    assert first.examined.log_loss != other.examined.log_loss


def test_bins_hold_every_answer_with_its_interval():
    p = np.array([0.0, 0.05, 0.1, 0.55, 0.95, 1.0])
    found = reliability(p, p > 0.5, 1)
    assert [one.n for one in found.bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert found.n == len(p)
    assert len(found.bins) == N_BINS
    assert np.isnan(found.bins[2].share)
    low, high = found.bins[9].interval
    assert low < found.bins[9].share == 1.0 == high


def test_cases_are_scored_as_evaluate_scores_them():
    found = of_cases(ROOT / CASES, 1)
    plain = evaluate(
        ROOT / CASES,
        lambda path: {
            "conditions": [{"id": i, "probability": p} for i, p in assess(path).conditions],
            "roots": [{"root": one[1]} for one in assess(path).roots],
        },
    )
    assert found.condition.error == pytest.approx(plain.calibration_error)
    assert found.condition.right == plain.first.share
    assert (found.root.n, found.root.right) == (plain.root.of, plain.root.share)


def test_the_posterior_is_the_one_an_assessment_gives():
    from small_cases import case_of

    from sciatic.assessment.differential import differential

    people = visitors(compiled(), HOME, 3, 5)
    told, examined = weigh(people, compiled(), HOME)
    answers = {path: people.told(path) for one in questions(compiled()) for path in one.paths}
    for moment, keys in ((told, TOLD), (examined, TOLD | EXAMINED)):
        for place in range(len(people)):
            paths = [p for one in questions(compiled()) if one.key in keys for p in one.paths]
            case = case_of({path: answers[path][place] for path in paths if path != "sex"})
            case = case.with_answer("sex", answers["sex"][place])
            found = differential(compiled(), case, HOME, other_leg_silence=False)
            by_name = dict(found.conditions())
            expected = [by_name[name] for name in compiled().condition_labels]
            assert moment.conditions[place] == pytest.approx(expected, abs=0.02)


def test_every_number_moves_two_deviations_by_the_toss_of_a_coin():
    first, second = other_ends(SEED, 1), other_ends(SEED, 2)
    assert first.keys() == movable().keys() >= fitted().keys()
    ups = []
    for name, value in first.items():
        start, scale, sd = movable()[name]
        off = (to_scale(value, scale) - to_scale(start, scale)) / sd
        assert abs(off) == pytest.approx(FAR)
        ups.append(off > 0)
    assert 0.47 < np.mean(ups) < 0.53
    assert 0.45 < np.mean([first[name] == second[name] for name in first]) < 0.55


def test_worlds_tell_as_much_as_they_are_called(less):
    keys = TOLD | EXAMINED
    half, more = (
        world_model(World(id="", title="", kind="telling", values=all_telling(sds)))
        for sds in (-FAR / 2, FAR)
    )
    least, own = world_model(less), sound(compiled())
    bits = [information(one, keys, HOME) for one in (least, half, own, more)]
    assert bits == sorted(bits)
    assert bits[0] < 0.5 * bits[2]


def test_every_table_of_a_world_is_one_of_probabilities():
    model = world_model(World(id="", title="", kind="drawn", values=other_ends(SEED, 1)))
    for table in model.tables.tables.values():
        assert table.p.min() > 0
        assert table.p.sum(axis=-1) == pytest.approx(np.ones(table.p.shape[:-1]))


def test_a_cell_stops_where_it_tells_nothing():
    from sciatic.simulate.calibration_worlds import _usual

    nearer = all_telling(-FAR)
    for name, usual in _usual().items():
        if name in movable():
            start, scale, _ = movable()[name]
            place, goal, now = (to_scale(one, scale) for one in (start, usual, nearer[name]))
            assert min(place, goal) - 1e-9 <= now <= max(place, goal) + 1e-9


def made_up() -> Calibration:
    """Figures of no model: for the page and the picture alone."""
    rng = np.random.default_rng(1)

    def some() -> Score:
        p = rng.random(500)
        one = reliability(p, rng.random(500) < p, 1)
        return Score(condition=one, root=one, roots=one, root_found=0.5, log_loss=0.4)

    names = {"own": "own", "ends_1": "drawn", "less_half": "telling", "less": "telling",
             "more": "telling"}  # fmt: skip
    worlds = [World(id=name, title=f"world {name}", kind=kind) for name, kind in names.items()]
    return Calibration(
        n=500,
        seed=1,
        outcomes=tuple(
            Outcome(world=world, told=some(), examined=some(), knowing=some())
            for world in (*worlds, *other_people())
        ),
        cases=of_cases(ROOT / CASES, 1),
        check=(0.1, 0.2),
    )


def test_the_page_has_a_row_for_every_world_and_says_which_is_worst():
    found = made_up()
    text = page(found, "picture.svg")
    for one in found.outcomes:
        assert sum(line.startswith(f"| {one.world.title} |") for line in text.splitlines()) == 2
    worst = max(found.outcomes, key=lambda one: one.examined.condition.error)
    assert f"for the cause: {worst.world.title}" in text
    assert check_line((0.1, 0.2)) in text


def test_the_picture_is_told_in_words(tmp_path):
    save_calibration(made_up(), tmp_path / "calibration.svg")
    root = ET.fromstring((tmp_path / "calibration.svg").read_text("utf-8"))
    words = " ".join(element.text for element in root.iter() if element.text)
    for told in (TITLE, "probability given to it", "The likeliest root", "people in each tenth"):
        assert told in words


def test_the_page_of_the_docs_is_the_shipped_models():
    text = (ROOT / PAGE).read_text("utf-8")
    assert check_line(check_figures(SEED)) in text, "run make calibration"
    drawn = page_part(page(made_up()), "## The published cases", "## Limits")
    assert drawn == page_part(text, "## The published cases", "## Limits"), "run make calibration"
    assert len(CHECKED) == 2
    assert (ROOT / PICTURE).is_file()


def page_part(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]
