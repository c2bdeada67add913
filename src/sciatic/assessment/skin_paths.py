"""The way from each root to each patch of skin, worked out when the model is compiled.

Walking the nerve map takes longer than reading a case, and its answer never changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sciatic.assessment.digests import model_folder

if TYPE_CHECKING:
    from sciatic.anatomy import Station

FILE = "skin_paths.json"


class Stop(NamedTuple):
    """One station of a way, as ``sciatic.anatomy.Station`` has it, its landmarks left out."""

    node: str
    kind: str
    label: str
    edge_mm: float
    cumulative_mm: float
    landmark: str = ""
    ganglion: str = ""


class SkinPath(NamedTuple):
    """How one root reaches one region: its share of the skin there, and the stations."""

    share: float
    stops: tuple[Stop, ...]


def skin_path(root: str, region: str) -> SkinPath | None:
    """The way of most of a root's fibres to a region; None where the root does not serve it."""
    kept = _kept().get(region, {}).get(root)
    return SkinPath(kept[0], tuple(Stop(*stop) for stop in kept[1])) if kept else None


def skin_share(root: str, region: str) -> float:
    """The share of a root in a region, 0 where it does not serve it."""
    kept = _kept().get(region, {}).get(root)
    return float(kept[0]) if kept else 0.0


def write(folder: Path) -> None:
    """Work out every way and write them beside the model."""
    (folder / FILE).write_text(json.dumps(_walked()), "utf-8")


@cache
def _kept() -> Mapping[str, Mapping[str, Sequence[Any]]]:
    """region -> root -> [share, stops]."""
    try:
        kept: Mapping[str, Mapping[str, Sequence[Any]]] = json.loads(
            (model_folder() / FILE).read_bytes()
        )
    except OSError:
        kept = _walked()
    return kept


def _walked() -> dict[str, dict[str, list[Any]]]:
    from sciatic.anatomy import regions, root_share, route

    return {
        region: {
            root: [share, [_stop(station) for station in route(root, region).stations]]
            for root, share in root_share(region).items()
        }
        for region in regions()
    }


def _stop(station: Station) -> Stop:
    return Stop(station.node, station.kind, station.label, station.edge_mm, station.cumulative_mm)
