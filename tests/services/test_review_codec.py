"""A review survives being kept; what is no review counts as none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.services.review import Review
from corridor_desktop.services.review_codec import decode, encode, shape
from corridor_desktop.store.database import connect_existing
from tests.conftest import StoppedClock


def _no_feed() -> PriceFeed:
    raise AssertionError("nothing is fetched here")


@pytest.fixture
def desk(clock: StoppedClock, tmp_path: Path) -> Desk:
    made = Desk(clock, _no_feed)
    made.open_sample(tmp_path)
    return made


def test_every_figure_survives(desk: Desk) -> None:
    review = desk.review()
    back = decode(encode(review))
    assert isinstance(back, Review)
    assert encode(back) == encode(review)
    assert back.valuation == review.valuation
    assert back.exposures == review.exposures
    assert back.findings == review.findings
    assert back.decisions == review.decisions
    assert back.stress.shocks == review.stress.shocks
    assert back.stress.portfolio == review.stress.portfolio
    assert back.clearance == review.clearance
    desk.close()


def test_it_is_kept_in_the_file_and_shown_at_the_next_start(desk: Desk) -> None:
    path = desk.path
    assert path is not None
    assert desk.last_review() is None
    review = desk.review()
    desk.keep_review(review, path)
    desk.close()
    desk.open(path)
    back = desk.last_review()
    assert back is not None
    assert (back.made_at, back.valuation.total) == (review.made_at, review.valuation.total)
    desk.keep_review(review, path.with_name("other.corridor"))
    desk.close()


def test_a_file_changed_from_outside_shows_no_kept_review(desk: Desk) -> None:
    import sqlite3
    from contextlib import closing

    path = desk.path
    assert path is not None
    desk.keep_review(desk.review(), path)
    desk.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE settings SET value = value")
        other.execute("UPDATE portfolio SET name = 'Other'")
    desk.open(path)
    assert desk.last_review() is None
    desk.close()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b'["r",0]', b'["r",999,1]', b'["e",0,1]', b'["n","object",[1],""]',
        b'["z"]', b'["m",["a","b"]]', b"[" * 100_000, b'["d","x"]', b"\xff", b'["t",1,2]',
    ],
)  # fmt: skip
def test_what_is_no_review_counts_as_none(content: bytes) -> None:
    assert decode(content) is None


def test_the_shape_does_not_change_by_itself() -> None:
    assert shape() == shape()
    assert len(shape()) == 16
    assert json.dumps(shape())


def test_the_store_gives_no_review_of_another_shape(desk: Desk) -> None:
    path = desk.path
    assert path is not None
    desk.keep_review(desk.review(), path)
    desk.close()
    database = connect_existing(path)
    database.run("UPDATE last_review SET shape = 'older'")
    database.close()
    desk.open(path)
    assert desk.last_review() is None
    desk.close()
