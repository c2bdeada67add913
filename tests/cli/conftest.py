"""An assessment and a prediction written by hand, and a way to call the program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def assessment() -> dict[str, Any]:
    return dict(json.loads(HERE.joinpath("sample_assessment.json").read_text("utf-8")))


@pytest.fixture
def prediction() -> dict[str, Any]:
    return dict(json.loads(HERE.joinpath("sample_prediction.json").read_text("utf-8")))


@pytest.fixture
def sciatic() -> Run:
    """Call the installed program in a process of its own."""
    program = Path(sys.executable).with_name("sciatic")

    def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), *arguments],
            cwd=HERE.parents[1],
            capture_output=True,
            text=True,
            check=False,
            **more,
        )

    return run
