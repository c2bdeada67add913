"""What to ask, examine or test next, and what each answer would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sciatic.assessment.differential import Differential, Floats
from sciatic.findings import Case, movements, vocabulary
from sciatic.findings.model_tables import NumberTable
from sciatic.findings.probability_table import Table
from sciatic.inference import Candidate, Worth, worth_asking

WHO = ("patient", "clinician", "test")
NEAR_EQUAL = 0.1
SHOWN = 12
SHOWN_EACH = 3
PATCH_VALUES = ("not marked", "numb", "tingling")
PLAIN = float("nan")
KEPT_TO_SCREEN = 0.98  # share of the posterior that the states looked at carry: first for all
DIGITS = 9  # equals but for rounding stay in the order of the vocabulary, left before right
SCREENED = 16
KEPT = 0.998  # then for the best of them, with every latent
LEAST_LIKELY = 0.02  # an answer rarer than this is not told
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
    candidates = {one.name: (one, table) for one, table in _candidates(found, case)}
    classes = found.model.labels.lesion_class
    coarse = [one for one, _ in candidates.values()]
    rough = worth_asking(found.belief, coarse, classes, kept=KEPT_TO_SCREEN)
    screened = sorted(rough, key=lambda one: -round(one.expected_bits, DIGITS))
    close = {one.candidate.name for one in screened[:SCREENED]}
    for cost in range(len(WHO)):
        names = [one.candidate.name for one in screened if one.candidate.cost == cost]
        close |= set(names[: 2 * SHOWN_EACH])
    full = [_in_full(found, *candidates[name]) for name in candidates if name in close]
    worth = worth_asking(found.belief, full, classes, kept=KEPT)
    best = max((one.expected_bits for one in worth), default=0.0)

    def order(one: Worth) -> tuple[int, int, float]:
        near = one.expected_bits >= (1 - NEAR_EQUAL) * best
        return (
            0 if near else 1,
            one.candidate.cost if near else 0,
            -round(one.expected_bits, DIGITS),
        )

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
    """The likeliest cause after each of the two likeliest answers; where it stays, the root."""
    _, first = np.unique(found.model.labels.lesion_class, return_index=True)
    states = first[one.classes]
    condition = found.condition_of_state[states]
    n = len(found.condition_ids)
    by_value = np.array([np.bincount(condition, row, n) for row in one.joint])
    p_value = by_value.sum(axis=1)
    shown = [place for place in np.argsort(-p_value) if p_value[place] >= LEAST_LIKELY][:2]
    tops = {int(by_value[place].argmax()) for place in shown}
    roots = one.joint @ found.model.labels.roots[states]
    tells_root = len(tops) == 1 and roots.sum() > 0
    parts = []
    for place in shown:
        table = roots if tells_root else by_value
        after = table[place] / p_value[place]
        top = int(after.argmax())
        label = _root_name(found, top) if tells_root else _condition_name(found, top)
        parts.append(f"{one.candidate.values[place]}: {label} {100 * after[top]:.0f} %")
    return "; ".join(parts)


def _condition_name(found: Differential, place: int) -> str:
    return found.model.condition_labels[found.condition_ids[place]]


def _root_name(found: Differential, place: int) -> str:
    side, root = found.model.labels.root_names[place]
    return f"{side} {root} root"


def _candidates(found: Differential, case: Case) -> Iterator[tuple[Candidate, Table | None]]:
    """Every finding not yet known, with the latents averaged out, and its full table.

    Strength is asked by movement: a muscle that no bedside movement stands for (a second head, a
    muscle for the needle alone) counts when it is told, but is no question of its own.
    """
    known = {one.path for one in case.observations()}
    known |= {name for name, value in case.history.items() if value == "not_sure"}
    tables, terms = found.model.tables, vocabulary()
    bare = _bare_legs(case)
    by_hand = {muscle for movement in movements().values() for muscle in movement.muscles}
    for table in tables.tables.values():
        finding, _, item = table.key.partition(".")
        p = tables.coarse[table.key][None, None]
        if item.startswith("sensation.") and finding == "chart":
            region = item.partition(".")[2]
            for side in bare:
                name, block = f"chart.{side}.{region}", f"leg.{side}"
                yield Candidate(name, table.group, block, p, PATCH_VALUES, 0), table
        elif finding == "strength" and item not in by_hand:
            continue
        elif finding in terms and finding not in ("mri_finding", "slip_percent"):
            cost, words = _cost(finding), _words(table)
            for path, block in _unknown(table, finding, item, known, case):
                yield Candidate(path, table.group, block, p, words, cost), table
    for number in tables.numbers.values():
        words, cost = bands_in_words(number.edges), _cost(number.key)
        for path, block in _unknown(number, number.key, "", known, case):
            bands = number.bands[None, None]
            yield Candidate(path, number.group, block, bands, words, cost), None


def _in_full(found: Differential, candidate: Candidate, table: Table | None) -> Candidate:
    """The candidate with every latent of its table."""
    if table is None:
        return candidate
    painted = table.painted or table.key.startswith("chart.")
    return replace(candidate, p=_with_painter(found, table) if painted else table.p)


def _bare_legs(case: Case) -> tuple[str, ...]:
    """The legs of which nothing is painted yet, so that a patch of skin could be asked for."""
    painted = {mark.side for mark in case.marks if mark.sensation in ("numb", "tingling")}
    if case.chart_complete or "unsure" in painted:
        return ()
    return tuple(side for side in SIDES if side not in painted)


def _cost(finding: str) -> int:
    row = vocabulary()[finding]
    if row.section == "tests":
        return 2
    return 0 if row.who == "patient" else 1


def _words(table: Table) -> tuple[str, ...]:
    return tuple("yes" if v is True else "no" if v is False else str(v) for v in table.values)


def bands_in_words(edges: tuple[float, ...]) -> tuple[str, ...]:
    """The bands of a number between these edges: "under 40", "40 to 60", "60 or more"."""
    told = [f"{edge:g}" for edge in edges]
    middle = [f"{low} to {high}" for low, high in pairwise(told)]
    return (f"under {told[0]}", *middle, f"{told[-1]} or more")


def _unknown(
    table: Table | NumberTable, finding: str, item: str, known: set[str], case: Case
) -> Iterator[tuple[str, str]]:
    """(path, block) of a table's findings that the case does not answer."""
    if finding == "pregnant" and case.get("sex") == "male":
        return
    for side in SIDES if table.block in ("leg", "story_side") else ("",):
        path = ".".join(part for part in (finding, side, item) if part)
        if path not in known and not (side and f"{finding}.unsure" in known):
            yield path, f"{table.block}.{side}" if side else table.block


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
