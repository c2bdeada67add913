"""tests/clinical holds facts, each with a source that is known."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from repository import ROOT

CLINICAL = ROOT / "tests" / "clinical"
FEWEST = 60


def collect(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("mark", "fault"),
    [
        ("", "needs @pytest.mark.source"),
        ('@pytest.mark.source("nobody1900")', "no such source: nobody1900"),
        ('@pytest.mark.source("assumption")', "no such source: assumption"),
    ],
)
def test_a_fact_without_a_known_source_is_refused(mark: str, fault: str, tmp_path: Path) -> None:
    shutil.copy(CLINICAL / "conftest.py", tmp_path / "conftest.py")
    tmp_path.joinpath("test_fact.py").write_text(
        f"import pytest\n\n{mark}\ndef test_a_fact():\n    assert 1 < 2\n", "utf-8"
    )
    settings = ROOT / "pyproject.toml"
    told = collect(
        "-p", "no:cacheprovider", "-c", str(settings), "--rootdir", str(tmp_path), str(tmp_path)
    )
    assert told.returncode == 4
    assert fault in told.stdout + told.stderr


def test_there_are_at_least_60_facts() -> None:
    told = collect("-p", "no:cacheprovider", str(CLINICAL))
    assert told.returncode == 0, told.stdout + told.stderr
    facts = {line.split("[")[0] for line in told.stdout.splitlines() if "::test_" in line}
    assert len(facts) >= FEWEST
