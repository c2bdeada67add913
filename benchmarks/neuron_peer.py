"""Time NEURON and PyFibers on one fibre; prints one JSON object.

Run by path in an environment that has both (``.venv-oracle``); ``make bench-physiology`` does so.
The fibre is built and settled before the clock starts, which is in the peers' favour.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import neuron_oracle as oracle

FIBRE = oracle.Row("MRG_DISCRETE", "10.0", "none", 22, "0")
N_NODES, DURATION_MS, ROUNDS = 51, 5.0, 3


def bare_loop_s(row: oracle.Row, rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of a loop of steps and nothing else, and the velocity in m/s."""
    from neuron import h

    fibre = oracle.build(row, N_NODES)
    clamp = oracle.stimulate(fibre)
    traces = [h.Vector().record(fibre.nodes[i](0.5)._ref_v) for i in (4, 14)]
    times = []
    for _ in range(rounds):
        oracle.settle(fibre, row.dt_ms)
        start = time.perf_counter()
        while h.t < DURATION_MS:
            h.fadvance()
        times.append(time.perf_counter() - start)
    del clamp
    first, then = (oracle.crossing_ms(trace.as_numpy(), row.dt_ms) for trace in traces)
    assert first is not None
    assert then is not None
    return statistics.median(times), 10 * float(fibre.delta_z) / 1000 / (then - first)


def until_through_s(row: oracle.Row, rounds: int = ROUNDS) -> float:
    """The same loop, left as soon as the spike has come to the fifth node from the far end."""
    from neuron import h

    fibre = oracle.build(row, N_NODES)
    clamp = oracle.stimulate(fibre)
    target = fibre.nodes[N_NODES - 5](0.5)
    times = []
    for _ in range(rounds):
        oracle.settle(fibre, row.dt_ms)
        start = time.perf_counter()
        while target.v < oracle.THRESHOLD_MV:
            h.fadvance()
        times.append(time.perf_counter() - start)
    del clamp
    return statistics.median(times)


def run_sim_s(row: oracle.Row, rounds: int = ROUNDS) -> float:
    """Median seconds of PyFibers' own call, settling included as it always is."""
    from pyfibers import IntraStim

    fibre = oracle.build(row, N_NODES)
    pulse = {"delay": 0.1, "pw": 0.1, "dur": DURATION_MS, "freq": 1 / DURATION_MS, "amp": 1}
    times = []
    for _ in range(rounds):
        stimulus = IntraStim(dt=row.dt_ms, tstop=DURATION_MS, istim_ind=0, clamp_kws=pulse)
        start = time.perf_counter()
        spikes, _ = stimulus.run_sim(2, fibre, fail_on_end_excitation=None)
        times.append(time.perf_counter() - start)
        assert spikes == 1, f"PyFibers saw {spikes} spikes"
    return statistics.median(times)


def main() -> None:
    """Time both and say so in JSON."""
    if why := oracle.available():
        sys.exit(why)
    seconds, velocity = bare_loop_s(FIBRE)
    report: dict[str, Any] = {
        "versions": oracle.versions(),
        "neuron_s": seconds,
        "neuron_until_through_s": until_through_s(FIBRE),
        "velocity_m_per_s": velocity,
        "pyfibers_s": run_sim_s(FIBRE),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
