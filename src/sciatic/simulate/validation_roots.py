"""What the model expects of a root that is stimulated, blocked, or pressed alone.

Whose fibres reach where is read from the anatomy under every variant of the plexus; what a person
draws or an examiner finds comes from drawn people. Each measure of the table has its own reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.anatomy import ROOTS, muscles, regions, root_share
from sciatic.anatomy.nerves import edges_into
from sciatic.assessment.model import CompiledModel
from sciatic.evidence import read_table
from sciatic.findings.leg_losses import LATENT, latent_prior, share_table, shifted
from sciatic.findings.parameters import parameters
from sciatic.simulate.measures import Estimate, wilson
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Lesions, Population

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Cells = Mapping[str, str]
Grades: TypeAlias = tuple[tuple[str, float], ...]
LOW = ("absent", "reduced")
MOST_DRAWN, FEW = 20_000, 20
"""A share of 20,000 people is known within 0.007; more than FEW findings each are a drawing."""
CHRONIC_DAYS = 84
"""Twelve weeks, as studies of lasting root pain have it."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Where people are drawn for the rows of one table: those of one kind but once.

    ``n``: people a kind; drawings cost much each, so beyond ``MOST_DRAWN`` no more are drawn.
    """

    n: int
    seed: int
    model: CompiledModel | None
    drawn: dict[tuple[Lesions, Grades, tuple[str, ...]], People] = field(default_factory=dict)

    def people(self, lesions: Lesions, paths: Sequence[str], grades: Grades = ()) -> People:
        """Specialists' people with such lesions, each severity so many times commoner."""
        key = (lesions, grades, tuple(paths))
        if key not in self.drawn:
            seen = Population(setting="specialist", lesions=lesions, severity=dict(grades))
            n = min(self.n, MOST_DRAWN) if len(paths) > FEW else self.n
            self.drawn[key] = draw(n, self.seed, seen, paths, self.model)
        return self.drawn[key]


@dataclass(frozen=True, slots=True)
class RootExperiment:
    """One row to be predicted."""

    root: str
    item: str
    laboratory: Laboratory


def predicted(cells: Cells, laboratory: Laboratory) -> tuple[Estimate, int] | None:
    """The share that a row asks for, and how many people it rests on; None: we don't know how.

    Nought people: the share is exact, from the anatomy under each variant of the plexus.
    """
    for words, reading in READINGS.items():
        if words in cells["measure"]:
            return _estimate(
                reading(RootExperiment(cells["root_or_level"], cells["item"], laboratory))
            )
    return None


def _estimate(found: float | Mask | None) -> tuple[Estimate, int] | None:
    if found is None:
        return None
    if isinstance(found, float):
        return Estimate(found, found, found), 0
    hits, of = float(found.sum()), float(len(found))
    return Estimate(hits / of if of else np.nan, *wilson(hits, of)), len(found)


def _response(one: RootExperiment) -> float | None:
    """The root's share of the muscle's fibres; current that spreads makes responses broader."""
    names = _words("muscle").get(one.item, (one.item,))
    if one.root not in ROOTS or not set(names) <= muscles().keys():
        return None
    rows = [list(muscles()).index(name) for name in names]
    shares = _by_variant(share_table("muscle")[rows], skin=False)[..., ROOTS.index(one.root)]
    return float(latent_prior() @ shares.mean(axis=1))


def _largest_input(one: RootExperiment) -> float | None:
    """P(over variants): no root gives the nerve more fibres; of two roots named, the first."""
    nerve, root = one.item, one.root.split(" ")[0]
    if nerve not in edges_into() or root not in ROOTS:
        return None
    shares = np.zeros((1, len(ROOTS)))
    for edge in edges_into()[nerve]:
        for name, part in edge.roots.items():
            shares[0, ROOTS.index(name)] += edge.fraction * part
    largest = _by_variant(shares, skin=True)[:, 0].argmax(axis=1)
    return float(latent_prior() @ (largest == ROOTS.index(root)))


def _block_numbs(one: RootExperiment) -> float | None:
    """P(an examiner finds touch lost there) when all fibres of the root are blocked."""
    if one.root not in ROOTS or one.item not in regions():
        return None
    row = [list(regions()).index(one.item)]
    lost = _by_variant(share_table("region")[row], skin=True)[:, 0, ROOTS.index(one.root)]
    p = parameters()
    found = p["touch_floor"] + p["touch_gain"] * np.minimum(1.0, p["loss_scale"] * lost)
    return float(latent_prior() @ np.minimum(found, p["told_ceiling"]))


def _by_variant(shares: Floats, *, skin: bool) -> Floats:
    """Root shares under each variant, shape (n_variants, n_targets, n_roots)."""
    return np.stack([shifted(shares, latent, skin=skin) for latent in LATENT])


