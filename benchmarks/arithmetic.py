"""What the cores can do at best, for the floor under ``sciatic.physiology.arithmetic``."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import get_num_threads, njit, prange

from sciatic.physiology.arithmetic import Arithmetic

CACHED_BYTES = 51 * (28 + 2 * 20) * 32
"""The state of one block of fibres: 51 nodes, 20 modes."""


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

    def floor_s(self, cost: Arithmetic) -> tuple[float, float]:
        """Least seconds a node and step by arithmetic, and by traffic with the second cache."""
        return cost.flops / self.flops_per_s, cost.bytes / self.cache_bytes_per_s


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
