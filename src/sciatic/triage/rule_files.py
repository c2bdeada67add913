"""The rule files as they lie in ``data/``, and the names of the rungs they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zlib import crc32

RUNGS: Final = ("self_care", "routine", "within_2_weeks", "same_day", "emergency_now")
"""The five rungs of urgency, the lowest first."""

SELF_CARE, ROUTINE, WITHIN_2_WEEKS, SAME_DAY, EMERGENCY = range(5)
FILES: Final = (
    "worry_order.toml",
    "red_flags.toml",
    "rungs.toml",
    "posterior_thresholds.toml",
)
DATA: Final = Path(__file__).resolve().parent / "data"
COMPILED: Final = DATA / "compiled.json"


def source_texts() -> dict[str, str]:
    """The rule files as they stand, by name."""
    return {name: DATA.joinpath(name).read_text("utf-8") for name in FILES}


def stamp(texts: Mapping[str, str]) -> int:
    """A checksum of the rule files: the compiled rules carry it."""
    return crc32("\n".join(texts[name] for name in FILES).encode())
