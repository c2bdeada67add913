"""Which sources stand behind a finding's share: those of the rows that the model reads for it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping

from sciatic.evidence import data_text

_TARGETS = (
    ("anatomy", "dermatome_weights", "region"),
    ("anatomy", "muscle_roots", "muscle"),
    ("anatomy", "reflex_roots", "reflex"),
)
_MAPPED = ("chart", "reflex", "strength", "light_touch", "pinprick", "muscle_wasting",
           "emg_denervation")  # fmt: skip
MOST_KEYS = 6


def sources_of(
    passports: Mapping[str, Mapping[str, list[str]]], name: str, condition: str
) -> tuple[str, ...]:
    """Source keys for a finding as named in reasons, such as "reflex.left.achilles_reflex=absent".

    Findings of the nerve map: the root shares of the skin, muscle or reflex. History and signs:
    the rows of the leading condition. Otherwise the links' own assumption.

    Args:
        passports: what ``gather`` made when the model was compiled.
        name: a finding's path with its value.
        condition: the leading condition.
    """
    path = name.partition("=")[0].split(".")
    if path[0] in _MAPPED:
        keys = passports["item"].get(path[-1])
    else:
        of_finding = passports.get(path[0], {})
        keys = of_finding.get(condition) or of_finding.get("*")
    return tuple(keys or ("assumption",))


def gather() -> dict[str, dict[str, list[str]]]:
    """finding -> condition -> source keys, and under "item" region, muscle or reflex -> keys."""
    from sciatic.pathology.states import subtypes

    found: dict[str, dict[str, list[str]]] = {"item": {}}
    for room, table, column in _TARGETS:
        for row in _rows(room, table):
            _add(found["item"], row[column], row["source"])
    for row in _rows("findings", "history") + _rows("findings", "numbers"):
        one = row["subtype"]
        condition = "*" if one == "*" else subtypes()[one].condition
        _add(found.setdefault(row["finding"], {}), condition, row["source"])
    return found


def _add(keys_of: dict[str, list[str]], name: str, keys: str) -> None:
    keys_of[name] = _once([*keys_of.get(name, ()), *keys.split(";")])


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(key for key in keys if key))[:MOST_KEYS]


def _rows(room: str, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(data_text(room, f"{table}.csv").splitlines()))
