"""The page about the vocabulary lists what the vocabulary has, in its order."""

from pathlib import Path

from sciatic.findings import Finding, movements, vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text("utf-8").splitlines()


def answer(finding: Finding) -> str:
    """The legal answers in few words, as the page writes them."""
    if finding.kind == "mri":
        text = "readings"
    elif finding.kind == "boolean":
        text = "true, false"
    elif finding.kind == "grade":
        text = "MRC 0 to 5"
    elif finding.values:
        text = ", ".join(map(str, finding.values))
    else:
        whole = "whole number" if finding.kind == "integer" else "number"
        top = "up" if finding.high is None else f"{finding.high:g}"
        text = f"{whole}, {finding.low:g} {'and' if top == 'up' else 'to'} {top}"
    by = {None: "", "group": f" by {', '.join(finding.groups)}"}
    return text + by.get(finding.item_kind, f" by {finding.item_kind}")


def row(finding: Finding) -> str:
    """The line of the page for one finding."""
    where = finding.section + (", each side" if finding.per_side else "")
    asked = finding.question or finding.label + (f" ({finding.note})" if finding.note else "")
    flag = "yes" if finding.red_flag else ""
    return f"| `{finding.id}` | {where} | {answer(finding)} | {flag} | {asked} |"


def test_the_page_lists_every_finding_in_order():
    listed = [line for line in PAGE if line.startswith("| `") and line.count("|") == 6]
    assert listed == [row(finding) for finding in vocabulary().values()]


def test_the_page_lists_every_movement():
    for movement in movements().values():
        muscles = ", ".join(f"`{muscle}`" for muscle in movement.muscles)
        assert f"| `{movement.id}` | {muscles} |" in PAGE
