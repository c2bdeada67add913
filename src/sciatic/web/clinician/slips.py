"""What to type where something typed was not understood, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from sciatic.findings import find
from sciatic.web.clinician.entries import limits
from sciatic.web.questions import Slips
from sciatic.web.words import Words


def slip_words(slips: Slips, words: Words) -> Mapping[str, str]:
    """For each field, what was typed and what would be right."""
    return {name: _words(name, text, words) for name, text in slips.items()}


def _words(name: str, text: str, words: Words) -> str:
    say = words.gettext
    kind, _, rest = name.partition(".")
    finding = find(rest.split(".")[0])
    if kind == "since" or finding.id == "duration_days":
        told = say("“{text}” is no time. Write days, or 3 w, 2 m, 1 y; empty where not known.")
        return told.format(text=text)
    if finding.kind == "grade":
        told = say("“{text}” is no MRC grade. Type 0 to 5, 4+ or 4-; empty where not examined.")
        return told.format(text=text)
    if finding.kind in ("integer", "number"):
        low, high = limits(finding)
        whole = say("a whole number") if finding.kind == "integer" else say("a number")
        told = say("“{text}” can't be. Type {what} from {low} to {high}; empty where not known.")
        return told.format(text=text, what=whole, low=f"{low:g}", high=f"{high:.10g}")
    return say("“{text}” is not among the answers. Choose one, or leave it empty.").format(
        text=text
    )
