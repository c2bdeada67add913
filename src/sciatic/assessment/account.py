"""What to say of the causes in plain words: which ones, how many people of ten, what is undecided.

The terminal and the page say the same, each in its own way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciatic.assessment.close_roots import close_roots

Document = Mapping[str, Any]
TEN: Final = 10
MOST_CAUSES: Final = 3
WORTH_NAMING: Final = 0.05
TOO_CLOSE: Final = 0.4
STANDS_OUT: Final = 0.4
LEAST_SECOND: Final = 0.1
ALONGSIDE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Share:
    """One cause as whole people of ten; ``condition`` None is everything not named.

    ``low`` and ``high`` are the people it could be, None where the assessment gives no interval or
    both are the same.
    """

    condition: str | None
    people: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What to say of the causes.

    Attributes:
        leading: the cause that the answers fit best; None where several fit and none stands out.
        shares: the causes to name, likeliest first, the rest last; their people make ten.
        alongside: troubles that may come together with the first.
        alike: two causes that can't be told apart yet.
        close: whether the first two causes lie close.
        would_tell: the question to the person that would tell most; None where the causes don't
            lie close, where there is none, or in an emergency.
        roots_alike: two roots, and their side, that can't be told apart.
    """

    leading: str | None
    shares: tuple[Share, ...]
    alongside: tuple[str, ...]
    alike: tuple[str, str] | None
    close: bool
    would_tell: str | None
    roots_alike: tuple[str, str, str] | None


def account(document: Document) -> Account:
    """What to say of the causes of an assessment.

    Args:
        document: ``Assessment.to_dict()``.
    """
    first, second, *_ = document["conditions"]
    stands_out = first["probability"] >= STANDS_OUT
    p_second = second["probability"]
    close = p_second >= TOO_CLOSE * first["probability"] and p_second >= LEAST_SECOND
    alongside = document.get("also_present", ())
    return Account(
        leading=first["id"] if stands_out else None,
        shares=_shares(document["conditions"]),
        alongside=tuple(one["id"] for one in alongside if one["probability"] >= ALONGSIDE),
        alike=(first["id"], second["id"]) if close and stands_out else None,
        close=close,
        would_tell=_would_tell(document) if close else None,
        roots_alike=close_roots(document) if stands_out else None,
    )


def _shares(conditions: Sequence[Document]) -> tuple[Share, ...]:
    first, *others = conditions
    likely = [one for one in others if one["probability"] >= WORTH_NAMING and one["id"] != "other"]
    shown = [first, *likely][:MOST_CAUSES]
    rest = max(0.0, 1.0 - sum(cause["probability"] for cause in shown))
    people = whole_people([*(cause["probability"] for cause in shown), rest])
    named = [
        Share(cause["id"], count, *_could_be(cause))
        for cause, count in zip(shown, people, strict=False)
    ]
    return (*named, Share(None, people[-1])) if people[-1] else tuple(named)


def _could_be(cause: Document) -> tuple[int, int] | tuple[None, None]:
    interval = cause.get("interval")
    if not interval:
        return None, None
    low, high = (round(TEN * edge) for edge in interval)
    return (low, high) if low != high else (None, None)


def _would_tell(document: Document) -> str | None:
    if document["urgency"]["level"] == "emergency_now":
        return None
    asked = (row["finding"] for row in document["next_questions"] if row["who"] == "patient")
    return next(asked, None)


def whole_people(shares: Sequence[float], total: int = TEN) -> list[int]:
    """Shares as whole people who together make ``total`` (largest remainders).

    Args:
        shares: parts of one, summing to 1.
        total: the fixed denominator of the page.
    """
    exact = [share * total for share in shares]
    people = [int(number) for number in exact]
    by_remainder = sorted(range(len(shares)), key=lambda at: people[at] - exact[at])
    for at in by_remainder[: total - sum(people)]:
        people[at] += 1
    return people
