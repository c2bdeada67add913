"""Scores whose values are worked out by hand, on tiny sets of cases."""

import json
import math

import pytest
from click.testing import CliRunner

from sciatic.assessment.evaluation import Rate, evaluate, evaluate_predictions
from sciatic.assessment.evaluation_text import comparison, page
from sciatic.cli.evaluate import evaluate as evaluate_command
from sciatic.errors import CaseError, Problem

DISC, STENOSIS, CES = "disc_herniation", "spinal_stenosis", "cauda_equina_syndrome"
BACK = "nonspecific_back_pain"


def truth(identifier, condition=DISC, **fields):
    return {"id": identifier, "condition": condition, "also_acceptable": [], **fields}


def answer(*pairs, root=None, level=None, side=None, urgency=None, until=None):
    """A small assessment; what is left out is not offered."""
    document = {"conditions": [{"id": name, "probability": p} for name, p in pairs]}
    if root:
        document["roots"] = [{"root": root, "side": "left", "probability": 0.5, "share": 0.5}]
    if level:
        document["levels"] = [{"level": level, "side": "left", "probability": 0.5}]
    if side:
        document["lesions"] = [{"condition": DISC, "side": side, "probability": 0.6}]
    if urgency:
        document["urgency"] = {"level": urgency, "until_answered": until}
    return document


@pytest.fixture
def run(tmp_path):
    """Write truths, and an answer (or an exception to raise) for each case; evaluate."""

    def run(truths, answers, **options):
        lines = "".join(json.dumps(row) + "\n" for row in truths)
        (tmp_path / "truth.jsonl").write_text(lines)
        for old in tmp_path.glob("*.json"):
            old.unlink()
        for identifier in answers:
            (tmp_path / f"{identifier}.json").write_text(json.dumps({"id": identifier}))

        def assess(path):
            said = answers[path.stem]
            if isinstance(said, Exception):
                raise said
            return said

        return evaluate(tmp_path, assess, **options)

    return run


SURE = answer((DISC, 0.8), (STENOSIS, 0.15), (BACK, 0.05))


def test_the_first_cause_is_the_most_probable_whatever_the_order_of_the_list(run):
    found = run([truth("a")], {"a": answer((STENOSIS, 0.15), (BACK, 0.05), (DISC, 0.8))})
    assert found.first == Rate(1, 1)


def test_any_accepted_cause_is_right(run):
    found = run([truth("a", CES, also_acceptable=[DISC])], {"a": SURE})
    assert (found.first, found.in_three) == (Rate(1, 1), Rate(1, 1))


def test_one_of_three_counts_the_third_and_not_the_fourth(run):
    said = answer((DISC, 0.4), (STENOSIS, 0.3), (BACK, 0.2), (CES, 0.1))
    found = run([truth("a", BACK), truth("b", CES)], {"a": said, "b": said})
    assert (found.first, found.in_three) == (Rate(0, 2), Rate(1, 2))


def test_log_loss_is_of_the_summed_probability_of_the_accepted_causes(run):
    found = run(
        [truth("a", DISC, also_acceptable=[STENOSIS]), truth("b", BACK)], {"a": SURE, "b": SURE}
    )
    assert found.log_loss == pytest.approx((-math.log(0.95) - math.log(0.05)) / 2)


def test_calibration_error_in_ten_bins(run):
    # Bin .8-.9: .8 right and .85 wrong, so |(.8 + .85 - 1)| = .65.
    # Bin .9-1: 1.0 right, gap 0. Weighed by three cases.
    found = run(
        [truth("a"), truth("b", STENOSIS), truth("c")],
        {"a": SURE, "b": answer((DISC, 0.85), (STENOSIS, 0.15)), "c": answer((DISC, 1.0))},
    )
    assert found.calibration_error == pytest.approx(0.65 / 3)


