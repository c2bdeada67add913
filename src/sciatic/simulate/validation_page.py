"""A validation as a page of the documentation: every row, and why each miss is missed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import get_args

from sciatic.simulate.measures import RATIOS
from sciatic.simulate.published import FACTOR, TOLERANCE, Published
from sciatic.simulate.validation import Topic, Validation, ValidationLine
from sciatic.simulate.validation_misses import UNEXPLAINED, misses

METRICS = {
    "lr_pos": "LR+", "lr_neg": "LR−", "odds_ratio": "odds ratio", "auc": "AUC", "ppv": "PPV",
    "npv": "NPV",
}  # fmt: skip
ROOT = re.compile(r"\b[LS][1-5]\b")
HEADINGS: Mapping[Topic, str] = {
    "is a root pressed": "Is a root pressed?",
    "which root or level": "Which root, which level?",
    "stenosis and claudication": "Stenosis and claudication",
    "another cause": "Other causes",
    "a nerve test or a clinician as the standard": "A nerve test or a clinician as the standard",
    "roots one by one": "Roots one by one: blocks, drawings, nerves",
    "no study": "Rows that no study describes",
}


def page(found: Validation, picture: str = "") -> str:
    """The page as Markdown.

    Args:
        found: the validation.
        picture: where the forest plot lies, as the page links it; empty: no picture.
    """
    return "\n".join(_page(found, picture)) + "\n"


def _page(found: Validation, picture: str) -> Iterator[str]:
    yield "# Validation: figures the model never saw"
    yield ""
    yield "*Written by `make validate`; not to be edited by hand.*"
    yield ""
    yield (
        f"Every held-out row, predicted from {found.n:,} people drawn for each study (seed "
        f"{found.seed}). **{found.verdict}.** How a study is described and how rows are counted "
        "stands in [Simulated people and studies](simulation.md#validation-on-tables-the-model-"
        "never-saw)."
    )
    yield ""
    yield (
        "Inside: the published interval or range holds the prediction, or it keeps a published "
        f"bound (≤, ≥); where none was published, it is within {TOLERANCE:.2f} (≈), or for a ratio "
        f"within a factor of {FACTOR}. The interval is the published one; the prediction's own "
        "sampling error is small beside it."
    )
    if picture:
        yield ""
        yield f"![Predicted beside published, row by row]({picture})"
    unexplained = [line.row.id for line in found.lines if line.missed and line.row.id not in
                   misses()]  # fmt: skip
    if unexplained:
        yield ""
        yield f"Misses without an explanation yet: {len(unexplained)}."
    for topic in get_args(Topic):
        lines = [line for line in found.lines if line.topic == topic and _counts(line)]
        if lines:
            yield from _section(HEADINGS[topic], lines)
    yield from _uncounted([line for line in found.lines if not _counts(line)])


def _counts(line: ValidationLine) -> bool:
    return line.verdict != "not counted"


def _section(heading: str, lines: list[ValidationLine]) -> Iterator[str]:
    inside = sum(line.verdict == "inside" for line in lines)
    yield from ("", f"## {heading}", "", f"{inside} of {len(lines)} inside.", "")
    yield "| row | study | finding | figure | predicted | published | | why missed |"
    yield "|---|---|---|---|---:|---:|---|---|"
    for line in lines:
        why = misses().get(line.row.id, UNEXPLAINED) if line.missed else ""
        why = "; ".join(part for part in (line.why, why) if part)
        verdict = "inside" if line.verdict == "inside" else f"**{line.verdict}**"
        yield _cells(line, verdict, why)


def _cells(line: ValidationLine, verdict: str, why: str) -> str:
    told = line.row.published
    metric = METRICS.get(told.metric, told.metric)
    predicted = number(line.result.predicted.value) if line.result else "–"
    name = told.row.replace(f"{line.row.study} ", "", 1)
    cells = (name, line.row.study, finding_words(line), metric, predicted,
             published_words(told), verdict, why)  # fmt: skip
    return "| " + " | ".join(one.replace("|", "/") for one in cells) + " |"


def _uncounted(lines: list[ValidationLine]) -> Iterator[str]:
    """Rows that don't count; those that can be predicted with their figures."""
    if not lines:
        return
    yield from ("", "## Not counted", "", "By reason; predictions where there is one, for the eye.")
    for why in dict.fromkeys(line.why for line in lines):
        own = [line for line in lines if line.why == why]
        known = [line for line in own if line.result is not None]
        yield from ("", f"### {why[0].upper()}{why[1:]}", "")
        if not known:
            yield ", ".join(line.row.id for line in own) + "."
            continue
        yield "| row | study | finding | figure | predicted | published | | |"
        yield "|---|---|---|---|---:|---:|---|---|"
        for line in own:
            yield _cells(line, "", "")


def finding_words(line: ValidationLine) -> str:
    """The finding, with the root that only the cohort's description names."""
    told, named = line.row.published.words, ROOT.search(line.row.cohort)
    if line.topic == "roots one by one":
        named_parts = line.row.id.removeprefix(f"{line.row.study} ").split(" ")
        where = " ".join(one for one in named_parts if one not in ("any", "below", "above"))
        what = told.removeprefix("share of ").removeprefix("share with ")
        return f"{where}: {what}" if where else what
    return f"{named[0]}: {told}" if named and not ROOT.search(told) else told


def number(value: float) -> str:
    """A figure with two decimals, a large ratio with one."""
    if math.isnan(value):
        return "–"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def published_words(told: Published) -> str:
    """The value with its interval, its bound, or the sign that it has neither."""
    if told.value is None and told.low is None:
        return "–"
    interval = ""
    if told.low is not None and told.high is not None:
        interval = f"{number(told.low)} to {number(told.high)}"
    if told.value is None:
        return interval
    sign = {"upper": "≤ ", "lower": "≥ "}.get(told.bound, "" if interval else "≈ ")
    return f"{sign}{number(told.value)}" + (f" ({interval})" if interval else "")


def is_ratio(told: Published) -> bool:
    """Whether a figure belongs on an axis of ratios."""
    return told.metric in RATIOS
