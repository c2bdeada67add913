"""From a case to the rows of the network: what each finding says about every column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sciatic.findings import Case, Observation
from sciatic.findings.model_tables import ModelTables
from sciatic.findings.probability_table import Floats, Table
from sciatic.inference import ClusterLeaf, Observed, Read, Row

SIDES = ("left", "right")
OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, eq=False)
class Reading:
    """How one case is read: its tables, whether silence counts, and which worlds there are."""

    tables: ModelTables
    case: Case
    other_leg_silence: bool = True

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every known answer of the case."""
        return self.case.observations()

    @cached_property
    def doubt(self) -> bool:
        """Whether the case leaves a side in doubt, so that there are two worlds."""
        marks = any(mark.side == "unsure" for mark in self.case.marks)
        return marks or any(one.side == "unsure" for one in self.observations)


def read_case(reading: Reading) -> tuple[Observed, ...]:
    """Every finding of the case as rows, in the order of the vocabulary (chart before exam)."""
    found: list[Observed] = []
    charted = False
    for one in reading.observations:
        if one.section in ("exam", "tests") and not charted:
            found += _chart(reading)
            charted = True
        found += _observation(reading, one)
    if not charted:
        found += _chart(reading)
    return tuple(found)


def _spread(reading: Reading, rows: tuple[Row, ...], name: str) -> Observed:
    return Observed(name, (rows, rows) if reading.doubt else (rows,))


