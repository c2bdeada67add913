import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from strategies import case_documents, mutated_documents

from sciatic.errors import CaseError
from sciatic.findings import load_case, vocabulary
from sciatic.findings.schema import case_schema

PUBLISHED = sorted((Path(__file__).parent.parent / "clinical" / "cases").glob("case-*.json"))
SCHEMA = Draft202012Validator(case_schema())


def problems(document):
    try:
        load_case(document)
    except CaseError as refused:
        return refused.problems
    return ()


def test_the_schema_is_a_schema_and_plain_json():
    Draft202012Validator.check_schema(case_schema())
    assert json.loads(json.dumps(case_schema())) == case_schema()


def test_the_schema_has_every_finding_with_its_name():
    properties = case_schema()["properties"]
    for finding in vocabulary().values():
        described = properties[finding.section]["properties"][finding.id]
        assert described["title"] == finding.label


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_schema_and_reader_take_every_published_case(path):
    document = json.loads(path.read_text("utf-8"))
    assert SCHEMA.is_valid(document)
    assert problems(document) == ()


@given(case_documents())
@settings(max_examples=60, deadline=None)
def test_schema_and_reader_take_every_valid_case(document):
    assert problems(document) == ()
    assert SCHEMA.is_valid(document)


@given(mutated_documents())
@settings(max_examples=300, deadline=None)
def test_schema_and_reader_refuse_the_same(document):
    found = problems(document)
    beyond = [problem for problem in found if "given twice" in problem.message]
    if SCHEMA.is_valid(document):
        assert list(found) == beyond
    else:
        assert found


@pytest.mark.parametrize("path", PUBLISHED[::4], ids=lambda path: path.stem)
def test_schema_and_reader_refuse_a_published_case_with_any_answer_spoilt(path):
    document = json.loads(path.read_text("utf-8"))
    for section in ("person", "history", "exam"):
        for name in document[section]:
            for wrong in (None, "spoilt", -1, [], {"middle": True}):
                spoilt = {**document, section: {**document[section], name: wrong}}
                assert problems(spoilt)
                assert not SCHEMA.is_valid(spoilt)
