"""A case in, an assessment out: sums, reasons, doubt about a side, silence, settings, threads."""

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from small_cases import case_of, found_in
from strategies import garbage, mutated_documents, valid_cases

from sciatic import CaseError, UnknownTermError, assess, load_case
from sciatic.assessment import compiled
from sciatic.assessment.schema import assessment_schema
from sciatic.pathology import SETTINGS, conditions, priors

HERE = Path(__file__).parents[1]
CASES = sorted((HERE / "clinical" / "cases").glob("case-*.json"))
EMPTY = {"schema": "sciatic.case/1"}
SCHEMA = Draft202012Validator(assessment_schema())
SWAPPED = {"left": "right", "right": "left"}
few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def published(path):
    """The assessment of a published case, made once."""
    return assess(path)


def summed(pairs):
    return sum(p for *_, p in pairs)


def falling(values):
    """Whether none is above the one before it; float noise apart."""
    return all(one >= other - 1e-9 for one, other in pairwise(values))


def rounded(pairs):
    return {name: round(p, 9) for name, p in pairs}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_published_case_is_assessed(path):
    told = published(path)
    document = told.to_dict()
    assert [error.message for error in SCHEMA.iter_errors(document)] == []
    assert summed(told.conditions) == pytest.approx(1)
    assert {name for name, _ in told.conditions} == set(conditions())
    chances = [p for _, p in told.conditions]
    assert falling(chances)
    assert falling([share for *_, share in told.roots])
    assert all(0 <= share <= p <= 1 + 1e-9 for *_, p, share in told.roots)
    assert json.loads(json.dumps(document)) == document


def test_there_are_forty_published_cases():
    assert len(CASES) == 40


def test_an_empty_case_gives_the_priors_and_questions_and_is_never_reassured():
    told = assess(EMPTY)
    expected = priors("mixed")
    assert dict(told.conditions) == pytest.approx(expected)
    assert len(told.next_questions) >= 9
    assert {one.who for one in told.next_questions} == {"patient", "clinician", "test"}
    assert told.to_dict()["urgency"]["reassurance_blocked"] is True
    assert {row.finding for row in told.reasons} == {"prior"}


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_sets_the_priors(setting):
    assert dict(assess(EMPTY, setting=setting).conditions) == pytest.approx(priors(setting))


def test_an_unknown_setting_is_refused_with_the_known_ones():
    with pytest.raises(UnknownTermError, match=r"'ward'.*primary_care"):
        assess(EMPTY, setting="ward")


def test_a_case_is_the_same_as_its_document_and_its_file(tmp_path):
    document = json.loads(CASES[0].read_text("utf-8"))
    path = tmp_path / "one.json"
    path.write_text(json.dumps(document), "utf-8")
    told = [assess(one).to_dict() for one in (load_case(document), document, path, str(path))]
    assert told[0] == told[1] == told[2] == told[3]


@few
@given(valid_cases())
def test_the_mirror_image_of_a_case_has_the_mirrored_answer(case):
    told, mirrored = assess(case), assess(case.mirrored())
    assert dict(told.conditions) == pytest.approx(dict(mirrored.conditions), abs=1e-9)
    assert told.urgency.to_dict()["level"] == mirrored.urgency.to_dict()["level"]
    roots = {(side, root): (p, share) for side, root, p, share in told.roots}
    other = {(SWAPPED[side], root): (p, share) for side, root, p, share in mirrored.roots}
    for key in roots.keys() & other.keys():
        assert roots[key] == pytest.approx(other[key], abs=1e-9)
    for key in roots.keys() ^ other.keys():  # at the edge of what is shown
        assert {**roots, **other}[key][0] == pytest.approx(0.005, abs=1e-8)


@pytest.mark.parametrize("path", CASES[::8], ids=lambda path: path.stem)
def test_the_whole_document_of_a_mirrored_case_is_mirrored(path):
    case = load_case(path)
    told, mirrored = published(path).to_dict(), assess(case.mirrored()).to_dict()
    for part, keys in (("lesions", ("condition", "level", "zone")), ("levels", ("level",)),
                       ("roots", ("root",)), ("predicted_chart", ("region",))):  # fmt: skip
        name = "p_numb" if part == "predicted_chart" else "probability"
        here = {(*(one[key] for key in keys), one["side"]): one[name] for one in told[part]}
        there = {
            (*(one[key] for key in keys), SWAPPED.get(one["side"], one["side"])): one[name]
            for one in mirrored[part]
        }
        assert here == pytest.approx(there, abs=1e-9)
    urgency, other = told["urgency"], mirrored["urgency"]
    assert {name: urgency[name] for name in ("level", "until_answered", "reassurance_blocked")} == {
        name: other[name] for name in ("level", "until_answered", "reassurance_blocked")
    }


