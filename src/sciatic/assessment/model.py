"""The compiled model: states, tables and blocks; built once, kept in a cache, mapped on use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sciatic.findings.model_tables import ModelTables
from sciatic.findings.parameters import latent_shares
from sciatic.inference import Block, Group, Network, Uncertainty

if TYPE_CHECKING:
    from sciatic.pathology import LesionState

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
AGELESS = ("age", "sex")  # who a person is; no group that could show another lesion


@dataclass(frozen=True, slots=True, eq=False)
class StateLabels:
    """What each state means, as columns, shape (n_states,) unless said.

    ``weight`` is P(state | condition); ``roots``: the state presses that root on that side, shape
    (n_states, 22), names in ``root_names``; likewise ``levels``.
    """

    condition: tuple[str, ...]
    subtype: tuple[str, ...]
    level: tuple[str | None, ...]
    side: tuple[str, ...]
    symptom_side: tuple[str, ...]
    zone: tuple[str | None, ...]
    severity: tuple[str, ...]
    also_present: tuple[str | None, ...]
    weight: Floats
    root_names: tuple[tuple[str, str], ...]
    roots: npt.NDArray[np.bool_]
    level_names: tuple[tuple[str, str], ...]
    levels: npt.NDArray[np.bool_]
    lesion_class: Ints


@dataclass(frozen=True, slots=True, eq=False)
class CompiledModel:
    """All that inference needs.

    ``digest`` names the tables and the code that made it; ``passports`` is what
    ``sciatic.assessment.passports`` gathered: the sources of each finding's rows. ``priors``:
    setting -> condition -> P; ``condition_labels`` in the order of the contract. ``uncertainty``:
    draws of its numbers; None where a model was built for itself alone.
    """

    labels: StateLabels
    tables: ModelTables
    digest: str
    passports: Mapping[str, Mapping[str, list[str]]]
    priors: Mapping[str, Mapping[str, float]]
    condition_labels: Mapping[str, str]
    uncertainty: Uncertainty | None = None
    _networks: dict[tuple[str, str], Network] = field(default_factory=dict)

    def network(self, setting: str, age_years: float | None) -> Network:
        """The network for a setting; age tells the share of lost ankle jerks and tension signs."""
        key = (setting, _age_band(age_years))
        if key not in self._networks:
            self._networks[key] = self._build(*key)
        return self._networks[key]

    def _build(self, setting: str, age_band: str) -> Network:
        weights = self.priors[setting]
        prior = np.array([weights[name] for name in self.labels.condition]) * self.labels.weight
        blocks = {
            name: Block(name, index, self._columns(name, index))
            for name, index in self.tables.blocks.items()
        }
        return Network(
            log_prior=np.log(prior / prior.sum()),
            latent=self.tables.latent,
            blocks=blocks,
            groups=_groups(self.tables, age_band),
        )

    def _columns(self, name: str, index: Ints) -> int:
        if name.startswith("leg."):
            return len(self.tables.affected)
        sides = [other for other in self.tables.blocks if other.split(".")[0] == name.split(".")[0]]
        return int(max(self.tables.blocks[other].max() for other in sides)) + 1


def _age_band(age_years: float | None) -> str:
    if age_years is None:
        return "unknown"
    return "old" if age_years >= 60 else "young"


def _groups(tables: ModelTables, age_band: str) -> Mapping[str, Group]:
    p = dict(tables.parameters)
    for sign in ("both_ankle_jerks_absent", "tension_lost"):
        p[f"{sign}_unknown"] = p[f"{sign}_{age_band}"]
    names = [table.group for table in tables.tables.values()]
    names += [table.group for table in tables.numbers.values()]
    return {
        name: Group(name, latent_shares(name, p), 0.0 if name in AGELESS else p["atypical"])
        for name in dict.fromkeys(names)
    }


def label_states(states: Sequence[LesionState]) -> StateLabels:
    """The columns of ``StateLabels`` for these states."""
    from sciatic.anatomy import LEVELS, ROOTS

    root_names = tuple((side, root) for root in ROOTS for side in ("left", "right"))
    level_names = tuple(
        (level, side) for level in LEVELS for side in ("left", "right", "both", "none")
    )
    classes: dict[object, int] = {}
    return StateLabels(
        condition=tuple(state.condition for state in states),
        subtype=tuple(state.subtype for state in states),
        level=tuple(state.level for state in states),
        side=tuple(state.reported_side for state in states),
        symptom_side=tuple(state.side for state in states),
        zone=tuple(state.zone for state in states),
        severity=tuple(state.severity for state in states),
        also_present=tuple(state.also_present for state in states),
        weight=np.array([state.weight for state in states]),
        root_names=root_names,
        roots=np.array([[name in state.roots for name in root_names] for state in states]),
        level_names=level_names,
        levels=np.array([
            [level in state.levels and side == state.reported_side for level, side in level_names]
            for state in states
        ]),
        lesion_class=np.array(
            [classes.setdefault(_lesion_class(state), len(classes)) for state in states],
            dtype=np.int64,
        ),
    )  # fmt: skip


def _lesion_class(state: LesionState) -> object:
    """What a question is worth is counted over these: severity and latents are summed out."""
    return (state.condition, state.levels, state.side, state.zone, state.roots)
