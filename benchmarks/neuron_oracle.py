"""Run a table of fibres and lesions in NEURON, on PyFibers' fibres: the independent oracle.

Any Python with ``neuron`` and ``pyfibers`` (``pip install 'sciatic[oracle]'``, then
``pyfibers_compile`` once) runs this file, by path or as a module; nothing of ``sciatic`` is
imported, so that the oracle shares no line with what it checks::

    python benchmarks/neuron_oracle.py tests/physiology/data/neuron_reference.csv --every 25

It reads the columns ``fibre_model,diameter_um,lesion,internodes,level`` (``settings``, where
given, holds temperature and step), runs each row by the protocol of the reference table (docs:
``physiology.md``), and prints the same columns, or, with ``--check``, what differs.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

COLUMNS = (
    "fibre_model",
    "diameter_um",
    "lesion",
    "internodes",
    "length_mm",
    "level",
    "level_meaning",
    "velocity_upstream_m_s",
    "velocity_lesion_m_s",
    "velocity_ratio",
    "extra_delay_ms",
    "blocked",
    "kind",
    "settings",
)
MEANING = {
    "none": "-",
    "thin": "fraction of lamellae removed",
    "gap": "exposed node length um",
    "seal": "MYSA periaxonal resistance divisor",
    "depol": "shift of E_K E_L e_pas mV",
    "nablock": "fraction of nodal Na channels removed",
}
SECTIONS_A_PERIOD = 11  # node, MYSA, FLUT, six STIN, FLUT, MYSA
NODES_UPSTREAM, NODES_DOWNSTREAM = 16, 12
THRESHOLD_MV = -30.0
LONGEST_MS = 25.0
DEAD_BELOW_MV, LOOK_EVERY_MS, LOOK_FROM_MS = -45.0, 0.1, 0.4
"""The reference's own stop: no node above -45 mV at a look is called dead. Found by re-running
all its rows: with it every ``blocked`` agrees; without it some 25 rows near block conduct late."""


@dataclass(frozen=True, slots=True)
class Row:
    """One run: a fibre, a lesion over so many internodes, and the settings."""

    fibre_model: str
    diameter_um: str
    lesion: str
    internodes: int
    level: str
    temperature_degc: float = 37.0
    dt_ms: float = 0.005
    kind: str = "-"

    @classmethod
    def read(cls, cells: dict[str, str]) -> Row:
        """From a line of the table; raises ValueError for a lesion nobody knows."""
        if cells["lesion"] not in MEANING:
            known = ", ".join(MEANING)
            raise ValueError(f"unknown lesion {cells['lesion']!r}. Known: {known}")
        said = cells.get("settings") or ""
        degc = re.search(r"([\d.]+) C\b", said)
        step = re.search(r"\bdt ([\d.]+) ms", said)
        return cls(
            cells["fibre_model"],
            cells["diameter_um"],
            cells["lesion"],
            int(cells["internodes"]),
            cells["level"],
            float(degc[1]) if degc else 37.0,
            float(step[1]) if step else 0.005,
            cells.get("kind") or "-",
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What the run showed; lesion velocity and delay are None where the fibre is blocked."""

    internode_um: float
    upstream_m_per_s: float | None
    lesion_m_per_s: float | None
    extra_delay_ms: float | None

    @property
    def blocked(self) -> bool:
        """No spike passed the lesion."""
        return self.extra_delay_ms is None


def available() -> str:
    """Why the oracle cannot run here; empty where it can."""
    try:
        from neuron import h
        from pyfibers import FiberModel  # noqa: F401  (loads the compiled channels)
    except Exception as why:  # NEURON raises many kinds where a library is missing
        return f"{type(why).__name__}: {why}"
    probe = h.Section(name="probe")
    try:
        probe.insert("axnode_myel")
    except ValueError:
        return "its channels are not built: run pyfibers_compile once"
    return ""


def build(row: Row, n_nodes: int | None = None) -> Any:
    """PyFibers' fibre, every node active, with the lesion of the row in it."""
    from pyfibers import FiberModel, build_fiber

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fibre = build_fiber(
            FiberModel[row.fibre_model],
            float(row.diameter_um),
            n_nodes=n_nodes or _odd(NODES_UPSTREAM + 1 + row.internodes + NODES_DOWNSTREAM),
            enforce_odd_nodecount=False,
            passive_end_nodes=False,
            temperature=row.temperature_degc,
        )
    injure(fibre, row)
    return fibre


