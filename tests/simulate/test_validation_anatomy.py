"""The table of roots: read strictly, and each measure predicted from what is known beforehand."""

import pytest

from sciatic.errors import EvidenceError
from sciatic.simulate import validate
from sciatic.simulate.validation_anatomy import COLUMNS, is_anatomy, read_anatomy_table
from sciatic.simulate.validation_roots import READINGS, Laboratory, predicted

HEADER = ",".join(COLUMNS) + "\n"


def row(measure, root, item):
    return {"measure": measure, "root_or_level": root, "item": item}


def share(measure, root, item, n=6000):
    estimate, _ = predicted(row(measure, root, item), Laboratory(n, 3, None))
    return estimate.value


def test_a_block_numbs_the_skin_of_its_own_root():
    words = "share of blocks with numbness of the place"
    own = share(words, "L5", "web1")
    assert own > 1.5 * share(words, "L4", "web1") > 0
    assert share(words, "L5", "perianal_inner") < 0.05


def test_stimulated_roots_share_a_muscle_out():
    words = "share of stimulated roots with a response"
    shares = [share(words, root, "tibialis_anterior") for root in ("L3", "L4", "L5", "S1")]
    assert shares[2] == max(shares)
    assert sum(shares) == pytest.approx(1, abs=0.03)


def test_the_sural_nerve_is_mostly_of_s1():
    words = "share of patients with the largest sural input from this root"
    assert share(words, "S1", "sural") > 0.5 > share(words, "L3", "sural")


def test_pain_of_a_lower_disc_is_drawn_in_a_lower_dermatome():
    words = "share of operated patients with pain in the dermatome"
    upper, lower = (share(words, disc, "S1") for disc in ("L3-L4 disc", "L5-S1 disc"))
    assert lower > upper


def test_pain_strays_below_more_than_above():
    below = share("share with provoked pain overlapping the dermatome of the root below", "any", "")
    above = share("share with provoked pain overlapping the dermatome of the root above", "any", "")
    assert 0 < above < below < 0.6


def test_a_needle_finds_the_muscles_of_the_pressed_root():
    words = "muscles with fibrillation in surgically proven single-root disease"
    own = share(words, "S1", "gastrocnemius_medial")
    assert own > 3 * share(words, "S1", "vastus_medialis")


@pytest.mark.parametrize(
    ("measure", "root", "item"),
    [
        ("share of foxes", "L5", "web1"),
        ("share of stimulated roots with a response", "L5", "biceps"),
        ("share of stimulated roots with a response", "any", "soleus"),
        ("share of blocks with numbness of the foot", "L5", "foot"),
        ("share of patients with the largest input", "S1", "nobody"),
        ("share of drawings touching the area", "L5", "ear"),
        ("share with abnormal thermal threshold", "L5", "ear"),
        ("share of operated patients with pain in the dermatome", "L4-L5 disc", "S4"),
        ("share with non-dermatomal hypoaesthesia", "T12", "any"),
        ("muscles with fibrillation", "L5", "biceps"),
    ],
)
def test_what_we_cannot_predict_is_said(measure, root, item):
    assert predicted(row(measure, root, item), Laboratory(10, 1, None)) is None


def test_every_measure_of_our_table_that_counts_has_a_reading():
    lines = [line for line in validate(n=200).lines if line.row.table == "anatomy_targets"]
    assert all(line.result for line in lines if line.verdict != "not counted")
    told = {words for line in lines for words in READINGS if words in line.row.published.words}
    assert told == set(READINGS)


def test_somebody_elses_table_is_known_by_its_header(tmp_path):
    table = tmp_path / "roots.csv"
    rows = """mine,me,L5,share of stimulated roots with a response,tibialis_anterior,0.5,10,no,
mine,me,L5,share of stimulated roots with a response,soleus,0.9,10,no,
mine,me,L5,share of stimulated roots with a response,iliopsoas,0.9,10,qualitative,
mine,me,L5,share of foxes,soleus ,0.9,10,no,
"""
    table.write_text(HEADER + rows.replace("foxes,soleus ,", "foxes,fox,"), "utf-8")
    assert is_anatomy(table.read_text())
    found = validate(table, n=10)
    assert [line.verdict for line in found.lines] == [
        "inside", "outside", "not counted", "not described"]  # fmt: skip
    assert found.verdict == "1 of 3 rows inside"
    with pytest.raises(EvidenceError, match="rows of roots need no studies"):
        validate(table, tmp_path / "studies.toml")


def test_every_problem_of_a_table_of_roots_is_told_at_once():
    rows = """a,s,L5,m,web1,50,,no,
a,s,L5,m,web1,0.5,,maybe,
a,s,,m,web1,0.5,,no,
a,s,L5,m,web2,0.5,,no,,more
"""
    with pytest.raises(EvidenceError) as told:
        read_anatomy_table(HEADER.replace("measure", "measured") + rows, "here.csv")
    assert "no column measure" in str(told.value)
    with pytest.raises(EvidenceError) as told:
        read_anatomy_table(HEADER + rows, "here.csv")
    assert str(told.value).splitlines() == [
        "here.csv: 4 problems",
        "  line 2: value is '50', not a share from 0 to 1",
        "  line 3: used_in_merge is 'maybe'; write yes, no or qualitative",
        "  line 4: root_or_level is empty",
        "  line 5: more cells than columns",
    ]
    with pytest.raises(EvidenceError, match="it holds no rows"):
        read_anatomy_table(HEADER, "here.csv")
    with pytest.raises(EvidenceError, match="stands twice"):
        read_anatomy_table(HEADER + "a,s,L5,m,web1,0.5,,no,\n" * 2, "here.csv")
