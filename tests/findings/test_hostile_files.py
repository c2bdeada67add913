"""Files made to keep the reader busy: each is refused at once, and what is wrong is still named."""

import json
from time import perf_counter

import pytest

from sciatic.errors import CaseError
from sciatic.findings import parse_case
from sciatic.followup import parse_series

CASE = {"schema": "sciatic.case/1", "id": "x"}
AT_ONCE_S = 2.0


def words(count):
    return {f"saddle_numbnes{number}": True for number in range(count)}


HOSTILE = {
    "unknown findings": json.dumps({**CASE, "history": words(2000)}),
    "unknown dates": json.dumps({**CASE, "history": {"timing": words(2000)}}),
    "unknown regions": json.dumps(
        {
            **CASE,
            "chart": {
                "marks": [
                    {"side": "left", "region": f"toe{number}", "sensation": "numb"}
                    for number in range(2000)
                ]
            },
        }
    ),
    "nested": "[" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_case_of_thousands_of_wrong_words_is_refused_at_once(name):
    begun = perf_counter()
    with pytest.raises(CaseError) as told:
        parse_case(HOSTILE[name], "upload")
    assert perf_counter() - begun < AT_ONCE_S
    assert told.value.problems


def test_every_wrong_word_is_named_and_the_first_ones_with_what_is_near():
    with pytest.raises(CaseError) as told:
        parse_case(HOSTILE["unknown findings"], "upload")
    assert len(told.value.problems) == 2000
    assert "Nearest: saddle_numbness" in f"{told.value.problems[0]}"
    assert "Nearest" not in f"{told.value.problems[-1]}"


def test_a_series_of_hundreds_of_wrong_visits_is_refused_at_once():
    visit = {"date": "2026-01-01", "case": {**CASE, "history": words(100)}}
    begun = perf_counter()
    with pytest.raises(CaseError):
        parse_series(json.dumps({"schema": "sciatic.course/1", "visits": [visit] * 400}))
    assert perf_counter() - begun < AT_ONCE_S


def test_a_key_of_thousands_of_parts_is_refused_at_once():
    begun = perf_counter()
    with pytest.raises(CaseError, match="too many dots"):
        parse_case("a" + ".a" * 100_000 + " = 1", "upload", toml=True)
    assert perf_counter() - begun < AT_ONCE_S
