"""Sensitivity and specificity come out of the model about where studies found them.

The whole table, misses included, is docs/model-check.md; here stand the rows that hold.
"""

import numpy as np
import pytest

from benchmarks import model_check
from benchmarks.model_check import CHECKS, figures, p_all, p_positive

BY_ROW = {check.row: check for check in CHECKS}
SENSITIVITY = ["ACC002", "ACC010", "ACC024", "ACC030", "ACC048", "ACC050", "ACC052",
               "ACC054", "ACC055", "ACC056", "ACC061", "ACC086", "ACC090", "ACC092",
               "ACC095", "ACC101", "ACC102", "ACC124", "ACC137", "ACC150", "ACC177",
               "ACC178"]  # fmt: skip
SPECIFICITY = ["ACC006", "ACC008", "ACC010", "ACC012", "ACC022", "ACC024", "ACC028", "ACC030",
               "ACC031", "ACC046", "ACC047", "ACC048", "ACC050", "ACC052", "ACC053", "ACC055",
               "ACC056", "ACC083", "ACC094", "ACC101", "ACC102", "ACC107", "ACC137", "ACC150",
               "ACC177", "ACC178"]  # fmt: skip


@pytest.mark.parametrize("row", SENSITIVITY)
def test_the_sensitivity_is_where_it_was_published(row):
    figure, _ = figures(BY_ROW[row])
    assert figure.inside, f"{figure.predicted:.3f} beside {figure}"


@pytest.mark.parametrize("row", SPECIFICITY)
def test_the_specificity_is_where_it_was_published(row):
    _, figure = figures(BY_ROW[row])
    assert figure.inside, f"{figure.predicted:.3f} beside {figure}"


# A leg raise is rarer in stenosis, as published; an absent ankle jerk is a miss of the model.
OTHER_WAY = ("ACC124", "ACC107")


@pytest.mark.parametrize(
    "check", [one for one in CHECKS if one.row not in OTHER_WAY], ids=lambda check: check.row
)
def test_every_finding_parts_its_groups_the_right_way(check):
    """Whatever the figures, a positive finding is likelier where it should be."""
    assert p_positive(check, check.target) > p_positive(check, check.against)


def test_the_crossed_sign_gives_up_sensitivity_for_specificity():
    (plain, plain_well), (crossed, crossed_well) = (
        figures(BY_ROW[row]) for row in ("ACC001", "ACC002")
    )
    assert crossed.predicted < plain.predicted / 2
    assert crossed_well.predicted > plain_well.predicted


def test_one_of_several_and_none_of_them_sum_to_one():
    check = BY_ROW["ACC024"]
    mask = check.target.mask()
    none = p_all(check.signs, mask, none=True)
    assert p_positive(check, check.target) == pytest.approx(1 - none)
    assert p_all(check.signs, mask) < 1 - none


def test_two_dull_places_of_one_root_are_found_together_more_often_than_by_chance():
    mask = BY_ROW["ACC024"].target.mask()
    signs = {
        f"light_touch.left.{region}": ("absent", "reduced")
        for region in ("web1", "foot_dorsum_central")
    }
    alone = [p_all({path: values}, mask) for path, values in signs.items()]
    assert p_all(signs, mask) > 1.5 * np.prod(alone)


def test_the_page_shows_what_the_model_gives_now():
    written = model_check.PAGE.read_text("utf-8")
    assert written == model_check.page(), "run: python benchmarks/model_check.py --write"
