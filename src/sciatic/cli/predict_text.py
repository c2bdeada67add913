"""A prediction as a page of text: skin, muscles, reflexes, postures, a walk and a rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sciatic.cli.terminal import Ink, bar, columns, heading, paragraph, rule, ten
from sciatic.cli.wording import place, plain_place

Document = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]

LEAST_SHOWN = 0.25
TALLEST = 6
ROOM = 60
SAME_PRESSURE = 0.8


def render(document: Document, ink: Ink) -> str:
    """A prediction as text, at most 80 characters wide.

    Args:
        document: ``Prediction.to_dict()``.
        ink: whether there is colour.
    """
    lines = [
        ink.strong(title(document["lesion"])),
        rule("═"),
        *pressed(document["pressed"], ink),
        *skin(document["skin"], ink),
        *muscles(document["muscles"], ink),
        *reflexes(document["reflexes"], ink),
        *tension(document["tension"], ink),
        *postures(document["postures"], ink),
        *timeline(document["timeline"], ink),
    ]
    return "\n".join(line.rstrip() if not ink.colour else line for line in lines) + "\n"


def title(lesion: Document) -> str:
    """The lesion in one line: what, where, how hard, in which posture."""
    parts = [str(lesion["condition"]).replace("_", " ")]
    parts += [
        str(lesion[part]) for part in ("level", "side", "zone", "severity") if lesion.get(part)
    ]
    if lesion.get("posture"):
        parts.append(str(lesion["posture"]).replace("_", " "))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _sides_joined(rows: Rows, name: str, *shown: str) -> list[dict[str, Any]]:
    """Left and right as one row with the side "both" where they show the same.

    Args:
        rows: rows of a prediction.
        name: the key of what the row is about.
        shown: the keys of the figures that are printed, compared to one part in twenty.
    """
    joined: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        figures = tuple(round(20 * float(row[key])) for key in shown)
        same = joined.get((row[name], *figures))
        if same is not None and same["side"] != row["side"]:
            same["side"] = "both"
        else:
            joined[(row[name], *figures)] = dict(row)
    return list(joined.values())


def pressed(rows: Rows, ink: Ink) -> list[str]:
    """How hard each root is pressed, and what that does to its fibres."""
    lines = heading("Pressed", ink)
    if not rows:
        return lines + paragraph("No nerve root.")
    head = ("", "in 10", "pressure", "touch blocked", "movement blocked", "firing")
    table: list[tuple[str, ...]] = [head]
    fibre_classes = ("touch_blocked", "movement_blocked", "irritation")
    for row in _sides_joined(rows, "root", "probability", *fibre_classes):
        name = f"{row['side']:<6} {str(row['root']).replace('_', ' ')}"
        chance, pressure = round(10 * row["probability"]), f"{row['mmhg']:.0f} mmHg"
        table.append((name, str(chance), pressure, *(percent(row[one]) for one in fibre_classes)))
    return lines + columns(table, (24, -5, -9, -13, -16, -6))


def percent(share: float) -> str:
    """A share of the fibres as a whole percentage."""
    return f"{100 * share:.0f} %"


def skin(rows: Rows, ink: Ink) -> list[str]:
    """Skin that is numb, tingling or painful in a good part of such people."""
    lines = heading("Numb and tingling skin, in how many of 10 such people", ink)

    def most(row: Mapping[str, Any]) -> float:
        return float(max(row["p_numb"], row["p_tingling"]))

    joined = _sides_joined(rows, "region", "p_numb", "p_tingling", "p_pain")
    shown = sorted((row for row in joined if most(row) >= LEAST_SHOWN), key=lambda row: -most(row))
    if not shown:
        return lines + paragraph("None that stands out.")
    table = [("", "numb to", "", "told or", "", ""), ("", "touch", "", "drawn", "", "pain")]
    for row in shown[:14]:
        numb, tingling, pain = (
            round(10 * row[part]) for part in ("p_numb", "p_tingling", "p_pain")
        )
        name = f"{row['side']:<6} {plain_place(row['region'])}"
        table.append((name, ten(numb), str(numb), ten(tingling), str(tingling), str(pain)))
    lines += columns(table, (42, 10, -2, 10, -2, -5))
    if len(shown) > 14:
        lines += paragraph(f"and {len(shown) - 14} more patches (--format json lists all)")
    return lines


def muscles(rows: Rows, ink: Ink) -> list[str]:
    """Muscles that are weak in a good part of such people, with the MRC grade to expect."""
    lines = heading("Weak muscles", ink)
    joined = _sides_joined(rows, "muscle", "p_weak", "expected_mrc")
    shown = sorted((r for r in joined if r["p_weak"] >= LEAST_SHOWN), key=lambda r: -r["p_weak"])
    if not shown:
        return lines + paragraph("None that stands out.")
    table = [("", "weak, of 10", "", "MRC to expect", "")]
    for row in shown[:10]:
        weak, grade = round(10 * row["p_weak"]), float(row["expected_mrc"])
        name = f"{row['side']:<6} {row['label']}"
        table.append((name, ten(weak), str(weak), f"{grade:.1f}", bar(grade / 5, 8)))
    return lines + columns(table, (36, 11, -2, -17, 8))


def reflexes(rows: Rows, ink: Ink) -> list[str]:
    """Reflexes that are reduced or absent in a good part of such people."""
    lines = heading("Reflexes, in how many of 10", ink)
    joined = _sides_joined(rows, "reflex", "p_reduced", "p_absent")
    shown = sorted((r for r in joined if r["p_reduced"] >= 0.15), key=lambda r: -r["p_reduced"])
    if not shown:
        return lines + paragraph("All as usual.")
    table = [("", "reduced or absent", "", "absent")]
    for row in shown:
        low, gone = round(10 * row["p_reduced"]), round(10 * row["p_absent"])
        table.append((f"{row['side']:<6} {place(row['reflex'])}", ten(low), str(low), str(gone)))
    return lines + columns(table, (36, 18, -2, -10))


def tension(rows: Rows, ink: Ink) -> list[str]:
    """Tension signs, positive in how many."""
    lines = heading("Tension signs, positive in how many of 10", ink)
    table = []
    for row in _sides_joined(rows, "test", "p_positive"):
        if row["p_positive"] >= 0.15:
            count = round(10 * row["p_positive"])
            name = f"{row['side']:<6} {str(row['test']).replace('_', ' ')}"
            table.append((name, ten(count), str(count)))
    return lines + (columns(table, (36, 18, -2)) or paragraph("None that stands out."))


def postures(rows: Rows, ink: Ink) -> list[str]:
    """The hardest-pressed root in each posture."""
    pressures = [float(row["mmhg"]) for row in rows]
    if not pressures or min(pressures) == max(pressures):
        return []
    highest = max(1.0, *pressures)
    table = [("", "pressure", "", "touch blocked", "movement blocked", "firing")]
    for row in rows:
        table.append(
            (
                str(row["posture"]).replace("_", " "),
                f"{row['mmhg']:.0f} mmHg",
                bar(row["mmhg"] / highest, 14),
                percent(row["touch_blocked"]),
                percent(row["movement_blocked"]),
                percent(row["irritation"]),
            )
        )
    return heading("By posture (what is pressed hardest)", ink) + columns(
        table, (13, -9, 15, -13, -16, -7)
    )


def timeline(rows: Rows, ink: Ink) -> list[str]:
    """A walk and then a rest, minute by minute, as a plot of characters."""
    if not rows:
        return []
    lines = heading("A walk, then a rest", ink)
    pressures = [float(row["mmhg"]) for row in rows]
    highest = max(1.0, *pressures)
    if min(pressures) > SAME_PRESSURE * highest:
        return lines + paragraph("Walking and resting press alike: no pattern of walk and rest.")
    shown = [rows[at * len(rows) // ROOM] for at in range(ROOM)]
    heights = [float(row["mmhg"]) / highest for row in shown]
    lines += _plot(heights, f"{highest:.0f} mmHg", "pressure", TALLEST)
    for name, key in (
        ("touch lost", "touch_blocked"),
        ("movement lost", "movement_blocked"),
        ("tingling", "irritation"),
    ):
        lines += _plot([float(row[key]) for row in shown], "100 %", name, 2)
    return lines + _axis(shown)


def _plot(shares: Sequence[float], top: str, name: str, tall: int) -> list[str]:
    """One quantity (0 to 1) over time, ``tall`` lines high."""
    heights = [round(max(0.0, min(1.0, share)) * tall * 8) for share in shares]
    lines = []
    for level in range(tall - 1, -1, -1):
        cells = "".join(_block(height - 8 * level) for height in heights)
        label = top if level == tall - 1 else name if level == 0 else ""
        lines.append(f"  {label:>13} ┤{cells}")
    return lines


def _block(eighths: int) -> str:
    return " ▁▂▃▄▅▆▇█"[max(0, min(8, eighths))]


def _axis(shown: Rows) -> list[str]:
    """What the person does, and from which minute, below the plot."""
    starts = [
        at for at, row in enumerate(shown) if not at or row["activity"] != shown[at - 1]["activity"]
    ]
    line = "".join("┴" if at in starts[1:] else "─" for at in range(len(shown)))
    labels = ""
    for at, end in zip(starts, [*starts[1:], len(shown)], strict=True):
        activity = str(shown[at]["activity"]).replace("_", " ")
        words = (f"{activity} from {shown[at]['minute']:g} min", activity, activity[:3])
        fits = next((word for word in words if len(word) < end - at), "")
        labels = labels.ljust(at) + fits
    return [f"  {'':>13} └{line}", f"  {'':>13}  {labels}"]
