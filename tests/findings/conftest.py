"""The table of docs/model-check.md is made by ``benchmarks``, which lies beside ``tests``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
