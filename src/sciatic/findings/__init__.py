"""What can be seen or told: the vocabulary, the case, and how likely each finding is.

Reading a case needs no numpy; the links from lesion to finding do, and load it when asked for.
"""

from sciatic.findings.case import Case, load_case, parse_case
from sciatic.findings.observations import Mark, Observation, Timing
from sciatic.findings.places import items, items_of, labels
from sciatic.findings.vocabulary import Finding, Movement, find, movements, vocabulary

__all__ = [
    "Case",
    "Finding",
    "Mark",
    "Movement",
    "Observation",
    "Timing",
    "find",
    "items",
    "items_of",
    "labels",
    "load_case",
    "movements",
    "parse_case",
    "vocabulary",
]