def _odd(n_nodes: int) -> int:
    """As PyFibers counts: an even number of nodes loses one (k = 1: 29 nodes, not 30)."""
    return n_nodes - 1 + n_nodes % 2


def injure(fibre: Any, row: Row) -> None:
    """Put the lesion between node 16 and node 16 + internodes."""
    if row.lesion == "none":
        return
    first, last = NODES_UPSTREAM, NODES_UPSTREAM + row.internodes
    inside = range(first + 1, last) if row.internodes > 1 else (first, last)
    nodes = [fibre.nodes[i] for i in inside]
    start, stop = first * SECTIONS_A_PERIOD, last * SECTIONS_A_PERIOD
    internodal = [s for s in fibre.sections[start:stop] if "node" not in s.name()]
    INJURIES[row.lesion](float(row.level), nodes, internodal)


def _thin(x: float, nodes: list[Any], internodal: list[Any]) -> None:
    for section in internodal:
        section.xc[0] /= 1 - x
        section.xg[0] /= 1 - x


def _seal(x: float, nodes: list[Any], internodal: list[Any]) -> None:
    for section in internodal:
        if "mysa" in section.name():
            section.xraxial[0] /= x


def _depolarise(x: float, nodes: list[Any], internodal: list[Any]) -> None:
    for section in internodal:
        section.e_pas += x
    for node in nodes:
        node.ek_axnode_myel += x
        node.el_axnode_myel += x


def _block_sodium(x: float, nodes: list[Any], internodal: list[Any]) -> None:
    for node in nodes:
        node.gnabar_axnode_myel *= 1 - x
        node.gnapbar_axnode_myel *= 1 - x


def _widen(x: float, nodes: list[Any], internodal: list[Any]) -> None:
    for node in nodes:
        node.L = x
        node.gnabar_axnode_myel /= x
        node.gnapbar_axnode_myel /= x
        node.gkbar_axnode_myel /= x


INJURIES: dict[str, Callable[[float, list[Any], list[Any]], None]] = {
    "thin": _thin,
    "seal": _seal,
    "depol": _depolarise,
    "nablock": _block_sodium,
    "gap": _widen,
}


def settle(fibre: Any, dt_ms: float) -> None:
    """200 ms from -80 mV in steps of 5 ms, then time zero."""
    from neuron import h

    h.celsius = fibre.temperature
    h.secondorder = 0
    h.finitialize(fibre.v_rest)
    h.t, h.dt = -200.0, 5.0
    while h.t < 0:
        h.fadvance()
    h.t, h.dt = 0.0, dt_ms
    h.fcurrent()
    h.frecord_init()


