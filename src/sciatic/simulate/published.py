"""The published figures beside simulated ones: rows of accuracy.csv and validation_tables.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sciatic.errors import UnknownTermError
from sciatic.evidence import read_table

TOLERANCE = 0.10
"""How far a share or an AUC may be from a figure that was published without an interval."""
FACTOR = 1.25
"""The same for a ratio: at most so many times as large or as small."""
_COLUMNS = {
    "sensitivity": ("sensitivity", "sens_lo", "sens_hi"),
    "specificity": ("specificity", "spec_lo", "spec_hi"),
    "lr_pos": ("lr_pos", "", ""),
    "lr_neg": ("lr_neg", "", ""),
}
_RATIOS = frozenset({"lr_pos", "lr_neg", "odds_ratio"})
_NAMES = {
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "LR+": "lr_pos",
    "LR-": "lr_neg",
    "LR": "lr_neg",
    "AUC": "auc",
    "PPV": "ppv",
    "NPV": "npv",
    "odds ratio": "odds_ratio",
    "OR": "odds_ratio",
    "share": "share",
    "post-test probability": "share",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published figure. ``low`` and ``high``: its interval, or a range over studies.

    ``seen``: page, memory, computed or assumption; ``n`` of people as written, empty if unknown.
    ``bound``: upper or lower where the value bounds many tests, else empty.
    """

    row: str
    metric: str
    words: str
    value: float | None
    low: float | None
    high: float | None
    n: str
    seen: str
    bound: str = ""

    def holds(self, predicted: float) -> bool:
        """Whether a figure lies in the interval, on the right side of a bound, or near enough."""
        low, high = self.low, self.high
        if self.bound:
            assert self.value is not None
            return predicted <= self.value if self.bound == "upper" else predicted >= self.value
        if low is None or high is None:
            assert self.value is not None
            low, high = self.value - TOLERANCE, self.value + TOLERANCE
            if self.metric in _RATIOS:
                low, high = self.value / FACTOR, self.value * FACTOR
        return low <= predicted <= high


def published(row: str) -> tuple[Published, ...]:
    """Every figure of one row: of accuracy.csv up to four, of validation_tables.csv one.

    Raises:
        UnknownTermError: no such row.
    """
    if row in _accuracy():
        cells = _accuracy()[row]
        found = (_figure(cells, metric, *columns) for metric, columns in _COLUMNS.items())
        return tuple(one for one in found if one.value is not None or one.low is not None)
    if row not in _validation():
        raise UnknownTermError("published row", row, (*_accuracy(), *_validation()))
    cells = _validation()[row]
    return (_figure(cells, cells["metric"], "value", "lo", "hi"),)


def is_calibration(figure: Published) -> bool:
    """Whether a figure is one of accuracy.csv: the model may be fitted to it."""
    cells = _accuracy().get(figure.row)
    return cells is not None and cells["finding"] == figure.words


def metric_of(written: str) -> str:
    """Our word for a metric as the table writes it; what was bounded or ranged over is cut off."""
    name = written.split(" (")[0].removesuffix(" upper bound").removesuffix(" lower bound")
    return _NAMES.get(name, name)


def bound_of(written: str) -> str:
    """Upper or lower where the table says that a figure bounds many, else empty."""
    return next((way for way in ("upper", "lower") if written.endswith(f"{way} bound")), "")


def _figure(cells: Mapping[str, str], metric: str, *columns: str) -> Published:
    value, low, high = (float(cells[name]) if name and cells[name] else None for name in columns)
    return Published(
        row=cells["id"],
        metric=metric_of(metric),
        words=cells.get("finding") or cells["rule_or_finding"],
        value=value,
        low=low,
        high=high,
        n=cells["n"],
        seen=cells["seen"],
        bound=bound_of(metric),
    )


@cache
def _accuracy() -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in read_table("findings", "accuracy", dict)}


@cache
def _validation() -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in read_table("simulate", "validation_tables", dict)}
