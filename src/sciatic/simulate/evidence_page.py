"""docs/foundations.md: what every finding rests on, the weakest-founded first; made by the code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sciatic.assessment.foundations import (
    LINKS,
    Foundation,
    condition_rows,
    finding_names,
    foundation,
    rows_of,
    touched,
)
from sciatic.evidence.registry import Record
from sciatic.findings.start_sd import BY_SEEN
from sciatic.findings.vocabulary import vocabulary
from sciatic.pathology import conditions
from sciatic.simulate.evidence_trail import SEEN, overview, rows_seen
from sciatic.simulate.sensitivity import N_DRAWN, Influence, kept
from sciatic.simulate.studied_findings import Studied, studied_by

COMMAND = "sciatic evidence --page docs/foundations.md"
_EVERYWHERE = frozenset({"atypical", "noise", "variant_shift", "latent_prefixed",
                         "latent_postfixed", "latent_map_up", "latent_map_down"})  # fmt: skip
_MOST = 4
_INTRO = f"""# What every finding rests on

Made by `{COMMAND}`; a test holds it to the tables. [Evidence](evidence.md) says what the words mean
and what to beware of; `sciatic evidence ID` shows each row, its source and what hangs on it.

## Rows by room

"Fitted" rows are those of the others that the fit to published accuracy has moved.

"""
_FINDINGS = """
## Findings, the weakest-founded first

A finding's probability rests on rows of its own (history, stretch signs, pain), on the root shares
of the skin, muscles and reflexes that its table reads, and on the parameters of its links. Which
ones was found by changing each and looking what moved. All findings but age and sex also rest on
`atypical` and `noise`, those of the nerve map on the plexus (`latent_…`, `variant_shift`) and on
how hard a lesion hits and what it meets (`severity.csv`, `posture.csv`, `effects.csv`,
`diffuse.csv`, `levels.csv`, the nerve map): such parameters are counted and not named, such tables
neither. Order: the share of rows that are read or computed, then the published rows of
`accuracy.csv` that speak of the finding.

"""
_MEMORY = """
## Recalled rows that carry weight

Rows seen as `memory` that a finding's probability or a condition's prior rests on; each should be
read again before a result hangs on it. Where a row has a figure it stands beside.

"""
_NAMES = """Recalled rows of these tables hold names, courses, texts, published figures that nothing
is read from but the fit, or what only `sciatic nerve-test` and guidance read:
"""


def page_text() -> str:
    """The whole page."""
    return (
        _INTRO
        + "\n".join(_rooms())
        + "\n"
        + _FINDINGS
        + "\n".join(_findings())
        + "\n\n## Conditions\n\n"
        + "\n".join(_conditions())
        + "\n"
        + _MEMORY
        + "\n".join(_memory())
        + "\n"
        + "\n".join(_sensitivity())
        + "\n"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], words: int = 1) -> Iterator[str]:
    """A table of which the first ``words`` columns are words, the others numbers."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' if at < words else '--:' for at in range(len(head)))}|"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _rooms() -> Iterator[str]:
    counts: dict[str, Counter[str]] = {}
    for table, seen in overview().items():
        counts.setdefault(table.split("/")[0], Counter()).update(seen)
    words = (*SEEN, "fitted")
    yield from _table(
        ("room", *words), ((room, *(seen[word] for word in words)) for room, seen in counts.items())
    )


def _findings() -> Iterator[str]:
    found = [(own, studied_by(own.tables)) for own in map(foundation, finding_names()) if own]
    head = ("finding", "parameters of its own", "fitted to", "red flags", *SEEN, "held out",
            "conditions")  # fmt: skip
    yield from _table(head, (_finding(*one) for one in sorted(found, key=_strength)), 4)


def _strength(one: tuple[Foundation, Sequence[Studied]]) -> tuple[float, int, int, str]:
    own, published = one
    seen = own.seen()
    read = (seen["page"] + seen["computed"]) / max(1, seen.total())
    return (
        round(read, 6),
        sum(row.calibrates for row in published),
        -seen.total(),
        own.name,
    )


def _finding(own: Foundation, published: Sequence[Studied]) -> tuple[object, ...]:
    seen = own.seen()
    named = [row.id for row in own.parameters if row.id not in _EVERYWHERE]
    fitted_to = dict.fromkeys(row.row for row in published if row.calibrates)
    held_out = {row.row for row in published if not row.calibrates}
    return (
        f"`{own.name}`",
        _some(named),
        _some(fitted_to),
        _some(row.id for row in own.rules),
        *(seen[word] for word in SEEN),
        len(held_out),
        len(own.conditions),
    )


