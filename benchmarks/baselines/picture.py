"""What a doctor takes in at a glance: a case boiled down to a few coarse findings.

Reads the plain document (``sciatic.case/1``); absent stays unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

YES = {"mild", "marked", "cannot_move", "foot", "lower_leg", "thigh", "whole_leg", "place_unsure"}
LEGS = ("left", "right")
LOSS = {"numb", "tingling", "burning"}

# The textbook chart: each patch goes to one root, as on the poster in a consulting room.
CHART = {
    "L2": "thigh_anterior_upper thigh_medial_upper thigh_lateral_upper",
    "L3": "thigh_anterior_lower thigh_medial_lower thigh_lateral_lower knee_anterior knee_medial",
    "L4": "leg_anteromedial_upper leg_anteromedial_lower calf_medial_upper calf_medial_lower "
    "malleolus_medial foot_border_medial",
    "L5": "toe1_dorsal toe2_dorsal toe3_dorsal web1 toe1_plantar toe2_plantar foot_dorsum_medial "
    "foot_dorsum_central ankle_anterior leg_lateral_upper leg_lateral_lower ball_medial",
    "S1": "toe4_dorsal toe5_dorsal toe3_plantar toe4_plantar toe5_plantar foot_dorsum_lateral "
    "foot_border_lateral ball_central ball_lateral sole_central sole_lateral heel_plantar "
    "heel_medial heel_lateral malleolus_lateral achilles calf_posterior_lower",
    "S2": "calf_posterior_upper popliteal thigh_posterior_upper thigh_posterior_lower",
    "S3": "ischial saddle_inner_thigh genital perineum perianal_outer perianal_inner",
}
ROOT_OF_PATCH = {patch: root for root, patches in CHART.items() for patch in patches.split()}
SADDLE = set(CHART["S3"].split())
FOOT_PATCHES = {
    patch
    for patch in ROOT_OF_PATCH
    if patch.startswith(("toe", "web", "foot", "ball", "sole", "heel", "malleolus", "ankle"))
}

MYOTOME = {
    "L2": "iliopsoas hip_flexion",
    "L3": "rectus_femoris vastus_medialis vastus_lateralis adductor_longus knee_extension",
    "L4": "",
    "L5": "tibialis_anterior extensor_hallucis_longus extensor_digitorum_longus gluteus_medius "
    "extensor_digitorum_brevis fibularis_longus tibialis_posterior medial_hamstrings "
    "tensor_fasciae_latae dorsiflexion great_toe_extension abduction inversion eversion "
    "hip_abduction ankle_dorsiflexion",
    "S1": "gastrocnemius_medial gastrocnemius_lateral soleus gluteus_maximus "
    "flexor_hallucis_longus "
    "flexor_digitorum_longus biceps_femoris_long biceps_femoris_short plantarflexion "
    "ankle_plantarflexion",
}
ROOT_OF_MUSCLE = {muscle: root for root, muscles in MYOTOME.items() for muscle in muscles.split()}
DORSIFLEXORS = {
    "tibialis_anterior",
    "extensor_hallucis_longus",
    "extensor_digitorum_longus",
    "dorsiflexion",
    "ankle_dorsiflexion",
    "great_toe_extension",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A case at a glance.

    Attributes:
        yes, no: finding ids answered so (on any side; on every side given).
        age, days: years, days since the leg symptoms began; None where unknown.
        onset, course, sex: as in the document, "" where unknown.
        sides: the legs that carry symptoms.
        numb, pain: patches by side, painted or examined.
        weak: grade by side and muscle, below 5.
        normal_strength: whether strength was tested and all of it normal.
        reflex: worst word by reflex and side.
        signs: examination signs that are abnormal, with a leg where they have one.
        clear: examination signs that are normal.
    """

    yes: frozenset[str]
    no: frozenset[str]
    age: float | None
    days: float | None
    onset: str
    course: str
    sex: str
    sides: frozenset[str]
    numb: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weak: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    normal_strength: bool = False
    reflex: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    signs: frozenset[str] = frozenset()
    clear: frozenset[str] = frozenset()

    @property
    def both(self) -> bool:
        """Both legs carry symptoms."""
        return len(self.sides) == 2

    @property
    def foot_drop(self) -> bool:
        """Told or tested."""
        tested = any(
            grade <= 3 and muscle in DORSIFLEXORS
            for grades in self.weak.values()
            for muscle, grade in grades.items()
        )
        return bool({"foot_drop_reported"} & self.yes) or "heel_walk" in self.signs or tested

    @property
    def stocking(self) -> bool:
        """Numb in both feet, in the skin of two roots or more on each."""
        feet = [self.numb.get(side, frozenset()) & FOOT_PATCHES for side in LEGS]
        return all(len({ROOT_OF_PATCH[patch] for patch in foot}) >= 2 for foot in feet)

    @property
    def saddle(self) -> bool:
        """Numb in the saddle, told or tested."""
        patches = set().union(*self.numb.values()) if self.numb else set()
        return (
            "saddle_numbness" in self.yes
            or bool(SADDLE & patches)
            or ("perianal_pinprick" in self.signs)
        )

    @property
    def brisk(self) -> bool:
        """Signs of the upper motor neurone."""
        words = {word for by_side in self.reflex.values() for word in by_side.values()}
        signs = {"plantar_response", "clonus", "spasticity", "hoffmann", "sensory_level"}
        return "brisk" in words or bool(signs & self.signs)

    def low(self, reflex: str) -> frozenset[str]:
        """The legs on which a reflex is reduced or absent."""
        words = self.reflex.get(reflex, {})
        return frozenset(side for side, word in words.items() if word in ("reduced", "absent"))


