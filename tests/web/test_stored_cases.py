"""Kept check-ins: ciphertext alone, opened and deleted by a code of 115 bits, and over in time."""

import zlib
from datetime import date, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatic.web.stored_cases import (
    ALPHABET,
    RANDOM_LETTERS,
    CodeError,
    StoredCases,
    new_code,
    read_code,
    written,
)

TODAY = date(2026, 11, 25)
TEXT = '{"schema": "sciatic.course/1", "saddle_numbness": true, "age_years": 46}'


@pytest.fixture
def store(tmp_path):
    return StoredCases(tmp_path / "kept", 90)


def test_a_code_is_at_least_100_bits_and_no_two_are_alike():
    assert RANDOM_LETTERS * log2(len(ALPHABET)) >= 100
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(written(read_code(code)) == code for code in codes)


def test_a_code_is_read_however_it_is_written():
    code = new_code()
    assert read_code(f"  {code.lower().replace('-', ' ')} ") == read_code(code)
    sloppy = code.replace("0", "o").replace("1", "l")
    assert read_code(sloppy) == read_code(code)


@given(st.integers(0, 24), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_nearly_always_found(place, letter):
    code = read_code("00000-00000-00000-00000-000" + _check_of("0" * 23))
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        return
    if place >= RANDOM_LETTERS or _check_of(wrong[:23]) != wrong[23:]:
        with pytest.raises(CodeError):
            read_code(wrong)


def _check_of(letters):
    from sciatic.web import stored_cases

    return stored_cases._check(letters)


@pytest.mark.parametrize("typed", ["", "hello", "0" * 24, "0" * 26, "é" * 25, "!" * 25])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(CodeError):
        read_code(typed)


def test_what_is_kept_opens_with_its_code_alone(store):
    code, other = read_code(new_code()), read_code(new_code())
    until = store.keep(code, TEXT, TODAY)
    assert until == TODAY + timedelta(days=90)
    kept = store.open(code, TODAY)
    assert (kept.text, kept.until) == (TEXT, until)
    assert store.open(other, TODAY) is None


def test_a_file_holds_no_plain_text_and_no_code(store):
    code = read_code(new_code())
    store.keep(code, TEXT, TODAY)
    (path,) = store.folder.iterdir()
    content = path.read_bytes()
    for secret in (
        b"saddle",
        b"age",
        b"sciatic.course",
        code.encode(),
        zlib.compress(TEXT.encode()),
    ):
        assert secret not in content
    assert code not in path.name
    assert path.stat().st_mode & 0o077 == 0
    assert store.folder.stat().st_mode & 0o077 == 0


def test_sizes_tell_little_and_the_same_text_never_looks_the_same(store):
    codes = [read_code(new_code()) for _ in range(2)]
    store.keep(codes[0], "short", TODAY)
    store.keep(codes[1], TEXT * 20, TODAY)
    assert len({path.stat().st_size for path in store.folder.iterdir()}) == 1
    first = [path.read_bytes() for path in sorted(store.folder.iterdir())]
    for code in codes:
        store.keep(code, "short", TODAY)
    second = [path.read_bytes() for path in sorted(store.folder.iterdir())]
    assert all(one != other for one, other in zip(first, second, strict=True))


def test_a_file_that_was_meddled_with_does_not_open(store):
    code = read_code(new_code())
    store.keep(code, TEXT, TODAY)
    (path,) = store.folder.iterdir()
    content = bytearray(path.read_bytes())
    later = (TODAY + timedelta(days=4000)).toordinal().to_bytes(4)
    path.write_bytes(bytes(content[:4]) + later + bytes(content[8:]))
    assert store.open(code, TODAY) is None
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    assert store.open(code, TODAY) is None


def test_what_is_over_neither_opens_nor_stays(store):
    old, young = read_code(new_code()), read_code(new_code())
    store.keep(old, TEXT, TODAY)
    store.keep(young, TEXT, TODAY + timedelta(days=5))
    last, after = TODAY + timedelta(days=90), TODAY + timedelta(days=91)
    assert store.open(old, last) is not None
    assert store.open(old, after) is None
    assert store.purge(last) == 0
    assert store.purge(after) == 1
    assert store.open(young, after) is not None
    assert len(list(store.folder.iterdir())) == 1


def test_deleting_leaves_nothing_and_says_where_nothing_was(store):
    code = read_code(new_code())
    store.keep(code, TEXT, TODAY)
    assert store.delete(code)
    assert not list(store.folder.iterdir())
    assert not store.delete(code)
    assert store.open(code, TODAY) is None


def test_purging_a_folder_that_is_not_there_is_nothing(store):
    assert store.purge(TODAY) == 0


def test_more_than_answers_can_be_is_not_kept(store):
    with pytest.raises(ValueError, match="more than"):
        store.keep(read_code(new_code()), "x" * 3_000_000, TODAY)


def test_a_file_whose_head_is_no_day_is_left_alone_and_stops_nothing(store):
    store.keep(read_code(new_code()), TEXT, TODAY)
    odd = store.folder / "odd.kept"
    for day in (0, 2**32 - 1):
        odd.write_bytes(b"SCK1" + day.to_bytes(4) + bytes(40))
        assert store.purge(TODAY + timedelta(days=1)) == 0
    assert odd.is_file()


def test_what_could_not_be_written_leaves_no_half_file(store, monkeypatch):
    def full(draft, path):
        raise OSError("no space left")

    monkeypatch.setattr(type(store.folder), "replace", full)
    with pytest.raises(OSError, match="no space"):
        store.keep(read_code(new_code()), TEXT, TODAY)
    assert not list(store.folder.iterdir())
