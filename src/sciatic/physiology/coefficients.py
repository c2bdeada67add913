"""From modes and channels to the numbers that the kernel adds and multiplies in a step of time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sciatic.physiology.internode import Lumped, Modes, lumped
from sciatic.physiology.layout import Layout, Parts

Floats = npt.NDArray[np.float64]
QUIET_MV = 4.0


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a step of time is taken.

    ``second_order`` keeps the modes exact for voltages that change linearly within the step, takes
    the node's own charge by the backward difference of second order, and looks half a step ahead
    for the gates; otherwise everything is backward Euler, as NEURON's default.
    """

    step_ms: float
    temperature_degc: float
    second_order: bool
    n_modes: int
    dead_below_mv: float | None = None

    def of_modes(self, rate: Floats) -> tuple[Floats, Floats, Floats]:
        """What a step keeps of a mode, and the weights of the old and the new drive."""
        x = rate * self.step_ms
        if not self.second_order:
            keep = 1 / (1 + x)
            return keep, np.zeros_like(x), self.step_ms * keep
        keep = np.exp(-x)
        new = (1 - (1 - keep) / x) / rate
        return keep, (1 - keep) / rate - new, new

    def dead(self, rest_mv: float) -> tuple[float, float]:
        """A spike is dead when no node exceeds its own rest and the resting potential by these."""
        if self.dead_below_mv is None:
            return QUIET_MV, -math.inf
        return -math.inf, self.dead_below_mv - rest_mv

    @property
    def capacitance(self) -> tuple[float, float, float]:
        """Weights of the new, the present and the former voltage in C dV/dt."""
        return (1.5, 2.0, -0.5) if self.second_order else (1.0, 1.0, 0.0)


@dataclass(slots=True)
class Coefficients:
    """The numbers of one scheme, by distinct fibre and kind.

    Shapes: ``node`` (fibre, kind, 6), ``still`` (fibre, kind), ``span`` (fibre, kind, 2),
    ``modes`` (fibre, kind, mode, 3), ``scale`` and ``old`` (fibre, kind, mode). The last kind of
    internode is the void beyond the last node. ``lumped`` has the modes that are
    followed, ``skew`` (kind,) tells the kinds of internode that the kernel may not take for
    symmetric.
    """

    node: Floats
    still: Floats
    span: Floats
    modes: Floats
    scale: Floats
    old: Floats
    lumped: Lumped
    skew: npt.NDArray[np.bool_]


def coefficients(parts: Parts, plan: Layout, scheme: Scheme) -> Coefficients:
    """Fold modes and channels into what the kernel adds and multiplies."""
    lumps, c1 = lumped(parts.modes, scheme.n_modes), scheme.capacitance[0]
    few, at_once, stored = lumps.modes, lumps.at_once, lumps.stored / scheme.step_ms
    keep, old, new = scheme.of_modes(few.rate)
    node, still = _nodes(parts, plan, scheme, (few, new, at_once, stored))
    across = c1 * stored[:, 1] - (few.left * few.right * new).sum(1) - at_once[:, 1]
    span = np.stack([across, stored[:, 1]], axis=1)
    spread = keep * new + old
    root = np.sqrt(spread)
    mirrored = np.stack([keep, few.left**2 * spread, np.zeros_like(keep)], axis=2)
    any_way = np.stack([keep, root * few.left, root * few.right], axis=2)
    skew = few.skew[parts.span].any(0)
    is_skew = skew[None, :, None]
    modes = np.where(is_skew[..., None], any_way[parts.span], mirrored[parts.span])
    scale = np.where(is_skew, root[parts.span], (few.left * spread)[parts.span])
    return Coefficients(
        node, still, _with_void(span[parts.span]), _with_void(modes), scale, old[parts.span],
        lumps, np.append(skew, False),
    )  # fmt: skip


def _nodes(
    parts: Parts, plan: Layout, scheme: Scheme, within: tuple[Modes, Floats, Floats, Floats]
) -> tuple[Floats, Floats]:
    """Coefficients and constant current of the kinds of node, with what internodes add to them."""
    (few, new, at_once, stored), every, rows = within, parts.modes, parts.node
    still, leak = rows[..., 6].copy(), rows[..., 5:6]
    node = np.concatenate([leak, rows[..., 0:1] / scheme.step_ms, rows[..., 1:5]], axis=-1)
    steady = every.source / every.rate
    for side, end, whole, axial, port in (
        (1, few.right, every.right, every.right_us, 2),
        (2, few.left, every.left, every.left_us, 0),
    ):
        felt = axial - (end * end * new).sum(1) - at_once[:, port]
        held = (steady * whole).sum(1)
        for place, kind in enumerate(plan.nodes):
            if kind[side] >= 0:
                spans = parts.span[:, kind[side]]
                node[:, place, 0] += felt[spans]
                node[:, place, 1] += stored[spans, port]
                still[:, place] += held[spans]
    node[..., 0] += scheme.capacitance[0] * node[..., 1]
    return node, still


def _with_void(values: Floats) -> Floats:
    """One more kind of internode (second axis), of zeros."""
    return np.concatenate([values, np.zeros_like(values[:, :1])], axis=1)
