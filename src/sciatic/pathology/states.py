"""All lesion states, and how common each condition is where it is seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from sciatic.errors import UnknownTermError
from sciatic.evidence import probability, read_table
from sciatic.pathology.free_values import cached_unless_set, value_of
from sciatic.pathology.lesions import LesionState
from sciatic.pathology.mimics import mimic_states
from sciatic.pathology.spine import (
    back_only_slips,
    canal_states,
    cauda_equina_states,
    disc_states,
    recess_states,
)

SETTINGS = ("primary_care", "specialist", "emergency", "mixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtype:
    """A form of a condition, with a history of its own; ``share`` adds up to one per condition."""

    id: str
    condition: str
    label: str
    share: float
    parent: str
    cord_parent: str
    also_present: str


@cache
def subtypes() -> Mapping[str, Subtype]:
    """Every form of every condition, by id, in table order."""
    rows = read_table(
        "pathology",
        "subtypes",
        lambda cells: Subtype(
            id=cells["subtype"],
            condition=cells["condition"],
            label=cells["label"],
            share=probability(cells, "share"),
            parent=cells["parent"],
            cord_parent=cells["cord_parent"],
            also_present=cells["also_present"],
        ),
    )
    return {row.id: row for row in rows}


@cache
def conditions() -> Mapping[str, str]:
    """Every condition's label by id, in the order of the contract; ties are listed so."""
    rows = read_table(
        "pathology",
        "conditions",
        lambda cells: (cells["condition"], cells["label"]),
        sourced=False,
    )
    return dict(rows)


def grade_family(subtype: str) -> str | None:
    """The family of severities whose shares the states of a subtype follow; None: none of them."""
    if subtype.startswith("disc_"):
        return "disc"
    if subtype in ("stenosis_foraminal", "slip_isthmic"):
        return "foraminal"
    if subtype.startswith("stenosis_") or subtype == "slip_degenerative":
        return "stenosis"
    return None


def states_of(subtype: str) -> Iterator[LesionState]:
    """The states of one subtype; their weights add up to one."""
    if subtype.startswith("disc_"):
        return disc_states(subtype)
    if subtype in ("stenosis_central", "slip_degenerative"):
        return canal_states(subtype)
    if subtype == "stenosis_pn":
        return canal_states(subtype, like="stenosis_central")
    if subtype == "stenosis_recess":
        return recess_states(subtype, "subarticular", "stenosis")
    if subtype in ("stenosis_foraminal", "slip_isthmic"):
        return recess_states(subtype, "foraminal", "foraminal")
    if subtype == "slip_back_only":
        return back_only_slips(subtype)
    if subtype.startswith("ces_"):
        return cauda_equina_states(subtype)
    return mimic_states(subtype)


@cached_unless_set
def lesion_states() -> tuple[LesionState, ...]:
    """Every state of the model, mirror images included; weights add up to one per condition.

    Raises:
        EvidenceError: a table that a state is made from breaks its rules.
    """
    states = []
    for subtype in subtypes().values():
        own = list(states_of(subtype.id))
        total = sum(state.weight for state in own)
        states += [
            replace(state, condition=subtype.condition, weight=subtype.share * state.weight / total)
            for state in own
        ]
    return tuple(states)


def priors(setting: str = "mixed") -> Mapping[str, float]:
    """P(condition) where the person is seen: primary care, specialist, emergency, or a mixture.

    Raises:
        UnknownTermError: a setting that the table does not have.
    """
    if setting not in SETTINGS:
        raise UnknownTermError("setting", setting, SETTINGS)
    rows = read_table(
        "pathology",
        "priors_by_setting",
        lambda cells: (cells["setting"], cells["condition"], probability(cells, "weight")),
    )
    weights = {
        condition: value_of(f"prior.{setting}.{condition}", weight)
        for where, condition, weight in rows
        if where == setting
    }
    total = sum(weights.values())
    return {condition: weights[condition] / total for condition in conditions()}
