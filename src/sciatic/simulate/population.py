"""Whom a study saw: which lesions, in which setting, and in what shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from sciatic.assessment.model import CompiledModel, StateLabels
from sciatic.errors import SciaticError, UnknownTermError

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesions:
    """Some of the model's lesion states. What is left empty does not restrict.

    Attributes:
        conditions, subtypes, levels, zones, severities: words of the model's tables.
        sides: where symptoms are felt: left, right, both or none.
        roots: pressed on the affected side; any one of them.
        alone: no other root is pressed there.
        any_side: a root counts on whichever side it is pressed.
    """

    conditions: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    alone: bool = False
    any_side: bool = False

    def mask(self, labels: StateLabels) -> Mask:
        """Which states these are, shape (n_states,).

        Raises:
            UnknownTermError: a word that no state has.
        """
        kept: Mask = np.ones(len(labels.condition), dtype=np.bool_)
        for kind, wanted, names in (
            ("condition", self.conditions, labels.condition),
            ("subtype", self.subtypes, labels.subtype),
            ("level", self.levels, labels.level),
            ("zone", self.zones, labels.zone),
            ("severity", self.severities, labels.severity),
            ("side", self.sides, labels.symptom_side),
        ):
            if wanted:
                check_words(kind, wanted, names)
                kept &= np.isin(np.array([name or "" for name in names]), wanted)
        if self.roots:
            kept &= self._pressed(labels)
        return kept

    def _pressed(self, labels: StateLabels) -> Mask:
        names = tuple(dict.fromkeys(root for _, root in labels.root_names))
        check_words("root", self.roots, names)
        left, right = (
            labels.roots[:, [labels.root_names.index((side, root)) for root in names]]
            for side in ("left", "right")
        )
        here: Mask = np.where(affected_right(labels)[:, None], right, left)
        if self.any_side:
            here = left | right
        own = np.isin(np.array(names), self.roots)
        found = _any(here[:, own])
        return found & ~_any(here[:, ~own]) if self.alone else found


def _any(pressed: Mask) -> Mask:
    """Whether a state has any of these, shape (n_states,)."""
    return np.asarray(pressed.any(axis=1), dtype=np.bool_)


def affected_right(labels: StateLabels) -> Mask:
    """Whether a state's affected leg is the right one; where both or neither is, it is the left."""
    return np.array([side == "right" for side in labels.symptom_side])


def check_words(kind: str, wanted: Iterable[str], names: Iterable[str | None]) -> None:
    """Refuse a word that is not among the names.

    Raises:
        UnknownTermError: with the nearest.
    """
    known = sorted({name for name in names if name})
    for word in wanted:
        if word not in known:
            raise UnknownTermError(kind, word, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people a study could have seen, before its inclusion rule.

    Attributes:
        setting: whose prior: primary_care, specialist, emergency or mixed.
        lesions: the lesions that occur at all.
        mix: share of each condition or subtype, in any unit; those not named don't occur. Empty:
            as common as in the setting.
        severity: how many times commoner each severity is than in the setting; once if not named.
    """

    setting: str = "specialist"
    lesions: Lesions = field(default_factory=Lesions)
    mix: Mapping[str, float] = field(default_factory=dict)
    severity: Mapping[str, float] = field(default_factory=dict)

    def weights(self, model: CompiledModel) -> Floats:
        """P(state) of a person of this population, shape (n_states,).

        Raises:
            UnknownTermError: an unknown setting, condition or other word.
            SciaticError: no lesion of the model fits.
        """
        if self.setting not in model.priors:
            raise UnknownTermError("setting", self.setting, model.priors)
        labels = model.labels
        prior = np.exp(model.network(self.setting, None).log_prior)
        weight: Floats = np.where(self.lesions.mask(labels), prior, 0.0)
        check_words("severity", self.severity, labels.severity)
        weight *= np.array([self.severity.get(name, 1.0) for name in labels.severity])
        if self.mix:
            weight = self._mixed(labels, weight)
        if not weight.sum() > 0:
            raise SciaticError("no lesion of the model fits this population; widen its lesions")
        share: Floats = weight / weight.sum()
        return share

    def _mixed(self, labels: StateLabels, weight: Floats) -> Floats:
        check_words("condition", self.mix, (*labels.condition, *labels.subtype))
        condition, subtype = np.array(labels.condition), np.array(labels.subtype)
        found: Floats = np.zeros_like(weight)
        for name, share in self.mix.items():
            part = np.where((condition == name) | (subtype == name), weight, 0.0)
            if share < 0 or not part.sum() > 0:
                raise SciaticError(
                    f"mix: {name} can't have the share {share:g} here; its share must not be "
                    "below 0 and its lesions must be among those of the population"
                )
            found += share * part / part.sum()
        return found


WORDS = tuple(one.name for one in fields(Lesions))
