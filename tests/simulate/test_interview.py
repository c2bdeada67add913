"""Interviews with drawn people: what each kind of order does, and how it is measured."""

import numpy as np
import pytest

from sciatic.assessment import assess, compiled
from sciatic.errors import SciaticError, UnknownTermError
from sciatic.findings import load_case, vocabulary
from sciatic.simulate.interview import (
    OPENING,
    Conversation,
    Truths,
    interview_questions,
    interviewees,
    run,
)
from sciatic.simulate.interview_measures import compare, joined, mean_curve, questions_to
from sciatic.simulate.interview_orders import (
    adaptive,
    best_fixed_order,
    by_chance,
    fixed,
    vocabulary_order,
)

N, ASKED = 40, 12


@pytest.fixture(scope="module")
def people():
    return interviewees(N, 3, "primary_care")


@pytest.fixture(scope="module")
def classes():
    return compiled().labels.lesion_class


@pytest.fixture(scope="module")
def chosen(people, classes):
    return run(people, ASKED, adaptive(classes))


@pytest.fixture(scope="module")
def at_random(people):
    return run(people, ASKED, by_chance(1))


def test_a_person_is_asked_only_what_a_person_can_answer():
    asked = interview_questions()
    assert [one.key for one in asked[:2]] == list(OPENING)
    assert {vocabulary()[one.key].who for one in asked} == {"patient"}
    assert len({path for one in asked for path in one.paths}) == sum(len(q.paths) for q in asked)


def test_both_legs_are_one_question():
    paths = {one.key: one.paths for one in interview_questions(examined=True)}
    assert paths["leg_pain"] == ("leg_pain.left", "leg_pain.right")
    assert paths["light_touch.web1"] == ("light_touch.left.web1", "light_touch.right.web1")
    assert paths["fever"] == ("fever",)


def test_an_examination_adds_signs_and_no_tests():
    more = {one.key for one in interview_questions(examined=True)}
    added = more - {one.key for one in interview_questions()}
    sections = {vocabulary()[key.partition(".")[0]].section for key in added}
    assert sections == {"exam"}
    assert "reflex.achilles_reflex" in added


def tell(talk, among, keys):
    """Ask the first person, and return what they said by path."""
    told = {}
    for key in keys:
        talk.ask(key)
        question = next(one for one in among.questions if one.key == key)
        told |= {path: among.people.told(path)[0] for path in question.paths}
    return told


def test_the_belief_is_that_of_an_assessment(people):
    """The same answers, put as a case, give the same chances."""
    talk = Conversation(people, 0)
    keys = ("age_years", "sex", "leg_pain", "limb_numbness", "fever", "duration_days")
    told = tell(talk, people, keys)
    # a number in a case is rounded: so is the answer that the conversation takes, nearly
    case = load_case({"schema": "sciatic.case/1", "id": "drawn"}).with_answers(told)
    expected = assess(case, setting="primary_care").found.p_states
    np.testing.assert_allclose(talk.belief.posterior(), expected, atol=1e-3)


def test_signs_that_are_felt_by_body_parts_are_read_as_a_case_reads_them():
    among = interviewees(1, 5, "specialist", examined=True)
    talk = Conversation(among, 0)
    keys = ("age_years", "light_touch.web1", "light_touch.toe1_dorsal")
    told = tell(talk, among, keys)
    case = load_case({"schema": "sciatic.case/1", "id": "drawn"}).with_answers(told)
    expected = assess(case, setting="specialist").found.p_states
    np.testing.assert_allclose(talk.belief.posterior(), expected, rtol=1e-6, atol=1e-12)


def test_the_first_chosen_question_is_that_of_ask(people, classes):
    """What the interview chooses is what the assessment puts first for the patient."""
    talk = Conversation(people, 1)
    for key in OPENING:
        talk.ask(key)
    told = {key: people.people.told(key)[1] for key in OPENING}
    case = load_case({"schema": "sciatic.case/1", "id": "drawn"}).with_answers(told)
    rows = assess(case, setting="primary_care").next_questions
    best = next(
        row.finding for row in rows if row.who == "patient" and not row.finding.startswith("chart.")
    )
    bits = talk.expected_bits(classes)
    assert adaptive(classes)(talk, 2) == max(bits, key=bits.get)
    assert bits[best.split(".")[0]] >= 0.9 * max(bits.values())


def test_what_was_asked_is_not_asked_again(people):
    talk = Conversation(people, 0)
    talk.ask("fever")
    with pytest.raises(UnknownTermError):
        talk.ask("fever")


