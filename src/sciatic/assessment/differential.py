"""The posterior in words: conditions, lesions, levels and roots, each with its probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sciatic.assessment.likelihoods import Reading, read_case
from sciatic.assessment.model import CompiledModel
from sciatic.errors import SciaticError
from sciatic.findings import Case
from sciatic.inference import Belief, Network, Observed, Spread, spread_of

Floats = npt.NDArray[np.float64]
LEAST_SHOWN = 0.005
DIGITS = 12
Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True, eq=False)
class Differential:
    """What a case makes likely, in one setting."""

    model: CompiledModel
    network: Network
    observed: tuple[Observed, ...]
    setting: str

    @cached_property
    def belief(self) -> Belief:
        """All findings, added."""
        return Belief(self.network, self.observed).add_all()

    @cached_property
    def p_states(self) -> Floats:
        """P(state | case), shape (n_states,)."""
        return self.belief.posterior()

    @cached_property
    def spread(self) -> Spread:
        """P(state | case) under every draw of the model's numbers.

        Raises:
            SciaticError: the model was built without draws.
        """
        if self.model.uncertainty is None:
            raise SciaticError("this model was built without draws; use the compiled one")
        return spread_of(self.belief, self.model.uncertainty, self.setting, self._likeliest)

    @cached_property
    def _likeliest(self) -> npt.NDArray[np.int64]:
        """The likeliest state of every condition."""
        order = np.argsort(-self.p_states, kind="stable")
        _, first = np.unique(self.condition_of_state[order], return_index=True)
        return np.asarray(order[first], dtype=np.int64)

    @cached_property
    def condition_ids(self) -> tuple[str, ...]:
        """Every condition, in table order."""
        return tuple(self.model.condition_labels)

    @cached_property
    def condition_of_state(self) -> npt.NDArray[np.int64]:
        """Place of each state's condition in ``condition_ids``."""
        place = {name: number for number, name in enumerate(self.condition_ids)}
        return np.array([place[name] for name in self.model.labels.condition])

    def conditions(self) -> list[tuple[str, float]]:
        """Every condition with its probability, falling; ties in table order."""
        p = np.bincount(self.condition_of_state, self.p_states, len(self.condition_ids))
        return _falling(list(zip(self.condition_ids, p.tolist(), strict=True)))

    def also_present(self) -> list[tuple[str, float]]:
        """What else a pair of causes brings along, with its probability."""
        found: dict[str, float] = {}
        for name, p in zip(self.model.labels.also_present, self.p_states.tolist(), strict=True):
            if name:
                found[name] = found.get(name, 0.0) + p
        return _falling(list(found.items()))

    def lesions(self) -> list[tuple[str, str | None, str, str | None, float]]:
        """(condition, level, side, zone, probability), falling; what is too rare is left out."""
        labels = self.model.labels
        found: dict[tuple[str, str | None, str, str | None], float] = {}
        keys = zip(labels.condition, labels.level, labels.side, labels.zone, strict=True)
        for key, p in zip(keys, self.p_states.tolist(), strict=True):
            found[key] = found.get(key, 0.0) + p
        return _falling([(*key, p) for key, p in found.items() if p >= LEAST_SHOWN])

    def levels(self) -> list[tuple[str, str, float, float]]:
        """(level, side, probability, share), falling by share."""
        labels = self.model.labels
        return self._marginals(labels.level_names, labels.levels)

    def roots(self) -> list[tuple[str, str, float, float]]:
        """(side, root, probability, share), falling by share.

        ``probability`` is P(this root on this side is affected); several may be, so they don't sum
        to one. ``share`` is the expected 1 / (number affected).
        """
        labels = self.model.labels
        return self._marginals(labels.root_names, labels.roots)

    def _marginals(
        self, names: Sequence[tuple[str, str]], affected: npt.NDArray[np.bool_]
    ) -> list[tuple[str, str, float, float]]:
        count = np.maximum(affected.sum(axis=1, keepdims=True), 1)
        p = self.p_states @ affected
        share = self.p_states @ (affected / count)
        rows = [
            (*name, float(p[place]), float(share[place]))
            for place, name in enumerate(names)
            if p[place] >= LEAST_SHOWN
        ]
        return _falling(rows)

    def p_numb(self) -> dict[tuple[str, str], float]:
        """(side, region) -> P(touch reduced or lost there | case), all regions, both sides."""
        joint = np.add.reduce(list(self.belief.joint()))
        tables = self.model.tables
        found = {}
        for side in ("left", "right"):
            index = tables.blocks[f"leg.{side}"]
            n_legs = len(tables.affected)
            weight = np.stack([np.bincount(index, row, n_legs) for row in joint])
            for key, table in tables.tables.items():
                if key.startswith("light_touch."):
                    low = table.p[0, :, :, 0] + table.p[0, :, :, 1]
                    found[side, key.split(".")[1]] = float((weight * low).sum())
        return found


def _falling(rows: list[Row]) -> list[Row]:
    """Rows by their last number, falling; what differs only by rounding stays in table order."""
    return sorted(rows, key=lambda row: -round(row[-1], DIGITS))


def differential(
    model: CompiledModel, case: Case, setting: str, *, other_leg_silence: bool = True
) -> Differential:
    """Read a case and weigh the lesions in one setting."""
    observed = read_case(Reading(model.tables, case, other_leg_silence))
    return Differential(model, network_for(model, case, setting), observed, setting)


def in_setting(found: Differential, case: Case, setting: str) -> Differential:
    """The same findings weighed in another setting."""
    return replace(found, network=network_for(found.model, case, setting), setting=setting)


def network_for(model: CompiledModel, case: Case, setting: str) -> Network:
    """The network of a setting for a person of this age."""
    age = case.get("age_years")
    return model.network(setting, float(age) if isinstance(age, int | float) else None)
