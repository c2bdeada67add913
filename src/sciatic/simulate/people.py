"""Draw people from the model: a lesion, every latent, then the findings that are asked for.

This is the network of ``sciatic.inference.network`` read forwards, node by node: H from the
population, Z, then for each group G (the state it shows) and U (how its reporter reports),
clusters, and each finding from its table. Every node has a random stream of its own, so that asking
for one finding more leaves all others as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sciatic.assessment import compiled
from sciatic.assessment.model import CompiledModel, StateLabels
from sciatic.errors import SciaticError, UnknownTermError
from sciatic.findings import vocabulary
from sciatic.findings.model_tables import NumberTable
from sciatic.findings.probability_table import Table
from sciatic.inference import Network
from sciatic.simulate.finding_paths import FindingPath, read_paths
from sciatic.simulate.painted import painted_part
from sciatic.simulate.population import Population, affected_right

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
AGE = "age_years"
DECIMALS = 2


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People drawn from the model; one entry a person in every array.

    Attributes:
        labels: what each lesion state means.
        states: the lesion state of each, shape (n,).
        plexus: the shared latent Z of each, shape (n,).
        answers: path -> place of each answer in ``values``, or the number itself.
        values: path -> the answers that are possible; empty for a number.
    """

    labels: StateLabels
    states: Ints
    plexus: Ints
    answers: Mapping[str, Ints | Floats]
    values: Mapping[str, tuple[object, ...]]

    def __len__(self) -> int:
        return len(self.states)

    def number(self, path: str) -> Floats:
        """The numbers of one finding, shape (n,).

        Raises:
            SciaticError: its answers are words.
        """
        if self._values(path):
            raise SciaticError(f"{path} is no number; name the answers that count")
        return np.asarray(self.answers[path], dtype=np.float64)

    def has(self, path: str, wanted: Sequence[object]) -> Mask:
        """Whether the answer is one of these, shape (n,).

        Raises:
            UnknownTermError: the finding was not drawn, or has no such answer.
        """
        values = self._values(path)
        for one in wanted:
            if not any(_same(one, value) for value in values):
                raise UnknownTermError(f"answer to {path}", str(one), map(str, values))
        places = [
            place for place, value in enumerate(values) if any(_same(one, value) for one in wanted)
        ]
        found: Mask = np.isin(self.answers[path], places)
        return found

    def told(self, path: str) -> list[object]:
        """The answers of one finding as they stand in a case."""
        values = self._values(path)
        if not values:
            numbers = self.number(path).tolist()
            return [int(one) if _is_whole(path) else round(one, DECIMALS) for one in numbers]
        return [values[int(place)] for place in self.answers[path]]

    def where(self, kept: Mask) -> People:
        """Only these people."""
        return replace(
            self,
            states=self.states[kept],
            plexus=self.plexus[kept],
            answers={path: found[kept] for path, found in self.answers.items()},
        )

    def _values(self, path: str) -> tuple[object, ...]:
        if path not in self.values:
            raise UnknownTermError("drawn finding", path, self.values)
        return self.values[path]


def _is_whole(path: str) -> bool:
    return vocabulary()[path.partition(".")[0]].kind == "integer"


