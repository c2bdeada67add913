"""The few names that a user needs, all real, all documented."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import sciatic

NAMES = [name for name in sciatic.__all__ if not name.startswith("_")]


def test_there_are_at_most_20() -> None:
    assert len(NAMES) <= 20
    assert list(sciatic.__all__) == sorted(sciatic.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(sciatic, name))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="diagnose"):
        sciatic.diagnose  # noqa: B018


def test_dir_lists_them() -> None:
    assert set(NAMES) <= set(dir(sciatic))


def test_the_version_is_that_of_the_changelog() -> None:
    changelog = Path(__file__).parents[2].joinpath("CHANGELOG.md").read_text("utf-8")
    assert f"## [{sciatic.__version__}]" in changelog
