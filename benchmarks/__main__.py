"""``make bench``: speed beside pyAgrum and numpy, then accuracy beside two baselines."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import compare, speed

CASES = Path(__file__).resolve().parents[1] / "tests" / "clinical" / "cases"

status = speed.main(sys.argv[1:])
if (CASES / "truth.jsonl").exists():
    print(f"\nAccuracy on {CASES.relative_to(CASES.parents[2])}\n")
    status = compare.main([str(CASES)]) or status
raise SystemExit(status)
