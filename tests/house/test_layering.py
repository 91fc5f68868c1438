"""The layering contracts hold, and they would notice a breach."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

INJECTIONS = {
    "domain/money.py": "import numpy",
    "ledger/book.py": "import corridor_desktop.market.market",
    "valuation/valuation.py": "import corridor_desktop.exposure.exposure",
    "services/review.py": "import sqlite3",
    "rules/contract.py": "import PySide6.QtCore",
    "exposure/exposure.py": "import pandas",
    "stress/report.py": "import corridor_desktop.rules.contract",
    "cli/text.py": "import corridor_desktop.ui.format",
    "ui/format.py": "import corridor_desktop.store.database",
    "services/words.py": "import keyring",
    "market/market.py": "import yfinance",
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(tool), "--no-cache"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "corridor_desktop", tmp_path / "corridor_desktop")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("file", "line"), INJECTIONS.items())
def test_a_breach_is_noticed(copy: Path, file: str, line: str) -> None:
    target = copy / "corridor_desktop" / file
    target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = _lint(copy)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout
