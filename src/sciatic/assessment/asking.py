"""What to ask, examine or test next, and what each answer would change."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sciatic.assessment.differential import Differential, Floats
from sciatic.findings import Case, vocabulary
from sciatic.findings.probability_table import Table
from sciatic.inference import Candidate, Worth, worth_asking

WHO = ("patient", "clinician", "test")
NEAR_EQUAL = 0.1
SHOWN = 12
SHOWN_EACH = 3
PATCH_VALUES = ("not marked", "numb", "tingling")
PLAIN = float("nan")
KEPT_TO_SCREEN = 0.9  # share of the posterior that the states looked at carry: first for all
SCREENED = 24
KEPT = 0.999  # then for the best of them, with every latent
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
    close = {one.candidate.name for one in screened[:SCREENED]}
    for cost in range(len(WHO)):
        own = [one.candidate.name for one in screened if one.candidate.cost == cost]
        close |= set(own[: 2 * SHOWN_EACH])
    worth = worth_asking(found.belief, list(_candidates(found, case, close)), classes, kept=KEPT)
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
        label = found.model.condition_labels[found.condition_ids[top]]
        parts.append(f"{one.candidate.values[place]}: {label} {after[top]:.0%}".replace("%", " %"))
    return "; ".join(parts)


def _candidates(
    found: Differential, case: Case, wanted: Container[str] | None = None
) -> Iterator[Candidate]:
    """Every finding not yet known, with the latents averaged out; those wanted in full."""
    known = {one.path for one in case.observations()}
    known |= {name for name, value in case.history.items() if value == "not_sure"}
    tables = found.model.tables
    for table in tables.tables.values():
        finding, _, item = table.key.partition(".")
        if finding == "chart":
            yield from _patches(found, case, table, item, wanted)
        elif finding in vocabulary() and finding not in ("mri_finding", "slip_percent"):
            cost, words = _cost(finding), _words(table)
            for path, block in _unknown(table, finding, item, known, case):
                if wanted is None:
                    p = tables.coarse[table.key][None, None]
                elif path in wanted:
                    p = _with_painter(found, table) if table.painted else table.p
                else:
                    continue
                yield Candidate(path, table.group, block, p, words, cost)
    for number in tables.numbers.values():
        name = number.key
        if number.block != "story_side" and name not in known and (not wanted or name in wanted):
            yield Candidate(name, number.group, number.block, number.bands[None, None],
                            _bands(number.edges), _cost(name))  # fmt: skip


def _cost(finding: str) -> int:
    row = vocabulary()[finding]
    if row.section == "tests":
        return 2
    return 0 if row.who == "patient" else 1


def _words(table: Table) -> tuple[str, ...]:
    return tuple("yes" if v is True else "no" if v is False else str(v) for v in table.values)


def _bands(edges: tuple[float, ...]) -> tuple[str, ...]:
    told = [f"{edge:g}" for edge in edges]
    middle = [f"{low} to {high}" for low, high in pairwise(told)]
    return (f"under {told[0]}", *middle, f"{told[-1]} or more")


def _unknown(
    table: Table, finding: str, item: str, known: set[str], case: Case
) -> Iterator[tuple[str, str]]:
    """(path, block) of a table's findings that the case does not answer."""
    if finding == "pregnant" and case.get("sex") == "male":
        return
    for side in SIDES if table.sided else ("",):
        path = ".".join(part for part in (finding, side, item) if part)
        if path not in known and not (side and f"{finding}.unsure" in known):
            yield path, f"{table.block}.{side}" if side else table.block


def _patches(
    found: Differential, case: Case, table: Table, item: str, wanted: Container[str] | None
) -> Iterator[Candidate]:
    """A patch of skin, for a leg of which nothing is painted yet."""
    kind, _, region = item.partition(".")
    painted = {mark.side for mark in case.marks if mark.sensation in ("numb", "tingling")}
    if kind != "sensation" or case.chart_complete or "unsure" in painted:
        return
    for side in SIDES:
        name = f"chart.{side}.{region}"
        if side not in painted and (wanted is None or name in wanted):
            coarse = found.model.tables.coarse[table.key][None, None]
            p = coarse if wanted is None else _with_painter(found, table)
            yield Candidate(name, table.group, f"leg.{side}", p, PATCH_VALUES, 0)


def _with_painter(found: Differential, table: Table) -> Floats:
    """P(value | u, z, leg) of a patch, body parts as the last value of u."""
    tables = found.model.tables
    p = tables.parameters
    gone = p["touch_absent_share"]
    chart = table.key.startswith("chart.")
    shares = (PLAIN, p["word_numb"], 1 - p["word_numb"]) if chart else (gone, 1 - gone, PLAIN, 0.0)
    segment = tables.segments[table.key.rpartition(".")[2]]
    place = list(dict.fromkeys(tables.segments.values())).index(segment)
    on = tables.painted_part["sensation"][place]
    mark = on * p["painter_mark_on"] + (1 - on) * p["painter_mark_off"]
    parts = [1 - mark if np.isnan(share) else mark * share for share in shares]
    whole = np.broadcast_to(np.stack(parts, axis=-1), table.p[:1].shape)
    return np.concatenate([table.p, whole])
