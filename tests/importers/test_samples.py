"""Real exports, where they are at hand: nothing raises, every line is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import FileReading, Outcome, StatementKind
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract

TODAY = date(2026, 3, 20)


def _read(folder: Path, name: str) -> FileReading:
    path = folder / "brokers" / name
    return read(path.read_bytes(), path.name, today=TODAY)


def _kinds(reading: FileReading) -> Counter[Kind]:
    return Counter(row.kind for row in reading.transactions)


def test_every_sample_keeps_the_contract(test_data: Path) -> None:
    paths = [path for path in sorted((test_data / "brokers").glob("*/*")) if path.is_file()]
    assert len(paths) >= 60
    for path in paths:
        reading = read(path.read_bytes(), path.name, today=TODAY)
        keeps_the_contract(reading)
        if path.parent.name == "not-a-broker":
            assert reading.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("name", "profile", "lines"),
    [
        ("schwab/brokerage-transactions-2020.csv", "schwab.transactions", (24, 2, 17, 5, 0)),
        ("schwab/transactions-title-total.csv", "schwab.transactions", (14, 2, 11, 1, 0)),
        ("schwab/transactions-empty-period.csv", "schwab.transactions", (3, 3, 0, 0, 0)),
        ("schwab/positions-one-account.csv", "schwab.positions", (6, 3, 1, 2, 0)),
        ("fidelity/cma-history-2023.csv", "fidelity.history", (33, 22, 11, 0, 0)),
        ("fidelity/all-accounts-2025.csv", "fidelity.history", (28, 7, 20, 0, 1)),
        ("ibkr/transaction-history.csv", "ibkr.transaction_history", (22, 10, 10, 2, 0)),
        ("ibkr/flex-trades.csv", "ibkr.flex_trades", (12, 1, 8, 3, 0)),
        ("ibkr/flex-trade-full-columns.csv", "ibkr.flex_trades", (2, 1, 1, 0, 0)),
        ("degiro/transactions-es-v1.csv", "degiro.transactions", (14, 1, 13, 0, 0)),
        ("degiro/transactions-nl.csv", "degiro.transactions", (3, 1, 2, 0, 0)),
        ("degiro/portfolio-nl.csv", "degiro.portfolio", (2, 1, 1, 0, 0)),
        ("degiro/account-es.csv", "degiro.account", (13, 1, 10, 2, 0)),
        ("degiro/account-nl.csv", "degiro.account", (75, 1, 61, 11, 2)),
        ("trading212/uk-2021-2022.csv", "trading212.history", (21, 1, 20, 0, 0)),
        ("trading212/uk-2022-2023.csv", "trading212.history", (17, 1, 16, 0, 0)),
        ("trading212/2023-eur.csv", "trading212.history", (14, 1, 9, 0, 4)),
        ("trade-republic/export-2026.csv", "trade_republic.transactions", (10, 1, 8, 1, 0)),
        ("trade-republic/junior-2026.csv", "trade_republic.transactions", (4, 1, 3, 0, 0)),
        ("trade-republic/portfolio-nl.csv", "trade_republic.pytr", (10, 1, 9, 0, 0)),
        ("mirae-asset/domestic.csv", "mirae_asset.daily", (102, 2, 100, 0, 0)),
        ("mirae-asset/domestic-cp949.csv", "mirae_asset.daily", (4, 2, 2, 0, 0)),
        ("questrade/activities-simple.csv", "questrade.activities", (4, 1, 3, 0, 0)),
    ],
)
def test_first_class_brokers(
    test_data: Path, name: str, profile: str, lines: tuple[int, ...]
) -> None:
    found = _read(test_data, name)
    counted = found.lines
    assert found.profile == profile
    assert lines == (
        counted.physical,
        counted.structure,
        counted.imported,
        counted.skipped,
        counted.needs_you,
    )


def test_forex_rows_of_a_flex_query_are_no_sales(test_data: Path) -> None:
    found = _read(test_data, "ibkr/flex-trades.csv")
    assert _kinds(found) == {Kind.BUY: 8}
    assert [row.code for row in found.skipped] == ["fx_conversion"] * 3
    assert found.transactions[0].fee is not None
    assert found.transactions[0].fee.amount == 5


def test_rows_shifted_under_their_header_wait(test_data: Path) -> None:
    found = _read(test_data, "trading212/2023-eur.csv")
    assert {line for part in found.questions for line in part.lines} == {11, 12, 13, 14}


def test_korean_day_totals(test_data: Path) -> None:
    found = _read(test_data, "mirae-asset/domestic-cp949.csv")
    assert found.reading.encoding == "cp949"
    assert [(row.kind, row.quantity, row.price) for row in found.transactions] == [
        (Kind.BUY, Decimal(10), Decimal(70000)),
        (Kind.SELL, Decimal(-10), Decimal(75000)),
    ]
    assert {row.instrument.name for row in found.transactions} == {"삼성전자"}


def test_a_positions_file_is_a_snapshot_with_cash_beside_it(test_data: Path) -> None:
    found = _read(test_data, "schwab/positions-one-account.csv")
    assert found.kind is StatementKind.POSITIONS
    assert [(row.instrument.symbol, row.quantity) for row in found.positions] == [
        ("SCHA", Decimal(110))
    ]
    assert found.positions[0].as_of == date(2020, 12, 21)
    assert [row.balance.amount for row in found.cash] == [Decimal("2953.34")]


def test_a_sale_written_in_prose(test_data: Path) -> None:
    found = _read(test_data, "degiro/account-nl.csv")
    aviva = next(row for row in found.transactions if row.instrument.isin == "GB00BPQY8M80")
    assert (aviva.kind, aviva.quantity, aviva.price, aviva.currency) == (
        Kind.SELL,
        Decimal(-4),
        Decimal("4.96"),
        "GBP",
    )


@pytest.mark.parametrize(
    ("name", "trades"),
    [
        ("hargreaves-lansdown/transaction-summary.csv", [("-1000", "45"), ("4563", "32.87199")]),
        ("futu/orders-en.csv", [("-4", "261.6225"), ("1", "14.88")]),
        ("finanzen-zero/orders.csv", [("2", "230"), ("-1", "125")]),
        ("kiwoom/SYNTHETIC-order-executions.csv", [("10", "21450"), ("-1000", "22050")]),
        ("questrade/activities-simple.csv", [("5", "400"), ("-5", "420"), ("100", "10")]),
        ("scalable/prime-2024.csv", [("10", "110.25"), ("-5", "120")]),
        ("sbi-japan/domestic-executions.csv", [("100", "284"), ("-1000", "145.1")]),
    ],
)
def test_other_brokers(test_data: Path, name: str, trades: list[tuple[str, str]]) -> None:
    rows = [
        (row.quantity, row.price)
        for row in _read(test_data, name).transactions
        if row.kind in {Kind.BUY, Kind.SELL}
    ]
    assert rows[: len(trades)] == [(Decimal(units), Decimal(price)) for units, price in trades]
