import json

import pytest

from sciatic.errors import CaseError, UnknownTermError
from sciatic.findings import Mark, Timing, load_case, parse_case


def read(**sections):
    return load_case({"schema": "sciatic.case/1", **sections})


def problems(**sections):
    with pytest.raises(CaseError) as caught:
        read(**sections)
    return {problem.path: problem.message for problem in caught.value.problems}


def only(**sections):
    (found,) = problems(**sections).items()
    return found


@pytest.mark.parametrize("text", ["[]", "3", "null", '"case.json"'])
def test_a_document_that_is_no_object_is_refused(text):
    with pytest.raises(CaseError, match=r"document: .* where an object is expected"):
        parse_case(text)


def test_an_empty_case_is_a_case():
    case = read()
    assert case.observations() == ()
    assert case.marks == ()
    assert case.chart_complete is False


def test_all_mistakes_of_a_document_come_in_one_error():
    found = problems(
        person={"age_years": 130},
        history={"fevr": True, "onset": "fast"},
        exam={"reflex": {"lft": {"patellar": "absent"}}},
        chart={"marks": [{"side": "left", "region": "toe9", "sensation": "numb"}]},
    )
    assert list(found) == [
        "person.age_years",
        "history.fevr",
        "history.onset",
        "exam.reflex.lft",
        "chart.marks[0].region",
    ]