def test_gaps_cancel_inside_a_bin_and_not_between_bins(run):
    def gap(p_right, p_wrong):
        answers = {"a": answer((DISC, p_right), (BACK, 1 - p_right))}
        answers["b"] = answer((DISC, p_wrong), (BACK, 1 - p_wrong))
        return run([truth("a"), truth("b", STENOSIS)], answers).calibration_error

    assert gap(0.62, 0.68) == pytest.approx((0.62 + 0.68 - 1) / 2)
    assert gap(0.62, 0.75) == pytest.approx((0.38 + 0.75) / 2)


def test_roots_are_scored_only_where_the_findings_do_not_name_them(run):
    said = answer((DISC, 1.0), root="L5")
    found = run(
        [
            truth("a", roots=["L5"], roots_basis="stated"),
            truth("b", roots=["S1"], roots_also_acceptable=["L5"], roots_basis="anatomical"),
            truth("c", roots=["L4"], roots_basis="stated"),
            truth("d", roots=["L4"], findings_name_root=True),
            truth("e"),
        ],
        dict.fromkeys("abcde", said),
    )
    assert found.root == Rate(2, 3)
    assert (found.root_stated, found.root_anatomical) == (Rate(1, 2), Rate(1, 1))


def test_levels_are_scored_only_for_conditions_that_sit_at_one(run):
    said = answer((DISC, 1.0), level="L4/L5")
    found = run(
        [
            truth("a", level="L4/L5"),
            truth("b", STENOSIS, level="L3/L4", levels_all=["L3/L4", "L4/L5"]),
            truth("c", CES, level="L5/S1"),
            truth("d", "vertebral_fracture", level="L4/L5"),
        ],
        dict.fromkeys("abcd", said),
    )
    assert found.level == Rate(2, 3)


def test_the_side_is_the_one_with_most_lesion_probability(run):
    said = answer((DISC, 1.0))
    said["lesions"] = [
        {"condition": DISC, "side": "both", "probability": 0.4},
        {"condition": DISC, "side": "left", "probability": 0.35},
        {"condition": STENOSIS, "side": "left", "probability": 0.25},
    ]
    found = run([truth("a", side="left"), truth("b", side="both")], {"a": said, "b": said})
    assert found.side == Rate(1, 2)


EMERGENCY = {"urgency": "emergency_now", "urgency_also_acceptable": ["same_day"]}
ROUTINE = {"urgency": "routine", "urgency_also_acceptable": []}


@pytest.mark.parametrize(
    ("level", "until", "missed", "sent_home"),
    [
        ("emergency_now", None, 0, 0),
        ("same_day", None, 0, 0),
        ("within_2_weeks", "same_day", 1, 0),
        ("within_2_weeks", None, 1, 1),
        ("routine", "within_2_weeks", 1, 1),
    ],
)
def test_an_emergency_is_missed_below_its_lowest_rung_and_sent_home_below_today(
    run, level, until, missed, sent_home
):
    said = answer((CES, 1.0), urgency=level, until=until)
    found = run([truth("a", CES, **EMERGENCY)], {"a": said})
    assert (found.missed, found.sent_home) == (Rate(missed, 1), Rate(sent_home, 1))


def test_a_second_reading_widens_the_accepted_rungs(run):
    review = {"level": "within_2_weeks", "why": "...", "also_acceptable": ["same_day"]}
    row = truth("a", **ROUTINE, urgency_review=review)
    for rung, hit in [("routine", 1), ("within_2_weeks", 1), ("same_day", 1), ("self_care", 0)]:
        found = run([row], {"a": answer((DISC, 1.0), urgency=rung)})
        assert found.rung == Rate(hit, 1), rung


def test_over_triage_is_hospital_now_where_two_weeks_is_the_most_accepted(run):
    said = answer((DISC, 1.0), urgency="emergency_now")
    today = {"urgency": "routine", "urgency_also_acceptable": ["same_day"]}
    found = run(
        [truth("a", **ROUTINE), truth("b", **today), truth("c", CES, **EMERGENCY)],
        {"a": said, "b": said, "c": said},
    )
    assert found.over_triage == Rate(1, 1)


