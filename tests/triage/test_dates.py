"""Dates: each gap of the ladder, and what silence about a date means."""

import pytest
from a_case import both, case

from sciatic.findings import load_case
from sciatic.triage import RUNGS, evaluate
from sciatic.triage.asking import follow_ups

E, S, W, R = "emergency_now", "same_day", "within_2_weeks", "routine"
DAYS = (1, 7, 8, 14, 15, 28, 29, 84, 85, None)

# What each kind of trouble is graded at, for every age in DAYS (None: no date), by course.
LADDER = {
    # a cauda equina item, dated by itself: only "old and stable" lowers it
    ("saddle_numbness", "stable"): [E, E, E, E, S, S, S, S, S, E],
    ("saddle_numbness", "fluctuating"): [E] * 10,
    ("saddle_numbness", None): [E] * 10,
    # both feet numb: new in 14 days, or worse over days; the slow sock pattern after 12 weeks
    ("both_numb", "stable"): [E, E, E, E, S, S, S, S, W, E],
    ("both_numb", None): [E, E, E, E, S, S, S, S, W, E],
    ("both_numb", "rapidly_worsening"): [E] * 10,
    # both legs weak: within 4 weeks
    ("both_weak", "stable"): [E, E, E, E, E, E, W, W, W, E],
    ("both_weak", None): [E, E, E, E, E, E, W, W, W, E],
    # a foot drop of one leg: 12 weeks, or not stable
    ("foot_drop", "stable"): [S, S, S, S, S, S, S, S, W, S],
    ("foot_drop", None): [S] * 10,
    ("foot_drop", "worsening"): [S] * 10,
    ("foot_drop", "rapidly_worsening"): [E] * 10,
    # mild weakness of one leg: growing within 4 weeks
    ("mild_weak", "stable"): [W] * 10,
    ("mild_weak", "worsening"): [S, S, S, S, S, S, W, W, W, S],
    ("mild_weak", None): [S, S, S, S, S, S, W, W, W, S],
    ("mild_weak", "rapidly_worsening"): [S] * 10,
    # one numb leg: growing over days up to 14 days of age
    ("one_numb", "worsening"): [S, S, S, S, W, W, W, W, W, S],
    ("one_numb", "stable"): [R] * 10,
    ("one_numb", "rapidly_worsening"): [S] * 10,
    # cancer with a new deficit: within 4 weeks
    ("cancer_numb", "stable"): [E, E, E, E, E, E, S, S, S, E],
    ("cancer_numb", "worsening"): [E, E, E, E, E, E, S, S, S, E],
    # a cold foot, dated by itself
    ("cold_pale_foot", "stable"): [E, E, E, E, S, S, S, S, S, E],
    ("cold_pale_foot", None): [E] * 10,
}
SAID = {
    "both_numb": {"limb_numbness": both("foot")},
    "both_weak": {"reported_weakness": both("mild")},
    "foot_drop": {"foot_drop_reported": {"left": True}},
    "mild_weak": {"reported_weakness": {"left": "mild"}},
    "one_numb": {"limb_numbness": {"left": "foot"}},
    "cancer_numb": {"cancer_history": True, "limb_numbness": {"left": "foot"}},
}


def dated(kind, course, days):
    when = {} if course is None else {"course": course}
    if kind not in SAID:
        own = when if days is None else {**when, "since_days": days}
        return case(**{kind: True}, timing={kind: own} if own else {})
    age = {} if days is None else {"duration_days": days}
    return case(**SAID[kind], **when, **age)


@pytest.mark.parametrize(("kind", "course"), LADDER)
def test_every_gap_of_the_ladder(kind, course):
    graded = [evaluate(dated(kind, course, days)).level for days in DAYS]
    assert graded == LADDER[kind, course]


