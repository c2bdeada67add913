"""The muscles and reflexes that an examiner can test, and the nerves that work them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from sciatic.evidence import probability, read_table

Limb = Literal["afferent", "efferent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """A muscle, what it does, how it is tested at the bedside, and its nerve's id."""

    id: str
    label: str
    action: str
    bedside_test: str
    nerve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcLimb:
    """One limb of a reflex arc: the last nerve, the place it ends in, and its share of the limb.

    ``target`` is a muscle or a region; for the cremasteric reflex, whose muscle is not in the
    tables, it is the nerve itself.
    """

    limb: Limb
    target: str
    nerve: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflex:
    """A reflex and its arc: in by ``afferent``, out by ``efferent``, each with shares."""

    id: str
    label: str
    afferent: tuple[ArcLimb, ...]
    efferent: tuple[ArcLimb, ...]


@cache
def muscles() -> Mapping[str, Muscle]:
    """Every muscle by its id, from hip to foot."""
    rows = read_table("anatomy", "muscles", _muscle)
    return MappingProxyType({row.id: row for row in rows})


@cache
def reflexes() -> Mapping[str, Reflex]:
    """Every reflex by its id, from L1 down."""
    limbs = read_table("anatomy", "reflex_arcs", _arc_limb)
    names = read_table("anatomy", "reflexes", lambda cells: (cells["reflex"], cells["label"]))
    return MappingProxyType(
        {
            name: Reflex(
                id=name,
                label=label,
                afferent=tuple(x for of, x in limbs if of == name and x.limb == "afferent"),
                efferent=tuple(x for of, x in limbs if of == name and x.limb == "efferent"),
            )
            for name, label in names
        }
    )


def _muscle(cells: Mapping[str, str]) -> Muscle:
    return Muscle(
        id=cells["muscle"],
        label=cells["label"],
        action=cells["action"],
        bedside_test=cells["bedside_test"],
        nerve=cells["nerve"],
    )


def _arc_limb(cells: Mapping[str, str]) -> tuple[str, ArcLimb]:
    limb: Limb
    if cells["limb"] == "afferent":
        limb = "afferent"
    elif cells["limb"] == "efferent":
        limb = "efferent"
    else:
        raise ValueError(f"limb is {cells['limb']!r}; write afferent or efferent")
    return cells["reflex"], ArcLimb(
        limb=limb,
        target=cells["target"],
        nerve=cells["nerve"],
        share=probability(cells, "share"),
    )
