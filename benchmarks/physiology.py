"""``make bench-physiology``: our fibres beside NEURON, PyFibers and jaxon-nerve, in one run.

Everybody simulates the same fibre: MRG, 10 um, 51 nodes, 37 C, one spike. Peers run in environments
of their own (``.venv-oracle``, ``.venv-jaxon``); one that is missing is said loudly, not fatal.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.arithmetic import Machine, best_s, measure
from sciatic.physiology.arithmetic import arithmetic
from sciatic.physiology.conduction import PRECISIONS, Settings, conduct
from sciatic.physiology.fibres import Lesion, MyelinatedFibre
from sciatic.physiology.simulation import Batch, Pulse

ROOT = Path(__file__).resolve().parents[1]
FIBRE, SOUND, N_NODES, DURATION_MS = MyelinatedFibre(10.0), Lesion(internodes=22), 51, 5.0
LIMITS = {1000: 2500.0, 1: 100.0}
"""By size of the batch, how many times faster than plain NEURON, a fibre, by the clock."""
BATCHES = (1, 100, 1000)
VARIANTS = {
    "f64, 20 modes (exact)": Settings(),
    "f64, 10 modes": Settings(modes=10),
    "f32, 10 modes": Settings(modes=10, precision="f32"),
    "f32, 20 modes": Settings(precision="f32"),
}
ACCURACY = {
    "backward_euler": (0.005, 0.0025, 0.001, 0.0005),
    "second_order": (0.01, 0.005, 0.0025, 0.001),
}


def peer(script: str, *arguments: str, environment: str) -> dict[str, Any]:
    """What a peer's script printed; empty, with a loud line, where it cannot run."""
    own = ROOT / environment / "bin" / "python"
    python = str(own if own.exists() else sys.executable)
    command = [python, str(ROOT / "benchmarks" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"!!! NOT TIMED: {script} in {environment}: {why}")
        print("!!! make bench-physiology sets that environment up; see docs for how by hand")
        return {}
    report: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return report


def whole_s(how: Settings, n: int) -> float:
    """Seconds a fibre for all 5 ms and every node, from settled fibres: what the peers do."""
    batch = Batch(
        [FIBRE] * n,
        [SOUND] * n,
        N_NODES,
        temperature_degc=how.temperature_degc,
        dtype=PRECISIONS[how.precision],
    )
    state = batch.settled()
    arrival = batch.run(state, how.scheme, DURATION_MS, Pulse(), stop=False).arrival_ms
    must_conduct(not np.isnan(arrival[:, N_NODES - 5]).any())
    return best_s(lambda: batch.run(state, how.scheme, DURATION_MS, Pulse(), stop=False)) / n


def used_s(how: Settings, n: int, different: bool = False) -> float:
    """Seconds a fibre of ``conduct``: preparing, settling, running until the spike is through."""
    fibres = [FIBRE] * n
    if different:
        sizes = np.linspace(5.7, 15.9, n)
        fibres = [MyelinatedFibre(float(d), "MRG_INTERPOLATION") for d in sizes]
    must_conduct(not conduct(fibres, SOUND, how).blocked.any())
    return best_s(lambda: conduct(fibres, SOUND, how)) / n


def must_conduct(all_did: bool) -> None:
    """A fibre that gives up early is fast for nothing: no time is told then."""
    if not all_did:
        sys.exit("!!! NO TIMES: a sound fibre of ours did not conduct; the kernel is wrong")


@dataclass(slots=True)
class Times:
    """Seconds a fibre by variant and batch: all 5 ms, and until the spike is through."""

    whole: dict[tuple[str, int], float] = field(default_factory=dict)
    used: dict[tuple[str, int], float] = field(default_factory=dict)

    def least(self, which: dict[tuple[str, int], float], n: int) -> float:
        """Of all variants, the fastest at this size of batch."""
        return min(seconds for (_, size), seconds in which.items() if size == n)


def ours(neuron_s: float | None) -> Times:
    """Measure and print our times."""
    times = Times()
    for name, how in VARIANTS.items():
        for n in BATCHES:
            times.whole[name, n], times.used[name, n] = whole_s(how, n), used_s(how, n)
            line(f"sciatic {name}, batch {n}, all 5 ms", times.whole[name, n], neuron_s)
            line("    conduct(): prepared, settled, until through", times.used[name, n], neuron_s)
    seconds_different = used_s(VARIANTS["f64, 10 modes"], 1000, different=True)
    line("conduct(): f64, 10 modes, 1000 different fibres", seconds_different, neuron_s)
    return times


def verdicts(times: Times, neuron: dict[str, Any]) -> None:
    """Print each limit, for equal work and for what a user waits for: not the same question."""
    for n, limit in LIMITS.items():
        whole, used = times.least(times.whole, n), times.least(times.used, n)
        for name, ratio in (
            ("equal work, all 5 ms in both", neuron["neuron_s"] / whole),
            ("equal work, both until through", neuron["neuron_until_through_s"] / used),
            ("unequal: ours until through, NEURON 5 ms", neuron["neuron_s"] / used),
        ):
            verdict = "reached" if ratio >= limit else "MISSED"
            print(f"batch {n:<5}{name:<42}{ratio:9,.0f} x, limit {limit:,.0f} x: {verdict}")
    print(
        "Batches hold one fibre many times over; its modes and settled state are prepared once and"
    )
    print("and remembered. The line above for 1000 different fibres says what a population costs.")


def line(name: str, seconds: float, neuron_s: float | None) -> None:
    """One line of the table."""
    ratio = f"{neuron_s / seconds:9,.0f} x" if neuron_s else "          -"
    print(f"{name:<62}{seconds * 1e3:12,.3f} ms {ratio}", flush=True)


def accuracy() -> None:
    """Print velocity and time by step: how far each is from what ever smaller steps give."""
    fine = [_velocity(Settings(step="second_order", step_ms=step)) for step in (0.001, 0.0005)]
    converged = (4 * fine[1] - fine[0]) / 3
    print(f"\nVelocity as the step goes to 0: {converged:.3f} m/s (10 um, 37 C, 20 modes)")
    print(f"{'step':<30}{'m/s':>9}{'error':>9}{'us a fibre':>12}")
    cheapest: dict[str, float] = {}
    for step, sizes in ACCURACY.items():
        for step_ms in sizes:
            how = Settings(step=step, step_ms=step_ms)
            velocity, seconds = _velocity(how), used_s(how, 400)
            error = velocity / converged - 1
            if abs(error) < 0.0115:
                cheapest[step] = min(seconds, cheapest.get(step, np.inf))
            name = f"{step} {step_ms:g} ms"
            print(f"{name:<30}{velocity:9.3f}{error:9.2%}{seconds * 1e6:12,.0f}", flush=True)
    if len(cheapest) == len(ACCURACY):
        gain = cheapest["backward_euler"] / cheapest["second_order"]
        print(f"At about 1 % the second-order step is {gain:.1f} times as fast")


def _velocity(how: Settings) -> float:
    return float(conduct([FIBRE], SOUND, how).upstream_m_per_s[0])


def peaks() -> dict[str, Machine]:
    """What the machine can do now, by precision."""
    return {name: measure(dtype) for name, dtype in PRECISIONS.items()}


def floor(times: Times, before: dict[str, Machine]) -> float:
    """Print ours against the arithmetic floor; how many times the floor the worst is.

    The machine is measured before and after, and the better figure taken: peaks measured while
    others work would make ours look closer to the floor than it is.
    """
    print("\nFloor: what one node and step costs at least, with both cores")
    worst, after = 0.0, peaks()
    for name, how in VARIANTS.items():
        cost = arithmetic(how.modes, how.precision)
        machine = before[how.precision].or_better(after[how.precision])
        by_sums, by_traffic = machine.floor_s(cost)
        took = times.whole[name, 1000] / (N_NODES * round(DURATION_MS / how.step_ms))
        over = took / max(by_sums, by_traffic)
        worst = max(worst, over)
        print(
            f"{name:<24}{cost.flops} flops at {machine.flops_per_s / 1e9:.0f} G/s "
            f"= {by_sums * 1e9:.2f} ns; {cost.bytes} bytes at "
            f"{machine.cache_bytes_per_s / 1e9:.0f} GB/s (memory "
            f"{machine.memory_bytes_per_s / 1e9:.0f}) = {by_traffic * 1e9:.2f} ns; "
            f"ours {took * 1e9:.2f} ns, {over:.1f} x the floor",
            flush=True,
        )
    return worst


def main() -> None:
    """Time peers, then ours, then say what was reached."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-jaxon", action="store_true", help="leave out the slowest peer")
    options = parser.parse_args()
    print(f"One MRG fibre, 10 um, {N_NODES} nodes, 37 C, dt 0.005 ms, 5 ms; {os.cpu_count()} cores")
    busy = os.getloadavg()[0]
    if busy > 0.5:
        print(f"!!! this machine is busy (load {busy:.1f}): no verdict below can be relied on")
    able = peaks()
    neuron = peer("neuron_peer.py", environment=".venv-oracle")
    neuron_s = neuron.get("neuron_s")
    if neuron_s:
        line(f"{neuron['versions'].split(';')[0]}, bare loop", neuron_s, neuron_s)
        line("    the same, until the spike is through", neuron["neuron_until_through_s"], neuron_s)
        line(f"{neuron['versions'].split('; ')[1]}, run_sim", neuron["pyfibers_s"], neuron_s)
        apart = _velocity(Settings()) / neuron["velocity_m_per_s"] - 1
        print(f"    velocity {neuron['velocity_m_per_s']:.3f} m/s; ours differs by {apart:.4%}")
    jaxon = {} if options.no_jaxon else peer("jaxon_peer.py", environment=".venv-jaxon")
    for n, found in jaxon.get("batches", {}).items():
        scaled = "" if found["simulated_ms"] == DURATION_MS else ", scaled up from 1 ms"
        line(f"jaxon-nerve {jaxon['version']}, batch {n}{scaled}", found["seconds"], neuron_s)
    times = ours(neuron_s)
    accuracy()
    times_floor = floor(times, able)
    print()
    if neuron:
        verdicts(times, neuron)
    verdict = "reached" if times_floor <= 3 else "MISSED"
    print(f"at most {times_floor:.1f} x the arithmetic floor, limit 3 x: {verdict}")


if __name__ == "__main__":
    main()
