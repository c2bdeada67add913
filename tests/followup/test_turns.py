"""Worse between two visits: the red flags fire, with the two visits as the source (R3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import valid_cases
from visits_of import FIRST, FOOT, numb, tracked_cases, visit

from sciatic.followup import Visit, compare
from sciatic.followup.turns import turned
from sciatic.triage import RUNGS, red_flags
from sciatic.triage.readings import read_case
from sciatic.triage.rule_book import rule_book

OLD = {"duration_days": 60, "course": "stable", "onset": "weeks"}


def rules(case):
    return {reason.rule for reason in red_flags(case).reasons}


def weighed(*visits):
    return turned(visits)


@settings(max_examples=60, deadline=None)
@given(st.lists(tracked_cases(), min_size=2, max_size=3), st.lists(st.integers(0, 40), min_size=3))
def test_urgency_is_never_below_that_of_the_newest_case_alone(cases, gaps):
    day, visits = FIRST, []
    for case, gap in zip(cases, gaps, strict=False):
        day += timedelta(days=gap)
        visits.append(Visit(case, day))
    derived, _ = turned(visits)
    alone, together = red_flags(visits[-1].case), red_flags(derived)
    assert RUNGS.index(together.level) >= RUNGS.index(alone.level)
    assert RUNGS.index(together.act_on) >= RUNGS.index(alone.act_on)
    pairs = zip(
        read_case(rule_book(), visits[-1].case).ranks,
        read_case(rule_book(), derived).ranks,
        strict=True,
    )
    assert all(new >= old for old, new in pairs)


@settings(max_examples=40, deadline=None)
@given(valid_cases(), st.integers(0, 60))
def test_the_same_answers_again_derive_nothing(case, gap):
    first = Visit(case, FIRST)
    again = Visit(case, FIRST + timedelta(days=gap))
    assert turned([first, again]) == (case, ())


@settings(max_examples=40, deadline=None)
@given(tracked_cases(), tracked_cases(), st.integers(0, 60))
def test_only_dates_courses_and_the_spread_are_derived(one, other, gap):
    derived, turns = turned([Visit(one, FIRST), Visit(other, FIRST + timedelta(days=gap))])
    for turn in turns:
        assert turn.path == "spreading" or turn.path.startswith("timing.")
        assert derived.get(turn.path) == turn.value
        assert turn.since == FIRST
    undone = derived.with_answers({turn.path: turn.own for turn in turns})
    assert undone.to_dict()["exam"] == other.to_dict()["exam"]


def test_weaker_within_days_makes_the_rule_of_fast_weakness_fire():
    before = visit(OLD | {"reported_weakness.left": "mild"})
    after = visit(OLD | {"reported_weakness.left": "marked", "duration_days": 65}, 5)
    derived, (turn,) = weighed(before, after)
    assert red_flags(after.case).level == "same_day"
    assert red_flags(derived).level == "emergency_now"
    assert "RF023" in rules(derived) - rules(after.case)
    assert turn.path == "timing.reported_weakness.left.course"
    assert (turn.value, turn.own, turn.kind) == ("rapidly_worsening", None, "grew")
    assert (turn.since, turn.until, turn.days) == (FIRST, date(2026, 11, 8), 5)
    assert "source_article" in turn.sources


def test_weaker_over_weeks_is_worsening_but_not_fast():
    before = visit(OLD | {"reported_weakness.left": "mild"})
    after = visit(OLD | {"reported_weakness.left": "marked"}, 21)
    derived, (turn,) = weighed(before, after)
    assert turn.value == "worsening"
    assert red_flags(derived).level == "same_day"


def test_an_examined_muscle_that_gets_weaker_counts_like_a_told_one():
    before = visit(OLD | {"strength.left.tibialis_anterior": 4})
    after = visit(OLD | {"strength.left.tibialis_anterior": 2}, 3)
    derived, turns = weighed(before, after)
    assert turns[0].because == "strength.left.tibialis_anterior"
    assert "RF023" in rules(derived)


def test_from_full_strength_to_a_dropped_foot_within_days_is_fast_too():
    before = visit(OLD | {"foot_drop_reported.left": False})
    after = visit(OLD | {"foot_drop_reported.left": True}, 4)
    derived, turns = weighed(before, after)
    told = {turn.path.rpartition(".")[2]: turn.value for turn in turns}
    assert told == {"since_days": 4.0, "course": "rapidly_worsening"}
    assert red_flags(derived).level == "emergency_now"


def test_numbness_that_reaches_the_thigh_within_a_week_is_seen_the_same_day():
    before = visit(OLD | {"limb_numbness.left": "foot"})
    after = visit(OLD | {"limb_numbness.left": "thigh"}, 6)
    derived, _ = weighed(before, after)
    assert "RF030" in rules(derived) - rules(after.case)


@pytest.mark.parametrize(("more", "grew"), [(1, False), (2, True)])
def test_one_place_more_is_the_hand_that_paints_two_are_a_larger_area(more, grew):
    before = visit(OLD, marks=numb(*FOOT[:2]), complete=True)
    after = visit(OLD, 5, marks=numb(*FOOT[: 2 + more]), complete=True)
    _, turns = weighed(before, after)
    assert bool([turn for turn in turns if turn.because == "chart.left"]) == grew


def test_what_the_person_says_of_the_spread_stands():
    before = visit(OLD, marks=numb(*FOOT[:2]), complete=True)
    after = visit(OLD | {"spreading": "no"}, 5, marks=numb(*FOOT), complete=True)
    derived, turns = weighed(before, after)
    assert derived.get("spreading") == "no"
    assert [turn.path for turn in turns] == ["timing.limb_numbness.left.course"]
    silent = visit(OLD, 5, marks=numb(*FOOT), complete=True)
    assert weighed(before, silent)[0].get("spreading") == "quickly"


@pytest.mark.parametrize("own", ["rapidly_worsening", "stable", None])
def test_an_answer_of_the_person_is_replaced_only_by_a_graver_one(own):
    told = {} if own is None else {"timing.reported_weakness.left": {"course": own}}
    before = visit(OLD | {"reported_weakness.left": "mild"})
    after = visit(OLD | {"reported_weakness.left": "marked"} | told, 20)
    derived, turns = weighed(before, after)
    course = derived.get("timing.reported_weakness.left.course")
    assert course == ("rapidly_worsening" if own == "rapidly_worsening" else "worsening")
    assert [turn.own for turn in turns] == ([] if own == "rapidly_worsening" else [own])


def test_a_milder_date_never_replaces_silence():
    before = visit({"saddle_numbness": False})
    after = visit({"saddle_numbness": True}, 40)
    derived, _ = weighed(before, after)
    assert derived.get("timing.saddle_numbness.since_days") is None
    assert red_flags(derived).level == "emergency_now"


def test_a_saddle_called_old_and_stable_is_new_where_it_was_denied_last_week():
    old = {"timing.saddle_numbness": {"since_days": 300, "course": "stable"}}
    before = visit({"saddle_numbness": False})
    after = visit({"saddle_numbness": True} | old, 7)
    derived, turns = weighed(before, after)
    assert red_flags(after.case).level == "same_day"
    assert red_flags(derived).level == "emergency_now"
    assert {turn.own for turn in turns} == {300, "stable"}


def test_a_turn_some_visits_ago_still_counts_until_it_has_stood_still():
    mild, marked = {"reported_weakness.left": "mild"}, {"reported_weakness.left": "marked"}
    lately = weighed(visit(OLD | mild), visit(OLD | marked, 1), visit(OLD | marked, 3))
    assert red_flags(lately[0]).level == "emergency_now"
    long_ago = weighed(visit(OLD | mild), visit(OLD | marked, 1), visit(OLD | marked, 20))
    assert long_ago[1] == ()


def test_days_at_rest_do_not_make_a_fast_loss_slow():
    mild, marked = {"reported_weakness.left": "mild"}, {"reported_weakness.left": "marked"}
    derived, (turn,) = weighed(visit(OLD | mild), visit(OLD | marked, 5), visit(OLD | marked, 9))
    assert (turn.value, turn.days) == ("rapidly_worsening", 9)
    assert red_flags(derived).level == "emergency_now"


@pytest.mark.parametrize(("then", "now"), [("unsure", "left"), ("left", "unsure")])
def test_a_loss_that_grew_is_not_lost_where_the_side_was_unsure_once(then, now):
    before = visit(OLD | {f"reported_weakness.{then}": "mild"})
    after = visit(OLD | {f"reported_weakness.{now}": "marked"}, 5)
    derived, (turn,) = weighed(before, after)
    assert turn.path == f"timing.reported_weakness.{now}.course"
    assert red_flags(derived).level == "emergency_now"


def test_a_side_that_is_unsure_now_is_set_beside_the_worse_of_two_legs():
    before = visit(OLD | {"reported_weakness.left": "mild", "reported_weakness.right": "marked"})
    after = visit(OLD | {"reported_weakness.unsure": "marked"}, 5)
    assert weighed(before, after)[1] == ()


@pytest.mark.parametrize("told", [{}, {"limb_numbness.left": "foot"}])
def test_a_numb_area_that_grew_is_not_lost_where_the_side_is_unsure_now(told):
    before = visit(OLD | told, marks=numb(*FOOT[:2]), complete=True)
    after = visit(OLD | told, 5, marks=numb(*FOOT, side="unsure"), complete=True)
    derived, turns = weighed(before, after)
    assert "chart.unsure" in {turn.because for turn in turns}
    assert "RF030" in rules(derived)


def test_a_saddle_called_stable_is_getting_worse_where_more_of_it_is_painted():
    old = {"saddle_numbness": True,
           "timing.saddle_numbness": {"since_days": 300, "course": "stable"}}  # fmt: skip
    saddle = rule_book().reading["regions"]["saddle"]
    before = visit(OLD | old, marks=numb(*saddle[:1]), complete=True)
    after = visit(OLD | old, 20, marks=numb(*saddle[:3]), complete=True)
    derived, (turn,) = weighed(before, after)
    assert (turn.path, turn.own) == ("timing.saddle_numbness.course", "stable")
    assert red_flags(after.case).level == "same_day"
    assert red_flags(derived).level == "emergency_now"


def test_a_day_that_is_not_known_hides_no_disorder_of_the_others():
    visits = [visit({}, 9), visit({}, None), visit({}, 3)]
    with pytest.raises(ValueError, match="earlier case first"):
        compare(visits[1], visits[2], earlier=visits[:1])


def test_what_has_eased_since_the_last_visit_is_not_getting_worse():
    none, marked, mild = (
        {"reported_weakness.left": word} for word in ("none", "marked", "mild")
    )  # fmt: skip
    _, turns = weighed(visit(OLD | none), visit(OLD | marked, 2), visit(OLD | mild, 4))
    assert [turn.path for turn in turns] == ["timing.reported_weakness.left.since_days"]


def test_without_days_worse_is_worsening_and_nothing_is_dated():
    before = visit(OLD | {"reported_weakness.left": "mild"}, None)
    after = visit(OLD | {"reported_weakness.left": "marked"}, None)
    _, (turn,) = weighed(before, after)
    assert (turn.value, turn.days, turn.since) == ("worsening", None, None)


def test_the_comparison_says_what_it_raised_and_by_which_rule():
    before = visit(OLD | {"reported_weakness.left": "mild"})
    after = visit(OLD | {"reported_weakness.left": "marked"}, 5)
    told = compare(before, after)
    assert told.alone.level == "same_day"
    assert told.urgency.level == "emergency_now"
    assert [reason.rule for reason in told.raised_by] == ["RF023"]
    assert told.expected.standing == "getting_worse"
    assert told.expected.facts == ()
