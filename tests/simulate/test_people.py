"""Drawn people are those of the model: as often as exact sums over the network say."""

import numpy as np
import pytest

from benchmarks.model_check import CHECKS, Group, p_all
from sciatic.assessment import compiled
from sciatic.errors import SciaticError, UnknownTermError
from sciatic.simulate import Lesions, Population, draw

N = 40_000
FAR = 4.5  # standard errors; some 200 figures are compared, by a fixed seed
EVERYBODY = Population()
WORDED = [check for check in CHECKS if "age_years" not in check.signs]  # ages: a test of their own


def population_of(group: Group, **more) -> Population:
    """The same people as the exact sums take."""
    return Population(
        lesions=Lesions(
            conditions=group.conditions,
            subtypes=group.subtypes,
            levels=group.levels,
            roots=group.roots,
            alone=bool(group.roots),
            sides=group.sides,
        ),
        **more,
    )


def from_expected(share: float, expected: float, n: int = N) -> float:
    """How many standard errors a drawn share is off."""
    return abs(share - expected) / np.sqrt(expected * (1 - expected) / n + 1e-12)


@pytest.mark.parametrize("group", ["target", "against"])
@pytest.mark.parametrize("check", WORDED, ids=lambda check: check.row)
def test_findings_are_as_often_as_exact_sums_over_the_network_say(check, group):
    people_of = getattr(check, group)
    everything = {**check.given, **check.signs}
    people = draw(N, 11, population_of(people_of), everything)
    held = [people.has(path, values) for path, values in everything.items()]
    mask = people_of.mask()
    for path, values in everything.items():
        assert from_expected(people.has(path, values).mean(), p_all({path: values}, mask)) < FAR
    together = np.all(held, axis=0).mean()
    assert from_expected(together, p_all(everything, mask)) < FAR


def test_ages_are_as_the_density_says():
    group = next(check for check in CHECKS if "age_years" in check.signs).target
    ages = draw(N, 5, population_of(group), ["age_years"]).number("age_years")
    grown = ages[(ages >= 15) & (ages < 100)]
    assert np.array_equal(ages, np.rint(ages))
    expected = p_all({"age_years": (66,)}, group.mask())  # sums from 15 to 99 years
    assert from_expected((grown >= 66).mean(), expected) < FAR


def test_a_chart_is_painted_as_often_as_its_table_says():
    """Averaged over every latent, body parts painted whole included."""
    model = compiled()
    tables, network = model.tables, model.network("specialist", None)
    people = draw(N, 2, EVERYBODY, ["chart.left.sensation.web1", "chart.left.sensation.web1"])
    assert len(people.answers) == 1
    prior = np.exp(network.log_prior)
    by_leg = np.bincount(tables.blocks["leg.left"], prior, len(tables.affected))
    table = tables.tables["chart.sensation.web1"]
    latent = network.groups["numbness"].latent
    plain = np.einsum("uzcv,u,z,c->v", table.p, latent[:-1], network.latent, by_leg)
    segment = list(dict.fromkeys(tables.segments.values())).index(tables.segments["web1"])
    on = float(tables.painted_part["sensation"][segment] @ by_leg)
    marked = on * tables.parameters["painter_mark_on"]
    marked += (1 - on) * tables.parameters["painter_mark_off"]
    expected = plain[1] + plain[2] + latent[-1] * marked
    share = people.has("chart.left.sensation.web1", ["numb", "tingling"]).mean()
    assert from_expected(share, expected) < FAR


def test_patches_of_one_body_part_are_painted_together_by_those_who_paint_parts():
    paths = [f"light_touch.left.{region}" for region in ("toe4_dorsal", "toe5_dorsal")]
    people = draw(N, 2, EVERYBODY, paths)
    one, other = (people.has(path, ["absent", "reduced"]) for path in paths)
    assert (one & other).mean() > 1.5 * one.mean() * other.mean()


def test_the_same_seed_draws_the_same_people_and_another_does_not():
    paths = ["slump.affected", "age_years", "light_touch.affected.web1"]
    first, second, third = (draw(500, seed, EVERYBODY, paths) for seed in (7, 7, 8))
    assert np.array_equal(first.states, second.states)
    for path in paths:
        assert np.array_equal(first.answers[path], second.answers[path])
        assert not np.array_equal(first.answers[path], third.answers[path])


def test_one_finding_more_leaves_the_others_as_they_were():
    few = draw(500, 3, EVERYBODY, ["reflex.left.patellar"])
    more = draw(500, 3, EVERYBODY, ["slump.right", "reflex.left.patellar", "fever"])
    path = "reflex.left.patellar"
    assert np.array_equal(few.states, more.states)
    assert np.array_equal(few.answers[path], more.answers[path])


