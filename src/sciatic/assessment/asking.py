"""What to ask, examine or test next, and what each answer would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sciatic.assessment.differential import Differential, Floats
from sciatic.findings import Case, vocabulary
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Table
from sciatic.inference import Candidate, Worth, worth_asking
from sciatic.pathology import conditions

WHO = ("patient", "clinician", "test")
NEAR_EQUAL = 0.1
SHOWN = 12
SHOWN_EACH = 3
NUMBER_BINS = 8
KEPT_TO_SCREEN = 0.9  # share of the posterior that the states looked at carry, first for all
SCREENED = 40
KEPT = 0.999  # then for the best of them
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A finding not yet known, who can give it, its expected bits, and what it would change."""

    finding: str
    who: str
    expected_bits: float
    would_change: str


def next_questions(found: Differential, case: Case) -> tuple[NextQuestion, ...]:
    """The most informative findings not yet known: near-equals cheapest first.

    Near-equal is within 10 % of the best; then patient before clinician before test. The best few
    of each are among them, so that every reader finds his own.
    """
    candidates = list(_candidates(found, case))
    classes = found.model.labels.lesion_class
    rough = worth_asking(found.belief, candidates, classes, kept=KEPT_TO_SCREEN)
    screened = sorted(rough, key=lambda one: -one.expected_bits)
    close = [one.candidate for one in screened[:SCREENED]]
    for cost in range(len(WHO)):
        close += [one.candidate for one in screened if one.candidate.cost == cost][:SHOWN]
    close = list({one.name: one for one in close}.values())
    worth = worth_asking(found.belief, close, classes, kept=KEPT)
    best = max((one.expected_bits for one in worth), default=0.0)

    def order(one: Worth) -> tuple[int, int, float]:
        near = one.expected_bits >= (1 - NEAR_EQUAL) * best
        return (0 if near else 1, one.candidate.cost if near else 0, -one.expected_bits)

    ranked = sorted(worth, key=order)
    kept = ranked[:SHOWN]
    for cost in range(len(WHO)):
        own = [one for one in ranked if one.candidate.cost == cost][:SHOWN_EACH]
        kept += [one for one in own if one not in kept]
    return tuple(_question(found, one) for one in sorted(kept, key=order))


def _question(found: Differential, one: Worth) -> NextQuestion:
    return NextQuestion(
        one.candidate.name, WHO[one.candidate.cost], one.expected_bits, _change(found, one)
    )


def _change(found: Differential, one: Worth) -> str:
    """The likeliest cause after each of the two answers that tell most apart."""
    _, first = np.unique(found.model.labels.lesion_class, return_index=True)
    condition = found.condition_of_state[first][one.classes]
    n = len(found.condition_ids)
    by_value = np.array([np.bincount(condition, row, n) for row in one.joint])
    p_value = by_value.sum(axis=1)
    shown = [place for place in np.argsort(-p_value) if p_value[place] >= 0.02][:2]
    parts = []
    for place in shown:
        after = by_value[place] / p_value[place]
        top = int(after.argmax())
        label = conditions()[found.condition_ids[top]]
        parts.append(f"{one.candidate.values[place]}: {label} {after[top]:.0%}".replace("%", " %"))
    return "; ".join(parts)


def _candidates(found: Differential, case: Case) -> Iterator[Candidate]:
    known = {one.path for one in case.observations()}
    known |= {name for name, value in case.history.items() if value == "not_sure"}
    for table in found.model.tables.tables.values():
        finding, _, item = table.key.partition(".")
        if finding == "chart":
            yield from _chart_candidates(found, case, table, item)
        elif finding in vocabulary() and finding not in ("mri_finding", "slip_percent"):
            yield from _of_table(table, finding, item, known, case)
    for number in found.model.tables.numbers.values():
        if not number.block.startswith("story_side") and number.key not in known:
            p = _binned(number.curves)
            values = tuple(f"about the {place + 1} of {NUMBER_BINS} bands" for place in range(NUMBER_BINS))
            yield Candidate(number.key, number.group, number.block, p[None, None], values,
                            _cost(number.key))  # fmt: skip


def _cost(finding: str) -> int:
    row = vocabulary()[finding]
    if row.section == "tests":
        return 2
    return 0 if row.who == "patient" else 1


def _of_table(
    table: Table, finding: str, item: str, known: set[str], case: Case
) -> Iterator[Candidate]:
    if finding == "pregnant" and case.get("sex") == "male":
        return
    words = tuple("yes" if v is True else "no" if v is False else str(v) for v in table.values)
    for side in SIDES if table.sided else ("",):
        path = ".".join(part for part in (finding, side, item) if part)
        if path in known or (side and f"{finding}.unsure" in known):
            continue
        block = f"{table.block}.{side}" if side else table.block
        yield Candidate(path, table.group, block, table.p, words, _cost(finding))


def _chart_candidates(
    found: Differential, case: Case, table: Table, item: str
) -> Iterator[Candidate]:
    """A patch of skin, for a leg of which nothing is painted yet."""
    kind, _, region = item.partition(".")
    if kind != "sensation" or case.chart_complete:
        return
    p = parameters()
    painted = {mark.side for mark in case.marks if mark.sensation in ("numb", "tingling")}
    if "unsure" in painted:
        return
    numb = p["numb_given_painter"]
    for side in SIDES:
        if side not in painted:
            on = np.where(found.model.tables.affected > 0, p["painter_segment_on"], p["painter_mark_off"])
            mark = on * p["painter_mark_on"] + (1 - on) * p["painter_mark_off"]
            whole = np.stack([1 - mark, mark * numb, mark * (1 - numb)], axis=-1)
            own = table.p[0]
            both = np.stack([own, np.broadcast_to(whole, own.shape)])
            name = f"chart.{side}.{region}"
            values = tuple(str(value) for value in table.values)
            yield Candidate(name, table.group, f"leg.{side}", both, values, 0)


def _binned(curves: Floats) -> Floats:
    """P(band | column) of a number, shape (n_columns, bands), bands of equal share overall."""
    mean, sd, outlier, low, high = (part[:, None] for part in curves.T)
    spots = np.linspace(curves[:, 3].min(), curves[:, 4].max(), 400)
    density = np.exp(-0.5 * ((spots - mean) / sd) ** 2) / sd
    density = density / density.sum(axis=1, keepdims=True)
    inside = ((spots >= low) & (spots <= high)).astype(float)
    density = (1 - outlier) * density + outlier * inside / inside.sum(axis=1, keepdims=True)
    overall = density.mean(axis=0).cumsum()
    band = np.minimum((overall * NUMBER_BINS).astype(int), NUMBER_BINS - 1)
    p = np.stack([density[:, band == place].sum(axis=1) for place in range(NUMBER_BINS)], axis=-1)
    cells: Floats = np.maximum(p, 1e-6) / np.maximum(p, 1e-6).sum(axis=1, keepdims=True)
    return cells
