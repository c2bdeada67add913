"""Findings of whoever feels or paints whole body parts, whichever patch is asked for.

The clusters of ``sciatic.assessment.likelihoods``, read forwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sciatic.findings.model_tables import ModelTables
from sciatic.findings.probability_table import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PaintedPart:
    """A body part that is marked whole or not at all.

    ``p_on``: P(it is marked | leg), shape (n_legs,); ``on`` and ``off``: P(answer) in a marked part
    and elsewhere, shape (n_values,).
    """

    cluster: str
    p_on: Floats
    on: Floats
    off: Floats


def painted_part(tables: ModelTables, key: str) -> PaintedPart:
    """The body part that a painted finding lies in: ``light_touch.web1``, ``chart.pain.calf``."""
    finding, _, rest = key.partition(".")
    kind, _, region = rest.partition(".") if finding == "chart" else ("sensation", "", rest)
    segment = tables.segments[region]
    place = list(dict.fromkeys(tables.segments.values())).index(segment)
    answers = _mark if finding == "chart" else _touch
    on, off = answers(tables, kind)
    name = kind if finding == "chart" else finding
    return PaintedPart(f"{name}.{segment}", tables.painted_part[kind][place], on, off)


def _mark(tables: ModelTables, kind: str) -> tuple[Floats, Floats]:
    """Unmarked, the first word, the second."""
    p = tables.parameters
    first = {"sensation": p["word_numb"], "pain": p["word_pain"]}[kind]

    def answers(marked: float) -> Floats:
        return np.array([1 - marked, marked * first, marked * (1 - first)])

    return answers(p["painter_mark_on"]), answers(p["painter_mark_off"])


def _touch(tables: ModelTables, _: str) -> tuple[Floats, Floats]:
    """Absent, reduced, normal, increased."""
    p = tables.parameters
    gone, more = p["touch_absent_share"], p["touch_increased"]

    def answers(low: float) -> Floats:
        return np.array([gone * low, (1 - gone) * low, 1 - low - more, more])

    return answers(p["painter_mark_on"]), answers(p["touch_floor"])