def _some(names: Iterable[str]) -> str:
    """The first few, and how many more."""
    all_names = list(names)
    rest = len(all_names) - _MOST
    text = ", ".join(all_names[:_MOST])
    return f"{text} and {rest} more" if rest > 0 else text


def _conditions() -> Iterator[str]:
    head = ("condition", *SEEN, "forms", "history and number rows")
    yield from _table(head, (_condition(name) for name in conditions()))


def _condition(name: str) -> tuple[object, ...]:
    rows = condition_rows(name)
    seen = Counter(row.cells.get("seen", "") for some in rows.values() for row in some)
    told = sum(len(some) for table, some in rows.items() if table.startswith("findings/"))
    forms = len(rows.get("pathology/data/subtypes.csv", ()))
    return (f"`{name}`", *(seen[word] for word in SEEN), forms, told)


def _memory() -> Iterator[str]:
    """Table by table the rows that bear on something, then the other tables with their counts."""
    by_table: dict[str, list[Record]] = {}
    for row in rows_seen("memory"):
        by_table.setdefault(row.table, []).append(row)
    light: dict[str, int] = {}
    for table, rows in by_table.items():
        heavy = [row for row in rows if _figure(row) and any(touched([row]))]
        if not heavy:
            light[table] = len(rows)
            continue
        yield f"- **`{table}`** ({len(heavy)}): {_listed(heavy)}"
    yield ""
    yield _NAMES + ", ".join(f"`{table}` {count}" for table, count in light.items()) + "."


def _listed(rows: Iterable[Record]) -> str:
    """Rows by their id, with what tells rows of one id apart and the figure."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(_figure(row))
    return "; ".join(f"{name} {', '.join(figures)}" for name, figures in found.items())


def _figure(row: Record) -> str:
    """Its second cell where that is a word, and its figure; empty where it has none."""
    cells: Mapping[str, str] = row.cells
    figures = ("weight", "share", "p", "probability", "fraction", "straight_leg_raise", "sciatic",
               "back_mm", "value")  # fmt: skip
    tell_apart = ("root", "nerve", "child", "limb", "level", "zone", "structure", "axis")
    words = [cells[name] for name in tell_apart if name in cells and cells[name] != row.id]
    if row.table.endswith("history.csv"):
        words = [cells["subtype"], cells["value"]]
    if row.table.endswith("shares.csv"):
        words = [cells["value"]]
    figure = next((cells[name] for name in figures if name in cells), "")
    return " ".join([*words, figure]) if figure else ""


def _sensitivity() -> Iterator[str]:
    """The parameters that move an average answer most."""
    ranking = kept()
    yield "\n## What an average answer hangs on\n"
    if not ranking:
        yield "Not ranked yet: `python -m sciatic.simulate.sensitivity tests/clinical/cases`."
        return
    spreads = ", ".join(f"{seen} {sd:g}" for seen, sd in BY_SEEN.items())
    yield (
        "Each parameter of the links was moved up by one standard deviation of what is known of it "
        f"(on its logit or log scale: {spreads}, an assumption of ours; of a fitted one its "
        f"standard error), and the forty published cases and {N_DRAWN} people drawn from the model "
        "were weighed anew, over the likeliest states that carry four fifths of their mean "
        "posterior. First: mean change of the first-ranked condition's probability. All: "
        "mean total variation distance over conditions. Most: the largest of those. Written by "
        "`python -m sciatic.simulate.sensitivity tests/clinical/cases`, some minutes.\n"
    )
    moving = [one for one in ranking if one.whole >= 0.0005]
    head = ("parameter", "seen", "findings", "value", "sd", "first", "all", "most")
    yield from _table(head, (_influence(one) for one in moving), 3)
    yield f"\nThe other {len(ranking) - len(moving)} move an average answer by less than 0.0005."


def _influence(one: Influence) -> tuple[object, ...]:
    row = [row for row in rows_of(LINKS) if row.id == one.parameter]
    names = [name for name in touched(row)[0] if name in vocabulary() or "." in name]
    text = "nearly all" if len(names) > 100 else _some(names)
    return (f"`{one.parameter}`", one.seen, text, f"{one.value:g}", f"{one.sd:.2g}",
            *(f"{figure:.4f}" for figure in (one.first, one.whole, one.most)))  # fmt: skip
