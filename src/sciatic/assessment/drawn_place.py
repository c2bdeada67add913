"""Which root, side and patch of skin to draw: the same on a page, on paper and in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sciatic.assessment.skin_paths import skin_share

Document = Mapping[str, Any]
STANDS_OUT = 0.4
NEARLY = 0.8
REPORTED_FIRST = 4.0
"""A root is drawn from this chance on; of roots nearly as likely, the one that explains best."""
REPORTED_AS_NUMB = frozenset({"numb", "tingling", "reduced", "absent"})
SIDES = ("left", "right", "unsure")


def reported_skin(rows: Iterable[Document]) -> set[tuple[str, str]]:
    """Side and region of every patch drawn numb or found reduced, read from the reasons."""
    told = set()
    for row in rows:
        path, _, value = str(row["finding"]).partition("=")
        finding, *rest = path.split(".")
        skin = finding in ("chart", "light_touch", "pinprick")
        if not skin or len(rest) != 2 or rest[0] not in SIDES:
            continue
        if REPORTED_AS_NUMB & set(value.split("+")):
            told.add((rest[0], rest[1]))
    return told


def place_to_draw(document: Document) -> tuple[str, str, str] | None:
    """Root, side and region to draw: reported skin first, else what is likeliest numb.

    Args:
        document: ``Assessment.to_dict()``, or its roots, reasons and predicted chart.

    Returns:
        None where no root is affected in at least 4 of 10 people like this one.
    """
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