def test_what_a_chance_raised_too_high_is_told_apart_from_what_a_red_flag_did(run):
    by_chance = answer((DISC, 1.0), urgency="same_day")
    by_chance["urgency"]["reasons"] = [{"rule": "posterior:spinal_infection"}]
    by_flag = answer((DISC, 1.0), urgency="same_day")
    by_flag["urgency"]["reasons"] = [{"rule": "RF001"}]
    found = run(
        [truth("a", **ROUTINE), truth("b", **EMERGENCY), truth("c", **ROUTINE)],
        {"a": by_chance, "b": by_chance, "c": by_flag},
    )
    assert found.raised_too_high == Rate(1, 2)


def test_the_confusion_of_urgency_counts_every_graded_case(run):
    said = answer((DISC, 1.0), urgency="same_day")
    found = run(
        [truth("a", **ROUTINE), truth("b", **EMERGENCY), truth("c")],
        {"a": said, "b": ValueError("broken"), "c": said},
    )
    assert found.confusion["routine"]["same_day"] == 1
    assert found.confusion["emergency_now"]["no_answer"] == 1
    assert sum(sum(said.values()) for said in found.confusion.values()) == 2


def test_a_field_that_the_truth_lacks_is_not_scored(run):
    said = answer((DISC, 1.0), root="L5", level="L4/L5", side="left", urgency="routine")
    found = run([{"id": "a"}], {"a": said})
    rates = (found.first, found.root, found.level, found.side, found.rung, found.missed)
    assert rates == (None,) * 6
    assert (found.log_loss, found.calibration_error) == (None, None)


def test_a_method_that_never_speaks_of_urgency_is_not_scored_on_it(run):
    found = run([truth("a", CES, **EMERGENCY)], {"a": answer((CES, 1.0))})
    assert (found.rung, found.missed, found.sent_home) == (None, None, None)


def test_a_method_that_speaks_of_urgency_once_must_always(run):
    found = run(
        [truth("a", CES, **EMERGENCY), truth("b", CES, **EMERGENCY)],
        {"a": answer((CES, 1.0), urgency="emergency_now"), "b": answer((CES, 1.0))},
    )
    assert (found.missed, found.sent_home) == (Rate(1, 2), Rate(1, 2))


FULL_TRUTH = {"roots": ["L5"], "level": "L4/L5", "side": "left"}
FULL = {"root": "L5", "level": "L4/L5", "side": "left"}
RIGHT = answer((DISC, 0.9), (BACK, 0.1), **FULL, urgency="emergency_now")
WRONG = answer((BACK, 0.6), (DISC, 0.4), root="S1", level="L5/S1", side="both", urgency="routine")


@pytest.mark.parametrize(
    "hard", [{"hard": ValueError("broken")}, {"hard": {}}, {}], ids=["crash", "empty", "no file"]
)
def test_leaving_out_a_case_never_beats_a_wrong_answer(run, hard):
    truths = [truth("easy", **FULL_TRUTH, **EMERGENCY), truth("hard", **FULL_TRUTH, **EMERGENCY)]
    tried = run(truths, {"easy": RIGHT, "hard": WRONG})
    dropped = run(truths, {"easy": RIGHT, **hard})
    for name in ("first", "in_three", "root", "level", "side", "rung"):
        assert getattr(dropped, name).of == 2, name
        assert getattr(dropped, name).hits <= getattr(tried, name).hits, name
    for name in ("missed", "sent_home"):
        assert getattr(dropped, name) == Rate(1, 2), name
    assert dropped.log_loss > tried.log_loss
    assert dropped.calibration_error > tried.calibration_error
    assert [case.id for case in dropped.failures] == ["hard"]