@few
@given(valid_cases())
def test_a_random_case_gives_a_document_that_its_schema_takes(case):
    told = assess(case)
    assert [error.message for error in SCHEMA.iter_errors(told.to_dict())] == []
    assert summed(told.conditions) == pytest.approx(1)
    assert all(np.isfinite(row.log_odds) for row in told.reasons)


def outcome(document):
    """What the chances sum to, or how many problems a refused document has."""
    try:
        return summed(assess(document).conditions)
    except CaseError as why:
        return len(why.problems)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(garbage() | mutated_documents())
def test_garbage_is_refused_or_assessed_and_nothing_else(document):
    if not isinstance(document, dict):
        document = {"schema": "sciatic.case/1", "history": document}
    assert outcome(document) >= 1 - 1e-9


@pytest.mark.parametrize("path", CASES[::4], ids=lambda path: path.stem)
def test_the_reasons_sum_to_the_posterior_odds(path):
    told = published(path)
    by_thing = defaultdict(float)
    for row in told.reasons:
        by_thing[row.favours] += row.log_odds
        assert row.sources
    name, p = told.conditions[0]
    assert by_thing[f"condition:{name}"] == pytest.approx(log(p / (1 - p)), abs=1e-6)
    if told.roots:
        side, root, p, _ = told.roots[0]
        assert by_thing[f"root:{root}:{side}"] == pytest.approx(log(p / (1 - p)), abs=1e-6)


def test_every_finding_of_a_case_is_among_the_reasons():
    case = load_case(CASES[0])
    told = {row.finding.partition("=")[0] for row in published(CASES[0]).reasons}
    known = {one.path for one in case.observations()}
    assert len(known & told) > 0.7 * len(known)


# A side that is not known


def gap(doubtful, one, other):
    """How far a posterior is from the mean of two, each weighed by its evidence."""
    top = max(one.belief.log_evidence(), other.belief.log_evidence())
    weights = [np.exp(part.belief.log_evidence() - top) for part in (one, other)]
    mean = (weights[0] * one.p_states + weights[1] * other.p_states) / sum(weights)
    return float(np.abs(doubtful.p_states - mean).max())


@pytest.mark.parametrize(
    "parts",
    [
        {"leg_pain": True},
        {"leg_pain": True, "reported_weakness": "marked"},
        {"straight_leg_raise": "positive", "reflex.achilles_reflex": "absent"},
        {"light_touch.toe1_dorsal": "reduced", "strength.extensor_hallucis_longus": 3},
    ],
)
def test_a_doubtful_side_is_the_mean_of_both_weighed_by_their_evidence(parts):
    def sided(side):
        answers = {"age_years": 50, "back_pain": True}
        for name, value in parts.items():
            finding, _, item = name.partition(".")
            answers[".".join(part for part in (finding, side, item) if part)] = value
        return found_in(answers, silence=False)

    doubtful = sided("unsure")
    off = gap(doubtful, sided("left"), sided("right"))
    assert off < 1e-12
    evidence = np.logaddexp(
        sided("left").belief.log_evidence(), sided("right").belief.log_evidence()
    )
    assert doubtful.belief.log_evidence() == pytest.approx(evidence - log(2))


def test_a_patch_painted_on_a_doubtful_side_is_the_mean_of_both():
    left, right, doubtful = (
        found_in(case_of({"leg_pain.left": True}, [(side, "web1", "rash")]), silence=False)
        for side in ("left", "right", "unsure")
    )
    off = gap(doubtful, left, right)
    assert off < 1e-12


def test_numb_skin_on_a_doubtful_side_is_the_mean_of_both():
    left, right, doubtful = (
        found_in(case_of({}, [(side, "web1", "numb")]), silence=False)
        for side in ("left", "right", "unsure")
    )
    off = gap(doubtful, left, right)
    assert off < 1e-12


def test_a_doubtful_side_leaves_the_sides_alike():
    told = assess(case_of({"leg_pain.unsure": True, "age_years": 44}))
    roots = {(side, root): p for side, root, p, _ in told.roots}
    for (side, root), p in roots.items():
        assert roots[SWAPPED[side], root] == pytest.approx(p)


