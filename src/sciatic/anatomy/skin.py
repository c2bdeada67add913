"""The 61 regions of skin of one side: names, body segment, area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, read_table

SEGMENTS: tuple[str, ...] = (
    "toes",
    "dorsum",
    "sole",
    "ankle",
    "leg",
    "knee",
    "thigh",
    "buttock",
    "groin",
    "saddle",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One patch of skin, the same on both sides.

    Attributes:
        id: the name used in cases and tables, such as "toe1_dorsal".
        label: the clinician's name.
        plain_label: the person's name for it.
        position: place on the limb, from body part to detail.
        segment: the body part that people mark or leave as a whole, one of ``SEGMENTS``.
        saddle: numbness here is saddle numbness.
        area_cm2: skin area of one side in an adult of 1.8 square metres of skin.
    """

    id: str
    label: str
    plain_label: str
    position: str
    segment: str
    saddle: bool
    area_cm2: float


@cache
def regions() -> Mapping[str, Region]:
    """Every region by its id, from the toes up."""
    rows = read_table("anatomy", "skin_regions", _region)
    return MappingProxyType({row.id: row for row in rows})


def region(name: str) -> Region:
    """The region of that id.

    Raises:
        UnknownTermError: no such region; the error names the nearest.
    """
    found = regions().get(name)
    if found is None:
        raise UnknownTermError("region", name, regions())
    return found


def _region(cells: Mapping[str, str]) -> Region:
    if cells["segment"] not in SEGMENTS:
        raise ValueError(f"segment is {cells['segment']!r}; write one of {', '.join(SEGMENTS)}")
    return Region(
        id=cells["region"],
        label=cells["label"],
        plain_label=cells["plain_label"],
        position=cells["position"],
        segment=cells["segment"],
        saddle=cells["saddle"] == "yes",
        area_cm2=bounded(cells, "area_cm2", 3.0, 300.0),
    )
