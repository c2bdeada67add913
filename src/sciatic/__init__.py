"""From back to foot: which nerve is pressed, by what, how urgent it is, and what to do next.

    from sciatic import assess
    print(assess("case.json").to_dict()["urgency"]["level"])

Names are imported when they are first used, so that ``import sciatic`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatic.anatomy import trace
    from sciatic.assessment import Assessment, assess
    from sciatic.assessment.predict import Prediction, predict
    from sciatic.errors import CaseError, EvidenceError, SciaticError, UnknownTermError
    from sciatic.findings import Case, Mark, Observation, Timing, load_case, vocabulary
    from sciatic.followup import Comparison, compare

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "sciatic.assessment",
    "Case": "sciatic.findings",
    "CaseError": "sciatic.errors",
    "Comparison": "sciatic.followup",
    "EvidenceError": "sciatic.errors",
    "Mark": "sciatic.findings",
    "Observation": "sciatic.findings",
    "Prediction": "sciatic.assessment.predict",
    "SciaticError": "sciatic.errors",
    "Timing": "sciatic.findings",
    "UnknownTermError": "sciatic.errors",
    "assess": "sciatic.assessment",
    "compare": "sciatic.followup",
    "load_case": "sciatic.findings",
    "predict": "sciatic.assessment.predict",
    "trace": "sciatic.anatomy",
    "vocabulary": "sciatic.findings",
}

__all__ = [
    "Assessment",
    "Case",
    "CaseError",
    "Comparison",
    "EvidenceError",
    "Mark",
    "Observation",
    "Prediction",
    "SciaticError",
    "Timing",
    "UnknownTermError",
    "__version__",
    "assess",
    "compare",
    "load_case",
    "predict",
    "trace",
    "vocabulary",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'sciatic' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
