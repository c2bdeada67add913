"""An assessment as the result page shows it: what comes first, what is folded, in whose words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciatic.assessment.account import Account, Share
from sciatic.findings.wording import because, finding_words, plain_label, question_of
from sciatic.guidance.plain_words import plain_condition
from sciatic.triage.rule_book import rule_book
from sciatic.web.judged import Judged
from sciatic.web.topics import screens_of, topic_of
from sciatic.web.words import Words

Document = Mapping[str, Any]
MOST_FIRST: Final = 4
MOST_QUESTIONS: Final = 5
EMERGENCY: Final = "emergency_now"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: a sentence, and the answers behind it as pairs of lead and words."""

    text: str
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A list of which the first few are shown and the rest is folded."""

    first: tuple[str, ...]
    rest: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.first)


@dataclass(frozen=True, slots=True)
class Row:
    """One cause: people of ten, its words, and how many it could be."""

    people: int
    words: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Settle:
    """What would tell most: its words, and the finding where the person can answer it now."""

    question: str
    finding: str
    examine: tuple[str, ...]
    test: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """Everything the result page says, in its order.

    Attributes:
        rung: the rung to act on; it gives the card its colour and icon.
        heading: what to do now.
        stay_still: what to do besides, in an accident; else empty.
        open: the questions to answer before anything may reassure; empty where they are many.
        n_open: how many there are in all.
        open_topics: where they are many, what they are about, each with how many.
        n_screens: on how many screens they are asked.
        open_labels: what each of them is about, for the doctor.
        why: the answers that decided it.
        leading: the cause that the answers fit best, in words; empty where none stands out.
        rows: the causes as people of ten.
        alongside, alike, roots_alike: what else is to be said of the causes.
        see: whom to see, by when, and why.
        today, avoid: what to do, and what to leave.
        ahead: the days after, as pairs of when and what.
        at_once, same_day: when to come back.
        again: when to answer the questions again.
        explain: what is good to know.
        settle: what would make it surer.
    """

    rung: str
    heading: str
    stay_still: str
    open: tuple[str, ...]
    n_open: int
    open_topics: tuple[tuple[str, int], ...]
    n_screens: int
    open_labels: tuple[str, ...]
    why: tuple[Why, ...]
    leading: str
    rows: tuple[Row, ...]
    alongside: tuple[str, ...]
    alike: tuple[str, str] | None
    roots_alike: tuple[str, str, str] | None
    see: tuple[str, str, str]
    today: Folded
    avoid: Folded
    ahead: tuple[tuple[str, tuple[str, ...]], ...]
    at_once: Folded
    same_day: Folded
    again: str
    explain: tuple[str, ...]
    settle: Settle


def result_view(judged: Judged, words: Words) -> ResultView:
    """What the result page says of a case."""
    document, told = judged.document, judged.account
    urgency, advice = document["urgency"], document["guidance"]
    rung = urgency["until_answered"] or urgency["level"]
    heading, still = action(rung, *judged.assessment.calls, words)
    asked = dict.fromkeys(path.split(".")[0] for path in urgency["unanswered_red_flags"])
    say = words.say
    return ResultView(
        rung=rung,
        heading=heading,
        stay_still=still,
        open=tuple(question_of(path, say) for path in asked)
        if len(asked) <= MOST_QUESTIONS
        else (),
        n_open=len(asked) if urgency["reassurance_blocked"] else 0,
        open_topics=_topics(asked, words),
        n_screens=len(screens_of(tuple(asked))),
        open_labels=tuple(plain_label(name, say) for name in asked),
        why=_why(urgency, document, words),
        leading=say(plain_condition(told.leading)) if told.leading else "",
        rows=tuple(_row(share, words) for share in told.shares),
        alongside=tuple(say(plain_condition(one)) for one in told.alongside),
        alike=_alike(told, words),
        roots_alike=told.roots_alike,
        see=_see(advice["see"], words),
        today=_folded(advice["do"], words),
        avoid=_folded(advice["avoid"], words, 3),
        ahead=_ahead(advice, words),
        at_once=_folded(advice["return_at_once_if"], words, 5),
        same_day=_folded(advice["ring_same_day_if"], words, 3),
        again=_again(advice["check_again"], words),
        explain=tuple(say(item["text"]) for item in advice["explain"]),
        settle=_settle(document, told, words),
    )


def action(rung: str, call: bool, still: bool, words: Words) -> tuple[str, str]:
    """What to do now, and what besides; ``{number}`` stands for the number to call."""
    book = rule_book()
    if rung != EMERGENCY or not call:
        return words.say(book.headings[rung]), ""
    return words.say(book.words["call_now"]), words.say(book.words["stay_still"]) if still else ""


def _topics(asked: Iterable[str], words: Words) -> tuple[tuple[str, int], ...]:
    """What the open questions are about, each topic with how many, in the order they are asked."""
    counted = Counter(topic_of(name).title for name in asked)
    return tuple((words.gettext(title), count) for title, count in counted.items())


def _why(urgency: Document, document: Document, words: Words) -> tuple[Why, ...]:
    pairs = (str(row["finding"]).partition("=") for row in document["reasons"])
    values = {path: value for path, equals, value in pairs if equals}
    return tuple(
        Why(words.say(one["text"]), tuple(because(one["findings"], values, words.say)))
        for one in urgency["reasons"]
    )


def _row(share: Share, words: Words) -> Row:
    name = share.condition
    text = words.say(plain_condition(name)) if name else words.gettext("something else")
    return Row(share.people, text, share.low, share.high)


def _alike(told: Account, words: Words) -> tuple[str, str] | None:
    if told.alike is None:
        return None
    one, other = (words.say(plain_condition(name)) for name in told.alike)
    return one, other


def _see(see: Document, words: Words) -> tuple[str, str, str]:
    by = words.say(see["by"])
    if see["by_date"] and not see["by"].startswith(("today", "now")):
        by = words.gettext("by {date}").format(date=words.day(see["by_date"]))
    elif see["by"].startswith("today"):
        by = words.gettext("today")
    return words.say(see["who"]), by, words.say(see["why"])


def _folded(items: Sequence[Document], words: Words, most: int = MOST_FIRST) -> Folded:
    """The first few and the rest; a rest of one is not worth folding."""
    texts = tuple(words.say(item["text"]) for item in items)
    most = len(texts) if len(texts) <= most + 1 else most
    return Folded(texts[:most], texts[most:])


def _ahead(advice: Document, words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The plan by date, what is done today left out; a day that several steps share comes once."""
    said = {item["text"] for item in advice["do"]}
    by_day: dict[str, list[str]] = {}
    for step in advice["plan"]:
        if step["last_day"] > 0 and step["text"] not in said:
            by_day.setdefault(_when(step, words), []).append(words.say(step["text"]))
    return tuple((when, tuple(steps)) for when, steps in by_day.items())


def _when(step: Document, words: Words) -> str:
    if not step["first_date"]:
        return words.say(step["when"])
    return words.days(step["first_date"], step["last_date"])


def _again(check: Document | None, words: Words) -> str:
    if check is None:
        return ""
    if not check["daily_until"]:
        return words.say(check["text"])
    until = words.gettext("until {date}").format(date=words.day(check["daily_until"]))
    return words.check_again().replace("{until}", until)


def _settle(document: Document, told: Account, words: Words) -> Settle:
    rows = document["next_questions"]
    named = {
        who: tuple(
            dict.fromkeys(
                finding_words(row["finding"], words.say) for row in rows if row["who"] == who
            )
        )[:2]
        for who in ("clinician", "test")
    }
    asked = told.would_tell or ""
    question = question_of(asked, words.say) if asked else ""
    return Settle(question, asked.split(".")[0], named["clinician"], named["test"])
