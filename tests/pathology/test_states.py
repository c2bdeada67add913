"""The lesion states: all of them, both sides alike, each from a table, with the right roots."""

import csv
import math
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from sciatic.anatomy import LEVELS, ROOTS, level, level_facts
from sciatic.errors import UnknownTermError
from sciatic.evidence import sources
from sciatic.pathology import SETTINGS, SEVERITIES, conditions, lesion_states, priors, subtypes
from sciatic.pathology.effects import diffuse_effects, effect
from sciatic.pathology.mimics import AFFECTS_ROOTS
from sciatic.pathology.spine import LESION_SIDES, SUBSET_FLOOR, root_subsets, shares

STATES = lesion_states()
SACRAL = {"S2", "S3", "S4"}
NOT_OF_ROOTS = ("fibular_neuropathy", "tarsal_tunnel", "deep_gluteal", "plexopathy",
                "polyneuropathy", "myelopathy", "guillain_barre", "vascular_claudication",
                "hip_disease", "limb_ischaemia", "aortic_aneurysm",
                "nonspecific_back_pain")  # fmt: skip
PLACES = [
    (name, zone)
    for name in LEVELS
    for zone in ("central", "subarticular", "foraminal", "extraforaminal")
]


def of(condition):
    return [state for state in STATES if state.condition == condition]


def by_subtype():
    found = defaultdict(list)
    for state in STATES:
        found[state.subtype].append(state)
    return found


