"""What is claimed of the rules, proved by z3 for every case that can be, not for a sample."""

import tomllib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import valid_cases

from sciatic.errors import EvidenceError
from sciatic.triage import RUNGS, evaluate
from sciatic.triage.language import compile_rules
from sciatic.triage.proof import Proof, moves_in_order
from sciatic.triage.readings import read_case
from sciatic.triage.red_flags import at_worst, height_of
from sciatic.triage.rule_book import book_of, rule_book
from sciatic.triage.rule_files import source_texts

# Emergency rules in which a stated "worsening" counts, and a course that is not known does not.
ASK_FOR_A_PACE = {"RF036", "RF070", "RF072"}
IN_BETWEEN = {"course", "limb_numbness", "reported_weakness", "spreading", "walking_ability"}


@cache
def world():
    """The proof of the rules as they are, two states, and "the second is no less worrying"."""
    proof = Proof(rule_book())
    before, possible_before = proof.state("before")
    after, possible_after = proof.state("after")
    raised = proof.no_less_worrying(before, after, moves_in_order)
    return proof, before, after, [*possible_before, *possible_after, *raised]


@pytest.mark.parametrize("height", range(1, 5), ids=RUNGS[1:])
def test_a_more_worrying_answer_never_lowers_the_level(height):
    proof, before, after, raised = world()
    falls = [
        proof.level_at_least(before, height),
        proof.z3.Not(proof.level_at_least(after, height)),
    ]
    assert proof.counter_example([*raised, *falls]) is None


@pytest.mark.parametrize("height", range(1, 5), ids=RUNGS[1:])
def test_nor_the_rung_to_act_on(height):
    proof, before, after, raised = world()
    falls = [proof.acts_at_least(before, height), proof.z3.Not(proof.acts_at_least(after, height))]
    closed = proof.answered_at_worst(before, after)
    assert proof.counter_example([*raised, *closed, *falls]) is None


@pytest.mark.parametrize("height", [2, 3], ids=["within_2_weeks", "same_day"])
def test_only_an_answer_between_yes_and_no_can_relax_what_an_open_question_asked_for(height):
    """A question that is answered "mild" is no longer feared to be "marked"; the level stands."""
    proof, before, after, _ = world()
    _, possible_before = proof.state("before")
    _, possible_after = proof.state("after")
    raised = proof.no_less_worrying(
        before,
        after,
        lambda slot: (
            moves_in_order(slot) and slot.finding not in IN_BETWEEN and slot.kind != "course"
        ),
    )
    falls = [proof.acts_at_least(before, height), proof.z3.Not(proof.acts_at_least(after, height))]
    assert proof.counter_example([*possible_before, *possible_after, *raised, *falls]) is None


def test_never_self_care_while_a_flag_that_could_change_the_answer_is_open():
    proof, before, _, _ = world()
    _, possible = proof.state("before")
    at_home = proof.z3.Not(proof.level_at_least(before, 1))
    assert proof.counter_example([*possible, at_home, proof.blocked(before)]) is None
    assert proof.counter_example([*possible, at_home]), "self_care can be reached at all"


def test_unknown_never_counts_as_absent():
    """Taking back an answer that is less worrying than silence never lowers any rung."""
    proof, before, after, raised = world()
    silenced = []
    for number, slot in enumerate(proof.book.slots):
        same = [a == b for a, b in zip(before.steps[number], after.steps[number], strict=True)]
        silent = proof.rank_is(after, number, slot.silence)
        silenced.append(proof.z3.Or(proof.z3.And(same), silent))
    for height in range(1, 5):
        falls = [proof.triggered(before, height), proof.z3.Not(proof.triggered(after, height))]
        assert proof.counter_example([*raised, *silenced, *falls]) is None


def test_silence_grants_no_exemption():
    for slot in rule_book().slots:
        reads_relief = slot.finding in {"relieved_sitting", "no_pain_seated"}
        if reads_relief and slot.kind == "answer":
            used = {
                node[2] for node in rule_book().nodes if node[0] == "=" and node[1] == number(slot)
            }
            assert used == {slot.silence}, "broken at silence as at no"


def number(slot):
    return rule_book().slot_number(slot.path)


def test_an_unknown_date_is_new():
    for slot in rule_book().slots:
        if slot.kind == "days":
            assert slot.silence == slot.top


