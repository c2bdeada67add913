"""One answer changed, as an interview or a what-if asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sciatic.findings.observations import Timing
from sciatic.findings.paths import check_chart_path, check_path, timing_path
from sciatic.findings.vocabulary import find


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The document of a case with one answer set, not yet checked; see ``Case.with_answer``.

    Args:
        document: of ``sciatic.case/1``; it is changed in place and given back.
        path: where the answer stands.
        value: the answer; None takes it away.

    Raises:
        UnknownTermError: the path names no finding, side or item.
    """
    name, *parts = path.split(".")
    if name == "chart":
        _set_chart(document["chart"], path, parts, value)
    elif name == "timing":
        _set_timing(document["history"], parts, value)
    else:
        finding = find(name)
        check_path(finding, parts)
        _set(document[finding.section], [name, *parts], value)
    return document


def _set(answers: dict[str, Any], parts: list[str], value: object) -> None:
    *way, last = parts
    for part in way:
        answers = answers.setdefault(part, {})
    if value is None:
        answers.pop(last, None)
    else:
        answers[last] = value


def _set_chart(chart: dict[str, Any], path: str, parts: list[str], value: object) -> None:
    if parts == ["complete"]:
        chart["complete"] = bool(value) if value is None else value
        return
    check_chart_path(path, parts)
    side, region = parts
    others = [mark for mark in chart["marks"] if (mark["side"], mark["region"]) != (side, region)]
    felt: Iterable[object] = (
        ()
        if value is None
        else sorted(value)
        if isinstance(value, set | frozenset)
        else value
        if isinstance(value, list | tuple)
        else (value,)
    )
    new = [{"side": side, "region": region, "sensation": sensation} for sensation in felt]
    chart["marks"] = [*others, *new]


def _set_timing(history: dict[str, Any], parts: list[str], value: object) -> None:
    path, part = timing_path(parts)
    if isinstance(value, Timing):
        given = {"since_days": value.since_days, "course": value.course}
        value = {key: told for key, told in given.items() if told is not None}
    way = [*path.split("."), *([part] if part else [])]
    _set(history.setdefault("timing", {}), way, value)