def rows(table):
    text = files("sciatic").joinpath("pathology", "data", f"{table}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_condition_of_the_contract_has_states():
    assert len(conditions()) == 21
    assert {state.condition for state in STATES} == set(conditions())
    assert set(by_subtype()) == set(subtypes())


@pytest.mark.parametrize("condition", conditions())
def test_the_states_of_a_condition_sum_to_one(condition):
    weights = [state.weight for state in of(condition)]
    assert math.fsum(weights) == pytest.approx(1)
    assert min(weights) > 0


@pytest.mark.parametrize("subtype", subtypes())
def test_a_form_has_the_share_that_its_table_gives(subtype):
    own = [state.weight for state in by_subtype()[subtype]]
    assert math.fsum(own) == pytest.approx(subtypes()[subtype].share)


def told(state):
    """All that a state says, its roots in one order."""
    return (state.condition, state.subtype, state.side, state.severity, state.levels, state.zone,
            tuple(sorted(state.roots)), state.left, state.right)  # fmt: skip


def test_every_state_has_its_mirror_image_with_the_same_weight():
    weights, mirror = Counter(), Counter()
    for state in STATES:
        weights[told(state)] += state.weight
        mirror[told(state.mirrored())] += state.weight
    assert set(weights) == set(mirror)
    assert all(weights[key] == pytest.approx(mirror[key]) for key in weights)


def test_a_mirrored_lesion_mirrored_again_is_the_first():
    for state in STATES[::37]:
        again = state.mirrored().mirrored()
        assert (again.side, again.left, again.right) == (state.side, state.left, state.right)
        assert set(again.roots) == set(state.roots)


@pytest.mark.parametrize(
    ("name", "zone", "record"),
    [
        (name, zone, record)
        for name, zone in PLACES
        for record in ("compression", "stenosis_compression")
        if (zone, record) != ("central", "stenosis_compression")  # takes its roots by depth
    ],
)
def test_the_subsets_of_a_place_give_back_its_rows(name, zone, record):
    """P(root | not none) follows from the rows as independent, but for the subsets too rare."""
    rows = [
        row
        for row in level_facts()
        if (row.level, row.zone, row.record_type) == (name, zone, record) and len(row.roots) == 1
    ]
    if not rows:
        own = root_subsets(name, zone, record)
        assert own == root_subsets(name, zone, "compression")
        return
    some = 1 - math.prod(1 - row.probability for row in rows)
    found = Counter()
    for roots, weight in root_subsets(name, zone, record):
        assert roots
        for root in roots:
            found[root] += weight
    for row in rows:
        assert found[row.roots[0]] == pytest.approx(row.probability / some, abs=2 * SUBSET_FLOOR)


@pytest.mark.parametrize(("name", "zone"), PLACES)
def test_no_subset_is_none_twice_or_too_rare(name, zone):
    subsets = root_subsets(name, zone)
    weights = [weight for _, weight in subsets]
    assert math.fsum(weights) == pytest.approx(1)
    assert len({roots for roots, _ in subsets}) == len(subsets)
    assert min(weights) >= SUBSET_FLOOR * max(weights) * (1 - 1e-9)
    for roots, _ in subsets:
        assert list(roots) == sorted(roots, key=ROOTS.index)


@pytest.mark.parametrize("key", shares(), ids="-".join)
def test_the_shares_of_an_axis_sum_to_one(key):
    assert math.fsum(shares()[key].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "table", ["shares", "mimics", "subtypes", "severity", "posture", "effects", "diffuse",
              "tension", "tension_roots", "pain_kernels", "priors_by_setting"],
)  # fmt: skip
def test_every_row_behind_a_state_says_where_it_comes_from(table):
    for row in rows(table):
        keys = row["source"].split(";")
        assert all(keys)
        assert all(key in sources() for key in keys)
        assert row["seen"] in ("page", "memory", "computed", "assumption")
        if keys == ["assumption"]:
            assert row["note"], row


def test_every_form_that_is_no_spine_lesion_stands_in_mimics():
    spine = ("disc_", "stenosis_", "slip_", "ces_")
    written = {row["subtype"] for row in rows("mimics")}
    assert {one for one in subtypes() if not one.startswith(spine)} == written


def test_every_effect_that_a_state_names_is_in_a_table():
    for state in STATES:
        for leg in (state.left, state.right):
            for _, name in leg.roots:
                assert effect(name).irritation >= 0
            assert bool(leg.edges) == bool(leg.edge_effect)
            assert not leg.diffuse or leg.diffuse in diffuse_effects()


@pytest.mark.parametrize("subtype", ["ces_disc", "ces_other"])
def test_a_cauda_equina_lesion_presses_sacral_roots(subtype):
    for state in by_subtype()[subtype]:
        assert {root for _, root in state.roots} >= SACRAL
        assert state.zone == "central"
        assert state.reported_side == "both"


def test_only_one_side_of_the_sacral_roots_may_be_pressed_but_often_both_are():
    both = 0.0
    for state in of("cauda_equina_syndrome"):
        hit = {side for side, root in state.roots if root == "S3"}
        both += state.weight * (len(hit) == 2)
    assert 0.5 < both < 1


@pytest.mark.parametrize("condition", NOT_OF_ROOTS)
def test_a_lesion_of_cord_plexus_nerve_or_vessel_affects_no_root(condition):
    assert not [state for state in of(condition) if state.roots]


@pytest.mark.parametrize("subtype", sorted(AFFECTS_ROOTS))
def test_what_presses_or_inflames_roots_affects_them(subtype):
    for state in by_subtype()[subtype]:
        on_legs = {
            (side, root) for side in ("left", "right") for root, _ in getattr(state, side).roots
        }
        assert on_legs
        assert set(state.roots) == on_legs


@pytest.mark.parametrize("condition", ["disc_herniation", "spinal_stenosis", "spondylolisthesis",
                                       "cauda_equina_syndrome"])  # fmt: skip
def test_the_roots_of_a_spine_lesion_are_those_its_legs_suffer(condition):
    for state in of(condition):
        on_legs = {
            (side, root) for side in ("left", "right") for root, _ in getattr(state, side).roots
        }
        assert set(state.roots) == on_legs
        assert on_legs or state.subtype == "slip_back_only"


def test_the_leg_of_the_symptoms_is_the_one_that_suffers():
    for state in STATES:
        if state.condition == "cauda_equina_syndrome":
            continue  # the saddle may be numb where neither leg is hurt
        hurt = {side for side in ("left", "right") if getattr(state, side).affected}
        assert hurt == set(LESION_SIDES.get(state.side, ())) or state.also_present


def test_a_central_lesion_is_reported_on_both_sides_whatever_leg_hurts():
    for state in STATES:
        if state.zone == "central":
            assert state.reported_side == "both"
        else:
            assert state.reported_side == state.side


def test_no_disc_presses_a_root_above_its_level():
    for state in of("disc_herniation"):
        exiting = ROOTS.index(level(state.level).exiting_root.name)
        assert all(ROOTS.index(root) >= exiting for _, root in state.roots)


def test_a_canal_presses_its_roots_on_every_side_that_hurts():
    for state in by_subtype()["stenosis_central"]:
        if state.side == "both":
            left = {root for side, root in state.roots if side == "left"}
            assert left == {root for side, root in state.roots if side == "right"}
            assert left


def test_narrowing_of_two_levels_names_both():
    pairs = [state for state in by_subtype()["stenosis_central"] if state.second_level]
    assert pairs
    assert {state.levels for state in pairs} == {("L4/L5", "L3/L4")}


def test_the_pair_with_polyneuropathy_has_sick_long_fibres_in_both_legs():
    pairs = by_subtype()["stenosis_pn"]
    assert {state.also_present for state in pairs} == {"polyneuropathy"}
    assert all(state.left.diffuse and state.right.diffuse for state in pairs)
    alone = [state for state in STATES if state.subtype != "stenosis_pn"]
    assert not [state for state in alone if state.also_present]


@pytest.mark.parametrize("subtype", [one for one in subtypes() if not one.startswith("ces_")])
def test_the_share_of_both_legs_is_the_one_in_the_tables(subtype):
    """Of cauda equina lesions legs and saddle have shares of their own."""
    own = by_subtype()[subtype]
    found = math.fsum(state.weight for state in own if state.side == "both")
    written = [row for row in rows("mimics") if row["subtype"] == subtype]
    if written:
        whole = math.fsum(float(row["share"]) for row in written)
        suffers = [
            row for row in written
            if row["roots"] or row["edges"] or row["diffuse"] or row["pain"] != "none"
        ]  # fmt: skip
        expected = math.fsum(float(row["share"]) * float(row["both"]) for row in suffers) / whole
    else:
        table = {"stenosis_pn": "stenosis_central"}.get(subtype, subtype)
        expected = shares().get((table, "side"), {}).get("both", 0.0)
    assert found / math.fsum(state.weight for state in own) == pytest.approx(expected)


@pytest.mark.parametrize("setting", SETTINGS)
def test_priors_sum_to_one_and_leave_no_condition_out(setting):
    assert tuple(priors(setting)) == tuple(conditions())
    assert math.fsum(priors(setting).values()) == pytest.approx(1)
    assert min(priors(setting).values()) > 0


def test_an_emergency_department_sees_more_of_what_is_dangerous():
    for serious in ("cauda_equina_syndrome", "spinal_infection", "limb_ischaemia"):
        assert priors("emergency")[serious] > priors("primary_care")[serious]
    usual = "nonspecific_back_pain"
    assert priors("primary_care")[usual] > priors("specialist")[usual]


def test_an_unknown_setting_is_named_with_the_known_ones():
    with pytest.raises(UnknownTermError, match=r"setting 'hospital'.*primary_care.*emergency"):
        priors("hospital")


def test_severities_are_the_four_grades():
    assert {state.severity for state in STATES} == set(SEVERITIES)
