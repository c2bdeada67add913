"""Draws of every number behind the compiled model, and what they do to its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sciatic.assessment.model import AGELESS, CompiledModel
from sciatic.findings.build_tables import story_columns
from sciatic.findings.drawn_tables import KNOTS, drawn_kinds
from sciatic.findings.leg_losses import LATENT
from sciatic.findings.parameters import LATENT_OF_GROUP, parameters, with_the_first
from sciatic.findings.probability_table import Floats, noisy
from sciatic.findings.scores import scale_of
from sciatic.findings.start_sd import start_sd
from sciatic.findings.story_tables import (
    RowKey,
    SidedStory,
    Story,
    cell_name,
    read_row,
    serving_row,
    told_findings,
    told_p,
)
from sciatic.findings.vocabulary import vocabulary
from sciatic.inference import Curves, GroupDraws, Uncertainty
from sciatic.inference.uncertainty import Halves
from sciatic.pathology import LesionState
from sciatic.pathology.free_values import from_scale, to_scale
from sciatic.pathology.parameter_draws import N_DRAWS, number_draws
from sciatic.pathology.pressure import grades
from sciatic.pathology.states import grade_family


def build_uncertainty(model: CompiledModel, states: Sequence[LesionState]) -> Uncertainty:
    """Draw every number that may vary, and read what each draw does. Some ten seconds.

    Args:
        model: compiled from these states.
        states: the lesion states, in the model's order.
    """
    stories, sided = story_columns(states)
    return Uncertainty(
        curves=_curves(states),
        changes={
            key: told_changes(_row_keys(key, model, stories, sided)) for key in told_findings()
        },
        latent=_share_changes([f"latent_{name}" for name in LATENT[1:]], model.tables.latent),
        prior=dict(_prior_changes(model)),
        groups=dict(_group_draws(model)),
    )


def _curves(states: Sequence[LesionState]) -> dict[str, Curves]:
    """The curves of every table that a nerve map gives; those of one kind share theirs."""
    found: dict[str, Curves] = {}
    for kind in drawn_kinds(states):
        change = kind.change.astype(np.float16)
        curves = Curves(float(KNOTS[0]), float(KNOTS[1] - KNOTS[0]), change)
        found |= dict.fromkeys(kind.tables, curves)
    return found


def _moved(name: str) -> Floats:
    return number_draws(name, start_sd(name))


def _row_keys(
    finding: str, model: CompiledModel, stories: Sequence[Story], sided: Sequence[SidedStory]
) -> list[RowKey]:
    """The row of the history table that each column of a finding reads."""
    if model.tables.tables[finding].block == "story_side":
        return [
            serving_row(finding, subtype, severity, "affected" if affected else "other")
            for subtype, severity, affected in sided
        ]
    return [serving_row(finding, subtype, severity) for subtype, severity in stories]


def told_changes(keys: Sequence[RowKey]) -> Halves:
    """Log of each answer's probability over the model's, in each draw of a row's cells.

    Args:
        keys: the row of the history table that each column reads; all of one finding.

    Returns:
        shape (n_values, n_columns, N_DRAWS).
    """
    distinct = list(dict.fromkeys(keys))
    rows = np.stack([_row_changes(key) for key in distinct], axis=1)
    column = np.array([distinct.index(key) for key in keys])
    return np.asarray(rows[:, column], dtype=np.float16)


def _row_changes(key: RowKey) -> Floats:
    finding, row, noise = key[0], read_row(key), parameters()["noise"]
    drawn = {name: np.full(N_DRAWS, p) for name, p in row.items()}
    for value, p in row.items():
        name = cell_name(key, value)
        scale = scale_of(name, p)
        if scale is not None and p < 1:
            places = to_scale(p, scale) + _moved(name)
            drawn[value] = np.array([from_scale(one, scale) for one in places.tolist()])
    if vocabulary()[finding].kind == "boolean":
        cells = np.stack([1 - drawn["true"], drawn["true"]])
    else:
        cells = np.stack([drawn[str(value)] for value in vocabulary()[finding].values])
    p_drawn = noisy((cells / cells.sum(axis=0)).T, noise).T
    changes: Floats = (
        np.log(p_drawn) - np.log(noisy(np.array(told_p(finding, row)), noise))[:, None]
    )
    return changes


def _share_changes(names: Sequence[str], shares: Floats) -> Floats:
    """Log of the shares of a latent over the model's, in each draw, shape (N_DRAWS, n).

    Args:
        names: of the numbers of all values but the first, which takes what they leave.
        shares: the model's, shape (n,).
    """
    others = np.stack([_drawn_share(name, p) for name, p in zip(names, shares[1:], strict=True)])
    changes: Floats = np.log(with_the_first(others)).T - np.log(shares)
    return changes


def _drawn_share(name: str, p: float) -> Floats:
    places = to_scale(float(p), "logit") + _moved(name)
    return 1 / (1 + np.exp(-places))


def _group_draws(model: CompiledModel) -> Iterator[tuple[str, GroupDraws]]:
    for name, group in model.network("mixed", None).groups.items():
        numbers = LATENT_OF_GROUP.get(name, ())
        latent = _share_changes(numbers, group.latent) if numbers else np.zeros((N_DRAWS, 1))
        atypical = (
            np.zeros(N_DRAWS) if name in AGELESS else _drawn_share("atypical", group.atypical)
        )
        yield name, GroupDraws(latent, atypical)


def _prior_changes(model: CompiledModel) -> Iterator[tuple[str, Halves]]:
    """Log of P(state) over the model's in each draw, by setting, shape (n_states, N_DRAWS)."""
    labels = model.labels
    grade = _grade_changes(model)
    condition = list(model.condition_labels)
    of_state = np.array([condition.index(one) for one in labels.condition])
    for setting in model.priors:
        moved = np.array([_moved(f"prior.{setting}.{one}") for one in condition])
        yield setting, (grade + moved[of_state]).astype(np.float16)


def _grade_changes(model: CompiledModel) -> Floats:
    """Log of P(state | subtype) over the model's: the shares of severities are drawn."""
    labels = model.labels
    changes = np.zeros((len(labels.severity), N_DRAWS))
    families = {name: grade_family(name) for name in dict.fromkeys(labels.subtype)}
    for family in {one: None for one in families.values() if one}:
        names = [name for of, name in grades() if of == family]
        shares = np.array([grades()[family, name].share for name in names])
        drawn = shares * np.exp(np.array([_moved(f"severity.{family}.{one}") for one in names])).T
        of_grade = dict(
            zip(names, np.log(drawn / drawn.sum(axis=1)[:, None] / shares).T, strict=True)
        )
        for place, (subtype, grade) in enumerate(zip(labels.subtype, labels.severity, strict=True)):
            if families[subtype] == family:
                changes[place] = of_grade[grade]
    return changes
