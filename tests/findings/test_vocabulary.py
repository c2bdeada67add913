import pytest

from sciatic.anatomy import muscles, nerves, reflexes, regions
from sciatic.errors import UnknownTermError
from sciatic.findings import find, items, items_of, movements, vocabulary
from sciatic.findings.places import level_spellings


def test_the_ids_of_places_are_those_of_the_anatomy():
    assert items("region") == tuple(regions())
    assert items("muscle") == tuple(muscles())
    assert set(items("nerve")) < set(nerves())
    assert set(reflexes()) - set(items("reflex")) == {"plantar_response", "h_reflex_soleus"}


def test_a_side_has_61_regions_of_skin():
    assert len(items("region")) == 61


def test_age_and_sex_come_first_so_that_reasons_show_them_first():
    assert list(vocabulary())[:2] == ["age_years", "sex"]


@pytest.mark.parametrize("finding", vocabulary().values(), ids=lambda finding: finding.id)
def test_what_a_patient_can_answer_has_a_plain_question(finding):
    assert finding.label
    assert bool(finding.question) == (finding.who == "patient")
    assert not finding.question or finding.question.endswith(("?", ")."))


@pytest.mark.parametrize("finding", vocabulary().values(), ids=lambda finding: finding.id)
def test_a_finding_has_values_or_a_range_that_fit_its_kind(finding):
    if finding.kind in ("integer", "number"):
        assert finding.values == ()
        assert finding.low is not None
        assert finding.high is None or finding.low < finding.high
    elif finding.kind != "mri":
        assert len(finding.values) >= 2
    assert (finding.item_kind is None) == (items_of(finding) == ())


def test_every_history_question_is_for_the_patient_and_may_be_answered_not_sure():
    history = [finding for finding in vocabulary().values() if finding.section == "history"]
    assert all(finding.who == "patient" and finding.may_be_not_sure for finding in history)
    rest = [finding for finding in vocabulary().values() if finding.section != "history"]
    assert not any(finding.may_be_not_sure for finding in rest)


def test_every_movement_names_muscles_that_exist_and_no_muscle_twice():
    named = [muscle for movement in movements().values() for muscle in movement.muscles]
    assert set(named) <= set(items("muscle"))
    assert len(named) == len(set(named))
    assert not set(movements()) & set(items("muscle"))


@pytest.mark.parametrize("spelling", ["L4/L5", "L4/5", "L4-L5", "L4-5", "L4–5"])
def test_the_usual_spellings_of_a_level_are_one_level(spelling):
    assert level_spellings()[spelling] == "L4/L5"


def test_an_unknown_finding_gets_the_nearest_ones():
    with pytest.raises(UnknownTermError, match="saddle_numbness"):
        find("sadle_numbness")
