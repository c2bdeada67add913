"""Every row of physiology_validation.csv predicted by the simulation, beside what was published.

    python -m benchmarks.physiology_validation [--write]

One line a row. A prediction is inside where the published interval holds it or, where none was
published, where it lies within a tenth of the figure; rows told in words hold or not by the limits
that their line names. Rows of use ``calibration`` and rows whose figure went into the model are
shown and not counted. ``--write`` writes docs/physiology-validation.md and its pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import validation_fibres, validation_nerves
from benchmarks.validation_fibres import Answer, Answers, Published, published

TOLERANCE = 0.10
DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "physiology-validation.md"


@dataclass(frozen=True, slots=True)
class Line:
    """A published row, our answer to it, and the verdict."""

    row: Published
    answer: Answer
    verdict: str

    @property
    def published(self) -> str:
        """The published figure with its interval, or words."""
        row = self.row
        if row.y is None:
            return row.words
        figure = f"{row.y:g}"
        if row.low is not None and row.high is not None:
            figure += f" ({row.low:.4g} to {row.high:.4g})"
        return f"{figure} {row.unit}".strip()

    @property
    def remark(self) -> str:
        """How it was made; why it is no prediction; why it misses."""
        told = "; ".join(part for part in (self.answer.how, self.answer.given) if part)
        if self.verdict != "outside":
            return told
        return f"{told}. Missed: {self.answer.miss or 'we do not know why'}"


def lines() -> list[Line]:
    """Every row of the table, in its order."""
    answers: Answers = {}
    for group in (*validation_fibres.GROUPS, *validation_nerves.GROUPS):
        answers |= group()
    return [Line(row, answers[key], verdict(row, answers[key])) for key, row in published().items()]


def verdict(row: Published, answer: Answer) -> str:
    """What to say of a prediction."""
    if row.use == "calibration":
        return "calibration"
    if answer.given:
        return "input"
    if answer.holds is not None:
        right = "order right" if answer.order else "inside"
        return right if answer.holds else "outside"
    if answer.value is None:
        raise ValueError(f"{row.id}: an answer without a value, words or a reason")
    return "inside" if within(row, answer.value) else "outside"


def within(row: Published, value: float) -> bool:
    """Whether the published interval, or a tenth around the figure, holds a value."""
    assert row.y is not None
    low, high = row.low, row.high
    if low is None or high is None:
        low, high = row.y * (1 - TOLERANCE), row.y * (1 + TOLERANCE)
    return low <= value <= high


def counts(found: list[Line]) -> Mapping[str, int]:
    """How many lines have each verdict."""
    verdicts = [line.verdict for line in found]
    return {name: verdicts.count(name) for name in dict.fromkeys(verdicts)}


def summary(found: list[Line]) -> str:
    """``N of M rows inside``: predictions alone."""
    number = counts(found)
    right = number.get("inside", 0) + number.get("order right", 0)
    return f"{right} of {right + number.get('outside', 0)} rows inside"


def scaled_summary(found: list[Line]) -> str:
    """What the human factor does to the velocities of people."""
    people = [line for line in found if line.answer.scaled is not None]
    plain = sum(line.verdict == "inside" for line in people)
    good = sum(within(line.row, line.answer.scaled or 0.0) for line in people)
    return (
        f"Velocities of people: {plain} of {len(people)} inside by MRG as it is, {good} with the "
        "human factor that the nerve tests use."
    )


def printed(found: list[Line]) -> str:
    """The lines for the terminal."""
    told = [
        f"{line.row.id}  {line.row.case[:36]:36}  {line.answer.told} | {line.published} | "
        + line.verdict
        + (f" | {line.remark}" if line.remark else "")
        for line in found
    ]
    return "\n".join([*told, "", scaled_summary(found), summary(found)])


def table(found: list[Line]) -> str:
    """The lines as a table of the page, one part for each kind of row."""
    parts: list[str] = []
    last = ""
    for line in found:
        if line.row.table != last:
            parts += ["", f"**{line.row.table[0].upper()}{line.row.table[1:]}**", ""]
            parts += ["| row | case | predicted | published | | |", "|---|---|---|---|---|---|"]
        last = line.row.table
        said = f"**{line.verdict}**" if line.verdict == "outside" else line.verdict
        cells = (line.row.id, line.row.case, line.answer.told, line.published, said, line.remark)
        parts.append(f"| {' | '.join(cells)} |")
    return "\n".join(parts)


HEAD = """# The simulation beside published experiments

Every row of `physiology_validation.csv`, predicted by the fibre simulation, the pressure law and
the nerve tests built on them. Inside: the published interval holds the prediction or, where none
was published, the two lie within a tenth. Rows told in words hold by the limits in their line.
Calibration rows fitted the pressure law and input rows went into the model: both are shown and not
counted. Misses are kept.

"""


def page(found: list[Line]) -> str:
    """docs/physiology-validation.md."""
    parts = [HEAD, f"**{summary(found)}.** {scaled_summary(found)}\n", PICTURES]
    parts += ["\n## Row by row\n", table(found), "\n\nThis page is written by\n",
              "`python -m benchmarks.physiology_validation --write` (`make validate-physiology`\n",
              "prints the same lines).\n"]  # fmt: skip
    return "".join(parts)


PICTURES = """
## How long until a pressed nerve falls silent?

![Share of fibres silent against time, pig root and human wrist, with what was
published](pictures/validation_pressure.svg)

## What comes back, and when?

![Blocked by want of blood, thinned, lost: shares against time since
release](pictures/recovery_course.svg)

## Why does tingling come before numbness?

![Spikes per second of a depolarised stretch, and where it blocks](pictures/firing_window.svg)

## How fast is a fibre of its diameter?

![Velocity against diameter: the simulation, NEURON and people](pictures/velocity_by_diameter.svg)

"""


def main(arguments: list[str]) -> int:
    """Print the lines; with ``--write``, write the page and its pictures too."""
    found = lines()
    print(printed(found))
    if "--write" in arguments:
        from benchmarks.validation_pictures import draw_all

        draw_all(DOCS / "pictures")
        PAGE.write_text(page(found), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
