"""One group's findings so far: their likelihood for every latent and column, and the mixture.

Sums are carried on in plain numbers, one multiplication a finding, because logarithms cost most of
the time. Beside them stands the exact product of every block in logarithms, from which the plain
numbers are made anew before they could run out of range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from sciatic.inference.network import ClusterLeaf, Floats, Group, Ints, Network, Row

LEAST = 1e-300  # what a column keeps, of its group's largest: so that none divides by zero
LOW, HIGH = 1e-30, 1e30  # plain numbers whose largest leaves this range are made anew
FULL = 1e-140  # a pending product goes into the logarithms when it falls below,
CHECKED = 4  # which is looked at once in so many factors

Factor = tuple[slice, str, Floats]
ALL, BUT_LAST, LAST = slice(None), slice(None, -1), slice(-1, None)


class _Product:
    """A product of many positive arrays, exact however small: a logarithm and what is pending."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.log: Floats = np.zeros(shape)
        self.pending: Floats = np.ones(shape)
        self.unchecked = 0

    def multiply(self, part: slice, factor: Floats) -> None:
        """Multiply a part of the first axis by a factor of at least 1e-40, broadcast."""
        self.pending[part] *= factor
        self.unchecked += 1
        if self.unchecked == CHECKED and self.pending.min() < FULL:
            self._settle()
        self.unchecked %= CHECKED

    def _settle(self) -> None:
        self.log += np.log(np.maximum(self.pending, np.finfo(np.float64).tiny))
        self.pending.fill(1.0)

    def logarithm(self) -> Floats:
        """The natural log of the product."""
        self._settle()
        return self.log


class GroupSum:
    """The likelihood of one group's findings, in the columns that its blocks tell apart.

    ``index``: the column of each state, shape (n_h,). ``by_latent``: P(u) P(findings | u, z,
    column) and ``mixed``: P(findings | z, column) with the atypical share mixed in, shapes
    (n_u, n_z, n_columns) and (n_z, n_columns), both to be multiplied by exp(``scale``).
    """

    def __init__(self, network: Network, group: Group, blocks: Iterable[str]) -> None:
        self.group = group
        self.blocks = tuple(dict.fromkeys(blocks))
        self.columns, self.index, self.prior = network.distinct(self.blocks)
        shape = (len(group.latent), len(network.latent))
        self._exact = {
            name: _Product((*shape, network.blocks[name].n_columns)) for name in self.blocks
        }
        self._clusters: dict[str, tuple[Floats, Floats]] = {}  # P(off), P(on) by column
        self.by_latent: Floats = np.empty((*shape, len(self.prior)))
        self.by_latent[:] = group.latent[:, None, None]
        self.mixed: Floats = np.ones((shape[1], len(self.prior)))
        self.scale = 0.0
        self.empty = True

    def add(self, row: Row) -> None:
        """Take one more finding in, for a later ``rebuild``."""
        self.empty = False
        for part, block, factor in self._factors(row):
            self._exact[block].multiply(part, factor)

    def update(self, row: Row) -> None:
        """Take one more finding in and bring the sums up to date: one multiplication."""
        self.empty = False
        for part, block, factor in self._factors(row):
            self._exact[block].multiply(part, factor)
            column = self.column(block)
            self.by_latent[part] *= np.take(factor, column, axis=-1, mode="clip")
        if not LOW < self._mix() < HIGH:
            self.rebuild()

    def rebuild(self) -> None:
        """Make the sums anew from the exact products; their largest is then one."""
        total = self._gathered(self.blocks[0])
        for name in self.blocks[1:]:
            total += self._gathered(name)
        total += np.log(self.group.latent)[:, None, None]
        self.scale = float(total.max())
        total -= self.scale
        self.by_latent = np.exp(total, out=total)
        self._mix()

    def typical(self) -> tuple[Floats, Floats]:
        """P(findings | z, column), and the same for a state drawn from the prior, both scaled.

        Returns:
            shape (n_z, n_columns), shape (n_z, 1).
        """
        shown: Floats = self.by_latent.sum(axis=0)
        return shown, (shown @ self.prior)[:, None]

    def column(self, block: str) -> Ints:
        """The column of a block in each column of the group, shape (n_columns,)."""
        column: Ints = self.columns[self.blocks.index(block)]
        return column

    def _mix(self) -> float:
        """Bring ``mixed`` up to date; returns the largest likelihood of any column."""
        shown, drawn = self.typical()
        eps = self.group.atypical
        self.mixed = np.maximum((1 - eps) * shown + eps * drawn, LEAST)
        return float(shown.max())

    def _gathered(self, block: str) -> Floats:
        log = self._exact[block].logarithm()
        return np.take(log, self.column(block), axis=-1, mode="clip")

    def _factors(self, row: Row) -> Iterator[Factor]:
        """What a finding multiplies: which values of u, the block, and shape (u, z, n_columns)."""
        if not row.leaves:
            yield ALL, row.block, row.p
            return
        yield BUT_LAST, row.block, row.p
        factors: dict[str, Floats] = {}
        for leaf in row.leaves:
            expected = self._expected(leaf)
            before = factors.get(leaf.block)
            factors[leaf.block] = expected if before is None else before * expected
        for block, factor in factors.items():
            yield LAST, block, factor[None, None]

    def _expected(self, leaf: ClusterLeaf) -> Floats:
        """P(leaf | its cluster's leaves so far, column), and note it in the cluster."""
        off, on = self._clusters.get(leaf.cluster) or (1 - leaf.p_on, leaf.p_on)
        off, on = off * leaf.off, on * leaf.on
        expected: Floats = off + on
        self._clusters[leaf.cluster] = (
            np.maximum(off / expected, LEAST),
            np.maximum(on / expected, LEAST),
        )
        return expected
