"""A validation as text: two lines a row, the rule of counting, and the count last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sciatic.cli.simulate_text import WORDS, figure, published_words
from sciatic.cli.terminal import Ink, paragraph, shortened

if TYPE_CHECKING:
    from sciatic.simulate.validation import Validation, ValidationLine

RULE = (
    "Inside: the published interval or range holds the prediction, or it keeps a published bound; "
    "where none was published, it is within 0.10, or for a ratio within a factor of 1.25. Not "
    "counted: points, years, definitions of scores, descriptions of the cohort, what experts are "
    "sure of, rows that went into the model or were weighed for it. Every other row counts, and "
    "one that no study describes is a miss."
)

HEADINGS = {
    "validation_tables": "Clinical studies",
    "anatomy_targets": "Roots one by one: stimulation, blocks, drawings, needles",
}


def page(found: Validation, ink: Ink) -> str:
    """Every row, then the rule, the tally and the count; at most 80 columns."""
    lines = [ink.strong("Predicted from simulated studies, beside what was published")]
    lines += [f"{found.n:,} people drawn for each study, with seed {found.seed}"]
    before = ""
    for one in found.lines:
        if one.row.table != before:
            before = one.row.table
            lines += ["", ink.strong(HEADINGS.get(before, before))]
            lines += [f"    {'':12} {'predicted':>9}  {'published':>20}"]
        lines += _row(one, ink)
    lines += ["", *paragraph(RULE, 0), "", *_tally(found, ink), found.verdict]
    return "\n".join(lines)


def _row(one: ValidationLine, ink: Ink) -> list[str]:
    told = one.row.published
    name = shortened(WORDS.get(told.metric, one.row.metric), 12)
    predicted = figure(one.result.predicted.value) if one.result else "–"
    shown = published_words(told) if one.row.has_figure else "–"
    verdict = one.verdict.upper() if one.verdict == "not described" else one.verdict
    line = f"    {name:12} {predicted:>9}  {shown:>20}   {verdict}"
    if one.verdict in ("outside", "not described"):
        line = ink.strong(line)
    lines = [shortened(f"  {told.row}: {told.words}", 78), line]
    return [*lines, *paragraph(f"({one.why})", 4, 1)] if one.why else lines


def _tally(found: Validation, ink: Ink) -> list[str]:
    """Where the misses come from: the model, or studies that nobody described."""
    outside, unknown = found.count("outside"), found.count("not described")
    described = found.counted - unknown
    lines = [f"{described} rows predicted: {found.count('inside')} inside, {outside} outside"]
    if unknown:
        lines.append(ink.strong(f"{unknown} ROWS THAT NO STUDY DESCRIBES, counted as misses"))
    return [*lines, f"{found.count('not counted')} rows not counted"]
