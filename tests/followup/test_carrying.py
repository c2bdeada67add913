"""A new check-in: no old "no" to a red flag is taken for a new one."""

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import valid_cases
from visits_of import FOOT, numb, visit

from sciatic.findings import find
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.followup.carrying import (
    REPLIES,
    asked_anew,
    carried,
    complaints,
    never_carried,
    numbers,
)
from sciatic.followup.changes import answers_of
from sciatic.followup.topics import split, topics
from sciatic.triage.readings import read_case
from sciatic.triage.rule_book import rule_book

PATTERN = next(topic.findings for topic in topics() if topic.id == "pattern")


@settings(max_examples=60, deadline=None)
@given(valid_cases(24), st.integers(0, 400), st.data())
def test_an_old_no_to_a_red_flag_is_never_carried(case, days, data):
    paths = [one.path for one in complaints(case)]
    replies = {path: data.draw(st.sampled_from(REPLIES)) for path in paths}
    new = carried(case, days, replies, skin=data.draw(st.sampled_from(["", *REPLIES])))
    said_gone = {path for path, reply in replies.items() if reply == "gone"}
    for path, value in answers_of(new).items():
        name = split(path)[0]
        if name in never_carried() and path not in said_gone:
            assert value not in (False, "none", NOT_SURE)
        if name in asked_anew(case):
            assert path in replies
    assert all(value != NOT_SURE for value in new.history.values())


@settings(max_examples=60, deadline=None)
@given(valid_cases(24), st.integers(0, 400))
def test_nothing_dangerous_and_no_complaint_is_carried_without_a_reply(case, days):
    new = carried(case, days)
    topics_left = {split(path)[0] for path in answers_of(new)}
    assert not topics_left & set(asked_anew(case))
    assert not complaints(new)
    assert not new.exam
    assert new.marks == ()


def test_the_time_goes_on_and_a_reply_becomes_answer_and_course():
    old = visit(
        {"duration_days": 9, "leg_pain.left": True, "leg_pain_severity.left": 7, "onset": "days",
         "timing.leg_pain.left": {"since_days": 30, "course": "stable"}, "back_pain": True,
         "shooting_pain.left": True, "cancer_history": True, "diabetes": False,
         "worse_sitting": True, "worse_walking": False, "reported_weakness.left": "mild",
         "saddle_numbness": False},
        marks=numb(*FOOT),
    ).case  # fmt: skip
    assert asked_anew(old) == ("reported_weakness",)
    assert numbers(old) == ("leg_pain_severity",)
    told = {"leg_pain.left": "worse", "back_pain": "gone", "shooting_pain.left": "same"}
    new = carried(old, 7, told, skin="same")
    assert new.get("duration_days") == 16
    assert new.get("leg_pain.left") is True
    assert new.get("timing.leg_pain.left.since_days") == 37
    assert new.get("timing.leg_pain.left.course") == "worsening"
    assert new.get("timing.shooting_pain.left.course") == "stable"
    assert new.get("back_pain") is False
    assert new.get("cancer_history") is True
    assert new.get("diabetes") is None
    assert (new.get("worse_sitting"), new.get("worse_walking")) == (True, False)
    assert new.get("leg_pain_severity.left") is None
    assert new.get("saddle_numbness") is None
    assert new.marks == old.marks


@settings(max_examples=40, deadline=None)
@given(valid_cases(24), st.integers(0, 400))
def test_relief_that_would_hold_a_rule_back_is_asked_again(case, days):
    new = carried(case, days)
    for slot, now in zip(rule_book().slots, read_case(rule_book(), new).ranks, strict=True):
        if slot.kind == "answer" and slot.finding in PATTERN:
            assert now >= slot.silence, slot.path


def test_an_old_yes_to_relief_by_sitting_is_not_carried():
    old = visit({"relieved_sitting": True, "no_pain_seated": True, "worse_standing": True}).case
    assert dict(carried(old, 20).history) == {"worse_standing": True}


def test_skin_that_is_gone_feels_normal_everywhere():
    new = carried(visit({}, marks=numb(*FOOT)).case, 3, skin="gone")
    assert (new.marks, new.chart_complete) == ((), True)


def test_every_red_flag_question_may_be_asked_again():
    assert "saddle_numbness" in never_carried()
    assert "bladder_retention" in never_carried()
    assert all(find(name).red_flag for name in never_carried())
