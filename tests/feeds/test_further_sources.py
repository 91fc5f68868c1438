"""The European Central Bank and Tiingo over the loopback proxy: values, keys, trouble."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.domain.fetch import FetchReport, Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.prices import EventKind, SeriesEvent, Split
from corridor_desktop.feeds.ecb import EcbFeed
from corridor_desktop.feeds.ecb_rates import cross, pair, read_rates
from corridor_desktop.feeds.krx import KrxFeed
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.feeds.tiingo import TiingoFeed
from corridor_desktop.feeds.tiingo_prices import split_adjusted
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy

CLOCK = StoppedClock(datetime(2026, 3, 20, 22, tzinfo=UTC))
PATIENCE = Patience(symbol=15, start=10, back_off=0.1)
KEY = "k3y-0f-the-user"

RATES = """KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE
EXR.D.KRW.EUR.SP00.A,D,KRW,EUR,SP00,A,2026-03-18,1650.25
EXR.D.KRW.EUR.SP00.A,D,KRW,EUR,SP00,A,2026-03-19,1655.5
EXR.D.KRW.EUR.SP00.A,D,KRW,EUR,SP00,A,2026-03-20,
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-03-18,1.1025
EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2026-03-20,1.11
"""
PRICES = [
    {"date": "2026-03-17T00:00:00.000Z", "close": 100.5, "divCash": 0.0, "splitFactor": 1.0,
     "volume": 1000, "adjClose": 9.99},
    {"date": "2026-03-18T00:00:00.000Z", "close": 101.25, "divCash": 0.5, "splitFactor": 1.0,
     "volume": 2000, "adjClose": 9.99},
    {"date": "2026-03-19T00:00:00.000Z", "close": 10.2, "divCash": 0.0, "splitFactor": 10.0,
     "volume": 30000, "adjClose": 9.99},
]  # fmt: skip


@pytest.fixture
def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[YahooProxy]:
    running = YahooProxy(tmp_path)
    for name, value in running.environment().items():
        monkeypatch.setenv(name, value)
    yield running
    running.close()


def ecb(tmp_path: Path, *wanted: Wanted) -> FetchReport:
    return EcbFeed(CLOCK, tmp_path / "ecb", PATIENCE).fetch(wanted, Quiet())


def tiingo(
    tmp_path: Path, *wanted: Wanted, key: Callable[[], str | None] = lambda: KEY
) -> FetchReport:
    return TiingoFeed(CLOCK, tmp_path / "tiingo", key, PATIENCE).fetch(wanted, Quiet())


def always(answer: Answer) -> Callable[[str, Mapping[str, list[str]]], Answer]:
    return lambda path, query: answer


def test_a_cross_of_two_reference_rates(proxy: YahooProxy, tmp_path: Path) -> None:
    proxy.route = always(Answer(body=RATES.encode(), kind="text/csv"))
    report = ecb(tmp_path, Wanted("KRW=X", date(2026, 3, 10)), Wanted("EURUSD=X"), Wanted("SPY"))
    won, dollar = report.series
    assert (won.symbol, won.currency, won.source) == ("KRW=X", "KRW", "ECB reference rates")
    assert [date.fromordinal(day) for day in won.days] == [date(2026, 3, 18)]
    assert list(won.closes) == [1496.8254]
    assert list(dollar.closes) == [1.1025, 1.11]
    assert [each.code for each in report.failures] == ["not_covered"]
    assert proxy.asked == [
        "/service/data/EXR/D.KRW+USD.EUR.SP00.A", "/service/data/EXR/D.USD.EUR.SP00.A",
    ]  # fmt: skip
    assert proxy.queries[0]["startPeriod"] == ["2026-03-10"]


def test_rates_against_the_euro_both_ways() -> None:
    rates = read_rates(RATES)
    assert rates is not None
    assert cross(rates, "EUR", "KRW")[date(2026, 3, 19)] == Decimal("1655.5")
    assert cross(rates, "USD", "EUR")[date(2026, 3, 20)] == Decimal("0.90090090")
    assert cross(rates, "EUR", "XXX") == {}
    assert pair("KRW=X") == ("USD", "KRW")
    assert pair("005930.KS") is None


def test_a_currency_that_the_bank_ended_says_when(proxy: YahooProxy, tmp_path: Path) -> None:
    body = RATES.replace("2026-03", "2022-03")
    proxy.route = always(Answer(body=body.encode(), kind="text/csv"))
    report = ecb(tmp_path, Wanted("EURKRW=X"))
    assert [each.code for each in report.failures] == ["delisted"]
    assert "2022-03-19" in report.failures[0].sentence


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(404, b"No results found."), "unknown_symbol"),
        (Answer(200, b"<html>Sign in</html>", "text/html"), "changed_format"),
        (
            Answer(200, b"KEY,CURRENCY,TIME_PERIOD,OBS_VALUE\nx,KRW,2026-13-40,1\n"),
            "changed_format",
        ),
        (
            Answer(200, b"KEY,CURRENCY,TIME_PERIOD,OBS_VALUE\nx,KRW,2026-03-18,abc\n"),
            "changed_format",
        ),
        (Answer(302, b"", "text/html"), "changed_format"),
        (Answer(503, b""), "server"),
    ],
)
def test_trouble_of_the_bank(proxy: YahooProxy, tmp_path: Path, answer: Answer, code: str) -> None:
    proxy.route = always(answer)
    report = ecb(tmp_path, Wanted("EURKRW=X"))
    assert [each.code for each in report.failures] == [code]
    assert "ECB reference rates" in report.failures[0].sentence


def test_closes_as_traded_leave_split_adjusted(proxy: YahooProxy, tmp_path: Path) -> None:
    proxy.route = always(Answer(body=json.dumps(PRICES).encode()))
    (series,) = tiingo(tmp_path, Wanted("SPL")).series
    assert list(series.closes) == [10.05, 10.125, 10.2]
    assert series.splits == (Split(date(2026, 3, 19), Decimal(10)),)
    assert series.events == (SeriesEvent(date(2026, 3, 18), EventKind.DIVIDEND, Decimal("0.05")),)
    assert (series.currency, series.source) == ("USD", "Tiingo")
    assert series.turnover is not None
    assert proxy.asked == ["/tiingo/daily/SPL/prices"]


def test_the_key_is_in_the_header_and_nowhere_else(proxy: YahooProxy, tmp_path: Path) -> None:
    proxy.route = always(Answer(body=json.dumps(PRICES).encode()))
    report = tiingo(tmp_path, Wanted("SPL", date(2026, 3, 17)))
    assert not report.failures
    assert f"Authorization: Token {KEY}".lower() in proxy.heads[0].lower()
    assert KEY not in repr(report)
    assert KEY not in proxy.heads[0].split("\r\n", 1)[0]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(401, b'{"detail":"Invalid token."}'), "key_refused"),
        (Answer(403, b"no"), "key_refused"),
        (Answer(404, b'{"detail":"Not found."}'), "unknown_symbol"),
        (Answer(429, b"slow down", "text/plain"), "rate_limited"),
        (Answer(200, b'{"detail": "something else"}'), "changed_format"),
        (Answer(200, b'[{"date": "2026-03-17", "close": "NaN"}]'), "changed_format"),
        (Answer(200, b'[{"date": "2026-03-17", "close": -1}]'), "changed_format"),
        (Answer(200, b'[{"date": "2126-03-17", "close": 1}]'), "changed_format"),
        (Answer(200, b"[" * 100_000), "changed_format"),
        (Answer(200, b"[]"), "unknown_symbol"),
    ],
)
def test_trouble_of_tiingo(proxy: YahooProxy, tmp_path: Path, answer: Answer, code: str) -> None:
    proxy.route = always(answer)
    report = tiingo(tmp_path, Wanted("SPL"))
    assert [each.code for each in report.failures] == [code]
    assert not report.series


def test_without_a_key_nobody_is_asked(proxy: YahooProxy, tmp_path: Path) -> None:
    report = tiingo(tmp_path, Wanted("SPL"), Wanted("SPY"), key=lambda: None)
    assert [each.code for each in report.failures] == ["no_key", "no_key"]
    assert not proxy.asked


def test_a_keyring_that_refuses_is_told(proxy: YahooProxy, tmp_path: Path) -> None:
    def refuse() -> str | None:
        raise SecretTrouble("keyring_locked", "Locked.")

    report = tiingo(tmp_path, Wanted("SPL"), key=refuse)
    assert [each.code for each in report.failures] == ["keyring"]
    assert not proxy.asked


def test_korean_listings_and_rates_are_not_asked_of_tiingo(
    proxy: YahooProxy, tmp_path: Path
) -> None:
    report = tiingo(tmp_path, Wanted("005930.KS"), Wanted("KRW=X"), Wanted("^KS11"))
    assert [each.code for each in report.failures] == ["not_covered"] * 3
    assert not proxy.asked


def test_several_splits_add_up() -> None:
    day = date(2026, 3, 2)
    closes = {day.replace(day=number): Decimal(close) for number, close in
              ((2, 600), (3, 300), (4, 100), (5, 101))}  # fmt: skip
    splits = {day.replace(day=3): Decimal(2), day.replace(day=4): Decimal(3)}
    assert [float(close) for close in split_adjusted(closes, splits).values()] == [
        100.0, 100.0, 100.0, 101.0,
    ]  # fmt: skip


def exchange_day(path: str, query: Mapping[str, list[str]]) -> Answer:
    """Answer as Korea Exchange does; the 17th was a holiday."""
    day = query["basDd"][0]
    if day == "20260317":
        rows: list[dict[str, str]] = []
    elif "/idx/" in path:
        rows = [
            {
                "BAS_DD": day,
                "IDX_CLSS": "KOSPI",
                "IDX_NM": "코스피 (외국주포함)",
                "CLSPRC_IDX": "-",
            },
            {"BAS_DD": day, "IDX_CLSS": "KOSPI", "IDX_NM": "코스피", "CLSPRC_IDX": "2578.08"},
        ]
    else:
        rows = [
            {"BAS_DD": day, "ISU_CD": "005930", "TDD_CLSPRC": f"{int(day)}"},
            {"BAS_DD": day, "ISU_CD": "000660", "TDD_CLSPRC": "131,000"},
        ]
    return Answer(body=json.dumps({"OutBlock_1": rows}).encode())


def krx(
    tmp_path: Path, *wanted: Wanted, key: Callable[[], str | None] = lambda: KEY
) -> FetchReport:
    return KrxFeed(CLOCK, tmp_path / "krx", key, PATIENCE).fetch(wanted, Quiet())


def test_days_of_the_exchange_serve_every_symbol_of_a_market(
    proxy: YahooProxy, tmp_path: Path
) -> None:
    proxy.route = exchange_day
    since = date(2026, 3, 14)
    report = krx(tmp_path, Wanted("005930.KS", since), Wanted("000660.KS", since),
                 Wanted("^KS11", since), Wanted("SPY"))  # fmt: skip
    one, two, index = report.series
    assert [date.fromordinal(day).isoformat() for day in one.days] == [
        "2026-03-16", "2026-03-18", "2026-03-19",
    ]  # fmt: skip
    assert list(one.closes) == [20260316.0, 20260318.0, 20260319.0]
    assert list(two.closes) == [131000.0] * 3
    assert list(index.closes) == [2578.08] * 3
    assert (one.currency, one.source) == ("KRW", "Korea Exchange")
    assert [each.code for each in report.failures] == ["not_covered"]
    assert proxy.asked.count("/svc/apis/sto/stk_bydd_trd") == 4, "each day once for the market"
    assert f"auth_key: {KEY}".lower() in proxy.heads[0].lower()
    assert KEY not in repr(report)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(401, b'{"respMsg":"Unauthorized API Call"}'), "key_refused"),
        (Answer(200, b'{"OutBlock_1": [{"BAS_DD": "20200101", "ISU_CD": "x"}]}'), "changed_format"),
        (Answer(200, b"<html>logout</html>", "text/html"), "changed_format"),
        (Answer(429, b""), "rate_limited"),
        (Answer(200, b'{"OutBlock_1": []}'), "unknown_symbol"),
    ],
)
def test_trouble_of_the_exchange(
    proxy: YahooProxy, tmp_path: Path, answer: Answer, code: str
) -> None:
    proxy.route = always(answer)
    report = krx(tmp_path, Wanted("005930.KS"))
    assert [each.code for each in report.failures] == [code]
