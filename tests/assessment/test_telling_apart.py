"""What tells two lesions apart."""

from __future__ import annotations

import pytest

from sciatic.assessment.telling_apart import bits_between, telling_apart
from sciatic.pathology.choosing import described

ROOT = described("disc_herniation", level="L4/L5", zone="subarticular", side="left",
                 severity="severe")  # fmt: skip
FIBULAR = described("fibular_neuropathy", side="left", severity="severe")
FEMORAL = described("other", subtype="femoral", side="left")
ARTERIES = described("vascular_claudication", side="both")
CANAL = described("spinal_stenosis", zone="central", side="both", severity="severe")


@pytest.mark.source("jeon2013")
def test_muscles_outside_the_fibular_nerve_tell_a_root_from_it() -> None:
    rows = {row.item: row for row in telling_apart(ROOT, FIBULAR) if row.finding == "strength"}
    assert "tibialis_posterior" in rows
    assert {"tensor_fasciae_latae", "gluteus_medius"} & set(rows)
    for row in rows.values():
        assert row.p_one > 0.8 > 0.3 > row.p_other
    assert "tibialis_anterior" not in rows  # weak in both: it tells nothing


def test_pulses_tell_arteries_from_a_narrow_canal() -> None:
    names = [row.finding for row in telling_apart(CANAL, ARTERIES)]
    assert "foot_pulses" in names


def test_the_other_way_round_says_the_same() -> None:
    there, back = telling_apart(ROOT, FEMORAL), telling_apart(FEMORAL, ROOT)
    assert [(r.finding, r.item, r.p_one, r.p_other) for r in there] == [
        (r.finding, r.item, r.p_other, r.p_one) for r in back
    ]


def test_a_lesion_is_not_told_from_itself() -> None:
    assert telling_apart(ROOT, ROOT) == ()


def test_those_that_tell_most_come_first_and_no_scan_repeats_the_question() -> None:
    rows = telling_apart(ROOT, FIBULAR)
    assert [row.bits for row in rows] == sorted((row.bits for row in rows), reverse=True)
    assert {row.section for row in rows} == {"exam", "history", "tests"}
    assert not any(row.finding.startswith(("mri", "slip")) for row in rows)


def test_bits_run_from_none_to_one() -> None:
    assert bits_between(0.4, 0.4) == 0
    assert bits_between(1.0, 0.0) == pytest.approx(1.0)
    assert 0 < bits_between(0.6, 0.4) < bits_between(0.9, 0.1) < 1
