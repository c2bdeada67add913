"""The page of a what-if: before and after side by side, and why. Dict in, lines out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sciatic.cli.advice_text import cited
from sciatic.cli.clinician_text import (
    DECIBANS_PER_NAT,
    favoured,
    questions_shown,
)
from sciatic.cli.terminal import (
    Ink,
    bar,
    bullets,
    columns,
    heading,
    paragraph,
    percent,
    rule,
)
from sciatic.cli.text import act_on, action
from sciatic.cli.wording import finding_words

Document = Mapping[str, Any]
LEAST_CAUSE = 0.01
LEAST_PLACE = 0.02
MOST_ROWS = 6
MOST_SHIFTED = 4
MOST_FLAGS = 6
POINT = 0.0005  # a tenth of a percentage point, the least change that is told
UNTIL_ANSWERED = (
    "No rule moved it. While red flags are open, trouble that is new, undated or getting worse is "
    "acted on the same day, and older trouble within 2 weeks."
)


def render(document: Document, ink: Ink) -> str:
    """A what-if as a page of text, at most 80 characters wide; ``document`` is its dict."""
    differences = document["differences"]
    lines = [*changes(document["changes"], ink), rule("═"), *what_to_do(document, ink)]
    if document["unchanged"]:
        lines += ["", *paragraph("The case says so already: nothing changes.")]
    else:
        lines += [
            *urgency(differences["urgency"], ink),
            *chances("Causes", differences["conditions"], LEAST_CAUSE, ink),
            *chances("Roots affected", differences["roots"], LEAST_PLACE, ink),
            *chances("Levels of the lesion", differences["levels"], LEAST_PLACE, ink),
            *reasons(differences["reasons"], ink),
            *questions(document, ink),
        ]
    lines += ["", *paragraph(str(document["not_a_diagnosis"]), 0)]
    return "\n".join(line.rstrip() if not ink.colour else line for line in lines) + "\n"


def changes(rows: Sequence[Document], ink: Ink) -> list[str]:
    """Each changed answer: what it was and what it is taken to be."""
    lines: list[str] = []
    for row in rows:
        was, now = _answer(row["before"]), _answer(row["after"])
        told = f"{now} already" if row["unchanged"] else f"{now} (was {was})"
        lines += paragraph(f"What if {_named(row['path'])}: {told}", 0, 2)
    return [ink.strong(line) for line in lines]


def what_to_do(document: Document, ink: Ink) -> list[str]:
    """The sentence that decides, before and after, and an arrow where it moved."""
    before, after = document["before"]["urgency"], document["after"]["urgency"]
    steps = document["differences"]["urgency"]["act_on"]["steps"]
    lines = paragraph(f"Before  {_doing(before)}", 0, 8)
    lines += [ink.strong(line) for line in paragraph(f"After   {_doing(after)}", 0, 8)]
    return [*lines, *paragraph(_arrow(steps), 8)]


def urgency(moved: Document, ink: Ink) -> list[str]:
    """Both rungs side by side, then what moved them."""
    lines = heading("Urgency", ink)
    rows = [("", "before", "", "after", "")]
    for name, part in (("by what is known", "level"), ("to act on", "act_on")):
        pair = moved[part]
        mark = "▲" if pair["steps"] > 0 else "▼" if pair["steps"] < 0 else "="
        rows.append((name, pair["before"], "→", pair["after"], mark))
    lines += columns(rows, (18, 18, 2, 18, 2))
    deciding = set(moved["moved_by"])
    for sign, key, verb in (("+", "rules_added", "holds now"), ("−", "rules_removed", "gone")):
        for one in moved[key]:
            because = ", ".join(one["findings"]) or "the answers as a whole"
            weight = ", and moved it" if one["rule"] in deciding else ""
            words = f"{one['rule']} ({one['rung']}) {verb}{weight}: {because}"
            lines += bullets([words + cited(one["sources"], 4)], sign)
    if not deciding and moved["act_on"]["steps"]:
        lines += paragraph(UNTIL_ANSWERED)
    lines += _flags("Red flags opened", moved["flags_opened"])
    return lines + _flags("Red flags closed", moved["flags_closed"])


def chances(title: str, rows: Sequence[Document], least: float, ink: Ink) -> list[str]:
    """What is likely before or after, in the order of after, with bars and an arrow."""
    likely = [row for row in rows if max(row["before"], row["after"]) >= least]
    shown = sorted(likely, key=lambda row: (-round(row["after"], 9), -round(row["before"], 9)))
    if not shown:
        return []
    table = [("", "before", "", "", "after", "", "")]
    for row in shown[:MOST_ROWS]:
        name = row.get("label") or _place(row)
        then, now = row["before"], row["after"]
        bars = (bar(then, 8), "→", bar(now, 8))
        table.append((name, percent(then), bars[0], bars[1], percent(now), bars[2], _points(row)))
    lines = heading(title, ink) + columns(table, (36, -6, 8, 1, -6, 8, 7))
    rest = len(rows) - len(shown[:MOST_ROWS])
    return lines + (paragraph(f"and {rest} less likely.") if rest else [])


def reasons(rows: Sequence[Document], ink: Ink) -> list[str]:
    """Which decibans moved, for the causes and roots that moved most, with their sources."""
    lines = heading("Why (decibans: +10 makes the odds ten times higher)", ink)
    if not rows:
        return lines + paragraph("No chance moved by as much as 1 in 1,000.")
    for row in rows:
        then, now = row["log_odds_before"], row["log_odds_after"]
        whole = f"{_decibans(then)} → {_decibans(now)}, moved by {_decibans(now - then)}"
        lines += paragraph(f"{favoured(row['favours'])} against all else: {whole}", 2, 4)
        changed = [one for one in row["findings"] if one["answer_changed"]]
        others = [one for one in row["findings"] if not one["answer_changed"]]
        room = max(0, MOST_SHIFTED - len(changed))
        for one in [*changed, *others[:room]]:
            lines += _shifted(one)
        rest = sum(one["change"] for one in others[room:])
        if others[room:]:
            words = f"{len(others) - room} other answers, which weigh differently now"
            lines += paragraph(f"{_decibans(rest):>6}  {words}", 4, 8)
    told = "Answers on one lesion overlap, so the weight of others moves with a changed one; "
    return lines + paragraph(told + "together they make up the whole.")


def questions(document: Document, ink: Ink) -> list[str]:
    """What to ask next where that changed."""
    then = questions_shown(document["before"]["next_questions"])
    now = questions_shown(document["after"]["next_questions"])
    before, after = ({row["finding"] for _, row in rows} for rows in (then, now))
    lines: list[str] = []
    for sign, rows, known in (("+", now, before), ("−", then, after)):
        for verb, row in rows:
            if row["finding"] not in known:
                words = (sign, verb, finding_words(row["finding"]), f"{row['expected_bits']:.2f}")
                lines += columns([(*words, "bits")], (1, 8, 54, -5, 4))
    lines = lines or paragraph("The same questions as before.")
    return heading("What would tell most: + new, − no longer among the first", ink) + lines


def _doing(part: Document) -> str:
    blocked = " (red flags are open)" if part["reassurance_blocked"] else ""
    return action(act_on(part)) + blocked


def _arrow(steps: int) -> str:
    if not steps:
        return "= as urgent as before"
    rungs = "1 rung" if abs(steps) == 1 else f"{abs(steps)} rungs"
    return f"▲ {rungs} more urgent" if steps > 0 else f"▼ {rungs} less urgent"


def _points(row: Document) -> str:
    """The change in percentage points, with an arrow."""
    change = row["change"]
    if abs(change) < POINT:
        return "="
    return f"{'▲' if change > 0 else '▼'} {100 * change:+.1f}".replace("-", "−")


def _flags(title: str, paths: Sequence[str]) -> list[str]:
    if not paths:
        return []
    more = f" and {len(paths) - MOST_FLAGS} more" if len(paths) > MOST_FLAGS else ""
    return paragraph(f"{title}: {', '.join(paths[:MOST_FLAGS])}{more}.", 2, 2)


def _shifted(row: Document) -> list[str]:
    """One finding's decibans before and after, and what it rests on."""
    was, now = row["before"], row["after"]
    words = "prior odds" if now == "prior" else finding_words(now or was)
    if was is None:
        words += " (new)"
    elif now is None:
        words += " (no longer there)"
    elif was != now:
        words += f" (was {was.partition('=')[2].replace('_', ' ')})"
    pair = f"{_decibans(row['log_odds_before'])} → {_decibans(row['log_odds_after'])}"
    lead = f"{_decibans(row['change']):>6}  {words}: {pair}"
    return paragraph(lead + cited(row["sources"]), 4, 8)


def _decibans(log_odds: float) -> str:
    return f"{log_odds * DECIBANS_PER_NAT:+.1f}".replace("-", "−")


def _place(row: Document) -> str:
    words = [row.get("root") or row.get("level"), row["side"]]
    return " ".join(word for word in words if word)


def _named(path: str) -> str:
    """A path as the page calls it: "Ankle jerk, left", "Leg pain, left, since days"."""
    if path == "chart.complete":
        return "the chart is complete"
    if not path.startswith("timing."):
        return finding_words(path)
    of, _, last = path.removeprefix("timing.").rpartition(".")
    part = {"since_days": "days since it began", "course": "course"}.get(last)
    return f"{finding_words(of)}, {part}" if part else f"{finding_words(f'{of}.{last}')}, date"


def _answer(value: object) -> str:
    """An answer in words; None is not known."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " and ".join(map(_answer, value)) or "not marked"
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_answer(part)}" for key, part in value.items())
    return str(value).replace("_", " ")
