"""Prices by command, with a price source that answers from a shelf."""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.fetch import FetchFailure
from corridor_desktop.domain.prices import PriceSeries
from tests.cli.conftest import Program

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def series(symbol: str, currency: str, *closes: float) -> PriceSeries:
    """Closes on consecutive days that end on 2026-03-19."""
    last = date(2026, 3, 19).toordinal()
    days = array("i", range(last - len(closes) + 1, last + 1))
    return PriceSeries(symbol, currency, days, array("d", closes), source="Shelf", fetched_at=NOW)


def prices_of(program: Program, symbol: str) -> dict[str, object]:
    rows = program.json("prices-status", "prices", "status")["prices"]
    found: dict[str, object] = next(row for row in rows if row["symbol"] == symbol)
    return found


def test_the_status_names_what_is_wanted_and_how_old_it_is(sample: Program) -> None:
    found = prices_of(sample, "^KS11")
    assert found["simulated"] is True
    fresh = found["age_days"]
    assert isinstance(fresh, int)
    sample.later(days=10)
    assert prices_of(sample, "^KS11")["age_days"] == fresh + 10


def test_an_empty_portfolio_wants_the_benchmark_and_has_none(empty: Program) -> None:
    found = prices_of(empty, "^KS11")
    assert (found["n"], found["last"], found["age_days"], found["source"]) == (0, None, None, None)


def test_what_arrives_is_kept_and_what_fails_is_named(empty: Program) -> None:
    empty.shelf.series = (series("^KS11", "KRW", 2700.5, 2710.25),)
    empty.shelf.failures = (
        FetchFailure("^GSPC", "rate_limited", "The source asks to wait.", retry=True),
    )
    document = empty.json("prices-refresh", "prices", "refresh", code=1)
    assert [found["symbol"] for found in document["series"]] == ["^KS11"]
    assert document["failures"] == [
        {
            "symbol": "^GSPC",
            "code": "rate_limited",
            "message": "The source asks to wait.",
            "retry": True,
        }
    ]
    kept = prices_of(empty, "^KS11")
    assert (kept["n"], kept["last"], kept["source"]) == (2, "2026-03-19", "Shelf")
    assert prices_of(empty, "^GSPC")["n"] == 0


def test_only_the_symbols_named_are_asked(empty: Program) -> None:
    empty.shelf.series = (series("^KS11", "KRW", 2700.5),)
    empty.json("prices-refresh", "prices", "refresh", "--symbols", "^KS11")
    assert [wanted.symbol for wanted in empty.shelf.asked] == ["^KS11"]


def test_a_refresh_after_a_refresh_asks_only_for_what_is_new(empty: Program) -> None:
    empty.shelf.series = (series("^KS11", "KRW", *([2700.5] * 40)),)
    empty.json("prices-refresh", "prices", "refresh", "--symbols", "^KS11")
    empty.json("prices-refresh", "prices", "refresh", "--symbols", "^KS11")
    since = empty.shelf.asked[0].since
    assert since is not None
    assert date(2026, 3, 19) - timedelta(days=35) < since <= date(2026, 3, 19)


def test_a_file_of_closes_becomes_the_prices_of_its_symbol(empty: Program, tmp_path: Path) -> None:
    path = tmp_path / "kospi.csv"
    path.write_text("Date,Close\n2026-03-18,2700.10\n2026-03-19,2710.25\n", encoding="utf-8")
    document = empty.json(
        "prices-import", "prices", "import", str(path), "--listing", "^KS11", "--currency", "KRW"
    )
    assert (document["symbol"], document["n"], document["first"], document["last"]) == (
        "^KS11",
        2,
        "2026-03-18",
        "2026-03-19",
    )
    assert prices_of(empty, "^KS11")["n"] == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"dear broker,\n"])
def test_a_file_without_prices_is_refused_in_a_sentence(
    empty: Program, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    error = empty.json(
        "error", "prices", "import", str(path), "--listing", "^KS11", "--currency", "KRW", code=3
    )["error"]
    assert error["message"]
    assert prices_of(empty, "^KS11")["n"] == 0


def test_a_price_file_that_is_not_there_is_trouble(empty: Program, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.csv")
    empty.json("error", "prices", "import", gone, "--listing", "^KS11", code=3)
