"""The invented inputs of one scale as files in one folder: ours, and plain ones for the others.

``portfolio.corridor`` holds all; ``export.csv`` is what a broker would export; ``ledger.beancount``
the same trades as text; ``closes.npy`` (sessions x instruments, own currency), ``rates.npy``
(sessions x currencies, euros per unit), ``days.npy`` (ordinals) and ``trades.npz`` are plain
arrays.
"""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from corridor_desktop.bench import invented_market as market
from corridor_desktop.bench.invented_trades import (
    BUY,
    DIVIDEND,
    Trades,
    hundredths,
    make_trades,
    priced,
)
from corridor_desktop.bench.scale import Scale

PORTFOLIO, EXPORT, LEDGER = "portfolio.corridor", "export.csv", "ledger.beancount"
AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
_WORDS = ("Buy", "Sell", "Dividend")


def write_inputs(folder: Path, scale: Scale) -> None:
    """Write every input of a scale into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    days = market.sessions(scale)
    np.save(folder / "days.npy", np.array([day.toordinal() for day in days]))
    np.save(folder / "rates.npy", market.rates_to_euro(len(days)))
    trades = make_trades(scale, len(days))
    shape = (len(days), scale.holdings)
    all_closes = open_memmap(folder / "closes.npy", mode="w+", dtype=np.float64, shape=shape)
    for first, found in market.closes(scale):
        priced(trades, first, found)
        all_closes[:, first : first + found.shape[1]] = found
    all_closes.flush()
    np.savez(
        folder / "trades.npz", place=trades.place, number=trades.number, kind=trades.kind,
        units=trades.units, cents=trades.cents, held=trades.held,
    )  # fmt: skip
    write_export(folder / EXPORT, trades, days)
    write_ledger(folder / LEDGER, trades, days, scale)
    write_portfolio(folder / PORTFOLIO, trades, days, scale)


def read_trades(folder: Path) -> Trades:
    """Return the trades of a folder."""
    with np.load(folder / "trades.npz") as found:
        return Trades(**{name: found[name] for name in Trades.__slots__})


def write_export(path: Path, trades: Trades, days: list[date]) -> None:
    """Write the trades as a broker's file."""
    net = trades.net_cents().tolist()
    with path.open("w", encoding="ascii", newline="") as file:
        file.write("Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total\n")
        for at, (place, number, kind, units, cents) in enumerate(_rows(trades)):
            told = f"{abs(units)},{cents // 100}.{cents % 100:02}" if kind != DIVIDEND else ","
            file.write(
                f"{days[place]},{_WORDS[kind]},{market.isin(number)},B{number:05d},"
                f"Invented Works {number},{told},{market.currency(number)},"
                f"{hundredths(net[at])}\n"
            )


def write_ledger(path: Path, trades: Trades, days: list[date], scale: Scale) -> None:
    """Write buys and sales as plain text of double-entry accounting, first in, first out."""
    with path.open("w", encoding="ascii") as file:
        file.write('option "booking_method" "FIFO"\n')
        for account in ("Assets:Quay", "Assets:Cash", "Income:Gains"):
            file.write(f"{days[0]} open {account}\n")
        for number in range(scale.holdings):
            file.write(f"{days[0]} commodity B{number:05d}\n")
        for place, number, kind, units, cents in _rows(trades):
            if kind == DIVIDEND:
                continue
            price, unit = f"{cents // 100}.{cents % 100:02}", market.currency(number)
            cost = f"{{{price} {unit}}}" if kind == BUY else "{}"
            rest = "" if kind == BUY else f"  Assets:Cash  {hundredths(-units * cents)} {unit}\n"
            balance = "Assets:Cash" if kind == BUY else "Income:Gains"
            file.write(
                f'{days[place]} * "{_WORDS[kind]}"\n'
                f"  Assets:Quay  {units} B{number:05d} {cost}\n{rest}  {balance}\n"
            )


def _rows(trades: Trades) -> zip[tuple[int, ...]]:
    columns = (trades.place, trades.number, trades.kind, trades.units, trades.cents)
    return zip(*(column.tolist() for column in columns), strict=True)


def write_portfolio(path: Path, trades: Trades, days: list[date], scale: Scale) -> None:
    """Write the portfolio file: accounts, instruments, trades, tags and 25 years of closes."""
    from corridor_desktop.bench.invented_facts import facts, tags
    from corridor_desktop.domain.account import Account
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.policies import default_policy
    from corridor_desktop.store.portfolio import PortfolioStore

    path.unlink(missing_ok=True)
    ordinals = array("i", [day.toordinal() for day in days])

    def series(name: str, unit: str, values: np.ndarray) -> PriceSeries:
        return PriceSeries(name, unit, ordinals, array("d", values.tobytes()), source="invented")

    with PortfolioStore.create(path, "Invented", "EUR", AT) as store, store.together():
        store.policies.append(default_policy(), date(2001, 1, 1), AT)
        store.accounts.keep(Account("quay", "Quay broker", currency="EUR"))
        for number in range(scale.holdings):
            store.instruments.keep(market.instrument(number))
        store.transactions.add(facts(trades, days))
        store.tags.add(*tags(scale, days))
        values = market.benchmark_closes(len(days))
        store.prices.keep([series(market.BENCHMARK, "KRW", values)])
        store.prices.keep(
            series(name, "USD" if name == "EURUSD=X" else "KRW", rates)
            for name, rates in market.quoted_rates(len(days)).items()
        )
        for first, found in market.closes(scale):
            turned = np.ascontiguousarray(found.T)
            store.prices.keep(
                series(market.symbol(first + at), market.currency(first + at), row)
                for at, row in enumerate(turned)
            )
