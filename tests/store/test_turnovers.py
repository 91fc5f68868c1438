"""How many units change hands: kept beside closes, fresh and long averages first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from corridor_desktop.domain.prices import Turnover
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import closes

LAST = date(2026, 3, 20)


def keep(store: PortfolioStore, average: float, sessions: int, last: date) -> float:
    found = Turnover("FERRY.L", average, sessions, last, "test")
    store.prices.keep([replace(closes("FERRY.L", date(2026, 3, 2), 71.5), turnover=found)])
    return store.prices.turnovers()["FERRY.L"].average


def test_a_stored_series_carries_none(store: PortfolioStore) -> None:
    keep(store, 10.0, 20, LAST)
    series = store.prices.get("FERRY.L")
    assert series is not None
    assert series.turnover is None
    assert store.prices.all()["FERRY.L"] == series


def test_an_older_or_shorter_average_replaces_none_that_is_fresh(store: PortfolioStore) -> None:
    assert keep(store, 10.0, 20, LAST) == 10.0
    assert keep(store, 11.0, 20, date(2026, 3, 19)) == 10.0
    assert keep(store, 12.0, 7, date(2026, 3, 27)) == 10.0
    assert keep(store, 13.0, 20, date(2026, 3, 27)) == 13.0
    assert keep(store, 14.0, 7, date(2026, 4, 27)) == 14.0


def test_what_is_refused_brings_no_average(store: PortfolioStore) -> None:
    keep(store, 10.0, 20, LAST)
    other = replace(closes("FERRY.L", date(2026, 3, 2), 71.5), currency="USD")
    found = Turnover("FERRY.L", 99.0, 20, date(2026, 5, 1), "test")
    store.prices.keep([replace(other, turnover=found)])
    assert store.prices.turnovers()["FERRY.L"].average == 10.0
