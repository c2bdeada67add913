"""The page for the clinician: roots, levels, differential, reasons, next questions, skin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import e, log10
from typing import Any

from sciatic.assessment.close_roots import close_roots, what_would_tell
from sciatic.cli.advice_text import cited, treatment
from sciatic.cli.terminal import (
    Ink,
    bar,
    bullets,
    columns,
    heading,
    paragraph,
    percent,
    rule,
    shortened,
)
from sciatic.cli.wording import finding_words, place, split_path

Document = Mapping[str, Any]

DECIBANS_PER_NAT = 10 * log10(e)
"""One unit of natural log-odds in decibans, tenths of a power of ten of the odds."""

LONGEST_BAR = 12.0
"""Decibans that fill the bar of a reason."""

LEAST_BITS = 0.01
NOT_KNOWN = "what is not known"
ALL_ANSWERED = "the answers as a whole"

USUAL_REFLEXES = frozenset({"patellar", "achilles_reflex"})
NEAR_EQUAL = 0.1
WHO = (("patient", "Ask"), ("clinician", "Examine"), ("test", "Test"))


def clinician_part(document: Document, ink: Ink) -> list[str]:
    """Everything a clinician wants beside the page for the person."""
    return [
        "",
        rule("═"),
        ink.strong("For the clinician"),
        *urgency_rules(document["urgency"], ink),
        *differential(document, ink),
        *where(document, ink),
        *syndromes(document, ink),
        *reasons(document["reasons"], ink),
        *next_questions(document["next_questions"], ink),
        *skin(document, ink),
        *treatment(document["guidance"], ink),
        *provenance(document, ink),
    ]


def urgency_rules(urgency: Document, ink: Ink) -> list[str]:
    """The rung, the rules that fired, and what is still open."""
    lines = heading("Urgency", ink)
    until = urgency["until_answered"]
    acting = f"; act as {until} until the open flags are answered" if until else ""
    lines += paragraph(f"{urgency['level']}{acting}.")
    no_finding = NOT_KNOWN if urgency["reassurance_blocked"] else ALL_ANSWERED
    for reason in urgency["reasons"]:
        because = ", ".join(reason["findings"]) or no_finding
        lines += bullets([f"{reason['rule']}: {because}{cited(reason['sources'], 4)}"], "-")
    asked = dict.fromkeys(path.split(".")[0] for path in urgency["unanswered_red_flags"])
    if asked:
        lines += paragraph(f"Open red flags, most dangerous first: {', '.join(asked)}.")
    return lines


def differential(document: Document, ink: Ink) -> list[str]:
    """Causes by probability; those below 1 in 100 are counted, not listed."""
    lines = heading("Differential", ink)
    likely = [cause for cause in document["conditions"] if cause["probability"] >= 0.01]
    rows = []
    for cause in likely:
        interval = cause.get("interval")
        spread = f"{percent(interval[0])} to {percent(interval[1])}" if interval else ""
        rows.append((cause["label"], percent(cause["probability"]), _bar(cause), spread))
    lines += columns(rows, (38, -6, 16, 14))
    fewer = len(document["conditions"]) - len(likely)
    if fewer:
        lines += paragraph(f"Others, fewer than 1 in 100 each: {fewer}.")
    for also in document.get("also_present", ()):
        if also["probability"] >= 0.01:
            words = also["id"].replace("_", " ")
            lines += paragraph(f"Beside the leading cause: {words} {percent(also['probability'])}.")
    return lines


def where(document: Document, ink: Ink) -> list[str]:
    """Roots and levels side by side, then the lesion as a place."""
    lines = heading("Where", ink)
    roots = [row for row in document["roots"] if row["probability"] >= 0.02][:6]
    levels = [row for row in document["levels"] if row["probability"] >= 0.02][:6]
    left = [(_at(r, "root"), percent(r["probability"]), _bar(r, 10)) for r in roots]
    right = [(_at(v, "level"), percent(v["probability"]), _bar(v, 10)) for v in levels]
    blank = ("", "", "")
    count = max(len(left), len(right))
    left += [blank] * (count - len(left))
    right += [blank] * (count - len(right))
    table = [("root affected", "", "", "", "level of the lesion", "", "")]
    table += [(*one, "", *two) for one, two in zip(left, right, strict=True)]
    lines += columns(table, (14, -6, 11, 3, 20, -6, 11))
    lines += _too_close(document)
    for lesion in [row for row in document["lesions"] if row["probability"] >= 0.05][:3]:
        at = _at(lesion, "level", "zone")
        words = lesion["condition"].replace("_", " ") + (f", {at}" if at else "")
        lines += paragraph(f"{percent(lesion['probability']):>5}  {words}", 2, 7)
    return lines


def _too_close(document: Document) -> list[str]:
    close = close_roots(document)
    if close is None:
        return []
    one, other, side = close
    said = f"{one} and {other} on the {side} can't be told apart by these findings."
    tell = what_would_tell(document)
    if tell:
        said += f" What would tell most: {finding_words(tell)}."
    return paragraph(said)


def _at(row: Document, *parts: str) -> str:
    """A place in words, with its side where it has one: "L5/S1 left subarticular"."""
    words = [row.get(part) for part in (parts[0], "side", *parts[1:])]
    return " ".join(word for word in words if word)


def syndromes(document: Document, ink: Ink) -> list[str]:
    """Syndromes present, with what makes them and the causes behind them."""
    lines: list[str] = []
    for syndrome in document["syndromes"]:
        if not syndrome["present"]:
            continue
        causes = ", ".join(cause.replace("_", " ") for cause in syndrome["likely_causes"])
        because = "; ".join(finding_words(path) for path in syndrome["because"])
        name = syndrome["id"].replace("_", " ")
        at_side = f", {syndrome['side']}" if syndrome["side"] else ""
        lines += paragraph(f"{name}{at_side} (a syndrome, not a cause): {because}.")
        if causes:
            lines += paragraph(f"Causes behind it, likeliest first: {causes}.", 4)
    return [*heading("Syndrome", ink), *lines] if lines else []


def reasons(rows: Sequence[Document], ink: Ink) -> list[str]:
    """What each finding did to the leading cause and root, in decibans, largest first."""
    if not rows:
        return []
    lines = heading("Reasons (decibans: +10 makes the odds ten times higher)", ink)
    for favours in dict.fromkeys(row["favours"] for row in rows):
        group = [row for row in rows if row["favours"] == favours]
        group.sort(key=lambda row: (row["finding"] != "prior", -abs(row["log_odds"])))
        total = sum(row["log_odds"] for row in group) * DECIBANS_PER_NAT
        lines += paragraph(f"{favoured(favours)} against all else: {total:+.1f} in all")
        for row in group[:9]:
            lines += _reason(row)
        rest = sum(row["log_odds"] for row in group[9:]) * DECIBANS_PER_NAT
        if group[9:]:
            lines += paragraph(
                f"{rest:+6.1f} {'':<8} {len(group) - 9} smaller ones together", 2, 17
            )
    told = "A share is the change as the finding is added, averaged over the vocabulary's order "
    return lines + paragraph(told + "and its reverse; the shares add up to the posterior odds.")


def favoured(favours: str) -> str:
    """What a reason speaks for: "For disc herniation", "For the left S1 root"."""
    kind, _, name = favours.partition(":")
    if kind == "root":
        root, _, side = name.partition(":")
        return f"For the {side} {root} root"
    return f"For {name.replace('_', ' ')}"


def _reason(row: Document) -> list[str]:
    decibans = row["log_odds"] * DECIBANS_PER_NAT
    name = "prior odds" if row["finding"] == "prior" else finding_words(row["finding"])
    length = bar(abs(decibans) / LONGEST_BAR, 8)
    drawn = length if decibans >= 0 else "░" * max(1, len(length))
    return paragraph(f"{decibans:+6.1f} {drawn:<8} {name}{cited(row['sources'])}", 2, 17)


def next_questions(rows: Sequence[Document], ink: Ink) -> list[str]:
    """The most telling questions, by who can answer; left and right count as one."""
    lines: list[str] = []
    for verb, row in questions_shown(rows):
        name = (verb, finding_words(row["finding"]), f"{row['expected_bits']:.2f} bits")
        lines += columns([name], (8, 57, -10))
        outcomes = row.get("outcomes")
        told_by_outcomes = outcomes and outcomes["would_change_first_cause"]
        if row.get("would_change") and not told_by_outcomes:
            changes = row["would_change"].replace(" %", "\u00a0%")
            lines += [ink.faint(line) for line in paragraph(changes, 11)]
        if outcomes:
            from sciatic.cli.outcomes_text import outcome_lines

            lines += outcome_lines(outcomes, ink)
    return [*heading("What would tell most", ink), *lines] if lines else []


def questions_shown(rows: Sequence[Document]) -> list[tuple[str, Document]]:
    """Up to three questions for each who can answer, as "Ask", "Examine" and "Test"."""
    shown: list[tuple[str, Document]] = []
    for who, verb in WHO:
        seen: set[tuple[str, str | None]] = set()
        for row in sorted(rows, key=_by_worth):
            finding, _, item, _ = split_path(row["finding"])
            telling = row["who"] == who and row["expected_bits"] >= LEAST_BITS
            if not telling or (finding, item) in seen or len(seen) >= 3:
                continue
            if _seldom_tested(row) and any(one[1] in USUAL_REFLEXES for one in seen):
                continue
            seen.add((finding, item))
            shown.append((verb, row))
    return shown


def _by_worth(row: Document) -> float:
    """Most bits first; a reflex that few test stands behind a near-equal that everyone tests."""
    bits = float(row["expected_bits"])
    return -bits * (1 - NEAR_EQUAL) if _seldom_tested(row) else -bits


def _seldom_tested(row: Document) -> bool:
    finding, _, item, _ = split_path(row["finding"])
    return finding == "reflex" and item not in USUAL_REFLEXES


def skin(document: Document, ink: Ink) -> list[str]:
    """Predicted numb skin beside what was reported: both, predicted only, reported only."""
    from sciatic.assessment.drawn_place import reported_skin

    told = reported_skin(document["reasons"])
    chances = {(row["side"], row["region"]): row["p_numb"] for row in document["predicted_chart"]}
    likely = sorted((spot for spot in chances if chances[spot] >= 0.3), key=lambda s: -chances[s])
    shown = list(dict.fromkeys([*likely[:8], *sorted(told, key=lambda s: -chances.get(s, 0.0))]))
    if not shown:
        return []
    rows = []
    for spot in shown[:16]:
        chance = chances.get(spot, 0.0)
        mark = "both" if spot in told and chance >= 0.3 else "reported" if spot in told else "model"
        rows.append((f"{spot[0]:<6} {place(spot[1])}", percent(chance), bar(chance, 12), mark))
    lines = heading("Numb skin: the model's map beside the reported one", ink)
    lines += columns(rows, (48, -6, 12, 8))
    left = len(shown) - 16
    if left > 0:
        lines += paragraph(f"and {left} more reported.")
    return lines


def provenance(document: Document, ink: Ink) -> list[str]:
    """Which model and which evidence this page came from."""
    model = document["model"]
    text = f"model {model['version']}, evidence {model['evidence_sha256'][:12]}, "
    text += f"case {shortened(document['case_id'], 40)}. A key in brackets: sciatic evidence KEY"
    return ["", *(ink.faint(line) for line in paragraph(text))]


def _bar(row: Document, width: int = 16) -> str:
    return bar(row["probability"], width)