def _same(one: object, other: object) -> bool:
    """Equal and of one kind: True is not 1."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def draw(
    n: int,
    seed: int,
    population: Population,
    paths: Iterable[str] = (),
    model: CompiledModel | None = None,
) -> People:
    """Draw people and the findings that are asked for; the same seed draws the same people.

    Where ``age_years`` is asked for, what hangs on a known age (lost ankle jerks) follows each
    person's own; else it is that of people of unknown age, as inference takes it.

    Raises:
        UnknownTermError: a word of the population, or a path, that the model does not know.
        SciaticError: fewer than one person, a negative seed, or a population without a lesion.
    """
    if n < 1 or seed < 0:
        raise SciaticError(f"can't draw {n} people from seed {seed}; write n from 1, seed from 0")
    model = model or compiled()
    asked = sorted(read_paths(model.tables, paths), key=lambda one: one.key != AGE)
    drawing = Drawing(model, n, seed, population)
    answers = {one.path: drawing.answer(one) for one in asked}
    return People(
        labels=model.labels,
        states=drawing.states,
        plexus=drawing.plexus,
        answers=answers,
        values={
            one.path: tuple(model.tables.tables[one.key].values)
            if one.key in model.tables.tables
            else ()
            for one in asked
        },
    )


class Drawing:
    """The nodes drawn so far, one entry a person.

    ``anew``: of each group drawn so far, whether it shows another lesion, shape (n,).
    """

    def __init__(self, model: CompiledModel, n: int, seed: int, population: Population) -> None:
        self.model, self.n, self.seed = model, n, seed
        self.states = self._places("state", population.weights(model))
        self.setting = population.setting
        self.network: Network = model.network(self.setting, None)
        self.plexus = self._places("plexus", self.network.latent)
        self.right = affected_right(model.labels)[self.states]
        self.ages: Floats | None = None
        self._groups: dict[str, tuple[Ints, Ints]] = {}
        self.anew: dict[str, Mask] = {}
        self._parts: dict[str, Mask] = {}

    def answer(self, asked: FindingPath) -> Ints | Floats:
        """The answers to one finding."""
        number = self.model.tables.numbers.get(asked.key)
        if number is None:
            return self._coded(asked, self.model.tables.tables[asked.key])
        found = self._number(asked, number)
        if asked.key == AGE:
            self.ages = found
        return found

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, crc32(name.encode())])

    def _places(self, name: str, p: Floats) -> Ints:
        """Draw a place for each person, all by the same probabilities."""
        edges = p.cumsum()
        spots = self._stream(name).random(self.n) * edges[-1]
        found = np.searchsorted(edges, spots, side="right")
        places: Ints = np.minimum(found, len(p) - 1).astype(np.int64)
        return places

    def group(self, name: str) -> tuple[Ints, Ints]:
        """The state that a group shows, and how its reporter reports."""
        if name not in self._groups:
            drawn = self._places(f"{name} drawn anew", np.exp(self.network.log_prior))
            anew = self._stream(f"{name} anew").random(self.n) < self.network.groups[name].atypical
            self.anew[name] = anew
            self._groups[name] = np.where(anew, drawn, self.states), self._reporters(name)
        return self._groups[name]

    def _reporters(self, name: str) -> Ints:
        if self.ages is None:
            return self._places(f"{name} reporter", self.network.groups[name].latent)
        whole, which = np.unique(np.floor(self.ages), return_inverse=True)
        shares = [self.model.network(self.setting, float(age)).groups[name].latent for age in whole]
        return _pick(self._stream(f"{name} reporter"), np.array(shares)[which])

    def column(self, block: str, side: str | None, shown: Ints) -> Ints:
        """The column of a block that each person reads, shape (n,)."""
        blocks = self.model.tables.blocks
        if side is None:
            return blocks[block][shown]
        left, right = blocks[f"{block}.left"][shown], blocks[f"{block}.right"][shown]
        if side in ("left", "right"):
            return left if side == "left" else right
        return np.where(self.right == (side == "affected"), right, left)

    def _coded(self, asked: FindingPath, table: Table) -> Ints:
        shown, reporter = self.group(table.group)
        column = self.column(table.block, asked.side, shown)
        n_u, n_z = table.p.shape[:2]
        u = np.minimum(reporter, n_u - 1)
        p: Floats = table.p[u, self.plexus if n_z > 1 else 0, column]
        if table.painted:
            last = reporter == len(self.network.groups[table.group].latent) - 1
            p = np.where(last[:, None], self._by_part(asked, column), p)
        return _pick(self._stream(asked.path), p)

    def _by_part(self, asked: FindingPath, leg: Ints) -> Floats:
        """P(answer) from whoever goes by whole body parts, shape (n, n_values)."""
        part = painted_part(self.model.tables, asked.key)
        name = f"{part.cluster}.{asked.side}"
        if name not in self._parts:
            self._parts[name] = self._stream(name).random(self.n) < part.p_on[leg]
        return np.where(self._parts[name][:, None], part.on, part.off)

    def _number(self, asked: FindingPath, table: NumberTable) -> Floats:
        """Numbers beyond the ends of the finding's range are moved to its ends."""
        shown, _ = self.group(table.group)
        mean, sd, outlier, low, high = table.curves[self.column(table.block, asked.side, shown)].T
        rng = self._stream(asked.path)
        bell = mean + sd * rng.standard_normal(self.n)
        out = low + (high - low) * rng.random(self.n)
        spot = np.clip(np.where(rng.random(self.n) < outlier, out, bell), low, high)
        if table.scale == "log10":
            spot = np.maximum(10**spot - 0.5, 0.0)
        return np.asarray(np.rint(spot) if _is_whole(asked.path) else spot, dtype=np.float64)


def _pick(rng: np.random.Generator, p: Floats) -> Ints:
    """Draw one value a row; ``p``: shape (n, n_values), each row in any unit."""
    edges = p.cumsum(axis=1)
    spots = rng.random(len(p))[:, None] * edges[:, -1:]
    places: Ints = (spots >= edges[:, :-1]).sum(axis=1, dtype=np.int64)
    return places