def stimulate(fibre: Any) -> Any:
    """A pulse of 2 nA and 0.1 ms into node 0, at 0.1 ms. Keep what is returned alive."""
    from neuron import h

    clamp = h.IClamp(fibre.nodes[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 0.1, 0.1, 2.0
    return clamp


def run(row: Row, *, watch_on: bool = False) -> Result:
    """Run one row; lengths in um, times in ms, speeds in m/s.

    Args:
        row: what to run.
        watch_on: do not stop where the reference does; a spike that all but dies may then
            still arrive late.
    """
    from neuron import h

    fibre = build(row)
    clamp = stimulate(fibre)
    traces = [h.Vector().record(node(0.5)._ref_v) for node in fibre.nodes]
    settle(fibre, row.dt_ms)
    end, look_ms = traces[24 + row.internodes], LOOK_EVERY_MS
    while h.t < LONGEST_MS:
        h.fadvance()
        if h.t < look_ms + row.dt_ms / 2:
            continue
        look_ms += LOOK_EVERY_MS
        loudest = max(node(0.5).v for node in fibre.nodes)
        dead_below = -78.0 if watch_on else DEAD_BELOW_MV
        if end.max() > THRESHOLD_MV or (h.t > LOOK_FROM_MS and loudest < dead_below):
            break
    del clamp
    arrivals = [crossing_ms(trace.as_numpy(), row.dt_ms) for trace in traces]
    return measure(arrivals, float(fibre.delta_z), row.internodes)


def crossing_ms(trace: Any, dt_ms: float) -> float | None:
    """First upward crossing of -30 mV, linear between steps; None where there is none."""
    above = trace >= THRESHOLD_MV
    ups = (above[1:] & ~above[:-1]).nonzero()[0]
    if not len(ups):
        return None
    i = int(ups[0])
    return (i + (THRESHOLD_MV - trace[i]) / (trace[i + 1] - trace[i])) * dt_ms


def measure(arrivals: Sequence[float | None], internode_um: float, k: int) -> Result:
    """Velocities and delay from the arrivals at all nodes, as the reference table defines them."""

    def between(a: int, b: int) -> float | None:
        first, then = arrivals[a], arrivals[b]
        if first is None or then is None or then == first:
            return None
        return (b - a) * internode_um / 1000 / (then - first)

    upstream, end, start = between(4, 14), arrivals[24 + k], arrivals[4]
    if upstream is None or end is None or start is None:
        return Result(internode_um, upstream, None, None)
    delay = end - start - (20 + k) * internode_um / 1000 / upstream
    return Result(internode_um, upstream, between(15, 17 + k), delay)


def as_cells(row: Row, result: Result) -> dict[str, str]:
    """The row in the columns and digits of the reference table."""

    def shown(value: float | None, digits: int) -> str:
        return "" if value is None else str(round(value, digits))

    ratio = None
    if result.lesion_m_per_s is not None and result.upstream_m_per_s:
        ratio = result.lesion_m_per_s / result.upstream_m_per_s
    values = (
        row.fibre_model,
        row.diameter_um,
        row.lesion,
        str(row.internodes),
        str(round(row.internodes * result.internode_um / 1000, 4)),
        row.level,
        MEANING[row.lesion],
        shown(result.upstream_m_per_s, 3),
        shown(result.lesion_m_per_s, 3),
        shown(ratio, 4),
        shown(result.extra_delay_ms, 4),
        str(int(result.blocked)),
        row.kind,
        settings(row),
    )
    return dict(zip(COLUMNS, values, strict=True))


def settings(row: Row) -> str:
    """The settings column: enough to run the row again."""
    return (
        f"{versions()}; {row.temperature_degc:g} C; dt {row.dt_ms:g} ms backward Euler; "
        "16 nodes up; 12 down; 2 nA 0.1 ms at node 0; -200 ms settling; threshold -30 mV"
    )


def versions() -> str:
    """The peers and their versions."""
    from importlib import metadata

    return f"NEURON {metadata.version('neuron')}; PyFibers {metadata.version('pyfibers')}"


def differences(given: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    """Cells of results that differ by more than one unit of the last printed digit."""
    for name in COLUMNS[4:5] + COLUMNS[7:12]:
        then, new = given.get(name, ""), now[name]
        if bool(then) != bool(new):
            yield f"{name} {then or 'none'} -> {new or 'none'}"
        elif then and abs(float(then) - float(new)) > 1.01 * 10.0 ** -_digits(name):
            yield f"{name} {then} -> {new}"


def _digits(name: str) -> float:
    if name == "blocked":
        return math.inf
    return 3 if name.endswith("m_s") else 4


def read(file: TextIO, every: int = 1) -> list[tuple[dict[str, str], Row]]:
    """Each n-th line of a table, with the run it asks for."""
    lines = list(csv.DictReader(file))[::every]
    return [(cells, Row.read(cells)) for cells in lines]


def check(pairs: Iterable[tuple[dict[str, str], Row]], *, watch_on: bool = False) -> int:
    """Print what differs from the given table; the number of rows that do."""
    wrong = total = 0
    for cells, row in pairs:
        total += 1
        found = list(differences(cells, as_cells(row, run(row, watch_on=watch_on))))
        wrong += bool(found)
        name = f"{row.fibre_model} {row.diameter_um} {row.lesion} k{row.internodes} {row.level}"
        print(f"{name}: {'; '.join(found) or 'same'}", flush=True)
    print(f"{total - wrong} of {total} rows the same to the printed digit")
    return wrong


def main() -> None:
    """Read the table, run its rows, print them or what differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("table", nargs="?", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("--available", action="store_true", help="only say whether it can run")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="run each N-th row only")
    parser.add_argument("--check", action="store_true", help="print only what differs")
    parser.add_argument("--watch-on", action="store_true", help="no stop where all seems dead")
    options = parser.parse_args()
    if why := available():
        sys.exit(f"the oracle needs NEURON and PyFibers: pip install 'sciatic[oracle]' ({why})")
    if options.available:
        return
    if options.table is None:
        parser.error("give a table")
    pairs = read(options.table, options.every)
    if options.check:
        sys.exit(min(check(pairs, watch_on=options.watch_on), 1))
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for _, row in pairs:
        writer.writerow(as_cells(row, run(row, watch_on=options.watch_on)))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