def test_an_unknown_course_is_worsening_in_every_emergency_rule_but_those_that_ask_for_a_pace():
    proof, before, after, _ = world()
    z3, book = proof.z3, proof.book
    claims = [*proof.state("before")[1], *proof.state("after")[1]]
    for index, slot in enumerate(book.slots):
        same = z3.And(
            [a == b for a, b in zip(before.steps[index], after.steps[index], strict=True)]
        )
        if slot.kind == "course" and slot.finding != "episode":
            forgotten = z3.And(
                proof.rank_is(before, index, slot.scale["worsening"]),
                proof.rank_is(after, index, slot.silence),
            )
            same = z3.Or(same, forgotten)
        claims.append(same)
    before_nodes, after_nodes = proof._nodes(before), proof._nodes(after)
    loose = {
        rule.id
        for rule in book.rules
        for rung in rule.rungs
        if rung.height == 4
        and proof.counter_example(
            [*claims, before_nodes[rung.node], z3.Not(after_nodes[rung.node])]
        )
    }
    assert loose == ASK_FOR_A_PACE


# -- the evaluator and the formula are the same


@settings(max_examples=15, deadline=None)
@given(st.lists(valid_cases(18), min_size=4, max_size=4))
def test_the_evaluator_and_the_formula_agree(cases):
    proof, formulas, solver = formula()
    state, known, worst, acting = formulas
    for case in cases:
        readings = read_case(proof.book, case)
        urgency = evaluate(case)
        solver.push()
        solver.add(*facts(proof, state, readings, case))
        assert solver.check() == proof.z3.sat
        model = solver.model()
        assert height(proof, model, known) == height_of(proof.book, readings.ranks)
        assert height(proof, model, worst) == height_of(proof.book, at_worst(proof.book, readings))
        if urgency.level != "emergency_now":
            assert height(proof, model, acting) == RUNGS.index(urgency.act_on)
        solver.pop()


@cache
def formula():
    proof = Proof(rule_book())
    state, possible = proof.state("case")
    solver = proof.z3.Solver()
    solver.add(*possible)
    worst = proof.at_worst(state)
    rungs = range(1, 5)
    return (
        proof,
        (
            state,
            [proof.triggered(state, h) for h in rungs],
            [proof.triggered(worst, h) for h in rungs],
            [proof.acts_at_least(state, h) for h in rungs],
        ),
        solver,
    )


def facts(proof, state, readings, case):
    """The case as it stands, in the variables of the state."""
    sex, age = case.person.get("sex"), case.person.get("age_years")
    yield proof.fits["pregnant"] == (sex != "male" and (age is None or 10 <= age <= 60))
    for index, slot in enumerate(proof.book.slots):
        yield proof.rank_is(state, index, readings.ranks[index])
        if slot.asked and proof.book.slots[index].finding not in proof.fits:
            yield state.said[index] == (not readings.open[index])
        elif slot.asked:
            said = case.history.get(slot.finding)
            yield state.said[index] == (said not in (None, "not_sure"))
        if slot.kind == "course":
            yield (
                state.follows[index] == readings.follows[index]
                if slot.finding != "episode"
                else True
            )


def height(proof, model, formulas):
    reached = [proof.z3.is_true(model.eval(one, model_completion=True)) for one in formulas]
    return sum(reached)


# -- the proof can fail


def broken(change):
    """A rule book with one thing changed in its files, read without the guard against it."""
    order, flags, rungs, _ = (tomllib.loads(text) for text in source_texts().values())
    change(order, flags)
    return book_of(
        {"stamp": 0, "thresholds": [], **compile_rules(order, flags, rungs, lenient=True)}
    )


def keyed_on_provocation(order, flags):
    """The exemption that the prototype had: it reads what brings the pain on."""
    flags["exempt"]["claudication"][0] = "worse_walking >= yes"


def a_flag_that_lowers(order, flags):
    flags["exempt"]["sock"].append("diabetes >= yes")


@pytest.mark.parametrize("change", [keyed_on_provocation, a_flag_that_lowers])
def test_a_broken_rule_is_caught(change):
    proof = Proof(broken(change))
    before, possible_before = proof.state("before")
    after, possible_after = proof.state("after")
    raised = proof.no_less_worrying(before, after, moves_in_order)
    claims = [*possible_before, *possible_after, *raised]
    falls = proof.z3.Or(
        [
            proof.z3.And(proof.triggered(before, h), proof.z3.Not(proof.triggered(after, h)))
            for h in range(1, 5)
        ]
    )
    assert proof.counter_example([*claims, falls])


def test_such_a_rule_is_not_even_read():
    order, flags, rungs, _ = (tomllib.loads(text) for text in source_texts().values())
    keyed_on_provocation(order, flags)
    with pytest.raises(EvidenceError, match="at most"):
        compile_rules(order, flags, rungs)
