"""What to ask next: by what was said, in a fixed order, or at random.

All open with age and sex, as ``sciatic ask`` does.
"""

from __future__ import annotations

import numpy as np

from sciatic.simulate.interview import OPENING, Choose, Conversation, Interviewees, Ints


def adaptive(classes: Ints) -> Choose:
    """The open question with the most expected bits, given all that was said.

    Args:
        classes: what is to be found out: class of each state, shape (n_states,).
    """

    def choose(talk: Conversation, number: int) -> str:
        if number < len(OPENING):
            return OPENING[number]
        bits = talk.expected_bits(classes)
        return max(bits, key=lambda key: bits[key])

    return choose


def fixed(order: tuple[str, ...]) -> Choose:
    """The same questions for everybody, in this order."""
    return lambda _, number: order[number]


def by_chance(seed: int) -> Choose:
    """Any open question, after age and sex; the same seed draws the same questions."""
    rng = np.random.default_rng(seed)

    def choose(talk: Conversation, number: int) -> str:
        return OPENING[number] if number < len(OPENING) else str(rng.choice(list(talk.open)))

    return choose


def vocabulary_order(among: Interviewees) -> tuple[str, ...]:
    """The questions as the vocabulary lists them, which is how a form would."""
    return tuple(question.key for question in among.questions)


def best_fixed_order(among: Interviewees, n_questions: int, classes: Ints) -> tuple[str, ...]:
    """The fixed order that tells most, one question after the other.

    Each next question is the one whose expected bits, given each person's own answers to the
    questions before, are highest on average over these people: the estimate of I(class; answer |
    answers before) that the adaptive interview maximises for one person, taken over all. Build it
    on other people than it is tried on.
    """
    talks = list(among.sit_down())
    order = list(OPENING[:n_questions])
    for key in order:
        for talk in talks:
            talk.ask(key)
    while len(order) < n_questions:
        total = dict.fromkeys(talks[0].open, 0.0)
        for talk in talks:
            for key, bits in talk.expected_bits(classes).items():
                total[key] += bits
        order.append(max(total, key=lambda key: total[key]))
        for talk in talks:
            talk.ask(order[-1])
    return tuple(order)
