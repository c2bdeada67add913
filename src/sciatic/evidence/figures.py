"""Published figures: how a value, an accuracy and their bands are read from a row.

Used with ``read_table``, as in ``read_table("findings", "accuracy", Accuracy.read)``. A blank cell
is a figure that the source does not print, never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A figure with its lower and upper limit, each None where it is not printed."""

    value: float | None
    low: float | None
    high: float | None

    @classmethod
    def read(cls, cells: Mapping[str, str], value: str, low: str, high: str) -> Band:
        """The band in three columns; a ``ValueError`` where they are out of order."""
        band = cls(*(_number(cells, column) for column in (value, low, high)))
        known = [figure for figure in (band.low, band.value, band.high) if figure is not None]
        if known != sorted(known):
            raise ValueError(f"{low}, {value}, {high} are out of order: {known}")
        return band

    def within(self, low: float, high: float, name: str) -> Band:
        """The band itself; a ``ValueError`` where a figure leaves [low, high]."""
        for figure in (self.value, self.low, self.high):
            if figure is not None and not low <= figure <= high:
                hint = f"; write {figure:g} % as {figure / 100:g}" if high == 1 else ""
                raise ValueError(f"{name} is {figure:g}, outside {low:g} to {high:g}{hint}")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well a finding tells a target, as one study or pooled review found.

    Sensitivity and specificity are from 0 to 1, likelihood ratios above 0. Specificity blank on
    a row whose target is a disease: the sensitivity is a frequency among its cases.
    """

    id: str
    target: str
    reference_standard: str
    setting: str
    finding: str
    level: str
    sensitivity: Band
    specificity: Band
    lr_positive: float | None
    lr_negative: float | None
    source: str
    seen: str
    note: str

    @classmethod
    def read(cls, cells: Mapping[str, str]) -> Accuracy:
        """One row of ``findings/data/accuracy.csv``."""
        return cls(
            id=cells["id"],
            target=cells["target"],
            reference_standard=cells["reference_standard"],
            setting=cells["setting"],
            finding=cells["finding"],
            level=cells["level"],
            sensitivity=Band.read(cells, "sensitivity", "sens_lo", "sens_hi").within(
                0, 1, "sensitivity"
            ),
            specificity=Band.read(cells, "specificity", "spec_lo", "spec_hi").within(
                0, 1, "specificity"
            ),
            lr_positive=_ratio(cells, "lr_pos"),
            lr_negative=_ratio(cells, "lr_neg"),
            source=cells["source"],
            seen=cells["seen"],
            note=cells["note"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published quantity with its unit: a row of priors or of physiology.

    ``value.value`` is None where the source gives a word ("none") instead, kept in ``words``.
    """

    id: str
    quantity: str
    value: Band
    words: str
    unit: str
    source: str
    seen: str
    note: str

    @classmethod
    def read(cls, cells: Mapping[str, str]) -> Figure:
        """One row of ``pathology/data/priors.csv`` or ``physiology/data/physiology.csv``."""
        words = "" if _is_number(cells["value"]) else cells["value"]
        numbers = {**cells, "value": ""} if words else cells
        band = Band.read(numbers, "value", "lo", "hi")
        if cells["unit"].startswith("share"):
            band.within(0, 1, cells["quantity"])
        return cls(
            id=cells["id"],
            quantity=cells["quantity"],
            value=band,
            words=words,
            unit=cells["unit"],
            source=cells["source"],
            seen=cells["seen"],
            note=cells["note"],
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _number(cells: Mapping[str, str], column: str) -> float | None:
    text = cells[column]
    if not text:
        return None
    if not _is_number(text):
        raise ValueError(f"{column} is {text!r}, not a number")
    return float(text)


def _ratio(cells: Mapping[str, str], column: str) -> float | None:
    ratio = _number(cells, column)
    if ratio is not None and ratio < 0:
        raise ValueError(f"{column} is {ratio:g}, below 0")
    return ratio
