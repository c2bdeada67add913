"""What travels with every form: the case so far, what was put, and whether a warning was given.

The server keeps nothing. A visit is written into hidden fields and read back from them; so are the
visits before it, where a person checks in again.
"""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sciatic.assessment.interview import CHART
from sciatic.errors import CaseError, Problem
from sciatic.findings import Case, load_case, parse_case, vocabulary
from sciatic.followup import Series, parse_series
from sciatic.triage import Urgency

CASE: Final = "case"
TRAIL: Final = "trail"
WARNED: Final = "warned"
EARLIER: Final = "earlier"
LARGEST: Final = 2_000_000
LONGEST_TRAIL: Final = 400
Screen = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's way through the questions.

    Attributes:
        case: what is known so far.
        trail: the screens put so far, each the ids of its findings, in order.
        warned: the emergency that was shown already: empty, ``go`` or ``call``.
        earlier: the visits before this one, where it is a check-in.
    """

    case: Case
    trail: tuple[Screen, ...] = ()
    warned: str = ""
    earlier: Series | None = None

    @property
    def put(self) -> frozenset[str]:
        """Every finding that was put, answered or not."""
        return frozenset(name for screen in self.trail for name in screen)

    def fields(self) -> dict[str, str]:
        """The hidden fields that hold this visit."""
        document = json.dumps(self.case.to_dict(), ensure_ascii=False, separators=(",", ":"))
        trail = ";".join(",".join(screen) for screen in self.trail)
        fields = {CASE: document, TRAIL: trail, WARNED: self.warned}
        return fields if self.earlier is None else {**fields, EARLIER: packed(self.earlier)}

    def after(self, screen: Screen, case: Case) -> Visit:
        """This visit once a screen was put and its answers are in ``case``."""
        trail = self.trail if screen in self.trail or not screen else (*self.trail, screen)
        return replace(self, case=case, trail=trail)

    def back(self, screen: Screen) -> tuple[Visit, Screen]:
        """The visit without the screen before this one, and that screen; empty at the start."""
        place = self.trail.index(screen) if screen in self.trail else len(self.trail)
        if place == 0:
            return self, ()
        return replace(self, trail=self.trail[: place - 1]), self.trail[place - 1]

    def without(self, names: Iterable[str]) -> Visit:
        """The visit as if these findings had not been put."""
        left_out = set(names)
        screens = (tuple(name for name in screen if name not in left_out) for screen in self.trail)
        return replace(self, trail=tuple(screen for screen in screens if screen))


def fresh() -> Visit:
    """A visit of which nothing is known."""
    return Visit(load_case({"schema": "sciatic.case/1", "id": "web"}))


def read_visit(form: Mapping[str, object]) -> Visit:
    """The visit in the hidden fields of a form.

    Raises:
        CaseError: the case in it can't be read.
    """
    text = form.get(CASE)
    case = parse_case(text, "the form") if isinstance(text, str) and text else fresh().case
    warned = form.get(WARNED)
    told = warned if warned in ("go", "call") else ""
    return Visit(case, screens(form.get(TRAIL)), told, earlier_of(form))


def packed(series: Series) -> str:
    """Visits as a field of a form: they repeat themselves, so they are compressed."""
    document = json.dumps(series.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(zlib.compress(document.encode(), 9)).decode()


def earlier_of(form: Mapping[str, object]) -> Series | None:
    """The visits before this one in the fields of a form; None where there are none.

    Raises:
        CaseError: they can't be read.
    """
    text = form.get(EARLIER)
    if not isinstance(text, str) or not text:
        return None
    try:
        plain = unpacked(urlsafe_b64decode(text.encode()))
    except ValueError as why:
        problem = Problem(EARLIER, None, "the earlier visits can't be read")
        raise CaseError([problem], "the form") from why
    return parse_series(plain, "the form")


def unpacked(content: bytes) -> bytes:
    """What was compressed, where it is no larger than a person's answers can be.

    Raises:
        ValueError: it is larger, or was not compressed.
    """
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(content, LARGEST)
    except zlib.error as why:
        raise ValueError("not compressed") from why
    if not reader.eof:
        raise ValueError("larger than it can be")
    return plain


def screens(text: object) -> tuple[Screen, ...]:
    """The screens written in a field; names that are no findings are left out."""
    if not isinstance(text, str):
        return ()
    parts = text.split(";")[:LONGEST_TRAIL]
    read = (tuple(name for name in part.split(",") if _is_name(name)) for part in parts)
    return tuple(dict.fromkeys(screen for screen in read if screen))


def _is_name(name: str) -> bool:
    return name == CHART or name in vocabulary()


def warning_of(urgency: Urgency) -> str:
    """The warning that an urgency asks for: empty, ``go`` to hospital, or ``call``."""
    if urgency.level != "emergency_now":
        return ""
    return "call" if urgency.call else "go"


def is_new(warning: str, given: str) -> bool:
    """True where a warning was not given yet, or only a milder one."""
    return warning != given and warning != "" and given != "call"
