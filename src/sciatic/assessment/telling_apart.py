"""What tells one lesion from another: the findings whose shares differ most between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sciatic.assessment.cache import compiled
from sciatic.findings import vocabulary
from sciatic.findings.model_tables import ModelTables
from sciatic.findings.probability_table import Floats, Table
from sciatic.pathology import lesion_states
from sciatic.pathology.choosing import words_of

SIDES: Final = ("left", "right")
SECTIONS: Final = ("exam", "history", "tests")
LOW: Final[Mapping[str, tuple[object, ...]]] = {
    "reflex": ("absent", "reduced"),
    "light_touch": ("absent", "reduced"),
    "pinprick": ("absent", "reduced"),
    "vibration_toe": ("absent", "reduced"),
    "monofilament": ("absent", "reduced"),
    "perianal_pinprick": ("absent", "reduced"),
    "anal_tone": ("reduced", "absent"),
    "foot_pulses": ("reduced", "absent"),
    "strength": (0, 1, 2, 3, 4),
}
"""Values that say the same, less than usual; of other findings the value that differs most."""
MOST_OF_A_KIND: Final = 3
"""Findings of one kind that are named: three muscles say more than ten toes."""
SAID_BY_OTHERS: Final = ("chart", "strength_group", "muscle_wasting")
"""Findings that only say once more what touch and strength say."""
ALIKE: Final = 0.025
"""Left and right that differ by no more than this are one row."""
LEAST_BITS: Final = 0.02
"""What tells less is not worth naming."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding, how often it is there in each of two lesions, and what it tells.

    Attributes:
        finding: its name in the vocabulary.
        side: left, right, both where they are alike, empty where it has none.
        item: the muscle, reflex or region, empty where it has none.
        values: the values that are counted, such as absent and reduced.
        section: exam, history or tests: how it is found.
        p_one, p_other: P(one of the values) in each lesion.
        bits: what the answer tells of two lesions that were equally likely, 0 to 1.
    """

    finding: str
    side: str
    item: str
    values: tuple[object, ...]
    section: str
    p_one: float
    p_other: float
    bits: float


def telling_apart(
    one: Mapping[str, str | None], other: Mapping[str, str | None], most: int = 6
) -> tuple[Telling, ...]:
    """The findings that tell two lesions apart, those that tell most first.

    Scans that name a lesion are left out: they would only repeat the question.

    Args:
        one: a description of ``sciatic.pathology.choosing.described``.
        other: another.
        most: how many of each of ``SECTIONS``.
    """
    tables = compiled().tables
    weights = [_weights(one), _weights(other)]
    found = sorted(_all(tables, weights), key=lambda row: -row.bits)
    chosen: list[Telling] = []
    for row in found:
        beside = [each for each in chosen if each.section == row.section]
        alike = [each for each in beside if each.finding == row.finding]
        if row.bits >= LEAST_BITS and len(beside) < most and len(alike) < MOST_OF_A_KIND:
            chosen.append(row)
    return tuple(chosen)


def _weights(wanted: Mapping[str, str | None]) -> Floats:
    """P(state | the description), shape (n_states,)."""
    fits = np.array([
        state.weight if all(word is None or word in words_of(state, kind)
                            for kind, word in wanted.items()) else 0.0
        for state in lesion_states()
    ])  # fmt: skip
    share: Floats = fits / fits.sum()
    return share


def _all(tables: ModelTables, weights: Sequence[Floats]) -> Iterator[Telling]:
    for key, table in tables.tables.items():
        name, _, item = key.partition(".")
        entry = vocabulary().get(name)
        if entry is None or entry.section not in SECTIONS or name in SAID_BY_OTHERS:
            continue
        if table.block in ("place", "age"):
            continue
        rows = []
        for side in SIDES if table.sided else ("",):
            block = f"{table.block}.{side}" if side else table.block
            index, cells = tables.blocks[block], tables.coarse[key]
            p_one, p_other = (np.bincount(index, each, cells.shape[0]) @ cells for each in weights)
            values, p, q = _counted(table, name, p_one, p_other)
            bits = bits_between(p, q)
            rows.append(Telling(name, side, item, values, entry.section, p, q, bits))
        yield from [replace(rows[0], side="both")] if _alike(rows) else rows


def _alike(rows: Sequence[Telling]) -> bool:
    """Whether left and right say the same."""
    if len(rows) < len(SIDES) or rows[0].values != rows[1].values:
        return False
    one, other = rows
    return max(abs(one.p_one - other.p_one), abs(one.p_other - other.p_other)) <= ALIKE


def _counted(
    table: Table, name: str, p_one: Floats, p_other: Floats
) -> tuple[tuple[object, ...], float, float]:
    """The values to count, and how often they come in each."""
    if name in LOW:
        places = [place for place, value in enumerate(table.values) if value in LOW[name]]
    elif there := [value for value in (True, "present", "positive") if value in table.values]:
        places = [table.values.index(there[0])]
    else:
        places = [int(np.argmax(np.abs(p_one - p_other)))]
    values = tuple(table.values[place] for place in places)
    return values, float(p_one[places].sum()), float(p_other[places].sum())


def bits_between(p: float, q: float) -> float:
    """What a yes or no tells of two lesions that were equally likely, in bits.

    Args:
        p: P(yes) in one.
        q: P(yes) in the other.
    """

    def entropy(share: float) -> float:
        return -sum(x * float(np.log2(x)) for x in (share, 1 - share) if x > 0)

    return max(0.0, entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2)