NORMAL_SIGNS = {"normal", "negative", "absent", "flexor", "unaided", "none", 5}


def picture(case: Mapping) -> Picture:
    """Boil a case down."""
    history, exam = case.get("history", {}), case.get("exam", {})
    person = case.get("person", {})
    yes, no, sided = _history(history)
    numb, pain, rash = _skin(case)
    weak, tested = _strength(exam)
    reflex = {
        name: {side: words[name] for side, words in exam.get("reflex", {}).items() if name in words}
        for words in exam.get("reflex", {}).values()
        for name in words
    }
    signs, clear = _signs(exam)
    low = [side for words in reflex.values() for side, word in words.items() if word != "normal"]
    sides = {*sided, *numb, *pain, *weak, *rash, *low} - {"unsure"}
    return Picture(
        yes=frozenset(yes | ({"rash_blisters"} if rash else set())),
        no=frozenset(no),
        age=person.get("age_years"),
        days=history.get("duration_days"),
        onset=history.get("onset", ""),
        course=history.get("course", ""),
        sex=person.get("sex", ""),
        sides=frozenset(sides),
        numb=numb,
        pain=pain,
        weak=weak,
        normal_strength=tested and not weak,
        reflex=reflex,
        signs=frozenset(signs),
        clear=frozenset(clear),
    )


def _history(history: Mapping) -> tuple[set[str], set[str], set[str]]:
    yes, no, sided = set(), set(), set()
    for name, answer in history.items():
        if name == "timing":
            continue
        by_side = answer if isinstance(answer, dict) else {"": answer}
        positive = {side for side, word in by_side.items() if word is True or word in YES}
        negative = {side for side, word in by_side.items() if word is False or word == "none"}
        if positive:
            yes.add(name)
            sided |= positive - {""}
        elif negative:
            no.add(name)
    return yes, no, sided


def _skin(case: Mapping) -> tuple[dict, dict, set[str]]:
    numb: dict[str, set[str]] = {}
    pain: dict[str, set[str]] = {}
    rash: set[str] = set()
    for mark in case.get("chart", {}).get("marks", []):
        if mark["sensation"] in LOSS:
            numb.setdefault(mark["side"], set()).add(mark["region"])
        elif mark["sensation"] == "pain":
            pain.setdefault(mark["side"], set()).add(mark["region"])
        else:
            rash.add(mark["side"])
    for test in ("light_touch", "pinprick"):
        for side, words in case.get("exam", {}).get(test, {}).items():
            lost = {patch for patch, word in words.items() if word in ("reduced", "absent")}
            if lost:
                numb.setdefault(side, set()).update(lost)
    frozen = ({side: frozenset(patches) for side, patches in d.items()} for d in (numb, pain))
    return (*frozen, rash)


