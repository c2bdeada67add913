"""Short ways to write a case in these tests."""

from sciatic.findings import load_case


def case(*, exam=None, tests=None, person=None, chart=None, **history):
    """A case from its history, with person, exam, tests and marks (side, region, sensation)."""
    document = {"schema": "sciatic.case/1", "history": history}
    if exam:
        document["exam"] = exam
    if tests:
        document["tests"] = tests
    if person:
        document["person"] = person
    if chart:
        keys = ("side", "region", "sensation")
        document["chart"] = {"marks": [dict(zip(keys, mark, strict=True)) for mark in chart]}
    return load_case(document)


def both(value):
    """The same answer on both sides."""
    return {"left": value, "right": value}
