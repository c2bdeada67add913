"""A clinical fact without a known source is refused before any test runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sciatic.evidence import sources

HERE = Path(__file__).parent


def fault_of(item: pytest.Item) -> str | None:
    """Why this test may not stand here; None where it may."""
    keys = [key for mark in item.iter_markers("source") for key in mark.args]
    if not keys:
        return f"{item.nodeid}: a clinical fact needs @pytest.mark.source(key)"
    unknown = [key for key in keys if key not in sources() or key == "assumption"]
    if unknown:
        return f"{item.nodeid}: no such source: {', '.join(unknown)}"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ours = [item for item in items if HERE in item.path.parents]
    faults = [fault for item in ours if (fault := fault_of(item))]
    if faults:
        raise pytest.UsageError("\n".join(dict.fromkeys(faults)))