# Silence about the other leg


def test_silence_about_the_other_leg_changes_chances_and_never_urgency():
    changed = 0
    for path in CASES:
        with_rule, without = published(path), assess(path, other_leg_silence=False)
        changed += rounded(with_rule.conditions) != rounded(without.conditions)
        assert with_rule.urgency.to_dict() == without.urgency.to_dict(), path.stem
    assert changed > 20


def test_silence_makes_both_legs_less_likely():
    both = np.array(compiled().labels.symptom_side) == "both"
    told, plain = (
        float(found_in({"leg_pain.left": True}, silence=on).p_states[both].sum())
        for on in (True, False)
    )
    assert told < plain
    names = {row.finding for row in assess(case_of({"leg_pain.left": True})).reasons}
    assert "leg_pain.right=not_mentioned" in names


def test_an_answer_for_the_other_leg_ends_the_silence():
    told = assess({**EMPTY, "history": {"leg_pain": {"left": True, "right": False}}})
    assert not [row for row in told.reasons if "not_mentioned" in row.finding]


# Unknown is unknown


@pytest.mark.parametrize("name", ["saddle_numbness", "bladder_retention", "fever", "back_pain"])
def test_not_sure_is_unknown_for_the_chances(name):
    sure = dict(assess(EMPTY).conditions)
    unsure = dict(assess({**EMPTY, "history": {name: "not_sure"}}).conditions)
    assert unsure == pytest.approx(sure, abs=1e-12)


def test_an_incomplete_empty_chart_says_nothing_and_a_complete_one_does():
    marks = {"marks": []}
    silent = assess({**EMPTY, "chart": {"complete": False, **marks}})
    assert rounded(silent.conditions) == rounded(assess(EMPTY).conditions)
    told = assess({**EMPTY, "chart": {"complete": True, **marks}})
    assert rounded(told.conditions) != rounded(silent.conditions)


def test_a_bladder_answer_moves_the_chances_each_way():
    chances = [
        dict(assess({**EMPTY, "history": history}).conditions)["cauda_equina_syndrome"]
        for history in ({"bladder_retention": False}, {}, {"bladder_retention": True})
    ]
    assert chances[0] < chances[1] < chances[2]


# Syndromes, threads


def test_syndromes_are_never_ranked_beside_causes():
    for path in CASES[::3]:
        told = published(path)
        names = {one.id for one in told.syndromes}
        assert not names & set(conditions())
        for one in told.syndromes:
            assert set(one.likely_causes) <= set(conditions())
            assert one.because


def test_leg_pain_is_sciatica_with_causes_behind_it_and_its_denial_is_not():
    yes = assess(case_of({"leg_pain.left": True, "pain_below_knee.left": True}))
    no = assess(case_of({"leg_pain.left": False, "pain_below_knee.left": False}))
    present = [one for one in yes.syndromes if one.id == "sciatica" and one.side == "left"]
    denied = [one for one in no.syndromes if one.id == "sciatica" and one.side == "left"]
    assert present[0].present
    assert "disc_herniation" in present[0].likely_causes
    assert all(not one.present and not one.likely_causes for one in denied)


def test_eight_threads_give_the_same_answer():
    def told(path):
        document = assess(path).to_dict()
        return json.dumps(document, sort_keys=True)

    paths = CASES[:4] * 4
    alone = {path: json.dumps(published(path).to_dict(), sort_keys=True) for path in CASES[:4]}
    with ThreadPoolExecutor(8) as pool:
        for path, document in zip(paths, pool.map(told, paths), strict=True):
            assert document == alone[path]


def test_an_assessment_says_which_model_and_evidence_made_it():
    model = assess(EMPTY).to_dict()["model"]
    assert model["version"].endswith(compiled().digest[:12])
    assert len(model["evidence_sha256"]) == 64


def test_a_day_that_is_no_date_is_a_type_error():
    with pytest.raises(TypeError, match=r"today is a datetime\.date, not str"):
        assess({"schema": "sciatic.case/1"}, today="2026-11-24")


@pytest.mark.parametrize("setting", [3, ["emergency"]])
def test_a_setting_of_the_wrong_kind_is_refused_with_the_known_ones(setting):
    with pytest.raises(UnknownTermError, match="Known: primary_care"):
        assess({"schema": "sciatic.case/1"}, setting=setting)
