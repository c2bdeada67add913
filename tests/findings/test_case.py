import copy
import json
import pickle
from pathlib import Path

import pytest

from sciatic.errors import CaseError, UnknownTermError
from sciatic.findings import Timing, load_case, vocabulary

PUBLISHED = sorted((Path(__file__).parent.parent / "clinical" / "cases").glob("case-*.json"))
EXAMPLES = sorted(
    path
    for path in (Path(__file__).parent.parent.parent / "examples").iterdir()
    if path.suffix in (".json", ".toml") and not path.name.startswith("check_in")
)
CASE = load_case(
    {
        "schema": "sciatic.case/1",
        "id": "x",
        "person": {"age_years": 46},
        "history": {
            "saddle_numbness": False,
            "leg_pain": {"left": True, "right": False},
            "timing": {"leg_pain": {"left": {"since_days": 3}}},
        },
        "chart": {
            "complete": True,
            "marks": [
                {"side": "left", "region": "toe5_dorsal", "sensation": "numb"},
                {"side": "unsure", "region": "web1", "sensation": "pain"},
            ],
        },
        "exam": {
            "reflex": {"left": {"achilles_reflex": "absent"}},
            "clonus": {"unsure": "present"},
        },
        "tests": {
            "slip_percent": {"L4/L5": 12},
            "mri_finding": [
                {"finding": "slip", "side": "both"},
                {"finding": "bulge", "side": "left"},
            ],
        },
    }
)


def test_there_are_forty_published_cases_and_three_examples():
    assert len(PUBLISHED) == 40
    assert [path.name for path in EXAMPLES] == [
        "cauda_equina.json",
        "s1_disc.json",
        "stenosis.toml",
    ]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_case_is_read_and_written_back_the_same(path):
    assert load_case(path).to_dict() == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_what_its_published_case_says(path):
    number = {"s1_disc": 12, "cauda_equina": 17, "stenosis": 35}[path.stem]
    published = load_case(PUBLISHED[number - 1]).to_dict()
    assert load_case(path).to_dict() == {**published, "id": path.stem}


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("age_years", 46),
        ("saddle_numbness", False),
        ("leg_pain.left", True),
        ("leg_pain.unsure", None),
        ("fever", None),
        ("reflex.left.achilles_reflex", "absent"),
        ("reflex.right.achilles_reflex", None),
        ("slip_percent.L4/L5", 12),
        ("chart.left.toe5_dorsal", frozenset({"numb"})),
        ("chart.right.toe5_dorsal", None),
        ("chart.complete", True),
        ("clonus.unsure", "present"),
    ],
)
def test_an_answer_is_found_by_its_path(path, answer):
    assert CASE.get(path) == answer


@pytest.mark.parametrize(
    "path",
    [
        "fevr",
        "leg_pain.lft",
        "reflex.left.achilles",
        "saddle_numbness.left",
        "leg_pain.left.web1",
        "chart.left",
        "chart.left.toe9",
        "chart.both.web1",
        "",
    ],
)
def test_a_path_that_names_nothing_is_an_error_and_never_unknown(path):
    with pytest.raises(UnknownTermError):
        CASE.get(path)


def test_sides_gives_the_answers_that_are_there():
    assert dict(CASE.sides("leg_pain")) == {"left": True, "right": False}
    assert dict(CASE.sides("pain_below_knee")) == {}
    with pytest.raises(UnknownTermError, match="per-side"):
        CASE.sides("fever")


def test_observations_stand_in_the_order_of_the_vocabulary_one_for_each_side_and_item():
    order = list(vocabulary())
    seen = CASE.observations()
    assert [order.index(one.finding) for one in seen] == sorted(
        order.index(one.finding) for one in seen
    )
    assert [one.path for one in seen if one.finding != "mri_finding"] == [
        "age_years",
        "leg_pain.left",
        "leg_pain.right",
        "saddle_numbness",
        "reflex.left.achilles_reflex",
        "clonus.unsure",
        "slip_percent.L4/L5",
    ]
    (reflex,) = [one for one in seen if one.finding == "reflex"]
    assert (reflex.section, reflex.side, reflex.item) == ("exam", "left", "achilles_reflex")
    assert reflex.value == "absent"


def test_the_mirror_swaps_left_and_right_and_leaves_unsure():
    mirror = CASE.mirrored()
    assert dict(mirror.sides("leg_pain")) == {"right": True, "left": False}
    assert list(mirror.timing) == ["leg_pain.right"]
    assert mirror.get("chart.right.toe5_dorsal") == {"numb"}
    assert mirror.get("chart.unsure.web1") == {"pain"}
    assert mirror.get("reflex.right.achilles_reflex") == "absent"
    assert mirror.get("clonus.unsure") == "present"
    assert [reading["side"] for reading in mirror.get("mri_finding")] == ["both", "right"]
    assert mirror.get("slip_percent.L4/L5") == 12
    assert mirror != CASE
    assert mirror.mirrored() == CASE


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("age_years", 50),
        ("fever", "not_sure"),
        ("leg_pain.left", False),
        ("reflex.right.patellar", "brisk"),
        ("slip_percent.L5/S1", 3),
        ("chart.complete", False),
    ],
)
def test_an_answer_set_is_the_answer_got(path, value):
    changed = CASE.with_answer(path, value)
    assert changed.get(path) == value
    assert changed != CASE


def test_an_answer_set_to_none_is_taken_away():
    assert CASE.with_answer("leg_pain.left", None).sides("leg_pain") == {"right": False}
    assert CASE.with_answer("chart.left.toe5_dorsal", None).get("chart.left.toe5_dorsal") is None
    assert CASE.with_answer("fever", True).with_answer("fever", None) == CASE


def test_marks_and_timing_may_be_set_too():
    painted = CASE.with_answer("chart.right.web1", ["numb", "tingling"])
    assert painted.get("chart.right.web1") == {"numb", "tingling"}
    assert painted.get("chart.left.toe5_dorsal") == {"numb"}
    timed = CASE.with_answer("timing.saddle_numbness", Timing(2, "worsening"))
    assert timed.timing["saddle_numbness"] == Timing(2, "worsening")
    assert timed.timing["leg_pain.left"] == Timing(3, None)


def test_an_illegal_answer_can_not_be_set():
    with pytest.raises(CaseError, match="fever"):
        CASE.with_answer("fever", "maybe")
    with pytest.raises(UnknownTermError):
        CASE.with_answer("fevr", True)


def test_a_case_can_not_be_changed_in_place():
    with pytest.raises(TypeError):
        CASE.history["fever"] = True
    with pytest.raises(TypeError):
        CASE.sides("leg_pain")["left"] = False
    with pytest.raises(AttributeError):
        CASE.id = "y"


def test_a_case_can_be_copied_and_sent_to_another_process():
    assert pickle.loads(pickle.dumps(CASE)) == CASE
    assert copy.deepcopy(CASE) == CASE


def test_a_case_given_is_a_case_given_back():
    assert load_case(CASE) is CASE
