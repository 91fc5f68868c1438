"""The small door for notebooks gives the same figures as the review, as plain rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.notebook import (
    exposure_rows,
    finding_rows,
    holding_rows,
    open_portfolio,
    open_sample,
)
from tests.conftest import StoppedClock


def test_rows_hold_what_the_review_holds(tmp_path: Path, clock: StoppedClock) -> None:
    with open_sample(tmp_path, clock) as desk:
        path = desk.path
        review = desk.review()
    rows = holding_rows(review)
    priced = [row for row in rows if row["reason"] is None]
    assert len(priced) == len(review.valuation.lines)
    assert len(rows) == len(priced) + len(review.valuation.unpriced)
    assert all(isinstance(row["value"], Decimal) for row in priced)
    assert sum(float(str(row["value"])) for row in priced) > 0
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    themes = exposure_rows(review, "theme")
    assert sum(float(str(row["weight"])) for row in themes) == pytest.approx(1)
    assert len(finding_rows(review)) == len(review.findings)
    assert path is not None
    with open_portfolio(path, clock) as desk:
        assert holding_rows(desk.review()) == rows


def test_an_unknown_dimension_and_a_missing_file_are_refused(
    tmp_path: Path, clock: StoppedClock
) -> None:
    with open_sample(tmp_path, clock) as desk, pytest.raises(ValueError, match="colour"):
        exposure_rows(desk.review(), "colour")
    with pytest.raises(FileTrouble), open_portfolio(tmp_path / "none.corridor", clock):
        pass
