"""pyAgrum gives the same posterior on the real model, with all its latents, to 1e-6."""

from pathlib import Path

import numpy as np
import pytest
from oracle import posterior

from sciatic.assessment import compiled
from sciatic.assessment.differential import differential
from sciatic.findings import load_case

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    "examples/s1_disc.json",
    "examples/stenosis.toml",
    # A full chart of pain on both legs; sacral findings; a side that is not known (two networks).
    "tests/clinical/cases/case-11.json",
    "tests/clinical/cases/case-13.json",
    "tests/clinical/cases/case-21.json",
    "tests/clinical/cases/case-36.json",
]


@pytest.mark.parametrize("name", CASES)
def test_the_posterior_of_a_case(name):
    found = differential(compiled(), load_case(ROOT / name), "mixed")
    expected, log_evidence = posterior(found.network, found.observed)
    assert np.abs(found.p_states - expected).max() < 1e-6
    assert found.belief.log_evidence() == pytest.approx(log_evidence, abs=1e-6)


def test_two_of_the_cases_leave_a_side_in_doubt():
    worlds = {
        name: max(
            len(one.worlds)
            for one in differential(compiled(), load_case(ROOT / name), "mixed").observed
        )
        for name in CASES
    }
    assert sorted(worlds.values()) == [1, 1, 1, 1, 2, 2]
