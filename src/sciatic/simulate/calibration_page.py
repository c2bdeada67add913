"""The calibration as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sciatic.simulate.calibration_measures import Reliability
from sciatic.simulate.calibration_people import EXAMINED, TOLD
from sciatic.simulate.calibration_study import CHECKED, N_CHECK, Calibration
from sciatic.simulate.calibration_worlds import DRAWS, FAR

IN_BINS = ("own", "less", "more", "specialist_as_primary_care", "primary_care_as_mixed")
"""The worlds whose reliability is told bin by bin, beside the worst drawn one."""
INTRO = f"""\
Probabilities are worth something if they come true as often as they say. On people drawn from the
model they do, because the model knows that world. What if the world is another one? Here people are
drawn from worlds whose numbers lie at the other end of what our evidence allows, or who come from
another setting, and the shipped model assesses them without knowing.

- **As the model has it**: a check.
- **Every number at its other end**, {DRAWS} draws: each named number of the model (what causes
  tell, links, tension signs, shares of causes, severities, plexus variants) moves {FAR:g} standard
  deviations up or down by the toss of a coin. The deviation is that of [the fit](fit.md) where it
  moved the number, else of the number's own evidence: 0.25 read, 0.4 recalled, 0.5 assumed, 0.3
  what bounds the model as a whole, on the logit or log scale.
- **All signs tell less** (by 1 or {FAR:g} SD), or **more**: what people tell moves towards its
  average over all causes, and no further, or away from it; links and tension signs move to where
  findings tell less of the lesion (mutual information), or more; plexus variants, people who paint
  body parts, and findings that show another lesion get commoner, or rarer.
- **Other people**: the model's own numbers, but another setting's mix of causes than is assumed; or
  no setting is told, so that the mixture is assumed.

Each person tells what is told at a primary-care visit ({len(TOLD)} questions, of both legs where
they have legs), then is examined ({len(EXAMINED)} signs).

- *right*: how often the first-ranked cause is true, or the likeliest root is pressed, on its side,
  in people with and without a pressed root; *says*: the mean probability given to it.
- *error*: expected calibration error, ten bins, as `sciatic evaluate` counts it; *chance*: what a
  perfectly calibrated assessor stays below in 19 of 20 such samples. Bold: above it.
- *knowing*: an assessor with that world's numbers and setting."""
LIMITS = """\
- The worlds move numbers, not the shape of the model: the nerve map, curves of ages, durations and
  distances, which findings go together, and which causes there are stay as they are. A cause that
  the model doesn't know, or signs that go together more than it thinks, would hurt more.
- So a small error here is no proof of a small error in practice. Signs that tell less are not
  far-fetched: on many held-out studies the model tells causes and roots apart better than was
  published ([validation](validation.md)).
- Everybody answers every question, and nobody says "not sure".
- Two standard deviations for all numbers at once, all to the same side, is a bound, no forecast.
- Published cases are selected: told because they are clear, rare or dangerous, with emergencies far
  commoner than in practice, and seen by us during development. Their reliability says little of
  everyday people."""


def page(found: Calibration, picture: str = "") -> str:
    """The page as Markdown; ``picture``: where the picture lies, empty for none."""
    return "\n".join(_page(found, picture)) + "\n"


def check_line(check: Sequence[float]) -> str:
    """What another model or other worlds would change; a test compares it."""
    figures = " and ".join(f"{one:.4f}" for one in check)
    return (
        f"Check: log loss {figures} on {N_CHECK} people of the worlds "
        f"{' and '.join(f'`{name}`' for name in CHECKED)}."
    )


