"""A fresh portfolio file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import ACCOUNT, AT, FERRY, PIER


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "harbour.corridor"


@pytest.fixture
def store(path: Path) -> Iterator[PortfolioStore]:
    with PortfolioStore.create(path, "Harbour", "EUR", AT) as opened:
        opened.accounts.keep(ACCOUNT)
        for instrument in (FERRY, PIER):
            opened.instruments.keep(instrument)
        yield opened
