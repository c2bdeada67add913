"""The evidence of a name, as text of at most 80 columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sciatic.assessment.foundations import LESION, PLACES, Foundation
from sciatic.cli.terminal import Ink, columns, heading, paragraph, shortened
from sciatic.evidence.registry import Passport, Record
from sciatic.evidence.sources import Source
from sciatic.simulate.evidence_trail import Trail
from sciatic.simulate.studied_findings import Studied

SEEN = {
    "page": "read on the page",
    "memory": "recalled, not read again: check it before a result rests on it",
    "computed": "computed from figures that were read",
    "assumption": "assumed by us, for the reason in its note",
}
_ASIDE = frozenset({"source", "sources", "source_key", "seen", "note"})
_MOST = 40
_MOST_RECORDS = 12
_MOST_SOURCES = 12


def text_of(found: Trail, ink: Ink) -> str:
    """Figure, source, how seen, what it rests on, where used, and what it touches."""
    own, rests = found.passport, found.foundation
    lines = [ink.strong(own.id)]
    if len(own.records) > _MOST_RECORDS:
        lines += ["", *_uses(own.records, ink, most=_MOST_RECORDS)]
    else:
        for record in own.records:
            lines += _record(record, ink)
    if rests is not None:
        lines += _foundation(rests, ink)
    if found.condition:
        lines += heading("Rests on", ink) + _by_table(found.condition)
    lines += _studied(found.studied, ink) + _sources(own, ink)
    lines += heading(f"Used in {_times(len(own.used_in))}", ink) + _uses(own.used_in, ink)
    if rests is not None:
        lines += _read_by(rests, ink)
    for title, names in (("Bears on findings", found.findings), ("Conditions", found.conditions)):
        if names:
            lines += heading(title, ink) + paragraph(", ".join(names))
    return "\n".join(lines)


def overview_text(counts: Mapping[str, Mapping[str, int]], ink: Ink) -> str:
    """Per room and table how many rows were seen how."""
    words = ("page", "computed", "memory", "assumption", "fitted")
    widths = (37, *[-max(6, len(word)) for word in words])
    lines, room, total = [ink.strong("Rows by how they were seen")], "", Counter[str]()
    for table, seen in counts.items():
        if table.split("/")[0] != room:
            room = table.split("/")[0]
            lines += ["", *columns([(ink.strong(room), *words)], widths, 0)]
        name = table.partition("/data/")[2]
        lines += columns([(f"  {name}", *[_figure(seen[word]) for word in words])], widths, 0)
        total.update(seen)
    lines += ["", *columns([("all", *[_figure(total[word]) for word in words])], widths, 0)]
    lines += ["", *(f"  {word}: {about}" for word, about in SEEN.items())]
    return "\n".join([*lines, "  fitted: of these, moved by the fit to published accuracy"])


def listed_text(rows: Sequence[Record], seen: str, ink: Ink) -> str:
    """Rows seen in one way, table by table; of a long table the first."""
    lines = [ink.strong(f"{len(rows)} rows: {SEEN[seen]}")]
    for table, count in Counter(row.table for row in rows).items():
        lines += heading(f"{table}: {count}", ink)
        some = [row for row in rows if row.table == table]
        for row in some[:_MOST]:
            lines += [f"  {shortened(f'{_line(row)} {_brief(row)}', 76)}"]
        if count > _MOST:
            lines += [ink.faint(f"  and {count - _MOST} more (every row: --format json)")]
    return "\n".join(lines)


def _line(record: Record) -> str:
    """Its line in its file, or its entry."""
    return record.place.partition(" ")[2]


def _figure(count: int) -> str:
    return str(count) if count else "·"


def _foundation(own: Foundation, ink: Ink) -> list[str]:
    """What the probability of a finding rests on."""
    if not own.tables:
        return [*heading("Rests on", ink), "  no table of the model: only rules and advice read it"]
    lines = heading(f"Rests on {_times(len(own.numbers)).replace('no other', 'no')}", ink)
    lines += paragraph(_counts(own.seen()))
    lines += _by_table(_grouped((*own.told, *own.shares)))
    if own.parameters:
        lines += ["  parameters of its links (findings/data/links.csv):"]
        for record in own.parameters:
            cells = record.cells
            name = shortened(f"{record.id} {cells.get('value', '')}", 44)
            seen = shortened(f"{cells.get('seen', '')}: {', '.join(record.source_keys)}", 31)
            lines += [f"    {name.ljust(44)} {seen}"]
    if own.on_the_map:
        for what, tables in (("how hard a lesion hits", LESION), ("what it meets", PLACES)):
            names = ", ".join(table.rpartition("/")[2] for table in tables)
            lines += paragraph(f"and on {what}: {names}", 2, 2)
    return lines


def _grouped(rows: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return found


def _by_table(rows: Mapping[str, Sequence[Record]]) -> list[str]:
    lines = []
    for table, some in rows.items():
        seen = Counter(row.cells.get("seen", "") for row in some)
        lines += paragraph(f"{table}: {_counts(seen)}", 2, 2)
    return lines


def _counts(seen: Mapping[str, int]) -> str:
    return ", ".join(f"{seen[word]} {word}" for word in SEEN if seen.get(word))


def _studied(rows: Sequence[Studied], ink: Ink) -> list[str]:
    lines = []
    for title, fitted in (("calibrate it", True), ("are held out", False)):
        some = [f"{one.row} ({one.study})" for one in rows if one.calibrates == fitted]
        if some:
            lines += heading(f"Published rows that {title}", ink) + paragraph(", ".join(some))
    return lines


def _sources(own: Passport, ink: Ink) -> list[str]:
    if not own.sources:
        return []
    lines = heading("Source" if len(own.sources) == 1 else "Sources", ink)
    if len(own.sources) > _MOST_SOURCES:
        return lines + paragraph(", ".join(source.key for source in own.sources))
    for source in own.sources:
        lines += _source(source, ink)
    return lines


def _read_by(own: Foundation, ink: Ink) -> list[str]:
    lines = []
    for title, rows in (("Red flags that read it", own.rules), ("Advice that hangs on it",
                                                                 own.advice)):  # fmt: skip
        if rows:
            lines += heading(title, ink) + paragraph(", ".join(row.id for row in rows))
    return lines


def _record(record: Record, ink: Ink) -> list[str]:
    lines = ["", *paragraph(record.place, 0)]
    told = {column: cell for column, cell in record.cells.items() if column not in _ASIDE}
    width = min(20, max((len(column) for column in told), default=0))
    for column, cell in told.items():
        apart = re.sub(r";(?=\S)", "; ", cell)
        lines += paragraph(f"{column.ljust(width)}  {apart}", 2, width + 2)
    seen = record.cells.get("seen")
    if seen:
        lines += paragraph(f"{'seen'.ljust(width)}  {seen}: {SEEN.get(seen, '')}", 2, width + 2)
    if record.cells.get("note"):
        lines += paragraph(f"{'caveat'.ljust(width)}  {record.cells['note']}", 2, width + 2)
    return lines


def _source(source: Source, ink: Ink) -> list[str]:
    lines = paragraph(f"{source.key}: {source.citation()}", 2, 2)
    if source.url:
        lines += [ink.faint(f"    {source.url}")]
    if source.seen in SEEN:
        lines += paragraph(f"{source.seen}: {SEEN[source.seen]}", 4)
    if source.note:
        lines += paragraph(source.note, 4)
    return lines


def _times(count: int) -> str:
    return "no other row" if count == 0 else f"{count} row{'s' if count > 1 else ''}"


def _uses(used: Sequence[Record], ink: Ink, most: int = _MOST) -> list[str]:
    """Every row while they are few; a count per table where many."""
    lines: list[str] = []
    if len(used) > most:
        for table, count in Counter(record.table for record in used).items():
            lines += paragraph(f"{count:4}  {table}", 2, 6)
        return [*lines, ink.faint("  (every row: --format json)")]
    for record in used:
        lines += paragraph(f"{record.place}  {_brief(record)}", 2, 4)
    return lines


def _brief(record: Record) -> str:
    told = [cell for column, cell in record.cells.items() if column not in _ASIDE]
    return shortened(" · ".join(told[:4]), 70)
