"""The page for the person: an assessment as text, what to do first. Dict in, lines out.

The order is always the same: what to do now; why; what is probably going on, drawn; what to do
and what to avoid; when to come back; then the clinician's part. Someone frightened may stop
after the first line and be safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sciatic.assessment.account import Account, Share, account
from sciatic.cli.advice_text import guidance, texts
from sciatic.cli.clinician_text import clinician_part
from sciatic.cli.terminal import (
    WIDTH,
    Ink,
    bullets,
    heading,
    numbered,
    paragraph,
    rule,
    ten,
)
from sciatic.cli.wording import (
    because,
    headings,
    in_sentence,
    plain_condition,
    question_of,
    sentence,
)

Document = Mapping[str, Any]
MOST_QUESTIONS = 5


def render(
    document: Document,
    ink: Ink,
    drawing: str = "",
    call: tuple[bool, bool] = (False, False),
) -> str:
    """An assessment as a page of text, at most 80 characters wide.

    Args:
        document: ``Assessment.to_dict()``.
        ink: whether there is colour.
        drawing: the nerve path, drawn already; empty where there is none to draw.
        call: whether an ambulance must come, and whether to keep still until then.
    """
    lines = [
        *what_to_do_now(document["urgency"], ink, calls(document, call)),
        *why(document["urgency"], ink, answers(document)),
        *what_is_going_on(document, ink, drawing),
        *guidance(document["guidance"], ink),
        *heading("What this is not", ink),
        *paragraph(str(document["not_a_diagnosis"])),
        *clinician_part(document, ink),
    ]
    return "\n".join(line.rstrip() if not ink.colour else line for line in lines) + "\n"


def act_on(urgency: Document) -> str:
    """The rung to act on now: ``until_answered`` while questions are open, else ``level``."""
    return str(urgency["until_answered"] or urgency["level"])


def calls(document: Document, call: tuple[bool, bool]) -> tuple[bool, bool]:
    """``call``, raised where the advice asks for an ambulance: the two never disagree."""
    advised = {item["id"] for item in document["guidance"]["do"]}
    return call[0] or "call_ambulance" in advised, call[1] or "keep_still" in advised


def action(rung: str, call: tuple[bool, bool] = (False, False)) -> str:
    """The rung in words: what to do now, in one sentence.

    Args:
        rung: one of the five.
        call: whether an ambulance must come, and whether to keep still until then.
    """
    words = headings()
    if rung != "emergency_now" or not call[0]:
        return words[rung]
    return f"{words['call_now']}. {words['stay_still']}" if call[1] else words["call_now"]


def what_to_do_now(
    urgency: Document, ink: Ink, call: tuple[bool, bool] = (False, False)
) -> list[str]:
    """The first line, alone; below it, while any are open, the questions that come first."""
    rung = act_on(urgency)
    if not urgency["reassurance_blocked"]:
        return [ink.card(rung, action(rung, call)), rule("═")]
    asked = list(dict.fromkeys(path.split(".")[0] for path in urgency["unanswered_red_flags"]))
    doing = in_sentence(action(rung, call))
    many = "this question" if len(asked) == 1 else f"these {len(asked)} questions"
    first = [f"First, answer {many}. If you can't: {doing[:-1]}"]
    if len(first[0]) > WIDTH:
        first = [f"First, answer {many}.", f"If you can't: {doing[:-1]}"]
    lines = [
        *(ink.card("blocked", line) for line in first),
        rule("═"),
        *numbered([question_of(path) for path in asked[:MOST_QUESTIONS]]),
    ]
    if len(asked) > MOST_QUESTIONS:
        rest = len(asked) - MOST_QUESTIONS
        lines += paragraph(f"… and {rest} more. To be asked them one by one: sciatic ask")
    return [*lines, "", *(ink.strong(line) for line in paragraph(f"Until then: {doing}"))]


def answers(document: Document) -> dict[str, str]:
    """The answers of the case by path, as far as the reasons tell them."""
    told = (str(row["finding"]).partition("=") for row in document["reasons"])
    return {path: value for path, equals, value in told if equals}


def why(urgency: Document, ink: Ink, values: Mapping[str, str] | None = None) -> list[str]:
    """The answers that decided, in the person's own words."""
    lines = heading("Why", ink)
    if not urgency["reasons"]:
        open_ones = "No answer so far asks for more haste. The open questions still could."
        settled = "No answer you gave asks for more haste than this."
        return lines + paragraph(open_ones if urgency["reassurance_blocked"] else settled)
    for reason in urgency["reasons"]:
        lines += bullets([sentence(reason["text"])])
        for lead, told in because(reason["findings"], values or {}):
            lines += [ink.faint(line) for line in paragraph(f"{lead}: {told}", 4)]
    return lines


def what_is_going_on(document: Document, ink: Ink, drawing: str) -> list[str]:
    """The likely causes as whole people out of ten, and the path of the nerve."""
    told = account(document)
    lines = heading("What is probably going on", ink)
    lines += paragraph(_fit(told))
    lines += ["", *paragraph("Of 10 people with answers like yours, about this many have:"), ""]
    for share in told.shares:
        words = plain_condition(share.condition) if share.condition else "something else"
        lines += _people_row(share.people, words + _could_be(share))
    lines += _alongside(told)
    lines += _undecided(told)
    if told.roots_alike:
        one, other, side = told.roots_alike
        lines += ["", *paragraph(f"Two nerve roots on the {side} fit alike: {one} and {other}. "
                                 "Your answers can't tell which.")]  # fmt: skip
    explained = document["guidance"].get("explain")
    if explained:
        lines += ["", *paragraph(" ".join(texts(explained)))]
    if drawing:
        lines += ["", *drawing.rstrip("\n").split("\n")]
    return lines


def _fit(told: Account) -> str:
    if told.leading is None:
        return "Your answers fit several causes. No single one stands out yet."
    return f"Your answers fit best with {plain_condition(told.leading)}."


def _could_be(share: Share) -> str:
    return "" if share.low is None else f" (could be {share.low} to {share.high})"


def _people_row(count: int, words: str) -> list[str]:
    number = f"{count}" if count else "fewer than 1"
    return paragraph(f"{ten(count)}  {number:>2}  {words}", 2, 16)


def _alongside(told: Account) -> list[str]:
    """A second trouble beside the first, where it is likely."""
    if not told.alongside:
        return []
    words = " and ".join(map(plain_condition, told.alongside))
    return ["", *paragraph(f"It may come together with {words}.")]


def _undecided(told: Account) -> list[str]:
    """Say so where the first two causes are close, and what would tell them apart."""
    if not told.close:
        return []
    lines = [""]
    if told.alike:
        one, two = map(plain_condition, told.alike)
        lines += paragraph(f"These two can't be told apart yet: {one}, and {two}.")
    if told.would_tell:
        lines += paragraph(f"What would tell most: {question_of(told.would_tell)}")
    return lines