def test_failing_on_a_case_that_can_wait_is_over_triage(run):
    found = run(
        [truth("a", **ROUTINE), truth("b", **ROUTINE)],
        {"a": ValueError("broken"), "b": answer((DISC, 1.0), urgency="routine")},
    )
    assert found.over_triage == Rate(1, 2)


@pytest.mark.parametrize(
    "cheat",
    [
        answer((DISC, 1.0), (STENOSIS, 1.0)),
        answer((DISC, 0.5), (DISC, 0.5)),
        answer((DISC, 1.5), (STENOSIS, -0.5)),
        answer((DISC, math.nan)),
        answer((DISC, 0.3)),
        answer((DISC, True)),
        {"conditions": []},
        {},
    ],
    ids=["sum over 1", "twice", "negative", "nan", "sum below 1", "boolean", "empty", "nothing"],
)
def test_probabilities_that_are_none_are_no_answer(run, cheat):
    found = run([truth("a")], {"a": cheat})
    assert found.first == Rate(0, 1)
    assert len(found.failures) == 1


def test_one_certain_error_leaves_the_log_loss_finite(run):
    found = run([truth("a", CES)], {"a": answer((DISC, 1.0))})
    assert found.log_loss == pytest.approx(-math.log(1e-6))


def test_every_problem_of_a_case_that_fails_is_reported(run):
    problems = [Problem("history.fevr", 1, "unknown finding"), Problem("exam", 2, "no object")]
    why = CaseError(problems)
    found = run([truth("a")], {"a": why})
    assert "history.fevr" in found.failures[0].failure
    assert "exam: no object" in page(found)


def test_a_case_without_truth_is_assessed_and_not_scored(run):
    found = run([truth("a")], {"a": SURE, "b": SURE})
    assert len(found.cases) == 2
    assert found.first == Rate(1, 1)
    assert "1 cases with a known answer, 1 without" in page(found)


def test_a_file_that_is_no_json_keeps_its_place_by_its_name(tmp_path):
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth("a")))
    (tmp_path / "a.json").write_text("{")
    found = evaluate(tmp_path, lambda path: json.loads(path.read_text()))
    assert [(case.id, case.first) for case in found.cases] == [("a", False)]


def test_a_case_meets_its_truth_by_id_when_its_file_is_named_otherwise(tmp_path):
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth("a")))
    (tmp_path / "other.json").write_text(json.dumps({"id": "a"}))
    found = evaluate(tmp_path, lambda path: SURE)
    assert (len(found.cases), found.first) == (1, Rate(1, 1))


def test_one_case_in_two_files_is_refused(tmp_path):
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth("a")))
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": "a"}))
    with pytest.raises(CaseError, match=r"one\.json again"):
        evaluate(tmp_path, lambda path: SURE)


def test_every_bad_line_of_the_truth_is_named_at_once(tmp_path):
    lines = [
        '{"condition": "x"}',
        json.dumps(truth("a", urgency="soon")),
        json.dumps(truth("b", side="middle")),
        json.dumps(truth("c", roots=5)),
        "[1]",
        "{",
        json.dumps(truth("d")),
        json.dumps(truth("d")),
    ]
    (tmp_path / "truth.jsonl").write_text("\n".join(lines))
    with pytest.raises(CaseError) as caught:
        evaluate(tmp_path, lambda path: SURE)
    assert [p.path for p in caught.value.problems] == [
        f"truth.jsonl line {number}" for number in (1, 2, 3, 4, 5, 6, 8)
    ]


def test_progress_counts_every_case(run):
    seen = []
    run([truth("a"), truth("b")], {"a": SURE, "b": SURE}, progress=lambda *at: seen.append(at))
    assert seen == [(1, 2, "a"), (2, 2, "b")]


def test_predictions_of_another_program_are_scored_alike(tmp_path, run):
    expected = run([truth("a"), truth("b", STENOSIS)], {"a": SURE, "b": SURE})
    lines = [json.dumps({"case_id": name, **SURE}) for name in ("a", "b")]
    (tmp_path / "said.jsonl").write_text("\n".join(lines))
    assert evaluate_predictions(tmp_path, tmp_path / "said.jsonl") == expected


