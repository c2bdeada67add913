"""From pressure on a nerve and its duration to what its fibres still do.

Three steps, each in its module: the pressure law makes the pressure a state of the segment
(``pressure_law``), the fibre simulation makes the state shares of its fibres (``surface``), and
the shares are averaged over the pressures that the lesion's contact spreads over the cross-section
(``data/contact.csv``). A state, not a grid of pressure and duration, because pressures change: who
walks and then sits down carries the walk along.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Protocol

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, read_table
from sciatic.physiology.populations import FIBRE_CLASSES
from sciatic.physiology.pressure_constants import constant
from sciatic.physiology.pressure_law import SOUND_SEGMENT, Segment, SegmentState, follow
from sciatic.physiology.surface import ClassResponse, response

CHRONIC_MINUTES = math.inf
N_PRESSURES = 15


@dataclass(frozen=True, slots=True)
class FibreEffect:
    """What a lesion does to the fibres that pass it: shares from 0 to 1.

    ``touch``, ``movement`` and ``pinprick`` are the shares that carry no signal past it;
    ``irritation`` is how likely the rest is felt as tingling or root pain; ``slowed`` is the share
    of touch and motor fibres that pass late; ``axon_loss`` the share that has degenerated.
    """

    touch: float
    movement: float
    pinprick: float
    irritation: float
    slowed: float = 0.0
    axon_loss: float = 0.0


UNHARMED = FibreEffect(0.0, 0.0, 0.0, 0.0)


class DoseResponse(Protocol):
    """Anything that turns a pressure and its duration into an effect on fibres."""

    def effect(self, pressure_mmhg: float, minutes: float = CHRONIC_MINUTES) -> FibreEffect:
        """The effect of a constant pressure that has lasted ``minutes``."""
        ...

    def follow(self, steps: Iterable[tuple[float, float]]) -> list[FibreEffect]:
        """The effect after each of a row of (pressure in mmHg, minutes) steps."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a kind of lesion presses: on what, over what length, how unevenly.

    ``spread`` is the log SD of the pressure over the cross-section, around the given mean.
    """

    name: str
    segment: Segment
    spread: float


@cache
def contacts() -> Mapping[str, Contact]:
    """Every row of contact.csv by name."""

    def parse(cells: Mapping[str, str]) -> Contact:
        return Contact(
            name=cells["contact"],
            segment=Segment(
                tissue=cells["tissue"],
                length_mm=bounded(cells, "length_mm", 0, 500),
                onset_s=bounded(cells, "onset_s", 0, 1e6),
            ),
            spread=bounded(cells, "spread", 0, 2),
        )

    return {row.name: row for row in read_table("physiology", "contact", parse)}


class SurfaceDoseResponse:
    """Pressure law, fibre simulation and contact together; see the module's text.

    Args:
        segment: what is pressed.
        spread: log SD of the pressure over its cross-section; 0 for a cuff or balloon.
    """

    def __init__(self, segment: Segment, spread: float = 0.0) -> None:
        if not 0 <= spread < math.inf:
            raise ValueError(f"spread is {spread:g}; give a log SD of 0 or more")
        self.segment = segment
        self.shares = _pressure_shares(spread)

    def effect(self, pressure_mmhg: float, minutes: float = CHRONIC_MINUTES) -> FibreEffect:
        """The effect of a constant pressure.

        Args:
            pressure_mmhg: mean pressure on the nerve, 0 or more, in mmHg.
            minutes: how long it has lasted; infinite means settled, as in a lesion of months.

        Raises:
            ValueError: a negative pressure or duration.
        """
        return self.follow([(pressure_mmhg, minutes)])[0]

    def follow(self, steps: Iterable[tuple[float, float]]) -> list[FibreEffect]:
        """Walk through (pressure in mmHg, minutes) steps from an unharmed nerve.

        Raises:
            ValueError: a negative pressure or duration.
        """
        return [self._felt(states) for states in self._states(steps)]

    def classes(
        self, pressure_mmhg: float, minutes: float = CHRONIC_MINUTES
    ) -> dict[str, ClassResponse]:
        """What becomes of each class of fibres: ``movement``, ``touch``, ``pinprick``, ``warmth``.

        Raises:
            ValueError: a negative pressure or duration.
        """
        (states,) = self._states([(pressure_mmhg, minutes)])
        return {name: self._mean(states, name) for name in FIBRE_CLASSES}

    def _states(self, steps: Iterable[tuple[float, float]]) -> list[tuple[SegmentState, ...]]:
        now = [SOUND_SEGMENT] * len(self.shares)
        seen = []
        for pressure_mmhg, minutes in steps:
            now = [
                follow(state, pressure_mmhg * share, minutes, self.segment)
                for state, share in zip(now, self.shares, strict=True)
            ]
            seen.append(tuple(now))
        return seen

    def _mean(self, states: tuple[SegmentState, ...], fibre_class: str) -> ClassResponse:
        each = [_response(state, self.segment, fibre_class) for state in states]
        passing = [1.0 - one.silent for one in each]
        speed = sum(one.velocity_ratio * share for one, share in zip(each, passing, strict=True))
        n = len(each)
        return ClassResponse(
            blocked=sum(one.blocked for one in each) / n,
            axon_loss=sum(one.axon_loss for one in each) / n,
            slowed=sum(one.slowed for one in each) / n,
            ectopic=sum(one.ectopic for one in each) / n,
            velocity_ratio=speed / sum(passing) if sum(passing) > 0 else 1.0,
        )

    def _felt(self, states: tuple[SegmentState, ...]) -> FibreEffect:
        touch, movement, pinprick = (
            self._mean(states, name) for name in ("touch", "movement", "pinprick")
        )
        return FibreEffect(
            touch=touch.silent,
            movement=movement.silent,
            pinprick=pinprick.silent,
            irritation=felt(touch.ectopic),
            slowed=(touch.slowed + movement.slowed) / 2,
            axon_loss=movement.axon_loss,
        )


def felt(firing: float) -> float:
    """P(tingling is felt) where this share of touch fibres fires by itself, 0 to the ceiling."""
    return constant("felt_ceiling") * firing / (firing + constant("felt_half_share"))


@lru_cache(maxsize=8192)
def _response(state: SegmentState, segment: Segment, fibre_class: str) -> ClassResponse:
    return response(state, segment, fibre_class)


@cache
def _pressure_shares(spread: float) -> tuple[float, ...]:
    """Local pressures over the mean one: middles of equal parts of a log-normal of mean 1."""
    if spread == 0:
        return (1.0,)
    normal = NormalDist(-spread * spread / 2, spread)
    local = [math.exp(normal.inv_cdf((i + 0.5) / N_PRESSURES)) for i in range(N_PRESSURES)]
    return tuple(N_PRESSURES * one / sum(local) for one in local)


@cache
def dose_response(contact: str = "uniform") -> SurfaceDoseResponse:
    """The dose-response of a kind of contact: a row of contact.csv.

    Raises:
        UnknownTermError: a contact that is not in the table.
    """
    if contact not in contacts():
        raise UnknownTermError("contact", contact, contacts())
    row = contacts()[contact]
    return SurfaceDoseResponse(row.segment, row.spread)
