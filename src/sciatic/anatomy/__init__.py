"""What is there: roots, plexus, nerves, muscles, reflexes and skin, and the ways between them.

One side is described; the other is its mirror. Lengths are in mm for an adult of 170 cm.
"""

from sciatic.anatomy.levels import (
    ZONES,
    LevelFact,
    Pressed,
    drg_position,
    level_facts,
    level_share,
    level_share_far_lateral,
    zone_roots,
    zone_share,
)
from sciatic.anatomy.muscles import ArcLimb, Muscle, Reflex, muscles, reflexes
from sciatic.anatomy.nerve_map import nerve_map
from sciatic.anatomy.nerves import Edge, Nerve, edges, edges_into, nerves, node_kind, node_label
from sciatic.anatomy.roots import LEVELS, ROOTS, Level, Root, level, root
from sciatic.anatomy.routes import Alternative, Route, Station, route
from sciatic.anatomy.shares import (
    carriers,
    length_mm,
    nerve_share,
    root_share,
    share_through,
    share_through_by_root,
)
from sciatic.anatomy.skin import SEGMENTS, Region, region, regions
from sciatic.anatomy.trace import Served, Trace, trace

__all__ = [
    "LEVELS",
    "ROOTS",
    "SEGMENTS",
    "ZONES",
    "Alternative",
    "ArcLimb",
    "Edge",
    "Level",
    "LevelFact",
    "Muscle",
    "Nerve",
    "Pressed",
    "Reflex",
    "Region",
    "Root",
    "Route",
    "Served",
    "Station",
    "Trace",
    "carriers",
    "drg_position",
    "edges",
    "edges_into",
    "length_mm",
    "level",
    "level_facts",
    "level_share",
    "level_share_far_lateral",
    "muscles",
    "nerve_map",
    "nerve_share",
    "nerves",
    "node_kind",
    "node_label",
    "reflexes",
    "region",
    "regions",
    "root",
    "root_share",
    "route",
    "share_through",
    "share_through_by_root",
    "trace",
    "zone_roots",
    "zone_share",
]
