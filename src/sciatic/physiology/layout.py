"""Which kind each node and internode of a fibre is, and what the kinds are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.physiology.fibres import Lesion, MyelinatedFibre, constants
from sciatic.physiology.internode import InternodeSpec, internode_modes

Floats = npt.NDArray[np.float64]
SOUND = Lesion()


@dataclass(frozen=True, slots=True)
class Layout:
    """Which kind each node and internode of a fibre is.

    ``spans`` holds for each kind of internode whether it is harmed, and whether its left and right
    nodes are; ``nodes`` holds for each kind of node whether it is harmed and the kinds of internode
    on its left and right (-1 at an end).
    """

    span_kind: tuple[int, ...]
    node_kind: tuple[int, ...]
    spans: tuple[tuple[bool, bool, bool], ...]
    nodes: tuple[tuple[bool, int, int], ...]


@cache
def layout(n_nodes: int, first: int, internodes: int) -> Layout:
    """The layout of a fibre of ``n_nodes`` with ``internodes`` harmed from node ``first`` on."""
    harmed_span = [first <= place < first + internodes for place in range(n_nodes - 1)]
    inside = range(first + 1, first + internodes) if internodes > 1 else range(
        first, first + 2 * internodes)  # fmt: skip
    harmed_node = [place in inside for place in range(n_nodes)]
    spans: dict[tuple[bool, bool, bool], int] = {}
    span_kind = [
        spans.setdefault((harmed_span[i], harmed_node[i], harmed_node[i + 1]), len(spans))
        for i in range(n_nodes - 1)
    ]
    nodes: dict[tuple[bool, int, int], int] = {}
    node_kind = [
        nodes.setdefault(
            (harmed_node[i], span_kind[i - 1] if i else -1,
             span_kind[i] if i < n_nodes - 1 else -1), len(nodes))
        for i in range(n_nodes)
    ]  # fmt: skip
    return Layout(tuple(span_kind), tuple(node_kind), tuple(spans), tuple(nodes))


class Parts:
    """Every distinct fibre of a batch: its kinds of node and internode, and their modes.

    Attributes:
        span: which row of ``modes`` each kind of internode is, shape (fibre, kind).
        node: what each kind of node has, shape (fibre, kind, 7), see ``_node``.
        modes: of the distinct internodes.
    """

    def __init__(self, pairs: Sequence[tuple[MyelinatedFibre, Lesion]], plan: Layout) -> None:
        specs: dict[InternodeSpec, int] = {}
        self.span = np.array([
            [specs.setdefault(_internode(*pair, *kind), len(specs)) for kind in plan.spans]
            for pair in pairs
        ])  # fmt: skip
        self.node = np.array([
            [_node(fibre, lesion if harmed else None) for harmed, _, _ in plan.nodes]
            for fibre, lesion in pairs
        ])  # fmt: skip
        self.modes = internode_modes(list(specs))


def _internode(
    fibre: MyelinatedFibre, lesion: Lesion, harmed: bool, left: bool, right: bool
) -> InternodeSpec:
    sound = constants(fibre.model)["node_length"]
    wide = lesion.gap_um if lesion.gap_um is not None else sound
    return InternodeSpec(
        diameter_um=fibre.diameter_um,
        model=fibre.model,
        geometry=fibre.geometry,
        thinned=lesion.thinned if harmed else 0.0,
        seal=lesion.seal if harmed else 1.0,
        depolarised_mv=lesion.depolarised_mv if harmed else 0.0,
        left_node_um=wide if left else sound,
        right_node_um=wide if right else sound,
    )


def _node(fibre: MyelinatedFibre, lesion: Lesion | None) -> tuple[float, ...]:
    """Capacitance (nF), conductances (uS) of one node and its reversals above rest (mV)."""
    c = constants(fibre.model)
    harm = lesion or SOUND
    length = harm.gap_um if harm.gap_um is not None else c["node_length"]
    around = math.pi * fibre.geometry.node_um
    channels = around * c["node_length"] * 1e-2
    sodium = channels * (1 - harm.sodium_lost)
    leak = c["leak"] * around * length * 1e-2
    potassium = c["potassium_slow"] * channels
    shifted = harm.depolarised_mv - c["rest"]
    return (
        c["axolemma_capacitance"] * around * length * 1e-5,
        c["sodium_fast"] * sodium,
        c["sodium_persistent"] * sodium * harm.persistent_sodium,
        potassium,
        potassium * (c["e_potassium"] + shifted),
        leak,
        leak * (c["e_leak"] + shifted),
    )
