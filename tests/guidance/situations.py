"""Cases, urgencies and chances for the tests of guidance."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from sciatic.findings import Case, load_case
from sciatic.guidance import RUNGS, Guidance, advise
from sciatic.guidance.limits import causes

TODAY = date(2026, 1, 28)


@dataclass(frozen=True)
class Urgency:
    """What triage says, as plainly as guidance needs it."""

    level: str = "routine"
    reassurance_blocked: bool = False
    until_answered: str | None = None
    call: bool = False
    stay_still: bool = False


def case_of(**history: object) -> Case:
    person = {key: history.pop(key) for key in ("age_years", "sex") if key in history}
    marks = history.pop("marks", [])
    exam = history.pop("exam", {})
    chart = {"complete": False, "marks": marks}
    return load_case(
        {
            "schema": "sciatic.case/1",
            "person": person,
            "history": history,
            "chart": chart,
            "exam": exam,
        }
    )


def guidance_for(
    case: Case, level: str = "routine", blocked: bool = False, **chances: float
) -> Guidance:
    return advise(case, Urgency(level, blocked), tuple(chances.items()), today=TODAY)


def ids(guidance: Guidance) -> set[str]:
    lines = (*guidance.do, *guidance.avoid, *guidance.explain)
    return {line.id for line in (*lines, *guidance.plan)}


def texts(guidance: Guidance) -> list[str]:
    """Every line that the person reads."""
    lines = (*guidance.do, *guidance.avoid, *guidance.explain, *guidance.plan)
    more = (*guidance.return_at_once_if, *guidance.ring_same_day_if)
    check = [guidance.check_again.text] if guidance.check_again else []
    return [*(line.text for line in (*lines, *more)), guidance.see.who, guidance.see.why, *check]


def urgencies():
    """Any urgency that triage can give: at the top nothing is open, below it something may be."""
    below = st.builds(
        Urgency,
        level=st.sampled_from(RUNGS[1:-1]),
        reassurance_blocked=st.just(True),
        until_answered=st.sampled_from(("same_day", "within_2_weeks", None)),
    )
    answered = st.builds(Urgency, level=st.sampled_from(RUNGS))
    return below | answered


@st.composite
def chances(draw):
    """Chances of some causes that sum to one."""
    some = draw(st.lists(st.sampled_from(list(causes())), min_size=1, max_size=5, unique=True))
    weights = [draw(st.integers(min_value=1, max_value=99)) for _ in some]
    return tuple(
        (cause, weight / sum(weights)) for cause, weight in zip(some, weights, strict=True)
    )
