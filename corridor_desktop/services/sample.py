"""The sample portfolio: invented companies, simulated prices, marked as such wherever they show."""

from __future__ import annotations

import csv
import gzip
import io
import tomllib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries, Split
from corridor_desktop.domain.theme import Confidence, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.host.paths import data_folder, resource_folder
from corridor_desktop.importers.contract import Identity
from corridor_desktop.services import policies
from corridor_desktop.services.portfolio_file import SUFFIX, new_portfolio
from corridor_desktop.services.ports import Clock
from corridor_desktop.services.resolve_instruments import names
from corridor_desktop.services.seals import seal_first
from corridor_desktop.store.portfolio import PortfolioStore

SOURCE = "simulated"
STEM = "Sample portfolio (SIMULATED)"

_QUOTED_IN = {"EURUSD=X": "USD", "KRW=X": "KRW", "JPY=X": "JPY", "^KS11": "KRW", "^GSPC": "USD"}


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything of the sample, already moved in time."""

    name: str
    base: str
    home_country: str
    accounts: tuple[Account, ...]
    instruments: tuple[Instrument, ...]
    transactions: tuple[Transaction, ...]
    tags: tuple[ThemeTag, ...]
    series: tuple[PriceSeries, ...]


def sample_path(folder: Path | None = None) -> Path:
    """Return a free file name for a fresh copy; an earlier copy is never written over."""
    place = folder or data_folder() / "samples"
    place.mkdir(parents=True, exist_ok=True)
    path, count = place / f"{STEM}{SUFFIX}", 1
    while path.exists():
        count += 1
        path = place / f"{STEM} {count}{SUFFIX}"
    return path


def build_sample(path: Path, clock: Clock) -> None:
    """Make a portfolio file of the sample.

    Raises
    ------
    FileTrouble
        The file exists or cannot be written.
    """
    sample = read_sample(clock.today(), clock.now())
    with new_portfolio(path, sample.base, sample.name, clock) as store, store.together():
        _fill(store, sample, clock)


def read_sample(today: date, made_at: datetime) -> Sample:
    """Read the shipped sample, moved by whole weeks so that its last session is of this week.

    The data are simulated, so no day of theirs means anything; moved, they are never stale.
    """
    folder = resource_folder() / "sample"
    meta = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    shift = timedelta(weeks=(today - meta["last_session"]).days // 7)
    split = meta["split"]
    splits = {split["symbol"]: (Split(split["session"] + shift, Decimal(split["ratio"])),)}
    currencies = {
        row["symbol"]: row["currency"] for row in _rows(folder / "instruments.csv") if row["symbol"]
    }
    return Sample(
        name=meta["name"],
        base=meta["base"],
        home_country=meta["home_country"],
        accounts=tuple(
            Account(row["id"], row["name"], row["broker"], row["currency"])
            for row in _rows(folder / "accounts.csv")
        ),
        instruments=tuple(
            _instrument(row, meta["last_session"] + shift)
            for row in _rows(folder / "instruments.csv")
        ),
        transactions=tuple(
            _transaction(place, row, shift)
            for place, row in enumerate(_rows(folder / "transactions.csv"), start=1)
        ),
        tags=tuple(_tag(row, shift, today) for row in _rows(folder / "tags.csv")),
        series=tuple(
            replace(series, splits=splits.get(series.symbol, ()))
            for series in _series(
                folder / "prices.csv.gz", shift, made_at, {**_QUOTED_IN, **currencies}
            )
        ),
    )


def sample_statements() -> tuple[Path, ...]:
    """Return the shipped broker files with which the importer can be tried."""
    folder = resource_folder() / "sample"
    return folder / "linden-transactions.csv", folder / "bluefin-activity.csv"


def _fill(store: PortfolioStore, sample: Sample, clock: Clock) -> None:
    for account in sample.accounts:
        store.accounts.keep(account)
    for instrument in sample.instruments:
        store.instruments.keep(instrument)
        currency = instrument.listing.currency if instrument.listing else ""
        stated = Identity(isin=instrument.isin, symbol=instrument.ticker)
        for kind, value in names(stated, currency):
            store.instruments.remember(kind, value, instrument.id)
    store.transactions.add(sample.transactions)
    store.tags.add(*sample.tags)
    store.prices.keep(sample.series)
    policy = policies.default_policy(clock.today(), sample.home_country)
    store.policies.append(policy, clock.today(), clock.now())
    seal_first(store, clock.now())


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _instrument(row: Mapping[str, str], on: date) -> Instrument:
    listing = Listing(row["symbol"], row["currency"], row["mic"]) if row["symbol"] else None
    return Instrument(
        id=row["id"],
        name=row["name"],
        isin=row["isin"],
        ticker=row["ticker"],
        listing=listing,
        asset_class=AssetClass(row["asset_class"]),
        country=row["country"] or None,
        economic_currency=row["economic_currency"] or None,
        sector=row["sector"] or None,
        analysts=int(row["analysts"]) if row["analysts"] else None,
        facts_source=SOURCE,
        facts_date=on.isoformat(),
    )


def _transaction(place: int, row: Mapping[str, str], shift: timedelta) -> Transaction:
    cash = row["cash_currency"]
    return Transaction(
        id=f"sample-{place:04d}",
        account_id=row["account"],
        kind=Kind(row["kind"]),
        trade_date=date.fromisoformat(row["day"]) + shift,
        instrument_id=row["thing"] or None,
        quantity=_decimal(row["quantity"]),
        price=_decimal(row["price"]),
        currency=row["currency"] or cash,
        gross=_decimal(row["gross"]),
        fee=_money(row["fee"], cash),
        tax=_money(row["tax"], cash),
        net_cash=_money(row["net_cash"], cash),
        fx_rate=_decimal(row["fx_rate"]),
        note=row["note"],
    )


def _tag(row: Mapping[str, str], shift: timedelta, today: date) -> ThemeTag:
    return ThemeTag(
        instrument_id=row["instrument"],
        theme_id=row["theme"],
        basis_points=int(row["basis_points"]),
        valid_from=date.fromisoformat(row["valid_from"]) + shift,
        recorded=today,
        reason=row["reason"],
        source="sample",
        confidence=Confidence(row["confidence"]),
        driver=row["driver"],
    )


def _series(
    path: Path, shift: timedelta, made_at: datetime, currencies: Mapping[str, str]
) -> Iterable[PriceSeries]:
    table = csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8")))
    symbols = next(table)[1:]
    days: list[array[int]] = [array("i") for _ in symbols]
    closes: list[array[float]] = [array("d") for _ in symbols]
    for row in table:
        ordinal = (date.fromisoformat(row[0]) + shift).toordinal()
        for place, cell in enumerate(row[1:]):
            if cell:
                days[place].append(ordinal)
                closes[place].append(float(cell))
    for place, symbol in enumerate(symbols):
        yield PriceSeries(
            symbol=symbol,
            currency=currencies[symbol],
            days=days[place],
            closes=closes[place],
            source=SOURCE,
            fetched_at=made_at,
            simulated=True,
        )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _money(text: str, currency: str) -> Money | None:
    return Money(Decimal(text), currency) if text else None
