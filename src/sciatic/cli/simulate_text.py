"""A simulated study as text: what it reported beside what the cohort gives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sciatic.cli.terminal import Ink, heading, paragraph, shortened

if TYPE_CHECKING:
    from sciatic.simulate import Cohort, Result
    from sciatic.simulate.published import Published

WORDS = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "lr_pos": "LR+",
    "lr_neg": "LR-",
    "odds_ratio": "odds ratio",
    "auc": "AUC",
    "ppv": "PPV",
    "npv": "NPV",
    "share": "share",
}


def page(found: Cohort, ink: Ink) -> str:
    """The study, its people, and a line a figure; at most 80 columns."""
    study = found.study
    lines = [ink.strong(study.title)]
    lines += paragraph(f"source: {study.source.replace(';', ', ')}", 0)
    lines += paragraph(study.note, 0)
    drawn = f"{found.n_drawn:,} people drawn with seed {found.seed}"
    kept = len(found.people)
    if kept < found.n_drawn:
        drawn += f"; {kept:,} meet its inclusion rule"
    lines += ["", f"{drawn}."]
    lines += heading("Published, and what the cohort gives", ink)
    lines += [f"  {'':12} {'published':>19}   {'cohort':>21}"]
    before = ""
    for one in found.results:
        row = f"{one.published.row}: {one.published.words}"
        if row != before:
            lines.append(f"  {shortened(row, 76)}")
        before = row
        lines.append(_line(one))
    inside = sum(bool(one.inside) for one in found.results)
    lines += ["", f"{inside} of {len(found.results)} inside."]
    lines += paragraph(
        "Inside: the published interval or range holds the cohort's figure; where none was "
        "published, it is within 0.10, or for a ratio within a factor of 1.25.", 0
    )  # fmt: skip
    return "\n".join(lines)


def _line(one: Result) -> str:
    cohort = figure(one.predicted.value)
    if not math.isnan(one.predicted.low):
        cohort += f" ({figure(one.predicted.low)} to {figure(one.predicted.high)})"
    told = "–" if one.inside is None else "inside" if one.inside else "outside"
    name = WORDS[one.published.metric]
    return f"    {name:11} {published_words(one.published):>18}   {cohort:>21}   {told}".rstrip()


def published_words(one: Published) -> str:
    """The published figure and its interval, or the sign of its bound."""
    point = "" if one.value is None else figure(one.value)
    point = {"upper": "≤ ", "lower": "≥ "}.get(one.bound, "") + point
    if one.low is None or one.high is None:
        return point
    return f"{point} ({figure(one.low)} to {figure(one.high)})".strip()


def figure(value: float) -> str:
    """Two decimals; one from ten on; a dash where there was nobody to count."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
