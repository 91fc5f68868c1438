"""The real yfinance against a loopback Yahoo: every kind of trouble told apart."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.fetch import FetchReport, HeldPart, Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.prices import PriceSeries, Split
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.feeds.yahoo import YahooFeed
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body, facts_body

CLOCK = StoppedClock(datetime(2008, 10, 28, 12, tzinfo=UTC))
KOSPI = (
    (date(2008, 10, 22), 1134.59),
    (date(2008, 10, 23), 1049.71),
    (date(2008, 10, 24), 938.75),
    (date(2008, 10, 27), None),
    (date(2008, 10, 28), 999.16),
)

Start = Callable[..., YahooProxy]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    running: list[YahooProxy] = []

    def begin(**options: object) -> YahooProxy:
        proxy = YahooProxy(tmp_path, **options)  # type: ignore[arg-type]
        running.append(proxy)
        for name, value in proxy.environment().items():
            monkeypatch.setenv(name, value)
        return proxy

    yield begin
    for proxy in running:
        proxy.close()


def fetch(tmp_path: Path, *wanted: Wanted, deadline: float = 30.0) -> FetchReport:
    feed = YahooFeed(CLOCK, tmp_path / "cache", Patience(symbol=deadline, start=2, back_off=0.2))
    return feed.fetch(wanted, Quiet())


def codes(report: FetchReport) -> dict[str, str]:
    return {failed.symbol: failed.code for failed in report.failures}


def test_closes_come_with_session_currency_and_without_nulls(start: Start, tmp_path: Path) -> None:
    start(charts={"^KS11": Answer(body=chart_body("^KS11", KOSPI, "KRW", 32400, kind="INDEX"))})
    report = fetch(tmp_path, Wanted("^KS11"))
    (series,) = report.series
    assert not report.failures
    assert [date.fromordinal(day) for day in series.days] == [
        day for day, close in KOSPI if close is not None
    ]
    assert list(series.closes) == [1134.59, 1049.71, 938.75, 999.16]
    assert (series.currency, series.source) == ("KRW", "Yahoo Finance")
    assert series.fetched_at == CLOCK.now()


def test_splits_come_as_exact_ratios(start: Start, tmp_path: Path) -> None:
    body = chart_body("SPL", KOSPI[:3], splits={date(2008, 10, 23): (5, 1)})
    start(charts={"SPL": Answer(body=body)})
    (series,) = fetch(tmp_path, Wanted("SPL")).series
    assert series.splits == (Split(date(2008, 10, 23), Decimal("5.0")),)


def test_pence_are_kept_as_the_unit(start: Start, tmp_path: Path) -> None:
    start(charts={"PNC.L": Answer(body=chart_body("PNC.L", KOSPI[:3], "GBp", 0))})
    (series,) = fetch(tmp_path, Wanted("PNC.L")).series
    assert (series.currency, series.unit) == ("GBP", "GBp")


def test_one_failure_never_spoils_another(start: Start, tmp_path: Path) -> None:
    proxy = start(charts={"GOOD": Answer(body=chart_body("GOOD", KOSPI[:3]))})
    report = fetch(tmp_path, Wanted("NOSUCH"), Wanted("GOOD"))
    assert [series.symbol for series in report.series] == ["GOOD"]
    assert codes(report)["NOSUCH"] == "unknown_symbol"
    assert "NOSUCH" in report.failures[0].sentence
    charts = [path for path in proxy.asked if path.endswith("/chart/NOSUCH")]
    assert 1 <= len(charts) <= 4


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(500, b"oops", "text/plain"), "server"),
        (Answer(200, b"<html><body>Sign in</body></html>", "text/html"), "changed_format"),
        (Answer(200, b'{"chart": {"resu', "application/json"), "changed_format"),
        (Answer(200, b"", "text/plain"), "changed_format"),
    ],
)
def test_trouble_at_the_source_is_told_apart(
    start: Start, tmp_path: Path, answer: Answer, code: str
) -> None:
    start(charts={"ODD": answer, "GOOD": Answer(body=chart_body("GOOD", KOSPI[:3]))})
    report = fetch(tmp_path, Wanted("ODD"), Wanted("GOOD"))
    assert codes(report)["ODD"] == code
    assert [series.symbol for series in report.series] == ["GOOD"]


def test_a_rate_limit_ends_the_run_and_says_what_was_not_tried(
    start: Start, tmp_path: Path
) -> None:
    proxy = start(
        charts={"A": Answer(429, b"Edge: Too Many Requests", "text/plain"), "B": Answer()}
    )
    report = fetch(tmp_path, Wanted("A"), Wanted("B"), Wanted("C"))
    assert codes(report) == dict.fromkeys("ABC", "rate_limited")
    assert not [path for path in proxy.asked if path.endswith(("/B", "/C"))]


def test_one_rate_limit_is_waited_out(start: Start, tmp_path: Path) -> None:
    limited = iter([True] * 2)

    def route(path: str, _: Mapping[str, list[str]]) -> Answer | None:
        if "/chart/" in path and next(limited, False):
            return Answer(429, b"Too Many Requests", "text/plain")
        return None

    start(charts={"A": Answer(body=chart_body("A", KOSPI[:3]))}, route=route)
    report = fetch(tmp_path, Wanted("A"))
    assert [series.symbol for series in report.series] == ["A"]


def test_a_wrong_certificate_is_refused(start: Start, tmp_path: Path) -> None:
    start(trusted=False, charts={"A": Answer(body=chart_body("A", KOSPI[:3]))})
    report = fetch(tmp_path, Wanted("A"))
    assert codes(report) == {"A": "tls"}
    assert not report.series


def test_a_stalled_answer_is_given_up_at_the_deadline(start: Start, tmp_path: Path) -> None:
    start(
        charts={"SLOW": Answer(stall=30), "GOOD": Answer(body=chart_body("GOOD", KOSPI[:3]))},
    )
    begun = time.monotonic()
    report = fetch(tmp_path, Wanted("SLOW"), Wanted("GOOD"), deadline=4.0)
    assert codes(report) == {"SLOW": "timeout"}
    assert [series.symbol for series in report.series] == ["GOOD"]
    assert time.monotonic() - begun < 25


def test_no_network_is_offline_and_not_delisted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    report = fetch(tmp_path, Wanted("A"), Wanted("B"))
    assert codes(report) == {"A": "offline", "B": "offline"}
    assert all("delisted" not in failed.sentence for failed in report.failures)


def test_a_series_that_ended_says_when(start: Start, tmp_path: Path) -> None:
    old = [(date(2008, 1, 7) + timedelta(days=step), 10.0 + step) for step in range(4)]
    start(charts={"GONE": Answer(body=chart_body("GONE", old))})
    report = fetch(tmp_path, Wanted("GONE"))
    assert codes(report) == {"GONE": "delisted"}
    assert "2008-01-10" in report.failures[0].sentence
    assert len(report.series) == 1


def test_facts_that_are_not_given_stay_unknown(start: Start, tmp_path: Path) -> None:
    body = chart_body("A", KOSPI[:3])
    facts = Answer(body=facts_body(country="South Korea", sector="Industrials", name="A Corp"))
    start(charts={"A": Answer(body=body)}, facts={"A": facts})
    report = fetch(tmp_path, Wanted("A", facts=True))
    (found,) = report.facts
    assert (found.country, found.sector, found.analysts) == ("South Korea", "Industrials", None)


def test_a_small_analyst_count_is_a_count(start: Start, tmp_path: Path) -> None:
    facts = Answer(body=facts_body(analysts=2, name="A Corp"))
    start(charts={"A": Answer(body=chart_body("A", KOSPI[:3]))}, facts={"A": facts})
    (found,) = fetch(tmp_path, Wanted("A", facts=True)).facts
    assert (found.analysts, found.name, found.fetched_at) == (2, "A Corp", CLOCK.now())


def test_facts_that_fail_leave_the_closes(start: Start, tmp_path: Path) -> None:
    start(
        charts={"FND": Answer(body=chart_body("FND", KOSPI[:3], kind="ETF"))},
        facts={"FND": Answer(500, b"", "text/plain")},
    )
    report = fetch(tmp_path, Wanted("FND", facts=True))
    assert [len(series) for series in report.series] == [3]
    assert not report.failures
    (found,) = report.facts
    assert (found.quote_type, found.analysts, found.country) == ("ETF", None, None)


def test_a_stop_keeps_what_arrived(start: Start, tmp_path: Path) -> None:
    start(charts={name: Answer(body=chart_body(name, KOSPI[:3])) for name in "ABC"})
    arrived: list[PriceSeries] = []

    class Stopping:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            if arrived:
                raise Cancelled

    feed = YahooFeed(CLOCK, tmp_path / "cache")
    report = feed.fetch([Wanted(name) for name in "ABC"], Stopping(), arrived.append)
    assert report.cancelled
    assert [series.symbol for series in report.series] == ["A"]


def fund_facts() -> Answer:
    """Return a quoteSummary of a fund, as the library asks it with ``formatted=false``."""
    held = [
        {"symbol": "005930.KS", "holdingName": "Crane Electronics", "holdingPercent": 0.2215},
        {"symbol": "", "holdingName": "Swap", "holdingPercent": None},
    ]
    result = {
        "quoteType": {"quoteType": "ETF", "longName": "Harbour Korea"},
        "assetProfile": {}, "financialData": {}, "summaryProfile": {"longBusinessSummary": ""},
        "topHoldings": {"holdings": held[:1], "equityHoldings": {}, "bondHoldings": {}},
        "fundProfile": {},
    }  # fmt: skip
    return Answer(body=json.dumps({"quoteSummary": {"result": [result], "error": None}}).encode())


def test_the_largest_constituents_of_a_fund_come_with_its_facts(
    start: Start, tmp_path: Path
) -> None:
    body = chart_body("FND", KOSPI[:3], kind="ETF")
    start(charts={"FND": Answer(body=body)}, facts={"FND": fund_facts()})
    (found,) = fetch(tmp_path, Wanted("FND", facts=True)).facts
    assert found.parts == (HeldPart("005930.KS", "Crane Electronics", Decimal("0.2215")),)
    assert (found.quote_type, found.analysts, found.fetched_at) == ("ETF", None, CLOCK.now())


def test_the_day_change_is_not_taken_from_the_meta_of_the_chart(
    start: Start, tmp_path: Path
) -> None:
    document = json.loads(chart_body("^KS11", KOSPI[:3], "KRW", 32400, kind="INDEX"))
    document["chart"]["result"][0]["meta"] |= {"chartPreviousClose": 796.0, "previousClose": 796.0}
    start(charts={"^KS11": Answer(body=json.dumps(document).encode())})
    (series,) = fetch(tmp_path, Wanted("^KS11")).series
    assert series.day_change == pytest.approx(938.75 / 1049.71 - 1)


def test_dividends_halts_and_empty_rows_come_as_events(start: Start, tmp_path: Path) -> None:
    document = json.loads(chart_body("DIV", KOSPI))
    result = document["chart"]["result"][0]
    moment = result["timestamp"][1]
    result["events"] = {"dividends": {str(moment): {"amount": 0.5, "date": moment}}}
    for name in ("open", "high", "low"):
        result["indicators"]["quote"][0][name] = [None, None, None, 1000.0, 0.0]
    start(charts={"DIV": Answer(body=json.dumps(document).encode())})
    (series,) = fetch(tmp_path, Wanted("DIV")).series
    assert {(each.session.day, str(each.kind), each.amount) for each in series.events} == {
        (23, "dividend", Decimal("0.5")), (27, "no_close", None), (28, "halted", None),
    }  # fmt: skip
