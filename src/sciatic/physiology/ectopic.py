"""A stretch of fibre that fires by itself, or on touch: the signal behind tingling.

Depolarised, or with more persistent sodium conductance, a stretch sends out spikes that nobody
started, or several for one that came in from the skin. Nothing is added to the fibre model for
this. Needs numba.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sciatic.physiology.conduction import PRECISIONS, Settings, n_nodes_around
from sciatic.physiology.fibres import Lesion, MyelinatedFibre, PhysiologyError
from sciatic.physiology.simulation import Batch, Pulse, State

BURST_MS, LISTEN_MS = 40.0, 40.0
LISTENING = Settings(step="second_order")
"""All modes: a harm that comes on at once moves the slow ones apart."""


def spontaneous_spikes(
    fibres: Sequence[MyelinatedFibre],
    lesions: Sequence[Lesion],
    settings: Settings | None = None,
    *,
    burst_ms: float = BURST_MS,
    listen_ms: float = LISTEN_MS,
) -> npt.NDArray[np.int64]:
    """Spikes that each harmed stretch sends down its fibre by itself.

    The harm comes on at once in a sound fibre at rest. What it fires at first is its burst; spikes
    are counted after that, eight nodes beyond the stretch.

    Args:
        fibres, lesions: n of each; all lesions span the same number of internodes.
        settings: how to simulate.
        burst_ms: time that is not counted, in ms.
        listen_ms: time that is counted, in ms.

    Returns:
        Shape (n,).

    Raises:
        PhysiologyError: lesions of different lengths.
    """
    how = settings or LISTENING
    harmed = _batch(fibres, lesions, how)
    sound = _batch(fibres, [Lesion(internodes=lesions[0].internodes)] * len(fibres), how)
    start = _onset(sound, harmed)
    total, early = (
        harmed.run(start, how.scheme, duration_ms, Pulse(na=0.0), stop=False).spikes[
            :, harmed.target
        ]
        for duration_ms in (burst_ms + listen_ms, burst_ms)
    )
    return total - early


def spikes_for_one(
    fibres: Sequence[MyelinatedFibre],
    lesions: Sequence[Lesion],
    settings: Settings | None = None,
    *,
    listen_ms: float = LISTEN_MS,
) -> npt.NDArray[np.int64]:
    """Spikes that leave each harmed stretch when one spike comes in: 1 in a sound fibre.

    More than one, from a stretch that is silent by itself, is tingling on touch; 0 is block.

    Args:
        fibres, lesions: n of each; all lesions span the same number of internodes.
        settings: how to simulate.
        listen_ms: time from the stimulus at node 0, in ms.

    Returns:
        Shape (n,), counted eight nodes beyond the stretch.

    Raises:
        PhysiologyError: lesions of different lengths.
    """
    how = settings or LISTENING
    batch = _batch(fibres, lesions, how)
    seen = batch.run(batch.settled(), how.scheme, listen_ms, Pulse(), stop=False)
    return seen.spikes[:, batch.target]


def _batch(fibres: Sequence[MyelinatedFibre], lesions: Sequence[Lesion], how: Settings) -> Batch:
    spans = {lesion.internodes for lesion in lesions}
    if len(spans) != 1:
        raise PhysiologyError(
            f"the lesions span {len(spans)} different numbers of internodes; run them apart"
        )
    return Batch(
        fibres,
        lesions,
        n_nodes_around(spans.pop()),
        temperature_degc=how.temperature_degc,
        dtype=PRECISIONS[how.precision],
    )


def _onset(sound: Batch, harmed: Batch) -> State:
    """The resting state of the sound fibres, told from where the harmed ones would rest."""
    rest = sound.settled()
    place = _first_of_each(harmed)
    rows = sound.which[place]
    modes = harmed.parts.modes
    steady = (modes.source / modes.rate)[harmed.parts.span][:, list(harmed.layout.span_kind)]
    return replace(
        rest, voltage=rest.voltage[rows], gate=rest.gate[rows], mode=rest.mode[rows] - steady
    )


def _first_of_each(batch: Batch) -> npt.NDArray[np.int64]:
    """The first fibre of each distinct pair of a batch."""
    return np.unique(batch.which, return_index=True)[1]
