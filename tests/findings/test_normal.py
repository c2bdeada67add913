"""What is written down where nothing is wrong."""

from __future__ import annotations

import pytest

from sciatic.findings import find, vocabulary
from sciatic.findings.normal import normal_value


@pytest.mark.parametrize(
    ("finding", "normal"),
    [
        ("strength", 5),
        ("reflex", "normal"),
        ("foot_pulses", "normal"),
        ("straight_leg_raise", "negative"),
        ("clonus", "absent"),
        ("plantar_response", "flexor"),
        ("saddle_numbness", False),
        ("reported_weakness", "none"),
        ("spreading", "no"),
        ("walking_ability", "unaided"),
        ("post_void_residual_ml", None),
        ("sex", None),
        ("onset", None),
        ("course", None),
    ],
)
def test_the_normal_answer_of_a_finding(finding: str, normal: object) -> None:
    assert normal_value(find(finding)) is normal or normal_value(find(finding)) == normal


def test_a_normal_answer_is_always_a_legal_one() -> None:
    for finding in vocabulary().values():
        normal = normal_value(finding)
        assert normal is None or normal in finding.values


def test_every_sign_with_words_for_answers_has_a_normal_one() -> None:
    signs = [one for one in vocabulary().values() if one.section == "exam" and one.values]
    assert not [one.id for one in signs if normal_value(one) is None]
