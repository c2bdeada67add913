import json

import pytest
from jsonschema import Draft202012Validator

from sciatic.assessment.comparison_schema import what_if_schema
from sciatic.assessment.schema import assessment_schema
from sciatic.findings.schema import case_schema


@pytest.mark.parametrize(
    ("document", "described"),
    [("case", case_schema), ("assessment", assessment_schema), ("what_if", what_if_schema)],
)
def test_the_schema_of_a_document_is_printed(sciatic, document, described):
    done = sciatic("schema", document)
    assert done.returncode == 0
    assert json.loads(done.stdout) == described()
    Draft202012Validator.check_schema(described())


def test_an_unknown_document_is_bad_input(sciatic):
    done = sciatic("schema", "patient")
    assert done.returncode == 2
    assert "case" in done.stderr
