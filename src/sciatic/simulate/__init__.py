"""People, cohorts and published studies, drawn from the model."""

from sciatic.simulate.cohort import Cohort, Result, simulate
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Lesions, Population
from sciatic.simulate.studies import Study, studies, study

__all__ = [
    "Cohort",
    "Lesions",
    "People",
    "Population",
    "Result",
    "Study",
    "draw",
    "simulate",
    "studies",
    "study",
]
