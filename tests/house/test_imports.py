"""Rooms import one way, nothing runs in circles, and nothing heavy loads before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import networkx as nx
import pytest
from repository import ROOT

HEAVY = ("numpy", "networkx", "scipy", "pydantic", "importlib.metadata", "asyncio", "unittest")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def loaded_by(code: str) -> set[str]:
    """The modules that a new process has loaded after ``code``."""
    told = run(sys.executable, "-c", f"{code}\nimport sys\nprint('\\n'.join(sys.modules))")
    assert told.returncode == 0, told.stderr
    return set(told.stdout.split())


def test_the_contracts_hold() -> None:
    told = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_modules_import_each_other() -> None:
    graph = grimp.build_graph("sciatic", exclude_type_checking_imports=True, cache_dir=None)
    arrows = nx.DiGraph(
        (one, other)
        for one in graph.modules
        for other in graph.find_modules_directly_imported_by(one)
    )
    circles = [
        sorted(group) for group in nx.strongly_connected_components(arrows) if len(group) > 1
    ]
    assert not circles


def test_importing_the_package_loads_nothing_heavy() -> None:
    before = loaded_by("")
    assert not loaded_by("import sciatic") & set(HEAVY) - before
    assert "click" not in loaded_by("import sciatic")


@pytest.mark.parametrize("command", ["", "assess", "ask", "predict", "trace", "schema"])
def test_help_loads_no_numpy(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    loaded = loaded_by(
        "from sciatic.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as done:\n    assert done.code == 0"
    )
    assert not loaded & {"numpy", "networkx", "pydantic", "importlib.metadata"}


def test_the_help_of_all_loads_no_command() -> None:
    loaded = loaded_by(
        "from sciatic.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert {name for name in loaded if name.startswith("sciatic.")} <= {
        "sciatic.cli",
        "sciatic.errors",
    }


def test_the_red_flags_load_no_numpy() -> None:
    assert "numpy" not in loaded_by("import sciatic.triage")


def test_reading_a_case_loads_no_numpy() -> None:
    code = "from sciatic import load_case\nload_case('examples/s1_disc.json')"
    assert not loaded_by(code) & {"numpy", "networkx", "importlib.metadata"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_assessment_loads_nothing_that_only_building_needs(form: str) -> None:
    code = (
        "from sciatic.cli import main\n"
        f"try:\n    main(['assess', 'examples/s1_disc.json', '--format', '{form}'])\n"
        "except SystemExit as done:\n    assert not done.code"
    )
    loaded_by("from sciatic.assessment import compiled\ncompiled()")  # it may build the model
    assert not loaded_by(code) & {
        "importlib.resources",
        "numpy.ma",
        "numpy.random",
        "sciatic.anatomy",
        "sciatic.pathology",
        "tomllib",
    }
