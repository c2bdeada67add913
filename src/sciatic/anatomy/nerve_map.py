"""The nerve map as a networkx graph, for those who want to search or draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sciatic.anatomy.nerves import edges, node_kind, node_label, node_names
from sciatic.anatomy.skin import regions

if TYPE_CHECKING:
    import networkx as nx


def nerve_map() -> nx.DiGraph[str]:
    """The map of one side as a directed graph, from cord segments out to skin and muscle.

    Touch runs against the edges, movement along them; a reflex is one of each, joined in the
    cord. Nodes have ``kind``, ``label`` and, on skin, ``area_cm2``. Edges have ``kind``,
    ``roots`` (root make-up), ``fraction`` (share of the child that comes this way),
    ``length_mm``, ``distance_mm`` (from the foramen along ``ref_root``), ``landmark``,
    ``preganglionic``, ``carries`` ("touch", "movement" or both), ``sources`` and ``seen``.
    """
    import networkx as nx  # late: three times the start-up time of the rest

    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in node_names():
        graph.add_node(node, kind=node_kind(node), label=node_label(node))
    for name, region in regions().items():
        graph.nodes[name]["area_cm2"] = region.area_cm2
    for edge in edges():
        graph.add_edge(
            edge.parent,
            edge.child,
            kind=edge.kind,
            roots=dict(edge.roots),
            fraction=edge.fraction,
            length_mm=edge.length_mm,
            distance_mm=edge.distance_mm,
            ref_root=edge.ref_root,
            landmark=edge.landmark,
            preganglionic=edge.preganglionic,
            sources=edge.sources,
            seen=edge.seen,
        )
    for kind, ending in (("touch", "skin"), ("movement", "muscle")):
        ends = [node for node, of in graph.nodes(data="kind") if of == ending]
        above = set(ends).union(*(nx.ancestors(graph, node) for node in ends))
        for parent, child, data in graph.edges(data=True):
            if parent in above and child in above:
                data["carries"] = (*data.get("carries", ()), kind)
    return graph
