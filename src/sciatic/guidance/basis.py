"""The evidence behind the advice: 68 rows, each with its contraindication and its sources.

Nothing is computed from these rows: the lines that people read name them (``evidence``), tests
check that each is used and that no line drops its contraindication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sciatic.evidence import read_table


@dataclass(frozen=True, slots=True)
class SelfCare:
    """One piece of evidence on self-care; ``sources`` are keys of the table of sources."""

    id: str
    advice: str
    applies_when: str
    contraindication: str
    for_condition: str
    evidence_strength: str
    sources: tuple[str, ...]
    seen: str
    note: str


def _parse(cells: Mapping[str, str]) -> SelfCare:
    return SelfCare(
        cells["id"],
        cells["advice"],
        cells["applies_when"],
        cells["contraindication"],
        cells["for_condition"],
        cells["evidence_strength"],
        tuple(cells["source"].split(";")),
        cells["seen"],
        cells["note"],
    )


@cache
def self_care() -> Mapping[str, SelfCare]:
    """The evidence rows by id (``SC001`` ...), read when first asked for."""
    return MappingProxyType({row.id: row for row in read_table("guidance", "self_care", _parse)})
