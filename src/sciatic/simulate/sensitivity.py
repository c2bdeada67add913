"""How much an average answer hangs on each parameter of the links.

Each parameter is moved up by one standard deviation of what is known of it, the tables are built
anew, and every case is weighed again. ``python -m sciatic.simulate.sensitivity CASES`` does it for
a folder of cases and for people drawn from the model, and writes ``data/sensitivity.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.assessment import compiled
from sciatic.assessment.differential import differential
from sciatic.assessment.foundations import LINKS, rows_of
from sciatic.assessment.model import label_states
from sciatic.evidence.data_files import PACKAGE, data_text
from sciatic.findings import Case, load_case
from sciatic.findings.changes import changed
from sciatic.findings.parameters import parameters
from sciatic.findings.start_sd import start_sd
from sciatic.pathology.free_values import Scale, fitted, from_scale, to_scale, values_set
from sciatic.simulate.people import draw
from sciatic.simulate.population import Population

Floats: TypeAlias = npt.NDArray[np.float64]
Posteriors: TypeAlias = Callable[[Mapping[str, float]], Floats]
"""P(condition | case) under other values, shape (n_cases, n_conditions)."""
KEPT = PACKAGE / "simulate" / "data" / "sensitivity.json"
SETTING = "mixed"
N_DRAWN, SEED = 40, 4
CARRY = 0.8  # of the mean posterior: some hundred states in place of 2782, so that it takes minutes
TOLD = ("age_years", "duration_days", "leg_pain.left", "leg_pain.right", "pain_below_knee.left",
        "pain_below_knee.right", "worse_sitting", "worse_walking", "relieved_sitting",
        "limb_numbness.left", "limb_numbness.right", "straight_leg_raise.left",
        "straight_leg_raise.right", "reflex.left.patellar", "reflex.right.patellar",
        "reflex.left.achilles_reflex", "reflex.right.achilles_reflex",
        "strength.left.tibialis_anterior", "strength.right.tibialis_anterior",
        "strength.left.extensor_hallucis_longus", "strength.right.extensor_hallucis_longus",
        "strength.left.gastrocnemius_medial", "strength.right.gastrocnemius_medial",
        "light_touch.left.web1", "light_touch.right.web1",
        "light_touch.left.foot_border_lateral", "light_touch.right.foot_border_lateral",
        )  # fmt: skip
"""What a drawn person tells and shows: a usual consultation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """What one standard deviation of a parameter does to the answers.

    Attributes:
        seen: how its row was seen, or "fitted".
        value, sd: where it stands, and its standard deviation on its scale.
        first: mean change of P(first-ranked condition), in either direction.
        whole: mean total variation distance of the conditions' probabilities.
        most: the largest of those distances.
    """

    parameter: str
    seen: str
    value: float
    scale: Scale
    sd: float
    first: float
    whole: float
    most: float


def sensitivity(
    posteriors: Posteriors, names: Iterable[str] | None = None
) -> tuple[Influence, ...]:
    """Rank the parameters by how far one standard deviation moves the conditions, falling.

    Args:
        posteriors: weighs the cases under other values; ``rebuilt`` gives one, slow and exact.
        names: only these; None: every parameter of the links.
    """
    before = posteriors({})
    found = [_influence(posteriors, before, name) for name in names or parameters()]
    return ranked(found)


def ranked(found: Iterable[Influence]) -> tuple[Influence, ...]:
    """By the mean distance, falling; what moves nothing last, by name."""
    return tuple(sorted(found, key=lambda one: (-one.whole, one.parameter)))


def _influence(posteriors: Posteriors, before: Floats, name: str) -> Influence:
    seen, scale, sd = spread(name)
    value = parameters()[name]
    after = posteriors({name: from_scale(to_scale(value, scale) + sd, scale)})
    whole = 0.5 * np.abs(after - before).sum(axis=1)
    top = before.argmax(axis=1)[:, None]
    first = np.abs(np.take_along_axis(after - before, top, axis=1))
    return Influence(
        parameter=name,
        seen=seen,
        value=value,
        scale=scale,
        sd=sd,
        first=float(first.mean()),
        whole=float(whole.mean()),
        most=float(whole.max()),
    )


