"""What the model predicts for published accuracy figures, beside them: hits and misses alike.

    python benchmarks/model_check.py [--write]

Sensitivity and specificity are computed exactly, by sums over lesion states and all latents, in the
population that each row names; nothing is sampled. A figure is inside where the published interval
holds it, or, where none was published, where it lies within 0.15. ``--write`` puts the table into
docs/model-check.md.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sciatic.assessment import compiled
from sciatic.assessment.differential import network_for
from sciatic.assessment.likelihoods import Reading, read_case
from sciatic.evidence import read_table
from sciatic.findings import load_case
from sciatic.inference import Belief, ClusterLeaf, Network, Observed, Row

Mask = npt.NDArray[np.bool_]
SETTING = "specialist"
TOLERANCE = 0.15
EMPTY = {"schema": "sciatic.case/1"}
PAGE = Path(__file__).resolve().parents[1] / "docs" / "model-check.md"

LOW = ("absent", "reduced")
WEAK = (0, 1, 2, 3, 4)
Signs = Mapping[str, tuple[object, ...]]  # path -> the answers that count as positive


@dataclass(frozen=True)
class Group:
    """People: their conditions, subtypes or roots; their symptoms are on the left or both sides."""

    words: str
    conditions: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    sides: tuple[str, ...] = ("left", "both")

    def mask(self) -> Mask:
        labels = compiled().labels
        kept = np.array([one in self.sides for one in labels.symptom_side])
        for names, wanted in (
            (labels.condition, self.conditions),
            (labels.subtype, self.subtypes),
            (labels.level, self.levels),
        ):
            if wanted:
                kept &= np.array([one in wanted for one in names])
        if self.roots:
            own = [labels.root_names.index(("left", root)) for root in self.roots]
            left = [n for n, (side, _) in enumerate(labels.root_names) if side == "left"]
            others = [n for n in left if n not in own]
            kept &= labels.roots[:, own].any(axis=1) & ~labels.roots[:, others].any(axis=1)
        return kept


@dataclass(frozen=True)
class Check:
    """A published row, the people on both sides of it, and what counts as a positive finding.

    Positive is any one of ``signs``; all of them where ``every``. ``given`` selects the people.
    """

    row: str
    finding: str
    target: Group
    against: Group
    signs: Signs
    every: bool = False
    given: Signs = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One side of a row: what the model gives, and what was published."""

    predicted: float
    point: float | None
    low: float | None
    high: float | None

    @property
    def published(self) -> bool:
        return self.point is not None or self.low is not None

    @property
    def inside(self) -> bool:
        """Whether the published interval, or 0.15 around the point, holds the model's figure."""
        low, high = self.low, self.high
        if low is None or high is None:
            assert self.point is not None
            low, high = self.point - TOLERANCE, self.point + TOLERANCE
        return low <= self.predicted <= high

    def __str__(self) -> str:
        point = "" if self.point is None else f"{self.point:.2f}"
        if self.low is None or self.high is None:
            return point
        return f"{point} ({self.low:.2f} to {self.high:.2f})".strip()


@cache
def network() -> Network:
    return network_for(compiled(), load_case(EMPTY), SETTING)


def row_of(path: str, values: Sequence[object]) -> Row:
    """Likelihood of any one of some answers: their rows added up."""
    parts = []
    for value in values:
        case = load_case(EMPTY).with_answer(path, value)
        (found,) = read_case(Reading(compiled().tables, case, other_leg_silence=False))
        parts.append(found.worlds[0][0])
    first = parts[0]
    leaves = tuple(
        ClusterLeaf(
            leaf.cluster,
            leaf.block,
            leaf.p_on,
            sum(part.leaves[n].on for part in parts),
            sum(part.leaves[n].off for part in parts),
        )
        for n, leaf in enumerate(first.leaves)
    )
    return Row(first.group, first.block, sum(part.p for part in parts), leaves)


def answers_of(path: str) -> tuple[object, ...]:
    """Every answer that the model knows for a finding."""
    name, _, rest = path.partition(".")
    item = rest.partition(".")[2] if rest.startswith(("left.", "right.")) else rest
    key = f"{name}.{item}" if item and item not in ("left", "right") else name
    return tuple(compiled().tables.tables[key].values)


