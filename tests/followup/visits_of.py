"""Two visits of one person, for tests: answers by path, marks, and days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hypothesis import strategies as st
from small_cases import Answers, case_of
from strategies import answers, marks

from sciatic.findings import find, load_case
from sciatic.findings.reader import timed_findings
from sciatic.followup import Visit

FIRST = date(2026, 11, 3)
FOOT = ("toe5_dorsal", "foot_border_lateral", "sole_lateral", "heel_lateral", "ball_lateral")


def numb(*regions: str, side: str = "left") -> list[tuple[str, str, str]]:
    """Marks of numb skin."""
    return [(side, region, "numb") for region in regions]


def visit(
    told: Answers, day: int | None = 0, marks: Iterable[tuple] = (), *, complete: bool = False
) -> Visit:
    """A visit so many days after the first; None has no day."""
    on = None if day is None else date.fromordinal(FIRST.toordinal() + day)
    return Visit(case_of(told, marks, complete=complete), on)


TRACKED = (
    *("reported_weakness", "foot_drop_reported", "limb_numbness", "severe_numbness", "strength"),
    *("saddle_numbness", "bladder_retention", "spreading", "course", "duration_days", "onset"),
    *("light_touch", "unsteady", "walking_ability", "ascending_weakness", "pinprick", "fever"),
)


@st.composite
def tracked_cases(draw):
    """Cases of findings that a turn for the worse dates and grades, with dates of their own."""
    document = {"schema": "sciatic.case/1"}
    for name in draw(st.lists(st.sampled_from(TRACKED), max_size=8, unique=True)):
        entry = find(name)
        document.setdefault(entry.section, {})[name] = draw(answers(entry))
    once = st.fixed_dictionaries(
        {},
        optional={
            "since_days": st.integers(0, 120),
            "course": st.sampled_from(find("course").values),
        },
    )
    dated = [name for name in document.get("history", {}) if name in timed_findings()]
    if dated:
        document["history"]["timing"] = draw(
            st.fixed_dictionaries({}, optional=dict.fromkeys(dated, once))
        )
    document["chart"] = {"complete": draw(st.booleans()), "marks": draw(marks())}
    return load_case(document)
