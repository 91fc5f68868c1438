"""Invented accounts, instruments and facts for tests of the portfolio file."""

from __future__ import annotations

from array import array
from datetime import UTC, date, datetime
from decimal import Decimal

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.transaction import (
    Kind,
    PositionLine,
    PositionStatement,
    SourceRow,
    Transaction,
)
from corridor_desktop.store.batches import Batch
from corridor_desktop.store.portfolio import PortfolioStore

AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
ACCOUNT = Account("a1", "Harbour account", "Harbour Bank", "EUR", CostMethod.AVERAGE)
FERRY = Instrument(
    id="n1",
    name="Nordlicht Ferry AB",
    isin="SE0000000001",
    ticker="FERRY",
    other_ids=(("wkn", "A0XYZ1"), ("sedol", "B012345")),
    listing=Listing("FERRY.L", "GBP", "XLON", Decimal("0.01")),
    asset_class=AssetClass.EQUITY,
    country="SE",
    economic_currency="SEK",
    sector="Industrials",
    issuer="nordlicht",
    multiplier=Decimal(-2),
    analysts=4,
    facts_source="invented",
    facts_date="2026-01-05",
)
PIER = Instrument("n2", "Pier Holdings", ticker="005999")


def purchase(
    number: int, batch_id: str | None = None, instrument_id: str = "n1", day: int = 2
) -> Transaction:
    """Return a purchase of ``number`` units."""
    return Transaction(
        id=f"t{number}",
        account_id="a1",
        kind=Kind.BUY,
        trade_date=date(2026, 1, day),
        instrument_id=instrument_id,
        quantity=Decimal(number),
        price=Decimal("71500.10"),
        currency="KRW",
        gross=Decimal("1E+3"),
        fee=Money(Decimal("0.0000000001"), "USD"),
        tax=Money(Decimal("-3.50"), "EUR"),
        net_cash=Money(Decimal("-71500.10"), "KRW"),
        fx_rate=Decimal("0.000689"),
        reference="R-77",
        note="Kauf „Größe“ 매수",
        time="09:15:00",
        batch_id=batch_id,
        source=SourceRow("ab" * 32, (14, 15)),
    )


def snapshot(
    number: int, batch_id: str | None = None, instrument_id: str = "n1"
) -> PositionStatement:
    """Return a statement of one position and two balances."""
    return PositionStatement(
        id=f"s{number}",
        account_id="a1",
        as_of=date(2026, 2, number),
        lines=(
            PositionLine(
                instrument_id,
                Decimal("12.5"),
                Decimal(10),
                Decimal("125.00"),
                None,
                "EUR",
                SourceRow("cd" * 32, (3,)),
            ),
        ),
        cash=(Money(Decimal("0.10"), "EUR"), Money(Decimal(250000), "KRW")),
        batch_id=batch_id,
    )


def add_batch(store: PortfolioStore, text: str, duplicates: int = 0) -> str:
    """Write an import with its raw file into the history; return its id."""
    digest = store.raw_files.keep(text.encode(), f"{text}.csv", AT)
    batch_id = store.batches.next_id()
    store.batches.add(
        Batch(batch_id, digest, f"{text}.csv", AT, account_id="a1", duplicates=duplicates)
    )
    return batch_id


def closes(symbol: str, first: date, *values: float) -> PriceSeries:
    """Return closes on consecutive days."""
    days = array("i", range(first.toordinal(), first.toordinal() + len(values)))
    return PriceSeries(symbol, "EUR", days, array("d", values), fetched_at=AT, source="invented")
