"""Modules, functions and classes that fit on a page or two."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from repository import ROOT, definitions, modules, python_files, shown

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
LONGEST_CLASS = 200
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}


def length(node: ast.AST) -> int:
    """Lines of code of a definition, without its docstring."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    lines = node.end_lineno - node.lineno + 1  # type: ignore[operator]
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if is_text and isinstance(first.value.value, str):
        lines -= first.end_lineno - first.lineno + 1  # type: ignore[operator]
    return lines


@pytest.mark.parametrize("path", modules(), ids=shown)
def test_no_module_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_no_function_is_longer_than_40_lines() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{shown(path)}:{node.lineno} {node.name} has {length(node)}"
        for path in modules()
        for node in definitions(path, *kinds)
        if length(node) > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_no_class_is_longer_than_200_lines() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name} has {length(node)}"
        for path in modules()
        for node in definitions(path, ast.ClassDef)
        if length(node) > LONGEST_CLASS
    ]
    assert not long, "\n".join(long)


def test_every_file_is_named_by_its_subject() -> None:
    vague = [shown(path) for path in python_files() if VAGUE & {path.stem, path.parent.name}]
    assert not vague


def test_no_yaml_holds_an_answer() -> None:
    held = [shown(path) for path in ROOT.joinpath("src").rglob("*.y*ml")]
    assert not held, "YAML reads no as false; write CSV, TOML or JSON"
