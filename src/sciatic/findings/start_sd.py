"""How far a table's own number is held to be sure: its SD where no study was fitted to it."""

from __future__ import annotations

from functools import cache

from sciatic.evidence import read_table

BY_SEEN = {"page": 0.25, "computed": 0.3, "memory": 0.4, "assumption": 0.5}
"""SD on the number's scale (logit or log). Assumption: at two SDs 0.5 takes a share of .50 to .27
or .73, which is how far two clinicians may be apart on what no table has; figures that were read
are held tighter, recalled ones between."""
STRUCTURE = 0.3
"""The same for what bounds the model as a whole (latents, painters, atypical share, severities,
causes): assumption; wider would let a few surgical series make it too sure again."""
_STRUCTURAL = ("latent_", "painter_", "strength_unlocalised", "atypical", "severity.", "prior.")


def start_sd(name: str) -> float:
    """SD of a number around what its table says, on its scale."""
    if name.startswith(_STRUCTURAL):
        return STRUCTURE
    kind, _, rest = name.partition(".")
    if kind == "history":
        return BY_SEEN[_history_seen()[rest]]
    if kind == "tension":
        return BY_SEEN[_tension_seen()[rest.partition(".")[0]]]
    return BY_SEEN[_link_seen()[name]]


@cache
def _history_seen() -> dict[str, str]:
    names = ("finding", "subtype", "side", "severity", "value")
    rows = read_table(
        "findings",
        "history",
        lambda cells: (".".join(cells[name] for name in names), cells["seen"]),
    )
    return dict(rows)


@cache
def _tension_seen() -> dict[str, str]:
    return dict(read_table("pathology", "tension", lambda one: (one["tension"], one["seen"])))


@cache
def _link_seen() -> dict[str, str]:
    return dict(read_table("findings", "links", lambda one: (one["parameter"], one["seen"])))
