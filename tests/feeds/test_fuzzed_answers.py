"""Whatever JSON a source sends: a plain answer or a kind of failure, never nonsense."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor_desktop.feeds import answers, ecb_rates, krx_prices, tiingo_prices
from corridor_desktop.feeds.failures import KINDS
from corridor_desktop.feeds.web import Reply

NOW = datetime(2026, 3, 20, 22, tzinfo=UTC)
SINCE = "2026-03-16"
LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
DAY = st.sampled_from(["2026-03-17T00:00:00.000Z", "2026-03-18", "1970-01-01", "9999-12-31", "x"])
TIINGO_ROW = st.fixed_dictionaries(
    {"date": DAY | LOOSE, "close": st.floats() | LOOSE},
    optional={"splitFactor": st.floats() | LOOSE, "divCash": st.floats() | LOOSE,
              "volume": st.floats() | LOOSE},
)  # fmt: skip
KRX_ROW = st.fixed_dictionaries(
    {"BAS_DD": st.sampled_from(["20260316", "20260317"]) | LOOSE, "ISU_CD": LOOSE,
     "TDD_CLSPRC": st.sampled_from(["-", "71,500", "1e400", "nan", "-5"]) | LOOSE},
)  # fmt: skip
QUIET = settings(
    max_examples=120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def question(symbol: str) -> dict[str, Any]:
    return {"symbol": symbol, "since": SINCE, "now": NOW.timestamp(), "key": "k", "facts": False}


def hold(symbol: str, answer: dict[str, Any]) -> None:
    """Fail where an answer is neither a known failure nor closes that are prices."""
    if "failure" in answer:
        assert answer["failure"] in KINDS
        return
    json.dumps(answer)
    try:
        series = answers.series(symbol, answer, NOW, "Source", date.fromisoformat(SINCE))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return  # refused as a whole
    assert all(0 < close < float("inf") for close in series.closes)
    assert all(date(2026, 3, 15).toordinal() <= day <= date(2026, 3, 21).toordinal()
               for day in series.days)  # fmt: skip


@QUIET
@given(st.lists(TIINGO_ROW, max_size=4) | LOOSE)
def test_tiingo(monkeypatch: pytest.MonkeyPatch, body: Any) -> None:
    reply = Reply(200, json.dumps(body))
    monkeypatch.setattr(tiingo_prices, "get", lambda *_: reply)
    hold("SPY", tiingo_prices.ask(question("SPY"), 1.0))


@QUIET
@given(st.fixed_dictionaries({"OutBlock_1": st.lists(KRX_ROW, max_size=3) | LOOSE}) | LOOSE)
def test_korea_exchange(monkeypatch: pytest.MonkeyPatch, body: Any) -> None:
    krx_prices._day.cache_clear()
    reply = Reply(200, json.dumps(body))
    monkeypatch.setattr(krx_prices, "get", lambda *_: reply)
    hold("005930.KS", krx_prices.ask(question("005930.KS"), 1.0))


@QUIET
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["KRW", "USD", "", "x"]),
            st.sampled_from(["2026-03-17", "2026-03-18", "9999-01-01", "x", ""]),
            st.sampled_from(["1.5", "1650.2", "0", "-1", "NaN", "1e999", "x", ""]),
        ),
        max_size=6,
    )
)
def test_the_central_bank(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, str, str]]
) -> None:
    lines = ["CURRENCY,TIME_PERIOD,OBS_VALUE", *(",".join(row) for row in rows)]
    reply = Reply(200, "\n".join(lines))
    monkeypatch.setattr(ecb_rates, "get", lambda *_: reply)
    hold("KRW=X", ecb_rates.ask(question("KRW=X"), 1.0))
