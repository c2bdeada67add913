"""A case: all that is known of one person now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sciatic.errors import UnknownTermError
from sciatic.findings.changes import changed
from sciatic.findings.documents import decoded, read_file, read_json, read_toml
from sciatic.findings.observations import Mark, Observation, Timing, sealed, thawed
from sciatic.findings.paths import check_chart_path, check_path, timing_path
from sciatic.findings.places import items_of
from sciatic.findings.reader import SCHEMA, read_document
from sciatic.findings.vocabulary import NOT_SURE, SIDES, find, vocabulary

_MIRROR: Final = MappingProxyType({"left": "right", "right": "left"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of one person now; build it with ``load_case``, which checks it.

    A finding answered on each side is a mapping of ``left``, ``right`` or ``unsure`` (one side, not
    known which), each to its answer or to a mapping of items. What is absent is unknown.

    Attributes:
        id: its name; nothing that identifies the person.
        person: age in years and sex, where known.
        history: what the person told; ``"not_sure"`` where asked and not known.
        timing: date and course of single findings, by path such as ``leg_pain.left``.
        chart_complete: True where skin without a mark is known to feel normal.
        marks: the painted body chart.
        exam: what was examined; movements stand as their muscles.
        tests: scans and nerve tests.
    """

    id: str
    person: Mapping[str, object]
    history: Mapping[str, object]
    timing: Mapping[str, Timing]
    chart_complete: bool
    marks: tuple[Mark, ...]
    exam: Mapping[str, object]
    tests: Mapping[str, object]

    def get(self, path: str) -> object | None:
        """The answer at a path, or None where it is unknown.

        Args:
            path: ``saddle_numbness``, ``leg_pain.left``, ``reflex.left.achilles_reflex``,
                ``slip_percent.L4/L5``; ``chart.left.toe5_dorsal`` gives the set of sensations
                marked there; ``timing.leg_pain.left`` its ``Timing``, and with ``.since_days`` or
                ``.course`` that part. A finding without its side or item gives the whole mapping.

        Raises:
            UnknownTermError: the path names no finding, side or item.
        """
        name, *parts = path.split(".")
        if name == "chart":
            return self._painted(path, parts)
        if name == "timing":
            where, part = timing_path(parts)
            dated = self.timing.get(where)
            return dated if part is None or dated is None else getattr(dated, part)
        finding = find(name)
        check_path(finding, parts)
        answer = self.section(finding.section).get(name)
        for part in parts:
            answer = answer.get(part) if isinstance(answer, Mapping) else None
        return answer

    def section(self, name: str) -> Mapping[str, object]:
        """The answers of one section: ``person``, ``history``, ``exam`` or ``tests``."""
        sections = {
            "person": self.person,
            "history": self.history,
            "exam": self.exam,
            "tests": self.tests,
        }
        return sections[name]

    def sides(self, finding: str) -> Mapping[str, object]:
        """The answers of a per-side finding by side, only those that are there.

        Raises:
            UnknownTermError: no such finding, or it has no sides.
        """
        known = find(finding)
        if not known.per_side:
            sided = [other.id for other in vocabulary().values() if other.per_side]
            raise UnknownTermError("per-side finding", finding, sided)
        answer = self.section(known.section).get(finding)
        return answer if isinstance(answer, Mapping) else MappingProxyType({})

    def observations(self) -> tuple[Observation, ...]:
        """Every known answer in the order of the vocabulary, one for each side and item.

        Marks of the chart are not among them: they are in ``marks``.
        """
        return tuple(_observations(self))

    def mirrored(self) -> Case:
        """The same case with left and right swapped everywhere."""
        return Case(
            id=self.id,
            person=self.person,
            history=_mirrored(self.history),
            timing=sealed({_mirror_path(path): what for path, what in self.timing.items()}),
            chart_complete=self.chart_complete,
            marks=tuple(
                Mark(_MIRROR.get(mark.side, mark.side), mark.region, mark.sensation)
                for mark in self.marks
            ),
            exam=_mirrored(self.exam),
            tests=_mirrored(self.tests),
        )

    def with_answer(self, path: str, value: object) -> Case:
        """A copy with one answer set, checked like any case; None takes the answer away.

        Args:
            path: as for ``get``; ``chart.left.toe5_dorsal`` takes a sensation or several,
                ``chart.complete`` a boolean, ``timing.leg_pain.left`` a ``Timing`` or its mapping,
                ``timing.leg_pain.left.course`` one part of it.
            value: the answer.

        Raises:
            CaseError: the answer is not legal there.
            UnknownTermError: the path names no finding, side or item.
        """
        return self.with_answers({path: value})

    def with_answers(self, changes: Mapping[str, object]) -> Case:
        """A copy with several answers set together, and checked together; see ``with_answer``."""
        document = self.to_dict()
        for path, value in changes.items():
            document = changed(document, path, value)
        return load_case(document)

    def to_dict(self) -> dict[str, Any]:
        """The case as a document of ``sciatic.case/1``; ``load_case`` reads it back the same."""
        history: dict[str, Any] = thawed(self.history)
        if self.timing:
            history["timing"] = _timing_document(self.timing)
        return {
            "schema": SCHEMA,
            "id": self.id,
            "person": thawed(self.person),
            "history": history,
            "chart": {
                "complete": self.chart_complete,
                "marks": [
                    {"side": mark.side, "region": mark.region, "sensation": mark.sensation}
                    for mark in self.marks
                ],
            },
            "exam": thawed(self.exam),
            "tests": thawed(self.tests),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle through the document, since read-only mappings can't be pickled."""
        return load_case, (self.to_dict(),)

    def _painted(self, path: str, parts: list[str]) -> object | None:
        if parts == ["complete"]:
            return self.chart_complete
        check_chart_path(path, parts)
        felt = {mark.sensation for mark in self.marks if [mark.side, mark.region] == parts}
        return frozenset(felt) or None


def load_case(source: Case | Mapping[str, object] | str | Path) -> Case:
    """Read a case and check it strictly.

    Args:
        source: a document of ``sciatic.case/1`` as a mapping, or the path of a file with one: TOML
            where its name ends in .toml, else JSON. A ``Case`` is given back as it is.

    Raises:
        CaseError: the file can't be read, or the document breaks a rule; it lists every problem,
            each with its path, the value and the nearest valid words.
        TypeError: the source is none of these.
    """
    if isinstance(source, Case):
        return source
    if isinstance(source, Mapping):
        return read_case(source)
    if not isinstance(source, str | Path):
        kind = type(source).__name__
        raise TypeError(f"a case is a Case, a mapping or the path of a file, not {kind}")
    return read_case(read_file(Path(source)), str(source))


def parse_case(text: str | bytes, where: str = "standard input", *, toml: bool = False) -> Case:
    """Read a case from a text or from UTF-8 bytes, JSON unless ``toml`` is set.

    Raises:
        CaseError: as for ``load_case``.
    """
    if isinstance(text, bytes):
        text = decoded(text, where)
    return read_case(read_toml(text, where) if toml else read_json(text, where), where)


def read_case(document: object, where: str = "case") -> Case:
    """The checked case in a plain document; ``where`` names its file in the message.

    Raises:
        CaseError: as for ``load_case``.
    """
    return Case(**read_document(document, where))


def _mirrored(answers: Mapping[str, object]) -> Mapping[str, object]:
    swapped: dict[str, object] = {}
    for name, answer in answers.items():
        finding = vocabulary()[name]
        if finding.per_side and isinstance(answer, Mapping):
            swapped[name] = sealed({_MIRROR.get(s, s): value for s, value in answer.items()})
        elif finding.kind == "mri" and isinstance(answer, tuple):
            swapped[name] = tuple(map(_mirror_reading, answer))
        else:
            swapped[name] = answer
    return sealed(swapped)


def _mirror_reading(reading: Mapping[str, str]) -> Mapping[str, str]:
    return sealed(
        {key: _MIRROR.get(word, word) if key == "side" else word for key, word in reading.items()}
    )


def _mirror_path(path: str) -> str:
    finding, dot, side = path.partition(".")
    return finding + dot + _MIRROR.get(side, side)


def _timing_document(timing: Mapping[str, Timing]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for path, what in timing.items():
        parts = {"since_days": what.since_days, "course": what.course}
        known = {key: value for key, value in parts.items() if value is not None}
        finding, _, side = path.partition(".")
        if side:
            document.setdefault(finding, {})[side] = known
        else:
            document[finding] = known
    return document


def _observations(case: Case) -> Iterator[Observation]:
    for finding in vocabulary().values():
        answer = case.section(finding.section).get(finding.id)
        if answer is None or answer == NOT_SURE:
            continue
        for side, of_side in _split(answer, SIDES if finding.per_side else ()):
            for item, value in _split(of_side, items_of(finding)):
                if value != NOT_SURE:
                    path = ".".join(part for part in (finding.id, side, item) if part)
                    yield Observation(path, finding.id, finding.section, side, item, value)


def _split(answer: object, names: Iterable[str]) -> Iterator[tuple[str | None, object]]:
    """Each named part of an answer, or the answer itself where it has no parts."""
    if not names:
        yield None, answer
    elif isinstance(answer, Mapping):
        for name in names:
            if name in answer:
                yield name, answer[name]
