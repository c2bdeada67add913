"""Every page there is: each address, each question, and what many different people are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from plain_http import Visitor

from sciatic.findings import vocabulary
from sciatic.web.app import create_app

CASES = Path(__file__).parents[1] / "clinical" / "cases"
PEOPLE = ("01", "03", "06", "11", "12", "14", "15", "19", "21", "25", "29", "32", "38", "39")
"""Published people of whom each brings another cause, urgency or picture to the pages."""
FRESH = json.dumps({"schema": "sciatic.case/1", "id": "web"})


def addresses() -> list[str]:
    """Every address that a browser can ask for a page, as the application names them."""
    told = create_app().openapi()["paths"]
    paths = [path for path, ways in told.items() if "get" in ways and "{" not in path]
    return [*dict.fromkeys(paths), "/nothing-here"]


def people() -> dict[str, str]:
    """The case of each of the people, as a form holds it."""
    return {name: CASES.joinpath(f"case-{name}.json").read_text("utf-8") for name in PEOPLE}


def every_page(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Every page, with a name that says how it was come by."""
    for path in addresses():
        yield path, visitor.get(path)
    for finding in vocabulary().values():
        if finding.who == "patient" and finding.question:
            yield finding.id, visitor.post("/questions", do=f"change:{finding.id}")
    yield "the chart", visitor.post("/questions", do="change:chart")
    yield (
        "a slip",
        visitor.post(
            "/questions", **{"screen": "age_years", "a.age_years": "forty", "case": FRESH}
        ),
    )
    yield "nothing told", visitor.post("/questions", case=FRESH, do="result")
    yield "open flags", visitor.post("/questions", case=FRESH, do="open")
    yield "a foreign form", visitor.post("/questions", form_token="0")
    yield "no case", visitor.post("/questions", case="{}")
    for name, case in people().items():
        yield f"{name} asked", visitor.post("/questions", case=case)
        yield f"{name} result", visitor.post("/questions", case=case, do="result", warned="call")
        yield f"{name} summary", visitor.post("/summary", case=case)
        yield f"{name} chart", visitor.post("/questions", case=case, do="change:chart")
