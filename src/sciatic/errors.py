"""Every error that sciatic raises on purpose.

    SciaticError
    ├── EvidenceError       a table of numbers is wrong: a fault of ours, found when it is read
    ├── UnknownTermError    a name that is not in the vocabulary; carries the nearest ones
    └── CaseError           a case that can't be read; carries every problem found

A message says where, what, and what to do. Lower case, no blame, no code names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class SciaticError(Exception):
    """The root of the tree: catch this to catch all of ours."""


class EvidenceError(SciaticError):
    """A table of evidence breaks a rule: an unknown source, a figure out of range."""


class UnknownTermError(SciaticError):
    """A name that is not in the vocabulary.

    Args:
        kind: what was looked for, such as "root" or "region".
        name: what was given.
        known: every name that would have been right.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        self.nearest = nearest(str(name), self.known)
        if len(self.known) <= 12:
            hint = "known: " + ", ".join(self.known)
        elif self.nearest:
            hint = "nearest: " + ", ".join(self.nearest)
        else:
            hint = f"{len(self.known)} are known, such as " + ", ".join(self.known[:5])
        super().__init__(f"unknown {kind} {name!r}. {hint[0].upper()}{hint[1:]}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a case: where, what was found, and what would be right."""

    path: str
    value: object
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseError(SciaticError):
    """A case that can't be read; ``problems`` lists everything wrong with it at once."""

    def __init__(self, problems: Sequence[Problem], where: str = "case") -> None:
        self.problems = tuple(problems)
        self.where = where
        count = len(self.problems)
        head = f"{where}: {count} problem{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def nearest(name: str, known: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """The known names most like ``name``, best first; a part of a name finds it too."""
    names = tuple(known)
    close = get_close_matches(name.lower(), names, n=limit, cutoff=0.5)
    inside = [other for other in names if name and name.lower() in other.lower()]
    return tuple(dict.fromkeys([*close, *inside]))[:limit]
