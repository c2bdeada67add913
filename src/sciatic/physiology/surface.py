"""From the state of a pressed segment to the shares of its fibres: blocked, late, firing.

Reads ``data/surface.csv``, what the simulation made of single fibres (``make surface``; see
``response``), and weighs it with the fibre populations of the tissue. Pure Python: it runs when
the tables are compiled, and needs neither numba nor numpy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import NormalDist

from sciatic.errors import UnknownTermError
from sciatic.evidence import bounded, probability, read_table
from sciatic.physiology.populations import FIBRE_CLASSES, population
from sciatic.physiology.pressure_law import (
    Segment,
    SegmentState,
    bare,
    depolarised_mv,
    squeezed,
    thinned,
    unevenness,
)

PARTS = (0.0, 0.25, 0.5, 0.75, 0.9)
LATE = 0.9
N_DEVIATIONS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the simulation found for one fibre under one harm.

    ``block_mv`` is the depolarisation that blocks (0 where the harm blocks without any);
    ``slowed`` are the velocity ratios at the ``PARTS`` of it; from ``fires_mv`` to ``silent_mv``
    the stretch fires by itself (None: it never does, or was not asked).
    """

    kind: str
    diameter_um: float
    length_mm: float
    thinned: float
    gap_um: float
    block_mv: float
    slowed: tuple[float, ...]
    fires_mv: float | None
    silent_mv: float | None


@dataclass(frozen=True, slots=True)
class ClassResponse:
    """What became of one class of fibres in a segment; shares of all its fibres.

    Attributes:
        blocked: no spike passes, though the axon lives.
        axon_loss: the axon has degenerated.
        slowed: passes at under nine tenths of its velocity.
        ectopic: fires by itself.
        velocity_ratio: mean velocity over the segment of those that pass; 1 where none does.
    """

    blocked: float
    axon_loss: float
    slowed: float
    ectopic: float
    velocity_ratio: float

    @property
    def silent(self) -> float:
        """Share that carries no signal past the segment: blocked or lost."""
        return min(1.0, self.blocked + self.axon_loss)


UNHARMED_CLASS = ClassResponse(0.0, 0.0, 0.0, 0.0, 1.0)


@cache
def surface() -> tuple[Response, ...]:
    """Every row of the table."""

    def parse(cells: Mapping[str, str]) -> Response:
        return Response(
            kind=cells["kind"],
            diameter_um=bounded(cells, "diameter_um", 0, 20),
            length_mm=bounded(cells, "length_mm", 0, 500),
            thinned=probability(cells, "thinned"),
            gap_um=bounded(cells, "gap_um", 0, 300),
            block_mv=bounded(cells, "block_mv", 0, 100),
            slowed=tuple(float(cells[f"slowed_{100 * part:.0f}"]) for part in PARTS),
            fires_mv=float(cells["fires_mv"]) if cells["fires_mv"] else None,
            silent_mv=float(cells["silent_mv"]) if cells["silent_mv"] else None,
        )

    return read_table("physiology", "surface", parse)


@dataclass(frozen=True, slots=True)
class _Fibre:
    """One diameter at one length and gap: its curves over thinning, and its share of a class."""

    share: float
    thinned: tuple[float, ...]
    block_mv: tuple[float, ...]
    slowed: tuple[tuple[float, ...], ...]
    firing: tuple[tuple[float, float] | None, ...]

    def at(self, thin: float) -> tuple[float, tuple[float, ...], tuple[float, float] | None]:
        """Block threshold, velocity ratios and firing range at a share of lamellae gone."""
        place, part = _between(self.thinned, thin)
        firing = self.firing[place]
        if not part:
            return self.block_mv[place], self.slowed[place], firing
        below, above = self.slowed[place], self.slowed[place + 1]
        return (
            _mix(self.block_mv[place], self.block_mv[place + 1], part),
            _mix_all(below, above, part),
            firing,
        )


def response(state: SegmentState, segment: Segment, fibre_class: str) -> ClassResponse:
    """The fibres of one class in a segment in this state.

    Fibres differ in diameter, by the population of the tissue, and in how badly the segment's
    harm reaches them, by the spread of its vessels.

    Raises:
        UnknownTermError: an unknown fibre class.
    """
    if fibre_class not in FIBRE_CLASSES:
        raise UnknownTermError("fibre class", fibre_class, FIBRE_CLASSES)
    gap_um = round(state.gap_um, 1)  # few gaps, so that their curves are made once
    fibres = _fibres(fibre_class, segment.tissue, segment.length_mm, gap_um)
    blocked = late = firing = passing = speed = 0.0
    spread = unevenness(segment)
    harms = [
        (depolarised_mv(state, fibre_class, deviation * spread), thinned(state, deviation))
        for deviation in _deviations()
    ]
    for fibre in fibres:
        found = [fibre.at(thin) for _, thin in harms]
        over = [shift - one[0] for (shift, _), one in zip(harms, found, strict=True)]
        stopped = _share_above(over)
        for (shift, _), (block_mv, slowed, window), dead in zip(harms, found, stopped, strict=True):
            share = fibre.share / N_DEVIATIONS
            if window and window[0] <= shift <= window[1]:
                firing += share
            blocked += share * dead
            through = share * (1.0 - dead)
            ratio = _along(PARTS, slowed, min(1.0, shift / block_mv)) if block_mv else 0.0
            passing += through
            speed += through * ratio
            if ratio < LATE:
                late += through
    alive = 1.0 - state.axon_loss
    ectopic = 1.0 - (1.0 - squeezed(state)) * (1.0 - firing) * (1.0 - bare(state))
    return ClassResponse(
        blocked=blocked * alive,
        axon_loss=state.axon_loss,
        slowed=late * alive,
        ectopic=ectopic * alive,
        velocity_ratio=speed / passing if passing > 0 else 1.0,
    )


