"""Open sessions, ranges without news, listings that ended, crumbs that went stale."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.domain.fetch import FetchReport, Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.feeds.yahoo import YahooFeed
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body

DAYS = (date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 20))
ROWS = tuple(zip(DAYS, (10.5, 11.25, 12.0), strict=True))
PATIENCE = Patience(symbol=20, start=10, facts=5, back_off=0.1)


@pytest.fixture
def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[YahooProxy]:
    running = YahooProxy(tmp_path)
    for name, value in running.environment().items():
        monkeypatch.setenv(name, value)
    yield running
    running.close()


def fetch(tmp_path: Path, moment: datetime, *wanted: Wanted) -> FetchReport:
    return YahooFeed(StoppedClock(moment), tmp_path / "cache", PATIENCE).fetch(wanted, Quiet())


def changed(body: bytes, **meta: object) -> bytes:
    document: dict[str, Any] = json.loads(body)
    document["chart"]["result"][0]["meta"].update(meta)
    return json.dumps(document).encode()


def without_closes(body: bytes, **meta: object) -> bytes:
    document: dict[str, Any] = json.loads(changed(body, **meta))
    result = document["chart"]["result"][0]
    del result["timestamp"]
    result["indicators"] = {"quote": [{}], "adjclose": [{}]}
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(5, DAYS[:2]), (7, DAYS)],
    ids=["while the market is open", "after its close"],
)
def test_the_price_of_an_open_session_is_no_close(
    proxy: YahooProxy, tmp_path: Path, hour: int, expected: tuple[date, ...]
) -> None:
    opened = datetime(2026, 3, 20, 0, tzinfo=UTC)
    regular = {
        "timezone": "KST",
        "start": int(opened.timestamp()),
        "end": int((opened + timedelta(hours=6, minutes=30)).timestamp()),
        "gmtoffset": 32400,
    }
    body = chart_body("005930.KS", ROWS, "KRW", 32400)
    body = changed(body, currentTradingPeriod=dict.fromkeys(("pre", "regular", "post"), regular))
    proxy.charts["005930.KS"] = Answer(body=body)
    report = fetch(tmp_path, opened + timedelta(hours=hour), Wanted("005930.KS"))
    assert tuple(date.fromordinal(day) for day in report.series[0].days) == expected


def test_no_news_since_the_last_session_is_no_failure(proxy: YahooProxy, tmp_path: Path) -> None:
    proxy.charts["A"] = Answer(body=without_closes(chart_body("A", ROWS)))
    report = fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("A", DAYS[0]))
    assert not report.failures
    assert [len(series) for series in report.series] == [0]


def test_a_listing_that_ended_says_when_even_without_closes(
    proxy: YahooProxy, tmp_path: Path
) -> None:
    proxy.charts["A"] = Answer(body=without_closes(chart_body("A", ROWS)))
    report = fetch(tmp_path, datetime(2026, 9, 1, tzinfo=UTC), Wanted("A", DAYS[0]))
    assert [failed.code for failed in report.failures] == ["delisted"]
    assert "2026-03-20" in report.failures[0].sentence


def test_a_symbol_that_was_known_and_is_not_any_more_counts_as_ended(
    proxy: YahooProxy, tmp_path: Path
) -> None:
    report = fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("GONE", DAYS[0]))
    assert [failed.code for failed in report.failures] == ["delisted"]
    assert not report.failures[0].retry


def test_an_unknown_symbol_is_not_asked_over_and_over(proxy: YahooProxy, tmp_path: Path) -> None:
    wanted = [Wanted(name) for name in ("NONE1", "NONE2", "NONE3")]
    report = fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), *wanted)
    assert [failed.code for failed in report.failures] == ["unknown_symbol"] * 3
    assert sum("/chart/" in path for path in proxy.asked) <= 6


def test_a_symbol_that_failed_once_is_alive_when_it_comes_back(
    proxy: YahooProxy, tmp_path: Path
) -> None:
    def later(path: str, _: Mapping[str, list[str]]) -> Answer | None:
        if path.endswith("/chart/MID"):
            proxy.charts["A"] = Answer(body=chart_body("A", ROWS))
        return None

    proxy.route = later
    moment = datetime(2026, 3, 22, tzinfo=UTC)
    report = fetch(tmp_path, moment, Wanted("A"), Wanted("MID"), Wanted("A"))
    assert [series.symbol for series in report.series] == ["A"]


def test_a_stale_crumb_is_renewed(proxy: YahooProxy, tmp_path: Path) -> None:
    refused = iter([True])

    def once(path: str, _: Mapping[str, list[str]]) -> Answer | None:
        if "/chart/" in path and next(refused, False):
            error = b'{"finance": {"result": null, "error": {"code": "Unauthorized"}}}'
            return Answer(401, error)
        return None

    proxy.charts["A"] = Answer(body=chart_body("A", ROWS))
    proxy.route = once
    report = fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("A"))
    assert [len(series) for series in report.series] == [3]


def test_only_days_since_are_asked(proxy: YahooProxy, tmp_path: Path) -> None:
    starts: list[str] = []

    def note(path: str, query: Mapping[str, list[str]]) -> Answer | None:
        starts.extend(query.get("period1", ()))
        return None

    proxy.charts["A"] = Answer(body=chart_body("A", ROWS))
    proxy.route = note
    fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("A", DAYS[0]))
    asked = [datetime.fromtimestamp(int(start), UTC).date() for start in starts]
    assert asked == [DAYS[0]]


def test_the_cache_lies_in_the_folder_that_was_given(proxy: YahooProxy, tmp_path: Path) -> None:
    proxy.charts["A"] = Answer(body=chart_body("A", ROWS))
    fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("A"))
    assert list((tmp_path / "cache").glob("*.db"))


def test_nothing_but_symbols_is_sent(proxy: YahooProxy, tmp_path: Path) -> None:
    seen: set[str] = set()

    def note(path: str, query: Mapping[str, list[str]]) -> Answer | None:
        if "/chart/" in path:
            seen.update(query)
        return None

    proxy.charts["A"] = Answer(body=chart_body("A", ROWS))
    proxy.route = note
    fetch(tmp_path, datetime(2026, 3, 22, tzinfo=UTC), Wanted("A"))
    known = {"range", "interval", "period1", "period2", "includePrePost", "events", "crumb"}
    assert seen <= known
