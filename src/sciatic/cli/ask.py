"""``sciatic ask``: an interview in the terminal that ends in an assessment and a case file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sciatic.cli.assess import SETTINGS, as_date, show
from sciatic.cli.terminal import WIDTH, ink_for

if TYPE_CHECKING:
    from sciatic.assessment import Assessment
    from sciatic.cli.interview import Talk
    from sciatic.findings import Case
    from sciatic.triage import Urgency

WELCOME = """\
Questions about your back, leg and foot; the dangerous things come first.
If you think it is an emergency, do not wait for this: call 112, 999 or 911.

Answer with the letter in brackets; ? means not sure. q stops at any time, and
what you said until then is kept. Left and right are your own. Nothing leaves
this machine."""


@click.command()
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to keep the case. Default: sciatic-case-DATE.json, never over another file.",
)
@click.option(
    "--from",
    "start",
    metavar="CASE",
    help="Go on with a case that was saved.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the assessment at the end.",
)
@click.option("--setting", type=click.Choice(SETTINGS), help="Where the person is seen.")
@click.option("--today", metavar="DATE", help="The day to count from, as 2026-11-24.")
@click.option(
    "--outcomes",
    is_flag=True,
    help="Before each telling question: where each answer would lead. It may sway the answer.",
)
def ask(
    save: Path | None,
    start: str | None,
    form: str,
    setting: str | None,
    today: str | None,
    outcomes: bool,
) -> None:
    """Be asked, one question at a time; then see how urgent it is and what to do.

    Red flags come first, then the question that tells most. "Not sure" is always an answer, and
    you can stop at any time.
    """
    from sciatic.assessment import assess
    from sciatic.cli.interview import Interview, Talk
    from sciatic.findings import load_case

    when = as_date(today)
    path = save or unused(when or date.today())
    fresh: dict[str, object] = {"schema": "sciatic.case/1", "id": path.stem[:60]}

    click.echo(WELCOME, err=form == "json")
    talk = Talk(read=_reader(form), write=lambda line: click.echo(line, err=form == "json"))
    judge = _Judge(setting, each_answer=outcomes)
    known = load_case(start or fresh)
    interview = Interview(known, talk, judge.questions, _warner(talk), judge.foresee)
    try:
        interview.run()
    finally:
        text = json.dumps(interview.case.to_dict(), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", "utf-8")
    talk.write(f"\nYour answers are in {path}\n" + "═" * WIDTH)
    show(assess(interview.case, setting=setting, today=when), form)


def unused(day: date) -> Path:
    """A name for the case file that no file here has."""
    path = Path(f"sciatic-case-{day.isoformat()}.json")
    number = 2
    while path.exists():
        path = Path(f"sciatic-case-{day.isoformat()}-{number}.json")
        number += 1
    return path


def _reader(form: str) -> Callable[[str], str]:
    """Read a line; the prompt goes to the error stream where JSON goes to standard output."""

    def read(prompt: str) -> str:
        if form == "json":
            sys.stderr.write(prompt)
            sys.stderr.flush()
            return input()
        return input(prompt)

    return read


class _Judge:
    """Assesses the case as it grows, once for each answer."""

    def __init__(self, setting: str | None, *, each_answer: bool) -> None:
        self._setting, self._each_answer = setting, each_answer
        self._last: Assessment | None = None

    def questions(self, case: Case) -> Sequence[Mapping[str, Any]]:
        """What to ask next, as in the document of an assessment."""
        rows: Sequence[Mapping[str, Any]] = self._assessed(case).to_dict()["next_questions"]
        return rows

    def foresee(self, case: Case, path: str) -> list[str]:
        """What the answer could change, in a line; if wished where each answer would lead."""
        from sciatic.assessment.outcomes import outcomes
        from sciatic.cli.outcomes_text import could_change, outcome_lines

        (found,) = outcomes(self._assessed(case), [path])
        document = found.to_dict()
        if self._each_answer:
            return outcome_lines(document, ink_for(sys.stdout))
        return could_change(document)

    def _assessed(self, case: Case) -> Assessment:
        from sciatic.assessment import assess

        if self._last is None or self._last.case is not case:
            self._last = assess(case, setting=self._setting)
        return self._last


def _warner(talk: Talk) -> Callable[[Urgency], None]:
    from sciatic.cli.text import what_to_do_now, why

    def warn(urgency: Urgency) -> None:
        ink = ink_for(sys.stdout)
        told = urgency.to_dict()
        call = (urgency.call, urgency.stay_still)
        talk.write("\a")
        for line in [*what_to_do_now(told, ink, call), *why(told, ink), ""]:
            talk.write(line)

    return warn
