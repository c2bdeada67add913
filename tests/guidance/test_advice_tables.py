"""The lines that people read: sourced, plain, and tied to evidence that they do not outrun."""

import re
from fnmatch import fnmatchcase
from itertools import combinations
from statistics import mean

import pytest
from reading_age import grade, sentences, syllables, words

from sciatic.anatomy import muscles, regions
from sciatic.evidence import sources
from sciatic.findings import vocabulary
from sciatic.guidance.basis import self_care
from sciatic.guidance.facts import _tests
from sciatic.guidance.limits import causes, limit
from sciatic.guidance.lines import PARTS, advice, options, plan_lines, reasons, visits

CONDITIONS = [
    *("disc_herniation", "spinal_stenosis", "spondylolisthesis", "cauda_equina_syndrome"),
    *("fibular_neuropathy", "tarsal_tunnel", "deep_gluteal", "plexopathy", "polyneuropathy"),
    *("myelopathy", "guillain_barre", "vascular_claudication", "hip_disease", "herpes_zoster"),
    *("spinal_infection", "spinal_malignancy", "vertebral_fracture", "aortic_aneurysm"),
    *("limb_ischaemia", "nonspecific_back_pain", "other"),
]
LINES = (*advice(), *plan_lines())
SAYS = {test.fact: test.says for test in _tests() if test.says}
EXAMPLE = {"{until}": "until 10 February 2026"}
MOST_WORDS = 15


def spoken(line) -> list[str]:
    """Every wording of a line, with each one and each two of its reasons."""
    if "{because}" not in line.text:
        return [line.text.replace("{until}", EXAMPLE["{until}"])]
    clauses = [SAYS[fact] for fact in line.when.any_of]
    held = [*((clause,) for clause in clauses), *combinations(clauses, 2)]
    return [line.text.replace("{because}", reasons(some)) for some in held]


def patient_texts() -> list[tuple[str, str]]:
    lines = [(line.id, text) for line in LINES for text in spoken(line)]
    return [*lines, *((visit.who, visit.why) for visit in visits())]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("doctor", 2),
        ("walks", 1),
        ("needles", 2),
        ("numb", 1),
        ("emergency", 4),
        ("changes", 2),
        ("bone", 1),
    ],
)
def test_syllables_are_counted(word, count):
    assert syllables(word) == count


def test_there_are_68_rows_of_evidence_each_used_by_a_line():
    used = {row for line in LINES for row in line.evidence}
    told = {cell for table in ("see", "options") for cell in evidence_cells(table)}
    assert len(self_care()) == 68
    assert set(self_care()) == used | told


def evidence_cells(table: str) -> set[str]:
    from sciatic.evidence import read_table

    cells = read_table("guidance", table, lambda row: row["evidence"].split(";"))
    return {cell for row in cells for cell in row if cell}


@pytest.mark.parametrize("line", [*LINES, *visits(), *options()], ids=lambda line: str(line[0]))
def test_every_line_has_a_source_that_resolves(line):
    assert line.sources
    assert set(line.sources) <= set(sources())


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_carries_the_sources_of_its_evidence(line):
    behind = {key for row in line.evidence for key in self_care()[row].sources}
    assert behind <= set(line.sources)


def test_ids_are_unique():
    for table in (advice(), plan_lines(), options()):
        assert len({row.id for row in table}) == len(table)


def test_the_reading_age_is_about_12_on_average_and_in_the_worst_line_14():
    grades = {name + ": " + text: grade(text) for name, text in patient_texts()}
    assert mean(grades.values()) <= 7
    assert {text: level for text, level in grades.items() if level > 9} == {}


def test_no_sentence_is_over_15_words():
    long = [part for _, text in patient_texts() for part in sentences(text)]
    assert [part for part in long if len(words(part)) > MOST_WORDS] == []


def test_what_a_doctor_may_do_is_in_short_sentences_too():
    for option in options():
        assert all(len(words(part)) <= MOST_WORDS for part in sentences(option.text)), option.text


@pytest.mark.parametrize("banned", ["should", "don't worry", "do not worry", "must", "simply"])
def test_no_line_lectures_or_soothes(banned):
    assert [text for _, text in patient_texts() if banned in text.lower()] == []


def test_no_line_names_a_cause_as_certain():
    claims = re.compile(r"\byou have (a |an )?(slipped|disc|stenosis|sciatica|nerve|pressed)", re.I)
    assert [text for _, text in patient_texts() if claims.search(text)] == []


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("part", PARTS)
def test_every_condition_has_something_to_examine_order_and_offer(condition, part):
    assert [option for option in options() if (option.condition, option.part) == (condition, part)]


def test_the_conditions_are_the_21_in_their_order():
    assert list(causes()) == CONDITIONS


def test_the_facts_name_dangerous_causes_as_the_table_of_causes_does():
    named = [t for t in _tests() if t.fact == "serious_possible" and t.when == "chance"]
    assert set(named[0].subject) == {name for name, cause in causes().items() if cause.dangerous}


@pytest.mark.parametrize("test", _tests(), ids=lambda test: f"{test.fact}-{test.when}")
def test_every_fact_reads_things_that_exist(test):
    match test.when:
        case "is":
            finding = vocabulary()[test.subject[0]]
            legal = {{True: "yes", False: "no"}.get(value, str(value)) for value in finding.values}
            assert set(test.values) <= legal | {"not_sure"}
        case "at_least" | "below":
            assert vocabulary()[test.subject[0]].kind in ("number", "integer")
        case "skin":
            names = list(regions())
            assert all(any(fnmatchcase(name, part) for name in names) for part in test.subject)
        case "weak":
            assert all(name == "*" or name in muscles() for name in test.subject)
        case "chance":
            assert set(test.subject) <= set(causes())
            assert 0 < limit(test.values[0]) <= 1
        case "fact":
            earlier = [other.fact for other in _tests()[: _tests().index(test)]]
            assert set(test.values) <= set(earlier)


def test_every_line_that_gives_a_reason_has_words_for_each():
    for line in advice():
        if "{because}" in line.text:
            assert all(fact in SAYS for fact in line.when.any_of), line.id


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_heat_and_ice_are_never_offered_without_their_contraindications(line):
    offers = {"SC010", "SC011", "SC013", "SC014"} & set(line.evidence) and line.kind in (
        "do",
        "plan",
    )
    assert not offers or "packs_unsafe" in line.when.none_of


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_walking_programme_is_never_offered_without_its_contraindications(line):
    offers = "SC004" in line.evidence and line.kind in ("do", "plan")
    assert not offers or "no_walking_plan" in line.when.none_of


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_that_says_most_people_get_over_it_is_marked_as_reassuring(line):
    soothing = re.search(r"\b(most|eases|settle|shrinks|outlasts|not mean harm)\b", line.text)
    assert not soothing or line.reassures
