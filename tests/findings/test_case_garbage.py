import json

from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import garbage, mutated_documents, valid_cases

from sciatic.errors import CaseError
from sciatic.findings import load_case, parse_case
from sciatic.findings.case import read_case


def refuses_or_reads(read, *given_):
    """Nothing but a CaseError is raised; its message can be printed and names each problem."""
    try:
        return read(*given_)
    except CaseError as refused:
        error = refused
    str(error).encode("utf-8")
    assert error.problems
    assert all("\n" not in str(problem) for problem in error.problems)
    return None


@given(garbage())
@settings(max_examples=200, deadline=None)
def test_garbage_is_refused_with_a_case_error_and_nothing_else(document):
    assert refuses_or_reads(read_case, document) is None or document["schema"]


@given(st.dictionaries(st.integers() | st.text(max_size=4) | st.none(), garbage(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_keys_that_are_no_texts_are_refused(document):
    assert refuses_or_reads(load_case, document) is None or "schema" in document


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "person", "history", "chart", "exam", "tests"), garbage())
    )
)
@settings(max_examples=200, deadline=None)
def test_sections_of_garbage_are_refused_or_read(sections):
    refuses_or_reads(load_case, {"schema": "sciatic.case/1", **sections})


@given(mutated_documents())
@settings(max_examples=200, deadline=None)
def test_a_case_with_one_mistake_is_refused_or_read(document):
    case = refuses_or_reads(load_case, document)
    if case is not None:
        assert load_case(case.to_dict()) == case


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=200, deadline=None)
@example("\x00", True)
@example("a = 2024-13-45", True)
@example('{"a": NaN}', False)
def test_any_text_is_refused(text, toml):
    assert refuses_or_reads(lambda: parse_case(text, toml=toml)) is None


@given(valid_cases())
@settings(max_examples=100, deadline=None)
def test_a_valid_case_survives_writing_mirroring_and_its_own_answers(case):
    assert load_case(json.loads(json.dumps(case.to_dict()))) == case
    assert case.mirrored().mirrored() == case
    assert len(case.mirrored().observations()) == len(case.observations())
    for seen in case.observations():
        assert case.get(seen.path) == seen.value
        if seen.finding != "mri_finding":
            assert case.with_answer(seen.path, seen.value) == case
