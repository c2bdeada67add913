"""The compiled model in its cache: built once, mapped, and never a reason to fail."""

import json
import os
import shutil

import numpy as np
import pytest

from sciatic.assessment import compile_model, compiled
from sciatic.assessment.cache import _save
from sciatic.assessment.digests import cache_folder, evidence_digest, model_digest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the model will be kept; nothing is there yet."""
    monkeypatch.setenv("SCIATIC_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / model_digest()[:24]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the model in it, to be copied."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCIATIC_CACHE", str(tmp_path_factory.mktemp("written")))
        compile_model()
        return cache_folder()


@pytest.fixture
def kept(folder, written):
    """Where the model is kept."""
    shutil.copytree(written, folder.parent)
    return folder


def same(one, other):
    """Whether two models hold the same numbers."""
    assert one.digest == other.digest
    assert one.labels.condition == other.labels.condition
    assert np.array_equal(one.labels.roots, other.labels.roots)
    assert np.allclose(one.labels.weight, other.labels.weight)
    assert one.tables.tables.keys() == other.tables.tables.keys()
    for key in list(one.tables.tables)[::40]:
        assert np.array_equal(one.tables.tables[key].p, other.tables.tables[key].p)
        assert one.tables.tables[key].values == tuple(other.tables.tables[key].values)
    assert one.tables.numbers.keys() == other.tables.numbers.keys()
    for setting in one.priors:
        assert dict(one.priors[setting]) == dict(other.priors[setting])
    return True


def test_it_is_built_once_and_found_afterwards(folder):
    steps = []
    built = compile_model(steps.append)
    assert "writing the cache" in steps
    assert folder.is_dir()
    again = []
    found = compile_model(again.append)
    assert again == ["found in the cache"]
    assert same(built, found)
    assert same(found, compiled())


def test_nothing_is_left_beside_the_model(kept):
    assert compile_model().digest == kept.name + model_digest()[24:]
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def test_a_model_of_other_tables_is_not_read(kept):
    other = kept.parent / ("0" * 24)
    kept.rename(other)
    (other / "directory.json").write_text("{}", "utf-8")
    assert same(compile_model(), compiled())
    assert kept.exists()


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("directory.json", "lost"),
        ("directory.json", "cut"),
        ("floats.npy", "cut"),
        ("ints.npy", "emptied"),
        ("ints.npy", "lost"),
    ],
)
def test_a_damaged_cache_is_built_again(kept, name, damage):
    broken = kept / name
    whole = broken.read_bytes()
    if damage == "lost":
        broken.unlink()
    else:
        broken.write_bytes(whole[: len(whole) // 3] if damage == "cut" else b"")
    assert same(compile_model(), compiled())


def test_a_damaged_cache_is_mended_for_the_next_time(kept):
    (kept / "directory.json").unlink()
    compile_model()
    steps = []
    compile_model(steps.append)
    assert steps == ["found in the cache"]


def test_only_the_newest_models_are_kept(kept):
    for number in range(5):
        old = kept.parent / f"{number:024x}"
        old.mkdir()
        (old / "directory.json").write_text("{}", "utf-8")
    (kept.parent / "digests.json").write_text("{}", "utf-8")
    shutil.rmtree(kept)
    compile_model()
    assert kept.exists()
    assert len([one for one in kept.parent.iterdir() if one.is_dir()]) == 3
    assert (kept.parent / "digests.json").exists()


def test_where_nothing_can_be_written_it_says_so_and_works(tmp_path, monkeypatch, capsys):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", "utf-8")
    monkeypatch.setenv("SCIATIC_CACHE", str(in_the_way / "kept"))
    assert same(compile_model(), compiled())
    told = capsys.readouterr().err
    assert "can't be kept" in told
    assert "SCIATIC_CACHE" in told


def test_the_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SCIATIC_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("SCIATIC_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "sciatic"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "sciatic"


def test_the_digests_are_of_files_and_differ():
    assert len(model_digest()) == len(evidence_digest()) == 64
    assert model_digest() != evidence_digest()


def test_the_directory_is_plain_json(kept):
    directory = json.loads((kept / "directory.json").read_text("utf-8"))
    assert directory["digest"] == model_digest()


def test_a_person_without_a_home_has_no_cache_and_no_crash(monkeypatch, capsys):
    monkeypatch.setenv("SCIATIC_CACHE", "~nobody-of-this-name/models")
    assert compile_model().digest == model_digest()
    assert "set SCIATIC_CACHE" in capsys.readouterr().err


def test_the_cache_may_be_given_from_home_and_a_relative_base_is_ignored(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SCIATIC_CACHE", "~/models")
    assert cache_folder() == tmp_path / "models"
    monkeypatch.delenv("SCIATIC_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_folder() == tmp_path / ".cache" / "sciatic"


def test_a_model_that_can_not_be_written_to_the_end_leaves_nothing(folder):
    with pytest.raises(AttributeError):
        _save(None, folder)
    assert folder.parent.is_dir()
    assert not list(folder.parent.glob("new-*"))


def test_what_a_killed_process_left_is_cleared_away(folder):
    old, fresh = folder.parent / "new-old", folder.parent / "new-fresh"
    old.mkdir(parents=True)
    fresh.mkdir()
    os.utime(old, (0, 0))
    compile_model()
    assert not old.exists()
    assert fresh.exists()
