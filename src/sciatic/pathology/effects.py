"""What named lesions do to fibres: local effects, whole-limb effects, pain and tension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, probability, read_table
from sciatic.pathology.free_values import cached_unless_set, value_of
from sciatic.pathology.pressure import SUSTAINED, posture_minutes, pressure_mmhg
from sciatic.physiology import CHRONIC_MINUTES, FibreEffect, dose_response


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffuseEffect:
    """A lesion that follows fibre length or takes a whole limb.

    Fibres longer than ``threshold_mm`` (skin) or ``threshold_mm - motor_shift_mm`` (muscles)
    suffer ``effect``; 0 mm takes all. ``reflex_loss`` is what the ankle jerk loses; ``tone`` is
    upper (brisk), mixed, lost (no jerks) or empty; ``peripheral`` says that the nerve fibres
    themselves are sick, beyond the ganglion; ``sacral`` is the share of bladder control lost.
    """

    name: str
    effect: FibreEffect
    threshold_mm: float
    motor_shift_mm: float
    reflex_loss: float
    tone: str
    peripheral: bool
    sacral: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPlace:
    """How often pain of one kind is marked on the regions that a pattern names."""

    kernel: str
    regions: str
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TensionSign:
    """P(positive) of each tension sign where the stretched root or nerve is inflamed."""

    name: str
    straight_leg_raise: float
    crossed: float
    slump: float
    femoral_stretch: float


@cache
def named_effects() -> Mapping[str, FibreEffect]:
    """Effects that no pressure figure describes, by name."""

    def parse(cells: Mapping[str, str]) -> tuple[str, FibreEffect]:
        parts = ("touch", "movement", "pinprick", "irritation")
        return cells["effect"], FibreEffect(**{part: probability(cells, part) for part in parts})

    return dict(read_table("pathology", "effects", parse))


_posture: ContextVar[str] = ContextVar("posture", default=SUSTAINED)


@contextmanager
def effect_under(posture: str) -> Iterator[None]:
    """Inside this block every lesion that has pressed for long is some minutes into a posture."""
    before = _posture.set(posture)
    try:
        yield
    finally:
        _posture.reset(before)


def effect(name: str) -> FibreEffect:
    """The effect called ``name``: a row of effects.csv, or "family:severity" under pressure.

    Raises:
        UnknownTermError: a name that is neither.
    """
    return _effect(name, _posture.get())


@cache
def _effect(name: str, posture: str) -> FibreEffect:
    family, _, severity = name.partition(":")
    if severity:
        steps = [(pressure_mmhg(family, severity), CHRONIC_MINUTES)]
        if posture != SUSTAINED:
            steps.append((pressure_mmhg(family, severity, posture), posture_minutes()))
        return dose_response(family).follow(steps)[-1]
    if name not in named_effects():
        raise UnknownTermError("effect", name, named_effects())
    return named_effects()[name]


@cache
def diffuse_effects() -> Mapping[str, DiffuseEffect]:
    """Every row of diffuse.csv by name."""

    def parse(cells: Mapping[str, str]) -> DiffuseEffect:
        parts = ("touch", "movement", "pinprick", "irritation")
        return DiffuseEffect(
            name=cells["diffuse"],
            effect=FibreEffect(**{part: probability(cells, part) for part in parts}),
            threshold_mm=bounded(cells, "threshold_mm", 0, 1500),
            motor_shift_mm=bounded(cells, "motor_shift_mm", -1000, 1000),
            reflex_loss=probability(cells, "reflex"),
            tone=cells["tone"],
            peripheral=cells["peripheral"] == "yes",
            sacral=probability(cells, "sacral"),
        )

    return {row.name: row for row in read_table("pathology", "diffuse", parse)}


@cache
def pain_places() -> tuple[PainPlace, ...]:
    """Every row of pain_kernels.csv."""
    return read_table(
        "pathology",
        "pain_kernels",
        lambda cells: PainPlace(
            kernel=cells["kernel"],
            regions=cells["regions"],
            p=probability(cells, "p"),
        ),
    )


@cached_unless_set
def tension_signs() -> Mapping[str, TensionSign]:
    """Every row of tension.csv by name."""
    parts = ("straight_leg_raise", "crossed", "slump", "femoral_stretch")

    def parse(cells: Mapping[str, str]) -> TensionSign:
        name = cells["tension"]
        found = {
            part: value_of(f"tension.{name}.{part}", probability(cells, part)) for part in parts
        }
        return TensionSign(name=name, **found)

    rows = read_table("pathology", "tension", parse)
    return {row.name: row for row in rows}


@cache
def tension_of_roots() -> Mapping[str, tuple[float, float]]:
    """How much of a sciatic and of a femoral tension sign each root answers to."""

    def parse(cells: Mapping[str, str]) -> tuple[str, tuple[float, float]]:
        return cells["root"], (probability(cells, "sciatic"), probability(cells, "femoral"))

    return dict(read_table("pathology", "tension_roots", parse))
