"""Intervals hold the estimate, mirror, vanish with the doubt, and agree with exact rebuilds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sciatic import assess
from sciatic.assessment import compiled
from sciatic.assessment.cache import build
from sciatic.assessment.differential import differential
from sciatic.assessment.intervals import condition_intervals
from sciatic.errors import SciaticError
from sciatic.findings import load_case
from sciatic.findings.drawn_tables import drawn_values
from sciatic.findings.leg_losses import leg_losses
from sciatic.findings.nerve_losses import nerve_losses
from sciatic.pathology import lesion_states
from sciatic.pathology.free_values import values_recorded, values_set
from sciatic.pathology.parameter_draws import N_DRAWS, number_draws, posterior_draws

CASES = Path(__file__).parents[1] / "clinical" / "cases"
DRAWN = (0, 5)  # draws that are built anew: each takes some seconds


@pytest.mark.parametrize("number", ["02", "06", "18", "25"])
def test_every_probability_lies_in_its_interval(number: str) -> None:
    document = assess(CASES / f"case-{number}.json").to_dict()
    for part in ("conditions", "also_present", "lesions", "levels", "roots"):
        for row in document[part]:
            low, high = row["interval"]
            assert 0 <= low <= row["probability"] <= high <= 1, (part, row)
    widths = [high - low for low, high in (row["interval"] for row in document["conditions"][:1])]
    assert min(widths) > 0


def test_left_and_right_are_as_unsure_as_each_other() -> None:
    def interval(side: str) -> list[float]:
        case = {"schema": "sciatic.case/1", "id": side, "history": {"leg_pain": {side: True}},
                "exam": {"reflex": {side: {"achilles_reflex": "absent"}}}}  # fmt: skip
        roots = assess(case).to_dict()["roots"]
        return next(row["interval"] for row in roots if (row["root"], row["side"]) == ("S1", side))

    assert interval("left") == pytest.approx(interval("right"), abs=1e-3)


def test_draws_come_with_their_mirror_images() -> None:
    for name, sd in (("wasting_floor", 0.3), ("no_such_number", 0.5)):
        drawn = number_draws(name, sd)
        assert drawn.shape == (N_DRAWS,)
        assert drawn.mean() == pytest.approx(0, abs=1e-12)
    assert number_draws("no_such_number", 0.5).std() == pytest.approx(0.5, rel=0.35)
    assert "wasting_floor" in posterior_draws()


def test_each_draw_is_a_posterior_of_its_own() -> None:
    found = differential(compiled(), load_case(CASES / "case-22.json"), "mixed")
    assert found.spread.p.shape == (N_DRAWS, len(found.spread.states))
    np.testing.assert_allclose(found.spread.p.sum(axis=1), 1)
    assert found.p_states[found.spread.states].sum() > 1 - 1e-4


def test_no_uncertainty_no_width() -> None:
    known = compiled().uncertainty
    assert known is not None
    still = replace(
        known,
        curves={},
        changes={},
        latent=np.zeros_like(known.latent),
        prior={name: np.zeros_like(one) for name, one in known.prior.items()},
        groups={
            name: replace(
                one,
                latent=np.zeros_like(one.latent),
                atypical=np.full(N_DRAWS, compiled().network("mixed", None).groups[name].atypical),
            )
            for name, one in known.groups.items()
        },
    )
    model = replace(compiled(), uncertainty=still)
    found = differential(model, load_case(CASES / "case-22.json"), "mixed")
    p = dict(found.conditions())
    for name, (low, high) in condition_intervals(found).items():
        assert high - low < 2e-4 + 1e-3 * p[name]


def test_a_model_without_draws_says_so() -> None:
    found = differential(replace(compiled(), uncertainty=None), load_case(CASES / "case-22.json"),
                         "mixed")  # fmt: skip
    with pytest.raises(SciaticError, match="without draws"):
        _ = found.spread


NOT_DRAWN = ("painter_mark", "painter_segment", "painter_pain_full", "chart_incomplete", "silence")


@cache
def _numbers() -> dict[str, float]:
    """Every number that is drawn: not painters of whole parts, nor what a lesion loses."""
    with values_recorded() as read:
        build(lambda step: None)
    states = lesion_states()
    with values_recorded() as lost:
        legs = list(dict.fromkeys([one.left for one in states] + [one.right for one in states]))
        nerve_losses(legs)
        leg_losses(legs)
    return {
        name: value
        for name, value in read.items()
        if name not in lost and not name.startswith(NOT_DRAWN)
    }


def test_draws_agree_with_models_that_are_built_anew() -> None:
    """The curves stand for 64 models; here are two of these, built whole, on all published cases.

    The curves are means over columns, so the agreement is not exact.
    """
    moves, misses = [], []
    for draw in DRAWN:
        with values_set(drawn_values(draw, _numbers())):
            anew = build(lambda step: None)
        for path in sorted(CASES.glob("case-*.json")):
            case = load_case(path)
            found = differential(compiled(), case, "mixed")
            exact = dict(differential(anew, case, "mixed").conditions())
            own = np.bincount(found.condition_of_state[found.spread.states], found.spread.p[draw],
                              len(found.condition_ids))  # fmt: skip
            base = dict(found.conditions())
            for name, p in zip(found.condition_ids, own.tolist(), strict=True):
                moves.append(exact[name] - base[name])
                misses.append(p - exact[name])
    moved, missed = np.array(moves), np.array(misses)
    assert np.sqrt((missed**2).mean()) < 0.7 * np.sqrt((moved**2).mean())
    assert np.corrcoef(moved, moved + missed)[0, 1] > 0.8