def _page(found: Calibration, picture: str) -> Iterator[str]:
    yield from ("# Calibration: right as often as it says?", "")
    yield from ("*Written by `make calibration`; not to be edited by hand.*", "")
    yield from (INTRO, "")
    if picture:
        yield from (f"![Share that was right by probability, world by world]({picture})", "")
    yield from ("## What was found", "")
    yield from _findings(found)
    yield from ("", f"## After the examination, {found.n:,} people a world (seed {found.seed})", "")
    yield from _table(found, examined=True)
    yield from ("", "## After what they tell alone", "")
    yield from _table(found, examined=False)
    yield from ("", "## Bin by bin, after the examination", "")
    yield from _by_bin(found)
    yield from ("", "## The published cases", "")
    yield from _cases(found)
    yield from ("", "## Limits", "", LIMITS, "", check_line(found.check))


def _findings(found: Calibration) -> Iterator[str]:
    own, less = found["own"].examined, found["less"].examined
    drawn = [one.examined for one in found.outcomes if one.world.kind == "drawn"]
    knowing = [one.knowing for one in found.outcomes if one.world.kind == "drawn"]
    fits = own.condition.error <= own.condition.chance and own.root.error <= own.root.chance
    yield (
        f"- **In its own world** the error is {own.condition.error:.3f} for the cause and "
        f"{own.root.error:.3f} for the root; chance alone stays below {own.condition.chance:.3f} "
        f"and {own.root.chance:.3f}. " + ("As it should be." if fits else "**That is too much.**")
    )
    yield from _worst(found)
    yield (
        f"- **Numbers at their other ends**: error {_span(one.condition.error for one in drawn)} "
        f"for the cause, {_span(one.root.error for one in drawn)} for the root; too sure of the "
        f"cause by {_points(one.condition.too_sure for one in drawn)}. The first cause is right in "
        f"{_shares(one.condition.right for one in drawn)}, in place of "
        f"{_percent(own.condition.right)}. Who knows those worlds is right in "
        f"{_shares(one.condition.right for one in knowing)}: scatter makes causes more unlike each "
        "other, which only they can use."
    )
    some = (own, found["less_half"].examined, less)
    right, said = (
        ", ".join(_percent(one) for one in shares)
        for shares in ([one.condition.right for one in some], [one.condition.said for one in some])
    )
    yield (
        f"- **Signs that tell less** by 0, 1 and {FAR:g} SD: the first cause is right in {right}, "
        f"and said with {said}. Accuracy falls step by step; confidence falls less. **More**: "
        f"{_told(found['more'].examined.condition)}."
    )
    people = [one for one in found.outcomes if one.world.kind == "people"]
    yield (
        f"- **Other people**: {_span(one.examined.condition.error for one in people)} for the "
        "cause. "
        + " ".join(
            f"{one.world.title.capitalize()}: {_sure(one.examined.condition)}." for one in people
        )
    )


def _worst(found: Calibration) -> Iterator[str]:
    cause = max(found.outcomes, key=lambda one: one.examined.condition.error)
    root = max(found.outcomes, key=lambda one: one.examined.root.error)
    n, said, right = _likely(root.examined.root)
    yield (
        f"- **What hurts most**, for the cause: {cause.world.title} "
        f"(error {cause.examined.condition.error:.3f}; {_told(cause.examined.condition)}; who "
        f"knows that world is right in {_percent(cause.knowing.condition.right)}). For the root: "
        f"{root.world.title} (error {root.examined.root.error:.3f}; the {n:,} likeliest roots with "
        f"50 % or more are said with {_percent(said)} and right in {_percent(right)})."
    )


