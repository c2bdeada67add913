"""The quick spread beside the plainest way, on real cases: vague ones, painted ones, two worlds.

The quick one leaves out cells that carry next to nothing and rounds places along curves; what a
person is shown, in whole percents, must not show it.
"""

from pathlib import Path

import numpy as np
import pytest
from unhurried import unhurried

from sciatic.assessment import compiled
from sciatic.assessment.differential import differential
from sciatic.findings import load_case

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 2e-3  # of an end of an interval: a fifth of the last figure that a person is shown


@pytest.mark.parametrize(
    "path",
    [
        "examples/s1_disc.json",
        "examples/cauda_equina.json",
        "tests/clinical/cases/case-06.json",
        "tests/clinical/cases/case-09.json",
        "tests/clinical/cases/case-11.json",
        "tests/clinical/cases/case-21.json",
        "tests/clinical/cases/case-22.json",
    ],
)
def test_intervals_are_those_of_the_unhurried_computation(path):
    found = differential(compiled(), load_case(ROOT / path), "mixed")
    quick = found.spread
    slow = unhurried(found.belief, compiled().uncertainty, "mixed", quick.states)
    labels = compiled().labels
    causes = np.equal.outer(found.condition_of_state, np.arange(len(found.condition_ids)))
    parts = np.concatenate([causes, labels.roots, labels.levels], axis=1).astype(float)
    np.testing.assert_allclose(quick.intervals(parts), slow.intervals(parts), atol=WITHIN, rtol=0)
    assert np.ptp(slow.intervals(parts), axis=1).max() > 10 * WITHIN
