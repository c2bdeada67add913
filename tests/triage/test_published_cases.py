"""The published cases: no emergency below what is accepted, nobody sent to hospital in vain."""

import pytest

from sciatic.findings import load_case
from sciatic.triage import RUNGS, evaluate

# Cases that go to hospital only because no date was given; a date would settle it.
UNDATED = {"case-11", "case-29", "case-39"}


@pytest.fixture(scope="module")
def graded(documents):
    return {name: evaluate(load_case(document)) for name, document in documents.items()}


def height(rung):
    return RUNGS.index(rung)


def test_no_emergency_is_graded_lower_than_accepted(graded, truths):
    for name, truth in truths.items():
        if truth.urgency == "emergency_now":
            assert height(graded[name].level) >= min(map(height, truth.accepted)), name


def test_no_emergency_is_sent_home(graded, truths):
    for name, truth in truths.items():
        if truth.urgency == "emergency_now":
            assert height(graded[name].act_on) >= height("same_day"), name


def test_nobody_who_can_wait_two_weeks_is_sent_to_hospital(graded, truths):
    for name, truth in truths.items():
        if max(map(height, truth.accepted)) <= height("within_2_weeks"):
            assert graded[name].level != "emergency_now", name


def test_the_accepted_rung_is_met_in_nearly_all(graded, truths):
    met = [name for name, truth in truths.items() if graded[name].level in truth.accepted]
    assert len(met) >= 38


def test_which_cases_an_undated_finding_sends_to_hospital(graded):
    sent = {
        name
        for name, urgency in graded.items()
        if urgency.level == "emergency_now" and urgency.for_lack_of_a_date
    }
    assert sent == UNDATED


def test_no_self_care_while_questions_are_open(graded):
    for name, urgency in graded.items():
        assert not (urgency.level == "self_care" and urgency.reassurance_blocked), name
