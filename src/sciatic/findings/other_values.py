"""Build tables under other values of the links' parameters: what would change, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sciatic.findings import leg_losses
from sciatic.findings.parameters import parameters
from sciatic.pathology.free_values import values_set

_KEPT = (leg_losses.furman, leg_losses._kernels)


@contextmanager
def other_values(values: Mapping[str, float]) -> Iterator[None]:
    """While inside, these parameters have these values, for whatever is built anew.

    Models that were compiled before stay as they are. Not for several threads at once.

    Raises:
        EvidenceError: a name that is not in findings/data/links.csv.
    """
    for name in values:
        parameters()[name]
    with values_set(values):
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    """Let go of what was made of the parameters and kept."""
    for made in _KEPT:
        clear = getattr(
            made, "cache_clear", None
        )  # what is built anew where numbers are set has none
        if clear is not None:
            clear()