def age_row(least: float) -> Row:
    """Likelihood of an age of at least so many years."""
    table = compiled().tables.numbers["age_years"]
    density = {age: table.density(float(age)) for age in range(15, 100)}
    older = sum(one for age, one in density.items() if age >= least)
    return Row(table.group, table.block, (older / sum(density.values()))[None, None])


def p_all(signs: Signs, mask: Mask, *, none: bool = False) -> float:
    """P(every sign is positive | mask); of none of them where ``none``."""
    net = network()
    rows = []
    for path, positive in signs.items():
        if path == "age_years":
            row = age_row(float(str(positive[0])))
            row = Row(row.group, row.block, 1 - row.p) if none else row
        else:
            others = tuple(one for one in answers_of(path) if one not in positive)
            row = row_of(path, others if none else positive)
        rows.append(Observed(path, ((row,),)))
    prior = np.exp(net.log_prior)
    belief = Belief(net, rows).add_all()
    joint = belief.posterior() * np.exp(belief.log_evidence())
    return float(joint[mask].sum() / prior[mask].sum())


def p_positive(check: Check, group: Group) -> float:
    """P(the finding is positive | the group), exactly."""
    mask = group.mask()
    if check.given:
        both = {**check.given, **check.signs}
        return p_all(both, mask) / p_all(check.given, mask)
    if check.every or len(check.signs) == 1:
        return p_all(check.signs, mask)
    return 1 - p_all(check.signs, mask, none=True)


@cache
def accuracy() -> Mapping[str, Mapping[str, str]]:
    """Every published row by its id."""
    return {row["id"]: row for row in read_table("findings", "accuracy", lambda cells: dict(cells))}


