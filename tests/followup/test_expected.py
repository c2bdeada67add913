"""The usual course with its sources, said only where nothing dangerous is open."""

import pytest
from visits_of import FIRST, FOOT, numb, visit

from sciatic.evidence import sources
from sciatic.findings import find
from sciatic.followup import compare
from sciatic.followup.expected import STANDINGS, expected, facts
from sciatic.followup.measures import measures
from sciatic.followup.timeline import described, standalone, timeline
from sciatic.followup.words import sections, texts, turn_words
from sciatic.triage.open_flags import OpenFlag
from sciatic.triage.urgency import Urgency

CALM = Urgency("routine", (), (), "routine")
DISC = {"disc_herniation": 0.9}


def standing(before, after, *, urgency=CALM, chances=DISC, gap=7):
    told = compare(visit(before), visit(after, gap))
    return expected(told.visits, told.changes, urgency, chances)


@pytest.mark.parametrize(
    ("days", "before", "after", "where"),
    [
        (20, 7, 3, "easing"),
        (60, 7, 3, "easing_late"),
        (20, 7, 7, "early"),
        (35, 7, 7, "within"),
        (60, 7, 7, "slower"),
        (20, 3, 7, "getting_worse"),
    ],
)
def test_where_a_person_stands(days, before, after, where):
    pain = "leg_pain_severity.left"
    found = standing({pain: before}, {pain: after, "duration_days": days})
    assert found.standing == where
    assert found.text == STANDINGS[where]
    assert found.days == days


def test_a_pain_told_as_worse_is_not_the_usual_course_though_another_has_gone():
    then = {"leg_pain.left": True, "back_pain": True, "duration_days": 20}
    now = {"leg_pain.left": True, "back_pain": False, "duration_days": 27}
    assert standing(then, now).standing == "easing"
    worse = {"timing.leg_pain.left": {"course": "worsening"}}
    assert standing(then, now | worse).standing == "getting_worse"
    assert standing(then, now | {"course": "worsening"}).standing == "getting_worse"
    told = compare(visit(then), visit(now | worse, 7)).to_dict()
    assert told["told_worse"] == ["leg_pain.left"]
    gone = {"leg_pain.left": False, "timing.back_pain": {"course": "worsening"}}
    assert compare(visit(then), visit(now | gone, 7)).to_dict()["told_worse"] == []


@pytest.mark.parametrize(
    ("then", "now"),
    [({"reported_weakness.left": "mild"}, {}), ({}, {"limb_numbness.left": "foot"})],
)
def test_nothing_is_easing_while_a_loss_is_told_at_one_visit_only(then, now):
    pain = "leg_pain_severity.left"
    found = standing({pain: 7} | then, {pain: 3, "duration_days": 20} | now)
    assert found.standing == "early"


def test_the_time_is_counted_on_where_it_is_not_told_again():
    found = standing({"duration_days": 30, "leg_pain.left": True}, {"leg_pain.left": True}, gap=20)
    assert (found.days, found.standing) == (50, "slower")
    assert standing({"leg_pain.left": True}, {"leg_pain.left": True}).standing == "unknown"


def test_every_fact_has_a_source_that_exists_and_a_share_it_says():
    for fact in facts():
        assert fact.sources
        assert set(fact.sources) <= set(sources())
        if fact.share is not None:
            assert f"{100 * fact.share:.0f} of 100" in fact.text


@pytest.mark.parametrize(
    "urgency",
    [
        Urgency("same_day", (), (), "same_day"),
        Urgency("within_2_weeks", (), (), "within_2_weeks"),
        Urgency("routine", (), (OpenFlag("fever", 4, 1),), "same_day"),
    ],
)
def test_nothing_reassures_while_a_flag_is_open_or_a_doctor_is_needed(urgency):
    told = standing({"leg_pain.left": True}, {"leg_pain.left": True, "duration_days": 9},
                    urgency=urgency)  # fmt: skip
    assert (told.standing, told.facts) == ("not_said", ())


