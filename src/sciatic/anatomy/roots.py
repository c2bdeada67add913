"""Roots T12 to S5 and the disc levels L1/L2 to L5/S1, each of which knows its neighbours.

A root is named as in a letter, "L5"; a level as "L4/L5" ("L4/5" and "L4-L5" are read so). The
coccygeal nerve is folded into S5. People with a sixth lumbar vertebra are not in these names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sciatic.errors import UnknownTermError

ROOTS: tuple[str, ...] = ("T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4", "S5")
_LEVEL = re.compile(r"(?P<upper>[LS]\d)\s*[/-]\s*(?P<letter>[LS])?(?P<digit>\d)")


@dataclass(frozen=True, slots=True)
class Root:
    """A spinal root, from its cord segment to its foramen."""

    name: str

    @property
    def above(self) -> Root | None:
        """The next root up, None above T12."""
        place = ROOTS.index(self.name)
        return Root(ROOTS[place - 1]) if place else None

    @property
    def below(self) -> Root | None:
        """The next root down, None below S5."""
        place = ROOTS.index(self.name)
        return Root(ROOTS[place + 1]) if place + 1 < len(ROOTS) else None

    def and_below(self) -> tuple[str, ...]:
        """This root's name and all names below it, top to bottom."""
        return ROOTS[ROOTS.index(self.name) :]


@dataclass(frozen=True, slots=True)
class Level:
    """A motion segment: two vertebrae and the disc between them, as in "L4/L5".

    The exiting root leaves by this level's foramen; the traversing root crosses the disc and
    leaves one level lower. Which roots a lesion presses, and how often, is not read from this
    but from ``zone_roots``.
    """

    name: str

    @property
    def exiting_root(self) -> Root:
        """The root that leaves below the upper vertebra: L4 at L4/L5."""
        return Root(self.name.split("/")[0])

    @property
    def traversing_root(self) -> Root:
        """The root that crosses the disc on its way down: L5 at L4/L5."""
        return Root(self.name.split("/")[1])

    @property
    def above(self) -> Level | None:
        """The next level up, None above L1/L2."""
        place = LEVELS.index(self.name)
        return Level(LEVELS[place - 1]) if place else None

    @property
    def below(self) -> Level | None:
        """The next level down, None below L5/S1."""
        place = LEVELS.index(self.name)
        return Level(LEVELS[place + 1]) if place + 1 < len(LEVELS) else None


LEVELS: tuple[str, ...] = ("L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1")


def root(name: str) -> Root:
    """The root of that name, in either case.

    Raises:
        UnknownTermError: no such root from T12 to S5.
    """
    if name.strip().upper() not in ROOTS:
        raise UnknownTermError("root", name, ROOTS)
    return Root(name.strip().upper())


def level(name: str) -> Level:
    """The level of that name; "L4/5", "L4-5" and "l4/l5" are read as "L4/L5".

    Raises:
        UnknownTermError: no such level from L1/L2 to L5/S1.
    """
    found = _LEVEL.fullmatch(name.strip().upper())
    if found:
        upper = found["upper"]
        letter = found["letter"] or ("S" if upper == "L5" else upper[0])
        full = f"{upper}/{letter}{found['digit']}"
        if full in LEVELS:
            return Level(full)
    raise UnknownTermError("level", name, LEVELS)
