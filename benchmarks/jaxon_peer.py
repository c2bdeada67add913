"""Time jaxon-nerve, in its own environment (its pins clash with everybody's).

Prints one JSON object: for each batch the seconds a fibre, without compiling. The spike is started,
for jaxon's own batch call (``batch_integrate_m_max_fd``), by an electrode beside node 0. ``make
bench-physiology`` sets up ``.venv-jaxon`` and runs this file by path.
"""

from __future__ import annotations

import json
import math
import sys
import time
from importlib import metadata
from typing import Any

DIAMETER_UM, N_NODES, DT_MS, DURATION_MS = 10.0, 51, 0.005, 5.0
PULSE_MS = (0.1, 0.2)
ELECTRODE_MA, ELECTRODE_MM, CONDUCTIVITY_S_PER_M = -0.3, 0.5, 0.3
PART_MS = 1.0
"""Batches of 1000 run so long and are scaled up: the time of a step does not change."""


def potentials_mv(centres_um: list[float]) -> Any:
    """Potential along the fibre of an electrode beside node 0, shape (compartment,)."""
    import numpy as np

    along_m = (np.asarray(centres_um) - centres_um[0]) * 1e-6
    distance_m = np.hypot(along_m, ELECTRODE_MM * 1e-3)
    return ELECTRODE_MA / (4 * math.pi * CONDUCTIVITY_S_PER_M * distance_m)


def seconds_a_fibre(n_fibres: int) -> dict[str, float]:
    """Run a batch twice, time the second; also how many nodes fired."""
    import jax
    import jax.numpy as jnp
    import numpy as np
    from jaxon.fibers.mrg import _mrg_geometry, node_indices, section_centers_um
    from jaxon.stim.batch_solve import (
        batch_integrate_m_max_fd,
        initial_states_batch,
        stack_fiber_statics,
    )

    duration_ms = DURATION_MS if n_fibres < 1000 else PART_MS
    geometry = _mrg_geometry(DIAMETER_UM, N_NODES)
    one = stack_fiber_statics([geometry], DT_MS), initial_states_batch([geometry])
    repeat = lambda x: jnp.repeat(x, n_fibres, axis=0)  # noqa: E731  (jax maps over it)
    statics, gates = jax.tree.map(repeat, one)
    field = jnp.tile(jnp.asarray(potentials_mv(section_centers_um(geometry))), (n_fibres, 1))
    middle_ms = (np.arange(round(duration_ms / DT_MS)) + 0.5) * DT_MS
    pulse = jnp.asarray(((middle_ms >= PULSE_MS[0]) & (middle_ms < PULSE_MS[1])).astype(float))
    before = jnp.concatenate([jnp.zeros(1), pulse[:-1]])
    call = jax.jit(lambda s, g, v, now, then: batch_integrate_m_max_fd(s, g, v, now, then, DT_MS))
    compiled = call.lower(statics, gates, field, pulse, before).compile()
    start = time.perf_counter()
    peak = np.asarray(compiled(statics, gates, field, pulse, before).block_until_ready())
    took = (time.perf_counter() - start) * DURATION_MS / duration_ms
    fired = int((peak[0, node_indices(geometry)] > 0.9).sum())
    return {"seconds": took / n_fibres, "fired": fired, "simulated_ms": duration_ms}


def main() -> None:
    """Time the batches given as arguments, or 1, 100 and 1000."""
    batches = [int(word) for word in sys.argv[1:]] or [1, 100, 1000]
    report: dict[str, Any] = {"version": metadata.version("jaxon-nerve")}
    report["batches"] = {n: seconds_a_fibre(n) for n in batches}
    print(json.dumps(report))


if __name__ == "__main__":
    main()
