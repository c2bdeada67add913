"""The few parameters of the links from loss to finding, each a row of data/links.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from sciatic.errors import EvidenceError
from sciatic.evidence import bounded, read_table


class Parameters(Mapping[str, float]):
    """Parameters by name; a name that is not in the table is a fault of ours and says so."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> float:
        if name not in self._values:
            raise EvidenceError(f"findings/data/links.csv has no parameter {name!r}")
        from sciatic.pathology.free_values import value_of  # not needed where a model is compiled

        return value_of(name, self._values[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@cache
def parameters() -> Parameters:
    """Every parameter, checked against the range that its row states."""

    def parse(cells: Mapping[str, str]) -> tuple[str, float]:
        low, high = float(cells["low"]), float(cells["high"])
        return cells["parameter"], bounded(cells, "value", low, high)

    return Parameters(dict(read_table("findings", "links", parse)))


LEAST_FIRST = 0.05
"""What the first value of a latent keeps where the others were moved too high. Assumption."""
_PAINTERS = ("painter_territory", "painter_silent", "painter_unlocalised")
LATENT_OF_GROUP = {
    "numbness": _PAINTERS,
    "pain": _PAINTERS,
    "touch": ("painter_territory", "painter_unlocalised"),
    "strength": ("strength_unlocalised",),
    "tension": ("tension_lost_unknown",),
    "reflexes": ("both_ankle_jerks_absent_unknown",),
}


def latent_shares(group: str, values: Mapping[str, float] | None = None) -> npt.NDArray[np.float64]:
    """P(u) of a group: how whoever reported it reports; shape (n_u,), the usual way first.

    Of paint: by what each patch has lost, the whole territory, nothing, or body parts (the last).
    """
    others = [(values or parameters())[name] for name in LATENT_OF_GROUP.get(group, ())]
    return with_the_first(np.array(others))


def with_the_first(others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """All shares of a latent from those of all values but the first, which takes what they leave.

    Args:
        others: shape (n - 1, ...). Where they were moved so high that the first would keep less
            than ``LEAST_FIRST``, they shrink alike.

    Returns:
        shape (n, ...); sums to one.
    """
    total = others.sum(axis=0)
    room = np.minimum(1.0, (1 - LEAST_FIRST) / np.maximum(total, LEAST_FIRST))
    others = others * room
    return np.concatenate([1 - others.sum(axis=0)[None], others])
