"""What changed: seven kinds and two silences, each the mirror of another."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import valid_cases
from visits_of import FOOT, numb, visit

from sciatic.findings import vocabulary
from sciatic.followup.changes import KINDS, OPPOSITE, changes
from sciatic.followup.topics import CHART, least_changes, topics


def kinds(before, after, **both):
    rows = changes(visit(before, **both).case, visit(after, **both).case)
    return {row.path: row.kind for row in rows}


@settings(deadline=None)
@given(valid_cases(), valid_cases())
def test_swapping_the_cases_turns_every_kind_into_its_opposite(one, other):
    forth = {row.path: (row.kind, row.before, row.after) for row in changes(one, other)}
    back = {row.path: (OPPOSITE[row.kind], row.after, row.before) for row in changes(other, one)}
    assert forth == back


@settings(deadline=None)
@given(valid_cases())
def test_a_case_beside_itself_has_changed_nowhere(case):
    assert {row.kind for row in changes(case, case)} <= {"unchanged"}


@settings(deadline=None)
@given(valid_cases(), st.data())
def test_what_is_not_answered_now_is_never_gone(case, data):
    known = [one.path for one in case.observations()]
    if not known:
        return
    left_out = data.draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
    later = case.with_answers(dict.fromkeys(left_out))
    rows = {row.path: row.kind for row in changes(case, later)}
    assert all(rows[path] == "unknown_now" for path in left_out)


@settings(deadline=None)
@given(valid_cases(), valid_cases())
def test_everything_that_either_case_knows_is_told_once_in_clinical_order(one, other):
    rows = changes(one, other)
    paths = [row.path for row in rows]
    assert len(set(paths)) == len(paths)
    assert {o.path for case in (one, other) for o in case.observations()} <= set(paths)
    order = [topic.id for topic in topics()]
    places = [order.index(row.topic) for row in rows]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("path", "before", "after", "kind"),
    [
        ("saddle_numbness", False, True, "new"),
        ("saddle_numbness", True, False, "gone"),
        ("saddle_numbness", True, None, "unknown_now"),
        ("saddle_numbness", True, "not_sure", "unknown_now"),
        ("saddle_numbness", None, True, "unknown_before"),
        ("reported_weakness.left", "mild", "marked", "worse"),
        ("reported_weakness.left", "marked", "mild", "better"),
        ("strength.left.tibialis_anterior", 5, 4, "new"),
        ("strength.left.tibialis_anterior", 4, 2, "worse"),
        ("strength.left.tibialis_anterior", 2, 5, "gone"),
        ("reflex.left.achilles_reflex", "reduced", "absent", "worse"),
        ("reflex.left.achilles_reflex", "absent", "brisk", "changed"),
        ("reflex.left.achilles_reflex", "normal", "brisk", "new"),
        ("limb_numbness.left", "foot", "thigh", "worse"),
        ("leg_pain_severity.left", 7, 6, "unchanged"),
        ("leg_pain_severity.left", 7, 5, "better"),
        ("leg_pain_severity.left", 2, 0, "gone"),
        ("walking_distance_m", 500, 100, "worse"),
        ("worse_sitting", False, True, "changed"),
        ("cancer_history", True, False, "changed"),
        ("spinal_percussion_tenderness", "absent", "present", "new"),
    ],
)
def test_each_kind(path, before, after, kind):
    assert kinds({path: before}, {path: after})[path] == kind


def test_unmarked_skin_is_gone_only_where_the_chart_says_that_the_rest_is_normal():
    before = visit({}, marks=numb(*FOOT[:2])).case
    silent, normal = visit({}).case, visit({}, complete=True).case
    assert {row.kind for row in changes(before, silent)} == {"unknown_now"}
    assert {row.kind for row in changes(before, normal)} == {"gone"}


def test_the_most_dangerous_come_first():
    before = {"leg_pain.left": False, "reported_weakness.left": "none", "saddle_numbness": False,
              "bladder_retention": False}  # fmt: skip
    after = {"leg_pain.left": True, "reported_weakness.left": "mild", "saddle_numbness": True,
             "bladder_retention": True}  # fmt: skip
    rows = changes(visit(before).case, visit(after).case)
    assert [row.topic for row in rows] == ["saddle", "bladder", "weakness", "pain"]


def test_every_finding_stands_in_one_topic_and_every_least_change_is_of_one():
    placed = [name for topic in topics() for name in topic.findings]
    assert sorted(placed) == sorted([*vocabulary(), CHART])
    assert set(least_changes()) <= set(placed)
    assert set(OPPOSITE) == set(KINDS)
    assert all(OPPOSITE[OPPOSITE[kind]] == kind for kind in KINDS)
