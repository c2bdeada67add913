"""How thick the fibres of a human root or nerve are, and how many there are.

A population is a histogram of outer diameters (with the myelin; of the bare axon in ``warmth``),
read from ``data/fibre_diameters.csv``. Human histograms are printed as modes and ranges; the bins
are made from those, in ``data/fibre_peaks.csv``, by ``benchmarks/fibre_histograms.py``, and every
row says what it assumes. Diameters are as printed: histology may shrink a fibre, the printed outer
diameters of processed and fresh fibres agree in one comparison (``shrinkjcs``), and no correction
is made. A root fibre tapers by 0.2 % in 13 cm (``schalow2005``), so a nerve's motor fibres are
given the root's diameters. Numbers of fibres are in ``data/fibre_counts.csv``.

    >>> from sciatic.physiology.populations import n_fibres, population
    >>> touch = population("sural", "touch")
    >>> [round(float(um), 1) for um in touch.quantiles(3)]
    [9.1, 10.6, 12.0]
    >>> n_fibres("root_ventral", "movement")
    5043
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING

from sciatic.errors import EvidenceError, UnknownTermError
from sciatic.evidence import bounded, probability, read_table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FIBRE_CLASSES = ("movement", "touch", "pinprick", "warmth")
WIDEST_UM = 30.0
MOST_FIBRES = 1_000_000
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Population:
    """A histogram of fibre diameters; inside a bin every diameter is as likely as another.

    Args:
        lower_um: lower edges of the bins, rising, in micrometres, shape (bin,).
        upper_um: upper edges; each bin starts where the one before ends, shape (bin,).
        share: share of the fibres in each bin; sums to 1, shape (bin,).

    Raises:
        ValueError: edges that leave a gap or don't rise, or shares that don't sum to 1.
    """

    lower_um: tuple[float, ...]
    upper_um: tuple[float, ...]
    share: tuple[float, ...]

    def __post_init__(self) -> None:
        if not len(self.lower_um) == len(self.upper_um) == len(self.share) > 0:
            raise ValueError("a histogram has as many lower edges as upper edges and shares")
        if any(low >= high for low, high in zip(self.lower_um, self.upper_um, strict=True)):
            raise ValueError("a bin's upper edge is above its lower edge")
        if any(end != start for end, start in zip(self.upper_um, self.lower_um[1:], strict=False)):
            raise ValueError("each bin starts where the one before it ends")
        if min(self.share) < 0 or abs(fsum(self.share) - 1) > TOLERANCE:
            raise ValueError(f"shares are 0 or more and sum to 1, not to {fsum(self.share):g}")

    @property
    def mean_um(self) -> float:
        """The mean diameter, in micrometres."""
        bins = zip(self.lower_um, self.upper_um, self.share, strict=True)
        return sum((low + high) / 2 * share for low, high, share in bins)

    def share_below(self, diameter_um: float) -> float:
        """The share of fibres thinner than ``diameter_um``, 0 to 1."""
        place = bisect_right(self.lower_um, diameter_um) - 1
        if place < 0:
            return 0.0
        low, high = self.lower_um[place], self.upper_um[place]
        part = min(1.0, (diameter_um - low) / (high - low))
        return min(1.0, sum(self.share[:place]) + self.share[place] * part)

    def at(self, ranks: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The diameters below which the given shares of the fibres lie.

        Args:
            ranks: shares from 0 to 1, any shape.

        Returns:
            Diameters in micrometres, of the same shape. Only exactly rounded arithmetic is
            used: the same ranks give the same bits on every machine.
        """
        import numpy as np

        risen = np.array([0.0, *accumulate(self.share)])
        risen[-1] = 1.0
        place = np.clip(np.searchsorted(risen, ranks, side="right") - 1, 0, len(self.share) - 1)
        low, high = np.array(self.lower_um)[place], np.array(self.upper_um)[place]
        start, end = risen[place], risen[place + 1]
        part = (ranks - start) / np.where(end > start, end - start, 1.0)
        found: npt.NDArray[np.float64] = low + (high - low) * part
        return found

    def sample(self, n: int, seed: int) -> npt.NDArray[np.float64]:
        """Diameters of ``n`` fibres drawn at random.

        Args:
            n: how many, 1 or more.
            seed: of the generator (PCG64), 0 or more; the same seed gives the same fibres.

        Returns:
            Diameters in micrometres, shape (n,), in the order drawn.

        Raises:
            ValueError: fewer than one fibre, or a negative seed.
        """
        import numpy as np

        generator = np.random.Generator(np.random.PCG64(seed))
        return self.at(generator.random(_counted(n)))

    def quantiles(self, n: int) -> npt.NDArray[np.float64]:
        """The diameters that stand for ``n`` equal parts of the fibres: each part's middle.

        Returns:
            Rising diameters in micrometres, shape (n,): the (i + 1/2)/n quantiles.

        Raises:
            ValueError: fewer than one part.
        """
        import numpy as np

        return self.at((np.arange(_counted(n)) + 0.5) / n)


