"""The rows of a prediction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pressed:
    """A root or nerve that the lesion presses: P, mean pressure, shares of fibres (0 to 1)."""

    root: str
    side: str
    probability: float
    mmhg: float
    touch_blocked: float
    movement_blocked: float
    irritation: float


@dataclass(frozen=True, slots=True)
class Skin:
    """A region: P(touch reduced or lost when examined), P(numb or tingling marked), P(pain)."""

    side: str
    region: str
    p_numb: float
    p_tingling: float
    p_pain: float


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle: the MRC grade to expect and P(grade 4 or less)."""

    side: str
    muscle: str
    label: str
    expected_mrc: float
    p_weak: float


@dataclass(frozen=True, slots=True)
class Reflex:
    """A reflex: P(reduced or absent) and P(absent)."""

    side: str
    reflex: str
    p_reduced: float
    p_absent: float


@dataclass(frozen=True, slots=True)
class Tension:
    """A tension sign: P(positive)."""

    test: str
    side: str
    p_positive: float


@dataclass(frozen=True, slots=True)
class Sacral:
    """A sign of bladder, bowel or saddle: P(it is there); of the side with more where sided."""

    finding: str
    probability: float


@dataclass(frozen=True, slots=True)
class PosturePoint:
    """A posture: mean pressure on what is pressed, and the settled shares of its fibres."""

    posture: str
    mmhg: float
    touch_blocked: float
    movement_blocked: float
    irritation: float


@dataclass(frozen=True, slots=True)
class TimelinePoint:
    """A moment of a walk and a rest: ``minute`` since rising from the chair."""

    minute: int
    activity: str
    mmhg: float
    touch_blocked: float
    movement_blocked: float
    irritation: float
