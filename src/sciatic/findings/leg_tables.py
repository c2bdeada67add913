"""P(finding of a leg | its losses): the chart, touch, strength, reflexes and walking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sciatic.anatomy import muscles, reflexes, regions
from sciatic.findings.leg_losses import LegLosses
from sciatic.findings.parameters import parameters
from sciatic.findings.probability_table import Floats, Table, binary, graded, logistic, noisy
from sciatic.findings.vocabulary import vocabulary
from sciatic.pathology.effects import diffuse_effects, tension_of_roots, tension_signs
from sciatic.pathology.lesions import Leg

CHART_SENSATION = ("none", "numb", "tingling")
CHART_PAIN = ("none", "pain", "burning")
TOUCH = ("absent", "reduced", "normal", "increased")
REFLEX = ("absent", "reduced", "normal", "brisk")
SADDLE = ("genital", "perineum", "perianal_outer", "perianal_inner")


def leg_tables(legs: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    """Every table that reads a leg's losses, block "leg"."""
    for family in LEG_FAMILIES:
        yield from family(legs, losses)


def leg_table(key: str, group: str, p: Floats, *, painted: bool = False) -> Table:
    """A leg table from P, shape (n_z, n_legs, n_values) or with n_u in front."""
    finding = vocabulary().get(key.split(".")[0])
    values: tuple[object, ...] = finding.values if finding else ()
    if p.ndim == 3:
        p = p[None]
    p = noisy(p, parameters()["noise"])
    return Table(key, group, "leg", values, p, painted)


def _told(loss: Floats, floor: str, gain: str, scale: str = "loss_scale") -> Floats:
    p = parameters()
    told: Floats = p[floor] + p[gain] * np.minimum(1.0, p[scale] * loss)
    return np.minimum(told, p["told_ceiling"])


