"""Baseline 1: a look-up of textbook cues.

The cues stand most specific first. The first that fits names the likely causes with their
shares; what is left of 1 is spread over the usual causes of leg pain. No arithmetic on evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.baselines.picture import Picture, document, picture

USUAL = {
    "disc_herniation": 28,
    "nonspecific_back_pain": 15,
    "spinal_stenosis": 14,
    "spondylolisthesis": 6,
    "polyneuropathy": 6,
    "other": 5,
    "fibular_neuropathy": 4,
    "hip_disease": 4,
    "cauda_equina_syndrome": 3,
    "vascular_claudication": 3,
    "vertebral_fracture": 3,
    "myelopathy": 2.5,
    "deep_gluteal": 2,
    "spinal_malignancy": 2,
    "tarsal_tunnel": 1.5,
    "plexopathy": 1.5,
    "spinal_infection": 1.5,
    "herpes_zoster": 1,
    "guillain_barre": 0.6,
    "aortic_aneurysm": 0.6,
    "limb_ischaemia": 0.6,
}

Cue = tuple[str, Callable[[Picture], bool], dict[str, float]]

SPHINCTERS = {"bladder_retention", "bladder_incontinence", "bowel_incontinence"}
PIRIFORMIS = {"fair_test", "active_piriformis_test", "seated_piriformis_stretch"}


def _over(p: Picture, years: int) -> bool:
    return p.age is not None and p.age >= years


CUES: tuple[Cue, ...] = (
    ("rash in a leg", lambda p: "rash_blisters" in p.yes, {"herpes_zoster": 0.9}),
    (
        "cold, pale foot",
        lambda p: "cold_pale_foot" in p.yes,
        {"limb_ischaemia": 0.8, "vascular_claudication": 0.1},
    ),
    (
        "tearing pain, pulsing belly, collapse, known aneurysm",
        lambda p: (
            bool({"tearing_abdominal_pain", "known_aneurysm", "collapse"} & p.yes)
            or "pulsatile_abdominal_mass" in p.signs
        ),
        {"aortic_aneurysm": 0.8, "vertebral_fracture": 0.05},
    ),
    (
        "face or speech with the leg, or one body side at once",
        lambda p: bool({"face_or_speech", "one_body_side_sudden"} & p.yes),
        {"other": 0.85, "myelopathy": 0.05},
    ),
    (
        "fever or injected drugs with back pain",
        lambda p: "back_pain" in p.yes and bool({"fever", "iv_drug_use"} & p.yes),
        {"spinal_infection": 0.75, "spinal_malignancy": 0.06},
    ),
    (
        "cord signs or numb trunk",
        lambda p: p.brisk or "trunk_numbness" in p.yes,
        {"myelopathy": 0.7, "other": 0.1, "spinal_malignancy": 0.06},
    ),
    (
        "saddle, bladder or bowel",
        lambda p: p.saddle or bool(SPHINCTERS & p.yes),
        {"cauda_equina_syndrome": 0.75, "disc_herniation": 0.08, "myelopathy": 0.06},
    ),
    (
        "weakness that climbs, or arms too, within a month",
        lambda p: bool({"ascending_weakness", "arms_affected"} & p.yes) and (p.days or 0) <= 30,
        {"guillain_barre": 0.7, "myelopathy": 0.15, "polyneuropathy": 0.05},
    ),
    (
        "known cancer with back pain",
        lambda p: {"cancer_history", "back_pain"} <= p.yes,
        {"spinal_malignancy": 0.65, "nonspecific_back_pain": 0.1, "disc_herniation": 0.1},
    ),
    (
        "over 60 with injury, steroids or weak bones, and back pain",
        lambda p: (
            "back_pain" in p.yes
            and _over(p, 60)
            and bool({"osteoporosis", "steroid_use", "trauma"} & p.yes)
        ),
        {"vertebral_fracture": 0.7, "nonspecific_back_pain": 0.12, "spinal_stenosis": 0.06},
    ),
    (
        "diabetes, weight loss and a weak leg",
        lambda p: {"diabetes", "weight_loss", "reported_weakness"} <= p.yes,
        {"plexopathy": 0.7, "disc_herniation": 0.1, "spinal_stenosis": 0.05},
    ),
    (
        "Tinel at the ankle",
        lambda p: "tinel_tarsal_tunnel" in p.signs,
        {"tarsal_tunnel": 0.8, "polyneuropathy": 0.1},
    ),
    (
        "Tinel at the fibular neck, crossed legs, pressed knee",
        lambda p: (
            "tinel_fibular_neck" in p.signs
            or bool({"worse_leg_crossing", "pressure_at_knee"} & p.yes)
        ),
        {"fibular_neuropathy": 0.8, "disc_herniation": 0.08},
    ),
    (
        "foot drop without pain in the back",
        lambda p: p.foot_drop and "back_pain" not in p.yes and not p.both,
        {"fibular_neuropathy": 0.6, "disc_herniation": 0.15, "other": 0.08},
    ),
    (
        "calf pain on walking, gone on standing still; weak pulses",
        lambda p: (
            {"calf_pain_walking", "relieved_standing_still"} <= p.yes or "foot_pulses" in p.signs
        ),
        {"vascular_claudication": 0.75, "spinal_stenosis": 0.12},
    ),
    (
        "over 50, worse walking or standing, better sitting or bent",
        lambda p: (
            _over(p, 50)
            and bool({"worse_walking", "worse_standing"} & p.yes)
            and bool({"relieved_sitting", "relieved_bending_forward", "no_pain_seated"} & p.yes)
        ),
        {"spinal_stenosis": 0.7, "spondylolisthesis": 0.15, "vascular_claudication": 0.05},
    ),
    (
        "step, known slip, or a young arching athlete",
        lambda p: (
            bool({"known_slip", "young_athlete_extension"} & p.yes) or "spinous_step" in p.signs
        ),
        {"spondylolisthesis": 0.75, "disc_herniation": 0.08},
    ),
    (
        "both feet numb",
        lambda p: p.stocking or (p.both and "worse_night_feet" in p.yes),
        {"polyneuropathy": 0.7, "myelopathy": 0.07, "tarsal_tunnel": 0.04},
    ),
    (
        "groin pain or painful hip rotation",
        lambda p: "hip_internal_rotation_painful" in p.signs or "groin_pain" in p.yes,
        {"hip_disease": 0.7, "spinal_stenosis": 0.07, "disc_herniation": 0.1},
    ),
    (
        "piriformis signs",
        lambda p: bool(PIRIFORMIS & p.signs),
        {"deep_gluteal": 0.7, "disc_herniation": 0.15},
    ),
    (
        "back pain and nothing in the legs",
        lambda p: "back_pain" in p.yes and not p.sides,
        {"nonspecific_back_pain": 0.75, "vertebral_fracture": 0.05, "disc_herniation": 0.06},
    ),
    (
        "one leg",
        lambda p: len(p.sides) == 1,
        {"disc_herniation": 0.6, "spinal_stenosis": 0.1, "nonspecific_back_pain": 0.08},
    ),
)


def cue(seen: Picture) -> Cue | None:
    """The first cue that fits."""
    return next((row for row in CUES if row[1](seen)), None)


def assess(case: Mapping) -> dict[str, object]:
    """Conditions by the first cue that fits, roots by the textbook chart."""
    seen = picture(case)
    found = cue(seen)
    named = dict(found[2]) if found else {}
    left = 1.0 - sum(named.values())
    rest = {name: w for name, w in USUAL.items() if name not in named}
    scale = left / sum(rest.values())
    return document(case, seen, named | {name: w * scale for name, w in rest.items()})
