"""Ours beside NEURON: tables it made, and, where it is installed, rows it runs now."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from sciatic.physiology.conduction import Settings, conduct
from sciatic.physiology.fibres import Lesion, MyelinatedFibre

ROOT = Path(__file__).resolve().parents[2]
TABLES = Path(__file__).parent / "data"
SCRIPT = ROOT / "benchmarks" / "neuron_oracle.py"
HOW_TO_INSTALL = (
    "ORACLE NOT RUN: no NEURON and PyFibers here. To run it: "
    "pip install 'sciatic[oracle]', then pyfibers_compile once (two minutes, gcc)"
)
VELOCITY_WITHIN, RATIO_WITHIN = 0.001, 0.01
LEVELS = {"thin": "thinned", "gap": "gap_um", "seal": "seal", "depol": "depolarised_mv",
          "nablock": "sodium_lost"}  # fmt: skip
NEW_ROWS = """\
fibre_model,diameter_um,lesion,internodes,level,kind,settings
MRG_DISCRETE,8.7,thin,4,0.77,new,36 C; dt 0.004 ms
MRG_DISCRETE,12.8,depol,6,7.5,new,37 C; dt 0.005 ms
MRG_DISCRETE,5.7,nablock,3,0.35,new,34 C; dt 0.005 ms
MRG_INTERPOLATION,7.9,gap,8,5.5,new,37 C; dt 0.005 ms
MRG_INTERPOLATION,13.3,seal,9,70,new,37 C; dt 0.0025 ms
PENA,3.1,thin,6,0.7,new,37 C; dt 0.005 ms
MRG_DISCRETE,14.0,depol,10,25,new,37 C; dt 0.005 ms
"""
"""Rows in no table, so that nothing can have been fitted to them; the last one is blocked."""

Row = dict[str, str]


def read(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines()))


def name(row: Row) -> str:
    parts = ("fibre_model", "diameter_um", "lesion", "internodes", "level", "settings")
    return " ".join(row[part] for part in parts)[:90]


def lesion(row: Row) -> Lesion:
    harm = {LEVELS[row["lesion"]]: float(row["level"])} if row["lesion"] != "none" else {}
    return Lesion(internodes=int(row["internodes"]), **harm)


def setting(row: Row) -> tuple[float, float]:
    degc = re.search(r"([\d.]+) C\b", row["settings"])
    step = re.search(r"\bdt ([\d.]+) ms", row["settings"])
    assert degc
    assert step
    return float(degc[1]), float(step[1])


def differences(rows: Iterable[Row]) -> list[str]:
    """What ours says otherwise than NEURON's rows, beyond what we allow ourselves."""
    alike: dict[tuple[float, float], list[Row]] = defaultdict(list)
    for row in rows:
        alike[setting(row)].append(row)
    found = []
    for (degc, step_ms), group in alike.items():
        how = Settings(step_ms=step_ms, temperature_degc=degc, dead_below_mv=-45.0)
        fibres = [MyelinatedFibre(float(r["diameter_um"]), r["fibre_model"]) for r in group]
        ours = conduct(fibres, [lesion(row) for row in group], how)
        for i, row in enumerate(group):
            upstream = float(row["velocity_upstream_m_s"])
            if bool(int(row["blocked"])) != bool(ours.blocked[i]):
                found.append(f"{name(row)}: blocked {row['blocked']}, ours {ours.blocked[i]}")
            elif abs(ours.upstream_m_per_s[i] / upstream - 1) > VELOCITY_WITHIN:
                found.append(f"{name(row)}: {upstream} m/s, ours {ours.upstream_m_per_s[i]:.3f}")
            elif not ours.blocked[i]:
                ratio = float(row["velocity_ratio"])
                if abs(ours.velocity_ratio[i] / ratio - 1) > RATIO_WITHIN:
                    found.append(f"{name(row)}: x{ratio}, ours x{ours.velocity_ratio[i]:.4f}")
    return found


@pytest.fixture
def oracle_python(request: pytest.FixtureRequest) -> str:
    """A Python that can run NEURON and PyFibers: this one, or that of ``.venv-oracle``."""
    for python in (ROOT / ".venv-oracle" / "bin" / "python", Path(sys.executable)):
        if (
            python.exists()
            and not subprocess.run(
                [python, SCRIPT, "--available"], capture_output=True, check=False
            ).returncode
        ):
            return str(python)
    plugins = request.config.pluginmanager
    reporter, capture = (plugins.get_plugin(n) for n in ("terminalreporter", "capturemanager"))
    if reporter is not None and capture is not None:
        with capture.global_and_fixture_disabled():
            reporter.write_line(f"\n{HOW_TO_INSTALL}", yellow=True, bold=True)
    pytest.skip(HOW_TO_INSTALL)


@pytest.mark.parametrize("table", ["neuron_reference", "neuron_extra"])
def test_every_row_that_neuron_made_is_met(table: str) -> None:
    rows = read((TABLES / f"{table}.csv").read_text("utf-8"))
    assert len(rows) > 90
    assert differences(rows) == []


def test_a_wrong_row_is_told() -> None:
    rows = read((TABLES / "neuron_extra.csv").read_text("utf-8"))
    passing = next(row for row in rows if row["blocked"] == "0")
    faster = passing | {
        "velocity_upstream_m_s": str(1.002 * float(passing["velocity_upstream_m_s"]))
    }
    assert len(differences([passing | {"blocked": "1"}, faster])) == 2


def test_neuron_agrees_on_rows_that_nobody_has_seen(oracle_python: str, tmp_path: Path) -> None:
    asked = tmp_path / "rows.csv"
    asked.write_text(NEW_ROWS, "utf-8")
    done = subprocess.run(
        [oracle_python, SCRIPT, asked], capture_output=True, text=True, check=True
    )
    rows = read(done.stdout)
    assert len(rows) == 7
    assert [row["blocked"] for row in rows] == ["0"] * 6 + ["1"]
    assert differences(rows) == []


def test_neuron_still_makes_the_tables_as_they_are(oracle_python: str) -> None:
    table = TABLES / "neuron_extra.csv"
    done = subprocess.run(
        [oracle_python, SCRIPT, table, "--every", "15", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_blocked_is_never_a_fast_fibre() -> None:
    """The table itself: what is blocked has no velocity, what passes has one, at most normal."""
    rows = read((TABLES / "neuron_reference.csv").read_text("utf-8"))
    for row in rows:
        assert (row["blocked"] == "1") == (row["velocity_ratio"] == ""), name(row)
    passing = np.array([float(row["velocity_ratio"]) for row in rows if row["velocity_ratio"]])
    assert passing.min() > 0
    assert passing.max() < 1.01