def _chart(legs: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    p = parameters()
    numb = _told(losses.touch, "numb_floor", "numb_gain")
    tingling = _told(losses.irritation, "tingling_floor", "tingling_gain")
    inside = _territory(losses)
    reached = losses.territory.max(axis=-1) > 0
    rash = np.array([leg.rash for leg in legs])
    for place, region in enumerate(regions()):
        felt = 1 - (1 - numb[..., place]) * (1 - tingling[..., place])
        whole = inside[..., place]
        silent = np.full_like(felt, p["silent_floor"])
        sensation = np.stack([_worded(one, p["word_numb"]) for one in (felt, whole, silent)])
        yield Table(f"chart.sensation.{region}", "numbness", "leg", CHART_SENSATION,
                    noisy(sensation, p["noise"]), True)  # fmt: skip
        mark = losses.pain[..., place]
        drawn = np.where(reached, whole, mark)
        pain = np.stack([_worded(one, p["word_pain"]) for one in (mark, drawn, silent)])
        yield Table(f"chart.pain.{region}", "pain", "leg", CHART_PAIN,
                    noisy(pain, p["noise"] / 4), True)  # fmt: skip
        band = np.minimum(1, 1.5 * losses.irritation[..., place])
        blistered = p["rash_beside"] + (p["rash_on"] - p["rash_beside"]) * band
        marked = np.where(rash, blistered, p["rash_off"])
        yield Table(f"chart.rash.{region}", "illness", "leg", (False, True), binary(marked)[None])
    yield _coarse_numbness(numb, tingling)


def _worded(mark: Floats, share: float) -> Floats:
    """None, the first word, the second word. The word is the reporter's habit: it is chosen once,
    not patch by patch, so that it says nothing of the lesion here.
    """
    return np.stack([1 - mark, mark * share, mark * (1 - share)], axis=-1)


def _territory(losses: LegLosses) -> Floats:
    """P(mark) where the whole territory of what is pressed is shaded."""
    p = parameters()
    cut = logistic(losses.territory, p["territory_cut"], p["territory_width"])
    return p["territory_floor"] + p["territory_gain"] * cut


def _coarse_numbness(numb: Floats, tingling: Floats) -> Table:
    """Where a person says that it is numb, when no skin is painted."""
    parts = {
        "foot": ("toes", "dorsum", "sole", "ankle"),
        "lower_leg": ("leg",),
        "thigh": ("knee", "thigh"),
    }
    felt = 1 - (1 - numb) * (1 - tingling)
    segments = [region.segment for region in regions().values()]
    strongest = {
        name: felt[..., [segment in among for segment in segments]].max(axis=-1)
        for name, among in parts.items()
    }
    anywhere = np.maximum.reduce(list(strongest.values()))
    whole = np.minimum.reduce(list(strongest.values()))
    p = parameters()
    weights = {name: value + p["coarse_floor"] for name, value in strongest.items()}
    weights["whole_leg"] = p["coarse_whole"] * whole + p["coarse_floor"]
    total = np.add.reduce(list(weights.values()))
    unsure = p["coarse_unsure"]
    told = {name: anywhere * (1 - unsure) * value / total for name, value in weights.items()}
    told["place_unsure"] = anywhere * unsure
    told["none"] = 1 - anywhere
    values = ("none", "foot", "lower_leg", "thigh", "whole_leg", "place_unsure")
    plain = np.stack([told[value] for value in values], axis=-1)
    floor = p["silent_floor"]
    silent = np.full_like(plain, floor / (len(values) - 1))
    silent[..., 0] = 1 - floor
    return leg_table("limb_numbness", "numbness", np.stack([plain, plain, silent, plain]))


def _touch(_: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    p = parameters()
    for finding, loss in (("light_touch", losses.touch), ("pinprick", losses.pinprick)):
        low = _told(loss, "touch_floor", "touch_gain")
        more = np.full_like(low, p["touch_increased"])
        gone = p["touch_absent_share"]
        p_values = np.stack([
            np.stack([gone * one, (1 - gone) * one, 1 - one - more, more], axis=-1)
            for one in (low, _territory(losses))
        ])  # fmt: skip
        for place, region in enumerate(regions()):
            yield leg_table(f"{finding}.{region}", "touch", p_values[..., place, :], painted=True)
    names = list(regions())
    toe = losses.touch[..., [names.index("toe1_dorsal"), names.index("toe1_plantar")]].mean(-1)
    saddle = losses.pinprick[..., [names.index(name) for name in SADDLE]].mean(-1)
    yield leg_table(
        "vibration_toe", "touch", three(_told(toe, "vibration_floor", "vibration_gain"))
    )
    lost = _told(toe, "proprioception_floor", "proprioception_gain")
    yield leg_table("proprioception_toe", "touch", np.stack([lost, 1 - lost], axis=-1))
    yield leg_table(
        "monofilament", "touch", three(_told(toe, "monofilament_floor", "monofilament_gain"))
    )
    floor, gain = "sacral_saddle_floor", "sacral_saddle"
    yield leg_table("perianal_pinprick", "sacral", three(_told(saddle, floor, gain))[..., ::-1])
    foot = [region.segment in ("toes", "dorsum", "sole") for region in regions().values()]
    dead = logistic(losses.touch[..., foot].mean(-1), p["dead_foot_cut"], p["dead_foot_width"])
    told = p["dead_foot_floor"] + p["dead_foot_gain"] * dead
    yield leg_table("severe_numbness", "numbness", binary(told))


def three(low: Floats) -> Floats:
    """Absent, reduced, normal from P(low)."""
    gone = parameters()["test_absent_share"]
    return np.stack([gone * low, (1 - gone) * low, 1 - low], axis=-1)


def strength_p(loss: Floats) -> Floats:
    """P(MRC grade 0 ... 5 | share of motor fibres blocked), shape (..., 6)."""
    p = parameters()
    at_most = [
        p["strength_floor"] * p["strength_floor_fall"] ** (4 - grade)
        + p["strength_gain"] * logistic(loss, p[f"strength_cut_{grade}"], p["strength_width"])
        for grade in range(5)
    ]
    return graded(at_most)


def _strength(_: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    p = parameters()
    own = losses.movement
    names = list(muscles())
    leg_names = [name for name in names if name not in NOT_OF_THE_LEG]
    leg_loss = own[..., [names.index(name) for name in leg_names]]
    worst = leg_loss.max(axis=-1)
    pulled_to = strength_p(worst)
    pull = p["strength_unlocalised_pull"]
    for place, muscle in enumerate(names):
        plain = strength_p(own[..., place])
        both = np.stack([plain, (1 - pull) * plain + pull * pulled_to])
        yield leg_table(f"strength.{muscle}", "strength", both)
        wasted = p["wasting_floor"] + p["wasting_gain"] * own[..., place]
        yield leg_table(f"muscle_wasting.{muscle}", "strength", present(wasted))
    for name, members in MUSCLE_GROUPS.items():
        chosen = members or tuple(leg_names)
        mean = own[..., [names.index(one) for one in chosen]].mean(axis=-1)
        yield leg_table(f"strength_group.{name}", "strength", strength_p((mean + worst) / 2))


NOT_OF_THE_LEG = ("external_anal_sphincter", "lumbar_paraspinals")
MUSCLE_GROUPS = {
    "whole_leg": (),
    "proximal": ("iliopsoas", "vastus_lateralis", "gluteus_medius", "gluteus_maximus"),
    "distal": ("tibialis_anterior", "extensor_hallucis_longus", "gastrocnemius_medial",
               "fibularis_longus", "tibialis_posterior"),
}  # fmt: skip


def present(p_true: Floats) -> Floats:
    """A table over (present, absent)."""
    return np.stack([p_true, 1 - p_true], axis=-1)


def _reflexes(legs: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    p = parameters()
    tones = [diffuse_effects()[leg.diffuse].tone if leg.diffuse else "" for leg in legs]
    brisk = np.array([
        {"upper": p["reflex_brisk_upper"], "mixed": p["reflex_brisk_mixed"]}.get(
            tone, p["reflex_brisk"]
        )
        for tone in tones
    ])  # fmt: skip
    for place, reflex in enumerate(reflexes()):
        loss = losses.reflex[..., place]
        low = p["reflex_floor"] + p["reflex_gain"] * logistic(
            loss, p["reflex_cut"], p["reflex_width"]
        )
        plain = _reflex_values(low, loss, brisk)
        old = plain
        if reflex == "achilles_reflex":
            old = _reflex_values(np.maximum(low, p["ankle_jerk_low_in_old"]), loss, brisk)
        if reflex not in ("plantar_response", "h_reflex_soleus"):
            yield leg_table(f"reflex.{reflex}", "reflexes", np.stack([plain, old]))


def _reflex_values(low: Floats, loss: Floats, brisk: Floats) -> Floats:
    p = parameters()
    base, gain = p["reflex_absent_base"], p["reflex_absent_gain"]
    rise = logistic(loss, p["reflex_absent_cut"], p["reflex_absent_width"])
    absent = base + (1 - base) * gain * rise  # of low reflexes
    kept = (1 - low) * (1 - brisk)
    return np.stack([low * absent, low * (1 - absent), kept, (1 - low) * brisk], axis=-1)


def _walking(_: Sequence[Leg], losses: LegLosses) -> Iterator[Table]:
    p = parameters()
    names = list(muscles())

    def mean(*chosen: str) -> Floats:
        loss: Floats = losses.movement[..., [names.index(one) for one in chosen]].mean(axis=-1)
        return loss

    def sign(loss: Floats, cut: str) -> Floats:
        seen: Floats = p["walk_floor"] + p["walk_gain"] * logistic(loss, p[cut], p["walk_width"])
        return seen

    lift = mean("tibialis_anterior", "extensor_hallucis_longus")
    calf = mean("gastrocnemius_medial", "gastrocnemius_lateral", "soleus")
    knee = mean("vastus_medialis", "vastus_lateralis", "rectus_femoris")
    hip = mean("gluteus_medius")
    drop, tiptoe = sign(lift, "foot_drop_cut"), sign(calf, "tiptoe_cut")
    yield leg_table("foot_drop_reported", "weakness", binary(drop))
    yield leg_table("cannot_tiptoe", "weakness", binary(tiptoe))
    yield leg_table("knee_gives_way", "weakness", binary(sign(knee, "knee_cut")))
    yield leg_table("steppage_gait", "weakness", present(drop))
    for finding, unable in (
        ("heel_walk", drop),
        ("toe_walk", tiptoe),
        ("single_leg_sit_to_stand", sign(knee, "sit_to_stand_cut")),
    ):
        yield leg_table(finding, "weakness", np.stack([1 - unable, unable], axis=-1))
    drops = sign(hip, "trendelenburg_cut")
    yield leg_table("trendelenburg", "weakness", np.stack([drops, 1 - drops], axis=-1))
    yield leg_table("reported_weakness", "weakness", _told_weakness(losses, names))


def _told_weakness(losses: LegLosses, names: Sequence[str]) -> Floats:
    """None, mild, marked, cannot move: by the mean of the two worst key muscles."""
    p = parameters()
    key = ("iliopsoas", "vastus_lateralis", "tibialis_anterior", "extensor_hallucis_longus",
           "gastrocnemius_medial", "gluteus_medius")  # fmt: skip
    worst = np.sort(losses.movement[..., [names.index(one) for one in key]], axis=-1)[..., -2:]
    loss = worst.mean(axis=-1)
    cuts = {name: p[f"weakness_cut_{name}"] for name in ("mild", "marked", "cannot")}
    over = {name: logistic(loss, cut, p["walk_width"]) for name, cut in cuts.items()}
    ceiling = p["weakness_ceiling_any"]
    any_weak = p["weakness_floor"] + (ceiling - p["weakness_floor"]) * over["mild"]
    marked = p["weakness_floor_marked"] + p["weakness_gain_marked"] * over["marked"]
    cannot = p["weakness_floor_cannot"] + p["weakness_gain_cannot"] * over["cannot"]
    return graded([1 - any_weak, 1 - np.minimum(marked, any_weak), 1 - np.minimum(cannot, marked)])


def _tension(legs: Sequence[Leg], _: LegLosses) -> Iterator[Table]:
    p = parameters()
    roots, rows = tension_of_roots(), tension_signs()
    beyond = (p["other_root_sciatic"], p["other_root_femoral"])
    signs: dict[str, Floats] = {}
    for part in ("straight_leg_raise", "crossed", "slump", "femoral_stretch"):
        pull = 1 if part == "femoral_stretch" else 0
        p_positive, p_lost = [], []
        for leg in legs:
            row, floor = rows[leg.tension], rows["none"]
            reach = 1.0
            if leg.roots:
                reach = max(roots.get(root, beyond)[pull] for root, _ in leg.roots)
            rest = getattr(rows["back" if leg.tension != "none" else "none"], part)
            rest = max(rest, getattr(floor, part))
            p_positive.append(rest + reach * max(getattr(row, part) - rest, 0.0))
            p_lost.append(rest)  # what pulls no root: the tension sign is lost with age
        signs[part] = np.array([p_positive, p_lost])[:, None]

    def values(p_positive: Floats) -> Floats:
        return np.stack([p_positive, 1 - p_positive], axis=-1)

    yield leg_table("straight_leg_raise", "tension", values(signs["straight_leg_raise"]))
    yield leg_table("crossed_straight_leg_raise", "tension", values(signs["crossed"]))
    yield leg_table("slump", "tension", values(signs["slump"]))
    yield leg_table("femoral_stretch", "tension", values(signs["femoral_stretch"]))
    share = p["crossed_femoral_share"]
    crossed = p["crossed_femoral_floor"] + share * signs["femoral_stretch"]
    yield leg_table("crossed_femoral_stretch", "tension", values(crossed))


LEG_FAMILIES: tuple[Callable[[Sequence[Leg], LegLosses], Iterator[Table]], ...] = (
    _chart,
    _touch,
    _strength,
    _reflexes,
    _walking,
    _tension,
)