def figures(check: Check) -> tuple[Figure, Figure]:
    """Sensitivity and specificity, the model's beside the published."""
    row = accuracy()[check.row]

    def published(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    sensitivity = p_positive(check, check.target)
    specificity = 1 - p_positive(check, check.against)
    return (
        Figure(sensitivity, *(published(f"sens{end}") for end in ("itivity", "_lo", "_hi"))),
        Figure(specificity, *(published(f"spec{end}") for end in ("ificity", "_lo", "_hi"))),
    )


SPINE = ("nonspecific_back_pain", "spinal_stenosis", "spondylolisthesis")
DISC = Group("disc", ("disc_herniation",))
NO_DISC = Group(
    "back and leg pain, no disc", (*SPINE, "hip_disease", "deep_gluteal"), sides=("left", "both")
)
BACK = Group("back pain, with or without the leg", ("nonspecific_back_pain",),
             sides=("left", "both", "none"))  # fmt: skip
LEG_PAIN = Group("referred leg pain", subtypes=("back_referred",))
COMPRESSED = Group("disc, stenosis or slip", ("disc_herniation", *SPINE[1:]))
STENOSIS = Group("stenosis or degenerative slip", subtypes=(
    "stenosis_central", "stenosis_recess", "stenosis_foraminal", "stenosis_pn",
    "slip_degenerative"))  # fmt: skip
NO_STENOSIS = Group(
    "other leg symptoms",
    ("disc_herniation", "nonspecific_back_pain", "hip_disease", "vascular_claudication",
     "polyneuropathy"),
)  # fmt: skip
L5, S1 = (
    Group(f"disc, {root} alone", ("disc_herniation",), roots=(root,)) for root in ("L5", "S1")
)
HIGH = Group("disc, L3 or L4", ("disc_herniation",), roots=("L3", "L4"))
L4_S1 = Group("disc, L4, L5 or S1", ("disc_herniation",), roots=("L4", "L5", "S1"))
MID = Group("disc, L2 to L4", ("disc_herniation",), roots=("L2", "L3", "L4"))
LOW_ROOTS = Group("disc, L5 or S1", ("disc_herniation",), roots=("L5", "S1"))
NOT_L5 = Group("disc, another root", ("disc_herniation",), roots=("L3", "L4", "S1"))
NOT_S1 = Group("disc, another root", ("disc_herniation",), roots=("L3", "L4", "L5"))
FIBULAR = Group("fibular nerve", ("fibular_neuropathy",))

SENSORY = {
    f"light_touch.left.{region}": LOW
    for region in ("leg_anteromedial_lower", "web1", "foot_border_lateral")
}
MOTOR = {
    f"strength.left.{muscle}": WEAK
    for muscle in ("vastus_lateralis", "tibialis_anterior", "extensor_hallucis_longus",
                   "gastrocnemius_medial")
}  # fmt: skip
REFLEX = {f"reflex.left.{one}": LOW for one in ("patellar", "achilles_reflex")}
SLR = {"straight_leg_raise.left": ("positive",)}
CROSSED = {"crossed_straight_leg_raise.left": ("positive",)}
SLUMP = {"slump.left": ("positive",)}
NEEDLE = ("vastus_medialis", "adductor_longus", "tibialis_anterior", "fibularis_longus",
          "tibialis_posterior", "tensor_fasciae_latae", "gastrocnemius_medial",
          "biceps_femoris_short", "gluteus_maximus")  # fmt: skip
DENERVATED = {f"emg_denervation.left.{muscle}": ("present",) for muscle in NEEDLE}
ANKLE = {"reflex.left.achilles_reflex": LOW}
KNEE = {"reflex.left.patellar": LOW}

CHECKS = (
    Check("ACC001", "straight leg raise", DISC, NO_DISC, SLR),
    Check("ACC006", "straight leg raise", DISC, NO_DISC, SLR),
    Check("ACC190", "straight leg raise", DISC, NO_DISC, SLR),
    Check("ACC002", "crossed straight leg raise", DISC, NO_DISC, CROSSED),
    Check("ACC008", "slump", DISC, BACK, SLUMP),
    Check("ACC010", "slump", DISC, BACK, SLUMP),
    Check("ACC012", "femoral stretch", MID, LOW_ROOTS, {"femoral_stretch.left": ("positive",)}),
    Check("ACC024", "touch lost at one of three points", DISC, NO_DISC, SENSORY),
    Check("ACC025", "touch lost at one of three points", DISC, NO_DISC, SENSORY),
    Check("ACC027", "any of four muscles weak", DISC, NO_DISC, MOTOR),
    Check("ACC028", "any of four muscles weak", DISC, NO_DISC, MOTOR),
    Check("ACC030", "knee or ankle jerk low", DISC, NO_DISC, REFLEX),
    Check("ACC031", "knee or ankle jerk low", DISC, NO_DISC, REFLEX),
    Check("ACC046", "ankle jerk low", DISC, LEG_PAIN, ANKLE),
    Check("ACC022", "worse on coughing", COMPRESSED, LEG_PAIN, {"worse_cough_sneeze": (True,)}),
    Check("ACC047", "weak knee extension", HIGH, LOW_ROOTS,
          {"strength.left.vastus_lateralis": WEAK}),
    Check("ACC048", "weak great toe", L5, NOT_L5, {"strength.left.extensor_hallucis_longus": WEAK}),
    Check("ACC049", "weak dorsiflexion", L5, NOT_L5, {"strength.left.tibialis_anterior": WEAK}),
    Check("ACC050", "weak plantarflexion", S1, NOT_S1,
          {"strength.left.gastrocnemius_medial": WEAK}),
    Check("ACC052", "touch lost at the first web", L5, NOT_L5, {"light_touch.left.web1": LOW}),
    Check("ACC053", "touch lost at the outer border", S1, NOT_S1,
          {"light_touch.left.foot_border_lateral": LOW}),
    Check("ACC054", "knee jerk low", HIGH, LOW_ROOTS, KNEE),
    Check("ACC055", "medial hamstring jerk low", L5, NOT_L5, {"reflex.left.medial_hamstring": LOW}),
    Check("ACC056", "ankle jerk low", S1, NOT_S1, ANKLE),
    Check("ACC061", "denervation in any of nine limb muscles", L4_S1, LEG_PAIN, DENERVATED),
    Check("ACC122", "denervation in any of nine limb muscles", STENOSIS, LEG_PAIN, DENERVATED),
    Check("ACC070", "cannot rise on one leg", HIGH, LOW_ROOTS,
          {"single_leg_sit_to_stand.left": ("unable",)}),
    Check("ACC083", "age over 65", STENOSIS, NO_STENOSIS, {"age_years": (66,)}),
    Check("ACC086", "pain in both legs", STENOSIS, NO_STENOSIS,
          {"leg_pain.left": (True,), "leg_pain.right": (True,)}, every=True),
    Check("ACC090", "no pain when seated", STENOSIS, NO_STENOSIS, {"no_pain_seated": (True,)}),
    Check("ACC092", "better bending forward", STENOSIS, NO_STENOSIS,
          {"relieved_bending_forward": (True,)}),
    Check("ACC094", "better seated", STENOSIS, NO_STENOSIS, {"relieved_sitting": (True,)}),
    Check("ACC095", "worse standing", STENOSIS, NO_STENOSIS, {"worse_standing": (True,)}),
    Check("ACC101", "wide-based gait", STENOSIS, NO_STENOSIS, {"wide_based_gait": ("present",)}),
    Check("ACC102", "Romberg positive", STENOSIS, NO_STENOSIS, {"romberg": ("positive",)}),
    Check("ACC107", "ankle jerk absent", STENOSIS, NO_STENOSIS,
          {"reflex.left.achilles_reflex": ("absent",)}),
    Check("ACC124", "straight leg raise", STENOSIS, NO_STENOSIS, SLR),
    Check("ACC137", "step between the spines", Group("isthmic slip", subtypes=("slip_isthmic",)),
          BACK, {"spinous_step": ("present",)}),
    Check("ACC150", "weak hip abduction in a dropped foot", L5, FIBULAR,
          {"strength.left.gluteus_medius": WEAK},
          given={"strength.left.tibialis_anterior": (0, 1, 2)}),
    Check("ACC177", "straight leg raise", Group("deep gluteal", ("deep_gluteal",)),
          Group("hip disease", ("hip_disease",)), SLR),
    Check("ACC178", "active piriformis test", Group("deep gluteal", ("deep_gluteal",)),
          Group("hip disease", ("hip_disease",)), {"active_piriformis_test.left": ("positive",)}),
    Check("ACC158", "Tinel at the tarsal tunnel", Group("tarsal tunnel", ("tarsal_tunnel",)),
          FIBULAR, {"tinel_tarsal_tunnel.left": ("positive",)}),
)  # fmt: skip

HEAD = """# The model beside published accuracy

What the model predicts for findings whose accuracy was published, computed exactly by sums over
lesion states and all latents under the prior of a specialist's clinic. Inside: the published
interval (or range over studies) holds the model's figure; where none was published, the two lie
within 0.15. Misses are kept.

Populations differ. Operated series see severe discs, and controls ill enough to be operated on, so
that their sensitivity is high and their specificity low; the model's people are those of a clinic.
Published figures for one finding disagree by more than any interval says: see the rows of the
straight leg raise.

"""


def table() -> str:
    """The page's table."""
    lines = ["| row | finding | in | against | sensitivity: model | published | | "
             "specificity: model | published | |",
             "|---|---|---|---|--:|--:|---|--:|--:|---|"]  # fmt: skip
    inside = [0, 0]
    for check in CHECKS:
        cells = [f"{check.row}", check.finding, check.target.words, check.against.words]
        for figure in figures(check):
            told = ""
            if figure.published:
                told = "inside" if figure.inside else "**outside**"
                inside[0] += figure.inside
                inside[1] += 1
            cells += [f"{figure.predicted:.2f}", str(figure), told]
        lines.append(f"| {' | '.join(cells)} |")
    told = f"{inside[0]} of {inside[1]} figures lie inside."
    return "\n".join([*lines, "", told, ""])


def page() -> str:
    return (
        HEAD
        + table()
        + "\nThe rows are those of `findings/data/accuracy.csv`; this page is written by\n"
        + "`python benchmarks/model_check.py --write`.\n"
    )


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), "utf-8")
    print(table())
