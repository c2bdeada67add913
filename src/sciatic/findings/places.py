"""The words that findings are given by: muscles, reflexes, regions, nerves and levels."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from sciatic.evidence import data_text
from sciatic.findings.vocabulary import Finding

LEVELS: Final = ("L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1")
ZONES: Final = ("central", "subarticular", "foraminal", "extraforaminal")
ZONE_SYNONYMS: Final = MappingProxyType(
    {
        "lateral_recess": "subarticular",
        "paracentral": "subarticular",
        "far_lateral": "extraforaminal",
    }
)
# These two stand in the table of reflexes for their arcs; as findings they have names of their own.
OWN_FINDING: Final = MappingProxyType(
    {"plantar_response": "exam.plantar_response", "h_reflex_soleus": "tests.h_reflex"}
)


def items_of(finding: Finding) -> tuple[str, ...]:
    """The legal items of a finding, in the order of their table; empty where it has none."""
    if finding.item_kind is None:
        return ()
    if finding.item_kind == "group":
        return finding.groups
    return items(finding.item_kind)


@cache
def items(kind: str) -> tuple[str, ...]:
    """Every id of one kind: muscle, reflex, region, nerve (with skin of its own) or level."""
    if kind == "level":
        return LEVELS
    if kind == "reflex":
        return tuple(name for name in _column("reflexes", "reflex") if name not in OWN_FINDING)
    table, column = {
        "muscle": ("muscles", "muscle"),
        "region": ("skin_regions", "region"),
        "nerve": ("cutaneous_nerves", "nerve"),
    }[kind]
    return _column(table, column)


@cache
def is_item(kind: str) -> frozenset[str]:
    """The ids of one kind as a set, for a quick look."""
    return frozenset(items(kind))


@cache
def level_spellings() -> Mapping[str, str]:
    """Every accepted spelling of a level, such as L4/5 and L4-L5, with the one that is stored."""
    spellings: dict[str, str] = {}
    for level in LEVELS:
        upper, lower = level.split("/")
        for dash in ("/", "-", "–"):
            spellings[f"{upper}{dash}{lower}"] = level
            if lower[0] == upper[0]:
                spellings[f"{upper}{dash}{lower[1:]}"] = level
    return MappingProxyType(spellings)


@cache
def labels(kind: str, column: str = "label") -> Mapping[str, str]:
    """The clinical name (or ``plain_label``, of a region) of each muscle, reflex or region."""
    table, key = {
        "muscle": ("muscles", "muscle"),
        "reflex": ("reflexes", "reflex"),
        "region": ("skin_regions", "region"),
    }[kind]
    rows = csv.DictReader(data_text("anatomy", f"{table}.csv").splitlines())
    return MappingProxyType({row[key]: row[column] for row in rows})


def _column(table: str, column: str) -> tuple[str, ...]:
    rows = csv.DictReader(data_text("anatomy", f"{table}.csv").splitlines())
    return tuple(dict.fromkeys(row[column] for row in rows))
