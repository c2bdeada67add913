"""Cases of one person over time: what changed, what that makes urgent, what is to be expected.

from sciatic.followup import compare
print(compare("before.json", "after.json").urgency.level)
"""

from sciatic.followup.changes import Change, changes
from sciatic.followup.comparison import Comparison, compare, compare_series
from sciatic.followup.expected import Expected
from sciatic.followup.measures import Measures
from sciatic.followup.series import load_kept, load_series, parse_kept, parse_series
from sciatic.followup.turns import Turn
from sciatic.followup.visits import Series, Visit

__all__ = [
    "Change",
    "Comparison",
    "Expected",
    "Measures",
    "Series",
    "Turn",
    "Visit",
    "changes",
    "compare",
    "compare_series",
    "load_kept",
    "load_series",
    "parse_kept",
    "parse_series",
]