def _observation(reading: Reading, one: Observation) -> Iterator[Observed]:
    name = f"{one.path}={_written(one.value)}"
    if one.side == "unsure":
        rows = {side: _rows(reading, one, side) for side in SIDES}
        if any(rows.values()):
            yield Observed(name, tuple(rows[side] for side in SIDES))
        return
    rows_here = _rows(reading, one, one.side)
    if rows_here:
        yield _spread(reading, rows_here, name)
    if reading.other_leg_silence and one.side in SIDES and one.section == "history":
        yield from _silence(reading, one)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "+".join(str(entry.get("finding", entry)) for entry in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _silence(reading: Reading, one: Observation) -> Iterator[Observed]:
    """The rule ``other_leg_silence``: one leg described, the other not mentioned.

    Weak evidence that the other leg is free of it. For probabilities only: no red flag reads it.
    """
    other = OTHER[str(one.side)]
    table = reading.tables.tables.get(one.finding)
    if table is None or not table.sided or other in reading.case.sides(one.finding):
        return
    p = reading.tables.parameters
    normal = 0 if table.values[0] is False else _normal_place(table)
    present, absent = p["silence_present"], p["silence_absent"]
    read = _read(table, normal, present, absent - present)
    row = Row(table.group, f"{table.block}.{other}", _of_read(read), reads=(read,))
    yield _spread(
        reading,
        (row,),
        f"{one.finding}.{other}=not_mentioned",
    )


def _normal_place(table: Table) -> int:
    return table.values.index("none") if "none" in table.values else 0


def _rows(reading: Reading, one: Observation, side: str | None) -> tuple[Row, ...]:
    """The rows of one observation on one side; none where the model has no table for it."""
    tables = reading.tables
    number = tables.numbers.get(one.finding)
    if number is not None and isinstance(one.value, int | float):
        block = f"{number.block}.{side}" if number.block == "story_side" else number.block
        return (Row(number.group, block, number.density(float(one.value))[None, None]),)
    if one.finding == "mri_finding":
        return tuple(_scan_rows(tables, one.value))
    key, value = _as_table(reading, one)
    table = tables.tables.get(key)
    if table is None or value not in table.values:
        return ()
    block = f"{table.block}.{side}" if table.sided else table.block
    read = _read(table, table.values.index(value))
    leaves: tuple[ClusterLeaf, ...] = ()
    if table.painted and one.item in reading.tables.segments:
        leaves = (_touch_leaf(reading, str(one.finding), str(one.item), str(side), value),)
    return (Row(table.group, block, read.p, leaves, (read,)),)


def _read(table: Table, value: int, base: float = 0.0, slope: float = 1.0) -> Read:
    return Read(table.key, value, table.p[..., value], base, slope)


def _of_read(read: Read) -> Floats:
    return read.base + read.slope * read.p


def _as_table(reading: Reading, one: Observation) -> tuple[str, object]:
    """The table and the value that an observation reads; numbers fall into their bins."""
    key = one.finding if one.item is None else f"{one.finding}.{one.item}"
    value, p = one.value, reading.tables.parameters
    if one.finding == "post_void_residual_ml" and isinstance(value, int | float):
        bins = ("under_100", "100_to_199", "200_or_more")
        return key, bins[(value >= p["residual_low_ml"]) + (value >= p["residual_high_ml"])]
    if one.finding == "hours_without_urine" and isinstance(value, int | float):
        return key, value >= p["no_urine_hours"]
    if one.finding == "slip_percent" and isinstance(value, int | float):
        return key, value >= p["slip_percent_least"]
    if one.finding == "straight_leg_raise_degrees" and isinstance(value, int | float):
        if str(one.side) in reading.case.sides("straight_leg_raise"):
            return "", None
        positive = value < p["straight_leg_raise_positive_below"]
        return "straight_leg_raise", "positive" if positive else "negative"
    return key, value


def _scan_rows(tables: ModelTables, entries: object) -> Iterator[Row]:
    for entry in entries if isinstance(entries, tuple) else ():
        table = tables.tables[f"mri_finding.{entry['finding']}.{entry.get('level') or ''}"]
        read = _read(table, 1)
        yield Row(table.group, table.block, read.p, reads=(read,))


def _painter(
    reading: Reading, side: str, part: tuple[str, str, str], on: float, off: float
) -> ClusterLeaf:
    """A finding inside a body part that whoever paints body parts paints whole or not at all.

    ``part``: what is painted (sensation or pain), the finding, and the body segment.
    """
    kind, finding, segment = part
    tables = reading.tables
    place = list(dict.fromkeys(tables.segments.values())).index(segment)
    p_on = tables.painted_part[kind][place]
    both = np.ones(len(p_on))
    return ClusterLeaf(f"{finding}.{segment}.{side}", f"leg.{side}", p_on, on * both, off * both)


def _touch_leaf(
    reading: Reading, finding: str, region: str, side: str, value: object
) -> ClusterLeaf:
    p = reading.tables.parameters
    on, off = p["painter_mark_on"], p["touch_floor"]
    if value == "increased":
        on, off = p["touch_increased"], p["touch_increased"]
    elif value == "normal":
        on, off = 1 - on - p["touch_increased"], 1 - off - p["touch_increased"]
    else:
        gone = p["touch_absent_share"]
        share = gone if value == "absent" else 1 - gone
        on, off = on * share, off * share
    part = ("sensation", finding, reading.tables.segments[region])
    return _painter(reading, side, part, on, off)


def _chart(reading: Reading) -> Iterator[Observed]:
    """The painted skin: each mark by itself, and what each leg leaves unmarked as one."""
    for kind in ("sensation", "pain"):
        marks = _marks(reading, kind)
        doubtful = marks.pop("unsure", {})
        for side in SIDES:
            own = marks.get(side, {})
            for region, value in own.items():
                row = _mark_row(reading, kind, side, region, value)
                yield _spread(reading, (row,), f"chart.{side}.{region}={value}")
            yield from _rest(reading, kind, side, (own, doubtful))
        for region, value in doubtful.items():
            rows = tuple((_mark_row(reading, kind, side, region, value),) for side in SIDES)
            yield Observed(f"chart.unsure.{region}={value}", rows)
    yield from _rash(reading)


def _marks(reading: Reading, kind: str) -> dict[str, dict[str, str]]:
    """side -> region -> the mark that counts: numb before tingling, pain before burning."""
    order = {"sensation": ("numb", "tingling"), "pain": ("pain", "burning")}[kind]
    found: dict[str, dict[str, str]] = {}
    for word in reversed(order):
        for mark in reading.case.marks:
            if mark.sensation == word:
                found.setdefault(mark.side, {})[mark.region] = word
    return {
        side: {region: marks[region] for region in reading.tables.segments if region in marks}
        for side, marks in found.items()
    }


def _rest(
    reading: Reading, kind: str, side: str, marks: tuple[Mapping[str, str], Mapping[str, str]]
) -> Iterator[Observed]:
    """What a leg leaves unmarked, in each world: marks of an unknown side lie left, then right."""
    own, doubtful = marks
    worlds: list[tuple[Row, ...]] = []
    for doubt_lies in SIDES if reading.doubt else ("",):
        marked = {*own, *(doubtful if doubt_lies == side else ())}
        bare = [region for region in reading.tables.segments if region not in marked]
        told = bare and (marked or reading.case.chart_complete)
        worlds.append((_unmarked_row(reading, kind, side, bare),) if told else ())
    if any(worlds):
        yield Observed(f"chart.{side}={_unmarked_name(kind)}", tuple(worlds))


def _unmarked_name(kind: str) -> str:
    return "rest_not_numb" if kind == "sensation" else "rest_without_pain"


def _rate(reading: Reading) -> float:
    if reading.case.chart_complete:
        return 1.0
    return reading.tables.parameters["chart_incomplete_rate"]


def _mark_row(reading: Reading, kind: str, side: str, region: str, value: str) -> Row:
    p = reading.tables.parameters
    table = reading.tables.tables[f"chart.{kind}.{region}"]
    rate = _rate(reading)
    first = {"sensation": p["word_numb"], "pain": p["word_pain"]}[kind]
    share = first if value in ("numb", "pain") else 1 - first
    leaf = _painter(
        reading,
        side,
        (kind, kind, reading.tables.segments[region]),
        rate * share * p["painter_mark_on"],
        rate * share * p["painter_mark_off"],
    )
    read = _read(table, table.values.index(value), slope=rate)
    return Row(table.group, f"leg.{side}", _of_read(read), (leaf,), (read,))


def _unmarked_row(reading: Reading, kind: str, side: str, bare: Sequence[str]) -> Row:
    p = reading.tables.parameters
    rate = _rate(reading)
    tables = [reading.tables.tables[f"chart.{kind}.{region}"] for region in bare]
    reads = tuple(_read(table, 0, 1 - rate, rate) for table in tables)
    p_bare: Floats = np.ones(1)
    for read in reads:
        p_bare = p_bare * _of_read(read)
    segments = [reading.tables.segments[region] for region in bare]
    leaves = tuple(
        _painter(
            reading,
            side,
            (kind, kind, segment),
            (1 - rate * p["painter_mark_on"]) ** segments.count(segment),
            (1 - rate * p["painter_mark_off"]) ** segments.count(segment),
        )
        for segment in dict.fromkeys(segments)
    )
    return Row(tables[0].group, f"leg.{side}", p_bare, leaves, reads)


def _rash(reading: Reading) -> Iterator[Observed]:
    """Painted blisters: the regions of one side together say what one rash says."""
    found: dict[str, list[str]] = {}
    for mark in reading.case.marks:
        if mark.sensation == "rash":
            found.setdefault(mark.side, []).append(mark.region)
    for side, marked in found.items():
        sides = SIDES if side == "unsure" else (side,)
        rows = tuple(tuple(_rash_row(reading, one, region) for region in marked) for one in sides)
        name = f"chart.{side}.{marked[0]}=rash"
        yield Observed(name, rows) if side == "unsure" else _spread(reading, rows[0], name)


def _rash_row(reading: Reading, side: str, region: str) -> Row:
    table = reading.tables.tables[f"chart.rash.{region}"]
    read = _read(table, 1)
    return Row(table.group, f"leg.{side}", read.p, reads=(read,))
