import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))
CASES = Path(__file__).parents[1] / "clinical" / "cases"


@pytest.fixture(scope="session")
def documents():
    """The published cases by their names."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in CASES.glob("case-*.json")}


@pytest.fixture(scope="session")
def truths():
    """What is known of each case, with ``accepted``: the rungs that count as right."""
    lines = (CASES / "truth.jsonl").read_text("utf-8").splitlines()
    return {truth["id"]: _accepted(truth) for truth in map(json.loads, lines)}


def _accepted(truth):
    review = truth.get("urgency_review", {})
    rungs = {
        truth["urgency"],
        *truth["urgency_also_acceptable"],
        *review.get("also_acceptable", ()),
    }
    if review:
        rungs.add(review["level"])
    return SimpleNamespace(urgency=truth["urgency"], accepted=rungs)