def test_all_start_from_the_same_and_open_alike(chosen, at_random):
    np.testing.assert_array_equal(chosen.p_true[:, :3], at_random.p_true[:, :3])
    assert {asked[:2] for asked in (*chosen.asked, *at_random.asked)} == {OPENING}


def test_nobody_is_asked_a_thing_twice(chosen):
    assert all(len(set(asked)) == ASKED for asked in chosen.asked)
    assert len({asked[:6] for asked in chosen.asked}) > 5, "the interview follows the person"


def test_chosen_questions_tell_more_than_any_questions(chosen, at_random):
    assert chosen.p_true[:, -1].mean() > at_random.p_true[:, -1].mean() + 0.1
    assert -np.log(chosen.p_true[:, -1]).mean() < -np.log(at_random.p_true[:, -1]).mean()


def test_chosen_questions_tell_no_less_than_the_best_fixed_order(people, classes, chosen):
    others = interviewees(15, 4, "primary_care")
    order = best_fixed_order(others, ASKED, classes)
    assert len(set(order)) == ASKED
    assert order[:2] == OPENING
    same = run(people, ASKED, fixed(order))
    assert set(same.asked) == {order}
    assert chosen.p_true[:, -1].mean() > same.p_true[:, -1].mean()
    form = run(people, ASKED, fixed(vocabulary_order(people)))
    assert same.p_true[:, 6:].mean() > form.p_true[:, 6:].mean()


def test_answers_make_surer_on_average(chosen):
    """The expected log score can only rise with an answer; five more answers show it."""
    gain = np.diff(np.log(chosen.p_true[:, [0, 4, 8, 12]]).mean(axis=0))
    assert (gain > 0).all()


def test_the_same_seed_gives_the_same_interview(classes):
    first, again = (run(interviewees(3, 9, "specialist"), 5, adaptive(classes)) for _ in range(2))
    assert first.asked == again.asked
    np.testing.assert_array_equal(first.p_true, again.p_true)
    other = run(interviewees(3, 10, "specialist"), 5, adaptive(classes))
    assert not np.array_equal(first.p_true, other.p_true)


def test_parts_of_the_people_are_those_people(people, chosen):
    places = np.arange(N)
    few = run(people.where(places >= N - 2), 4, by_chance(1))
    np.testing.assert_array_equal(few.p_true[:, 0], chosen.p_true[-2:, 0])
    both = joined([few, few])
    assert both.p_true.shape == (4, 5)
    assert both.asked == few.asked * 2


def test_the_score_looks_at_cause_and_root():
    among = interviewees(30, 2, "specialist")
    truths, roots = Truths(among), among.model.labels.roots
    for place, talk in enumerate(among.sit_down()):
        p_true, first, root = truths.score(place, talk.belief)
        state = among.people.states[place]
        own = np.array(among.model.labels.condition) == among.model.labels.condition[state]
        assert p_true == pytest.approx(talk.belief.posterior()[own].sum())
        assert first in (0.0, 1.0)
        assert np.isnan(root) == (not roots[state].any())


def test_more_questions_than_there_are_is_refused(people):
    with pytest.raises(SciaticError, match="questions, not 999"):
        run(people, 999, by_chance(1))


def test_questions_to_a_level_are_counted_between_questions():
    curve = np.array([0.2, 0.4, 0.8, 0.7])
    assert questions_to(curve, 0.1) == 0
    assert questions_to(curve, 0.6) == pytest.approx(1.5)
    assert questions_to(curve, 0.9) == np.inf


def test_who_has_no_score_does_not_count():
    scores = np.array([[1.0, 0.0], [np.nan, np.nan], [0.0, 0.5]])
    np.testing.assert_allclose(mean_curve(scores), [0.5, 0.25])


def test_half_as_many_is_a_ratio_of_a_half():
    slow = np.linspace(0, 1, 21)[None].repeat(9, axis=0)
    fast = np.minimum(2 * slow, 1)
    (one,) = compare(fast, slow, [0.5], seed=1)
    assert (one.ours, one.theirs) == (5, 10)
    assert (one.ratio, one.low, one.high) == (0.5, 0.5, 0.5)


def test_a_level_that_is_never_reached_has_no_ratio():
    (one,) = compare(np.ones((4, 3)), np.zeros((4, 3)), [0.5], seed=1)
    assert (one.ours, one.theirs) == (0, np.inf)
    assert np.isnan([one.ratio, one.low, one.high]).all()


def test_the_interval_follows_the_people():
    rng = np.random.default_rng(1)
    slow = np.sort(rng.random((30, 40)), axis=1)
    fast = np.sqrt(slow)
    (one,) = compare(fast, slow, [0.6], seed=1)
    assert one.low < one.ratio < one.high