def spread(name: str) -> tuple[str, Scale, float]:
    """How a parameter was seen, its scale, and its standard deviation there."""
    if name in fitted():
        return "fitted", fitted()[name].scale, fitted()[name].se
    cells = _cells()[name]
    share = float(cells["low"]) >= 0 and float(cells["high"]) <= 1
    return cells["seen"], "logit" if share else "log", start_sd(name)


@cache
def _cells() -> Mapping[str, Mapping[str, str]]:
    return {row.id: row.cells for row in rows_of(LINKS)}


def rebuilt(cases: Sequence[Case], setting: str = SETTING, carry: float = 1.0) -> Posteriors:
    """Weigh the cases with tables that are built anew under the other values: seconds each.

    Args:
        cases: each is weighed every time.
        setting: whose prior.
        carry: only the likeliest states are built that together carry this share of the cases'
            mean posterior; fewer states are faster.
    """
    from sciatic.findings.build_tables import build_tables
    from sciatic.pathology import lesion_states

    chosen = _carrying(cases, setting, carry)
    states = [state for state, kept in zip(lesion_states(), chosen, strict=True) if kept]
    model = replace(compiled(), labels=label_states(states))
    names = list(model.condition_labels)

    def posteriors(values: Mapping[str, float]) -> Floats:
        with values_set(values):
            other = replace(model, tables=build_tables(states), _networks={})
            found = [dict(differential(other, case, setting).conditions()) for case in cases]
        return np.array([[chances.get(name, 0.0) for name in names] for chances in found])

    return posteriors


def _carrying(cases: Sequence[Case], setting: str, carry: float) -> npt.NDArray[np.bool_]:
    """The likeliest states that carry a share of the mean posterior, shape (n_states,)."""
    mean = np.mean([differential(compiled(), case, setting).p_states for case in cases], axis=0)
    order = np.argsort(-mean)
    kept: npt.NDArray[np.bool_] = np.zeros(len(mean), dtype=np.bool_)
    kept[order[: int(np.searchsorted(mean[order].cumsum(), carry)) + 1]] = True
    return kept


def drawn_cases(n: int = N_DRAWN, seed: int = SEED) -> tuple[Case, ...]:
    """People of the mixed setting as cases, each with what a usual consultation finds."""
    people = draw(n, seed, Population(setting=SETTING), TOLD)
    told = {path: people.told(path) for path in TOLD}
    cases = []
    for number in range(n):
        document = load_case({"schema": "sciatic.case/1", "id": f"drawn-{number}"}).to_dict()
        for path in TOLD:
            changed(document, path, told[path][number])
        cases.append(load_case(document))
    return tuple(cases)


@cache
def kept() -> tuple[Influence, ...]:
    """The ranking as it was last written; empty where none was."""
    if not KEPT.is_file():
        return ()
    rows = json.loads(data_text("simulate", KEPT.name))["ranking"]
    return tuple(Influence(**row) for row in rows)


def _ranking_of(work: tuple[Sequence[Path], Sequence[str]]) -> tuple[Influence, ...]:
    files, names = work
    cases = [*(load_case(path) for path in files), *drawn_cases()]
    return sensitivity(rebuilt(cases, carry=CARRY), names)


def main(folder: str) -> None:
    """Rank every parameter on a folder of cases and on drawn people; write the ranking."""
    files = sorted(Path(folder).glob("*.json"))
    names, parts = list(parameters()), 3
    compiled()
    work = [(files, names[part::parts]) for part in range(parts)]
    with ProcessPoolExecutor(parts) as pool:
        found = ranked(one for some in pool.map(_ranking_of, work) for one in some)
    document = {
        "cases": len(files),
        "drawn": N_DRAWN,
        "seed": SEED,
        "setting": SETTING,
        "carry": CARRY,
    }
    rows = [
        {key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()}
        for row in map(asdict, found)
    ]
    KEPT.write_text(json.dumps({**document, "ranking": rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
