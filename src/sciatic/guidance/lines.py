"""The lines of the tables, and which of them fit a situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from sciatic.evidence import read_table
from sciatic.guidance.facts import Facts, known_facts
from sciatic.guidance.rungs import height

KINDS: Final = ("do", "avoid", "return", "ring", "check", "explain")
PARTS: Final = ("examine", "order", "offer")
BLOCKED: Final = "blocked"
AMBULANCE: Final = "call_ambulance"
STILL: Final = "stay_still"
FROM_TRIAGE: Final = (BLOCKED, AMBULANCE, STILL)
BECAUSE: Final = "{because}"


class Situation(NamedTuple):
    """What decides which lines fit.

    Attributes:
        rung: the rung of urgency to act on.
        blocked: True while nothing may reassure.
        facts: what holds in the case.
        ambulance: True where an ambulance must come.
        still: True where moving may harm until it comes.
    """

    rung: str
    blocked: bool
    facts: Facts
    ambulance: bool = False
    still: bool = False

    def holds(self, fact: str) -> bool:
        """True where the fact holds."""
        said = {BLOCKED: self.blocked, AMBULANCE: self.ambulance, STILL: self.still}
        return said.get(fact, fact in self.facts.holding)


class When(NamedTuple):
    """When a line fits: any of these facts, all of those, none of the last.

    ``none_of`` are the contraindications.
    """

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def fits(self, situation: Situation) -> bool:
        """True where the facts allow the line and none forbids it."""
        wanted = not self.any_of or any(map(situation.holds, self.any_of))
        return (
            wanted
            and all(map(situation.holds, self.all_of))
            and not any(map(situation.holds, self.none_of))
        )


class Line(NamedTuple):
    """One line that a person reads.

    Attributes:
        kind: do, avoid, return (at once), ring (the same day), check (again) or explain.
        text: the words; ``{because}`` stands for the reasons that hold.
        lowest, highest: the rungs from and to which it may be shown.
        reassures: True where it must wait until every red flag is answered.
        evidence: rows of ``self_care.csv``.
    """

    id: str
    kind: str
    text: str
    lowest: str
    highest: str
    when: When
    reassures: bool
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    first_day: int = 0
    last_day: int = 0

    def fits(self, situation: Situation) -> bool:
        """True where rung, facts and contraindications allow the line."""
        if self.reassures and situation.blocked:
            return False
        if not height(self.lowest) <= height(situation.rung) <= height(self.highest):
            return False
        return self.when.fits(situation)

    def words(self, facts: Facts) -> str:
        """The text, with at most two of the reasons that hold in place of ``{because}``."""
        if BECAUSE not in self.text:
            return self.text
        held = [facts.says[fact] for fact in self.when.any_of if fact in facts.holding]
        return self.text.replace(BECAUSE, reasons(held[:2]))


class Visit(NamedTuple):
    """Whom to see at a rung, and why; the first of the table that fits is taken."""

    rung: str
    who: str
    why: str
    when: When
    sources: tuple[str, ...]


class Option(NamedTuple):
    """What a doctor may examine, order or offer for one condition."""

    id: str
    condition: str
    part: str
    text: str
    not_at: tuple[str, ...]
    when: When
    sources: tuple[str, ...]

    def fits(self, situation: Situation) -> bool:
        """True where the rung and the facts allow it."""
        return situation.rung not in self.not_at and self.when.fits(situation)


def reasons(clauses: Iterable[str]) -> str:
    """Reasons as sentences of their own: "Your leg is weak. You are 65 or over."."""
    return " ".join(f"{clause[0].upper()}{clause[1:]}." for clause in clauses)


@cache
def advice() -> tuple[Line, ...]:
    """Every line of advice, in the order in which it is shown."""
    return read_table("guidance", "advice", _line)


@cache
def plan_lines() -> tuple[Line, ...]:
    """Every step of the plan, with its days counted from today as 0."""
    return read_table("guidance", "plan", _step)


@cache
def visits() -> tuple[Visit, ...]:
    """Whom to see, special cases before the general one of each rung."""
    return read_table("guidance", "see", _visit)


@cache
def options() -> tuple[Option, ...]:
    """What a doctor may do, by condition."""
    return read_table("guidance", "options", _option)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _when(cells: Mapping[str, str]) -> When:
    when = When(_split(cells["any_of"]), _split(cells.get("all_of", "")), _split(cells["none_of"]))
    for fact in (*when.any_of, *when.all_of, *when.none_of):
        if fact not in FROM_TRIAGE and fact not in known_facts():
            raise ValueError(f"fact {fact!r} is not in guidance/data/facts.csv")
    return when


def _line(cells: Mapping[str, str], kind: str | None = None) -> Line:
    kind = kind or cells["kind"]
    if kind not in (*KINDS, "plan"):
        raise ValueError(f"kind is {kind!r}; write one of {', '.join(KINDS)}")
    if height(cells["lowest"]) > height(cells["highest"]):
        raise ValueError(f"{cells['lowest']} is above {cells['highest']}")
    return Line(
        cells["id"],
        kind,
        cells["text"],
        cells["lowest"],
        cells["highest"],
        _when(cells),
        cells["reassures"] == "yes",
        _split(cells["evidence"]),
        _split(cells["source"]),
        int(cells.get("from_day", "0")),
        int(cells.get("to_day", "0")),
    )


def _step(cells: Mapping[str, str]) -> Line:
    return _line(cells, kind="plan")


def _visit(cells: Mapping[str, str]) -> Visit:
    height(cells["rung"])
    return Visit(cells["rung"], cells["who"], cells["why"], _when(cells), _split(cells["source"]))


def _option(cells: Mapping[str, str]) -> Option:
    if cells["part"] not in PARTS:
        raise ValueError(f"part is {cells['part']!r}; write one of {', '.join(PARTS)}")
    return Option(
        cells["id"],
        cells["condition"],
        cells["part"],
        cells["text"],
        _split(cells["not_at"]),
        _when(cells),
        _split(cells["source"]),
    )
