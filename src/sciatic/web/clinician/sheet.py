"""The sheet to fill in: groups of lines, each with a cell for a side or for the whole person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sciatic.anatomy import muscles, root_share
from sciatic.findings import Case, Finding, find, labels, movements
from sciatic.findings.normal import normal_value
from sciatic.findings.observations import Timing
from sciatic.findings.vocabulary import NOT_SURE
from sciatic.triage.asking import follow_ups
from sciatic.web.clinician.lines import LineGroup, line_groups
from sciatic.web.questions import Slips

SIDES: Final = ("right", "left")
YES: Final = "yes"
NO: Final = "no"
UNITS: Final = {"y": 365.25, "m": 30.4, "w": 7.0, "d": 1.0}
"""Days in a unit of time, by the letter that a clinician writes; the largest first."""
MAIN_ROOT: Final = 0.2
"""A root is named beside a muscle where it works at least this part of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field.

    Attributes:
        name: of the field: ``e.`` and the path of the finding, ``since.`` or ``course.`` of a date.
        kind: ``grade``, ``choice``, ``number`` or ``ago``.
        paths: where its answer stands in a case; a movement stands at each of its muscles.
        value: as it stands in the field.
        choices: the values of a choice.
        normal: the value that says nothing is wrong; empty where there is none.
        side: right or left; empty where there are no sides.
        slip: what was typed is not understood.
    """

    name: str
    kind: str
    paths: tuple[str, ...]
    value: str = ""
    choices: tuple[str, ...] = ()
    normal: str = ""
    side: str = ""
    slip: bool = False

    @property
    def finding(self) -> str:
        """The finding that it asks for."""
        return self.name.split(".")[1]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its label (a text of the package), roots, cells, dates, and a side not known."""

    id: str
    label: str
    roots: str
    cells: tuple[Cell, ...]
    dates: tuple[Cell, ...] = ()
    unsure: str = ""

    @property
    def slips(self) -> tuple[Cell, ...]:
        """The cells that were not understood."""
        return tuple(cell for cell in (*self.cells, *self.dates) if cell.slip)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of lines under one title."""

    id: str
    lines: tuple[Line, ...]
    folded: bool

    @property
    def offers_normal(self) -> bool:
        """True where what is empty can be marked normal at once."""
        return any(cell.normal for line in self.lines for cell in line.cells)

    @property
    def answered(self) -> int:
        """How many cells are filled."""
        return sum(bool(cell.value) for line in self.lines for cell in line.cells)


def sheet(case: Case, slips: Slips | None = None) -> tuple[Group, ...]:
    """The sheet with what a case answers.

    Args:
        case: what is known.
        slips: what was typed and not understood, by the name of its field; it is shown again.
    """
    return tuple(
        Group(
            group.id,
            _whole_first(
                line for name in group.lines for line in _lines(case, group, name, slips or {})
            ),
            group.folded,
        )
        for group in line_groups()
    )


def _whole_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines of the whole person, then those with sides, so that sides stand under one heading."""
    return tuple(sorted(lines, key=lambda line: len(line.cells)))


def _lines(case: Case, group: LineGroup, name: str, slips: Slips) -> Iterator[Line]:
    finding, _, item = name.partition(".")
    if finding != "strength":
        yield _line(case, group, name, (item,) if item else (), slips)
        return
    together = movements()[item].muscles
    grades = {
        side: {case.get(f"strength.{side}.{muscle}") for muscle in together} for side in SIDES
    }
    if all(len(told) == 1 for told in grades.values()):
        yield _line(case, group, name, together, slips)
    else:  # the muscles of one movement have grades of their own: each its line
        for muscle in together:
            yield _line(case, group, f"strength.{muscle}", (muscle,), slips)


def _line(case: Case, group: LineGroup, name: str, held: tuple[str, ...], slips: Slips) -> Line:
    finding = find(name.partition(".")[0])
    sides = SIDES if finding.per_side else ("",)
    unsure = case.get(f"{finding.id}.unsure") if finding.per_side and not held else None
    return Line(
        name,
        _label(finding, name.partition(".")[2]),
        main_roots(held[0]) if finding.id == "strength" else "",
        tuple(_cell(case, group, finding, name, side, held, slips) for side in sides),
        tuple(_date(case, finding.id, part, slips) for part in follow_ups(finding.id)),
        _shown(finding, unsure),
    )


def _label(finding: Finding, item: str) -> str:
    if finding.id == "strength" and item in movements():
        return movements()[item].label
    return labels(str(finding.item_kind))[item] if item else finding.label


def _cell(
    case: Case,
    group: LineGroup,
    finding: Finding,
    name: str,
    side: str,
    held: tuple[str, ...],
    slips: Slips,
) -> Cell:
    item = name.partition(".")[2]
    field = ".".join(part for part in ("e", finding.id, side, item) if part)
    paths = tuple(
        ".".join(part for part in (finding.id, side, one) if part) for one in held or ("",)
    )
    normal = normal_value(finding)
    marks_normal = normal is not None and group.id != "person"
    return Cell(
        field,
        _kind(finding),
        paths,
        slips.get(field, _shown(finding, case.get(paths[0]))),
        _choices(finding),
        _shown(finding, normal) if marks_normal else "",
        side,
        field in slips,
    )


def _kind(finding: Finding) -> str:
    if finding.id == "duration_days":
        return "ago"
    return {"grade": "grade", "integer": "number", "number": "number"}.get(finding.kind, "choice")


def _choices(finding: Finding) -> tuple[str, ...]:
    if finding.kind == "boolean":
        return (YES, NO, NOT_SURE)
    if finding.kind != "choice":
        return ()
    rest = (NOT_SURE,) if finding.may_be_not_sure else ()
    return (*map(str, finding.values), *rest)


def _shown(finding: Finding, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if finding.id == "duration_days" and value != NOT_SURE:
        return ago(value)
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _date(case: Case, finding: str, part: str, slips: Slips) -> Cell:
    dated = case.timing.get(finding) or Timing(None, None)
    path = (f"timing.{finding}",)
    if part == "course":
        choices = tuple(map(str, find("course").values))
        return Cell(f"course.{finding}", "choice", path, dated.course or "", choices)
    name = f"since.{finding}"
    return Cell(name, "ago", path, slips.get(name, ago(dated.since_days)), slip=name in slips)


def ago(days: object) -> str:
    """A number of days as a clinician writes it: "2 w" where it is a whole number of weeks."""
    if not isinstance(days, int | float):
        return ""
    for unit, length in UNITS.items():
        count = days / length
        if round(count) >= 1 and abs(count - round(count)) < 0.01:
            return f"{round(count)} {unit}"
    return f"{days:g} d"


@cache
def main_roots(muscle: str) -> str:
    """The roots that work a muscle for the most part: "L4 L5"."""
    if muscle not in muscles():
        return ""
    shares = root_share(muscle)
    return " ".join(f"{root}" for root, share in shares.items() if share >= MAIN_ROOT)