def test_predictions_that_leave_a_case_out_are_scored_as_wrong_there(tmp_path, run):
    run([truth("a"), truth("b")], {"a": SURE, "b": SURE})
    (tmp_path / "said.jsonl").write_text(json.dumps({"case_id": "a", **SURE}))
    assert evaluate_predictions(tmp_path, tmp_path / "said.jsonl").first == Rate(1, 2)


def test_two_predictions_of_one_case_are_refused(tmp_path, run):
    run([truth("a")], {"a": SURE})
    line = json.dumps({"case_id": "a", **SURE})
    (tmp_path / "said.jsonl").write_text(f"{line}\n{line}\n[]")
    with pytest.raises(CaseError, match="answered twice") as caught:
        evaluate_predictions(tmp_path, tmp_path / "said.jsonl")
    assert len(caught.value.problems) == 2


def test_the_interval_of_a_rate_is_wilsons():
    # 8 of 10, z = 1.6449: centre (.8 + .13529)/1.27057, half-width from the formula.
    low, high = Rate(8, 10).interval
    assert (low, high) == (pytest.approx(0.5410, abs=1e-3), pytest.approx(0.9313, abs=1e-3))
    assert Rate(0, 5).interval[0] == 0.0
    assert Rate(5, 5).interval[1] == 1.0


def test_the_document_is_json_and_lists_every_case(run):
    found = run([truth("a"), truth("b", **EMERGENCY)], {"a": SURE, "b": ValueError("broken")})
    document = json.loads(json.dumps(found.to_dict()))
    assert document["schema"] == "sciatic.evaluation/1"
    assert document["first"]["hits"] == 1
    assert [row["failure"] for row in document["cases"]] == [
        None,
        "unexpected ValueError: broken",
    ]


def test_methods_stand_side_by_side(run):
    good = run([truth("a")], {"a": SURE})
    bad = run([truth("a")], {"a": answer((BACK, 1.0))})
    head, first, *_ = comparison({"ours": good, "theirs": bad}).splitlines()
    assert head.split() == ["ours", "theirs"]
    assert first.split() == ["cause,", "first", "1", "of", "1", "0", "of", "1"]


def test_the_command_scores_predictions_and_lists_cases(tmp_path, run):
    run([truth("a", **EMERGENCY)], {"a": SURE})
    said = answer((DISC, 0.8), (BACK, 0.2), urgency="routine", until="within_2_weeks")
    (tmp_path / "said.jsonl").write_text(json.dumps({"case_id": "a", **said}))
    arguments = [str(tmp_path), "--predictions", str(tmp_path / "said.jsonl")]
    text = CliRunner().invoke(evaluate_command, [*arguments, "--cases"])
    assert text.exit_code == 0
    assert "SENT HOME" in text.output
    data = CliRunner().invoke(evaluate_command, [*arguments, "--format", "json"])
    document = json.loads(data.output)
    assert document["sent_home"]["hits"] == 1


def test_a_byte_order_mark_and_line_ends_of_windows_are_no_matter(tmp_path):
    rows = "\ufeff" + json.dumps(truth("a")) + "\r\n"
    (tmp_path / "truth.jsonl").write_bytes(rows.encode())
    said = "\ufeff" + json.dumps({"case_id": "a", **answer((DISC, 1.0))}) + "\r\n"
    (tmp_path / "said.jsonl").write_bytes(said.encode())
    assert page(evaluate_predictions(tmp_path, tmp_path / "said.jsonl")).startswith("1 case")


def test_answers_that_are_not_there_are_told_by_name(tmp_path):
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth("a")))
    with pytest.raises(CaseError, match=r"said\.jsonl: can't be read \(no such file") as error:
        evaluate_predictions(tmp_path, tmp_path / "said.jsonl")
    assert "Errno" not in str(error.value)
