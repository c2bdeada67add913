"""What can't be told apart is said to be so."""

from sciatic.assessment.close_roots import close_roots, what_would_tell


def document(*roots: tuple[str, str, float, float], change: str = "") -> dict[str, object]:
    rows = [
        {"root": root, "side": side, "probability": p, "share": share}
        for root, side, p, share in roots
    ]
    asked = [{"finding": "reflex.left.achilles_reflex", "would_change": change}]
    return {"roots": rows, "next_questions": asked}


def test_two_roots_nearly_as_likely_are_named():
    found = document(("S1", "left", 0.4, 0.38), ("L5", "left", 0.3, 0.27))
    assert close_roots(found) == ("S1", "L5", "left")


def test_a_root_that_stands_out_is_not_doubted():
    assert close_roots(document(("S1", "left", 0.8, 0.75), ("L5", "left", 0.2, 0.15))) is None


def test_roots_that_one_lesion_presses_together_are_no_doubt():
    assert close_roots(document(("L5", "left", 0.9, 0.45), ("S1", "left", 0.85, 0.42))) is None


def test_the_other_leg_is_no_rival():
    assert close_roots(document(("L5", "left", 0.5, 0.25), ("L5", "right", 0.5, 0.25))) is None


def test_without_a_root_nothing_is_said():
    assert close_roots(document()) is None


def test_the_finding_that_moves_the_root_is_named():
    found = document(change="absent: left S1 root 70 %; normal: left L5 root 55 %")
    assert what_would_tell(found) == "reflex.left.achilles_reflex"
    assert what_would_tell(document(change="yes: Shingles of a root 75 %")) is None
