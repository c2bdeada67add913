"""How much findings tell of the lesion, and towards which side of a number they tell more.

Information is the mutual information of a lesion's state and one finding with the latents
averaged out, in bits, added over findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.assessment.model import CompiledModel
from sciatic.findings.build_tables import story_columns
from sciatic.findings.parameters import latent_shares
from sciatic.findings.probability_table import Table
from sciatic.findings.scores import link_scores
from sciatic.findings.story_tables import cell_name, read_row, serving_row, told_findings
from sciatic.pathology import lesion_states

Floats: TypeAlias = npt.NDArray[np.float64]
SPOILERS = (
    "atypical", "latent_prefixed", "latent_postfixed", "latent_map_up", "latent_map_down",
    "painter_territory", "painter_silent", "painter_unlocalised", "strength_unlocalised",
    "both_ankle_jerks_absent_old", "both_ankle_jerks_absent_young",
    "both_ankle_jerks_absent_unknown", "tension_lost_old", "tension_lost_young",
    "tension_lost_unknown",
)  # fmt: skip
"""Shares of people whose findings mislead; no table reads them, and each spoils what is told."""
LEAST = 1e-12


def information(model: CompiledModel, keys: Iterable[str], setting: str) -> float:
    """Bits that the findings of these keys tell one by one, in people of a setting."""
    bits = 0.0
    for table in _tables(model, keys):
        weight, p = _weights(model, table, setting), model.tables.coarse[table.key]
        bits += float((weight[:, None] * p * np.log2(p / (weight @ p))).sum())
    return bits


def telling_side(model: CompiledModel, keys: Iterable[str], setting: str) -> Mapping[str, int]:
    """Of every number of the links and tension signs that these findings read: 1 if more of it
    tells more, else -1.

    From the slope of the information along the number, dI = sum of P(column) dP(value | column)
    log(P(value | column) / P(value)); numbers without a slope are left out.
    """
    slopes: dict[str, float] = {}
    asked = {table.key: table for table in _tables(model, keys)}
    for key, scores in link_scores(lesion_states(), asked.keys() - set(told_findings())).items():
        gain = _gain(model, asked[key], setting)
        for score in scores:
            d = _averaged(model, asked[key], asked[key].p * score.d)
            slopes[score.number] = slopes.get(score.number, 0.0) + float((gain * d).sum())
    found = {name: int(np.sign(slope)) for name, slope in slopes.items() if abs(slope) > LEAST}
    return found | dict.fromkeys(SPOILERS, -1)


def usual_answers(model: CompiledModel, keys: Iterable[str], setting: str) -> Mapping[str, float]:
    """P(answer) among all people of a setting, for every cell of history.csv that they read.

    A cell at its usual answer tells nothing of the cause.
    """
    found: dict[str, float] = {}
    stories, sided = story_columns(lesion_states())
    asked = {table.key: table for table in _tables(model, keys)}
    for key in sorted(asked.keys() & set(told_findings())):
        table = asked[key]
        usual = (_weights(model, table, setting) @ model.tables.coarse[key]).tolist()
        by_value = dict(zip(map(_written, table.values), usual, strict=True))
        rows = (
            [serving_row(key, subtype, grade, "affected" if affected else "other")
             for subtype, grade, affected in sided]
            if table.block == "story_side"
            else [serving_row(key, subtype, grade) for subtype, grade in stories]
        )  # fmt: skip
        for row in dict.fromkeys(rows):
            found |= {cell_name(row, value): by_value[value] for value in read_row(row)}
    return found


def _written(value: object) -> str:
    """An answer as history.csv spells it."""
    return "true" if value is True else str(value)


def _tables(model: CompiledModel, keys: Iterable[str]) -> Iterator[Table]:
    return (model.tables.tables[key] for key in sorted(keys) if key in model.tables.tables)


def _weights(model: CompiledModel, table: Table, setting: str) -> Floats:
    """P(column) of a table's block in a setting, both sides together, shape (n_columns,)."""
    prior = np.exp(model.network(setting, None).log_prior)
    blocks = model.tables.blocks
    names = [table.block] if not table.sided else [f"{table.block}.{s}" for s in ("left", "right")]
    n_columns = table.p.shape[2]
    total = np.add.reduce([np.bincount(blocks[name], prior, n_columns) for name in names])
    weight: Floats = total / total.sum()
    return weight


def _gain(model: CompiledModel, table: Table, setting: str) -> Floats:
    """What one more of P(value | column) adds to the information, shape (n_columns, n_values)."""
    weight, p = _weights(model, table, setting), model.tables.coarse[table.key]
    gain: Floats = weight[:, None] * np.log(p / (weight @ p))
    return gain


def _averaged(model: CompiledModel, table: Table, of_latent: Floats) -> Floats:
    """A table's change with the latents averaged out, shape (n_columns, n_values)."""
    n_u, n_z = table.p.shape[:2]
    u = latent_shares(table.group, model.tables.parameters)[:n_u]
    z = model.tables.latent if n_z > 1 else np.ones(1)
    mean: Floats = np.einsum("uzcv,u,z->cv", of_latent, u / u.sum(), z)
    return mean
