"""Interviews with drawn people: one that chooses each question, and one that is the same for all.

Every drawn person holds an answer to every question. An interview puts them one by one to the exact
posterior that ``sciatic ask`` uses, and notes after each how sure it is of the truth. What a
question is worth is what ``sciatic ask`` counts: the expected fall in entropy of the lesion class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sciatic.assessment import compiled
from sciatic.assessment.likelihoods import Reading, read_case
from sciatic.assessment.model import CompiledModel
from sciatic.errors import SciaticError, UnknownTermError
from sciatic.findings import load_case, movements, vocabulary
from sciatic.inference import Belief, Candidate, Observed, Row, worth_asking
from sciatic.simulate.people import People, draw
from sciatic.simulate.population import Population

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
OPENING = ("age_years", "sex")  # as in ``sciatic ask``
KEPT = 0.98  # of the posterior, as in the first look of ``assessment.asking``
DIGITS = 9
SIDES = ("left", "right")
NOT_ASKED = frozenset({"pinprick", "muscle_wasting", "strength_group"})
"""Examined in the same places as touch and strength: they would be second tries of those."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in one go: the table it reads, and its paths, both legs where it has legs."""

    key: str
    paths: tuple[str, ...]


def interview_questions(
    model: CompiledModel | None = None, *, examined: bool = False
) -> tuple[Question, ...]:
    """Every question to the person, in the order of the vocabulary after age and sex.

    The painted chart is left out: it is one long answer, not a question.

    Args:
        model: the compiled model; None: the one that ships.
        examined: the signs that a clinician looks for, too; no tests.
    """
    model = model or compiled()
    keys = [key for key in (*model.tables.numbers, *model.tables.tables) if _is_put(key, examined)]
    terms = list(vocabulary())
    keys.sort(key=lambda key: (key not in OPENING, terms.index(key.partition(".")[0])))
    return tuple(Question(key, _paths(model, key)) for key in keys)


def _is_put(key: str, examined: bool) -> bool:
    name, _, item = key.partition(".")
    finding = vocabulary().get(name)
    if finding is None or name in NOT_ASKED or finding.section == "tests":
        return False
    if name == "strength":
        return examined and any(item in movement.muscles for movement in movements().values())
    return examined or finding.who == "patient"


def _paths(model: CompiledModel, key: str) -> tuple[str, ...]:
    tables = model.tables
    block = (tables.numbers.get(key) or tables.tables[key]).block
    name, dot, item = key.partition(".")
    if block not in ("leg", "story_side"):
        return (key,)
    return tuple(f"{name}.{side}{dot}{item}" for side in SIDES)


@dataclass(frozen=True, slots=True, eq=False)
class Interviewees:
    """Drawn people with their answers, and the questions they can be asked."""

    model: CompiledModel
    setting: str
    questions: tuple[Question, ...]
    people: People

    def __len__(self) -> int:
        return len(self.people)

    def where(self, kept: npt.NDArray[np.bool_]) -> Interviewees:
        """Only these people."""
        return replace(self, people=self.people.where(kept))

    def sit_down(self) -> Iterator[Conversation]:
        """A conversation with each, nothing asked yet."""
        return (Conversation(self, place) for place in range(len(self)))


def interviewees(
    n: int,
    seed: int,
    setting: str,
    *,
    examined: bool = False,
    model: CompiledModel | None = None,
) -> Interviewees:
    """Draw people as common as in a setting, with an answer to every question.

    Raises:
        UnknownTermError: no such setting.
        SciaticError: fewer than one person, or a negative seed.
    """
    model = model or compiled()
    asked = interview_questions(model, examined=examined)
    paths = [path for question in asked for path in question.paths]
    people = draw(n, seed, Population(setting=setting), paths, model)
    return Interviewees(model, setting, asked, people)