@pytest.mark.parametrize(
    ("section", "key", "value", "expected"),
    [
        ("history", "saddel_numbness", True, "saddle_numbness"),
        ("history", "onset", "sudde", "sudden"),
        ("history", "onset", "Sudden", "sudden"),
        ("history", "strength", {}, "exam.strength"),
        ("history", "back_pain", {"left": True}, "without sides"),
        ("history", "leg_pain", True, '{"left": ...}'),
        ("history", "fever", "yes", "without quotes"),
        ("history", "fever", 1, "write true or false"),
        ("history", "fever", None, "not_sure"),
        ("history", "back_pain_severity", 11, "0 to 10"),
        ("history", "back_pain_severity", True, "not a number"),
        ("history", "back_pain_severity", "7", "take the quotes away"),
        ("history", "duration_days", -1, "0 to"),
        ("history", "duration_days", float("nan"), "measured"),
        ("history", "duration_days", float("inf"), "measured"),
        ("history", "duration_days", 10**400, "digits"),
        ("person", "age_years", 121, "0 to 120"),
        ("person", "age_years", 46.5, "whole"),
        ("person", "age_years", True, "not a number"),
        ("person", "age_years", "46", "take the quotes away"),
        ("person", "sex", "f", "female"),
        ("person", "sex", "not_sure", "only history"),
        ("exam", "anal_tone", "not_sure", "only history"),
        ("exam", "temperature_c", 101, "101 F is 38.3 C"),
        ("exam", "straight_leg_raise", "positive", '{"left": ...}'),
        ("tests", "mri_finding", {"level": "L4/L5"}, "list"),
        ("tests", "mri_finding", [{"level": "L4/L5"}], "no finding"),
        ("tests", "mri_finding", [{"finding": "slp"}], "slip"),
        ("tests", "mri_finding", [{"finding": "slip", "zone": "centre"}], "central"),
        ("tests", "slip_percent", {"L6/S1": 3}, "L5/S1"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(section, key, value, expected):
    path, message = only(**{section: {key: value}})
    assert path.startswith(f"{section}.{key}")
    assert expected in message


@pytest.mark.parametrize(
    ("finding", "value", "expected"),
    [
        ("strength", {"left": {"soleuss": 4}}, "soleus"),
        ("strength", {"left": {"knee_extention": 4}}, "knee_extension"),
        ("strength", {"left": {"soleus": 6}}, "0, 1, 2, 3, 4, 5"),
        ("strength", {"left": {"soleus": True}}, "no MRC grade"),
        ("strength", {"left": {"soleus": "3+"}}, "read as 4"),
        ("strength", {"left": {"dorsiflexion": 4, "tibialis_anterior": 3}}, "given twice"),
        ("strength", {"left": 4}, "muscle id"),
        ("strength_group", {"left": {"distl": 3}}, "distal"),
        ("reflex", {"left": {"plantar_response": "normal"}}, "exam.plantar_response"),
        ("reflex", {"left": {"h_reflex_soleus": "absent"}}, "tests.h_reflex"),
        ("reflex", {"left": {"achilles": "absent"}}, "achilles_reflex"),
        ("light_touch", {"left": {"toe_dorsal": "reduced"}}, "toe1_dorsal"),
        ("light_touch", {"both": {"web1": "reduced"}}, "left, right, unsure"),
        ("plantar_response", {"left": "flexor", "unsure": "flexor"}, "another side"),
    ],
)
def test_a_mistake_in_an_examination_is_named(finding, value, expected):
    _, message = only(exam={finding: value})
    assert expected in message


def test_a_movement_is_read_as_its_muscles():
    case = read(exam={"strength": {"left": {"dorsiflexion": 3, "knee_flexion": "4-"}}})
    assert dict(case.sides("strength")["left"]) == {
        "tibialis_anterior": 3,
        "medial_hamstrings": 4,
        "biceps_femoris_long": 4,
    }


def test_a_movement_and_its_muscle_may_say_the_same():
    case = read(exam={"strength": {"left": {"dorsiflexion": "4+", "tibialis_anterior": 4}}})
    assert case.get("strength.left.tibialis_anterior") == 4


def test_levels_and_zones_are_kept_in_one_spelling():
    reading = {"level": "L4-5", "zone": "lateral_recess", "finding": "herniation"}
    case = read(tests={"slip_percent": {"L5-S1": 20}, "mri_finding": [reading]})
    assert case.get("slip_percent.L5/S1") == 20
    assert dict(case.get("mri_finding")[0]) == {
        "level": "L4/L5",
        "zone": "subarticular",
        "finding": "herniation",
    }


@pytest.mark.parametrize("synonym", ["lateral_recess", "paracentral"])
def test_both_older_words_for_the_subarticular_zone_are_read(synonym):
    case = read(tests={"mri_finding": [{"finding": "herniation", "zone": synonym}]})
    assert case.get("mri_finding")[0]["zone"] == "subarticular"


def test_not_sure_is_kept_and_is_no_observation():
    case = read(history={"fever": "not_sure", "leg_pain": {"left": "not_sure", "right": True}})
    assert case.get("fever") == "not_sure"
    assert case.get("leg_pain.left") == "not_sure"
    assert [seen.path for seen in case.observations()] == ["leg_pain.right"]


def test_never_asked_is_not_not_sure():
    assert read().get("fever") is None


def test_a_timing_without_sides_goes_to_every_side_with_an_answer():
    timing = {"leg_pain": {"since_days": 30, "course": "stable"}}
    case = read(history={"leg_pain": {"left": True}, "timing": timing})
    assert dict(case.timing) == {"leg_pain.left": Timing(30, "stable")}


def test_a_timing_of_painted_skin_needs_no_answer_in_the_history():
    timing = {"saddle_numbness": {"since_days": 2}, "limb_numbness": {"course": "stable"}}
    case = read(history={"timing": timing})
    assert dict(case.timing) == {
        "saddle_numbness": Timing(2, None),
        "limb_numbness.left": Timing(None, "stable"),
        "limb_numbness.right": Timing(None, "stable"),
    }


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ({"duration_days": {"since_days": 3}}, "whole episode"),
        ({"age_years": {"since_days": 3}}, "can be dated"),
        ({"fevr": {"since_days": 3}}, "fever"),
        ({"fever": {"left": {"since_days": 3}}}, "no sides"),
        ({"fever": {"since": 3}}, "since_days"),
        ({"fever": {"since_days": "3"}}, "take the quotes away"),
        ({"fever": {"course": "worse"}}, "worsening"),
        ({"fever": 3}, "since_days"),
        ({"leg_pain": {"left": {}, "course": "stable"}}, "left, right, unsure"),
    ],
)
def test_a_wrong_timing_is_named(timing, expected):
    _, message = only(history={"timing": timing})
    assert expected in message


def test_a_mark_needs_its_three_parts_and_stands_once():
    mark = {"side": "left", "region": "web1", "sensation": "numb"}
    assert read(chart={"marks": [mark]}).marks == (Mark("left", "web1", "numb"),)
    assert "missing" in only(chart={"marks": [{"side": "left", "region": "web1"}]})[1]
    assert "earlier mark" in only(chart={"marks": [mark, dict(mark)]})[1]


def test_one_region_may_carry_two_sensations():
    two = [{"side": "left", "region": "web1", "sensation": felt} for felt in ("numb", "tingling")]
    assert read(chart={"marks": two}).get("chart.left.web1") == {"numb", "tingling"}


def test_a_document_without_its_schema_is_refused():
    with pytest.raises(CaseError, match=r"write \"schema\": \"sciatic.case/1\""):
        load_case({"id": "x"})
    with pytest.raises(CaseError, match=r"this reads sciatic.case/1"):
        load_case({"schema": "sciatic.case/2"})


@pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", "\x1b[31m", "\ud800", 7, None])
def test_an_id_that_could_not_be_printed_is_refused(name):
    assert only(id=name)[0] == "id"


def test_a_key_that_stands_twice_is_named_with_its_path():
    text = '{"schema": "sciatic.case/1", "history": {"fever": false, "fever": true}}'
    with pytest.raises(CaseError, match=r"history\.fever: is given twice"):
        parse_case(text)


def test_a_key_that_stands_twice_is_found_at_any_depth():
    text = (
        '{"schema": "sciatic.case/1", "exam": {"reflex": {"left": '
        '{"patellar": "absent", "patellar": "normal"}}}}'
    )
    with pytest.raises(CaseError, match=r"exam\.reflex\.left\.patellar: is given twice"):
        parse_case(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"schema": "sciatic.case/1",\n  "id": }', "line 2, column 9"),
        ("", "line 1, column 1"),
        ("[1, 2", "line 1, column 6"),
    ],
)
def test_broken_json_is_named_by_line_and_column(text, place):
    with pytest.raises(CaseError, match=place):
        parse_case(text)


