"""People, cohorts and published studies, drawn from the model."""

from sciatic.simulate.cohort import Cohort, Result, simulate
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Lesions, Population
from sciatic.simulate.studies import Study, studies, study
from sciatic.simulate.validation import Validation, validate

__all__ = [
    "Cohort",
    "Lesions",
    "People",
    "Population",
    "Result",
    "Study",
    "Validation",
    "draw",
    "simulate",
    "studies",
    "study",
    "validate",
]