class Conversation:
    """One person being asked. ``open``: the questions not yet put, by key."""

    def __init__(self, among: Interviewees, place: int) -> None:
        self._among, self._place = among, place
        self.open = {question.key: question for question in among.questions}
        age = float(among.people.answers["age_years"][place])
        network = among.model.network(among.setting, age)
        self._answers = {
            question.key: tuple(
                observed(among, question.key, path, place) for path in question.paths
            )
            for question in among.questions
        }
        self.belief = Belief(network, [one for told in self._answers.values() for one in told])

    def ask(self, key: str) -> None:
        """Put a question and take in the answer.

        Raises:
            UnknownTermError: no such question, or it was put already.
        """
        if key not in self.open:
            raise UnknownTermError("open question", key, self.open)
        del self.open[key]
        for answer in self._answers[key]:
            self.belief.add(answer)

    def expected_bits(self, classes: Ints) -> dict[str, float]:
        """What each open question is worth: of its two legs the better one, as in ``ask``.

        Args:
            classes: what is to be found out: class of each state, shape (n_states,).
        """
        candidates = [
            _candidate(self._among.model, question.key, path)
            for question in self.open.values()
            for path in question.paths
        ]
        keys = [question.key for question in self.open.values() for _ in question.paths]
        bits = dict.fromkeys(self.open, 0.0)
        worth = worth_asking(self.belief, candidates, classes, kept=KEPT)
        for key, one in zip(keys, worth, strict=True):
            bits[key] = max(bits[key], round(one.expected_bits, DIGITS))
        return bits


def observed(among: Interviewees, key: str, path: str, place: int) -> Observed:
    """What one person's answer to a question says about every column.

    Args:
        among: the people, and the model that reads their answers.
        key, path: of the question, and which of its legs.
        place: of the person.
    """
    tables, answer = among.model.tables, among.people.answers[path][place]
    number = tables.numbers.get(key)
    if number is not None:
        density = number.density(float(answer))[None, None]
        return Observed(path, ((Row(number.group, _block(number.block, path), density),),))
    table = tables.tables[key]
    if table.painted:
        value = among.people.values[path][int(answer)]
        case = load_case({"schema": "sciatic.case/1", "id": "drawn"}).with_answer(path, value)
        return read_case(Reading(tables, case, other_leg_silence=False))[0]
    row = Row(table.group, _block(table.block, path), table.p[..., int(answer)])
    return Observed(path, ((row,),))


def _block(block: str, path: str) -> str:
    return f"{block}.{path.split('.')[1]}" if block in ("leg", "story_side") else block


def _candidate(model: CompiledModel, key: str, path: str) -> Candidate:
    tables = model.tables
    number = tables.numbers.get(key)
    if number is not None:
        block = _block(number.block, path)
        return Candidate(path, number.group, block, number.bands[None, None], (), 0)
    table = tables.tables[key]
    p = tables.coarse[key][None, None]
    return Candidate(path, table.group, _block(table.block, path), p, (), 0)


class Truths:
    """What was true of each person, and how near a posterior comes to it."""

    def __init__(self, among: Interviewees) -> None:
        labels = among.model.labels
        names, self._condition = np.unique(labels.condition, return_inverse=True)
        self._n_conditions = len(names)
        self._roots = labels.roots
        self._states = among.people.states

    def score(self, place: int, belief: Belief) -> tuple[float, float, float]:
        """P(the true condition); whether it ranks first; whether the likeliest root is pressed.

        The last is not a number where the person has no pressed root.
        """
        p, state = belief.posterior(), self._states[place]
        conditions = np.bincount(self._condition, p, self._n_conditions)
        own = self._condition[state]
        first = float(conditions.argmax() == own)
        pressed = self._roots[state]
        root = float(pressed[(p @ self._roots).argmax()]) if pressed.any() else float("nan")
        return float(conditions[own]), first, root


Choose: TypeAlias = Callable[[Conversation, int], str]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How interviews went: one row a person, one column after 0, 1, ... questions.

    ``p_true``: P(the true condition); ``first``: whether it ranks first; ``root``: whether the
    likeliest root is a pressed one, not a number where none is pressed; shape (n, n_questions + 1).
    ``asked``: the questions put to each, in order.
    """

    p_true: Floats
    first: Floats
    root: Floats
    asked: tuple[tuple[str, ...], ...]


def run(among: Interviewees, n_questions: int, choose: Choose) -> Course:
    """Interview each person. ``choose`` gives the next open question of a conversation.

    Raises:
        SciaticError: more questions than there are.
    """
    if n_questions > len(among.questions):
        raise SciaticError(f"there are {len(among.questions)} questions, not {n_questions}")
    truths = Truths(among)
    rows: list[list[tuple[float, float, float]]] = []
    asked: list[tuple[str, ...]] = []
    for place, talk in enumerate(among.sit_down()):
        put: list[str] = []
        scores = [truths.score(place, talk.belief)]
        for _ in range(n_questions):
            put.append(choose(talk, len(put)))
            talk.ask(put[-1])
            scores.append(truths.score(place, talk.belief))
        rows.append(scores)
        asked.append(tuple(put))
    found = np.array(rows)
    return Course(found[..., 0], found[..., 1], found[..., 2], tuple(asked))
