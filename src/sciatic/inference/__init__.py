"""Prior times likelihood: the posterior, why it is so, and what to ask next."""

from sciatic.inference.network import (
    Block,
    Candidate,
    ClusterLeaf,
    Group,
    Network,
    Observed,
    Row,
)
from sciatic.inference.posterior import Belief
from sciatic.inference.questions import Worth, worth_asking
from sciatic.inference.reasons import Shares, log_odds, shares_of

__all__ = [
    "Belief",
    "Block",
    "Candidate",
    "ClusterLeaf",
    "Group",
    "Network",
    "Observed",
    "Row",
    "Shares",
    "Worth",
    "log_odds",
    "shares_of",
    "worth_asking",
]
