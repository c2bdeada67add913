"""The least that one node costs in one step: sums and bytes, counted in the loops of ``kernel``.

A floor of the time is the larger of sums over what a machine can add, and bytes over what its
nearest memory can pass. The kernel has one cost that neither counts: each fibre reads its own row
of the table of gates, which no machine does side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

BYTES = {"f64": 8, "f32": 4}
FLOPS = {
    "place in the table of gates": 7,
    "four gates": 8,
    "conductance and drive of the channels": 13,
    "elimination, with one division": 9,
    "voltage, and whether a spike crosses": 6,
    "what the node knows for the next step": 15,
}
"""Additions, products, quotients and comparisons, one each, of one node by backward Euler."""
FLOPS_A_MODE = 4
NUMBERS = {
    "gates, read and written": 8,
    "a row of their table": 8,
    "voltage, read twice, and written": 3,
    "the voltage before, read and written": 2,
    "what the node knows, read and written": 2,
    "what elimination leaves, written and read": 4,
    "constant current": 1,
}
"""Numbers passed to or from memory, but for coefficients, which all nodes of a kind share."""
NUMBERS_A_MODE = 2


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Cost of one node of one fibre in one step: operations, and bytes passed."""

    flops: int
    bytes: int


def arithmetic(modes: int = 20, precision: str = "f64") -> Arithmetic:
    """What one node and step costs at least.

    Args:
        modes: of each internode, 20 or 10.
        precision: "f64" or "f32".
    """
    numbers = sum(NUMBERS.values()) + NUMBERS_A_MODE * modes
    return Arithmetic(sum(FLOPS.values()) + FLOPS_A_MODE * modes, numbers * BYTES[precision])
