"""Digests kept from an earlier start: never of files that have changed since."""

import os
import time

import pytest

from sciatic.assessment.digests import EVIDENCE_ROOMS, MODEL_ROOMS, digests

LONG_AGO_S = 1_600_000_000


@pytest.fixture
def package(tmp_path):
    """A small package with a table and a module in each room."""
    for room in {*MODEL_ROOMS, *EVIDENCE_ROOMS}:
        data = tmp_path / "package" / room / "data"
        data.mkdir(parents=True)
        (data / "numbers.csv").write_text("name,value\na,1\n", "utf-8")
        (data.parent / "code.py").write_text("A = 1\n", "utf-8")
    return tmp_path / "package"


@pytest.fixture
def table(package):
    return package / "findings" / "data" / "numbers.csv"


def at_rest(package, kept_in):
    """Digests as of files that have rested long enough, without waiting for it."""
    time.sleep(0.02)
    return digests(package, kept_in, rest_ns=0)


def test_digests_of_files_at_rest_are_kept(package, tmp_path):
    found = at_rest(package, tmp_path / "kept")
    (note,) = (tmp_path / "kept").iterdir()
    note.write_text(note.read_text("utf-8").replace(found[0], "as kept"), "utf-8")
    assert digests(package, tmp_path / "kept") == ("as kept", found[1])


def test_a_file_just_written_is_not_trusted(package, tmp_path):
    digests(package, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_change_within_the_same_second_and_of_the_same_length_counts(package, table, tmp_path):
    """Two writes may fall into one tick of the clock; the second must still be seen."""
    seen = set()
    for value in range(9):
        table.write_text(f"name,value\na,{value}\n", "utf-8")
        os.utime(table, (LONG_AGO_S, LONG_AGO_S))
        seen.add(digests(package, tmp_path / "kept"))
    assert len(seen) == 9


def test_an_old_time_put_on_a_changed_file_hides_nothing(package, table, tmp_path):
    os.utime(table, (LONG_AGO_S, LONG_AGO_S))
    first = at_rest(package, tmp_path / "kept")
    assert (tmp_path / "kept").exists()
    time.sleep(0.02)
    table.write_text("name,value\na,2\n", "utf-8")
    os.utime(table, (LONG_AGO_S, LONG_AGO_S))
    assert digests(package, tmp_path / "kept") != first


def test_a_new_and_a_lost_file_count(package, table, tmp_path):
    first = at_rest(package, tmp_path / "kept")
    beside = table.with_name("more.csv")
    beside.write_text("name\n", "utf-8")
    assert digests(package, tmp_path / "kept") != first
    beside.unlink()
    assert digests(package, tmp_path / "kept") == first


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}'])
def test_a_damaged_note_is_not_read(package, tmp_path, text):
    first = at_rest(package, tmp_path / "kept")
    (note,) = (tmp_path / "kept").iterdir()
    note.write_text(text, "utf-8")
    assert digests(package, tmp_path / "kept") == first


def test_where_nothing_can_be_kept_they_are_counted_anew(package, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", "utf-8")
    assert at_rest(package, in_the_way / "kept") == at_rest(package, tmp_path / "kept")
