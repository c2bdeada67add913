"""Build every table of the model from the lesion states. A few seconds; done once, then cached."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np

from sciatic.anatomy import regions
from sciatic.findings.leg_losses import LegLosses, latent_prior, leg_losses
from sciatic.findings.leg_tables import leg_tables
from sciatic.findings.model_tables import Ints, ModelTables, NumberTable
from sciatic.findings.nerve_losses import nerve_losses
from sciatic.findings.nerve_tables import nerve_tables
from sciatic.findings.numbers import age_by_level, curve_of, curves
from sciatic.findings.parameters import latent_shares, parameters
from sciatic.findings.probability_table import Floats, Table
from sciatic.findings.state_tables import (
    Place,
    place_tables,
    sacral_doses,
    sacral_tables,
)
from sciatic.findings.story_tables import SidedStory, Story, groups, story_tables
from sciatic.pathology.lesions import LesionState

Key = TypeVar("Key", bound=Hashable)
N_BANDS = 6


def _columns(keys: Iterable[Key]) -> tuple[list[Key], Ints]:
    """The distinct keys, and which of them each one is."""
    seen: dict[Key, int] = {}
    index = [seen.setdefault(key, len(seen)) for key in keys]
    return list(seen), np.array(index, dtype=np.int64)


def build_tables(states: Sequence[LesionState]) -> ModelTables:
    """Compute every table for these states."""
    legs, both = _columns([state.left for state in states] + [state.right for state in states])
    stories, story = _columns(_stories(states))
    sided, sides = _columns(_sided_stories(states))
    ages, age = _columns((state.subtype, state.level or "", state.condition) for state in states)
    losses = leg_losses(legs)
    doses, sacral = _columns(
        sacral_doses(states, {leg: place for place, leg in enumerate(legs)}, losses)
    )
    places, place = _columns(
        Place(state.condition, state.levels, state.zone, state.side) for state in states
    )
    affected = np.array([float(leg.affected) for leg in legs])
    tables = _by_key(
        chain(leg_tables(legs, losses), nerve_tables(nerve_losses(legs))),
        story_tables(stories, sided),
        sacral_tables(doses),
        place_tables(places),
    )
    return ModelTables(
        blocks={
            **_of_sides("leg", both),
            "story": story,
            **_of_sides("story_side", sides),
            "sacral": sacral,
            "place": place,
            "age": age,
        },
        tables=tables,
        numbers={table.key: table for table in _number_tables(stories, sided, ages)},
        coarse=_averaged(tables),
        latent=latent_prior(),
        affected=affected,
        painted_part=_painted_parts(losses, affected),
        parameters=dict(parameters()),
        segments={name: region.segment for name, region in regions().items()},
    )


@dataclass(frozen=True, slots=True, eq=False)
class ShownTables:
    """What a lesion shows in the legs and between them: tables by name, and each state's column."""

    tables: Mapping[str, Table]
    blocks: Mapping[str, Ints]


def shown_tables(states: Sequence[LesionState]) -> ShownTables:
    """The tables of chart, examination, bladder and bowel alone: quicker than all of them."""
    legs, both = _columns([state.left for state in states] + [state.right for state in states])
    losses = leg_losses(legs)
    doses, sacral = _columns(
        sacral_doses(states, {leg: place for place, leg in enumerate(legs)}, losses)
    )
    return ShownTables(
        tables=_by_key(leg_tables(legs, losses), sacral_tables(doses)),
        blocks={**_of_sides("leg", both), "sacral": sacral},
    )


def _stories(states: Sequence[LesionState]) -> list[Story]:
    return [(state.subtype, state.severity) for state in states]


def _sided_stories(states: Sequence[LesionState]) -> list[SidedStory]:
    return [(one.subtype, one.severity, one.left.affected) for one in states] + [
        (one.subtype, one.severity, one.right.affected) for one in states
    ]


def story_columns(states: Sequence[LesionState]) -> tuple[list[Story], list[SidedStory]]:
    """The columns of the blocks "story" and "story_side", in the order of the tables."""
    return _columns(_stories(states))[0], _columns(_sided_stories(states))[0]


def _by_key(*parts: Iterable[Table]) -> dict[str, Table]:
    return {table.key: table for part in parts for table in part}


