"""What goes wrong: lesions, what they press and how hard, and how common each is."""

from sciatic.pathology.lesions import SOUND, Leg, LesionState
from sciatic.pathology.pressure import POSTURES, SEVERITIES, pressure_mmhg
from sciatic.pathology.states import SETTINGS, conditions, lesion_states, priors, subtypes

__all__ = [
    "POSTURES",
    "SETTINGS",
    "SEVERITIES",
    "SOUND",
    "Leg",
    "LesionState",
    "conditions",
    "lesion_states",
    "pressure_mmhg",
    "priors",
    "subtypes",
]
