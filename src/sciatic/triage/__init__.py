"""How urgent, whatever the probabilities say: red flags, and what a posterior may add to them.

``evaluate(case)`` gives the urgency; ``red_flags(case)`` by the rules alone. Rules are data
(``data/red_flags.toml``) over findings in a worry order (``data/worry_order.toml``), and what is
claimed of them is proved (``proof.py``, ``docs/red-flags.md``).
"""

from sciatic.triage.asking import RedFlagQuestion, follow_ups, red_flag_questions
from sciatic.triage.evaluate import evaluate, headings
from sciatic.triage.open_flags import OpenFlag
from sciatic.triage.posterior import raise_by_posterior
from sciatic.triage.red_flags import red_flags
from sciatic.triage.rule_files import RUNGS
from sciatic.triage.urgency import Reason, Urgency

__all__ = [
    "RUNGS",
    "OpenFlag",
    "Reason",
    "RedFlagQuestion",
    "Urgency",
    "evaluate",
    "follow_ups",
    "headings",
    "raise_by_posterior",
    "red_flag_questions",
    "red_flags",
]
