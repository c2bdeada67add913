"""Every table holds probabilities: of the model, and of models of other numbers."""

import numpy as np
import pytest

from sciatic.assessment import compiled
from sciatic.assessment.cache import build
from sciatic.findings.drawn_tables import drawn_values
from sciatic.findings.parameters import latent_shares, with_the_first
from sciatic.pathology.free_values import values_recorded, values_set


def check(tables):
    for key, table in tables.items():
        assert table.p.min() > 0, key
        np.testing.assert_allclose(table.p.sum(axis=-1), 1, atol=1e-9, err_msg=key)


def test_every_answer_has_a_chance_and_all_sum_to_one():
    check(compiled().tables.tables)


@pytest.mark.parametrize("draw", [9, 54])
def test_tables_of_drawn_numbers_are_probabilities_too(draw):
    """These two draws once took the H-reflex below nothing."""
    with values_recorded() as read:
        build(lambda step: None)
    with values_set(drawn_values(draw, read)):
        check(build(lambda step: None).tables.tables)


def test_shares_of_a_latent_stay_shares_however_high_the_others_are_moved():
    np.testing.assert_allclose(with_the_first(np.array([0.2, 0.3])), [0.5, 0.2, 0.3])
    crowded = with_the_first(np.array([0.6, 0.4, 0.2]))
    assert crowded.min() > 0
    assert crowded.sum() == pytest.approx(1)
    assert crowded[1] / crowded[2] == pytest.approx(0.6 / 0.4)
    with values_set(dict.fromkeys(("painter_silent", "painter_unlocalised"), 0.9)):
        assert latent_shares("numbness").min() > 0