@pytest.mark.parametrize(
    "path", ["straight_leg_raise.{}", "reflex.{}.achilles_reflex", "light_touch.{}.web1"]
)
def test_sides_mirrored_findings_mirrored(path):
    shares = []
    for side, other in (("left", "right"), ("right", "left")):
        population = Population(lesions=Lesions(conditions=("disc_herniation",), sides=(side,)))
        people = draw(N, 4, population, [path.format(side), path.format(other)])
        shares.append([(people.answers[path.format(one)] == 0).mean() for one in (side, other)])
    for one, mirrored in zip(*shares, strict=True):
        assert abs(one - mirrored) < FAR * np.sqrt(2 * max(one * (1 - one), 1e-3) / N)


def test_the_affected_leg_is_the_one_that_hurts():
    population = Population(lesions=Lesions(conditions=("disc_herniation",), sides=("right",)))
    named = draw(2000, 6, population, ["leg_pain.affected", "leg_pain.other"])
    own = [named.has(f"leg_pain.{leg}", [True]).mean() for leg in ("affected", "other")]
    by_side = draw(2000, 6, population, ["leg_pain.right", "leg_pain.left"])
    sides = [by_side.has(f"leg_pain.{leg}", [True]).mean() for leg in ("right", "left")]
    assert own[0] > 0.6 > 0.4 > own[1]
    assert own == pytest.approx(sides, abs=0.06)


def test_a_known_age_moves_lost_ankle_jerks_as_inference_takes_it():
    paths = ["reflex.left.achilles_reflex", "reflex.right.achilles_reflex", "age_years"]
    back = Population(lesions=Lesions(conditions=("nonspecific_back_pain",)))
    people = draw(N, 9, back, paths)
    lost = people.has(paths[0], ["absent"]) & people.has(paths[1], ["absent"])
    old = people.number("age_years") >= 60
    assert lost[old].mean() > 1.5 * lost[~old].mean()


def test_a_mix_of_causes_is_drawn_as_asked():
    mix = {"spinal_stenosis": 3, "disc_central": 1}
    people = draw(N, 1, Population(mix=mix))
    condition = np.array(people.labels.condition)[people.states]
    subtype = np.array(people.labels.subtype)[people.states]
    assert from_expected((condition == "spinal_stenosis").mean(), 0.75) < FAR
    assert from_expected((subtype == "disc_central").mean(), 0.25) < FAR


def test_severity_is_reweighted():
    none_mild = Population(severity={"mild": 0, "irritation": 0})
    people = draw(500, 1, none_mild)
    assert {people.labels.severity[state] for state in people.states} <= {"moderate", "severe"}


def test_only_some_of_the_people_are_kept():
    people = draw(500, 1, EVERYBODY, ["fever", "age_years"])
    hot = people.has("fever", [True])
    kept = people.where(hot)
    assert len(kept) == hot.sum()
    assert all(kept.told("fever"))
    assert all(isinstance(age, int) for age in kept.told("age_years"))


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["slmp.left"], "unknown finding 'slmp.left'. Nearest: slump.left"),
        (["slump"], "Known: slump.affected, slump.other, slump.left, slump.right"),
        (["fever.left"], "Known: fever"),
        (["reflex.left.hair"], "unknown finding 'reflex.left.hair'"),
        (["slump.left", "slump.affected"], "may be the same leg"),
    ],
)
def test_a_finding_that_can_not_be_drawn_is_refused(paths, message):
    with pytest.raises(SciaticError, match=message.replace(".", r"\.")):
        draw(10, 1, EVERYBODY, paths)


@pytest.mark.parametrize(
    ("population", "message"),
    [
        (Population(setting="moon"), "unknown setting 'moon'"),
        (Population(lesions=Lesions(conditions=("slipped",))), "unknown condition 'slipped'"),
        (Population(lesions=Lesions(roots=("L6",))), "unknown root 'L6'"),
        (Population(mix={"hips": 1}), "unknown condition 'hips'"),
        (Population(mix={"hip_disease": -1}), "hip_disease can't have the share -1"),
        (Population(severity={"grave": 1}), "unknown severity 'grave'"),
        (
            Population(lesions=Lesions(conditions=("hip_disease",), roots=("L5",), alone=True)),
            "no lesion of the model fits",
        ),
    ],
)
def test_a_population_that_does_not_exist_is_refused(population, message):
    with pytest.raises(SciaticError, match=message):
        draw(10, 1, population)


@pytest.mark.parametrize(("n", "seed"), [(0, 1), (-5, 1), (10, -1)])
def test_numbers_out_of_range_are_refused(n, seed):
    with pytest.raises(SciaticError, match="write n from 1, seed from 0"):
        draw(n, seed, EVERYBODY)


def test_what_was_not_drawn_or_can_not_be_said_is_refused():
    people = draw(10, 1, EVERYBODY, ["fever"])
    with pytest.raises(UnknownTermError, match=r"unknown drawn finding 'slump\.left'"):
        people.has("slump.left", ["positive"])
    with pytest.raises(UnknownTermError, match="unknown answer to fever '1'"):
        people.has("fever", [1])
    with pytest.raises(SciaticError, match="fever is no number"):
        people.number("fever")
