"""The nerve path of an assessment, drawn; empty where no root stands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sciatic.cli.terminal import paragraph
from sciatic.cli.wording import plain_place

Document = Mapping[str, Any]


def drawing_of(document: Document, *, colour: bool = False) -> str:
    """The way of the likeliest root to the skin that it explains best, as lines of text.

    Args:
        document: ``Assessment.to_dict()``.
        colour: set stations strong and lengths faint.

    Returns:
        An empty text where no root is affected in at least 4 of 10 people like this one.
    """
    from sciatic.assessment.drawn_place import place_to_draw
    from sciatic.assessment.skin_paths import skin_path
    from sciatic.cli.route_drawing import draw_stops

    spot = place_to_draw(document)
    if spot is None:
        return ""
    root, side, region = spot
    way = skin_path(root, region)
    path = draw_stops(way.stops if way else (), pressed=root, colour=colour)
    to = f"The {side} {root} nerve root, from the spine down to the skin"
    lead = paragraph(f"{to} ({plain_place(region)}). Lengths in mm.")
    return "\n".join([*lead, "", path])
