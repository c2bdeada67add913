"""Time calls and new processes; medians of CPU time, so that a busy machine disturbs less."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence


def cpu_s(call: Callable[[], object], *, at_least_s: float = 0.5, at_least: int = 7) -> float:
    """Median CPU seconds of a call: at least so many calls, and for at least so long."""
    call()
    times: list[float] = []
    while len(times) < at_least or sum(times) < at_least_s:
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def cpu_s_prepared(
    prepare: Callable[[], object], call: Callable[[object], object], *, rounds: int = 25
) -> float:
    """Median CPU seconds of a call that uses up what was prepared for it (not timed)."""
    times: list[float] = []
    for _ in range(rounds):
        ready = prepare()
        start = time.process_time()
        call(ready)
        times.append(time.process_time() - start)
    return statistics.median(times)


def processes_cpu_s(
    commands: Sequence[Sequence[str]], *, rounds: int = 9, environment: dict[str, str] | None = None
) -> list[tuple[float, float]]:
    """Median CPU seconds and elapsed seconds of new processes.

    The commands take turns, so that what disturbs one round disturbs them all.
    """
    cpu: list[list[float]] = [[] for _ in commands]
    elapsed: list[list[float]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for i, command in enumerate(commands):
            used, took = _process(command, environment)
            if number > 0:  # the first round fills the disk cache
                cpu[i].append(used)
                elapsed[i].append(took)
    medians = (map(statistics.median, cpu), map(statistics.median, elapsed))
    return list(zip(*medians, strict=True))


def _process(command: Sequence[str], environment: dict[str, str] | None) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, took
