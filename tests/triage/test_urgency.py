"""Levels, open flags and what they block."""

import itertools
import json
import time

import pytest
from a_case import both, case
from hypothesis import given, settings
from strategies import valid_cases

from sciatic.findings import load_case, vocabulary
from sciatic.triage import RUNGS, evaluate, red_flag_questions, red_flags
from sciatic.triage.language import compiled
from sciatic.triage.open_flags import open_flags
from sciatic.triage.readings import read_case
from sciatic.triage.red_flags import at_worst, height_of
from sciatic.triage.rule_book import rule_book
from sciatic.triage.rule_files import source_texts
from sciatic.triage.slots import polarity_problems

BENIGN = {
    "onset": "days",
    "course": "improving",
    "spreading": "no",
    "reported_weakness": both("none"),
    "limb_numbness": {"left": "foot", "right": "none"},
    "leg_pain": {"left": True, "right": False},
    "walking_ability": "unaided",
    "hours_without_urine": 0,
    "one_body_side_sudden": "none",
    "duration_days": 10,
}


def all_answered_no(**changes):
    """A 30-year-old woman with one numb foot for 10 days, every other warning question no."""
    said = dict(BENIGN)
    for name, finding in vocabulary().items():
        if finding.red_flag and finding.section == "history" and name not in said:
            said[name] = both(False) if finding.per_side else False
    return case(person={"age_years": 30, "sex": "female"}, **{**said, **changes})


def test_self_care_needs_every_flag_answered_no():
    urgency = evaluate(all_answered_no())
    assert urgency.level == "self_care"
    assert urgency.reasons[0].rule == "RF094"
    assert urgency.unanswered_red_flags == ()
    assert urgency.until_answered is None


@pytest.mark.parametrize("name", [n for n, f in vocabulary().items() if f.red_flag and f.question])
def test_one_unanswered_flag_is_enough_to_block_it(name):
    answered = all_answered_no()
    path = f"{name}.right" if vocabulary()[name].per_side else name
    urgency = evaluate(answered.with_answer(path, None))
    alone = name in {"minor_trauma", "onset", "sex", "cancer_active"}
    if alone or (vocabulary()[name].per_side and urgency.level == "self_care"):
        assert urgency.unanswered_red_flags == ()  # no answer to it alone could change anything
    else:
        assert urgency.level == "routine"
        assert path in urgency.unanswered_red_flags


def test_an_empty_case_is_blocked_and_reassures_nobody():
    urgency = evaluate(case())
    assert urgency.to_dict() | {"reasons": [], "unanswered_red_flags": []} == {
        "level": "routine",
        "reasons": [],
        "unanswered_red_flags": [],
        "reassurance_blocked": True,
        "until_answered": "same_day",
    }
    assert urgency.unanswered_red_flags[0] == "saddle_numbness"


def test_at_an_emergency_nothing_is_open():
    urgency = evaluate(case(saddle_numbness=True))
    assert urgency.level == "emergency_now"
    assert not urgency.reassurance_blocked
    assert urgency.until_answered is None
    assert urgency.unanswered_red_flags == ()


def test_pregnancy_is_asked_of_those_whom_it_can_concern():
    numb = {"limb_numbness": {"left": "foot"}, "duration_days": 20, "course": "stable"}
    asked = evaluate(case(**numb)).unanswered_red_flags
    assert "pregnant" in asked
    for person in ({"sex": "male"}, {"sex": "female", "age_years": 80}):
        assert "pregnant" not in evaluate(case(person=person, **numb)).unanswered_red_flags


def test_examination_and_tests_never_block():
    open_ones = evaluate(case()).unanswered_red_flags
    for path in open_ones:
        assert vocabulary()[path.partition(".")[0]].question, path


