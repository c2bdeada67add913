"""The interview in a terminal: the dangerous questions first, then the most telling one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sciatic.cli.answering import (
    NotUnderstoodError,
    StoppedError,
    choices_of,
    read_answer,
    read_course,
    read_days,
    read_places,
)
from sciatic.cli.terminal import paragraph

if TYPE_CHECKING:
    from sciatic.findings import Case, Finding
    from sciatic.triage import Urgency

Answer = TypeVar("Answer")
COURSE_CHOICES = (
    "[1] better",
    "[2] the same",
    "[3] up and down",
    "[4] worse",
    "[5] worse fast, over hours or days",
    "[?] not sure",
)


@dataclass(frozen=True, slots=True)
class Talk:
    """The two ends of a conversation: a line in, a line out."""

    read: Callable[[str], str]
    write: Callable[[str], None]


class Interview:
    """One conversation. ``case`` holds what was said so far, also when it is broken off.

    Args:
        case: what is known already.
        talk: where to read and write.
        questions: the next questions for a case, as in the assessment.
        warn: says what to do now, once an answer makes it an emergency.
        foresee: lines on what the answer to a question could change; None says nothing of it.
    """

    def __init__(
        self,
        case: Case,
        talk: Talk,
        questions: Callable[[Case], Sequence[Mapping[str, Any]]],
        warn: Callable[[Urgency], None],
        foresee: Callable[[Case, str], Sequence[str]] | None = None,
    ) -> None:
        self.case = case
        self._talk = talk
        self._questions = questions
        self._warn = warn
        self._foresee = foresee
        self._asked: set[str] = set()
        self._warned = False

    def run(self) -> None:
        """Ask until nothing is worth asking or the person stops."""
        try:
            for stage in (self._opening, self._red_flags, self._skin, self._most_telling):
                stage()
            self._red_flags()  # what was told since may have opened some
        except (StoppedError, EOFError, KeyboardInterrupt):
            self._talk.write("")
            self._talk.write("Stopped. What you said so far counts.")

    def _opening(self) -> None:
        from sciatic.assessment.interview import OPENING

        for name in OPENING:
            if self.case.get(name) is None:
                self._ask(name)

    def _red_flags(self) -> None:
        """Every open red flag, the most dangerous first; the list shrinks as answers come."""
        from sciatic.assessment.interview import flags_to_ask

        while True:
            self._check()
            waiting = flags_to_ask(self.case, self._asked)
            if not waiting:
                return
            self._ask(waiting[0], f"({len(waiting)} to go)")

    def _skin(self) -> None:
        """Where the skin is numb or tingles, by number from a list."""
        from sciatic.assessment.interview import numb_sides

        for side in numb_sides(self.case):
            self._paint(side)

    def _most_telling(self) -> None:
        """What would tell most of all that a person can answer, until little is left."""
        from sciatic.assessment.interview import ALWAYS, telling_questions

        for name in ALWAYS:
            self._ask_unless_known(name)
        while True:
            rows = self._questions(self.case)
            telling = telling_questions(rows, self._asked)
            if not telling:
                return
            paths = (str(row["finding"]) for row in rows)
            path = next(path for path in paths if path.split(".")[0] == telling[0])
            self._ask(telling[0], changes=self._changes(path))
            self._check()

    def _changes(self, path: str) -> Sequence[str]:
        return self._foresee(self.case, path) if self._foresee else ()

    def _ask_unless_known(self, name: str) -> None:
        if name not in self._asked and self.case.get(name) is None:
            self._ask(name)

    def _ask(self, name: str, left: str = "", changes: Sequence[str] = ()) -> None:
        """Put one question and keep its answer, with its date where the rules need one."""
        from sciatic.assessment.interview import asked_by_side, with_reply
        from sciatic.findings import find

        finding = find(name)
        self._asked.add(name)
        for line in ("", *changes) if changes else ():
            self._talk.write(line)
        sides = ("left", "right") if asked_by_side(finding) else ("",)
        for side in sides:
            question = f"{side.capitalize()} leg: {finding.question}" if side else finding.question
            answer = self._put(f"{question} {left}".strip(), choices_of(finding), _reader(finding))
            self.case = with_reply(self.case, finding, answer, side)
        self._date(name)

    def _date(self, name: str) -> None:
        """Since when and how it goes, where the rules need to know."""
        from sciatic.assessment.interview import dates_to_ask, with_date
        from sciatic.triage.asking import follow_up_question

        read: dict[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
            "since_days": (("a number of days", "or 2 weeks", "[?] not sure"), read_days),
            "course": (COURSE_CHOICES, read_course),
        }
        given = {
            part: self._put(follow_up_question(part), *read[part])
            for part in dates_to_ask(self.case, name)
        }
        self.case = with_date(self.case, name, given)

    def _paint(self, side: str) -> None:
        from sciatic.anatomy import regions

        places = [region for region in regions().values() if not region.saddle]
        names = tuple(region.plain_label for region in places)
        for line in _two_columns(names):
            self._talk.write(line)
        for words, sensation in (("numb", "numb"), ("tingling, pins and needles", "tingling")):
            chosen = self._put(
                f"{side.capitalize()} leg: which of these places are {words}?",
                ("numbers such as 1 4 7-9", "[n]one", "[?] not sure"),
                lambda typed: read_places(typed, names),
            )
            for at in chosen:
                path = f"chart.{side}.{places[at].id}"
                felt = self.case.get(path)
                before = felt if isinstance(felt, frozenset) else frozenset()
                self.case = self.case.with_answer(path, before | {sensation})

    def _put(self, question: str, choices: Iterable[str], read: Callable[[str], Answer]) -> Answer:
        """Ask until the answer is understood."""
        self._talk.write("")
        for line in paragraph(question, 0):
            self._talk.write(line)
        kept_whole = (choice.replace(" ", "\u00a0") for choice in choices)
        for line in paragraph("   ".join(kept_whole), 2):
            self._talk.write(line)
        while True:
            try:
                return read(self._talk.read("> "))
            except NotUnderstoodError as why:
                self._talk.write(f"  {why}; q stops")

    def _check(self) -> None:
        """Say so at once when it is an emergency, and offer to stop."""
        from sciatic.triage import red_flags

        urgency = red_flags(self.case)
        if self._warned or urgency.level != "emergency_now":
            return
        self._warned = True
        self._warn(urgency)
        go_on = self._talk.read("Type c to go on with the questions; anything else stops. > ")
        if go_on.strip().lower() not in {"c", "continue"}:
            raise StoppedError


def _reader(finding: Finding) -> Callable[[str], object]:
    return lambda typed: read_answer(finding, typed)


def _two_columns(names: Sequence[str]) -> Iterator[str]:
    half = (len(names) + 1) // 2
    for at in range(half):
        cells = [f"{one + 1:>2} {names[one]}" for one in (at, at + half) if one < len(names)]
        yield "  " + cells[0].ljust(46) + (cells[1] if len(cells) > 1 else "")
