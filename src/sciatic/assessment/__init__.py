"""The facade: a case in, an assessment out; a lesion in, what it would show out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sciatic.assessment.assess import Assessment, assess
from sciatic.assessment.cache import compile_model, compiled

if TYPE_CHECKING:
    from sciatic.assessment.comparison import WhatIf, what_if

__all__ = ["Assessment", "WhatIf", "assess", "compile_model", "compiled", "what_if"]


def __getattr__(name: str) -> object:
    """``what_if`` and ``WhatIf``, imported when they are first used: an assessment is quick."""
    if name not in ("WhatIf", "what_if"):
        raise AttributeError(f"module 'sciatic.assessment' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module("sciatic.assessment.comparison"), name)
    globals()[name] = value
    return value
