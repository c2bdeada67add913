"""Make ``tests/physiology/data/c_fibre_reference.csv``: the C fibre of PyFibers, run by NEURON.

Needs an environment with NEURON 9 and PyFibers 0.13 (never one of ours: see docs), in which
``pyfibers_compile`` was run once. Two kinds of rows:

    ions moving   the fibre as PyFibers builds it, ion concentrations changing, 200 ms of settling
                  in steps of 5 ms: velocity of the sound fibre
    ions held     concentrations held at their resting values, 10 s of settling in steps of 1 ms:
                  lesions, whose slow gates have come to rest (with steps of 20 ms the staggered
                  gates of the potassium channels make the rest wander by 2 mV)

A lesion lies between 3 mm of sound fibre either side. ``depol`` adds x mV to the potassium
reversal potential there, ``nablock`` takes the share x of all sodium conductances.

    /path/to/oracle/python benchmarks/c_fibre_oracle.py tests/physiology/data/c_fibre_reference.csv
"""

from __future__ import annotations

import csv
import sys
import warnings
from dataclasses import dataclass

SOUND_MM = 3.0
THRESHOLD_MV = -30.0
PULSE_NA, PULSE_MS = 0.5, 1.0


@dataclass(frozen=True)
class Run:
    diameter_um: float
    lesion: str = "none"
    x: float = 0.0
    lesion_mm: float = 10.0
    ions: str = "held"
    dt_ms: float = 0.02
    compartment_um: float = 50.0

    def place(self, mm: float) -> int:
        return round(1e3 * mm / self.compartment_um)


def build(run: Run):
    from neuron import h
    from pyfibers import FiberModel, build_fiber

    n = run.place(2 * SOUND_MM + run.lesion_mm) + 1
    fibre = build_fiber(
        FiberModel.TIGERHOLM, diameter=run.diameter_um, n_sections=n, enforce_odd_nodecount=False,
        delta_z=run.compartment_um, temperature=37, passive_end_nodes=False,
    )  # fmt: skip
    h.celsius = 37
    for i, section in enumerate(fibre.sections):
        inside = run.place(SOUND_MM) <= i < run.place(SOUND_MM + run.lesion_mm)
        hurt(section, run, inside)
    return fibre


def hurt(section, run: Run, inside: bool) -> None:
    from neuron import h

    if run.ions == "held":
        sodium_mv, potassium_mv = section.ena, section.ek
        section.uninsert("naoiTiger")
        section.uninsert("koiTiger")
        for ion in ("na_ion", "k_ion"):
            h.ion_style(ion, 1, 1, 0, 0, 0, sec=section)
        section.nai, section.nao, section.ki, section.ko = 11.4, 154.0, 121.7, 5.6
        section.ena, section.ek = sodium_mv, potassium_mv
        if inside and run.lesion == "depol":
            section.ek = potassium_mv + run.x
    if inside and run.lesion == "nablock":
        section.gbar_nattxs *= 1 - run.x
        section.gbar_nav1p8 *= 1 - run.x
        section.gbar_nav1p9 *= 1 - run.x


def simulate(run: Run) -> dict[str, object]:
    import numpy as np
    from neuron import h

    fibre = build(run)
    pulse = h.IClamp(fibre.sections[0](0.5))
    pulse.delay, pulse.dur, pulse.amp = 0.0, PULSE_MS, PULSE_NA * run.diameter_um**1.5
    before, after = run.place(SOUND_MM), run.place(SOUND_MM + run.lesion_mm)
    last = after + run.place(0.7 * SOUND_MM)
    points = {
        name: h.Vector().record(fibre.sections[i](0.5)._ref_v)
        for name, i in (
            ("from", run.place(0.5 * SOUND_MM)), ("to", run.place(0.8 * SOUND_MM)),
            ("enter", before), ("leave", after), ("last", last),
        )
    }  # fmt: skip
    h.finitialize(fibre.v_rest)
    settle_ms, step_ms = (10000.0, 1.0) if run.ions == "held" else (200.0, 5.0)
    h.t, h.dt = -settle_ms, step_ms
    for _ in range(round(settle_ms / step_ms)):
        h.fadvance()
    rest_mv = fibre.sections[(before + after) // 2].v
    h.t, h.dt = 0.0, run.dt_ms
    h.fcurrent()
    h.frecord_init()
    for step in range(round(200.0 / run.dt_ms)):
        h.fadvance()
        if step % 500 == 0 and passed(points["last"].as_numpy(), run.dt_ms) is not None:
            break
    at = {name: passed(np.array(v), run.dt_ms) for name, v in points.items()}
    blocked = at["last"] is None
    up = (run.place(0.8 * SOUND_MM) - run.place(0.5 * SOUND_MM)) * run.compartment_um * 1e-3
    velocity = up / (at["to"] - at["from"])
    through = None if blocked else run.lesion_mm / (at["leave"] - at["enter"])
    ratio = None if through is None else through / velocity
    return {
        "blocked": "yes" if blocked else "no",
        "velocity_m_per_s": f"{velocity:.5f}",
        "velocity_ratio": "" if ratio is None else f"{ratio:.4f}",
        "lesion_rest_mv": f"{rest_mv:.3f}",
    }


def passed(voltage, dt_ms: float) -> float | None:
    """First upward crossing of the threshold in ms, linear between steps."""
    for k in range(len(voltage) - 1):
        if voltage[k] < THRESHOLD_MV <= voltage[k + 1]:
            return dt_ms * (k + (THRESHOLD_MV - voltage[k]) / (voltage[k + 1] - voltage[k]))
    return None


def runs() -> list[Run]:
    sound = [
        Run(d, lesion_mm=2.0, ions="moving", dt_ms=dt, compartment_um=dx)
        for d, dt, dx in (
            (0.5, 0.02, 50.0), (0.8, 0.02, 50.0), (1.0, 0.02, 50.0), (1.5, 0.02, 50.0),
            (1.0, 0.01, 25.0), (0.5, 0.01, 25.0), (1.0, 0.005, 25.0),
        )
    ]  # fmt: skip
    pressed = [
        Run(d, "depol", float(x))
        for d, shifts in ((0.8, (20, 30, 40, 44, 45, 46, 47)), (1.0, (10, 30, 42, 45, 46, 47)))
        for x in shifts
    ]
    channels = [Run(1.0, "nablock", x) for x in (0.3, 0.5, 0.7, 0.8, 0.82, 0.83, 0.84, 0.85, 0.86)]
    return [*sound, Run(1.0), *pressed, *channels]


def main() -> None:
    warnings.filterwarnings("ignore")
    with open(sys.argv[1], "w", newline="") as file:
        writer = None
        for number, run in enumerate(runs(), start=1):
            row = {
                "id": f"cref{number:03d}", "diameter_um": run.diameter_um, "lesion": run.lesion,
                "x": run.x, "lesion_mm": run.lesion_mm, "ions": run.ions, **simulate(run),
                "settings": f"NEURON 9.0.2; PyFibers 0.13.0 TIGERHOLM; dt {run.dt_ms} ms; "
                f"compartment {run.compartment_um} um; 37 C",
                "source": "pyfibers_src", "seen": "computed",
            }  # fmt: skip
            if writer is None:
                writer = csv.DictWriter(file, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
            file.flush()
            print(row, flush=True)


if __name__ == "__main__":
    main()
