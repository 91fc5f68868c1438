"""The kept review is made again; a changed price or a changed figure is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.store.database import connect_existing
from tests.conftest import StoppedClock


def _no_feed() -> PriceFeed:
    raise AssertionError("nothing is fetched here")


@pytest.fixture
def desk(clock: StoppedClock, tmp_path: Path) -> Desk:
    made = Desk(clock, _no_feed)
    made.open_sample(tmp_path)
    return made


def test_no_kept_review_is_said(desk: Desk) -> None:
    assert desk.recompute() is None


def test_untouched_figures_are_the_same(desk: Desk) -> None:
    assert desk.path is not None
    desk.keep_review(desk.review(), desk.path)
    found = desk.recompute()
    assert found is not None
    assert found.figures > 500
    assert found.differing == ()


def test_a_tampered_kept_review_is_named(desk: Desk) -> None:
    assert desk.path is not None
    review = desk.review()
    first, *others = review.valuation.lines
    lines = (replace(first, stale_days=first.stale_days + 1), *others)
    desk.keep_review(replace(review, valuation=replace(review.valuation, lines=lines)), desk.path)
    found = desk.recompute()
    assert found is not None
    assert found.differing == ("valuation.lines[0].stale_days",)


def test_one_tampered_close_is_found(desk: Desk) -> None:
    assert desk.path is not None
    review = desk.review()
    desk.keep_review(review, desk.path)
    place = 0
    listing = review.valuation.lines[place].instrument.listing
    assert listing is not None
    path = desk.path
    desk.close()
    file = connect_existing(path)
    (closes,) = file.row("SELECT closes FROM series WHERE symbol = ?", (listing.symbol,)) or (b"",)
    changed = np.frombuffer(closes, "<f8").copy()
    changed[-1] *= 1.01
    sql = "UPDATE series SET closes = ? WHERE symbol = ?"
    assert file.run(sql, (changed.tobytes(), listing.symbol)) == 1
    file.close()
    desk.open(path)
    found = desk.recompute()
    assert found is not None
    assert any(each.startswith(f"valuation.lines[{place}].") for each in found.differing)
