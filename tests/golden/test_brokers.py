"""Every broker fixture reads as its twin says; the twins were looked at line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.refresh import FOLDER, fixtures, form, twin

CASES = fixtures()


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_fixture_reads_as_its_twin(path: Path) -> None:
    assert twin(path).read_text(encoding="utf-8") == form(path)


def test_no_twin_without_its_fixture() -> None:
    twins = set(FOLDER.glob("*/*.expected.json"))
    assert twins == {twin(path) for path in CASES}
    assert len(CASES) >= 20
