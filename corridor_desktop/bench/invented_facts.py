"""Invented trades and tags in the words of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from corridor_desktop.bench.invented_market import currency
from corridor_desktop.bench.invented_trades import DIVIDEND, Trades, hundredths
from corridor_desktop.bench.scale import Scale
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.theme import CORRIDOR_THEMES, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction

_KINDS = (Kind.BUY, Kind.SELL, Kind.DIVIDEND)


def facts(trades: Trades, days: list[date]) -> Iterator[Transaction]:
    """Return each trade as a booked fact with its cash."""
    net = trades.net_cents().tolist()
    columns = (trades.place, trades.number, trades.kind, trades.units, trades.cents)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for at, (place, number, kind, units, cents) in enumerate(rows):
        paid = kind == DIVIDEND
        yield Transaction(
            id=f"t{at:07d}",
            account_id="quay",
            kind=_KINDS[kind],
            trade_date=days[place],
            instrument_id=f"i{number:05d}",
            quantity=None if paid else Decimal(units),
            price=None if paid else hundredths(cents),
            currency=currency(number),
            net_cash=Money(hundredths(net[at]), currency(number)),
        )


def tags(scale: Scale, days: list[date]) -> list[ThemeTag]:
    """Tag every third instrument with one theme, and some of them twice through time."""
    found = []
    for number in range(0, scale.holdings, 3):
        theme = CORRIDOR_THEMES[number // 3 % len(CORRIDOR_THEMES)].id
        for part, points in ((0, 5_000), (2, 10_000))[: 1 + number % 2]:
            day = days[part * len(days) // 4]
            found.append(ThemeTag(f"i{number:05d}", theme, points, day, day, "invented"))
    return found
