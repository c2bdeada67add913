import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sciatic import assess
from sciatic.assessment.schema import assessment_schema

EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "examples").iterdir()
    if path.suffix in (".json", ".toml")
)
SCHEMA = Draft202012Validator(assessment_schema())


def errors(document):
    return [
        f"{list(error.absolute_path)}: {error.message}" for error in SCHEMA.iter_errors(document)
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_assessment_is_what_its_schema_says(path):
    assert errors(assess(path).to_dict()) == []


def test_the_assessment_of_an_empty_case_is_what_its_schema_says():
    assert errors(assess({"schema": "sciatic.case/1"}).to_dict()) == []


@pytest.mark.parametrize("key", assessment_schema()["required"])
def test_an_assessment_without_one_of_its_parts_is_refused(key):
    document = copy.deepcopy(assess(EXAMPLES[0]).to_dict())
    del document[key]
    assert errors(document)