def _of_sides(name: str, index: Ints) -> dict[str, Ints]:
    """The blocks of left and right, from the columns of all states' left, then their right."""
    n = len(index) // 2
    return {f"{name}.left": index[:n], f"{name}.right": index[n:]}


def _painted_parts(losses: LegLosses, affected: Floats) -> dict[str, Floats]:
    """P(a body part is painted) by those who paint body parts: more where it holds what is hurt.

    It is the same for L5 and S1, which both reach toes, foot and leg, so such paint can't tell them
    apart.
    """
    p = parameters()
    segments = [region.segment for region in regions().values()]
    reach = {
        "sensation": losses.territory[0],
        "pain": np.minimum(1.0, losses.pain[0] / p["painter_pain_full"]),
    }
    found = {}
    for kind, hurt in reach.items():
        rows = []
        for segment in dict.fromkeys(segments):
            most = hurt[:, [one == segment for one in segments]].max(axis=1)
            low, high = p["painter_segment_beside"], p["painter_segment_on"]
            rows.append(np.where(affected > 0, low + (high - low) * most, p["painter_mark_off"]))
        found[kind] = np.array(rows)
    return found


def _averaged(tables: Mapping[str, Table]) -> dict[str, Floats]:
    """Every table with the latents averaged out by their priors, shape (n_columns, n_values)."""
    found = {}
    for key, table in tables.items():
        n_u, n_z = table.p.shape[:2]
        u = latent_shares(table.group)[:n_u]
        u = u / u.sum()
        z = latent_prior() if n_z > 1 else np.ones(1)
        found[key] = np.einsum("uzcv,u,z->cv", table.p, u, z)
    return found


def _number_tables(
    stories: Sequence[tuple[str, str]],
    sided: Sequence[tuple[str, str, bool]],
    ages: Sequence[tuple[str, str, str]],
) -> Iterable[NumberTable]:
    for finding in dict.fromkeys(key[0] for key in curves()):
        group, link, _ = groups()[finding]
        if finding == "age_years":
            rows = [_age_curve(subtype, level, condition) for subtype, level, condition in ages]
            link = "age"
        elif link == "story":
            rows = [_curve(finding, subtype, "") for subtype, _ in stories]
        else:
            rows = [
                _curve(finding, subtype, "affected" if affected else "other")
                for subtype, _, affected in sided
            ]
        scale = next(row.scale for key, row in curves().items() if key[0] == finding)
        cells = np.array(rows)
        bands, edges = _bands(cells, scale)
        yield NumberTable(finding, group, link, scale, cells, bands, edges)


def _bands(cells: Floats, scale: str) -> tuple[Floats, tuple[float, ...]]:
    """P(band | column) of a number over bands of equal share overall, and where they part."""
    mean, sd, outlier, low, high = (part[:, None] for part in cells.T)
    spots = np.linspace(cells[:, 3].min(), cells[:, 4].max(), 600)
    density = np.exp(-0.5 * ((spots - mean) / sd) ** 2) / sd
    density = density / density.sum(axis=1, keepdims=True)
    inside = ((spots >= low) & (spots <= high)).astype(float)
    density = (1 - outlier) * density + outlier * inside / inside.sum(axis=1, keepdims=True)
    overall = density.mean(axis=0).cumsum()
    band = np.minimum((overall * N_BANDS).astype(int), N_BANDS - 1)
    p = np.stack([density[:, band == one].sum(axis=1) for one in range(N_BANDS)], axis=-1)
    p = np.maximum(p, 1e-6)
    edges = [float(spots[np.flatnonzero(band >= one)[0]]) for one in range(1, N_BANDS)]
    told = [10**edge - 0.5 if scale == "log10" else edge for edge in edges]
    return p / p.sum(axis=1, keepdims=True), tuple(round(edge, 1) for edge in told)


def _curve(finding: str, subtype: str, side: str) -> tuple[float, ...]:
    row = curve_of(finding, subtype, side)
    return (row.mean, row.sd, row.outlier, row.low, row.high)


def _age_curve(subtype: str, level: str, condition: str) -> tuple[float, ...]:
    row = _curve("age_years", subtype, "")
    if (condition, level) in age_by_level():
        row = (*age_by_level()[condition, level], *row[2:])
    return row