def test_until_answered_never_exceeds_what_the_answers_could_bring():
    """All answered but one that reaches two weeks: the rung to act on is that, not today."""
    urgency = evaluate(all_answered_no(pain_uncontrolled=False).with_answer("weight_loss", None))
    assert urgency.until_answered == "same_day"  # with numbness it reaches today
    calm = all_answered_no(limb_numbness=both("none"))
    assert evaluate(calm.with_answer("weight_loss", None)).until_answered == "within_2_weeks"
    assert evaluate(calm.with_answer("night_pain", None)).until_answered is None


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ({"saddle_numbness": "not_sure"}, "same_day"),
        ({"saddle_numbness": "not_sure", "bladder_retention": "not_sure"}, "emergency_now"),
        ({"saddle_numbness": "not_sure", "reported_weakness": {"left": "mild"}}, "emergency_now"),
        ({"chest_pain": "not_sure"}, "same_day"),
        ({"diabetes": "not_sure"}, "routine"),
        ({"weight_loss": "not_sure", "night_pain_severe": "not_sure"}, "routine"),
    ],
)
def test_not_sure_counts_only_where_yes_could_reach_the_top(said, level):
    assert evaluate(case(**said)).level == level


def test_not_sure_counts_for_exactly_the_findings_that_alone_reach_the_top():
    counted = set()
    reaching = set()
    for name, finding in vocabulary().items():
        if finding.section == "history" and not finding.per_side and finding.red_flag:
            if evaluate(case(**{name: "not_sure"})).level == "same_day":
                counted.add(name)
            answers = finding.values or (24,)
            if any(evaluate(case(**{name: a})).level == "emergency_now" for a in answers):
                reaching.add(name)
    assert counted == reaching


def test_not_sure_is_not_asked_again_but_stays_open():
    said = case(bladder_retention="not_sure")
    assert "bladder_retention" in evaluate(said).unanswered_red_flags
    assert "bladder_retention" not in [q.finding for q in red_flag_questions(said)]


def test_one_weak_item_never_rises_above_routine():
    for weak in ({"night_pain": True}, {"person": {"age_years": 60}, "back_pain": True}):
        assert evaluate(case(**weak)).level == "routine"
    assert evaluate(case(night_pain=True, unwell=True)).level == "within_2_weeks"


# -- chart and examination


@pytest.mark.parametrize(
    "region",
    ["genital", "perineum", "perianal_outer", "perianal_inner", "ischial", "saddle_inner_thigh"],
)
def test_the_chart_answers_the_saddle_question_with_yes(region):
    urgency = evaluate(case(chart=[("right", region, "tingling")], saddle_numbness=False))
    assert urgency.level == "emergency_now"
    assert f"chart.right.{region}" in urgency.reasons[0].findings
    touched = case(exam={"light_touch": {"left": {region: "reduced"}}})
    assert evaluate(touched).level == "emergency_now"


def test_a_complete_chart_answers_no_red_flag():
    document = {"schema": "sciatic.case/1", "chart": {"complete": True, "marks": []}}
    assert "saddle_numbness" in evaluate(load_case(document)).unanswered_red_flags


def test_normal_signs_never_lower():
    exam = {
        "anal_tone": "normal",
        "perianal_pinprick": both("normal"),
        "post_void_residual_ml": 0,
        "strength": both({"tibialis_anterior": 5}),
    }
    said = {"bladder_retention": True, "foot_drop_reported": {"left": True}}
    assert evaluate(case(exam=exam, **said)).level == "emergency_now"
    assert evaluate(case(exam=exam)).unanswered_red_flags == evaluate(case()).unanswered_red_flags


def test_silence_about_the_other_leg_is_not_no():
    urgency = evaluate(case(limb_numbness={"left": "foot"}, duration_days=5, course="stable"))
    assert "limb_numbness.right" in urgency.unanswered_red_flags


def test_grade_3_is_marked_and_grade_4_is_not():
    grade = lambda mrc: case(  # noqa: E731
        exam={"strength": {"left": {"tibialis_anterior": mrc}}}, onset="sudden"
    )
    assert evaluate(grade(3)).level == "emergency_now"
    assert evaluate(grade(4)).level == "same_day"