def test_the_length_of_the_leg_trouble_does_not_date_the_bladder():
    said = {"duration_days": 900, "course": "stable", "onset": "gradual"}
    assert evaluate(case(**said, bladder_retention=True)).level == E
    assert evaluate(case(**said, cold_pale_foot=True)).level == E


def test_a_finding_of_the_leg_may_have_a_date_of_its_own():
    said = {"limb_numbness": both("foot"), "duration_days": 60, "course": "stable"}
    new = {"limb_numbness": {"left": {"since_days": 3, "course": "stable"}}}
    assert evaluate(case(**said)).level == S
    assert evaluate(case(**said, timing=new)).level == E


@pytest.mark.parametrize("onset", ["weeks", "months", "gradual"])
def test_an_onset_without_a_clear_start_is_older_than_14_days(onset):
    said = {"limb_numbness": both("whole_leg")}
    assert evaluate(case(**said)).level == E
    assert evaluate(case(**said, onset=onset)).level == S
    assert evaluate(case(**said, onset=onset, duration_days=10)).level == E


def test_worse_without_a_rate_is_slow_where_the_onset_is():
    said = {"limb_numbness": {"left": "foot"}, "course": "worsening"}
    assert evaluate(case(**said)).level == S
    assert evaluate(case(**said, onset="gradual")).level == W


def test_from_six_weeks_on_it_is_routine():
    said = {"leg_pain": {"left": True}, "course": "stable"}
    assert "RF034" in [r.rule for r in evaluate(case(**said, duration_days=42)).reasons]
    assert "RF034" not in [r.rule for r in evaluate(case(**said, duration_days=41)).reasons]


def test_a_reason_says_that_it_holds_for_lack_of_a_date():
    undated = evaluate(case(saddle_numbness=True))
    assert undated.for_lack_of_a_date
    assert "since when" in undated.reasons[0].text
    dated_case = case(
        saddle_numbness=True, timing={"saddle_numbness": {"since_days": 2, "course": "stable"}}
    )
    assert not evaluate(dated_case).for_lack_of_a_date


def test_the_rung_to_act_on_while_questions_are_open():
    leg = {"leg_pain": {"left": True}}
    assert evaluate(case(**leg)).until_answered == S
    assert evaluate(case(**leg, duration_days=14, course="stable")).until_answered == S
    assert evaluate(case(**leg, duration_days=15, course="stable")).until_answered == W
    assert evaluate(case(**leg, duration_days=15, course="worsening")).until_answered == S


# -- deletion: striking out a date never lowers an emergency


def without(document, *names):
    history = {k: v for k, v in document.get("history", {}).items() if k not in names}
    return load_case({**document, "history": history})


STRUCK = [("duration_days",), ("duration_days", "onset"), ("duration_days", "onset", "course")]


@pytest.mark.parametrize("names", STRUCK, ids=" ".join)
def test_no_published_emergency_falls_when_dates_are_struck_out(names, documents, truths):
    for name, document in documents.items():
        accepted = truths[name].accepted
        before = evaluate(load_case(document)).level
        if before == E and E in accepted:
            after = evaluate(without(document, *names))
            worst = min(accepted, key=RUNGS.index)
            assert RUNGS.index(after.act_on) >= RUNGS.index(worst), name
            if not needs_a_pace(name, names):
                assert after.level == E, name


def needs_a_pace(name, names):
    """One-leg foot drops: an onset or a course is what makes them an emergency (RF020, RF023)."""
    return name in {"case-05", "case-07"} and "onset" in names


def test_the_interview_dates_what_the_rules_want_dated():
    for finding in (
        "reported_weakness",
        "foot_drop_reported",
        "saddle_numbness",
        "bladder_retention",
        "bladder_incontinence",
        "bladder_sensation_lost",
        "bowel_incontinence",
        "bowel_sensation_lost",
        "fever",
        "cold_pale_foot",
    ):
        assert follow_ups(finding) == ("since_days", "course")
    assert follow_ups("worse_sitting") == ()