def _strength(exam: Mapping) -> tuple[dict[str, dict[str, int]], bool]:
    weak: dict[str, dict[str, int]] = {}
    tested = False
    for test in ("strength", "strength_group"):
        for side, grades in exam.get(test, {}).items():
            for muscle, grade in grades.items():
                tested = True
                if grade < 5:
                    weak.setdefault(side, {})[muscle] = grade
    return weak, tested


def _signs(exam: Mapping) -> tuple[set[str], set[str]]:
    signs, clear = set(), set()
    for name, value in exam.items():
        if name in ("strength", "strength_group", "reflex", "light_touch", "pinprick"):
            continue
        words = value.values() if isinstance(value, dict) else [value]
        for word in words:
            normal = {"negative", "flexor", "normal"} | (
                {"absent"} if name not in ABSENT_IS_ABNORMAL else set()
            )
            if isinstance(word, str):
                (clear if word in normal else signs).add(name)
    return signs, clear - signs


ABSENT_IS_ABNORMAL = {
    "foot_pulses",
    "vibration_toe",
    "anal_tone",
    "perianal_pinprick",
    "monofilament",
}


def roots(seen: Picture) -> list[dict[str, object]]:
    """Roots by the textbook chart, myotomes and reflexes: one vote a painted patch, capped."""
    votes: Counter[tuple[str, str]] = Counter()
    for side in LEGS:
        for patches, most in ((seen.numb, 3.0), (seen.pain, 1.0)):
            found = Counter(ROOT_OF_PATCH[p] for p in patches.get(side, ()) if p in ROOT_OF_PATCH)
            total = sum(found.values())
            for root, n in found.items():
                votes[root, side] += most * n / total
        for muscle, grade in seen.weak.get(side, {}).items():
            root = ROOT_OF_MUSCLE.get(muscle)
            if root:
                votes[root, side] += 1.0 + 0.25 * (4 - grade)
        for reflex, root in (("achilles_reflex", "S1"), ("patellar", "L4"), ("adductor", "L3")):
            votes[root, side] += 2.0 * (side in seen.low(reflex))
        if side in seen.sides and "femoral_stretch" in seen.signs:
            votes["L3", side] += 1.5
        if side in seen.sides:
            votes["L5", side] += 0.3
            votes["S1", side] += 0.25
    total = sum(votes.values()) or 1.0
    ranked = sorted(((n, key) for key, n in votes.items() if n > 0), reverse=True)
    return [
        {"root": root, "side": side, "probability": round(n / total, 4)}
        for n, (root, side) in ranked
    ]


LEVEL_OF_ROOT = {
    "L1": "L1/L2",
    "L2": "L1/L2",
    "L3": "L2/L3",
    "L4": "L3/L4",
    "L5": "L4/L5",
    "S1": "L5/S1",
    "S2": "L5/S1",
    "S3": "L5/S1",
}


def document(case: Mapping, seen: Picture, weights: Mapping[str, float]) -> dict[str, object]:
    """The minimal assessment: conditions, roots, a level and a side."""
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    first = roots(seen)
    level = LEVEL_OF_ROOT[str(first[0]["root"])] if first else "L4/L5"
    top = ranked[0][0]
    if top in ("spinal_stenosis", "cauda_equina_syndrome"):
        level = "L4/L5"
    elif top == "spondylolisthesis":
        level = "L4/L5" if (seen.age or 50) >= 50 else "L5/S1"
    side = "both" if seen.both or not seen.sides else next(iter(seen.sides))
    return {
        "case_id": case.get("id"),
        "conditions": [{"id": name, "probability": w / total} for name, w in ranked],
        "roots": first,
        "levels": [{"level": level, "side": side, "probability": 1.0}],
        "lesions": [{"condition": top, "side": side, "probability": 1.0}],
    }
