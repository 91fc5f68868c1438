"""Money never becomes a double on its way from import to exposure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "corridor_desktop"
MONEY_ROOMS = ("importers", "ledger")


@pytest.mark.parametrize("room", MONEY_ROOMS)
def test_money_rooms_know_no_float(room: str) -> None:
    found = []
    for path in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id == "float":  # type: ignore[attr-defined]
                found.append(f"{path.name}:{node.lineno}")  # type: ignore[attr-defined]
    assert not found
