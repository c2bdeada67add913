"""Baseline 2: naive Bayes on eight coarse findings and the history.

P(value | condition) stands in ``coarse.csv`` (per cent) and ``history.csv`` (P(yes)), written from
general clinical knowledge and the tables of published frequencies; nothing is fitted to cases.
Every finding counts as independent, which the coarseness makes half true.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from benchmarks.baselines.picture import (
    DORSIFLEXORS,
    ROOT_OF_MUSCLE,
    Picture,
    document,
    picture,
)

HERE = Path(__file__).parent
NOISE = 0.02
"""Share of answers that say nothing: no single finding is trusted beyond 50 to 1."""

SPHINCTERS = {
    "bladder_retention",
    "bladder_incontinence",
    "bladder_sensation_lost",
    "bowel_incontinence",
    "bowel_sensation_lost",
}
JOINED = {
    "bladder_or_bowel": SPHINCTERS,
    "piriformis": {"fair_test", "active_piriformis_test", "seated_piriformis_stretch"},
    "hand_signs": {"hoffmann"},
}


@cache
def coarse_table() -> dict[str, dict[str, dict[str, float]]]:
    """P(value | condition) by finding, value and condition; each sums to 1 over the values."""
    table: dict[str, dict[str, dict[str, float]]] = {}
    for row in csv.DictReader((HERE / "coarse.csv").read_text("utf-8").splitlines()):
        finding, value = row.pop("finding"), row.pop("value")
        table.setdefault(finding, {})[value] = {name: float(p) for name, p in row.items()}
    for finding, values in table.items():
        if finding == "prior":
            continue
        for name in values[next(iter(values))]:
            total = sum(row[name] for row in values.values())
            for row in values.values():
                row[name] = (1 - NOISE) * row[name] / total + NOISE / len(values)
    return table


@cache
def history_table() -> dict[str, dict[str, float]]:
    """P(yes | condition) by finding and condition."""
    names = coarse_table()["prior"]["share"]
    table = {}
    for row in csv.DictReader((HERE / "history.csv").read_text("utf-8").splitlines()):
        p = dict.fromkeys(names, float(row["otherwise"]))
        for cell in row["where_different"].split():
            name, value = cell.split(":")
            p[name] = float(value)
        table[row["finding"]] = {name: NOISE / 2 + (1 - NOISE) * p[name] for name in names}
    return table


def coarse(seen: Picture) -> dict[str, str]:
    """The coarse findings that are known."""
    found = {
        "age": _age(seen),
        "time": _time(seen),
        "legs": ("one" if len(seen.sides) == 1 else "both") if seen.sides else _no_legs(seen),
        "motor": _motor(seen),
        "touch": _touch(seen),
        "reflexes": _reflexes(seen),
        "posture": _posture(seen),
        "pain": _pain(seen),
    }
    return {finding: value for finding, value in found.items() if value}


def _age(seen: Picture) -> str:
    if seen.age is None:
        return ""
    bands = ((30, "under_30"), (50, "30_to_49"), (65, "50_to_64"))
    return next((name for limit, name in bands if seen.age < limit), "from_65")


def _time(seen: Picture) -> str:
    if seen.onset in ("sudden", "hours"):
        return "days" if seen.days is None or seen.days <= 14 else "weeks"
    if seen.days is not None:
        return "days" if seen.days <= 3 else "weeks" if seen.days <= 42 else "months"
    return {"days": "weeks", "weeks": "weeks", "months": "months", "gradual": "months"}.get(
        seen.onset, ""
    )


def _no_legs(seen: Picture) -> str:
    return "none" if "back_pain" in seen.yes else ""


def _motor(seen: Picture) -> str:
    legs = {side for side in seen.weak if side != "unsure"}
    if len(legs) == 2 or ("reported_weakness" in seen.yes and seen.both and not legs):
        return "both_legs"
    if seen.foot_drop:
        return "foot_drop"
    weak = {muscle for grades in seen.weak.values() for muscle in grades}
    if weak:
        if weak & DORSIFLEXORS:
            return "foot_drop"
        roots = {ROOT_OF_MUSCLE.get(muscle) for muscle in weak}
        return "thigh" if roots & {"L2", "L3"} else "calf" if "S1" in roots else ""
    if "cannot_tiptoe" in seen.yes:
        return "calf"
    if "knee_gives_way" in seen.yes:
        return "thigh"
    full = seen.normal_strength or "reported_weakness" in seen.no
    return "full" if full and "reported_weakness" not in seen.yes else ""


def _touch(seen: Picture) -> str:
    if seen.saddle:
        return "saddle"
    numb = {side for side, patches in seen.numb.items() if patches}
    if "trunk_numbness" in seen.yes:
        return "wider"
    if seen.stocking:
        return "both_feet"
    if len(numb) == 2 or (not numb and seen.both and "limb_numbness" in seen.yes):
        return "wider"
    if numb or "limb_numbness" in seen.yes:
        return "one_leg"
    return "full" if "limb_numbness" in seen.no else ""


def _reflexes(seen: Picture) -> str:
    if seen.brisk:
        return "brisk"
    if seen.low("patellar"):
        return "knee"
    ankles = seen.low("achilles_reflex")
    if ankles:
        return "both_ankles" if len(ankles) == 2 else "one_ankle"
    return "normal" if seen.reflex else ""


def _posture(seen: Picture) -> str:
    upright = {"worse_walking", "worse_standing", "worse_walking_downhill"} & seen.yes
    if "relieved_standing_still" in seen.yes:
        return "eased_by_standing_still"
    if {"relieved_sitting", "relieved_bending_forward", "no_pain_seated"} & seen.yes:
        return "eased_by_sitting"
    if {"worse_sitting", "worse_bending_forward"} & seen.yes:
        return "worse_bent"
    return "worse_upright" if upright else ""


def _pain(seen: Picture) -> str:
    back, leg = "back_pain" in seen.yes, bool({"leg_pain", "pain_below_knee"} & seen.yes)
    leg = leg or any(seen.pain.values())
    if back and leg:
        return "both"
    if back:
        return "back" if "leg_pain" in seen.no else ""
    if leg:
        return "leg" if "back_pain" in seen.no else ""
    return "neither" if {"back_pain", "leg_pain"} <= seen.no else ""


def history(seen: Picture) -> dict[str, bool]:
    """The history and single signs that are known."""
    yes, no = seen.yes | seen.signs, seen.no | seen.clear
    found = {}
    for finding in history_table():
        names = JOINED.get(finding, {finding})
        if names & yes:
            found[finding] = True
        elif names & no:
            found[finding] = False
    return found


def assess(case: Mapping) -> dict[str, object]:
    """Conditions by Bayes' rule with every finding independent, roots by the textbook chart."""
    seen = picture(case)
    prior = coarse_table()["prior"]["share"]
    log = {name: math.log(p) for name, p in prior.items()}
    for finding, value in coarse(seen).items():
        for name, p in coarse_table()[finding][value].items():
            log[name] += math.log(p)
    for finding, told in history(seen).items():
        for name, p in history_table()[finding].items():
            log[name] += math.log(p if told else 1 - p)
    top = max(log.values())
    return document(case, seen, {name: math.exp(x - top) for name, x in log.items()})
