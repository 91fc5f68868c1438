"""Slow trials of what is shipped: skipped unless they are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ASK = "CORRIDOR_BUILD"
ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what builds something, and say how to run it."""
    if os.environ.get(ASK):
        return
    skip = pytest.mark.skip(reason=f"builds for minutes: {ASK}=1 pytest -n 0 -m built")
    for item in items:
        if item.get_closest_marker("built") is not None:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
