"""Worlds that the model does not know: its numbers at their other ends, or other people.

A world is a model built with other numbers, and the setting that its people come from. They are
assessed by the shipped model, which takes them to come from a setting that it was told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from zlib import crc32

import numpy as np

from sciatic.assessment import compiled
from sciatic.assessment.cache import build
from sciatic.assessment.model import CompiledModel
from sciatic.findings.probability_table import Floats
from sciatic.findings.scores import scale_of
from sciatic.findings.start_sd import start_sd
from sciatic.pathology.free_values import (
    Scale,
    fitted,
    from_scale,
    to_scale,
    values_recorded,
    values_set,
)
from sciatic.simulate.calibration_people import EXAMINED, TOLD
from sciatic.simulate.calibration_telling import telling_side, usual_answers

HOME, UNTOLD = "primary_care", "mixed"
"""The setting of most worlds; and the prior of an assessment that is told no setting."""
FAR = 2.0  # SDs that a number moves to its other end
DRAWS = 4  # of worlds with random signs
N_SIDES = 2
TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where people come from, and what the assessor takes them for.

    Attributes:
        id, title: what it is called in tables and in pictures.
        kind: "own", "drawn", "telling" or "people": what is unlike the model.
        values: the numbers that are other than the model's.
        people: the setting whose causes the people have.
        taken_for: the setting whose causes the assessor assumes.
    """

    id: str
    title: str
    kind: str
    values: Mapping[str, float] = field(default_factory=dict)
    people: str = HOME
    taken_for: str = HOME


def worlds(seed: int) -> Iterator[World]:
    """Every world, the model's own first; the same seed gives the same numbers."""
    yield World(id="own", title="as the model has it", kind="own")
    for number in range(1, DRAWS + 1):
        yield World(
            id=f"ends_{number}",
            title=f"every number at its other end, draw {number}",
            kind="drawn",
            values=other_ends(seed, number),
        )
    for identifier, title, sds in (
        ("less_half", "all signs tell less, by 1 SD", -FAR / 2),
        ("less", "all signs tell less, by 2 SD", -FAR),
        ("more", "all signs tell more, by 2 SD", FAR),
    ):
        yield World(id=identifier, title=title, kind="telling", values=all_telling(sds))
    yield from other_people()


def other_people() -> Iterator[World]:
    """The model's own numbers, but another mix of causes than the assessor assumes."""
    for people, taken_for, title in (
        ("specialist", HOME, "specialist's people, taken for primary care's"),
        ("emergency", HOME, "emergency people, taken for primary care's"),
        (HOME, UNTOLD, "primary care's people, setting not told"),
    ):
        yield World(
            id=f"{people}_as_{taken_for}", title=title, kind="people", people=people,
            taken_for=taken_for,
        )  # fmt: skip


def world_model(world: World) -> CompiledModel:
    """The model that a world's people are drawn from."""
    if not world.values:
        return sound(compiled())
    with values_set(world.values):
        model = build(lambda step: None)
    return sound(model)


def other_ends(seed: int, number: int) -> Mapping[str, float]:
    """Every number two SDs away from where the model has it, up or down by the toss of a coin."""
    rng = np.random.default_rng([seed, crc32(b"other ends"), number])
    names = sorted(movable())
    ups = rng.integers(N_SIDES, size=len(names)).tolist()
    return {name: _moved(name, FAR if up else -FAR) for name, up in zip(names, ups, strict=True)}


def all_telling(sds: float) -> Mapping[str, float]:
    """Every number that a sign reads, so many SDs to where signs tell more (or, below 0, less).

    A share of people who tell something moves away from its average over all causes; or towards
    it, and no further, since beyond it would tell again.
    """
    found = {name: _moved(name, sds * side) for name, side in _sides().items() if name in movable()}
    for name, usual in _usual().items():
        if name in movable():
            value, scale, sd = movable()[name]
            place, goal = to_scale(value, scale), to_scale(usual, scale)
            step = sds * sd if place > goal else -sds * sd
            passes = 0 <= (goal - place) / step < 1
            found[name] = from_scale(goal if passes else place + step, scale)
    return found


@cache
def movable() -> Mapping[str, tuple[float, Scale, float]]:
    """Every named number that the model is built from: its value, scale, and SD on that scale.

    The SD is that of the fit where it moved the number, else that of the number's own evidence.
    What stands at an end of its range, and customs and definitions, stay.
    """
    with values_set({}), values_recorded() as written:
        build(lambda step: None)
    found = {}
    for name, value in written.items():
        scale = scale_of(name, value)
        if scale is None or (name.startswith("history.") and value >= 1):
            continue
        sd = fitted()[name].se if name in fitted() else start_sd(name)
        found[name] = value, scale, sd
    return found


def _moved(name: str, sds: float) -> float:
    value, scale, sd = movable()[name]
    return from_scale(to_scale(value, scale) + sds * sd, scale)


@cache
def _sides() -> Mapping[str, int]:
    return telling_side(sound(compiled()), TOLD | EXAMINED, HOME)


@cache
def _usual() -> Mapping[str, float]:
    return usual_answers(compiled(), TOLD | EXAMINED, HOME)


def sound(model: CompiledModel) -> CompiledModel:
    """The model with every table a table of probabilities.

    Numbers that are added up in a table can together ask for more than all; then an answer that
    would be left less than nothing keeps what a slip of the pen leaves it, and all add up to one.
    """
    least = model.tables.parameters["noise"]
    if all(_is_sound(one.p) for one in model.tables.tables.values()):
        return model
    tables = {
        key: one if _is_sound(one.p) else replace(one, p=_mended(one.p, least))
        for key, one in model.tables.tables.items()
    }
    coarse = {
        key: p if _is_sound(p) else _mended(p, least) for key, p in model.tables.coarse.items()
    }
    return replace(model, tables=replace(model.tables, tables=tables, coarse=coarse), _networks={})


def _is_sound(p: Floats) -> bool:
    return bool(p.min() > 0 and np.abs(p.sum(axis=-1) - 1).max() < TINY)


def _mended(p: Floats, noise: float) -> Floats:
    least = np.maximum(p, noise / p.shape[-1])
    whole: Floats = least / least.sum(axis=-1, keepdims=True)
    return whole
