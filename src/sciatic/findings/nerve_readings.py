"""Figures of both legs beside each other and beside their normal limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Figure = tuple[str, str, float]
Limits = Mapping[tuple[str, str], tuple[str, float]]
UNITS = {"latency": "ms", "velocity": "m/s", "amplitude": "mV", "size": "ratio"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure of one leg.

    Attributes:
        study, measure: such as "sural" and "amplitude".
        value: None where there is no response.
        bound, limit: the normal limit ("upper" or "lower"), None where there is none.
        flag: "" (normal), "high", "low", "absent", "side" (too unlike the other leg), "drop"
            (lower above the fibular head than below it) or "slowed" (there).
    """

    study: str
    measure: str
    side: str
    value: float | None
    unit: str
    bound: str | None
    limit: float | None
    flag: str


def beside_the_other(
    left: Sequence[Figure], right: Sequence[Figure], limits: Limits
) -> Iterator[Reading]:
    """Readings of both legs, flagged against the limits, the other leg and the piece below."""
    values = {
        side: {(study, measure): value for study, measure, value in figures}
        for side, figures in (("left", left), ("right", right))
    }
    for study, measure, _ in left:
        for side, other in (("left", "right"), ("right", "left")):
            here = values[side]
            value = here[study, measure]
            bound, limit = limits.get((study, measure), (None, None))
            flag = _against_limit(value, measure, bound, limit)
            flag = flag or _against_other(study, measure, here, values[other], limits)
            flag = flag or _at_the_head(study, measure, here, limits)
            yield Reading(
                study=study,
                measure=measure,
                side=side,
                value=None if _absent(value, measure) else value,
                unit=_unit(study, measure),
                bound=bound,
                limit=limit,
                flag=flag,
            )


def _absent(value: float, measure: str) -> bool:
    return math.isinf(value) or (value <= 0 and not measure.startswith("velocity"))


def _unit(study: str, measure: str) -> str:
    kind = next(kind for kind in UNITS if kind in measure)
    sensory = study in ("sural", "superficial_fibular")
    return "uV" if kind == "amplitude" and sensory else UNITS[kind]


def _against_limit(value: float, measure: str, bound: str | None, limit: float | None) -> str:
    if _absent(value, measure):
        return "absent"
    if limit is None:
        return ""
    if bound == "upper" and value > limit:
        return "high"
    return "low" if bound == "lower" and value < limit else ""


def _against_other(
    study: str,
    measure: str,
    here: Mapping[tuple[str, str], float],
    other: Mapping[tuple[str, str], float],
    limits: Limits,
) -> str:
    mine, theirs = here[study, measure], other[study, measure]
    if measure == "amplitude" and (study, "amplitude_side_drop") in limits and theirs > 0:
        _, drop = limits[study, "amplitude_side_drop"]
        return "side" if 1 - mine / theirs > drop else ""
    if study != "h_reflex" or math.isinf(theirs):
        return ""
    if measure == "latency":
        return "side" if mine - theirs > limits[study, "side_difference"][1] else ""
    return "side" if theirs > 0 and mine / theirs < limits[study, "amplitude_ratio"][1] else ""


def _at_the_head(
    study: str, measure: str, here: Mapping[tuple[str, str], float], limits: Limits
) -> str:
    """Drop of amplitude or velocity over the fibular head beyond what is usual there."""
    if measure == "amplitude_above_head":
        below = here[study, "amplitude_below_head"]
        drop = limits[study, "head_amplitude_drop"][1]
        return "drop" if below > 0 and 1 - here[study, measure] / below > drop else ""
    if measure == "velocity_above_head":
        leg, across = here[study, "velocity_below_head"], here[study, measure]
        slower = limits[study, "head_velocity_drop"][1]
        return "slowed" if not math.isinf(leg) and leg - across > slower else ""
    return ""