def test_broken_toml_is_named_by_line_and_column():
    with pytest.raises(CaseError, match="line 2, column 11"):
        parse_case('schema = "sciatic.case/1"\nhistory = \n', toml=True)


def test_the_same_case_may_be_written_in_toml(tmp_path):
    toml = tmp_path / "case.toml"
    toml.write_text(
        'schema = "sciatic.case/1"\nid = "t"\n[history]\nleg_pain = { left = true }\n'
        'timing.leg_pain = { since_days = 3 }\n[exam.strength.left]\ndorsiflexion = "4-"\n'
        '[[chart.marks]]\nside = "left"\nregion = "web1"\nsensation = "numb"\n',
        "utf-8",
    )
    document = {
        "schema": "sciatic.case/1",
        "id": "t",
        "history": {"leg_pain": {"left": True}, "timing": {"leg_pain": {"since_days": 3}}},
        "exam": {"strength": {"left": {"tibialis_anterior": 4}}},
        "chart": {"marks": [{"side": "left", "region": "web1", "sensation": "numb"}]},
    }
    assert load_case(toml) == load_case(str(toml)) == load_case(document)


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".YML"])
def test_yaml_is_refused_with_the_reason(tmp_path, ending):
    path = tmp_path / f"case{ending}"
    path.write_text("history: {fever: no}")
    with pytest.raises(CaseError, match="no means false"):
        load_case(path)


def test_a_file_that_can_not_be_read_is_a_case_error(tmp_path):
    with pytest.raises(CaseError, match="no such file"):
        load_case(tmp_path / "absent.json")
    with pytest.raises(CaseError, match="directory"):
        load_case(tmp_path)
    with pytest.raises(CaseError, match="can't be read"):
        load_case("a\0b.json")
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(CaseError, match="UTF-8"):
        load_case(latin)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"schema": "sciatic.case/1"}), "utf-8-sig")
    assert load_case(path).id == "case"


@pytest.mark.parametrize("text", ["[" * 100_000, "9" * 5000, '{"a":' * 100_000])
def test_a_text_made_to_exhaust_the_reader_is_a_case_error(text):
    with pytest.raises(CaseError):
        parse_case(text)


def test_a_text_made_to_exhaust_the_toml_reader_is_a_case_error():
    with pytest.raises(CaseError):
        parse_case("a = " + "[" * 100_000, toml=True)


@pytest.mark.parametrize("source", [None, 5, True, b"case.json", ["case.json"], object()])
def test_what_is_neither_a_case_nor_a_path_is_a_type_error(source):
    with pytest.raises(TypeError, match="a case is a Case, a mapping or the path of a file, not"):
        load_case(source)


@pytest.mark.parametrize("mark", ["\u202e", "\u2028", "\u2066"])
def test_an_id_that_would_turn_or_break_a_line_is_refused(mark):
    with pytest.raises(CaseError, match="a character that can't be printed"):
        load_case({"schema": "sciatic.case/1", "id": f"a{mark}b"})


def test_a_range_is_written_out():
    with pytest.raises(CaseError, match="a number from 0 to 1000000"):
        load_case({"schema": "sciatic.case/1", "history": {"duration_days": -1}})


def test_a_path_that_is_too_long_is_told_where_it_should_end():
    case = load_case({"schema": "sciatic.case/1"})
    with pytest.raises(UnknownTermError, match=r"Known: leg_pain\.left"):
        case.get("leg_pain.left.thigh")
