"""The chance of a serious cause raises, never lowers."""

import pytest
from a_case import case
from hypothesis import given
from hypothesis import strategies as st

from sciatic.triage import RUNGS, evaluate, raise_by_posterior
from sciatic.triage.posterior import thresholds

CAUSES = sorted({row.condition for row in thresholds()})
chances = st.dictionaries(st.sampled_from(CAUSES), st.floats(0, 1))


def test_a_likely_serious_cause_raises_with_its_reason():
    urgency = evaluate(case(), chances={"cauda_equina_syndrome": 0.12})
    assert urgency.level == "same_day"
    assert urgency.reasons[0].rule == "posterior:cauda_equina_syndrome"
    assert "assumption" in urgency.reasons[0].sources
    assert evaluate(case(), chances={"cauda_equina_syndrome": 0.4}).level == "emergency_now"


def test_a_primary_care_prior_raises_nobody():
    rare = dict.fromkeys(CAUSES, 0.02)
    assert evaluate(case(), chances=rare) == evaluate(case())


@pytest.mark.parametrize(
    "said", [{}, {"saddle_numbness": True}, {"reported_weakness": {"left": "mild"}}]
)
@given(first=chances, more=st.sampled_from(CAUSES))
def test_it_never_lowers_and_more_never_lowers(said, first, more):
    rules_alone = evaluate(case(**said))
    raised = raise_by_posterior(rules_alone, first)
    higher = raise_by_posterior(rules_alone, {**first, more: 1.0})
    heights = [RUNGS.index(u.level) for u in (rules_alone, raised, higher)]
    assert heights == sorted(heights)
    acts = [RUNGS.index(u.act_on) for u in (rules_alone, raised, higher)]
    assert acts == sorted(acts)


def test_at_an_emergency_nothing_stays_open():
    raised = evaluate(case(), chances={"limb_ischaemia": 0.9})
    assert raised.unanswered_red_flags == ()
    assert raised.until_answered is None


def test_every_threshold_says_why():
    for row in thresholds():
        assert len(row.note) > 20, row
