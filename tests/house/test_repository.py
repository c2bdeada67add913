"""A clone is all there is, and every setting stands in one file."""

from __future__ import annotations

import ast
import re
import tomllib

from repository import ROOT, definitions, files, modules, shown

SETTINGS = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
OURS = "test_repository.py"
ELSEWHERE = re.compile(
    r"""(?<![\w.:/])/(?:work|root|home|Users|opt|mnt)/\w
    | --(?:extra-)?index-url | \b(?:PIP_INDEX_URL|find-links)\b
    | pypi\.org/simple | files\.pythonhosted\.org | registry\.npmjs\.org | deb\.debian\.org""",
    re.VERBOSE,
)


PICTURES = {".png": b"\x89PNG\r\n\x1a\n"}
"""Files that are no text, by what they begin with."""


def readable() -> list[tuple[str, str]]:
    """Every file of text with its name; whatever is no picture has to be UTF-8."""
    texts = []
    for path in files():
        if path.name != OURS and path.suffix not in PICTURES:
            texts.append((shown(path), path.read_text("utf-8")))
    return texts


def test_a_picture_is_one_and_small_and_says_nothing_of_where_it_was_made() -> None:
    for path in files(*PICTURES):
        content = path.read_bytes()
        assert content.startswith(PICTURES[path.suffix]), shown(path)
        assert len(content) <= 150_000, f"{shown(path)} is larger than 150 kB"
        kinds = {chunk for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf") if chunk in content}
        assert not kinds, f"{shown(path)} carries notes of its maker: {kinds}"


def test_no_file_names_a_place_outside() -> None:
    found = [
        f"{name}: {match.group()}"
        for name, text in readable()
        for match in ELSEWHERE.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_every_setting_stands_in_pyproject() -> None:
    assert {"ruff", "mypy", "pytest", "importlinter"} <= set(SETTINGS["tool"])
    others = ["setup.cfg", "tox.ini", "pytest.ini", "mypy.ini", ".ruff.toml", "ruff.toml"]
    assert not [name for name in [*others, ".importlinter"] if ROOT.joinpath(name).exists()]


def test_types_are_strict_and_warnings_are_errors() -> None:
    assert SETTINGS["tool"]["mypy"]["strict"] is True
    assert "error" in SETTINGS["tool"]["pytest"]["ini_options"]["filterwarnings"]


def test_the_main_job_needs_numpy_click_and_little_more() -> None:
    needed = {re.split(r"[<>=!~]", line)[0] for line in SETTINGS["project"]["dependencies"]}
    assert needed == {"numpy", "click", "networkx"}


def test_everything_that_is_installed_is_pinned_without_an_address() -> None:
    lines = ROOT.joinpath("constraints.txt").read_text("utf-8").splitlines()[1:]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    extras = SETTINGS["project"]["optional-dependencies"]
    wanted = [*SETTINGS["project"]["dependencies"], *extras["test"], *extras["bench"], "hatchling"]
    assert {re.split(r"[<>=!~]", name)[0].lower().replace("_", "-") for name in wanted} <= pinned


def test_every_public_thing_has_a_docstring() -> None:
    bare = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in definitions(path, ast.FunctionDef, ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node) and _at_top(path, node)
    ]
    assert not bare, "\n".join(bare)


def _at_top(path: object, node: ast.AST) -> bool:
    return getattr(node, "col_offset", 1) == 0


def test_every_habit_has_its_command() -> None:
    makefile = ROOT.joinpath("Makefile").read_text("utf-8")
    for target in ("run", "test", "lint", "types", "bench", "docs", "format"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
