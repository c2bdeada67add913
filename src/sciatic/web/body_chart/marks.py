"""What was painted: read from a posted form, grouped for drawing and for words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

from sciatic.errors import CaseError, Problem
from sciatic.findings.case import read_case
from sciatic.findings.observations import Mark

LAYERS: Final = ("numb", "tingling", "burning", "pain")
"""The sensations that can be painted; a loaded case may hold others."""

SIDES: Final = ("left", "right")
"""The sides that can be painted; a loaded case may say ``unsure``."""

_FIELD: Final = "mark."


@runtime_checkable
class _Form(Protocol):
    def multi_items(self) -> Iterable[tuple[str, object]]:
        """Every field with its value, repeated fields several times."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A painted chart.

    Attributes:
        marks: every mark, in the order given.
        complete: True where skin without a mark feels normal.
    """

    marks: tuple[Mark, ...] = ()
    complete: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The ``chart`` of a case document."""
        return {
            "complete": self.complete,
            "marks": [
                {"side": mark.side, "region": mark.region, "sensation": mark.sensation}
                for mark in self.marks
            ],
        }

    def felt(self, side: str, region: str) -> tuple[str, ...]:
        """The sensations marked in one place."""
        return tuple(m.sensation for m in self.marks if (m.side, m.region) == (side, region))

    @property
    def unpaintable(self) -> tuple[Mark, ...]:
        """Marks that the drawing can't show: a side not known, or a rash."""
        return tuple(
            mark for mark in self.marks if mark.side not in SIDES or mark.sensation not in LAYERS
        )


def painted_of(document: Mapping[str, Any]) -> Painted:
    """The chart of a case document, checked.

    Raises:
        CaseError: a mark is not legal.
    """
    case = read_case({"schema": "sciatic.case/1", "chart": document.get("chart", {})}, "chart")
    return Painted(case.marks, case.chart_complete)


def read_chart(form: object) -> tuple[Mark, ...]:
    """The marks in a posted form; see ``read_painted``."""
    return read_painted(form).marks


def read_painted(form: object) -> Painted:
    """The chart in a posted form, from the drawing or from the list.

    Args:
        form: a posted form (anything with ``multi_items``), a mapping, or pairs of name and value.
            The drawing fills ``chart`` with a JSON document; without JavaScript it is empty, and
            the list sends ``mark.<side>.<region>`` once for each sensation, and
            ``chart_complete`` where the rest feels normal.

    Raises:
        CaseError: a mark is not legal, or the document is none.
    """
    fields = _fields(form)
    drawn = next((value for name, value in fields if name == "chart" and value.strip()), "")
    if drawn:
        return painted_of({"chart": _document(drawn)})
    marks: dict[tuple[str, str, str], None] = {}
    for name, value in fields:
        side, _, region = name.removeprefix(_FIELD).partition(".")
        if name.startswith(_FIELD) and value not in ("", "none"):
            marks[side, region, value] = None
    rows = [dict(zip(("side", "region", "sensation"), mark, strict=True)) for mark in marks]
    complete = any(name == "chart_complete" and value == "yes" for name, value in fields)
    return painted_of({"chart": {"complete": complete, "marks": rows}})


def _document(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as why:
        what = "is no JSON document; send the list instead"
        raise CaseError([Problem("chart", text[:40], what)], "chart") from why


def _fields(form: object) -> list[tuple[str, str]]:
    if isinstance(form, _Form):
        pairs: Iterable[tuple[str, object]] = form.multi_items()
    elif isinstance(form, Mapping):
        pairs = ((str(name), value) for name, held in form.items() for value in _each(held))
    elif isinstance(form, Iterable):
        pairs = form
    else:
        raise TypeError(f"a form is a mapping or pairs, not {type(form).__name__}")
    return [(name, value) for name, value in pairs if isinstance(value, str)]


def _each(held: object) -> Iterable[object]:
    return held if isinstance(held, list | tuple) else (held,)
