"""Price files in the shapes that people download; what is no close is told with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FeedTrouble
from corridor_desktop.domain.prices import Split
from corridor_desktop.feeds.csv_prices import PriceFile, read_prices
from corridor_desktop.feeds.symbols import currency_of_symbol, is_symbol


def read(text: str, encoding: str = "utf-8") -> PriceFile:
    return read_prices(text.encode(encoding))


def closes(found: PriceFile) -> dict[str, float]:
    days = [date.fromordinal(day).isoformat() for day in found.days]
    return dict(zip(days, found.closes, strict=True))


def notices(found: PriceFile) -> dict[str, dict[str, str]]:
    return {note.code: note.values() for note in found.notices}


TWO_DAYS = {"2026-03-19": 2710.5, "2026-03-20": 2698.25}

SHAPES = {
    "yahoo": (
        "Date,Open,High,Low,Close,Adj Close,Volume\n"
        "2026-03-19,1,2,1,2710.5,2600.1,1000\n2026-03-20,1,2,1,2698.25,2590.2,1000\n"
    ),
    "yahoo on the page": (
        "Date\tOpen\tHigh\tLow\tClose Close price adjusted for splits.\t"
        "Adj Close Adjusted close price adjusted for splits and dividends.\tVolume\n"
        "Mar 20, 2026\t1\t2\t1\t2,698.25\t2,590.20\t1,000\n"
        "Mar 19, 2026\t1\t2\t1\t2,710.50\t2,600.10\t1,000\n"
    ),
    "a library's frame": (
        "Price,Close,High,Low,Open,Volume\nTicker,^TST,^TST,^TST,^TST,^TST\nDate,,,,,\n"
        "2026-03-19,2710.5,1,1,1,5\n2026-03-20,2698.25,1,1,1,5\n"
    ),
    "with a time zone": (
        "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits\n"
        "2026-03-19 00:00:00+09:00,1,1,1,2710.5,0,0.0,0.0\n"
        "2026-03-20 00:00:00+09:00,1,1,1,2698.25,0,0.0,0.0\n"
    ),
    "korean exchange": (
        "일자,종가,대비,등락률,시가,고가,저가,거래량\n"
        '"2026/03/20","2,698.25","-12.25","-0.45","1","1","1","9,000"\n'
        '"2026/03/19","2,710.50","3.00","0.11","1","1","1","9,000"\n'
    ),
    "investing.com": (
        '\ufeff"Date","Price","Open","High","Low","Vol.","Change %"\n'
        '"03/20/2026","2,698.25","1","1","1","1.2M","-0.45%"\n'
        '"03/19/2026","2,710.50","1","1","1","1.2M","0.11%"\n'
    ),
    "investing.com in German": (
        '"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"\n'
        '"20.03.2026","2.698,25","1","1","1","1,2M","-0,45%"\n'
        '"19.03.2026","2.710,50","1","1","1","1,2M","0,11%"\n'
    ),
    "investing.com in Korean": (
        '"날짜","종가","시가","고가","저가","거래량","변동 %"\n'
        '"2026- 03- 20","2,698.25","1","1","1","1.2M","-0.45%"\n'
        '"2026- 03- 19","2,710.50","1","1","1","1.2M","0.11%"\n'
    ),
    "stooq": (
        "Date,Open,High,Low,Close,Volume\n2026-03-19,1,1,1,2710.5,5\n2026-03-20,1,1,1,2698.25,5\n"
    ),
    "stooq in bulk": (
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
        "TST.US,D,20260319,000000,1,1,1,2710.5,5,0\nTST.US,D,20260320,000000,1,1,1,2698.25,5,0\n"
    ),
    "semicolons": "Datum;Schlusskurs\n19.03.2026;2710,5\n20.03.2026;2698,25\n",
    "no header": "2026-03-19,2710.5\n2026-03-20,2698.25\n",
    "one unknown column": "observation_date,TSTSERIES\n2026-03-19,2710.5\n2026-03-20,2698.25\n",
    "a preamble": "Prices of a test index\n\nDate,Close\n2026-03-19,2710.5\n2026-03-20,2698.25\n",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_same_two_closes_in_every_shape(shape: str, encoding: str) -> None:
    found = read(SHAPES[shape], encoding)
    assert closes(found) == TWO_DAYS
    assert not found.notices


@pytest.mark.parametrize("shape", ["korean exchange", "investing.com in Korean"])
def test_korean_code_page(shape: str) -> None:
    assert closes(read(SHAPES[shape], "cp949")) == TWO_DAYS


def test_western_code_page() -> None:
    assert closes(read(SHAPES["investing.com in German"], "cp1252")) == TWO_DAYS


@pytest.mark.parametrize(
    ("shape", "symbol"),
    [("a library's frame", "^TST"), ("stooq in bulk", "TST.US"), ("yahoo", None)],
)
def test_a_symbol_in_the_file_is_found(shape: str, symbol: str | None) -> None:
    assert read(SHAPES[shape]).symbol == symbol


def test_a_dollar_series_is_known_by_its_column() -> None:
    assert read("observation_date,DEXKOUS\n2026-03-19,1450.1\n").symbol == "KRW=X"


@pytest.mark.parametrize("null", ["", "null", "NaN", "N/A", "-", "."])
def test_null_closes_are_left_out_and_told(null: str) -> None:
    found = read(f"Date,Close\n2026-03-18,5.5\n2026-03-19,{null}\n2026-03-20,6.25\n")
    assert closes(found) == {"2026-03-18": 5.5, "2026-03-20": 6.25}
    assert notices(found) == {"feeds.no_close": {"count": "1", "lines": "3"}}


def test_many_lines_are_counted_and_the_first_named() -> None:
    body = "".join(f"2026-01-{day:02},null\n" for day in range(1, 21))
    found = read(f"Date,Close\n2025-12-31,5.5\n{body}")
    lines = notices(found)["feeds.no_close"]
    assert lines["count"] == "20"
    assert lines["lines"].startswith("3, 4, 5")
    assert lines["lines"].endswith("and 8 more")


def test_zero_is_no_close_but_a_halted_day_has_one() -> None:
    text = "Date,Open,High,Low,Close,Volume\n2026-03-18,0,0,0,71000,0\n2026-03-19,0,0,0,0,0\n"
    found = read(text)
    assert closes(found) == {"2026-03-18": 71000.0}
    assert notices(found) == {"feeds.not_above_zero": {"count": "1", "lines": "3"}}


def test_repeated_days() -> None:
    text = "Date,Close\n2026-03-18,5\n2026-03-19,6\n2026-03-19,6\n2026-03-20,7\n2026-03-20,8\n"
    found = read(text)
    assert closes(found) == {"2026-03-18": 5.0, "2026-03-19": 6.0, "2026-03-20": 8.0}
    assert notices(found) == {
        "feeds.same_day_same": {"count": "1", "lines": "4"},
        "feeds.same_day_other": {"count": "1", "lines": "6"},
    }


def test_wrong_order_is_put_right_and_told_newest_first_is_no_mistake() -> None:
    found = read("Date,Close\n2026-03-18,5\n2026-03-20,7\n2026-03-19,6\n2026-03-23,8\n")
    assert list(closes(found)) == ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23"]
    assert notices(found) == {"feeds.wrong_order": {"count": "1", "lines": "4"}}
    assert not read("Date,Close\n2026-03-20,7\n2026-03-19,6\n2026-03-18,5\n").notices


def test_rows_that_are_none_are_told() -> None:
    text = (
        "Date,Close\n2026-03-18,5\n2026-03-19,0.25 Dividend\n2026-03-20,7\n2026-03-23,8\n"
        "Source: somebody,\n"
    )
    found = read(text)
    assert len(found.days) == 3
    assert notices(found) == {
        "feeds.not_a_number": {"count": "1", "lines": "3"},
        "feeds.no_date": {"count": "1", "lines": "6"},
    }


def test_closes_win_over_adjusted_ones_and_adjusted_alone_are_told() -> None:
    found = read("Date,Adj Close,Close\n2026-03-19,4,5\n")
    assert closes(found) == {"2026-03-19": 5.0}
    assert notices(read("Date,Adj Close\n2026-03-19,4\n")) == {"feeds.adjusted_only": {}}


@pytest.mark.parametrize(("cell", "ratio"), [("5.0", "5"), ("0.2", "0.2"), ("1:10", "0.1")])
def test_splits_in_a_column_of_their_own(cell: str, ratio: str) -> None:
    found = read(f"Date,Close,Stock Splits\n2026-03-19,5,0.0\n2026-03-20,6,{cell}\n")
    assert found.splits == (Split(date(2026, 3, 20), Decimal(ratio)),)


def test_digits_of_the_provider_are_kept() -> None:
    found = read("Date,Close\n2026-03-19,704.679993\n2026-03-20,1450.1\n")
    assert [repr(close) for close in found.closes] == ["704.679993", "1450.1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Date,Close\n2026-03-19,"71,500"\n', 71500.0),
        ("Date;Close;Volume\n2026-03-19;71.500;1.234.567\n", 71500.0),
        ("Date;Close;Volume\n2026-03-19;1,197;1.234.567\n", 1.197),
        ("Date;Close\n2026-03-18;0,997\n2026-03-19;1,197\n", 1.197),
        ("Date;Close\n2026-03-19;1'234.50\n", 1234.5),
        ("Date;Close\n2026-03-18;997,1\n2026-03-19;1 234,50\n", 1234.5),
        ("Date\tClose\n2026-03-19\t1.197\n", 1.197),
    ],
)
def test_the_decimal_mark_is_decided_by_evidence(text: str, expected: float) -> None:
    assert read(text).closes[-1] == expected


@pytest.mark.parametrize("close", ["1,197", "1.197"])
def test_a_number_that_could_be_two_is_asked_about(close: str) -> None:
    with pytest.raises(FeedTrouble) as caught:
        read(f"Date;Close\n2026-03-19;{close}\n")
    assert caught.value.code == "doubtful_numbers"
    assert close in caught.value.sentence


@pytest.mark.parametrize(
    ("cells", "last"),
    [
        (("03/04/2026", "03/05/2026", "03/31/2026"), "2026-03-31"),
        (("04/03/2026", "05/03/2026", "31/03/2026"), "2026-03-31"),
        (("03/02/2026", "03/03/2026", "03/04/2026", "03/05/2026"), "2026-03-05"),
        (("02/03/2026", "03/03/2026", "04/03/2026", "05/03/2026"), "2026-03-05"),
        (("04.03.2026",), "2026-03-04"),
        (("4-Mar-2026",), "2026-03-04"),
        (("Mar 4, 2026",), "2026-03-04"),
        (("2026년 3월 4일",), "2026-03-04"),
    ],
)
def test_the_date_order_is_decided_over_the_column(cells: tuple[str, ...], last: str) -> None:
    body = "".join(f'"{cell}",5\n' for cell in cells)
    assert list(closes(read(f"Date,Close\n{body}")))[-1] == last


def test_a_date_that_could_be_two_is_asked_about() -> None:
    with pytest.raises(FeedTrouble) as caught:
        read("Date,Close\n03/04/2026,5\n")
    assert caught.value.code == "doubtful_dates"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"%PDF-1.7 ...",
        b"PK\x03\x04rest",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b'{"chart": {"result": null}}',
        b"No data\n",
        b"Name,Quantity,Value\nThing,5,100\n",
        b"Date,Close\nnever,5\n",
        b"Date,Close\n2026-03-19,\n",
        b"Date,Close\n2026-03-19,five\n2026-03-20,six\n",
        b"Ticker,Date,Close\nAAA,2026-03-19,5\nBBB,2026-03-19,6\n",
        bytes(range(256)),
    ],
)
def test_what_is_no_price_file_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(FeedTrouble) as caught:
        read_prices(content)
    assert caught.value.code == "not_prices"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("symbol", "currency"),
    [
        ("^KS11", "KRW"), ("005930.KS", "KRW"), ("KRW=X", "KRW"), ("EURUSD=X", "USD"),
        ("SPY", "USD"), ("BRK-B", "USD"), ("7203.T", "JPY"), ("SAP.DE", "EUR"), ("ETH-EUR", "EUR"),
        ("VOD.L", None), ("0700.HK", None), ("^UNHEARD", None), ("My Fund", None),
    ],
)  # fmt: skip
def test_the_currency_of_a_symbol(symbol: str, currency: str | None) -> None:
    assert currency_of_symbol(symbol) == currency


@pytest.mark.parametrize("name", ["^KS11", "005930.KS", "KRW=X", "EWY", "BRK-B", "GC=F", "BTC-USD"])
def test_names_that_are_symbols(name: str) -> None:
    assert is_symbol(name)


@pytest.mark.parametrize("name", ["prices", "PRICES", "DATA", "data-2026", "My Fund", "EWY_2026"])
def test_names_that_are_none(name: str) -> None:
    assert not is_symbol(name)


def test_real_downloads_are_read_whole(test_data: Path) -> None:
    market = test_data / "market"
    kospi = read_prices((market / "kospi_close_1995_2026.csv").read_bytes())
    exchange = read_prices((market / "kospi_ohlcv_krx_1995_2026.csv").read_bytes())
    assert not kospi.notices
    assert not exchange.notices
    shared = set(exchange.days) & set(kospi.days)
    assert shared == set(exchange.days)
    by_day = dict(zip(kospi.days, kospi.closes, strict=True))
    assert dict(zip(exchange.days, exchange.closes, strict=True)) == {
        day: by_day[day] for day in exchange.days
    }


def test_the_null_rows_of_a_real_download_are_all_noticed(test_data: Path) -> None:
    path = test_data / "market" / "kospi" / "yahoo_KS11_1996_2023_with_errors.csv"
    found = read_prices(path.read_bytes())
    lines = path.read_text(encoding="utf-8").splitlines()
    assert notices(found)["feeds.no_close"]["count"] == "149"
    assert len(found.days) + 149 == len(lines) - 1


@pytest.mark.parametrize("folder", ["krx_stocks", "us_etf", "fx"])
def test_every_real_file_of_a_folder_is_read(test_data: Path, folder: str) -> None:
    paths = sorted((test_data / "market" / folder).glob("*.csv"))
    assert paths
    for path in paths:
        found = read_prices(path.read_bytes())
        body = len(path.read_bytes().decode("utf-8-sig").splitlines()) - 1
        left = sum(int(note.values().get("count", 0)) for note in found.notices)
        assert len(found.days) + left == body, path.name


def test_a_table_of_trades_is_no_price_list() -> None:
    trades = b"Date,ISIN,Quantity,Price,Currency\n2026-03-02,XS0000000009,10,5.50,EUR\n"
    with pytest.raises(FeedTrouble, match="trades"):
        read_prices(trades)