@dataclass(frozen=True, slots=True)
class _Census:
    diameters_of: str
    fibres: int | None


def population(structure: str, fibre_class: str) -> Population:
    """The diameters of one class of fibres of a root, a nerve or a muscle's nerve.

    Args:
        structure: one of ``structures()``, such as "root_ventral" or "sural".
        fibre_class: "movement" (A-alpha), "touch" (A-beta), "pinprick" (A-delta) or "warmth" (C).

    Raises:
        UnknownTermError: a structure, a class, or a class that the structure doesn't hold.
    """
    return _histograms()[_census(structure, fibre_class).diameters_of, fibre_class]


def n_fibres(structure: str, fibre_class: str) -> int:
    """How many fibres of a class a structure holds in a healthy adult.

    For a muscle, and for the motor fibres of "tibial" and "deep_fibular", these are the motor
    units of the muscle that the nerve test records from.

    Raises:
        UnknownTermError: as ``population``; or no count was found for that structure and class.
    """
    fibres = _census(structure, fibre_class).fibres
    if fibres is None:
        counted = (
            name for (name, kind), row in _counts().items() if kind == fibre_class and row.fibres
        )
        raise UnknownTermError(f"count of {fibre_class} fibres of", structure, counted)
    return fibres


def structures(fibre_class: str | None = None) -> tuple[str, ...]:
    """The names of the structures, or of those that hold one class of fibres."""
    held = (name for name, kind in _counts() if fibre_class in (None, kind))
    return tuple(dict.fromkeys(held))


def _census(structure: str, fibre_class: str) -> _Census:
    if fibre_class not in FIBRE_CLASSES:
        raise UnknownTermError("fibre class", fibre_class, FIBRE_CLASSES)
    if structure not in structures():
        raise UnknownTermError("structure", structure, structures())
    row = _counts().get((structure, fibre_class))
    if row is None:
        kinds = (kind for name, kind in _counts() if name == structure)
        raise UnknownTermError(f"fibre class of {structure}", fibre_class, kinds)
    return row


@cache
def _counts() -> Mapping[tuple[str, str], _Census]:
    def parse(cells: Mapping[str, str]) -> tuple[tuple[str, str], _Census]:
        if cells["fibre_class"] not in FIBRE_CLASSES:
            raise ValueError(f"fibre_class is {cells['fibre_class']!r}")
        fibres = int(bounded(cells, "fibres", 1, MOST_FIBRES)) if cells["fibres"] else None
        return (cells["structure"], cells["fibre_class"]), _Census(cells["diameters_of"], fibres)

    return MappingProxyType(dict(read_table("physiology", "fibre_counts", parse)))


@cache
def _histograms() -> Mapping[tuple[str, str], Population]:
    def parse(cells: Mapping[str, str]) -> tuple[tuple[str, str], tuple[float, float, float]]:
        lower, upper = (bounded(cells, name, 0, WIDEST_UM) for name in ("lower_um", "upper_um"))
        names = cells["structure"], cells["fibre_class"]
        return names, (lower, upper, probability(cells, "share"))

    bins: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for names, cells in read_table("physiology", "fibre_diameters", parse):
        bins.setdefault(names, []).append(cells)
    return MappingProxyType({names: _histogram(names, rows) for names, rows in bins.items()})


def _histogram(names: tuple[str, str], rows: list[tuple[float, float, float]]) -> Population:
    lower, upper, share = zip(*rows, strict=True)
    total = fsum(share)
    try:
        if abs(total - 1) > TOLERANCE:
            raise ValueError(f"shares sum to {total:g}, not to 1")
        return Population(lower, upper, tuple(part / total for part in share))
    except ValueError as why:
        raise EvidenceError(f"fibre_diameters.csv, {' '.join(names)}: {why}") from why


def _counted(n: int) -> int:
    if n < 1:
        raise ValueError(f"{n} fibres: ask for 1 or more")
    return n
