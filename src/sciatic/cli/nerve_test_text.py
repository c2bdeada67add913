"""A predicted nerve test as a laboratory prints it: tables of figures, then two lines in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sciatic.cli.predict_text import title
from sciatic.cli.terminal import Ink, columns, heading, paragraph, rule
from sciatic.findings.needle import Needle
from sciatic.findings.nerve_readings import Reading
from sciatic.findings.nerve_studies import studies
from sciatic.findings.nerve_test import SIDES, NerveTest

MEASURES = {
    "distal_latency": "distal latency",
    "amplitude": "amplitude",
    "amplitude_knee": "amplitude, knee",
    "amplitude_below_head": "amplitude, below fibular head",
    "amplitude_above_head": "amplitude, above fibular head",
    "velocity_knee": "velocity, leg",
    "velocity_below_head": "velocity, leg",
    "velocity_above_head": "velocity, across fibular head",
    "peak_latency": "peak latency",
    "velocity": "velocity",
    "f_latency": "F-wave, shortest",
    "latency": "H-reflex latency",
    "size": "H-reflex size, of a sound leg",
}
REMARKS = {
    "low": "low",
    "high": "high",
    "absent": "absent",
    "drop": "drops",
    "slowed": "slowed",
}
UNITS = {"uV": "µV", "ratio": ""}
HEAD = ("", "left", "right", "  normal", "")
WIDTHS = (34, -8, -8, 13, 13)
NEEDLE_WIDTHS = (36, 6, -9, 13, 12)


def render(test: NerveTest, ink: Ink) -> str:
    """A nerve test as text, at most 80 characters wide."""
    lines = [
        ink.strong(f"Nerve test: {_lower(title(test.lesion))}"),
        rule("═"),
        *paragraph(_about(test), 0),
        *_conduction("Motor conduction", "motor", test, ink),
        *_conduction("Sensory conduction", "sensory", test, ink),
        *_late(test, ink),
        *_needle(test, ink),
        *heading("Conclusion", ink),
        *paragraph(test.conclusion[0]),
        *paragraph(test.conclusion[1]),
    ]
    return "\n".join(line if ink.colour else line.rstrip() for line in lines) + "\n"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _about(test: NerveTest) -> str:
    what = ", ".join(test.pressed) or "no nerve"
    share = round(100 * test.likelihood)
    return (
        f"Likeliest form ({share} of 100 who fit this): {what}. {test.weeks:g} weeks after the "
        f"onset, {test.age:g} years, {test.height_cm:g} cm."
    )


def _conduction(name: str, kind: str, test: NerveTest, ink: Ink) -> list[str]:
    lines = heading(name, ink) + columns([HEAD], WIDTHS)
    for study in studies():
        if study.kind == kind:
            lines += paragraph(study.label)
            lines += columns(_rows(test, study.id, late=False), WIDTHS)
    return lines


def _late(test: NerveTest, ink: Ink) -> list[str]:
    rows: list[tuple[str, ...]] = [HEAD]
    for study in studies():
        for row in _rows(test, study.id, late=True):
            rows.append((f"{study.label.split(' ')[0]} {row[0].strip()}", *row[1:]))
    rows += [(row[0].strip(), *row[1:]) for row in _rows(test, "h_reflex", late=False)]
    return heading("Late responses", ink) + columns(rows, WIDTHS)


def _rows(test: NerveTest, study: str, *, late: bool) -> Iterator[tuple[str, ...]]:
    """Rows of one study: its F-wave, or all else."""
    left = {r.measure: r for r in test.readings if (r.study, r.side) == (study, "left")}
    right = {r.measure: r for r in test.readings if (r.study, r.side) == (study, "right")}
    for measure, reading in left.items():
        if (measure == "f_latency") == late:
            pair = (reading, right[measure])
            yield (
                f"  {MEASURES[measure]}",
                *map(_value, pair),
                f"  {_normal(reading)}",
                _remark(pair),
            )


def _value(reading: Reading) -> str:
    if reading.value is None:
        return "none"
    digits = 2 if reading.unit == "ratio" else 0 if reading.unit == "m/s" else 1
    return f"{reading.value:.{digits}f}{'*' if reading.flag else ' '}"


def _normal(reading: Reading) -> str:
    unit = UNITS.get(reading.unit, reading.unit)
    if reading.limit is None:
        return unit
    return f"{'≤' if reading.bound == 'upper' else '≥'} {reading.limit:g} {unit}"


def _remark(pair: Sequence[Reading]) -> str:
    flags = {reading.side: reading.flag for reading in pair if reading.flag}
    if not flags:
        return ""
    if len(flags) == 2 and len(set(flags.values())) == 1:
        return f"both {REMARKS.get(flags['left'], 'unequal')}"
    side = next(iter(flags))
    worse = "later" if "latency" in pair[0].measure else "smaller"
    return f"{side} {REMARKS.get(flags[side], worse)}"


def _needle(test: NerveTest, ink: Ink) -> list[str]:
    """Each muscle once where both legs show the same, else both or the one that is ill."""
    rows: list[tuple[str, ...]] = [("", "side", "fibrill.", " recruitment", "units")]
    for left, right in zip(*(_of(test, side) for side in SIDES), strict=True):
        first, second = _needle_row(left), _needle_row(right)
        if (*first[:1], *first[2:]) == (*second[:1], *second[2:]):
            rows.append((first[0], "both", *first[2:]))
        else:
            rows += [_needle_row(row) for row in (left, right) if row.abnormal]
    return heading("Needle", ink) + columns(rows, NEEDLE_WIDTHS)


def _of(test: NerveTest, side: str) -> tuple[Needle, ...]:
    return tuple(row for row in test.needle if row.side == side)


def _needle_row(row: Needle) -> tuple[str, ...]:
    grade = f"{row.fibrillations}+" if row.fibrillations else "0"
    units = "" if row.units == "normal" else "large, poly"
    return row.label.split(" (")[0], row.side, grade, f" {row.recruitment}", units