def _pain_of_disc(one: RootExperiment) -> Mask | None:
    """Whether a drawing of an operated disc falls in one root's dermatome more than in others'."""
    level = one.root.removesuffix(" disc").replace("-", "/")
    grades = [part.split(":") for part in _words("severity")["operated"]]
    people = one.laboratory.people(
        Lesions(conditions=("disc_herniation",), levels=(level,), sides=("left", "right")),
        _charts(),
        tuple((name, float(times)) for name, times in grades),
    )
    if one.item not in ("L4", "L5", "S1"):
        return None
    return np.asarray(_drawn_root(people) == ("L4", "L5", "S1").index(one.item))


def _drawn_root(people: People, roots: Sequence[str] = ("L4", "L5", "S1")) -> Ints:
    """In whose dermatome a drawing mostly lies, by the place of the root; -1 if nothing is drawn.

    Dermatomes overlap and drawings stray, so that touching one would say little.
    """
    within = np.array([[root_share(name).get(root, 0.0) for root in roots] for name in regions()])
    marked = _marked(people) @ within
    return np.where(marked.max(axis=1) > 0, marked.argmax(axis=1), -1)


def _touches_area(one: RootExperiment) -> Mask | None:
    """Whether a drawing of a pressed root touches an area."""
    pattern = _areas().get(one.item)
    if pattern is None:
        return None
    here = [fnmatch(name, pattern) for name in regions()]
    return np.asarray(_marked(_alone(one, one.root, _charts()))[:, here].any(axis=1))


def _missed(one: RootExperiment) -> Mask | None:
    """Whether two drawings of one root's pain, the usual and the provoked, share no patch."""
    drawn = _marked(_alone(one, one.root, _charts()))
    drawn = drawn[drawn.any(axis=1)]
    half = len(drawn) // 2
    return np.asarray(~(drawn[:half] & drawn[half : 2 * half]).any(axis=1))


def _overlaps(steps: int) -> Callable[[RootExperiment], Mask | None]:
    """Whether pain of a root lies mostly in the dermatome of the root so many steps below."""

    def reading(one: RootExperiment) -> Mask | None:
        found = []
        for root in ("L4", "L5"):
            drawn = _drawn_root(_alone(one, root, _charts()), ROOTS)
            found.append(drawn[drawn >= 0] == ROOTS.index(root) + steps)
        return np.concatenate(found)

    return reading


def _threshold(one: RootExperiment) -> Mask | None:
    """Whether thin fibres are found short at one place; pinprick stands for warmth and cold."""
    places = _words("place").get(one.item)
    if places is None:
        return None
    path = f"pinprick.affected.{places[0]}"
    return _alone(one, one.root, [path]).has(path, LOW)


def _beyond_dermatome(one: RootExperiment) -> Mask | None:
    """Whether a pin is felt less in another dermatome, in lasting pain without numbness told."""
    if one.root not in _words("outside"):
        return None
    paths = [f"pinprick.affected.{place}" for place in _words("outside")[one.root]]
    told = "limb_numbness.affected"
    people = _alone(one, one.root, [*paths, told, "duration_days"])
    kept = people.where(
        people.has(told, ["none"]) & (people.number("duration_days") >= CHRONIC_DAYS)
    )
    return np.asarray(np.any([kept.has(path, LOW) for path in paths], axis=0))


def _fibrillates(one: RootExperiment) -> Mask | None:
    """Whether a needle finds denervation in a muscle, one root pressed."""
    if one.item not in muscles():
        return None
    path = f"emg_denervation.affected.{one.item}"
    return _alone(one, one.root, [path]).has(path, ["present"])


READINGS: Mapping[str, Callable[[RootExperiment], float | Mask | None]] = {
    "with a response": _response,
    "blocks with numbness": _block_numbs,
    "largest": _largest_input,
    "pain in the dermatome": _pain_of_disc,
    "drawings touching the area": _touches_area,
    "missed the usual pain site": _missed,
    "dermatome of the root below": _overlaps(1),
    "dermatome of the root above": _overlaps(-1),
    "abnormal thermal threshold": _threshold,
    "non-dermatomal hypoaesthesia": _beyond_dermatome,
    "muscles with fibrillation": _fibrillates,
}
"""By the words of the measure that tell it from all others."""


def _alone(one: RootExperiment, root: str, paths: Sequence[str]) -> People:
    disc = Lesions(
        conditions=("disc_herniation",), sides=("left", "right"), roots=(root,), alone=True
    )
    return one.laboratory.people(disc, paths)


def _charts() -> list[str]:
    return [f"chart.affected.pain.{name}" for name in regions()]


def _marked(people: People) -> Mask:
    """Where each marks pain, shape (n, n_regions)."""
    return np.stack([people.has(path, ["pain", "burning"]) for path in _charts()], axis=1)


@cache
def _words(kind: str) -> Mapping[str, tuple[str, ...]]:
    """What stands for a word of the table."""
    rows = read_table("simulate", "root_experiments", dict)
    return {row["name"]: tuple(row["value"].split(";")) for row in rows if row["kind"] == kind}


@cache
def _areas() -> Mapping[str, str]:
    """The regions of each area that drawings are read by."""
    rows = read_table("findings", "furman", lambda cells: (cells["area"], cells["regions"]))
    return dict(rows)
