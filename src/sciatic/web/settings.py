"""What whoever runs the server can set."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sciatic.errors import UnknownTermError

EMERGENCY_NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "any": "112, 999 or 911",
        "gb": "999",
        "ie": "112 or 999",
        "eu": "112",
        "us": "911",
        "ca": "911",
        "au": "000",
        "nz": "111",
    }
)
"""The number to call, by region; ``any`` names those of most of the world (ITU-T E.161.1)."""
CODE_NUMBERS: Final = "999, 112 or 911"
"""The numbers as the advice of the package names them; a page says its own in their place."""
KEEP_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one server.

    Attributes:
        emergency_number: what to call, as it is to be read.
        languages: the languages offered, the first for whoever asks for none of them.
        hosts: the names this server answers to; others are refused.
        most_bytes: the largest request that is read.
        secret: signs the forms of this server; after a new one, forms of older pages ask to go on.
        today: the day that dates count from.
        store: the folder for check-ins that a person asks to keep; None keeps nothing, ever.
        keep_days: for how long one is kept after it was last written.
    """

    emergency_number: str = EMERGENCY_NUMBERS["any"]
    languages: tuple[str, ...] = ("en", "es")
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    most_bytes: int = 256 * 1024
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    today: Callable[[], date] = date.today
    store: Path | None = None
    keep_days: int = KEEP_DAYS


def number_of(region: str) -> str:
    """The emergency number of a region.

    Raises:
        UnknownTermError: a region that is not in the table.
    """
    try:
        return EMERGENCY_NUMBERS[region]
    except KeyError:
        raise UnknownTermError("region", region, EMERGENCY_NUMBERS) from None
