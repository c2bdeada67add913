"""The nerve path of an assessment, drawn; empty where no root stands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sciatic.cli.clinician_text import reported_skin
from sciatic.cli.wording import plain_place

Document = Mapping[str, Any]
STANDS_OUT = 0.4


def drawing_of(document: Document, *, colour: bool = False) -> str:
    """The way of the likeliest root to the skin that it explains best, as lines of text.

    Args:
        document: ``Assessment.to_dict()``.
        colour: set stations strong and lengths faint.

    Returns:
        An empty text where no root is affected in at least 4 of 10 people like this one.
    """
    spot = place_to_draw(document)
    if spot is None:
        return ""
    root, side, region = spot
    from sciatic.anatomy import route
    from sciatic.cli.route_drawing import draw_route

    path = draw_route(route(root, region), pressed=root, colour=colour, landmarks=False)
    lead = f"  The nerve, from the spine down to the skin ({side} {root} root, to the "
    return f"{lead}\n  {plain_place(region)}). Lengths in mm.\n\n{path}"


def place_to_draw(document: Document) -> tuple[str, str, str] | None:
    """Root, side and region to draw: reported skin first, else what is likeliest numb."""
    roots = document["roots"]
    if not roots or roots[0]["probability"] < STANDS_OUT:
        return None
    root, side = roots[0]["root"], roots[0]["side"]
    told = reported_skin(document["reasons"])
    from sciatic.anatomy import root_share

    def explained(row: Mapping[str, Any]) -> float:
        share = root_share(row["region"]).get(root, 0.0)
        return float(share * row["p_numb"] * (2 if (side, row["region"]) in told else 1))

    spots = [row for row in document["predicted_chart"] if row["side"] == side]
    best = max(spots, key=explained, default=None)
    if best is None or explained(best) == 0:
        return None
    return root, side, best["region"]
