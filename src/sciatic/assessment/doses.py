"""What each kind of contact does to touch fibres at each pressure, worked out when compiled.

Putting a pressure through the fibre simulation's table takes longer than reading a case, and the
answer never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sciatic.assessment.digests import model_folder

FILE = "doses.json"
FAMILIES = ("disc", "stenosis", "foraminal", "entrapment")
PARTS = 5
"""Steps from one severity to the next."""


class Dose(NamedTuple):
    """A sustained pressure and its effect; ``name`` is the severity that has just this pressure.

    ``blocked`` and ``slowed`` are shares of touch fibres; ``irritation`` is P(tingling is felt).
    """

    name: str
    mmhg: float
    blocked: float
    slowed: float
    irritation: float


def doses(family: str) -> tuple[Dose, ...]:
    """From no pressure through every severity's, in even steps between one and the next."""
    return tuple(Dose(*row) for row in _kept()[family])


def write(folder: Path) -> None:
    """Work out every dose and write them beside the model."""
    (folder / FILE).write_text(json.dumps(_worked_out()), "utf-8")


@cache
def _kept() -> Mapping[str, Sequence[Sequence[Any]]]:
    try:
        kept: Mapping[str, Sequence[Sequence[Any]]] = json.loads(
            (model_folder() / FILE).read_bytes()
        )
    except OSError:
        kept = _worked_out()
    return kept


def _worked_out() -> dict[str, list[Dose]]:
    return {family: list(_of(family)) for family in FAMILIES}


def _of(family: str) -> Iterator[Dose]:
    from sciatic.pathology import SEVERITIES, pressure_mmhg
    from sciatic.physiology import CHRONIC_MINUTES, dose_response

    law = dose_response(family)

    def dose(name: str, mmhg: float) -> Dose:
        whole = law.effect(mmhg, CHRONIC_MINUTES)
        slowed = min(whole.slowed, 1 - whole.touch)
        return Dose(name, mmhg, whole.touch, slowed, whole.irritation)

    yield dose("none", 0.0)
    low = 0.0
    for severity in SEVERITIES:
        high = pressure_mmhg(family, severity)
        for part in range(1, PARTS + 1):
            yield dose(severity if part == PARTS else "", low + (high - low) * part / PARTS)
        low = high
