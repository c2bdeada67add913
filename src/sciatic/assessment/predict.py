"""The model forwards: a lesion in, what it would make numb, weak or silent out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sciatic.anatomy import muscles, reflexes, regions
from sciatic.assessment.predicted import (
    Muscle,
    PosturePoint,
    Pressed,
    Reflex,
    Sacral,
    Skin,
    Tension,
    TimelinePoint,
)
from sciatic.errors import UnknownTermError
from sciatic.findings.build_tables import ShownTables, shown_tables
from sciatic.findings.leg_losses import latent_prior
from sciatic.findings.parameters import latent_shares
from sciatic.findings.probability_table import Floats
from sciatic.pathology import POSTURES, LesionState
from sciatic.pathology.choosing import described, fitting_states
from sciatic.pathology.effects import effect, effect_under
from sciatic.pathology.pressure import SUSTAINED, pressure_mmhg
from sciatic.physiology import CHRONIC_MINUTES, dose_response

SIDES = ("left", "right")
TABLES_KEPT = 64
"""Lesions whose tables are kept, the last ones asked for: a slider is moved to and fro."""
SACRAL = (
    "saddle_numbness",
    "bladder_retention",
    "bladder_incontinence",
    "bladder_sensation_lost",
    "bowel_incontinence",
    "sexual_dysfunction_new",
    "anal_tone",
    "perianal_pinprick",
)
WALK_MINUTES, REST_MINUTES, STEP_MINUTES = 20, 10, 2


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a lesion would show, averaged over the states that fit its description.

    Probabilities are of an examiner's or a person's finding; ``expected_mrc`` is a mean grade.
    """

    lesion: Mapping[str, str | None]
    pressed: tuple[Pressed, ...]
    skin: tuple[Skin, ...]
    muscles: tuple[Muscle, ...]
    reflexes: tuple[Reflex, ...]
    tension: tuple[Tension, ...]
    sacral: tuple[Sacral, ...]
    postures: tuple[PosturePoint, ...]
    timeline: tuple[TimelinePoint, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts and lists."""
        return asdict(self)


def predict(
    condition: str,
    *,
    level: str | None = None,
    side: str | None = None,
    zone: str | None = None,
    severity: str | None = None,
    posture: str | None = None,
    subtype: str | None = None,
    courses: bool = True,
) -> Prediction:
    """What a lesion would make numb, tingling, weak or silent.

    Args:
        condition: a condition id, such as "disc_herniation".
        level: a disc level, such as "L5/S1" ("L5/1" is read too).
        side: left, right or both: the side of the symptoms.
        zone: central, subarticular, foraminal or extraforaminal (lateral_recess and paracentral are
            read as subarticular).
        severity: irritation, mild, moderate or severe.
        posture: lying, sitting, standing, walking, bent_forward or leaning_back; None is what acts
            over days.
        subtype: a form of the condition, such as "meralgia" of "other".
        courses: False leaves out postures and timeline, which take longest; see ``courses_of``.

    Raises:
        UnknownTermError: a word that is not in the vocabulary, or a lesion that no state describes.
    """
    wanted = described(
        condition, level=level, side=side, zone=zone, severity=severity, subtype=subtype
    )
    if posture is not None and posture not in POSTURES:
        raise UnknownTermError("posture", posture, POSTURES)
    chosen = fitting_states(wanted)
    weights = np.array([state.weight for state in chosen])
    view = _View(_tables_in(chosen, posture), weights / weights.sum())
    return Prediction(
        lesion={**wanted, "posture": posture},
        pressed=tuple(_pressed(chosen, view.weights, posture)),
        skin=tuple(_skin(view)),
        muscles=tuple(_muscles(view)),
        reflexes=tuple(_reflexes(view)),
        tension=tuple(_tension(view)),
        sacral=tuple(_sacral(view)),
        postures=tuple(_postures(chosen, view.weights)) if courses else (),
        timeline=tuple(_timeline(chosen, view.weights)) if courses else (),
    )


def courses_of(
    wanted: Mapping[str, str | None],
) -> tuple[tuple[PosturePoint, ...], tuple[TimelinePoint, ...]]:
    """What each posture does, and a walk with a rest after it: the part that takes longest.

    Args:
        wanted: a description of ``sciatic.pathology.choosing.described``.

    Raises:
        UnknownTermError: a lesion that no state describes.
    """
    chosen = fitting_states(wanted)
    weights = np.array([state.weight for state in chosen])
    shares = weights / weights.sum()
    return tuple(_postures(chosen, shares)), tuple(_timeline(chosen, shares))


@lru_cache(maxsize=TABLES_KEPT)
def _tables_in(states: tuple[LesionState, ...], posture: str | None) -> ShownTables:
    """The tables of these states alone, with every pressure as it is in the posture."""
    with effect_under(posture or SUSTAINED):
        return shown_tables(states)


class _View:
    """Averages over the chosen states, the latents and the reporters."""

    def __init__(self, tables: ShownTables, weights: Floats) -> None:
        self.tables = tables
        self.weights = weights
        self._joint: dict[tuple[str, int, int, str], Floats] = {}

    def values(self, key: str, side: str) -> Floats:
        """P(value) of a finding of one leg, shape (n_values,)."""
        return self.of_block(key, f"leg.{side}")

    def of_block(self, key: str, block: str) -> Floats:
        """P(value) of a finding whose columns a block names, shape (n_values,)."""
        table = self.tables.tables[key]
        n_u, n_z, n_columns, n_values = table.p.shape
        weights = self._weights(table.group, n_u, n_z, block, n_columns)
        found: Floats = weights @ table.p.reshape(-1, n_values)
        return found

    def _weights(self, group: str, n_u: int, n_z: int, block: str, n_columns: int) -> Floats:
        """P(u, z, column), flat; many tables share it."""
        key = (group, n_u, n_z, block)
        if key not in self._joint:
            columns = np.bincount(self.tables.blocks[block], self.weights, n_columns)
            z = latent_prior() if n_z > 1 else np.ones(1)
            u = latent_shares(group)[:n_u]
            joint = (u / u.sum())[:, None, None] * z[:, None] * columns
            self._joint[key] = joint.reshape(-1)
        return self._joint[key]


def _names(state: LesionState) -> Iterator[tuple[str, str, str]]:
    """(side, what is pressed, name of the effect) of every root and edge of a state."""
    for side in SIDES:
        leg = getattr(state, side)
        for root, name in leg.roots:
            yield side, root, name
        for _, child in leg.edges:
            yield side, child, leg.edge_effect


def _mmhg(name: str, posture: str | None) -> float:
    family, _, severity = name.partition(":")
    return pressure_mmhg(family, severity, posture or SUSTAINED) if severity else 0.0


def _pressed(
    states: Sequence[LesionState], weights: Floats, posture: str | None
) -> Iterator[Pressed]:
    """Every root or nerve that may be pressed, with P and the mean over states that press it."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for state, weight in zip(states, weights.tolist(), strict=True):
        for side, what, name in _names(state):
            found.setdefault((side, what), []).append((weight, name))
    with effect_under(posture or SUSTAINED):
        for (side, what), parts in sorted(found.items(), key=lambda item: -_sum(item[1])):
            total = _sum(parts)

            def mean(part: str, parts: list[tuple[float, str]] = parts, of: float = total) -> float:
                return sum(w * float(getattr(effect(name), part)) for w, name in parts) / of

            yield Pressed(
                root=what,
                side=side,
                probability=total,
                mmhg=sum(w * _mmhg(name, posture) for w, name in parts) / total,
                touch_blocked=mean("touch"),
                movement_blocked=mean("movement"),
                irritation=mean("irritation"),
            )


def _sum(parts: Sequence[tuple[float, str]]) -> float:
    return sum(weight for weight, _ in parts)


def _skin(view: _View) -> Iterator[Skin]:
    for side in SIDES:
        for region in regions():
            touch = view.values(f"light_touch.{region}", side)
            feeling = view.values(f"chart.sensation.{region}", side)
            pain = view.values(f"chart.pain.{region}", side)
            yield Skin(
                side=side,
                region=region,
                p_numb=float(touch[0] + touch[1]),
                p_tingling=float(feeling[1] + feeling[2]),
                p_pain=float(pain[1] + pain[2]),
            )


def _muscles(view: _View) -> Iterator[Muscle]:
    for side in SIDES:
        for muscle, row in muscles().items():
            p = view.values(f"strength.{muscle}", side)
            yield Muscle(
                side=side,
                muscle=muscle,
                label=row.label,
                expected_mrc=float(p @ np.arange(len(p))),
                p_weak=float(p[:5].sum()),
            )


def _reflexes(view: _View) -> Iterator[Reflex]:
    for side in SIDES:
        for reflex in reflexes():
            if f"reflex.{reflex}" in view.tables.tables:
                p = view.values(f"reflex.{reflex}", side)
                yield Reflex(side, reflex, p_reduced=float(p[0] + p[1]), p_absent=float(p[0]))


def _tension(view: _View) -> Iterator[Tension]:
    for side in SIDES:
        for test in (
            "straight_leg_raise",
            "crossed_straight_leg_raise",
            "slump",
            "femoral_stretch",
            "crossed_femoral_stretch",
        ):
            yield Tension(test, side, p_positive=float(view.values(test, side)[0]))


def _sacral(view: _View) -> Iterator[Sacral]:
    """Signs of the sacral roots: told ones are there where true, tested ones where not normal."""
    for name in SACRAL:
        table = view.tables.tables[name]
        spared = table.values.index(False if False in table.values else "normal")
        blocks = [f"leg.{side}" for side in SIDES] if table.sided else [table.block]
        kept = min(float(view.of_block(name, block)[spared]) for block in blocks)
        yield Sacral(name, probability=1 - kept)


def _postures(states: Sequence[LesionState], weights: Floats) -> Iterator[PosturePoint]:
    """What each posture does to the pressed fibres, mean over all that are pressed."""
    parts = [
        (weight, name)
        for state, weight in zip(states, weights.tolist(), strict=True)
        for _, _, name in _names(state)
        if ":" in name
    ]
    total = _sum(parts)
    for posture in POSTURES if parts else ():
        mmhg = sum(w * _mmhg(name, posture) for w, name in parts) / total
        with effect_under(posture):
            touch, movement, irritation = (
                sum(w * float(getattr(effect(name), part)) for w, name in parts) / total
                for part in ("touch", "movement", "irritation")
            )
        yield PosturePoint(posture, mmhg, touch, movement, irritation)


def _timeline(states: Sequence[LesionState], weights: Floats) -> Iterator[TimelinePoint]:
    """Sit for an hour, walk, then sit: how the fibres fail and come back, minute by minute.

    The nerve has been under its sustained pressure for long, by the contact of most states.
    """
    by_posture = {point.posture: point for point in _postures(states, weights)}
    if not by_posture:
        return
    walk, sit = by_posture["walking"].mmhg, by_posture["sitting"].mmhg
    names = [
        (weight, name)
        for state, weight in zip(states, weights.tolist(), strict=True)
        for _, _, name in _names(state)
        if ":" in name
    ]
    family = max(names)[1].partition(":")[0]
    day = sum(w * _mmhg(name, None) for w, name in names) / _sum(names)
    yield from _walk_and_rest(family, *(round(mmhg, 6) for mmhg in (day, walk, sit)))


@lru_cache(maxsize=TABLES_KEPT)
def _walk_and_rest(
    family: str, day_mmhg: float, walk: float, sit: float
) -> tuple[TimelinePoint, ...]:
    """The same for a kind of contact and its mean pressures: over days, walking, sitting."""
    steps = [(day_mmhg, CHRONIC_MINUTES), (sit, 60.0)]
    told = [(0, "sitting")]
    for minute in range(STEP_MINUTES, WALK_MINUTES + 1, STEP_MINUTES):
        steps.append((walk, float(STEP_MINUTES)))
        told.append((minute, "walking"))
    for minute in range(STEP_MINUTES, REST_MINUTES + 1, STEP_MINUTES):
        steps.append((sit, float(STEP_MINUTES)))
        told.append((WALK_MINUTES + minute, "sitting"))
    effects = dose_response(family).follow(steps)[1:]
    return tuple(
        TimelinePoint(minute, activity, mmhg, now.touch, now.movement, now.irritation)
        for (minute, activity), (mmhg, _), now in zip(told, steps[1:], effects, strict=True)
    )
