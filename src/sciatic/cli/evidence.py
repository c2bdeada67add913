"""``sciatic evidence``: where a number comes from, how it was seen, and where it is used."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence

import click

from sciatic.cli.terminal import Ink, heading, ink_for, paragraph, shortened
from sciatic.evidence.registry import Passport, Record, passport
from sciatic.evidence.sources import Source

SEEN = {
    "page": "read on the page",
    "memory": "recalled, not read again: check it before a result rests on it",
    "computed": "computed from figures that were read",
    "assumption": "assumed by us, for the reason in its note",
}
_ASIDE = frozenset({"source", "sources", "source_key", "seen", "note"})
_MOST = 40


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def evidence(name: str, form: str) -> None:
    """Show where a number comes from and where it is used.

    ID is the key of a source (vdwindt2010) or the id of a row of any table: an accuracy
    (ACC001), a prior (PRI040), a red flag (RF014), advice (SC012), physiology (phys143), a
    region, a finding.
    """
    found = passport(name)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
        return
    click.echo(text_of(found, ink_for(sys.stdout)))


def text_of(found: Passport, ink: Ink) -> str:
    """The passport as text of at most 80 columns: figure, source, how seen, where used."""
    lines = [ink.strong(found.id)]
    for record in found.records:
        lines += _record(record, ink)
    if found.sources:
        lines += heading("Source" if len(found.sources) == 1 else "Sources", ink)
        for source in found.sources:
            lines += _source(source, ink)
    lines += heading(f"Used in {_times(len(found.used_in))}", ink)
    lines += _uses(found.used_in, ink)
    return "\n".join(lines)


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


def _uses(used: Sequence[Record], ink: Ink) -> list[str]:
    """Every row while they are few; a count per table, then the first rows, where many."""
    lines: list[str] = []
    if len(used) > _MOST:
        for table, count in Counter(record.table for record in used).items():
            lines += paragraph(f"{count:4}  {table}", 2, 6)
        return [*lines, ink.faint("  (every row: --format json)")]
    for record in used:
        lines += paragraph(f"{record.place}  {_brief(record)}", 2, 4)
    return lines


def _brief(record: Record) -> str:
    told = [cell for column, cell in record.cells.items() if column not in _ASIDE]
    return shortened(" · ".join(told[:4]), 70)
