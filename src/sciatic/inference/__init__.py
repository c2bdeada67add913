"""Prior times likelihood: the posterior, why it is so, and what to ask next."""

from sciatic.inference.network import (
    Block,
    Candidate,
    ClusterLeaf,
    Group,
    Network,
    Observed,
    Read,
    Row,
)
from sciatic.inference.posterior import Belief
from sciatic.inference.questions import Worth, worth_asking
from sciatic.inference.reasons import Shares, log_odds, shares_of
from sciatic.inference.spread import Spread, spread_of
from sciatic.inference.uncertainty import Curves, GroupDraws, Uncertainty

__all__ = [
    "Belief",
    "Block",
    "Candidate",
    "ClusterLeaf",
    "Curves",
    "Group",
    "GroupDraws",
    "Network",
    "Observed",
    "Read",
    "Row",
    "Shares",
    "Spread",
    "Uncertainty",
    "Worth",
    "log_odds",
    "shares_of",
    "spread_of",
    "worth_asking",
]
