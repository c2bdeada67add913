"""Numeric findings: a normal curve with a uniform share of outliers, per cause."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sciatic.evidence import bounded, probability, read_table
from sciatic.pathology.states import subtypes


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One cause's distribution of one number; ``mean`` and ``sd`` on ``scale``."""

    finding: str
    subtype: str
    side: str
    scale: str
    mean: float
    sd: float
    outlier: float
    low: float
    high: float


@cache
def curves() -> Mapping[tuple[str, str, str], Curve]:
    """(finding, subtype, side) -> curve."""

    def parse(cells: Mapping[str, str]) -> Curve:
        scale = cells["scale"]
        low, high = float(cells["low"]), float(cells["high"])
        if scale == "log10":
            low, high = math.log10(low + 0.5), math.log10(high + 0.5)
        return Curve(
            finding=cells["finding"],
            subtype=cells["subtype"],
            side=cells["side"],
            scale=scale,
            mean=float(cells["mean"]),
            sd=bounded(cells, "sd", 1e-6, 1e6),
            outlier=probability(cells, "outlier"),
            low=low,
            high=high,
        )

    rows = read_table("findings", "numbers", parse)
    return {(row.finding, row.subtype, row.side): row for row in rows}


@cache
def age_by_level() -> Mapping[tuple[str, str], tuple[float, float]]:
    """(condition, level) -> mean and standard deviation of age, years."""
    rows = read_table(
        "findings",
        "age_by_level",
        lambda cells: (
            (cells["condition"], cells["level"]),
            (bounded(cells, "mean", 0, 120), bounded(cells, "sd", 0.1, 60)),
        ),
    )
    return dict(rows)


def curve_of(finding: str, subtype: str, side: str = "") -> Curve:
    """The nearest curve: the subtype's own, its parent's, the general one.

    Raises:
        KeyError: a number without any curve.
    """
    name: str = subtype
    while True:
        for wanted in (side, ""):
            found = curves().get((finding, name, wanted))
            if found is not None:
                return found
        if name == "*":
            raise KeyError(f"findings/data/numbers.csv has no row for {finding}")
        name = subtypes()[name].parent or "*"
