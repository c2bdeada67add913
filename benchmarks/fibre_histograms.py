"""How ``fibre_diameters.csv`` is made from the published modes and ranges.

    python -m benchmarks.fibre_histograms > src/sciatic/physiology/data/fibre_diameters.csv

Few papers print a histogram of human fibres; they print its modes and its range. Each row of
``fibre_peaks.csv`` becomes a log-normal with the printed mode, whose range is read as two
standard deviations (of the logarithm) either side, cut at that range. Peaks of one population are
added by their weights and the sum is cut into bins. A test makes the table anew and compares.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import NamedTuple

from sciatic.evidence import bounded, read_table

COLUMNS = ("structure", "fibre_class", "lower_um", "upper_um", "share", "source", "seen", "note")
WIDTH_UM, THIN_WIDTH_UM, THIN_UM = 0.25, 0.1, 2.0
NOTE = "assumption: from the peaks in fibre_peaks.csv by benchmarks/fibre_histograms.py"


class Peak(NamedTuple):
    """One row of ``fibre_peaks.csv``; lengths in micrometres."""

    structure: str
    fibre_class: str
    mode_um: float
    low_um: float
    high_um: float
    weight: float
    source: str

    @classmethod
    def read(cls, cells: Mapping[str, str]) -> Peak:
        low, mode, high = (
            bounded(cells, name, 0.1, 30) for name in ("low_um", "mode_um", "high_um")
        )
        if not low < mode < high:
            raise ValueError(f"low, mode and high are out of order: {low}, {mode}, {high}")
        weight = bounded(cells, "weight", 0, 100)
        names = cells["structure"], cells["fibre_class"]
        return cls(*names, mode, low, high, weight, cells["source"])

    def below(self, diameter_um: float) -> float:
        """The share of the peak thinner than ``diameter_um``."""
        spread = math.log(self.high_um / self.low_um) / 4
        middle = math.log(self.mode_um) + spread**2

        def normal(at_um: float) -> float:
            return 0.5 * math.erfc((middle - math.log(at_um)) / (spread * math.sqrt(2)))

        inside = min(max(diameter_um, self.low_um), self.high_um)
        bottom = normal(self.low_um)
        return (normal(inside) - bottom) / (normal(self.high_um) - bottom)


def peaks() -> tuple[Peak, ...]:
    return read_table("physiology", "fibre_peaks", Peak.read)


def edges(group: list[Peak]) -> list[float]:
    """Edges of the bins that hold every peak of the group."""
    low, high = min(peak.low_um for peak in group), max(peak.high_um for peak in group)
    width = THIN_WIDTH_UM if high <= THIN_UM else WIDTH_UM
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    return [round(step * width, 2) for step in range(first, last + 1)]


def rows() -> list[tuple[str, ...]]:
    """The rows of ``fibre_diameters.csv``, as text."""
    table = []
    for names, members in groupby(peaks(), key=lambda peak: (peak.structure, peak.fibre_class)):
        group = list(members)
        total = sum(peak.weight for peak in group)
        source = ";".join(dict.fromkeys(";".join(peak.source for peak in group).split(";")))
        sides = edges(group)
        for lower, upper in pairwise(sides):
            share = (
                sum(peak.weight * (peak.below(upper) - peak.below(lower)) for peak in group) / total
            )
            bin_cells = (f"{lower:g}", f"{upper:g}", f"{share:.6f}")
            table.append((*names, *bin_cells, source, "computed", NOTE))
    return table


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([COLUMNS, *rows()])
