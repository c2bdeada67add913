"""A case in, an assessment out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sciatic.assessment.asking import NextQuestion, next_questions
from sciatic.assessment.cache import compiled
from sciatic.assessment.differential import Differential, differential, in_setting
from sciatic.assessment.digests import evidence_digest
from sciatic.assessment.explanation import ReasonRow, reason_rows
from sciatic.assessment.intervals import (
    also_present_intervals,
    condition_intervals,
    lesion_intervals,
    level_intervals,
    root_intervals,
)
from sciatic.assessment.model import CompiledModel
from sciatic.assessment.syndromes import Syndrome, syndromes
from sciatic.errors import UnknownTermError
from sciatic.findings import Case, load_case
from sciatic.guidance import Guidance, advise
from sciatic.triage import Urgency, evaluate, raise_by_posterior

SCHEMA = "sciatic.assessment/1"
VERSION = "0.1.0"
NOT_A_DIAGNOSIS = (
    "This is not a diagnosis. It weighs what you reported against published evidence; "
    "only an examination can find the cause."
)
RANKED = "mixed"
CAUTIOUS = "primary_care"


@dataclass(frozen=True)
class Assessment:
    """All that a case says: urgency, likely causes, reasons, questions and guidance.

    ``urgency`` never waits for the model; reasons and questions are worked out when first read.
    ``found`` is the posterior that the chances are read from; ``setting`` and ``other_leg_silence``
    are as they were given.
    """

    case: Case
    urgency: Urgency
    guidance: Guidance
    syndromes: tuple[Syndrome, ...]
    found: Differential
    setting: str | None = None
    other_leg_silence: bool = True

    @cached_property
    def conditions(self) -> tuple[tuple[str, float], ...]:
        """Every condition with its probability, falling; they sum to one."""
        return tuple(self.found.conditions())

    @cached_property
    def roots(self) -> tuple[tuple[str, str, float, float], ...]:
        """(side, root, probability, share), falling by share."""
        return tuple(self.found.roots())

    @cached_property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """What each finding did for the leading condition and root."""
        return reason_rows(self.found)

    @cached_property
    def next_questions(self) -> tuple[NextQuestion, ...]:
        """What to ask, examine or test next."""
        return next_questions(self.found, self.case)

    @property
    def calls(self) -> tuple[bool, bool]:
        """Whether to call an ambulance, and whether to keep still, by the rules or the advice."""
        advised = {item.id for item in self.guidance.do}
        call = self.urgency.call or "call_ambulance" in advised
        return call, self.urgency.stay_still or "keep_still" in advised

    def to_dict(self) -> dict[str, Any]:
        """The document ``sciatic.assessment/1``."""
        found = self.found
        return {
            "schema": SCHEMA,
            "case_id": self.case.id,
            "urgency": self.urgency.to_dict(),
            **_causes(self, found),
            **_places(self, found),
            "syndromes": [_written(one) for one in self.syndromes],
            "reasons": [_written(row) for row in self.reasons],
            "next_questions": [_written(one) for one in self.next_questions],
            "predicted_chart": [
                {"side": side, "region": region, "p_numb": p}
                for (side, region), p in found.p_numb().items()
            ],
            "guidance": self.guidance.to_dict(),
            "model": {
                "version": f"{VERSION}+{found.model.digest[:12]}",
                "evidence_sha256": evidence_digest(),
            },
            "not_a_diagnosis": NOT_A_DIAGNOSIS,
        }


def _causes(one: Assessment, found: Differential) -> dict[str, Any]:
    """The part of the document on causes: conditions, what comes along, lesions."""
    labels = found.model.condition_labels
    also = [(name, p) for name, p in found.also_present() if p > 0]
    places = found.lesions()
    of_condition = condition_intervals(found)
    of_also = also_present_intervals(found, [name for name, _ in also])
    of_place = lesion_intervals(found, [row[:-1] for row in places])
    return {
        "conditions": [
            {"id": name, "label": labels[name], "probability": p,
             "interval": list(of_condition[name])}
            for name, p in one.conditions
        ],
        "also_present": [
            {"id": name, "probability": p, "interval": list(of_also[name])} for name, p in also
        ],
        "lesions": [
            {
                "condition": condition,
                "level": level,
                "side": None if side == "none" else side,
                "zone": zone,
                "probability": p,
                "interval": list(of_place[condition, level, side, zone]),
            }
            for condition, level, side, zone, p in places
        ],
    }  # fmt: skip


def _places(one: Assessment, found: Differential) -> dict[str, Any]:
    """The part of the document on places: levels and roots."""
    of_level, of_root = level_intervals(found), root_intervals(found)
    return {
        "levels": [
            {"level": level, "side": None if side == "none" else side, "probability": p,
             "interval": list(of_level[level, side])}
            for level, side, p, _ in found.levels()
        ],
        "roots": [
            {"root": root, "side": side, "probability": p, "interval": list(of_root[side, root]),
             "share": share}
            for side, root, p, share in one.roots
        ],
    }  # fmt: skip


def _written(row: Syndrome | ReasonRow | NextQuestion) -> dict[str, Any]:
    """A row of the document: its fields by name, tuples as lists."""
    values = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def assess(
    case: Case | Mapping[str, Any] | str | Path,
    setting: str | None = None,
    *,
    today: date | None = None,
    other_leg_silence: bool = True,
) -> Assessment:
    """Assess a case.

    Args:
        case: a case, its document as a dict, or the path of a JSON or TOML file.
        setting: where the person is seen (primary_care, specialist, emergency, mixed); it sets how
            common each cause is. None ranks causes by the mixture, and lets a serious cause raise
            urgency by its chance in primary care.
        today: the day that dates count from; None leaves intervals in words.
        other_leg_silence: whether a finding told of one leg alone is weak evidence that the other
            is free of it. It never touches a red flag.

    Raises:
        CaseError: a case that can't be read, with every problem found.
        UnknownTermError: a setting that does not exist.
        TypeError: a case or a day that is neither of these.
    """
    if today is not None and not isinstance(today, date):
        raise TypeError(f"today is a datetime.date, not {type(today).__name__}")
    known = load_case(case)
    model = compiled()
    if setting is not None and setting not in tuple(model.priors):
        raise UnknownTermError("setting", setting, model.priors)
    found, urgency = judged(model, known, setting, other_leg_silence=other_leg_silence)
    chances = found.conditions()
    return Assessment(
        case=known,
        urgency=urgency,
        guidance=advise(known, urgency, chances, today=today, level_side=_level_side(found)),
        syndromes=syndromes(known, chances),
        found=found,
        setting=setting,
        other_leg_silence=other_leg_silence,
    )


def judged(
    model: CompiledModel, case: Case, setting: str | None, *, other_leg_silence: bool
) -> tuple[Differential, Urgency]:
    """The posterior of a case and its urgency, the posterior in the setting or the mixture."""
    found = differential(model, case, setting or RANKED, other_leg_silence=other_leg_silence)
    urgency = raise_by_posterior(evaluate(case), _serious_chances(found, case, setting))
    return found, urgency


def _serious_chances(found: Differential, case: Case, setting: str | None) -> dict[str, float]:
    """The chances that may raise urgency: of the setting given, else of primary care."""
    weighed = found if setting is not None else in_setting(found, case, CAUTIOUS)
    return dict(weighed.conditions())


def _level_side(found: Differential) -> str | None:
    levels = found.levels()
    if not levels or levels[0][2] < 0.25:
        return None
    return f"{levels[0][0]} {levels[0][1]}".replace(" none", "")
