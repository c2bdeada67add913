"""``sciatic evidence``: where a number comes from, how it was seen, and what hangs on it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sciatic.cli.evidence_text import SEEN, listed_text, overview_text, text_of
from sciatic.cli.terminal import ink_for
from sciatic.simulate.evidence_trail import overview, rows_seen, trail

SCHEMA = "sciatic.evidence_overview/1"
SEEN_SCHEMA = "sciatic.evidence_rows/1"


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@click.option("--seen", type=click.Choice([*SEEN]), help="List every row that was seen so.")
@click.option(
    "--page", type=click.Path(dir_okay=False), help="Write the page of all findings to this file."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def evidence(name: str | None, seen: str | None, page: str | None, form: str) -> None:
    """Show where a number comes from, and what hangs on it.

    ID is the key of a source (vdwindt2010), the id of a row of any table (ACC001, PRI040, RF014,
    SC012, phys143), a finding (relieved_sitting, achilles_reflex, reflex.achilles_reflex), a
    parameter of a link (strength_cut_4), a study, a line of advice or a condition. Without ID: how
    many rows of each table were seen how. --seen lists those seen in one way, or those of ID.
    """
    if page is not None:
        from sciatic.simulate.evidence_page import page_text

        Path(page).write_text(page_text(), "utf-8")
        return
    document, text = _seen(name, seen) if seen else _followed(name)
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if form == "json" else text)


def _followed(name: str | None) -> tuple[dict[str, object], str]:
    """One name, or the overview."""
    ink = ink_for(sys.stdout)
    if name is None:
        counts = overview()
        tables = [{"table": table, **seen} for table, seen in counts.items()]
        return {"schema": SCHEMA, "tables": tables}, overview_text(counts, ink)
    found = trail(name)
    return found.to_dict(), text_of(found, ink)


def _seen(name: str | None, seen: str) -> tuple[dict[str, object], str]:
    """Every row so seen; of a finding or condition those that it rests on, of a source its rows."""
    rows = rows_seen(seen)
    if name is not None:
        found = trail(name)
        own = [*found.passport.records, *found.passport.used_in]
        if found.foundation is not None:
            own = [*found.foundation.numbers]
        elif found.condition:
            own = [row for some in found.condition.values() for row in some]
        places = {row.place for row in own}
        rows = tuple(row for row in rows if row.place in places)
    told: list[object] = [row.to_dict() for row in rows]
    document: dict[str, object] = {"schema": SEEN_SCHEMA, "seen": seen, "rows": told}
    return document, listed_text(rows, seen, ink_for(sys.stdout))
