"""The advice of an assessment as text: do, avoid, plan, whom to see, when to come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sciatic.cli.terminal import Ink, bullets, heading, paragraph
from sciatic.cli.wording import sentence

Document = Mapping[str, Any]
PARTS = (("examine", "Examine"), ("order", "Order"), ("options", "Offer"))
MOST_SOURCES = 2


def guidance(advice: Document, ink: Ink) -> list[str]:
    """What to do, what to avoid, the plan, whom to see and when to come back."""
    now = advice.get("rung") == "emergency_now"
    doing = "What to do now" if now else "What to do today and this week"
    back = "Get help at once if" if now else "Go to hospital at once if"
    return [
        *_section(doing, advice["do"], "+", ink),
        *_section("What to avoid", advice["avoid"], "−", ink),
        *_plan(advice, ink),
        *_see(advice.get("see"), ink),
        *_section(back, advice["return_at_once_if"], "!", ink),
        *_section("Speak to a doctor the same day if", advice.get("ring_same_day_if"), "!", ink),
        *_again(advice.get("check_again"), ink),
    ]


def _section(title: str, items: Sequence[Any] | None, mark: str, ink: Ink) -> list[str]:
    return heading(title, ink) + bullets(texts(items), mark) if items else []


def texts(items: Iterable[Any]) -> list[str]:
    """The words of some lines of advice."""
    return [sentence(str(item["text"])) for item in items]


def _plan(advice: Document, ink: Ink) -> list[str]:
    """The plan by date; a day that several steps share is named once."""
    said = set(texts(advice["do"]))
    by_date: dict[str, list[str]] = {}
    for step in advice.get("plan") or ():
        if sentence(step["text"]) not in said:
            by_date.setdefault(step["when"], []).append(sentence(step["text"]))
    lines: list[str] = []
    for when, steps in by_date.items():
        lines += paragraph(f"{sentence(when)[:-1]}: {' '.join(steps)}", 2, 2)
    return heading("Plan", ink) + lines if lines else []


def _see(see: Document | None, ink: Ink) -> list[str]:
    if not see:
        return []
    lines = heading("Whom to see", ink) + paragraph(sentence(f"{see['who']}, {see['by']}"))
    return lines + paragraph(sentence(see["why"])) if see.get("why") else lines


def _again(again: Document | None, ink: Ink) -> list[str]:
    return heading("Check again", ink) + paragraph(sentence(again["text"])) if again else []


def treatment(advice: Document, ink: Ink) -> list[str]:
    """For the clinician: what to examine, order and offer, by likely cause."""
    lines: list[str] = []
    for row in list(advice.get("treatment_options") or ())[:3]:
        name = str(row["condition"]).replace("_", " ")
        where = f", {row['suspected']}" if row.get("suspected") else ""
        lines += paragraph(f"{name}{where}:")
        for part, verb in PARTS:
            for item in row.get(part) or ():
                lines += paragraph(
                    f"{verb:<8} {sentence(item['text'])}{cited(item['sources'])}", 4, 9
                )
    return [*heading("What to examine, order and offer", ink), *lines] if lines else []


def cited(sources: Sequence[str], most: int = MOST_SOURCES) -> str:
    """The keys of some sources in brackets, the first few and how many more."""
    if not sources:
        return ""
    more = f" +{len(sources) - most}" if len(sources) > most else ""
    return f" [{', '.join(sources[:most])}{more}]"