def _likely(one: Reliability) -> tuple[int, float, float]:
    """Answers given 50 % or more: how many, their mean probability, the share that is right."""
    upper = [some for some in one.bins[len(one.bins) // 2 :] if some.n]
    n = sum(some.n for some in upper)
    if not n:
        return 0, float("nan"), float("nan")
    said = sum(some.n * some.said for some in upper) / n
    return n, said, sum(some.right for some in upper) / n


def _told(one: Reliability) -> str:
    return f"right in {_percent(one.right)}, said with {_percent(one.said)}, {_sure(one)}"


def _sure(one: Reliability) -> str:
    """Over- or under-confident, in points."""
    points = round(100 * one.too_sure)
    if points == 0:
        return "neither too sure nor too unsure"
    way = "too sure" if points > 0 else "too unsure"
    return f"{way} by {abs(points)} point{'s' if abs(points) > 1 else ''}"


def _span(values: Iterable[float]) -> str:
    known = sorted(values)
    return f"{known[0]:.3f} to {known[-1]:.3f}"


def _points(values: Iterable[float]) -> str:
    known = sorted(100 * one for one in values)
    return f"{known[0]:+.0f} to {known[-1]:+.0f} points"


def _shares(values: Iterable[float]) -> str:
    known = sorted(values)
    return f"{_percent(known[0])} to {_percent(known[-1])}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _table(found: Calibration, *, examined: bool) -> Iterator[str]:
    knowing = " knowing: right | log loss |" if examined else ""
    yield (
        "| world | cause right | says | error | chance | log loss |"
        f"{knowing} root right | says | error | chance | found | all roots: error |"
    )
    yield "|---|" + "---:|" * (13 if examined else 11)
    for one in found.outcomes:
        own = one.examined if examined else one.told
        cells = [one.world.title, *_cells(own.condition), f"{own.log_loss:.2f}"]
        if examined:
            cells += [_share(one.knowing.condition.right), f"{one.knowing.log_loss:.2f}"]
        cells += [*_cells(own.root), _share(own.root_found), f"{own.roots.error:.3f}"]
        yield "| " + " | ".join(cells) + " |"
    if examined:
        yield ""
        yield (
            "*Found*: of people with a pressed root, in how many the likeliest one is pressed. "
            "*All roots*: every root that an assessment shows, 22 by person at most."
        )


def _cells(one: Reliability) -> tuple[str, ...]:
    error = f"{one.error:.3f}"
    return (
        _share(one.right),
        _share(one.said),
        f"**{error}**" if one.error > one.chance else error,
        f"{one.chance:.3f}",
    )


def _share(value: float) -> str:
    return f"{value:.3f}"


def _by_bin(found: Calibration) -> Iterator[str]:
    drawn = [one for one in found.outcomes if one.world.kind == "drawn"]
    worst = max(drawn, key=lambda one: one.examined.condition.error)
    chosen = [found["own"], worst, *(found[name] for name in IN_BINS if name != "own")]
    yield "Share that was right, with its 95 % interval (Wilson), and the people."
    for heading, of_cause in (("The first-ranked cause", True), ("The likeliest root", False)):
        yield from ("", f"### {heading}", "")
        yield "| said | " + " | ".join(one.world.title for one in chosen) + " |"
        yield "|---|" + "---:|" * len(chosen)
        both = [one.examined.condition if of_cause else one.examined.root for one in chosen]
        yield from _bins(both)


def _bins(some: Sequence[Reliability]) -> Iterator[str]:
    for place in range(len(some[0].bins)):
        bins = [one.bins[place] for one in some]
        if not any(one.n for one in bins):
            continue
        cells = []
        for one in bins:
            low, high = one.interval
            told = f"{one.share:.2f} ({low:.2f} to {high:.2f}), {one.n:,}"
            cells.append(told if one.n else "–")
        yield f"| {10 * place} to {10 * place + 10} % | " + " | ".join(cells) + " |"


def _cases(found: Calibration) -> Iterator[str]:
    cases = found.cases
    for name, one in (("cause", cases.condition), ("root", cases.root)):
        yield (
            f"- First {name}, {one.n} cases: right in {_percent(one.right)}, says "
            f"{_percent(one.said)} ({_sure(one)}); error {one.error:.3f}, chance below "
            f"{one.chance:.3f}."
        )
    yield ""
    yield "| said | cause right | root right |"
    yield "|---|---:|---:|"
    yield from _bins([cases.condition, cases.root])
