"""What can be chosen of a lesion: nothing that the model has not, and what does not fit is said."""

from __future__ import annotations

import pytest

from sciatic.errors import UnknownTermError
from sciatic.pathology import conditions, lesion_states
from sciatic.pathology.choosing import fitting_states, words_of
from sciatic.pathology.offering import ANY, KINDS, settle


@pytest.mark.parametrize("condition", conditions())
def test_every_word_on_offer_has_a_state(condition: str) -> None:
    settled = settle({"condition": condition})
    assert settled.states
    for kind, words in settled.offered.items():
        if kind == "condition":
            continue
        for word in words:
            chosen = settle({**settled.chosen, kind: word})
            assert chosen.chosen[kind] == word
            assert chosen.states
            assert all(word in words_of(state, kind) for state in chosen.states)


@pytest.mark.parametrize("condition", conditions())
def test_what_is_settled_is_what_the_model_describes(condition: str) -> None:
    settled = settle({"condition": condition})
    assert set(fitting_states(settled.description)) == set(settled.states)


def test_what_was_not_said_is_the_commonest_and_left_comes_before_right() -> None:
    chosen = settle({"condition": "disc_herniation", "level": "L5/S1"}).chosen
    assert chosen["zone"] == "subarticular"
    assert chosen["side"] == "left"
    weights = {
        word: sum(s.weight for s in lesion_states() if word in words_of(s, "zone") and
                  s.condition == "disc_herniation" and "L5/S1" in s.levels)
        for word in ("central", "subarticular", "foraminal", "extraforaminal")
    }  # fmt: skip
    assert max(weights, key=weights.__getitem__) == "subarticular"


def test_a_new_cause_keeps_what_fits_and_says_what_does_not() -> None:
    before = {"level": "L4/L5", "zone": "subarticular", "side": "right", "severity": "severe"}
    settled = settle({"condition": "fibular_neuropathy", **before})
    assert settled.chosen["side"] == "right"
    assert settled.chosen["severity"] == "severe"
    assert settled.chosen["level"] is None
    assert [(one.kind, one.word, one.instead) for one in settled.left_out] == [
        ("level", "L4/L5", None),
        ("zone", "subarticular", None),
    ]


def test_a_word_that_does_not_fit_is_replaced_and_said() -> None:
    settled = settle({"condition": "cauda_equina_syndrome", "severity": "irritation"})
    (one,) = settled.left_out
    assert (one.kind, one.word) == ("severity", "irritation")
    assert one.instead == settled.chosen["severity"] != "irritation"


def test_the_form_is_asked_for_only_where_level_and_zone_do_not_decide_it() -> None:
    assert settle({"condition": "disc_herniation"}).offered["subtype"] == ()
    assert settle({"condition": "fibular_neuropathy"}).offered["subtype"] == ()
    assert "meralgia" in settle({"condition": "other"}).offered["subtype"]
    assert settle({"condition": "other", "subtype": "meralgia"}).chosen["subtype"] == "meralgia"


def test_a_form_of_another_cause_is_left_out() -> None:
    settled = settle({"condition": "disc_herniation", "subtype": "meralgia"})
    assert settled.chosen["subtype"] is None
    assert [one.kind for one in settled.left_out] == ["subtype"]


def test_open_words_keep_every_state_and_only_where_there_is_a_choice() -> None:
    one = settle({"condition": "disc_herniation", "level": "L4/L5", "severity": ANY})
    assert one.chosen["severity"] == ANY
    assert one.description["severity"] is None
    assert {state.severity for state in one.states} == {"irritation", "mild", "moderate", "severe"}
    assert settle({"condition": "hip_disease", "severity": ANY}).chosen["severity"] == "mild"
    assert settle({"condition": "disc_herniation", "side": ANY}).chosen["side"] == "left"


@pytest.mark.parametrize(
    "wrong", [{"condition": "disc"}, {"level": "L9/L8"}, {"zone": "up"}, {"side": "top"},
              {"severity": "bad"}, {"subtype": "no_form"}],
)  # fmt: skip
def test_a_word_that_means_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownTermError):
        settle({"condition": "disc_herniation", **wrong})


def test_both_sides_are_offered_alike() -> None:
    left, right = (settle({"condition": "disc_herniation", "side": s}) for s in ("left", "right"))
    assert left.offered == right.offered
    assert {kind: left.chosen[kind] for kind in KINDS if kind != "side"} == {
        kind: right.chosen[kind] for kind in KINDS if kind != "side"
    }
