"""Random cases, random mistakes in them, and random garbage, for tests by property.

``valid_cases()`` gives cases, ``case_documents()`` the documents they are read from,
``mutated_documents()`` documents with one thing changed, ``garbage()`` anything at all.
"""

import copy
from functools import cache

from hypothesis import strategies as st

from sciatic.findings import Finding, items, items_of, load_case, movements, vocabulary
from sciatic.findings.places import ZONES
from sciatic.findings.reader import timed_findings
from sciatic.findings.vocabulary import NOT_SURE, SENSATIONS

LEGS = ("left", "right")
MRI = {
    "level": items("level"),
    "zone": ZONES,
    "side": ("left", "right", "both", "unsure"),
    "finding": ("bulge", "herniation", "stenosis", "slip", "fracture", "none"),
}


def valid_cases(max_findings: int = 12):
    """Cases with up to ``max_findings`` findings, any of them, in any legal combination."""
    return case_documents(max_findings).map(load_case)


@st.composite
def case_documents(draw, max_findings: int = 12):
    """Documents of ``sciatic.case/1`` that the reader must take."""
    chosen = draw(st.lists(st.sampled_from(list(vocabulary())), max_size=max_findings, unique=True))
    document = {"schema": "sciatic.case/1", "id": draw(st.sampled_from(["a", "case 1", "é-2"]))}
    for name in chosen:
        finding = vocabulary()[name]
        document.setdefault(finding.section, {})[name] = draw(answers(finding))
    if draw(st.booleans()):
        document.setdefault("history", {})["timing"] = draw(timings())
    if draw(st.booleans()):
        document["chart"] = {"complete": draw(st.booleans()), "marks": draw(marks())}
    return document


@cache
def answers(finding: Finding):
    """Every legal answer to a finding, with its sides and items."""
    if finding.kind == "mri":
        parts = {name: st.sampled_from(words) for name, words in MRI.items()}
        found = parts.pop("finding")
        reading = st.fixed_dictionaries({"finding": found}, optional=parts)
        return st.lists(reading, min_size=1, max_size=3)
    value = values(finding)
    if finding.item_kind is not None:
        value = by_item(items_of(finding), value)
        if finding.id == "strength":
            value = value | by_item(tuple(movements()), values(finding))
    if not finding.per_side:
        return value
    both = st.fixed_dictionaries({}, optional=dict.fromkeys(LEGS, value))
    return both.filter(bool) | st.fixed_dictionaries({"unsure": value})


def by_item(names: tuple[str, ...], value):
    """Answers by item, some of the items."""
    return st.dictionaries(st.sampled_from(names), value, min_size=1, max_size=4)


def values(finding: Finding):
    """Every legal single value of a finding."""
    if finding.values:
        value = st.sampled_from(finding.values)
    else:
        low, high = finding.low or 0, finding.high or 20_000
        value = st.integers(int(low), int(high))
        if finding.kind == "number":
            value = value | st.floats(low, high)
    return value | st.just(NOT_SURE) if finding.may_be_not_sure else value


@st.composite
def timings(draw):
    """Dates and courses of up to three findings, with or without sides."""
    once = st.fixed_dictionaries(
        {},
        optional={
            "since_days": st.integers(0, 4000),
            "course": st.sampled_from(vocabulary()["course"].values),
        },
    )
    sided = st.fixed_dictionaries({}, optional=dict.fromkeys(LEGS, once)).filter(bool)
    names = draw(st.lists(st.sampled_from(timed_findings()), max_size=3, unique=True))
    return {name: draw(once | sided if vocabulary()[name].per_side else once) for name in names}


def marks(max_size: int = 8):
    """Marks of a body chart, none twice."""
    mark = st.fixed_dictionaries(
        {
            "side": st.sampled_from(LEGS) | st.just("unsure"),
            "region": st.sampled_from(items("region")),
            "sensation": st.sampled_from(SENSATIONS),
        }
    )
    return st.lists(mark, max_size=max_size, unique_by=lambda mark: frozenset(mark.items()))


def garbage():
    """Anything that JSON or TOML can hold, words of ours among it."""
    words = ["left", "right", "history", "exam", "leg_pain", "strength", "schema", "timing"]
    texts = st.sampled_from([*words, "not_sure", "7", "", "sciatic.case/1"]) | st.text(max_size=9)
    numbers = st.integers() | st.floats() | st.sampled_from([0, 1, 4, 7, -1, 10**30])
    return st.recursive(
        st.none() | st.booleans() | numbers | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=5),
        max_leaves=12,
    )


@st.composite
def mutated_documents(draw):
    """A valid document in which one place was replaced, added to or taken away."""
    document = copy.deepcopy(draw(case_documents(6)))
    holders = list(_holders(document))
    holder = draw(st.sampled_from(holders))
    names = [*vocabulary(), *items("muscle"), *movements(), "left", "unsure", "timing", "L4/5"]
    key = draw(st.sampled_from(list(_keys(holder)) or [None]) | st.none())
    if key is None and isinstance(holder, dict):
        holder[draw(st.sampled_from(names) | st.text(max_size=5))] = draw(_plain())
    elif key is None:
        holder.append(draw(_plain()))
    elif draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = draw(_plain() | st.sampled_from(["normal", "4+", True, 4, 4.0, 1.5, "left"]))
    return document


def _plain():
    """Garbage without the numbers that JSON has no sign for."""
    finite = st.floats(allow_nan=False, allow_infinity=False)
    leaves = st.none() | st.booleans() | st.integers() | finite | st.text(max_size=9)
    return leaves | st.lists(leaves, max_size=3) | st.dictionaries(st.text(max_size=5), leaves)


def _holders(value):
    if isinstance(value, dict | list):
        yield value
        for key in _keys(value):
            yield from _holders(value[key])


def _keys(value):
    return list(value) if isinstance(value, dict) else range(len(value))
