"""pyAgrum agrees on a case that has a finding in every group, painted, examined and in doubt."""

import numpy as np
import pytest
from oracle import posterior
from small_cases import case_of, found_in

EVERY_GROUP = {
    "age_years": 62,
    "sex": "female",
    "onset": "weeks",
    "duration_days": 60,
    "diabetes": True,
    "leg_pain.left": True,
    "worse_walking": True,
    "reported_weakness.left": "mild",
    "saddle_numbness": False,
    "fever": False,
    "cold_pale_foot": False,
    "strength.left.tibialis_anterior": 4,
    "strength.left.gastrocnemius_medial": 5,
    "reflex.left.achilles_reflex": "absent",
    "light_touch.left.web1": "reduced",
    "light_touch.left.toe1_dorsal": "normal",
    "pinprick.left.web1": "absent",
    "straight_leg_raise.left": "positive",
    "plantar_response.left": "flexor",
    "tinel_fibular_neck.left": "negative",
    "foot_pulses.left": "normal",
    "sensory_nerve_action_potential.left.sural": "normal",
    "emg_denervation.left.tibialis_anterior": "present",
}
PAINTED = [
    ("left", "web1", "numb"),
    ("left", "toe1_dorsal", "tingling"),
    ("left", "leg_lateral_lower", "pain"),
    ("left", "buttock_lower", "burning"),
]
CASES = {
    "sure": (EVERY_GROUP, PAINTED, False),
    "complete": (EVERY_GROUP, PAINTED, True),
    "side in doubt": (
        {**EVERY_GROUP, "crossed_straight_leg_raise.unsure": "negative"},
        [*PAINTED[:2], ("unsure", "foot_dorsum_central", "numb")],
        False,
    ),
}


def agrees(name):
    """The widest gap between the two posteriors, and both log evidences."""
    answers, marks, complete = CASES[name]
    found = found_in(case_of(answers, marks, complete=complete))
    expected, log_evidence = posterior(found.network, found.observed)
    gap = float(np.abs(found.p_states - expected).max())
    return gap, found.belief.log_evidence(), log_evidence


@pytest.mark.parametrize("name", CASES)
def test_the_posterior_is_that_of_an_independent_program(name):
    gap, ours, theirs = agrees(name)
    assert gap < 1e-6
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_the_cases_reach_every_group_with_clusters_and_both_worlds():
    reached, worlds, painted = set(), set(), set()
    for answers, marks, complete in CASES.values():
        found = found_in(case_of(answers, marks, complete=complete))
        for one in found.observed:
            worlds.add(len(one.worlds))
            for row in (row for rows in one.worlds for row in rows):
                reached.add(row.group)
                painted |= {row.group} if row.leaves else set()
    assert reached == set(found.network.groups)
    assert painted == {"numbness", "pain", "touch"}
    assert worlds == {1, 2}
    loose = {name for name, group in found.network.groups.items() if not group.atypical}
    assert loose == {"age", "sex"}
