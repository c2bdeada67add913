"""Which roots a disc or a narrowing presses, where ganglia lie, how lesions are spread.

Every figure is a row of ``levels.csv`` with its source; the probabilities of one level and zone
are of each structure by itself, and sum past 1: a lesion may press several.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

from sciatic.anatomy.roots import ROOTS, level, root
from sciatic.errors import UnknownTermError
from sciatic.evidence import probability, read_table

RecordType = Literal["compression", "stenosis_compression"]
ZONES: tuple[str, ...] = ("central", "subarticular", "foraminal", "extraforaminal")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFact:
    """A row of the table of levels.

    Attributes:
        record_type: what kind of fact, such as "compression" or "drg_position".
        level: a disc level, a vertebra or a root, in the words of the row.
        zone: place in the canal, or "all".
        structure: what is pressed or found, in words.
        roots: the roots meant by ``structure``, top to bottom; empty where none are.
        both_sides: the roots of both sides lie together there (cauda equina).
        probability, low, high: from 0 to 1, None where the row holds no figure. For
            compressions: that these roots are pressed, given a lesion at that place.
        assumed: the row of a disc lesion, taken for a narrowing that has no row of its own.
    """

    record_type: str
    level: str
    zone: str
    structure: str
    roots: tuple[str, ...]
    both_sides: bool
    probability: float | None
    low: float | None
    high: float | None
    source: str
    seen: str
    note: str
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Roots that a lesion of one level and zone presses together, and how often it does."""

    roots: tuple[str, ...]
    probability: float
    low: float
    high: float
    both_sides: bool
    source: str
    note: str
    assumed: bool


@cache
def level_facts() -> tuple[LevelFact, ...]:
    """Every row of the table of levels."""
    return read_table("anatomy", "levels", _fact)


def zone_roots(
    level_name: str, zone: str, record_type: RecordType = "compression"
) -> tuple[Pressed, ...]:
    """What a lesion in this zone of this level presses, each structure with its probability.

    A narrowing (``stenosis_compression``) at a place without a row of its own takes the rows of
    a disc there; these are marked ``assumed`` and carry the source ``assumption``.

    Raises:
        UnknownTermError: no such level, zone or record type.
    """
    name = level(level_name).name
    if zone not in ZONES:
        raise UnknownTermError("zone", zone, ZONES)
    if record_type not in ("compression", "stenosis_compression"):
        raise UnknownTermError("record type", record_type, ("compression", "stenosis_compression"))
    found = _rows(record_type, name, zone)
    if not found:
        found = tuple(
            replace(row, assumed=True, source=f"{row.source};assumption")
            for row in _rows("compression", name, zone)
        )
    return tuple(_pressed(row) for row in found)


def zone_share() -> Mapping[str, float]:
    """Share of each zone among herniated discs; sums to 1."""
    return _shares("zone_share", "zone")


def level_share() -> Mapping[str, float]:
    """Share of each level among operated disc herniations; sums to 1. L1/L2 has no row."""
    return _shares("level_share", "level")


def level_share_far_lateral() -> Mapping[str, float]:
    """Share of each level among far lateral (extraforaminal) herniations; sums to 1."""
    return _shares("level_share_far_lateral", "level")


def drg_position(root_name: str) -> Mapping[str, float]:
    """Where the root's dorsal root ganglion lies: place -> share of people.

    Places are "foraminal", "extraforaminal" and, inside the canal, "intraspinal (subarticular)"
    or "intraspinal (sacral canal)". Empty for T12 and S5, which have no row.

    Raises:
        UnknownTermError: no such root.
    """
    name = root(root_name).name
    return MappingProxyType(
        {
            row.zone: row.probability
            for row in level_facts()
            if row.record_type == "drg_position" and row.roots == (name,)
            if row.probability is not None
        }
    )


def _rows(record_type: str, level_name: str, zone: str) -> tuple[LevelFact, ...]:
    key = (record_type, level_name, zone)
    return tuple(row for row in level_facts() if (row.record_type, row.level, row.zone) == key)


def _pressed(row: LevelFact) -> Pressed:
    if row.probability is None or row.low is None or row.high is None:
        raise ValueError(f"{row.level} {row.zone} {row.structure}: no probability")
    return Pressed(
        roots=row.roots,
        probability=row.probability,
        low=row.low,
        high=row.high,
        both_sides=row.both_sides,
        source=row.source,
        note=row.note,
        assumed=row.assumed,
    )


def _shares(record_type: str, column: Literal["level", "zone"]) -> Mapping[str, float]:
    found = {
        (row.level if column == "level" else row.zone): row.probability
        for row in level_facts()
        if row.record_type == record_type and row.probability is not None
    }
    total = sum(found.values())
    return MappingProxyType({name: share / total for name, share in found.items()})


def _fact(cells: Mapping[str, str]) -> LevelFact:
    roots = tuple(name for name in cells["roots"].split(";") if name)
    unknown = [name for name in roots if name not in ROOTS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a root from T12 to S5")
    low, middle, high = (
        probability(cells, column) if cells[column] else None
        for column in ("low", "probability", "high")
    )
    if middle is not None and not (low or 0.0) <= middle <= (1.0 if high is None else high):
        raise ValueError(f"probability {middle:g} lies outside its band")
    return LevelFact(
        record_type=cells["record_type"],
        level=cells["level"],
        zone=cells["zone"],
        structure=cells["structure"],
        roots=roots,
        both_sides=cells["both_sides"] == "yes",
        probability=middle,
        low=low,
        high=high,
        source=cells["source"],
        seen=cells["seen"],
        note=cells["note"],
    )
