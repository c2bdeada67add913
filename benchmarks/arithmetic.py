"""What the two cores can do at best, and what one node and step of the kernel asks of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import get_num_threads, njit, prange

CACHED_BYTES = 96 * 1024
"""About the state of one block of fibres: 51 nodes, 20 modes, 4 lanes, f64."""


def node_step_flops(modes: int) -> int:
    """Additions, products and quotients of one node in one step, counted in ``kernel._block``.

    Place in the gate table 5; four gates, each two numbers read off between two rows and one
    update, 24; sodium and potassium 13; forward elimination 10; back substitution 2; what the next
    step knows 15; each mode 9 (update 5, its pull on both nodes 4).
    """
    return 5 + 24 + 13 + 10 + 2 + 15 + 9 * modes


def node_step_bytes(modes: int, number_bytes: int) -> int:
    """Bytes of state that one node in one step reads and writes, and of the gate table it reads.

    Modes and four gates are read and written; voltage, the one before, known, upper and solved are
    too, and two more are read; the table gives 16 numbers. Coefficients shared by all nodes of a
    kind stay in the first cache and are not counted.
    """
    return (2 * modes + 2 * 4 + 2 * 5 + 2 + 16) * number_bytes


@dataclass(frozen=True, slots=True)
class Machine:
    """What was measured here, all threads together."""

    flops_per_s: float
    cache_bytes_per_s: float
    memory_bytes_per_s: float

    def or_better(self, other: Machine) -> Machine:
        """The higher figure of each: a busy moment hides what a machine can do."""
        return Machine(
            max(self.flops_per_s, other.flops_per_s),
            max(self.cache_bytes_per_s, other.cache_bytes_per_s),
            max(self.memory_bytes_per_s, other.memory_bytes_per_s),
        )

    def floor_s(self, modes: int, number_bytes: int) -> tuple[float, float]:
        """Least seconds a node and step by arithmetic, and by traffic with the second cache."""
        return (
            node_step_flops(modes) / self.flops_per_s,
            node_step_bytes(modes, number_bytes) / self.cache_bytes_per_s,
        )


def measure(dtype: Any) -> Machine:
    """Measure, in about two seconds."""
    number = np.dtype(dtype).itemsize
    threads = get_num_threads()
    n = 1536
    a, b = np.ones((2, n, n), dtype)
    product_s = best_s(lambda: a @ b)
    rates = []
    for size, rounds in ((CACHED_BYTES // number // 2, 4000), (64 * 2**20 // number, 3)):
        x, y = np.ones((2, threads, size), dtype)
        _add(x, y, 1)
        passed = 3 * threads * size * number * rounds
        rates.append(passed / best_s(lambda x=x, y=y, n=rounds: _add(x, y, n)))  # type: ignore[misc]
    return Machine(2 * n**3 / product_s, rates[0], rates[1])


@njit(parallel=True, fastmath=True)  # type: ignore[untyped-decorator]
def _add(x: Any, y: Any, rounds: int) -> None:
    """Each thread adds its y to its x, over and over: two reads and a write a number."""
    for thread in prange(x.shape[0]):
        mine, other = x[thread], y[thread]
        for _ in range(rounds):
            for i in range(mine.shape[0]):
                mine[i] += other[i]


def best_s(call: Callable[[], object], rounds: int = 5) -> float:
    """Least seconds by the clock of some calls, after one to warm up."""
    call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)