def test_claudication_is_told_by_the_relief_and_cancelled_by_marked_weakness():
    legs = {"leg_pain": both(True), "worse_walking": True, "calf_pain_walking": both(True)}
    assert evaluate(case(**legs)).level == "emergency_now"
    assert evaluate(case(**legs, relieved_sitting=True)).level == "routine"
    weak = {"foot_drop_reported": {"left": True}}
    assert evaluate(case(**legs, relieved_sitting=True, **weak)).level == "emergency_now"


# -- properties


@settings(max_examples=60, deadline=None)
@given(valid_cases(14))
def test_the_mirrored_case_is_as_urgent(a_case):
    one, other = evaluate(a_case), evaluate(a_case.mirrored())
    assert (one.level, one.until_answered) == (other.level, other.until_answered)
    flipped = {
        p.replace(".left", ".x").replace(".right", ".left").replace(".x", ".right")
        for p in one.unanswered_red_flags
    }
    assert flipped == set(other.unanswered_red_flags)


@settings(max_examples=60, deadline=None)
@given(valid_cases(14))
def test_the_open_flags_are_what_the_rules_say(a_case):
    """Together, at their worst, they bring exactly the most that is claimed."""
    book = rule_book()
    readings = read_case(book, a_case)
    known = height_of(book, readings.ranks)
    flags = () if known == 4 else open_flags(book, readings, known)
    most = max((flag.reaches for flag in flags), default=known)
    assert most == max(known, height_of(book, at_worst(book, readings)))


def test_each_open_flag_decides_in_some_set_and_no_other_does():
    """Against brute force: four open questions, every set of answers to them."""
    left_open = ("leg_pain.right", "limb_numbness.right", "cancer_history", "cancer_active")
    base = all_answered_no(duration_days=10, course="stable")
    for path in left_open:
        base = base.with_answer(path, None)
    book = rule_book()

    def height(chosen):
        answered = base
        for path in chosen:
            answered = answered.with_answer(path, "foot" if "numb" in path else True)
        return height_of(book, read_case(book, answered).ranks)

    decides = set()
    for size in range(len(left_open)):
        for chosen in itertools.combinations(left_open, size):
            decides |= {
                p for p in left_open if p not in chosen and height((*chosen, p)) > height(chosen)
            }
    assert set(evaluate(base).unanswered_red_flags) == decides


# -- the files


def test_the_compiled_rules_are_those_of_the_files():
    from importlib.resources import files

    kept = files("sciatic.triage").joinpath("data", "compiled.json").read_text("utf-8")
    assert json.loads(kept) == json.loads(json.dumps(compiled(source_texts())))


def test_every_finding_has_a_polarity():
    import tomllib

    order = tomllib.loads(source_texts()["worry_order.toml"])
    assert polarity_problems(order, vocabulary()) == []
    asked = set(order["asked"]["findings"])
    flagged = {n for n, f in vocabulary().items() if f.red_flag and f.question and n != "sex"}
    assert asked == flagged


def test_it_is_quick():
    a_case = case(duration_days=365, back_pain=True, leg_pain={"left": True})
    red_flags(a_case)
    times = []
    for _ in range(5):
        start = time.process_time()
        red_flags(a_case)
        times.append(time.process_time() - start)
    assert min(times) < 0.06, "about 0.018 s where nothing else runs"


def test_texts_are_plain_and_never_reassure():
    book = rule_book()
    texts = [rung.text for rule in book.rules for rung in rule.rungs]
    texts += [rule.question for rule in book.rules] + list(book.headings.values())
    for text in texts:
        words = text.lower().replace(",", " ").replace(".", " ").split()
        assert not {"should", "worry", "fine", "harmless", "reassuring", "safe"} & set(words), text
        assert len(words) <= 20, text


def test_rungs_are_in_order():
    assert RUNGS == ("self_care", "routine", "within_2_weeks", "same_day", "emergency_now")