def test_no_usual_course_is_said_of_another_cause():
    told = standing({"leg_pain.left": True}, {"leg_pain.left": True, "duration_days": 9},
                    chances={"polyneuropathy": 0.9})  # fmt: skip
    assert (told.standing, told.facts) == ("other_cause", ())


def test_numbness_that_stays_when_the_pain_goes_is_said_to_matter():
    chart = {"marks": numb(*FOOT), "complete": True}
    before = visit({"leg_pain_severity.left": 8}, **chart)
    after = visit({"leg_pain_severity.left": 0, "duration_days": 20}, 7, **chart)
    told = compare(before, after)
    named = {fact.id for fact in expected(told.visits, told.changes, CALM, DISC).facts}
    assert {"painless", "numb_lasts", "most_ease"} <= named
    assert "weak_lasts" not in named


def test_measures_take_the_worse_leg_and_the_area_of_all_that_was_ever_numb():
    visits = (
        visit({"leg_pain_severity.left": 3, "leg_pain_severity.right": 6, "back_pain": False},
              marks=numb(*FOOT[:2])),
        visit({"strength.left.tibialis_anterior": 3, "reported_weakness.left": "mild"}, 4,
              marks=numb(*FOOT)),
        visit({}, 9),
    )  # fmt: skip
    one, two, three = measures(visits, [("routine", "routine")] * 3)
    assert (one.leg_pain, one.back_pain, one.weakness) == (6, 0, None)
    assert 0 < one.numb_share < two.numb_share == 1
    assert two.weakness == 2
    assert (three.leg_pain, three.numb_share, three.weakness) == (None, None, None)


def test_the_timeline_says_in_words_what_it_draws():
    visits = [visit({"leg_pain_severity.left": n}, 3 * n) for n in (8, 5, 2)]
    rows = measures(
        visits, [("routine", "routine"), ("same_day", "same_day"), ("routine", "routine")]
    )
    picture = timeline(rows)
    assert picture.count("<circle") == 6
    assert "<title" in picture
    assert all(sentence.split(":")[0] in picture for sentence in described(rows))
    assert "style=" not in picture
    alone = standalone(rows)
    assert "prefers-color-scheme:dark" in alone
    assert alone.startswith("<svg xmlns=")


def test_a_timeline_without_days_spreads_visits_evenly_and_holds_no_markup_of_others():
    rows = measures([visit({"leg_pain_severity.left": 4}, None)] * 2, [("routine", "routine")] * 2)
    picture = timeline(rows, say=lambda text: f"<b>{text}")
    assert "<b>" not in picture
    assert "&lt;b&gt;" in picture


def test_what_was_advised_before_is_told_with_its_day():
    weak = {"reported_weakness.left": "mild", "duration_days": 90, "course": "stable"}
    told = compare(visit(weak), visit(weak, 20))
    (one,) = told.promises
    assert (one.made, one.rung) == (FIRST, "within_2_weeks")
    assert one.passed
    assert not compare(visit(weak), visit(weak, 3)).promises[0].passed


def test_silence_is_told_as_silence():
    told = compare(visit({"saddle_numbness": True, "leg_pain.left": True}), visit({}, 3))
    lines = [line for section in sections(told.changes) for line in section.lines]
    assert {line.kind for line in lines} == {"unknown_now"}
    assert all("this time you did not say" in line.detail for line in lines)
    assert [change.path for change in told.silent] == ["saddle_numbness", "leg_pain.left"]


def test_a_turn_says_what_changed_since_when_and_what_the_person_said():
    stable = {"timing.reported_weakness.left": {"course": "stable"}}
    before = visit({"reported_weakness.left": "mild"})
    told = compare(before, visit({"reported_weakness.left": "marked"} | stable, 5))
    (turn,) = told.turns
    words = turn_words(turn)
    assert find("reported_weakness").label in words
    assert "worse than 5 days before" in words
    assert "You said “stable”" in words
    assert all(texts())