@cache
def _deviations() -> tuple[float, ...]:
    """Middles of equal parts of a standard normal."""
    normal = NormalDist()
    return tuple(normal.inv_cdf((i + 0.5) / N_DEVIATIONS) for i in range(N_DEVIATIONS))


def _share_above(values: Sequence[float]) -> list[float]:
    """For each of a row of values that stand for equal parts: the share of its part above 0.

    Within a part the value is taken to change as between its neighbours, so that shares of fibres
    move smoothly with the dose.
    """
    last = len(values) - 1
    shares = []
    for place, value in enumerate(values):
        low, high = max(place - 1, 0), min(place + 1, last)
        width = abs(values[high] - values[low]) / (high - low) if high > low else 0.0
        share = 0.5 + value / width if width else float(value >= 0)
        shares.append(min(1.0, max(0.0, share)))
    return shares


STRUCTURES = {
    ("movement", "limb_nerve"): "tibial",
    ("touch", "limb_nerve"): "sural",
    ("pinprick", "limb_nerve"): "sural",
    ("warmth", "limb_nerve"): "sural",
    ("movement", "root"): "root_ventral",
    ("movement", "ganglion"): "root_ventral",
}


@cache
def _fibres(fibre_class: str, tissue: str, length_mm: float, gap_um: float) -> tuple[_Fibre, ...]:
    kind = "unmyelinated" if fibre_class == "warmth" else "myelinated"
    diameters = _axis(kind, 1)
    people = population(STRUCTURES.get((fibre_class, tissue), "root_dorsal"), fibre_class)
    cuts = [0.0, *((one + other) / 2 for one, other in pairwise(diameters)), 1000.0]
    fibres = []
    for place, diameter_um in enumerate(diameters):
        share = people.share_below(cuts[place + 1]) - people.share_below(cuts[place])
        if share > 0:
            fibres.append(_fibre(share, kind, diameter_um, length_mm, gap_um))
    return tuple(fibres)


def _fibre(share: float, kind: str, diameter_um: float, length_mm: float, gap_um: float) -> _Fibre:
    """The curves of one diameter, at a length and gap between those of the table.

    A wider node leaks more and so resists a shift of its potential; that the gap should save a
    fibre is not believed: block takes the least threshold of the gaps up to this one.
    """
    table = _table()
    lengths, gaps, thin = (_axis(kind, place) for place in (2, 4, 3))
    block_mv, slowed, firing = [], [], []
    long_place, long_part = _between(lengths, length_mm)
    gap_place, gap_part = _between(gaps, gap_um)
    for gone in thin:

        def row(length_step: int, gap_step: int, gone: float = gone) -> tuple[float, ...]:
            length = lengths[min(long_place + length_step, len(lengths) - 1)]
            upto = gaps[: min(gap_place + gap_step, len(gaps) - 1) + 1]
            rows = [table[kind, diameter_um, length, gone, gap] for gap in upto]
            return min(one.block_mv for one in rows), *rows[-1].slowed

        short, long = (_mix_all(row(i, 0), row(i, 1), gap_part) for i in (0, 1))
        blocks, *ratios = _mix_all(short, long, long_part)
        block_mv.append(blocks)
        slowed.append(tuple(ratios))
        nearest = table[kind, diameter_um, lengths[long_place], gone, gaps[0]]
        fires = nearest.fires_mv is not None and nearest.silent_mv is not None
        firing.append((nearest.fires_mv or 0.0, nearest.silent_mv or 0.0) if fires else None)
    return _Fibre(share, tuple(thin), tuple(block_mv), tuple(slowed), tuple(firing))


@cache
def _table() -> Mapping[tuple[str, float, float, float, float], Response]:
    return {
        (row.kind, row.diameter_um, row.length_mm, row.thinned, row.gap_um): row
        for row in surface()
    }


@cache
def _axis(kind: str, place: int) -> tuple[float, ...]:
    """The values that the table has in one part of its key, rising."""
    return tuple(sorted({float(key[place]) for key in _table() if key[0] == kind}))


def _between(axis: Sequence[float], value: float) -> tuple[int, float]:
    """The grid place below ``value`` and the part of the way to the next; ends hold."""
    place = max(0, min(bisect_right(axis, value) - 1, len(axis) - 1))
    if place == len(axis) - 1 or value <= axis[0]:
        return place, 0.0
    return place, (value - axis[place]) / (axis[place + 1] - axis[place])


def _along(axis: Sequence[float], values: Sequence[float], at: float) -> float:
    place, part = _between(axis, at)
    return values[place] if not part else _mix(values[place], values[place + 1], part)


def _mix_all(one: Sequence[float], other: Sequence[float], part: float) -> tuple[float, ...]:
    return tuple(_mix(a, b, part) for a, b in zip(one, other, strict=True))


def _mix(one: float, other: float, part: float) -> float:
    return one + (other - one) * part
