"""Cases of one or two answers, and what they do to the odds: for facts about the model backwards.

An answer is named by its path, as in ``Case.get``: ``{"reflex.left.achilles_reflex": "absent"}``.
Odds are natural logarithms; a factor is what the answers multiply the odds by.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, log

import numpy as np

from sciatic.assessment import compiled
from sciatic.assessment.differential import Differential, differential
from sciatic.findings import Case, load_case
from sciatic.findings.changes import changed

DECIBANS = 10 / log(10)  # of one natural logarithm
Answers = Mapping[str, object]


@cache
def _empty() -> Case:
    return load_case({"schema": "sciatic.case/1", "id": "small"})


def case_of(answers: Answers, marks: Iterable[tuple] = (), *, complete: bool = False) -> Case:
    """A case with these answers and marks (side, region, sensation)."""
    document = _empty().to_dict()
    for path, value in answers.items():
        document = changed(document, path, value)
    document["chart"] = {
        "complete": complete,
        "marks": [dict(zip(("side", "region", "sensation"), mark, strict=True)) for mark in marks],
    }
    return load_case(document)


def found_in(case: Case | Answers, setting: str = "mixed", *, silence: bool = True) -> Differential:
    """What a case makes likely."""
    known = case if isinstance(case, Case) else case_of(case)
    return differential(compiled(), known, setting, other_leg_silence=silence)


def condition_log_odds(case: Case | Answers, one: str, other: str | None = None) -> float:
    """Log odds of a condition against another, or against all others."""
    chances = dict(found_in(case).conditions())
    against = 1 - chances[one] if other is None else chances[other]
    return log(chances[one]) - log(against)


def condition_factor(answers: Answers, one: str, other: str | None = None, **before) -> float:
    """What answers multiply the odds of a condition by; ``before`` are answers known already."""
    known = dict(before.get("known", {}))
    start = condition_log_odds(known, one, other)
    return exp(condition_log_odds({**known, **answers}, one, other) - start)


def only_root(found: Differential, side: str, root: str, condition: str | None = None) -> float:
    """P(this root alone is affected, and of that condition | case)."""
    labels = found.model.labels
    place = labels.root_names.index((side, root))
    alone = labels.roots[:, place] & (labels.roots.sum(axis=1) == 1)
    if condition is not None:
        alone = alone & (np.array(labels.condition) == condition)
    return float(found.p_states[alone].sum())


def root_log_odds(case: Case | Answers, one: str, other: str, side: str = "left") -> float:
    """Log odds of one root alone against another alone, a disc behind both."""
    found = found_in(case)
    pair = [only_root(found, side, root, "disc_herniation") for root in (one, other)]
    return log(pair[0]) - log(pair[1])


def root_factor(answers: Answers, one: str, other: str, side: str = "left") -> float:
    """What answers multiply the odds of one root against another by."""
    return exp(root_log_odds(answers, one, other, side) - root_log_odds({}, one, other, side))
