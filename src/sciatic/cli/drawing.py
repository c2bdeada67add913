"""The nerve path of an assessment, drawn; empty where no root stands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sciatic.cli.clinician_text import reported_skin
from sciatic.cli.terminal import paragraph
from sciatic.cli.wording import plain_place

Document = Mapping[str, Any]
STANDS_OUT = 0.4
NEARLY = 0.8
REPORTED_FIRST = 4.0
"""A root is drawn from this chance on; of roots nearly as likely, the one that explains best."""


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
    from sciatic.assessment.skin_paths import skin_path
    from sciatic.cli.route_drawing import draw_stops

    way = skin_path(root, region)
    path = draw_stops(way.stops if way else (), pressed=root, colour=colour)
    to = f"The {side} {root} nerve root, from the spine down to the skin"
    lead = paragraph(f"{to} ({plain_place(region)}). Lengths in mm.")
    return "\n".join([*lead, "", path])


def place_to_draw(document: Document) -> tuple[str, str, str] | None:
    """Root, side and region to draw: reported skin first, else what is likeliest numb."""
    from sciatic.assessment.skin_paths import skin_share

    told = reported_skin(document["reasons"])
    highest = max((row["probability"] for row in document["roots"]), default=0.0)
    if highest < STANDS_OUT:
        return None
    likely = [row for row in document["roots"] if row["probability"] >= NEARLY * highest]

    def explained(place: tuple[str, str, str, float]) -> float:
        root, side, region, chance = place
        weight = REPORTED_FIRST if (side, region) in told else 1.0
        return skin_share(root, region) * chance * weight

    places = [
        (root["root"], side, row["region"], root["probability"] * row["p_numb"])
        for root in likely
        for row in document["predicted_chart"]
        if row["side"] == (side := root["side"])
    ]
    best = max(places, key=explained, default=None)
    return best[:3] if best is not None and explained(best) > 0 else None
